//! The form of a correction of the register: which entry, why, and the fields of that entry's own form.

use heyi_core::employer::decisions::correct_register_entry::CorrectRegisterEntry;
use heyi_core::employer::decisions::{RegisterCommand, RegisterKind};
use heyi_core::event::EmployerEvent;
use heyi_core::event::employer::RegisterEntryCorrected;
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;

use super::form_of;
use crate::form::sentences::{self, Wrong};
use crate::form::{AS_OF, Field, Filler, FormSpec, Reader, Widget};

/// What is asked, apart from the entry's own form.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::CorrectRegisterEntry,
    dated: false,
    fields: &[
        Field::required("entry", Widget::Entry, "第几号记录", "Entry"),
        Field::required("command", Widget::Decision, "记录种类", "Kind of the entry")
            .hint("与原记录相同，不能更改。", "That of the entry, such as rename-employer; it does not change."),
        Field::required("correction_reason", Widget::Area, "更正原因", "Why it is corrected"),
    ],
};

/// The fields to show for a correction of an entry of that kind.
pub fn fields_for(inner: RegisterKind) -> impl Iterator<Item = &'static Field> {
    let spec = form_of(inner).spec;
    FORM.fields.iter().chain(spec.dated.then_some(&AS_OF)).chain(spec.fields)
}

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CorrectRegisterEntry> {
    let entry = form.entry("entry");
    let inner = form.parsed("command", corrigible);
    let reason = form.text("correction_reason");
    let inner = form_of(inner?);
    let command: Option<RegisterCommand> = form.part(inner.spec.fields, "", inner.parse);
    let occurred = form.span(AS_OF.name);
    Some(CorrectRegisterEntry { entry: entry?, command: Box::new(command?), occurred, reason })
}

/// The decision of that name, when what it records can be corrected.
fn corrigible(name: &str) -> Result<RegisterKind, Wrong> {
    let kind = RegisterKind::ALL.iter().copied().find(|kind| kind.name() == name);
    kind.filter(|kind| !kind.is_about_entries()).ok_or_else(|| sentences::unknown_decision(name))
}

/// Fills in what was recorded.
pub fn fill(corrected: &RegisterEntryCorrected, form: &mut Filler<'_>) {
    fill_inner(corrected.entry, &corrected.event, &corrected.occurred, form);
    form.text("correction_reason", &corrected.reason);
}

/// Fills in what an entry says now, for a correction of it.
pub fn fill_inner(entry: Version, event: &EmployerEvent, occurred: &Occurred, form: &mut Filler<'_>) {
    let kind = RegisterKind::of(event);
    form.entry("entry", entry);
    form.text("command", kind.name());
    form.span(AS_OF.name, occurred);
    (form_of(kind).fill)(event, form);
}
