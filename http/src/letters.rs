//! Supervision letters: their pages, and the forms of their decisions, one file each with the same stem as in
//! `heyi_core::letter::decisions`.
//!
//! Each form has three things: `FORM`, what is asked; `parse`, from what was typed to the command; `fill`, from a recorded event
//! back to what was typed, for correcting it. A form that is missing here does not compile.

use heyi_core::erasable::Erasable;
use heyi_core::event::LetterEvent;
use heyi_core::ids::Version;
use heyi_core::letter::decisions::{LetterCommand, LetterRequest, LetterStep};
use heyi_core::occurred::Occurred;

use crate::employers::Nobody;
use crate::form::{self, FieldError, Filler, FormSpec, Input, Reader};

pub mod form_page;
pub mod history;
pub mod list;
pub mod page;
pub mod paper;
pub mod record;

/// A form with its two directions.
pub struct Form {
    /// What is asked.
    pub spec: &'static FormSpec<LetterStep>,
    /// Reads the command; `None` when something was wrong, which the reader has noted.
    pub parse: fn(&mut Reader<'_>) -> Option<LetterCommand>,
    /// Fills in what was recorded.
    pub fill: fn(&LetterEvent, &mut Filler<'_>),
}

/// Declares the forms: the file, its decision, and the event it records.
macro_rules! forms {
    ($($module:ident: $command:ident => $event:ident;)+) => {
        $(pub mod $module;)+

        /// The form of a decision.
        #[must_use]
        pub fn form_of(kind: LetterStep) -> &'static Form {
            match kind {
                $(LetterStep::$command => {
                    static FORM: Form = Form {
                        spec: &$module::FORM,
                        parse: |form| $module::parse(form).map(LetterCommand::from),
                        fill: |event, form| {
                            if let LetterEvent::$event(recorded) = event {
                                $module::fill(recorded, form);
                            }
                        },
                    };
                    &FORM
                })+
            }
        }
    };
}

forms! {
    issue_letter: IssueLetter => LetterIssued;
    receive_letter: ReceiveLetter => LetterReceived;
    answer_letter: AnswerLetter => LetterAnswered;
    escalate_letter: EscalateLetter => LetterEscalated;
    close_letter: CloseLetter => LetterClosed;
    correct_letter_entry: CorrectLetterEntry => LetterEntryCorrected;
    withdraw_letter_entry: WithdrawLetterEntry => LetterEntryWithdrawn;
}

/// Reads the form of a decision.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn parse(kind: LetterStep, input: &Input) -> Result<LetterRequest, Vec<FieldError>> {
    let form = form_of(kind);
    let (command, occurred, _) = form::read(form.spec, input, &mut Nobody, form.parse)?;
    Ok(LetterRequest { command, occurred })
}

/// The form of a correction of that entry, filled with what stands recorded.
#[must_use]
pub fn values_of_correction(entry: Version, event: &LetterEvent, occurred: &Occurred) -> Input {
    let reveal = |_: &Erasable| String::new();
    let mut form = Filler::new(&reveal);
    correct_letter_entry::fill_inner(entry, event, occurred, &mut form);
    form.finish()
}

#[cfg(test)]
mod tests;
