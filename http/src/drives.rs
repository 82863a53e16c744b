//! Drives (要约行动): their pages, and the forms of their decisions, one file each with the same stem as in
//! `heyi_core::drive::decisions`.

use heyi_core::drive::decisions::{DriveCommand, DriveKind, DriveRequest};
use heyi_core::erasable::Erasable;
use uuid::Uuid;

use crate::form::{self, FieldError, FormSpec, Input, Names, Reader};

pub mod candidates;
pub mod form_page;
pub mod list;
pub mod page;
pub mod record;

/// A form. Nothing of a drive is corrected by a form of its own, so that it is read and never filled again.
pub struct Form {
    /// What is asked.
    pub spec: &'static FormSpec<DriveKind>,
    /// Reads the command; `None` when something was wrong, which the reader has noted.
    pub parse: fn(&mut Reader<'_>) -> Option<DriveCommand>,
}

/// Declares the forms: the file and its decision.
macro_rules! forms {
    ($($module:ident: $command:ident;)+) => {
        $(pub mod $module;)+

        /// The form of a decision.
        #[must_use]
        pub fn form_of(kind: DriveKind) -> &'static Form {
            match kind {
                $(DriveKind::$command => {
                    static FORM: Form =
                        Form { spec: &$module::FORM, parse: |form| $module::parse(form).map(DriveCommand::from) };
                    &FORM
                })+
            }
        }
    };
}

forms! {
    open_drive: OpenDrive;
    extend_drive: ExtendDrive;
    publish_chase_list: PublishChaseList;
    tell_progress: TellProgress;
    close_drive: CloseDrive;
    reopen_drive: ReopenDrive;
}

/// Reads the form of a decision.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn parse(kind: DriveKind, input: &Input) -> Result<DriveRequest, Vec<FieldError>> {
    let form = form_of(kind);
    let (command, occurred, _) = form::read(form.spec, input, &mut Nobody, form.parse)?;
    Ok(DriveRequest { command, occurred })
}

/// Forms of a drive have no field for a person; were there one, its text would go nowhere.
struct Nobody;

impl Names for Nobody {
    fn name(&mut self, _: &str) -> Erasable {
        Erasable { key: Uuid::nil(), commitment: heyi_core::digest::Digest::default() }
    }
}

#[cfg(test)]
mod tests;
