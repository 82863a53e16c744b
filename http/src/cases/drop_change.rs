//! The form: give up a change: the agreement goes on as it was.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::drop_change::DropChange;
use heyi_core::event::change::ChangeDropped;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::DropChange,
    dated: true,
    fields: &[
        Field::required("reason", Widget::Area, "放弃原因", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<DropChange> {
    let reason = form.text("reason");
    Some(DropChange(ChangeDropped { reason }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ChangeDropped, form: &mut Filler<'_>) {
    form.text("reason", &recorded.reason);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("reason", "依实际情况")];
        let expected = DropChange(ChangeDropped { reason: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::DropChange, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::DropChange, &[]);
        assert_eq!(wrong, ["reason required"]);
    }
}
