//! Drives: read, decide, append. Opening one issues its offers, or letters, in the same commit.

use std::sync::Arc;

use heyi_core::drive::Drive;
use heyi_core::drive::decisions::{self, DriveKind, DriveRequest};
use heyi_core::event::drive::{DriveOf, DriveTarget};
use heyi_core::event::{DriveEvent, Event};
use heyi_core::ids::{DriveId, Position, Version};

use crate::append::{Appended, Commit, Expect, StreamAppend};
use crate::cases::{Asked, Cases, ExecuteError, one};
use crate::clock::Clock;
use crate::employers::entry;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::recording::{self, Attempts};
use crate::streams;

mod letters;
mod offers;

/// The drives of a log.
#[derive(Clone)]
pub struct Drives {
    log: Arc<dyn EventLog>,
    cases: Cases,
    clock: Arc<dyn Clock>,
}

/// It was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriveRecorded {
    /// The drive.
    pub drive: DriveId,
    /// Its version now.
    pub version: Version,
    /// The position of what was recorded last: its offers or letters are before it.
    pub position: Position,
    /// It had been recorded before, under the same key.
    pub repeated: bool,
}

impl Drives {
    /// The drives of `log`; their offers open `cases`.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, cases: Cases, clock: Arc<dyn Clock>) -> Self {
        Self { log, cases, clock }
    }

    /// The drive as it stands; `None` when there is none.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn load(&self, id: DriveId) -> Result<Option<Drive>, StoreError> {
        let history = reading::drive_history(&*self.log, &streams::drive(id)?).await?;
        Ok(Some(Drive::replay(id, &history)).filter(|drive| drive.opened.is_some()))
    }

    /// The first answer, when this very request was recorded before.
    ///
    /// # Errors
    /// [`ExecuteError::KeyReused`] when the key was used for another, or when the store cannot answer.
    pub async fn answered(&self, asked: &Asked) -> Result<Option<DriveRecorded>, ExecuteError> {
        let Some(first) = recording::answered(&*self.log, asked).await? else { return Ok(None) };
        let drive = first.versions.iter().find_map(|(stream, _)| streams::as_drive(stream));
        drive.map(|drive| answer(drive, &first)).transpose()
    }

    /// Decides and records one step of a drive. The employers it takes in get their offers, each in a case of its own, in the same
    /// commit: all of them or none.
    ///
    /// # Errors
    /// As [`ExecuteError`] says; nothing is recorded then.
    pub async fn execute(
        &self,
        id: DriveId,
        request: &DriveRequest,
        asked: &Asked,
    ) -> Result<DriveRecorded, ExecuteError> {
        if let Some(first) = self.answered(asked).await? {
            return Ok(first);
        }
        let mut attempts = Attempts::default();
        loop {
            let commit = self.commit_of(id, request, asked).await?;
            if let Some(appended) = attempts.settle(self.log.append(commit).await)? {
                return answer(id, &appended);
            }
        }
    }

    async fn commit_of(&self, id: DriveId, request: &DriveRequest, asked: &Asked) -> Result<Commit, ExecuteError> {
        let now = match self.load(id).await? {
            Some(drive) => drive,
            None if request.command.kind() == DriveKind::OpenDrive => Drive::empty(id),
            None => return Err(ExecuteError::UnknownCase),
        };
        if let Some(seen) = asked.seen
            && seen != now.version
        {
            return Err(ExecuteError::Changed { now: now.version, since: Vec::new() });
        }
        let event = decisions::decide(request.clone(), &now, self.clock.today()).map_err(ExecuteError::of)?;
        let mut after = now.clone();
        after.evolve(&event, &request.occurred);
        let mut appends = self.issued(&event, &after, request, asked).await?;
        let expect = if now.version == Version::ZERO { Expect::NoStream } else { Expect::Exact(now.version) };
        let recorded = entry(request.occurred.clone(), Event::Drive(event));
        appends.push(one(streams::drive(id)?, expect, &recorded)?);
        Ok(Commit { appends, by: asked.by, key: asked.key.clone() })
    }

    /// What the drive issues to the employers that an event takes in.
    async fn issued(
        &self,
        event: &DriveEvent,
        drive: &Drive,
        request: &DriveRequest,
        asked: &Asked,
    ) -> Result<Vec<StreamAppend>, ExecuteError> {
        let targets: &[DriveTarget] = match event {
            DriveEvent::DriveOpened(opened) => &opened.targets,
            DriveEvent::DriveExtended(extended) => &extended.targets,
            _ => &[],
        };
        match drive.opened.as_ref().map(|opened| opened.of) {
            Some(DriveOf::Offers) if !targets.is_empty() => {
                self.offers(drive, targets, &request.occurred, asked.by).await
            }
            Some(DriveOf::Letters) if !targets.is_empty() => self.letters(drive, targets, &request.occurred).await,
            _ => Ok(Vec::new()),
        }
    }
}

fn answer(drive: DriveId, appended: &Appended) -> Result<DriveRecorded, ExecuteError> {
    let stream = streams::drive(drive)?;
    let found = appended.versions.iter().find(|(named, _)| *named == stream);
    let version = found.map_or(Version::ZERO, |(_, version)| *version);
    Ok(DriveRecorded { drive, version, position: appended.last, repeated: appended.repeated })
}

#[cfg(test)]
mod tests;
