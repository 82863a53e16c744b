//! Supervision letters: read, decide, append; numbered by their office and year, apart from its cases.

use std::sync::Arc;

use heyi_core::event::{Event, LetterEvent, Recorded};
use heyi_core::ids::{AccountId, LetterId, Position, Version};
use heyi_core::letter::decisions::{LetterCommand, LetterRequest, LetterStep};
use heyi_core::letter::{Letter, Line};
use heyi_core::refusal::Refusal;
use jiff::Timestamp;

use crate::append::{AppendError, Appended, Commit, Expect};
use crate::cases::{Asked, one};
use crate::clock::Clock;
use crate::employers::entry;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::recording::{self, Attempts};
use crate::streams;

mod issuing;

pub use issuing::{Issue, issuing};

/// The letters of a log.
#[derive(Clone)]
pub struct Letters {
    log: Arc<dyn EventLog>,
    clock: Arc<dyn Clock>,
}

/// It was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The letter.
    pub letter: LetterId,
    /// Its version now.
    pub version: Version,
    /// The position of what was recorded.
    pub position: Position,
    /// It had been recorded before, under the same key.
    pub repeated: bool,
}

/// It was not recorded; nothing was.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// There is no such letter.
    #[error("there is no such letter")]
    UnknownLetter,
    /// The decision refused.
    #[error("refused: {}", refusal.say.en)]
    Refused {
        /// Why.
        refusal: Box<Refusal>,
    },
    /// Something was recorded since the person looked.
    #[error("the letter is at version {now} now")]
    Changed {
        /// The version now.
        now: Version,
        /// What was recorded meanwhile.
        since: Vec<Line>,
    },
    /// The key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The store could not answer.
    #[error("the store could not answer")]
    Store(#[source] StoreError),
}

impl<E: Into<StoreError>> From<E> for LetterError {
    fn from(error: E) -> Self {
        match error.into() {
            StoreError::Append(AppendError::KeyReused) => Self::KeyReused,
            other => Self::Store(other),
        }
    }
}

impl LetterError {
    fn of(refusal: Refusal) -> Self {
        Self::Refused { refusal: Box::new(refusal) }
    }
}

impl Letters {
    /// The letters of `log`.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, clock: Arc<dyn Clock>) -> Self {
        Self { log, clock }
    }

    /// The letter as it stands; `None` when there is none.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn load(&self, id: LetterId) -> Result<Option<Letter>, StoreError> {
        load(&*self.log, id).await
    }

    /// What a request comes to, decided against the letter as it stands, without recording it: the letter after it.
    ///
    /// # Errors
    /// As [`LetterError`] says.
    pub async fn preview(&self, id: LetterId, request: &LetterRequest) -> Result<Letter, LetterError> {
        let now = self.now(id, request.command.kind()).await?;
        let event = self.decide(request, &now).await?;
        Ok(now.with(Recorded {
            position: Position::ZERO,
            version: now.version.next(),
            recorded_at: Timestamp::UNIX_EPOCH,
            by: AccountId(uuid::Uuid::nil()),
            occurred: request.occurred.clone(),
            event,
            note: None,
            evidence: Vec::new(),
        }))
    }

    /// Decides and records one step of a letter, its issue too. When somebody else was faster it is decided again, unless the
    /// person had a version in front of them.
    ///
    /// # Errors
    /// As [`LetterError`] says; nothing is recorded then.
    pub async fn execute(
        &self,
        id: LetterId,
        request: &LetterRequest,
        asked: &Asked,
    ) -> Result<Recording, LetterError> {
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

    /// The first answer, when this very request was recorded before.
    ///
    /// # Errors
    /// [`LetterError::KeyReused`] when the key was used for another, or when the store cannot answer.
    pub async fn answered(&self, asked: &Asked) -> Result<Option<Recording>, LetterError> {
        let Some(first) = recording::answered(&*self.log, asked).await? else { return Ok(None) };
        let letter = first.versions.iter().find_map(|(stream, _)| streams::as_letter(stream));
        letter.map(|letter| answer(letter, &first)).transpose()
    }

    async fn commit_of(&self, id: LetterId, request: &LetterRequest, asked: &Asked) -> Result<Commit, LetterError> {
        let now = self.now(id, request.command.kind()).await?;
        not_changed(&now, asked.seen)?;
        let appends = match &request.command {
            LetterCommand::IssueLetter(issue) if now.version == Version::ZERO => {
                let issue = Issue { letter: id, issued: issue.0.clone(), occurred: request.occurred.clone() };
                issuing(&*self.log, self.clock.today(), vec![issue]).await?
            }
            _ => {
                let event = self.decide(request, &now).await?;
                let recorded = entry(request.occurred.clone(), Event::Letter(event));
                vec![one(streams::letter(id)?, Expect::Exact(now.version), &recorded)?]
            }
        };
        Ok(Commit { appends, by: asked.by, key: asked.key.clone() })
    }

    async fn now(&self, id: LetterId, kind: LetterStep) -> Result<Letter, LetterError> {
        match load(&*self.log, id).await? {
            Some(letter) => Ok(letter),
            None if kind == LetterStep::IssueLetter => Ok(Letter::empty(id)),
            None => Err(LetterError::UnknownLetter),
        }
    }

    async fn decide(&self, request: &LetterRequest, now: &Letter) -> Result<LetterEvent, LetterError> {
        issuing::decide(&*self.log, self.clock.today(), request.clone(), now).await
    }
}

/// The letter with this id as it stands; `None` when there is none.
///
/// # Errors
/// When the log cannot be read.
pub async fn load(log: &dyn EventLog, id: LetterId) -> Result<Option<Letter>, StoreError> {
    let history = reading::letter_history(log, &streams::letter(id)?, None).await?;
    Ok(Some(Letter::replay(id, &history)).filter(|letter| letter.issued.is_some()))
}

fn not_changed(letter: &Letter, seen: Option<Version>) -> Result<(), LetterError> {
    match seen {
        Some(seen) if seen != letter.version => {
            let since = letter.lines.iter().filter(|line| line.recorded.version > seen).cloned().collect();
            Err(LetterError::Changed { now: letter.version, since })
        }
        _ => Ok(()),
    }
}

fn answer(letter: LetterId, appended: &Appended) -> Result<Recording, LetterError> {
    let stream = streams::letter(letter)?;
    let found = appended.versions.iter().find(|(named, _)| *named == stream);
    let version = found.map_or(Version::ZERO, |(_, version)| *version);
    Ok(Recording { letter, version, position: appended.last, repeated: appended.repeated })
}

#[cfg(test)]
mod tests;
