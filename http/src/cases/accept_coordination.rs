//! The form: record the department's acceptance of the coordination.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::accept_coordination::AcceptCoordination;
use heyi_core::event::coordination::CoordinationAccepted;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::AcceptCoordination,
    dated: true,
    fields: &[
        Field::optional("reference", Widget::Line, "受理文号", "Reference"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AcceptCoordination> {
    let reference = form.text("reference");
    Some(AcceptCoordination(CoordinationAccepted { reference }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &CoordinationAccepted, form: &mut Filler<'_>) {
    form.text("reference", &recorded.reference);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("reference", "依实际情况")];
        let expected = AcceptCoordination(CoordinationAccepted { reference: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::AcceptCoordination, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::AcceptCoordination, &[("reference", &"长".repeat(201))]);
        assert_eq!(wrong, ["reference too-long"]);
    }
}
