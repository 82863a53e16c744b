//! The form: record that the commission accepted the claim.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::accept_arbitration::AcceptArbitration;
use heyi_core::event::dispute::ArbitrationAccepted;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::AcceptArbitration,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::optional("reference", Widget::Line, "案号", "Reference"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AcceptArbitration> {
    let breach = form.number("breach");
    let reference = form.text("reference");
    Some(AcceptArbitration(ArbitrationAccepted { breach: breach?, reference }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ArbitrationAccepted, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.text("reference", &recorded.reference);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("reference", "依实际情况")];
        let expected = AcceptArbitration(ArbitrationAccepted { breach: 2, reference: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::AcceptArbitration, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二")];
        let wrong = kit::wrong(DecisionKind::AcceptArbitration, &typed);
        assert_eq!(wrong, ["breach not-a-number"]);
    }
}
