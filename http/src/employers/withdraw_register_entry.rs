//! The form of withdrawing an entry of the register.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::withdraw_register_entry::WithdrawRegisterEntry;
use heyi_core::event::employer::RegisterEntryWithdrawn;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::WithdrawRegisterEntry,
    dated: false,
    fields: &[
        Field::required("entry", Widget::Entry, "第几号记录", "Entry"),
        Field::required("reason", Widget::Area, "撤回原因", "Why it is withdrawn"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<WithdrawRegisterEntry> {
    let entry = form.entry("entry");
    let reason = form.text("reason");
    Some(WithdrawRegisterEntry { entry: entry?, reason })
}

/// Fills in what was recorded.
pub fn fill(recorded: &RegisterEntryWithdrawn, form: &mut Filler<'_>) {
    form.entry("entry", recorded.entry);
    form.text("reason", &recorded.reason);
}
