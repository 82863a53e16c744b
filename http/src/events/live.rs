//! A stream of events that goes on: what is there, then what is recorded, until the client goes, its role, or the server.

use std::io;

use axum::body::Bytes;
use futures::Stream;
use heyi_core::ids::Position;
use heyi_store::append::{LogCommit, ReadError};
use heyi_store::subscription::Subscription;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::ask::Ask;
use crate::guard;

use super::followers::Slot;
use super::scope::Scope;
use super::{Asked, PAGE};

/// One follower of the log.
///
/// It reads a page when the client has taken the one before, so a slow client costs a page of memory and holds up nobody.
/// Whether it may still read is asked before each page, whenever an account changes, and at each sign of life.
pub(super) struct Live {
    ask: Ask,
    asked: Asked,
    scope: Scope,
    slot: Slot,
    following: Subscription,
    /// Read, and waiting until it is known where it belongs.
    pending: Option<Vec<LogCommit>>,
    folded: watch::Receiver<Position>,
    accounts: watch::Receiver<u64>,
    /// Everything up to here was given, as far as it belongs to the scope.
    cursor: Position,
    begun: bool,
}

enum Next {
    Commits(Vec<LogCommit>),
    Quiet,
    End,
    Failed(ReadError),
}

impl Live {
    pub(super) fn new(ask: Ask, asked: Asked, scope: Scope, slot: Slot) -> Self {
        let following = Subscription::after(ask.app.store.log.clone(), asked.after, PAGE / 2);
        let (folded, accounts) = (ask.app.read.watch(), ask.app.store.accounts.watch());
        let cursor = asked.after;
        Self { ask, asked, scope, slot, following, pending: None, folded, accounts, cursor, begun: false }
    }

    pub(super) fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        futures::stream::unfold(Some(self), |live| async {
            let mut live = live?;
            live.slot.gave(false);
            match live.chunk().await {
                Ok(None) => None,
                Ok(Some(text)) => {
                    live.slot.gave(true);
                    Some((Ok(Bytes::from(text)), Some(live)))
                }
                // Broken off, so that the client does not take it for the end.
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    /// What is sent next; `None` at the end.
    async fn chunk(&mut self) -> io::Result<Option<String>> {
        let wire = self.asked.wire;
        if !self.begun {
            self.begun = true;
            if !wire.begin().is_empty() {
                return Ok(Some(wire.begin().to_owned()));
            }
        }
        let quiet = Instant::now() + self.ask.app.settings.heartbeat;
        loop {
            let next = self.next(quiet).await;
            // After waiting and before giving: what was taken back meanwhile is not given any more.
            if !self.may() {
                return Ok(None);
            }
            match next {
                Next::End => return Ok(None),
                Next::Quiet => return Ok(Some(wire.quiet(self.cursor))),
                Next::Failed(error) => {
                    tracing::error!(%error, "a stream of events was broken off");
                    return Err(io::Error::other(error));
                }
                Next::Commits(commits) => {
                    let text = self.write(&commits)?;
                    if !text.is_empty() {
                        return Ok(Some(text));
                    }
                }
            }
        }
    }

    async fn next(&mut self, quiet: Instant) -> Next {
        loop {
            tokio::select! {
                biased;
                () = self.slot.ended() => return Next::End,
                changed = self.accounts.changed() => {
                    if changed.is_err() || !may(&self.ask, &self.asked, &self.scope) {
                        return Next::End;
                    }
                }
                () = tokio::time::sleep_until(quiet) => return Next::Quiet,
                ready = ready(&mut self.following, &mut self.pending, &mut self.folded, &self.scope) => {
                    return match ready {
                        Ok(Some(commits)) => Next::Commits(commits),
                        Ok(None) => Next::End,
                        Err(error) => Next::Failed(error),
                    };
                }
            }
        }
    }

    fn may(&self) -> bool {
        may(&self.ask, &self.asked, &self.scope)
    }

    fn write(&mut self, commits: &[LogCommit]) -> io::Result<String> {
        let mut text = String::new();
        let events = commits.iter().flat_map(|commit| &commit.events);
        for event in events.filter(|event| event.position > self.asked.after) {
            if self.scope.shows(event, &self.ask.app.read) {
                self.asked.wire.write(&self.ask.app.settings.place, event, &mut text).map_err(|error| {
                    tracing::error!(%error, position = %event.position, "an event of a stream could not be written");
                    io::Error::other(error)
                })?;
            }
            self.cursor = event.position;
        }
        Ok(text)
    }
}

/// Whether who asked may still read just what they began to.
fn may(ask: &Ask, asked: &Asked, scope: &Scope) -> bool {
    let now = ask.who.as_ref().and_then(|who| guard::still(&ask.app, who));
    now.and_then(|account| Scope::of(&account, asked.region.as_ref(), &ask.app.settings.place)).as_ref() == Some(scope)
}

/// The next commits of which it is known where they belong. Dropped while it waits, it has lost nothing.
async fn ready(
    following: &mut Subscription,
    pending: &mut Option<Vec<LogCommit>>,
    folded: &mut watch::Receiver<Position>,
    scope: &Scope,
) -> Result<Option<Vec<LogCommit>>, ReadError> {
    if pending.is_none() {
        *pending = following.next().await?;
    }
    let through = following.position();
    if pending.is_some() && *scope != Scope::Whole && folded.wait_for(|folded| *folded >= through).await.is_err() {
        return Ok(None);
    }
    Ok(pending.take())
}
