//! The form: record that the coordination was prolonged.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::extend_coordination::ExtendCoordination;
use heyi_core::event::coordination::CoordinationExtended;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ExtendCoordination,
    dated: true,
    fields: &[
        Field::required("reason", Widget::Line, "延长原因", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ExtendCoordination> {
    let reason = form.text("reason");
    Some(ExtendCoordination(CoordinationExtended { reason }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &CoordinationExtended, form: &mut Filler<'_>) {
    form.text("reason", &recorded.reason);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("reason", "依实际情况")];
        let expected = ExtendCoordination(CoordinationExtended { reason: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::ExtendCoordination, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::ExtendCoordination, &[]);
        assert_eq!(wrong, ["reason required"]);
    }
}
