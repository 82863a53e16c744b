//! The form: record that the commission did not accept the claim (不予受理).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::refuse_arbitration::RefuseArbitration;
use heyi_core::event::dispute::ArbitrationRefused;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RefuseArbitration,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::optional("reasons", Widget::Line, "不予受理的理由", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RefuseArbitration> {
    let breach = form.number("breach");
    let reasons = form.text("reasons");
    Some(RefuseArbitration(ArbitrationRefused { breach: breach?, reasons }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ArbitrationRefused, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.text("reasons", &recorded.reasons);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("reasons", "依实际情况")];
        let expected = RefuseArbitration(ArbitrationRefused { breach: 2, reasons: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::RefuseArbitration, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二")];
        let wrong = kit::wrong(DecisionKind::RefuseArbitration, &typed);
        assert_eq!(wrong, ["breach not-a-number"]);
    }
}
