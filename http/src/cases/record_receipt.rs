//! The form of the labour department's receipt (受理回执): its day is day 0 of the review.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::record_receipt::RecordReceipt;
use heyi_core::event::filing::FilingReceived;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RecordReceipt,
    dated: true,
    fields: &[
        Field::optional("registration", Widget::Line, "受理编号", "Registration number").hint("回执上没有编号的留空。发生日期填回执所载收到日期。", "Empty when the slip has none. The day is the day of receipt on the slip."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordReceipt> {
    Some(RecordReceipt(FilingReceived { registration: form.text("registration") }))
}

/// Fills in what was recorded.
pub fn fill(receipt: &FilingReceived, form: &mut Filler<'_>) {
    form.text("registration", &receipt.registration);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn it_is_read_as_typed() {
        let receipt = FilingReceived { registration: "2026-118".into() };
        assert_eq!(kit::command(DecisionKind::RecordReceipt, &[("registration", " 2026-118 ")]), RecordReceipt(receipt).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::RecordReceipt, &[("registration", "a\u{0}"), ("occurred", "?")]);
        assert_eq!(wrong, ["registration not-plain-text", "occurred not-a-day"]);
    }
}
