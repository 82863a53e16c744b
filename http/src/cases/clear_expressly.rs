//! The form of the express clearance of the department.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::clear_expressly::ClearExpressly;
use heyi_core::event::filing::ClearedExpressly;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ClearExpressly,
    dated: true,
    fields: &[
        Field::required("reference", Widget::Line, "审查意见文号", "Reference of the letter").hint("部门书面答复无异议的文号。", "The letter in which the department has no objection."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ClearExpressly> {
    Some(ClearExpressly(ClearedExpressly { reference: form.text("reference") }))
}

/// Fills in what was recorded.
pub fn fill(clearance: &ClearedExpressly, form: &mut Filler<'_>) {
    form.text("reference", &clearance.reference);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn it_is_read_as_typed() {
        let clearance = ClearedExpressly { reference: "人社审〔2026〕9号".into() };
        assert_eq!(kit::command(DecisionKind::ClearExpressly, &[("reference", " 人社审〔2026〕9号 ")]), ClearExpressly(clearance).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::ClearExpressly, &[("reference", "a\u{0}"), ("occurred", "?")]);
        assert_eq!(wrong, ["reference not-plain-text", "occurred not-a-day"]);
    }
}
