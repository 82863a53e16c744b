//! The form: record the end of the coordination.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::end_coordination::EndCoordination;
use heyi_core::event::coordination::CoordinationEnded;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::EndCoordination,
    dated: true,
    fields: &[
        Field::optional("agreed", Widget::Check, "达成协调处理协议书", "Ended in a coordination agreement").hint("由双方首席代表签字。", "Signed by the chiefs of both sides."),
        Field::required("terms", Widget::Area, "协议内容或未决事项", "What was agreed, or what stays open"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<EndCoordination> {
    let agreed = form.check("agreed");
    let terms = form.text("terms");
    Some(EndCoordination(CoordinationEnded { agreed, terms }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &CoordinationEnded, form: &mut Filler<'_>) {
    form.check("agreed", recorded.agreed);
    form.text("terms", &recorded.terms);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("agreed", "on"), ("terms", "依实际情况")];
        let expected = EndCoordination(CoordinationEnded { agreed: true, terms: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::EndCoordination, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::EndCoordination, &[]);
        assert_eq!(wrong, ["terms required"]);
    }
}
