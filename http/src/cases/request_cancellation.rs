//! The form: request the cancellation (解除) of the agreement.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::request_cancellation::RequestCancellation;
use heyi_core::event::change::CancellationRequested;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RequestCancellation,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "提出方", "Asked by"),
        Field::required("reason", Widget::Area, "解除原因", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RequestCancellation> {
    let by = form.choice("by", &SIDES);
    let reason = form.text("reason");
    Some(RequestCancellation(CancellationRequested { by: by?, reason }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &CancellationRequested, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, recorded.by);
    form.text("reason", &recorded.reason);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "staff"), ("reason", "依实际情况")];
        let expected = RequestCancellation(CancellationRequested { by: Side::Staff, reason: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::RequestCancellation, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "其他")];
        let wrong = kit::wrong(DecisionKind::RequestCancellation, &typed);
        assert_eq!(wrong, ["by unknown-choice", "reason required"]);
    }
}
