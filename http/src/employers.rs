//! The register of employers: its pages, and the forms of its decisions, one file each with the same stem as in
//! `heyi_core::employer::decisions`.
//!
//! Each form has three things: `FORM`, what is asked; `parse`, from what was typed to the command; `fill`, from a recorded event
//! back to what was typed, for correcting it. A form that is missing here does not compile.

use heyi_core::employer::decisions::{RegisterCommand, RegisterKind, RegisterRequest};
use heyi_core::erasable::Erasable;
use heyi_core::event::EmployerEvent;
use heyi_core::event::opening::HeadCount;
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;
use uuid::Uuid;

use crate::form::{self, FieldError, Filler, FormSpec, Input, Names, Reader};

pub mod form_page;
pub mod history;
pub mod list;
pub mod page;
pub mod record;

/// A form with its two directions.
pub struct Form {
    /// What is asked.
    pub spec: &'static FormSpec<RegisterKind>,
    /// Reads the command; `None` when something was wrong, which the reader has noted.
    pub parse: fn(&mut Reader<'_>) -> Option<RegisterCommand>,
    /// Fills in what was recorded.
    pub fill: fn(&EmployerEvent, &mut Filler<'_>),
}

/// Declares the forms: the file, its decision, and the event it records.
macro_rules! forms {
    ($($module:ident: $command:ident => $event:ident;)+) => {
        $(pub mod $module;)+

        /// The form of a decision.
        #[must_use]
        pub fn form_of(kind: RegisterKind) -> &'static Form {
            match kind {
                $(RegisterKind::$command => {
                    static FORM: Form = Form {
                        spec: &$module::FORM,
                        parse: |form| $module::parse(form).map(RegisterCommand::from),
                        fill: |event, form| {
                            if let EmployerEvent::$event(recorded) = event {
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
    register_employer: RegisterEmployer => EmployerRegistered;
    record_head_count: RecordHeadCount => HeadCountRecorded;
    record_womens_committee: RecordWomensCommittee => WomensCommitteeRecorded;
    describe_employer: DescribeEmployer => EmployerDescribed;
    record_contract_held: RecordContractHeld => ContractHeldRecorded;
    record_new_business_form: RecordNewBusinessForm => NewBusinessFormRecorded;
    record_credit_code: RecordCreditCode => CreditCodeRecorded;
    rename_employer: RenameEmployer => EmployerRenamed;
    recode_employer: RecodeEmployer => EmployerRecoded;
    merge_employer: MergeEmployer => EmployerMerged;
    dissolve_employer: DissolveEmployer => EmployerGone;
    correct_register_entry: CorrectRegisterEntry => RegisterEntryCorrected;
    withdraw_register_entry: WithdrawRegisterEntry => RegisterEntryWithdrawn;
}

/// Reads the form of a decision. Head counts without a day of their own are of the day of the form.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn parse(kind: RegisterKind, input: &Input) -> Result<RegisterRequest, Vec<FieldError>> {
    let form = form_of(kind);
    let (mut command, occurred, _) = form::read(form.spec, input, &mut Nobody, form.parse)?;
    match &mut command {
        RegisterCommand::CorrectRegisterEntry(correction) => date_counts(&mut correction.command, &correction.occurred),
        command => date_counts(command, &occurred),
    }
    Ok(RegisterRequest { command, occurred })
}

/// The form of a correction of that entry, filled with what stands recorded.
#[must_use]
pub fn values_of_correction(entry: Version, event: &EmployerEvent, occurred: &Occurred) -> Input {
    let reveal = |_: &Erasable| String::new();
    let mut form = Filler::new(&reveal);
    correct_register_entry::fill_inner(entry, event, occurred, &mut form);
    form.finish()
}

fn date_counts(command: &mut RegisterCommand, day: &Occurred) {
    let counts: Vec<&mut Option<HeadCount>> = match command {
        RegisterCommand::RecordHeadCount(told) => {
            vec![&mut told.0.staff, &mut told.0.women, &mut told.0.skilled_women]
        }
        RegisterCommand::RecordNewBusinessForm(told) => vec![&mut told.0.people, &mut told.0.women],
        _ => Vec::new(),
    };
    for count in counts.into_iter().flatten().filter(|count| count.as_of == Occurred::default()) {
        count.as_of.clone_from(day);
    }
}

/// Forms of the register and of letters have no field for a person; were there one, its text would go nowhere.
pub(crate) struct Nobody;

impl Names for Nobody {
    fn name(&mut self, _: &str) -> Erasable {
        Erasable { key: Uuid::nil(), commitment: heyi_core::digest::Digest::default() }
    }
}

#[cfg(test)]
mod tests;
