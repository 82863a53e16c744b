//! The form of withdrawing an entry of a letter.

use heyi_core::letter::decisions::LetterStep;
use heyi_core::letter::decisions::withdraw_letter_entry::WithdrawLetterEntry;
use heyi_core::event::letter::LetterEntryWithdrawn;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<LetterStep> = FormSpec {
    kind: LetterStep::WithdrawLetterEntry,
    dated: false,
    fields: &[
        Field::required("entry", Widget::Entry, "第几号记录", "Entry"),
        Field::required("reason", Widget::Area, "撤回原因", "Why it is withdrawn"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<WithdrawLetterEntry> {
    let entry = form.entry("entry");
    let reason = form.text("reason");
    Some(WithdrawLetterEntry { entry: entry?, reason })
}

/// Fills in what was recorded.
pub fn fill(recorded: &LetterEntryWithdrawn, form: &mut Filler<'_>) {
    form.entry("entry", recorded.entry);
    form.text("reason", &recorded.reason);
}
