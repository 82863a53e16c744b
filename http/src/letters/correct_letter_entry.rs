//! The form of a correction of a letter: which entry, why, and the fields of that entry's own form.

use heyi_core::letter::decisions::correct_letter_entry::CorrectLetterEntry;
use heyi_core::letter::decisions::{LetterCommand, LetterStep};
use heyi_core::event::LetterEvent;
use heyi_core::event::letter::LetterEntryCorrected;
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;

use super::form_of;
use crate::form::sentences::{self, Wrong};
use crate::form::{OCCURRED, Field, Filler, FormSpec, Reader, Widget};

/// What is asked, apart from the entry's own form.
pub static FORM: FormSpec<LetterStep> = FormSpec {
    kind: LetterStep::CorrectLetterEntry,
    dated: false,
    fields: &[
        Field::required("entry", Widget::Entry, "第几号记录", "Entry"),
        Field::required("command", Widget::Decision, "记录种类", "Kind of the entry")
            .hint("与原记录相同，不能更改。", "That of the entry, such as answer-letter; it does not change."),
        Field::required("correction_reason", Widget::Area, "更正原因", "Why it is corrected"),
    ],
};

/// The fields to show for a correction of an entry of that kind.
pub fn fields_for(inner: LetterStep) -> impl Iterator<Item = &'static Field> {
    let spec = form_of(inner).spec;
    FORM.fields.iter().chain(spec.dated.then_some(&OCCURRED)).chain(spec.fields)
}

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CorrectLetterEntry> {
    let entry = form.entry("entry");
    let inner = form.parsed("command", corrigible);
    let reason = form.text("correction_reason");
    let inner = form_of(inner?);
    let command: Option<LetterCommand> = form.part(inner.spec.fields, "", inner.parse);
    let occurred = form.span(OCCURRED.name);
    Some(CorrectLetterEntry { entry: entry?, command: Box::new(command?), occurred, reason })
}

/// The decision of that name, when what it records can be corrected.
fn corrigible(name: &str) -> Result<LetterStep, Wrong> {
    let kind = LetterStep::ALL.iter().copied().find(|kind| kind.name() == name);
    kind.filter(|kind| !kind.is_about_entries()).ok_or_else(|| sentences::unknown_decision(name))
}

/// Fills in what was recorded.
pub fn fill(corrected: &LetterEntryCorrected, form: &mut Filler<'_>) {
    fill_inner(corrected.entry, &corrected.event, &corrected.occurred, form);
    form.text("correction_reason", &corrected.reason);
}

/// Fills in what an entry says now, for a correction of it.
pub fn fill_inner(entry: Version, event: &LetterEvent, occurred: &Occurred, form: &mut Filler<'_>) {
    let kind = LetterStep::of(event);
    form.entry("entry", entry);
    form.text("command", kind.name());
    form.span(OCCURRED.name, occurred);
    (form_of(kind).fill)(event, form);
}
