//! The register of employers: read, decide, append; codes reserved so that no two employers have the same.

use std::sync::Arc;

use heyi_core::credit_code::CreditCode;
use heyi_core::employer::decisions::register_employer::RegisterEmployer;
use heyi_core::employer::decisions::{self, RegisterKind, RegisterRequest};
use heyi_core::employer::guard::RegisterGround;
use heyi_core::employer::{Employer, Line};
use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded};
use heyi_core::event::{EmployerEvent, Entry, Event, Recorded};
use heyi_core::ids::{AccountId, EmployerId, Position, Version};
use heyi_core::occurred::Occurred;
use heyi_core::refusal::Refusal;
use jiff::Timestamp;

use crate::append::{AppendError, Appended, Commit, Expect, StreamAppend};
use crate::cases::{Asked, one};
use crate::clock::Clock;
use crate::codec;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::recording::{self, Attempts};
use crate::streams;

mod codes;

pub use codes::Taken;

/// The employers of a log.
#[derive(Clone)]
pub struct Employers {
    log: Arc<dyn EventLog>,
    clock: Arc<dyn Clock>,
}

/// It was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The employer.
    pub employer: EmployerId,
    /// Its version now.
    pub version: Version,
    /// The position of what was recorded.
    pub position: Position,
    /// It had been recorded before, under the same key.
    pub repeated: bool,
}

/// It was not recorded; nothing was.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// There is no such employer.
    #[error("there is no such employer")]
    UnknownEmployer,
    /// The decision refused.
    #[error("refused: {}", refusal.say.en)]
    Refused {
        /// Why.
        refusal: Box<Refusal>,
        /// What can be recorded instead.
        next: Vec<RegisterKind>,
    },
    /// Another employer has the code.
    #[error("the code is taken: {}", .0.refusal.say.en)]
    Taken(Box<Taken>),
    /// Something was recorded since the person looked.
    #[error("the employer is at version {now} now")]
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

impl<E: Into<StoreError>> From<E> for RegisterError {
    fn from(error: E) -> Self {
        match error.into() {
            StoreError::Append(AppendError::KeyReused) => Self::KeyReused,
            other => Self::Store(other),
        }
    }
}

impl Employers {
    /// The employers of `log`.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, clock: Arc<dyn Clock>) -> Self {
        Self { log, clock }
    }

    /// The employer as it stands; `None` when it is not in the register.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn load(&self, id: EmployerId) -> Result<Option<Employer>, StoreError> {
        load(&*self.log, id).await
    }

    /// What a request comes to, decided against the employer as it stands, without recording it: the employer after it.
    ///
    /// # Errors
    /// As [`RegisterError`] says.
    pub async fn preview(&self, id: EmployerId, request: &RegisterRequest) -> Result<Employer, RegisterError> {
        let now = self.now(id, request.command.kind()).await?;
        let event = self.decide(request, &now).await?;
        Ok(after(&now, event, &request.occurred))
    }

    /// Decides and records one fact about an employer, its registration too. A code it has from then on is reserved in the same
    /// commit. When somebody else was faster it is decided again, unless the person had a version in front of them.
    ///
    /// # Errors
    /// As [`RegisterError`] says; nothing is recorded then.
    pub async fn execute(
        &self,
        id: EmployerId,
        request: &RegisterRequest,
        asked: &Asked,
    ) -> Result<Registered, RegisterError> {
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
    /// [`RegisterError::KeyReused`] when the key was used for another, or when the store cannot answer.
    pub async fn answered(&self, asked: &Asked) -> Result<Option<Registered>, RegisterError> {
        let Some(first) = recording::answered(&*self.log, asked).await? else { return Ok(None) };
        let employer = first.versions.iter().find_map(|(stream, _)| streams::as_employer(stream));
        employer.map(|employer| answer(employer, &first)).transpose()
    }

    async fn commit_of(
        &self,
        id: EmployerId,
        request: &RegisterRequest,
        asked: &Asked,
    ) -> Result<Commit, RegisterError> {
        let now = self.now(id, request.command.kind()).await?;
        not_changed(&now, asked.seen)?;
        let event = self.decide(request, &now).await?;
        let after = after(&now, event.clone(), &request.occurred);
        let recorded = entry(request.occurred.clone(), Event::Employer(event));
        let expect = if now.version == Version::ZERO { Expect::NoStream } else { Expect::Exact(now.version) };
        let mut appends = vec![one(streams::employer(id)?, expect, &recorded)?];
        if let Some(code) = after.credit_code().filter(|code| now.credit_code() != Some(code)) {
            appends.push(codes::reserve(&*self.log, code, id, request.occurred.clone()).await?);
        }
        Ok(Commit { appends, by: asked.by, key: asked.key.clone() })
    }

    async fn now(&self, id: EmployerId, kind: RegisterKind) -> Result<Employer, RegisterError> {
        match load(&*self.log, id).await? {
            Some(employer) => Ok(employer),
            None if kind == RegisterKind::RegisterEmployer => Ok(Employer::empty(id)),
            None => Err(RegisterError::UnknownEmployer),
        }
    }

    async fn decide(&self, request: &RegisterRequest, now: &Employer) -> Result<EmployerEvent, RegisterError> {
        let other = match request.command.names() {
            Some(other) => load(&*self.log, other).await?,
            None => None,
        };
        let ground = RegisterGround { today: self.clock.today(), other: other.as_ref() };
        decisions::decide(request.clone(), now, &ground)
            .map_err(|refusal| RegisterError::Refused { refusal: Box::new(refusal), next: decisions::next_steps(now) })
    }
}

/// The employer with this id as it stands; `None` when there is none.
///
/// # Errors
/// When the log cannot be read.
pub async fn load(log: &dyn EventLog, id: EmployerId) -> Result<Option<Employer>, StoreError> {
    let history = reading::employer_history(log, &streams::employer(id)?, None).await?;
    Ok(Some(Employer::replay(id, &history)).filter(Employer::is_registered))
}

/// The employer that has this credit code; `None`: nobody has.
///
/// # Errors
/// When the log cannot be read.
pub async fn by_code(log: &dyn EventLog, code: &CreditCode) -> Result<Option<EmployerId>, StoreError> {
    let reserved = reading::stream(log, &codes::stream(code.as_str())?).await?;
    Ok(codes::holder(log, code.as_str(), &reserved).await?.map(|holder| holder.id))
}

/// What entering an employer appends: its stream, and the reservation of its code.
///
/// # Errors
/// [`RegisterError::Refused`] with what is wrong about it, [`RegisterError::Taken`] when another employer has the code.
pub async fn registration(
    log: &dyn EventLog,
    id: EmployerId,
    registered: EmployerRegistered,
    occurred: Occurred,
) -> Result<Vec<StreamAppend>, RegisterError> {
    let today = occurred.latest.unwrap_or(jiff::civil::Date::MAX);
    let request = RegisterRequest { command: RegisterEmployer(registered).into(), occurred: occurred.clone() };
    let empty = Employer::empty(id);
    let event = decisions::decide(request, &empty, &RegisterGround { today, other: None })
        .map_err(|refusal| RegisterError::Refused { refusal: Box::new(refusal), next: Vec::new() })?;
    let mut appends = Vec::new();
    if let Some(code) = after(&empty, event.clone(), &occurred).credit_code() {
        appends.push(codes::reserve(log, code, id, occurred.clone()).await?);
    }
    appends.push(one(streams::employer(id)?, Expect::NoStream, &entry(occurred, Event::Employer(event)))?);
    Ok(appends)
}

/// What recording head counts appends.
///
/// # Errors
/// When the log cannot be read.
pub async fn head_count(
    log: &dyn EventLog,
    id: EmployerId,
    counts: HeadCountRecorded,
    occurred: Occurred,
) -> Result<StreamAppend, StoreError> {
    let stream = streams::employer(id)?;
    let version = log.version(&stream).await?;
    let counted = entry(occurred, Event::Employer(EmployerEvent::HeadCountRecorded(counts)));
    Ok(StreamAppend { stream, expect: Expect::Exact(version), events: vec![codec::encode(&counted)?] })
}

/// The refusal for an employer that is not in the register.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::new("unknown-employer", "名册中没有这个单位。", "There is no such employer in the register.")
        .at("employer")
}

/// An entry without remark or papers.
pub(crate) fn entry(occurred: Occurred, event: Event) -> Entry {
    Entry { occurred, event, note: None, evidence: Vec::new() }
}

/// The employer with one more entry, which is not recorded yet: only what it says matters.
fn after(now: &Employer, event: EmployerEvent, occurred: &Occurred) -> Employer {
    now.with(Recorded {
        position: Position::ZERO,
        version: now.version.next(),
        recorded_at: Timestamp::UNIX_EPOCH,
        by: AccountId(uuid::Uuid::nil()),
        occurred: occurred.clone(),
        event,
        note: None,
        evidence: Vec::new(),
    })
}

fn not_changed(employer: &Employer, seen: Option<Version>) -> Result<(), RegisterError> {
    match seen {
        Some(seen) if seen != employer.version => {
            let since = employer.lines.iter().filter(|line| line.recorded.version > seen).cloned().collect();
            Err(RegisterError::Changed { now: employer.version, since })
        }
        _ => Ok(()),
    }
}

fn answer(employer: EmployerId, appended: &Appended) -> Result<Registered, RegisterError> {
    let stream = streams::employer(employer)?;
    let found = appended.versions.iter().find(|(named, _)| *named == stream);
    let version = found.map_or(Version::ZERO, |(_, version)| *version);
    Ok(Registered { employer, version, position: appended.last, repeated: appended.repeated })
}

#[cfg(test)]
mod tests;
