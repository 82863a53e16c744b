//! The log in memory: for tests and for looking into an export. It keeps every promise but durability.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::append::{
    AppendError, Appended, ChainPoint, Commit, IdempotencyKey, LogCommit, LogEvent, MAX_READ, PastCommit, ReadError,
    StreamId,
};
use crate::chain::{self, Recorded};
use crate::checkpoints::{CheckpointPointer, Checkpoints};
use crate::clock::Clock;
use crate::log::{EventLog, Health, Import};

/// A log that is gone when it is dropped.
pub struct MemoryLog {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    head: watch::Receiver<Position>,
}

#[derive(Default)]
struct State {
    /// Gone once the log is closed.
    head: Option<watch::Sender<Position>>,
    commits: Vec<LogCommit>,
    /// For each event, by position: the commit it stands in.
    commit_of: Vec<usize>,
    streams: HashMap<StreamId, Vec<Position>>,
    /// Account, route and key of a request to its fingerprint and its commit.
    keys: HashMap<(AccountId, String, String), (Digest, usize)>,
    checkpoints: HashMap<String, CheckpointPointer>,
}

impl MemoryLog {
    /// An empty log.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let (sender, head) = watch::channel(Position::ZERO);
        Self { clock, state: Mutex::new(State { head: Some(sender), ..State::default() }), head }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing below panics while a commit is half recorded, so a poisoned lock still guards whole commits.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, commit: Commit, past: Option<(Timestamp, bool)>) -> Result<Appended, AppendError> {
        commit.check()?;
        let mut state = self.state();
        if state.head.is_none() {
            return Err(AppendError::Closed);
        }
        if let Some(key) = &commit.key
            && let Some(first_answer) = state.answered(key)?
        {
            return Ok(first_answer);
        }
        state.check_versions(&commit)?;
        let (recorded_at, held) = match past {
            Some((at, _)) if state.last_instant().is_some_and(|last| at < last) => {
                return Err(AppendError::Invalid("a past commit may not be earlier than the one before it"));
            }
            Some(past) => past,
            None => state.instant(self.clock.now()),
        };
        let key = commit.key.clone();
        let events = state.number(commit, recorded_at, held);
        let leaves: Vec<Digest> = events.iter().map(|event| event.leaf).collect();
        let before = state.commits.last().map(|commit| commit.chain).unwrap_or_default();
        let commit = LogCommit { key, chain: chain::after(before, &leaves), events };
        let answer = commit.answer(false).ok_or(AppendError::Closed)?;
        state.push(commit);
        // Still under the lock, so that the head never goes back.
        if let Some(head) = &state.head {
            head.send_replace(answer.last);
        }
        Ok(answer)
    }
}

impl State {
    fn events(&self) -> impl Iterator<Item = &LogEvent> {
        self.commits.iter().flat_map(|commit| &commit.events)
    }

    fn at(&self, position: Position) -> Option<&LogEvent> {
        let commit = self.commits.get(*self.commit_of.get(usize::try_from(position.0.checked_sub(1)?).ok()?)?)?;
        commit.events.iter().find(|event| event.position == position)
    }

    fn version(&self, stream: &StreamId) -> Version {
        Version(self.streams.get(stream).map_or(0, |positions| positions.len() as u64))
    }

    fn answered(&self, key: &IdempotencyKey) -> Result<Option<Appended>, AppendError> {
        match self.keys.get(&(key.account, key.route.clone(), key.key.clone())) {
            None => Ok(None),
            Some((fingerprint, _)) if *fingerprint != key.fingerprint => Err(AppendError::KeyReused),
            Some((_, commit)) => Ok(self.commits.get(*commit).and_then(|commit| commit.answer(true))),
        }
    }

    fn check_versions(&self, commit: &Commit) -> Result<(), AppendError> {
        for append in &commit.appends {
            let actual = self.version(&append.stream);
            if !append.expect.admits(actual) {
                return Err(AppendError::Conflict { stream: append.stream.clone(), expected: append.expect, actual });
            }
        }
        Ok(())
    }

    fn last_instant(&self) -> Option<Timestamp> {
        self.commits.last()?.events.last().map(|event| event.recorded_at)
    }

    /// The instant to record with, and whether the clock had to be held.
    fn instant(&self, now: Timestamp) -> (Timestamp, bool) {
        match self.last_instant() {
            Some(last) if now < last => (last, true),
            _ => (now, false),
        }
    }

    fn number(&self, commit: Commit, recorded_at: Timestamp, held: bool) -> Vec<LogEvent> {
        let first = Position(self.commit_of.len() as u64 + 1);
        let last = Position(first.0 + commit.len() as u64 - 1);
        let mut position = first;
        let mut events = Vec::with_capacity(commit.len());
        for append in commit.appends {
            let mut version = self.version(&append.stream);
            for event in append.events {
                version = version.next();
                let recorded = Recorded {
                    position,
                    stream: append.stream.as_str(),
                    version,
                    kind: &event.kind,
                    schema: event.schema,
                    by: commit.by,
                    recorded_at,
                };
                let leaf = chain::leaf_of(&recorded, &event.canonical);
                events.push(LogEvent {
                    position,
                    stream: append.stream.clone(),
                    version,
                    kind: event.kind.into_owned(),
                    schema: event.schema,
                    codec: event.codec,
                    recorded_at,
                    clock_held: held,
                    by: commit.by,
                    earliest: event.earliest,
                    latest: event.latest,
                    leaf,
                    body: event.body,
                    commit_first: first,
                    commit_last: last,
                });
                position = position.next();
            }
        }
        events
    }

    fn push(&mut self, commit: LogCommit) {
        let index = self.commits.len();
        for event in &commit.events {
            self.commit_of.push(index);
            self.streams.entry(event.stream.clone()).or_default().push(event.position);
        }
        if let Some(key) = &commit.key {
            self.keys.insert((key.account, key.route.clone(), key.key.clone()), (key.fingerprint, index));
        }
        self.commits.push(commit);
    }
}

#[async_trait]
impl EventLog for MemoryLog {
    async fn append(&self, commit: Commit) -> Result<Appended, AppendError> {
        self.record(commit, None)
    }

    async fn answered(&self, key: &IdempotencyKey) -> Result<Option<Appended>, AppendError> {
        self.state().answered(key)
    }

    async fn read_stream(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        let state = self.state();
        let positions = state.streams.get(stream).map_or(&[][..], Vec::as_slice);
        let skip = usize::try_from(after.0).unwrap_or(usize::MAX);
        Ok(positions.iter().skip(skip).take(limit).filter_map(|&position| state.at(position)).cloned().collect())
    }

    async fn version(&self, stream: &StreamId) -> Result<Version, ReadError> {
        Ok(self.state().version(stream))
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        Ok(self.state().events().skip_while(|event| event.position <= after).take(limit).cloned().collect())
    }

    async fn read_commits(&self, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError> {
        let (mut events, mut bytes) = (0, 0);
        let ends_after = |commit: &&LogCommit| commit.events.last().is_some_and(|event| event.position > after);
        Ok(self
            .state()
            .commits
            .iter()
            .filter(ends_after)
            .take_while(|commit| {
                let wanted = events < limit && bytes < MAX_READ;
                events += commit.events.len();
                bytes += commit.bytes();
                wanted
            })
            .cloned()
            .collect())
    }

    fn head(&self) -> Position {
        *self.head.borrow()
    }

    fn watch(&self) -> watch::Receiver<Position> {
        let mut head = self.head.clone();
        head.mark_unchanged();
        head
    }

    async fn chain_at(&self, position: Position) -> Result<ChainPoint, ReadError> {
        let head = self.head();
        if position > head {
            return Err(ReadError::Beyond { asked: position, head });
        }
        let state = self.state();
        let points =
            state.commits.iter().rev().filter_map(|commit| Some((commit.events.last()?.position, commit.chain)));
        let point =
            points.map(|(position, chain)| ChainPoint { position, chain }).find(|point| point.position <= position);
        Ok(point.unwrap_or(ChainPoint::START))
    }

    fn health(&self) -> Health {
        Health::Writable
    }

    fn close(&self) {
        self.state().head = None;
    }
}

#[async_trait]
impl Import for MemoryLog {
    async fn import(&self, past: Vec<PastCommit>) -> Vec<Result<Appended, AppendError>> {
        past.into_iter().map(|past| self.record(past.commit, Some((past.recorded_at, past.clock_held)))).collect()
    }
}

#[async_trait]
impl Checkpoints for MemoryLog {
    async fn checkpoint(&self, name: &str) -> Option<CheckpointPointer> {
        self.state().checkpoints.get(name).copied()
    }

    async fn set_checkpoint(&self, name: &str, pointer: CheckpointPointer) {
        self.state().checkpoints.insert(name.to_owned(), pointer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn keeps_the_contract() {
        crate::contract::holds(|clock| async { Arc::new(MemoryLog::new(clock)) as Arc<dyn EventLog> }).await.unwrap();
    }
}
