//! The form: record that renewal was refused (不同意续订).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::refuse_renewal::RefuseRenewal;
use heyi_core::event::ending::RenewalRefused;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RefuseRenewal,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "不同意方", "Refused by"),
        Field::optional("reasons", Widget::Area, "理由", "Reasons"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RefuseRenewal> {
    let by = form.choice("by", &SIDES);
    let reasons = form.text("reasons");
    Some(RefuseRenewal(RenewalRefused { by: by?, reasons }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &RenewalRefused, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, recorded.by);
    form.text("reasons", &recorded.reasons);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "staff"), ("reasons", "依实际情况")];
        let expected = RefuseRenewal(RenewalRefused { by: Side::Staff, reasons: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::RefuseRenewal, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "其他")];
        let wrong = kit::wrong(DecisionKind::RefuseRenewal, &typed);
        assert_eq!(wrong, ["by unknown-choice"]);
    }
}
