//! Publications of figures: read, decide, append.

use std::sync::Arc;

use heyi_core::event::Event;
use heyi_core::ids::{Position, PublicationId, Version};
use heyi_core::publication::Publication;
use heyi_core::publication::decisions::{self, PublicationRequest, PublicationStep};
use heyi_core::publication::ground::PublicationGround;

use crate::append::{Appended, Commit, Expect};
use crate::cases::{Asked, ExecuteError, one};
use crate::clock::Clock;
use crate::employers::entry;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::recording::{self, Attempts};
use crate::streams;

/// The publications of a log.
#[derive(Clone)]
pub struct Publications {
    log: Arc<dyn EventLog>,
    clock: Arc<dyn Clock>,
}

/// It was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationRecorded {
    /// The publication.
    pub publication: PublicationId,
    /// Its version now.
    pub version: Version,
    /// The position of what was recorded.
    pub position: Position,
    /// It had been recorded before, under the same key.
    pub repeated: bool,
}

impl Publications {
    /// The publications of `log`.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, clock: Arc<dyn Clock>) -> Self {
        Self { log, clock }
    }

    /// The publication as it stands; `None` when there is none.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn load(&self, id: PublicationId) -> Result<Option<Publication>, StoreError> {
        let history = reading::publication_history(&*self.log, &streams::publication(id)?).await?;
        Ok(Some(Publication::replay(id, &history)).filter(|publication| publication.proposal.is_some()))
    }

    /// The first answer, when this very request was recorded before.
    ///
    /// # Errors
    /// [`ExecuteError::KeyReused`] when the key was used for another, or when the store cannot answer.
    pub async fn answered(&self, asked: &Asked) -> Result<Option<PublicationRecorded>, ExecuteError> {
        let Some(first) = recording::answered(&*self.log, asked).await? else { return Ok(None) };
        let publication = first.versions.iter().find_map(|(stream, _)| streams::as_publication(stream));
        publication.map(|publication| answer(publication, &first)).transpose()
    }

    /// Decides and records one step of a publication. What a reviewer publishes was computed from the tables' ids before: when the
    /// proposal changed meanwhile, the decision refuses.
    ///
    /// # Errors
    /// As [`ExecuteError`] says; nothing is recorded then.
    pub async fn execute(
        &self,
        id: PublicationId,
        request: &PublicationRequest,
        asked: &Asked,
    ) -> Result<PublicationRecorded, ExecuteError> {
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

    async fn commit_of(
        &self,
        id: PublicationId,
        request: &PublicationRequest,
        asked: &Asked,
    ) -> Result<Commit, ExecuteError> {
        let now = match self.load(id).await? {
            Some(publication) => publication,
            None if request.command.kind() == PublicationStep::ProposeFigures => Publication::empty(id),
            None => return Err(ExecuteError::UnknownCase),
        };
        if let Some(seen) = asked.seen
            && seen != now.version
        {
            return Err(ExecuteError::Changed { now: now.version, since: Vec::new() });
        }
        let restates_what_was_published = match request.command.replaces() {
            Some(replaced) => self.load(replaced).await?.is_some_and(|replaced| replaced.published.is_some()),
            None => false,
        };
        let ground = PublicationGround { today: self.clock.today(), by: asked.by, restates_what_was_published };
        let event = decisions::decide(request.clone(), &now, &ground).map_err(ExecuteError::of)?;
        let expect = if now.version == Version::ZERO { Expect::NoStream } else { Expect::Exact(now.version) };
        let recorded = entry(request.occurred.clone(), Event::Publication(event));
        let appends = vec![one(streams::publication(id)?, expect, &recorded)?];
        Ok(Commit { appends, by: asked.by, key: asked.key.clone() })
    }
}

fn answer(publication: PublicationId, appended: &Appended) -> Result<PublicationRecorded, ExecuteError> {
    let stream = streams::publication(publication)?;
    let found = appended.versions.iter().find(|(named, _)| *named == stream);
    let version = found.map_or(Version::ZERO, |(_, version)| *version);
    Ok(PublicationRecorded { publication, version, position: appended.last, repeated: appended.repeated })
}
