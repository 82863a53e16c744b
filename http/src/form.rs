//! Forms: what a decision asks a person, and how what was typed becomes a command.
//!
//! One description ([`FormSpec`]) serves the page, the API's schema ([`schema`]) and the reading ([`Reader`]), so that they
//! cannot disagree about names, required fields or choices. Pages and API read alike: both become an [`Input`] first. All
//! errors are told at once, in both languages. The forms themselves are in [`crate::cases`], one file per decision.

use heyi_core::command::Request;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::erasable::Erasable;
use heyi_core::event::CaseEvent;
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;
use heyi_core::text::Say;

use crate::cases;

pub mod ballot;
pub mod choices;
pub mod clause_text;
pub mod day;
pub mod employer_lines;
pub mod field;
pub mod filler;
pub mod input;
pub mod joint;
#[cfg(test)]
pub(crate) mod kit;
pub mod opening;
pub mod reader;
pub mod representative;
pub mod schema;
pub mod sentences;
pub mod table;
pub mod taken_over;

pub use field::{AS_OF, Field, FormSpec, Label, NOTE, OCCURRED, Records, Widget};
pub use filler::Filler;
pub use input::{Input, InputError};
pub use reader::Reader;
pub use table::{Choice, Table};

/// One thing wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field, such as `subject` or `people[0].post`.
    pub field: String,
    /// Stable code for programs, such as `not-a-day`; the list is in [`sentences`].
    pub code: &'static str,
    /// What is wrong and what to do.
    pub say: Say,
}

/// Where texts about people go: the vault's draft, which hands back a reference.
pub trait Names {
    /// The reference to `text`. The same text gives the same reference within one case.
    fn name(&mut self, text: &str) -> Erasable;
}

/// What a form that begins a case asks to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningForm {
    /// The command. Its number is empty, to be filled by the store; its employer is the nil id when it is new.
    pub request: Request,
    /// What it brings to the register of employers; `None`: a case of many brings nothing.
    pub register: Option<opening::Register>,
}

/// The form of a decision.
#[must_use]
pub fn spec(kind: DecisionKind) -> &'static FormSpec {
    cases::form_of(kind).spec
}

/// Reads the form of a decision: the request, without evidence.
///
/// A correction names the decision it corrects in the field `command`; see [`parse_correction`].
///
/// # Errors
/// Everything that is wrong, at once.
pub fn parse(kind: DecisionKind, input: &Input, names: &mut dyn Names) -> Result<Request, Vec<FieldError>> {
    read(spec(kind), input, names, cases::form_of(kind).parse).map(|(command, occurred, note)| Request {
        command,
        occurred,
        note,
        evidence: Vec::new(),
    })
}

/// Reads the form of a decision that begins a case, with the employer when it is new.
///
/// # Errors
/// Everything that is wrong, at once; `not-an-opening` when the decision does not begin a case.
pub fn parse_opening(kind: DecisionKind, input: &Input, names: &mut dyn Names) -> Result<OpeningForm, Vec<FieldError>> {
    let parse = match kind {
        DecisionKind::OpenCase => cases::open_case::parse_opening,
        DecisionKind::TakeOverCase => cases::take_over_case::parse_opening,
        DecisionKind::OpenJointCase | DecisionKind::TakeOverJointCase => {
            let mut request = parse(kind, input, names)?;
            opening::date_counts(&mut request.command, None, &request.occurred);
            return Ok(OpeningForm { request, register: None });
        }
        _ => return Err(vec![sentences::not_an_opening().at("command")]),
    };
    read(spec(kind), input, names, parse).map(|((mut command, mut register), occurred, note)| {
        opening::date_counts(&mut command, register.counts.as_mut(), &occurred);
        OpeningForm { request: Request { command, occurred, note, evidence: Vec::new() }, register: Some(register) }
    })
}

/// Reads a correction of `original`, the entry as it stands: the fields of its own form, `entry` and `correction_reason`.
/// What a case was given when it was opened (its number, its office) stays as it was.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn parse_correction(
    original: &CaseEvent,
    input: &Input,
    names: &mut dyn Names,
) -> Result<Request, Vec<FieldError>> {
    let mut input = input.clone();
    input.set("command", DecisionKind::of(original).name());
    if let Some(opened) = opening::of(original) {
        input.set("office", opened.office.as_str());
    }
    let mut request = parse(DecisionKind::CorrectEntry, &input, names)?;
    if let Command::CorrectEntry(correction) = &mut request.command {
        opening::keep_number(&mut correction.command, original);
        opening::date_counts(&mut correction.command, None, &correction.occurred);
    }
    Ok(request)
}

/// What the form of `event` held when it was recorded, for showing it again. `reveal` gives the text of a reference, empty when
/// it was erased.
#[must_use]
pub fn values_of(event: &CaseEvent, reveal: &dyn Fn(&Erasable) -> String) -> Input {
    let mut form = Filler::new(reveal);
    (cases::form_of(DecisionKind::of(event)).fill)(event, &mut form);
    form.finish()
}

/// The form of a correction of that entry, filled with what stands recorded.
#[must_use]
pub fn values_of_correction(
    entry: Version,
    event: &CaseEvent,
    occurred: &Occurred,
    reveal: &dyn Fn(&Erasable) -> String,
) -> Input {
    let mut form = Filler::new(reveal);
    cases::correct_entry::fill_inner(entry, event, occurred, &mut form);
    form.finish()
}

/// Reads the form's own part and the common part, then tells all errors or none.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn read<K: Records, T>(
    spec: &FormSpec<K>,
    input: &Input,
    names: &mut dyn Names,
    parse: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<(T, Occurred, Option<Erasable>), Vec<FieldError>> {
    let mut form = Reader::new(spec.fields, input, names);
    let parsed = parse(&mut form);
    let occurred = if spec.dated { form.span(OCCURRED.name) } else { Occurred::unknown("") };
    let note = if K::NOTES { form.name(NOTE.name) } else { None };
    let errors = form.finish();
    match parsed {
        Some(parsed) if errors.is_empty() => Ok((parsed, occurred, note)),
        _ => Err(errors),
    }
}
