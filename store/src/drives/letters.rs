//! The letters of a drive: a reminder (提示函) to each employer, numbered and outside any case.

use heyi_core::drive::Drive;
use heyi_core::event::drive::{DriveOpened, DriveTarget};
use heyi_core::event::letter::{Addressee, LetterIssued, LetterKind};
use heyi_core::ids::DriveId;
use heyi_core::occurred::Occurred;

use crate::append::StreamAppend;
use crate::cases::ExecuteError;
use crate::employers;
use crate::ids;
use crate::letters::{Issue, LetterError, issuing};

use super::Drives;
use super::offers::{is_there, not_there};

impl Drives {
    /// The letters that go to `targets`, and their numbers.
    pub(super) async fn letters(
        &self,
        drive: &Drive,
        targets: &[DriveTarget],
        occurred: &Occurred,
    ) -> Result<Vec<StreamAppend>, ExecuteError> {
        let Some(opened) = &drive.opened else { return Ok(Vec::new()) };
        let mut letters = Vec::with_capacity(targets.len());
        for target in targets {
            let employer = employers::load(&*self.log, target.employer).await?.filter(is_there);
            let employer = employer.ok_or_else(|| ExecuteError::of(not_there(target)))?;
            let place = employer.place().unwrap_or(&opened.place).clone();
            let issued = LetterIssued { place, ..letter(drive.id, opened, target) };
            letters.push(Issue { letter: ids::letter(), issued, occurred: occurred.clone() });
        }
        issuing(&*self.log, self.clock.today(), letters).await.map_err(|error| match error {
            LetterError::Refused { refusal } => ExecuteError::of(refusal.at("targets")),
            LetterError::Store(error) => ExecuteError::Store(error),
            LetterError::KeyReused => ExecuteError::KeyReused,
            LetterError::UnknownLetter | LetterError::Changed { .. } => ExecuteError::UnknownCase,
        })
    }
}

fn letter(id: DriveId, drive: &DriveOpened, target: &DriveTarget) -> LetterIssued {
    LetterIssued {
        number: String::new(),
        office: drive.office.clone(),
        kind: LetterKind::Reminder,
        issuer: drive.issuer.clone(),
        addressee: Addressee::Employer(target.employer, target.name.clone()),
        place: drive.place.clone(),
        case: None,
        drive: Some(id),
        follows: None,
        topics: drive.topics.clone(),
        facts: drive.subject.clone(),
        law: drive.law.clone(),
        request: drive.request.clone(),
        reply_by: drive.reply_by,
        signed_by: String::new(),
        made_up: drive.made_up,
    }
}
