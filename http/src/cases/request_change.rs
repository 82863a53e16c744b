//! The form: request a change of the agreement (变更).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::request_change::RequestChange;
use heyi_core::event::change::ChangeRequested;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RequestChange,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "提出方", "Asked by"),
        Field::required("what", Widget::Area, "变更内容", "What is to change"),
        Field::optional("reason", Widget::Area, "变更原因", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RequestChange> {
    let by = form.choice("by", &SIDES);
    let what = form.text("what");
    let reason = form.text("reason");
    Some(RequestChange(ChangeRequested { by: by?, what, reason }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ChangeRequested, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, recorded.by);
    form.text("what", &recorded.what);
    form.text("reason", &recorded.reason);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "staff"), ("what", "依实际情况"), ("reason", "依实际情况")];
        let expected = RequestChange(ChangeRequested { by: Side::Staff, what: "依实际情况".into(), reason: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::RequestChange, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "其他")];
        let wrong = kit::wrong(DecisionKind::RequestChange, &typed);
        assert_eq!(wrong, ["by unknown-choice", "what required"]);
    }
}
