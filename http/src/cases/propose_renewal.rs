//! The form: propose to renew the agreement (提出续订).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::propose_renewal::ProposeRenewal;
use heyi_core::event::ending::RenewalProposed;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ProposeRenewal,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "提出方", "Proposed by"),
        Field::optional("remark", Widget::Area, "说明", "Remark"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ProposeRenewal> {
    let by = form.choice("by", &SIDES);
    let remark = form.text("remark");
    Some(ProposeRenewal(RenewalProposed { by: by?, remark }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &RenewalProposed, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, recorded.by);
    form.text("remark", &recorded.remark);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "staff"), ("remark", "依实际情况")];
        let expected = ProposeRenewal(RenewalProposed { by: Side::Staff, remark: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::ProposeRenewal, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "其他")];
        let wrong = kit::wrong(DecisionKind::ProposeRenewal, &typed);
        assert_eq!(wrong, ["by unknown-choice"]);
    }
}
