//! Read, decide, append: the one way a step gets into a case.

use std::sync::Arc;

use heyi_core::case::{Case, Line};
use heyi_core::command::Request;
use heyi_core::decisions::{self, DecisionKind};
use heyi_core::event::{Entry, Event};
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId, Position, Version};
use heyi_core::refusal::Refusal;
use jiff::civil::Date;

use crate::append::{AppendError, Appended, Commit, Expect, IdempotencyKey, StreamAppend, StreamId};
use crate::clock::Clock;
use crate::employers::Taken;
use crate::laws::Laws;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::recording::{self, Attempts};
use crate::{codec, streams};

mod open;
mod partner;

pub use open::{Employer, Opening};

/// How often a decision is made again when somebody else was faster. Each time somebody was answered, so that a case or an
/// The cases of a log.
#[derive(Clone)]
pub struct Cases {
    log: Arc<dyn EventLog>,
    laws: Arc<Laws>,
    clock: Arc<dyn Clock>,
}

/// Who asks, what they had seen, and the key under which they may ask again.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub by: AccountId,
    /// The version of the case they had in front of them.
    pub seen: Option<Version>,
    /// The key under which the same request gives the same answer.
    pub key: Option<IdempotencyKey>,
}

/// It was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Executed {
    /// The case.
    pub case: CaseId,
    /// Its version now.
    pub version: Version,
    /// The position of what was recorded.
    pub position: Position,
    /// It had been recorded before, under the same key.
    pub repeated: bool,
}

/// It was not recorded; nothing was.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// There is no such case.
    #[error("there is no such case")]
    UnknownCase,
    /// The decision refused.
    #[error("refused: {}", refusal.say.en)]
    Refused {
        /// Why.
        refusal: Box<Refusal>,
        /// What can be recorded instead.
        next: Vec<DecisionKind>,
    },
    /// The credit code of the employer to be entered belongs to another.
    #[error("the code is taken: {}", .0.refusal.say.en)]
    CodeTaken(Box<Taken>),
    /// Something was recorded since the person looked.
    #[error("the case is at version {now} now")]
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

impl<E: Into<StoreError>> From<E> for ExecuteError {
    fn from(error: E) -> Self {
        match error.into() {
            StoreError::Append(AppendError::KeyReused) => Self::KeyReused,
            other => Self::Store(other),
        }
    }
}

impl ExecuteError {
    /// Refused, with nothing to offer instead.
    pub(crate) fn of(refusal: Refusal) -> Self {
        Self::Refused { refusal: Box::new(refusal), next: Vec::new() }
    }
}

impl Cases {
    /// The cases of `log`, decided under the law it adopted.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, laws: Arc<Laws>, clock: Arc<dyn Clock>) -> Self {
        Self { log, laws, clock }
    }

    /// The law as known now.
    #[must_use]
    pub fn law(&self) -> Law {
        self.laws.current()
    }

    /// The day in Asia/Shanghai.
    #[must_use]
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// The case as it stands, or as it was known at a position; `None` when nothing was recorded of it by then.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn load(&self, case: CaseId, known: Option<Position>) -> Result<Option<Case>, StoreError> {
        let history = reading::case_history(&*self.log, &streams::case(case)?, known).await?;
        if history.is_empty() {
            return Ok(None);
        }
        let law = known.map_or_else(|| self.laws.current(), |known| self.laws.at(known));
        Ok(Some(Case::replay(case, &history, &law)))
    }

    /// Decides and records one step of a case.
    ///
    /// When somebody else was faster it is decided again, unless the person had a version in front of them: then they are
    /// told what was recorded meanwhile.
    ///
    /// # Errors
    /// As [`ExecuteError`] says; nothing is recorded then.
    pub async fn execute(&self, case: CaseId, request: Request, asked: Asked) -> Result<Executed, ExecuteError> {
        if let Some(first) = recording::answered(&*self.log, &asked).await? {
            return answer(case, &first);
        }
        let mut attempts = Attempts::default();
        loop {
            let commit = self.commit_of(case, &request, &asked).await?;
            if let Some(appended) = attempts.settle(self.log.append(commit).await)? {
                return answer(case, &appended);
            }
        }
    }

    async fn commit_of(&self, case: CaseId, request: &Request, asked: &Asked) -> Result<Commit, ExecuteError> {
        let now = self.load(case, None).await?.ok_or(ExecuteError::UnknownCase)?;
        not_changed(&now, asked.seen)?;
        let entry = self.decide(request.clone(), &now, asked.by)?;
        let mut appends = vec![one(streams::case(case)?, Expect::Exact(now.version), &entry)?];
        if let Some(told) = partner::told(&entry.event, case) {
            appends.push(self.tell(told, &request.occurred, asked.by).await?);
        }
        Ok(Commit { appends, by: asked.by, key: asked.key.clone() })
    }

    /// The entry a request comes to, decided against `case`.
    pub(crate) fn decide(&self, request: Request, case: &Case, by: AccountId) -> Result<Entry, ExecuteError> {
        let law = self.law();
        let ground = Ground { today: self.today(), by, law: &law };
        let (occurred, note, evidence) = (request.occurred.clone(), request.note.clone(), request.evidence.clone());
        let event = decisions::decide(request, case, &ground).map_err(|refusal| ExecuteError::Refused {
            refusal: Box::new(refusal),
            next: decisions::next_steps(case, &ground),
        })?;
        Ok(Entry { occurred, event: Event::Case(event), note, evidence })
    }
}

/// The stream's part of a commit, with one entry.
pub(crate) fn one(stream: StreamId, expect: Expect, entry: &Entry) -> Result<StreamAppend, StoreError> {
    Ok(StreamAppend { stream, expect, events: vec![codec::encode(entry)?] })
}

fn not_changed(case: &Case, seen: Option<Version>) -> Result<(), ExecuteError> {
    match seen {
        Some(seen) if seen != case.version => {
            let since = case.lines.iter().filter(|line| line.recorded.version > seen).cloned().collect();
            Err(ExecuteError::Changed { now: case.version, since })
        }
        _ => Ok(()),
    }
}

fn answer(case: CaseId, appended: &Appended) -> Result<Executed, ExecuteError> {
    let stream = streams::case(case)?;
    let version =
        appended.versions.iter().find(|(named, _)| *named == stream).map_or(Version::ZERO, |(_, version)| *version);
    Ok(Executed { case, version, position: appended.last, repeated: appended.repeated })
}

#[cfg(test)]
mod tests;
