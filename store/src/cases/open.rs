//! Opening a case: its number, its employer and its first entry in one commit.

use heyi_core::case::Case;
use heyi_core::command::Request;
use heyi_core::decisions::Command;
use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded};
use heyi_core::event::office::CaseNumbered;
use heyi_core::event::opening::CaseOpened;
use heyi_core::event::{EmployerEvent, Event, OfficeEvent};
use heyi_core::ids::{CaseId, EmployerId, OfficeId, Version};
use heyi_core::occurred::Occurred;
use heyi_core::refusal::Refusal;

use crate::append::{Commit, Expect, StreamAppend};
use crate::employers::{self, RegisterError, entry};
use crate::reading::StoreError;
use crate::recording::{self, Attempts};
use crate::streams;

use super::{Asked, Cases, ExecuteError, Executed, answer, one};

/// A case to be opened or taken over.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The new case.
    pub case: CaseId,
    /// [`Command::OpenCase`], [`Command::TakeOverCase`] or one of a case of many. Its number is given here, its employer too when
    /// it is new.
    pub request: Request,
    /// The employer; `None` for a case of many, whose employers come with its coverage list.
    pub employer: Option<Employer>,
    /// Head counts told with it, for the register.
    pub counts: Option<HeadCountRecorded>,
}

/// The employer of a case to be opened.
#[derive(Clone, Debug)]
pub enum Employer {
    /// One of the register.
    Known(EmployerId),
    /// One to be entered in the register in the same commit.
    New(EmployerId, EmployerRegistered),
}

impl Cases {
    /// Opens a case, or takes one over. The number, the employer and the first entry are one commit.
    ///
    /// # Errors
    /// As [`ExecuteError`] says; `already-registered` when the employer's code is taken.
    pub async fn open(&self, opening: Opening, asked: Asked) -> Result<Executed, ExecuteError> {
        if let Some(first) = recording::answered(&*self.log, &asked).await? {
            let case = first.versions.iter().find_map(|(stream, _)| streams::as_case(stream));
            return answer(case.unwrap_or(opening.case), &first);
        }
        let mut attempts = Attempts::default();
        loop {
            let commit = self.commit_of_opening(&opening, &asked).await?;
            if let Some(appended) = attempts.settle(self.log.append(commit).await)? {
                return answer(opening.case, &appended);
            }
        }
    }

    async fn commit_of_opening(&self, opening: &Opening, asked: &Asked) -> Result<Commit, ExecuteError> {
        let mut request = opening.request.clone();
        let year = self.today().year();
        let (office, number) = head(&mut request.command).ok_or_else(|| ExecuteError::of(not_an_opening()))?;
        let office = office.clone();
        let numbers = streams::numbering(&office, year)?;
        let last = self.log.version(&numbers).await?;
        let serial = u32::try_from(last.next().0).unwrap_or(u32::MAX);
        *number = format!("〔{year}〕{serial}");
        let mut appends = match (&opening.employer, one_employer(&mut request.command)) {
            (Some(employer), Some(opened)) => self.register_part(employer, opened, opening.counts.as_ref()).await?,
            (None, None) => Vec::new(),
            _ => return Err(ExecuteError::of(not_an_opening())),
        };

        let case_entry = self.decide(request, &Case::empty(opening.case), asked.by)?;
        let numbered = OfficeEvent::CaseNumbered(CaseNumbered { office, year, serial, case: opening.case });
        let numbered = entry(Occurred::on(self.today()), Event::Office(numbered));
        appends.push(one(numbers, Expect::Exact(last), &numbered)?);
        appends.push(one(streams::case(opening.case)?, Expect::NoStream, &case_entry)?);
        Ok(Commit { appends, by: asked.by, key: asked.key.clone() })
    }

    /// What is appended to the register: the employer when it is new, and head counts when any was told.
    async fn register_part(
        &self,
        employer: &Employer,
        opened: &mut CaseOpened,
        counts: Option<&HeadCountRecorded>,
    ) -> Result<Vec<StreamAppend>, ExecuteError> {
        let mut appends = self.employer_part(employer, opened).await?;
        if let Some(counts) = counts
            && let Some(counted) = self.counts_part(employer, counts, &mut appends).await?
        {
            appends.push(counted);
        }
        Ok(appends)
    }

    /// What is appended to the register, and the employer's id and name put into the opening.
    async fn employer_part(
        &self,
        employer: &Employer,
        opened: &mut CaseOpened,
    ) -> Result<Vec<StreamAppend>, ExecuteError> {
        match employer {
            Employer::Known(id) => {
                let known =
                    employers::load(&*self.log, *id).await?.ok_or_else(|| ExecuteError::of(employers::unknown()))?;
                opened.employer = *id;
                known.name().clone_into(&mut opened.employer_name);
                Ok(Vec::new())
            }
            Employer::New(id, registered) => {
                opened.employer = *id;
                opened.employer_name.clone_from(&registered.name);
                let occurred = Occurred::on(self.today());
                let entered = employers::registration(&*self.log, *id, registered.clone(), occurred).await;
                entered.map_err(|error| match error {
                    RegisterError::Refused { refusal, .. } => ExecuteError::of(*refusal),
                    RegisterError::Taken(taken) => ExecuteError::CodeTaken(taken),
                    RegisterError::UnknownEmployer => ExecuteError::of(employers::unknown()),
                    RegisterError::Changed { .. } | RegisterError::KeyReused => ExecuteError::KeyReused,
                    RegisterError::Store(error) => error.into(),
                })
            }
        }
    }

    /// Head counts go into the employer's stream: with its registration when it is new.
    async fn counts_part(
        &self,
        employer: &Employer,
        counts: &HeadCountRecorded,
        appends: &mut [StreamAppend],
    ) -> Result<Option<StreamAppend>, StoreError> {
        let any = [&counts.staff, &counts.women, &counts.skilled_women].into_iter().flatten().next();
        let Some(as_of) = any.map(|count| count.as_of.clone()) else { return Ok(None) };
        let counted = entry(as_of, Event::Employer(EmployerEvent::HeadCountRecorded(counts.clone())));
        let (Employer::Known(id) | Employer::New(id, _)) = employer;
        let stream = streams::employer(*id)?;
        if let Some(registration) = appends.iter_mut().find(|append| append.stream == stream) {
            registration.events.push(crate::codec::encode(&counted)?);
            return Ok(None);
        }
        let version: Version = self.log.version(&stream).await?;
        one(stream, Expect::Exact(version), &counted).map(Some)
    }
}

/// The office and the number of a case that is opened.
fn head(command: &mut Command) -> Option<(&OfficeId, &mut String)> {
    match command {
        Command::OpenCase(open) => Some((&open.0.office, &mut open.0.number)),
        Command::TakeOverCase(taken) => Some((&taken.0.opening.office, &mut taken.0.opening.number)),
        Command::OpenJointCase(open) => Some((&open.0.office, &mut open.0.number)),
        Command::TakeOverJointCase(taken) => Some((&taken.0.opening.office, &mut taken.0.opening.number)),
        _ => None,
    }
}

/// The opening of a case of one employer.
fn one_employer(command: &mut Command) -> Option<&mut CaseOpened> {
    match command {
        Command::OpenCase(open) => Some(&mut open.0),
        Command::TakeOverCase(taken) => Some(&mut taken.0.opening),
        _ => None,
    }
}

fn not_an_opening() -> Refusal {
    Refusal::new("not-an-opening", "新案件只能以立案或接管开始。", "A case begins by being opened or taken over.")
}
