//! Reading the durable log. Everything here blocks.

use std::ops::ControlFlow;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::append::{ChainPoint, Codec, LogCommit, LogEvent, MAX_READ, ReadError, StreamId};
use crate::disk::read_up_to;
use crate::index::Index;
use crate::segment::read::{ReadFile, damaged};
use crate::segment::set::Segments;

/// No read answers more events than this at once, whatever its limit.
const PAGE: usize = 100_000;
/// A task of the runtime reads at most so many events itself: they take it about as long as waking another thread.
const AT_HAND: usize = 64;

/// What readers and the writer share.
pub(super) struct Shared {
    pub(super) segments: Arc<Segments>,
    pub(super) index: Arc<Index>,
    pub(super) head: watch::Receiver<Position>,
}

/// A recorded event as it lies in a buffer.
#[derive(Clone, Copy, Debug)]
pub struct EventView<'a> {
    /// Place in the log.
    pub position: Position,
    /// Its stream.
    pub stream: &'a str,
    /// Place in the stream.
    pub version: Version,
    /// Kind of the event.
    pub kind: &'a str,
    /// Version of the payload's shape.
    pub schema: u16,
    /// How `body` is written.
    pub codec: Codec,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub by: AccountId,
    /// Its leaf.
    pub leaf: Digest,
    /// The entry as stored.
    pub body: &'a [u8],
}

impl Shared {
    pub(super) fn scan(
        &self,
        after: Position,
        mut take: impl FnMut(EventView<'_>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        self.segments.walk(after, *self.head.borrow(), |segment, frame| {
            for record in frame.records() {
                let (_, record) = record.map_err(|what| damaged(segment, frame.offset, what))?;
                let view = EventView {
                    position: record.position,
                    stream: record.stream,
                    version: record.version,
                    kind: record.kind,
                    schema: record.schema,
                    codec: record.codec,
                    recorded_at: record.recorded_at,
                    by: record.by,
                    leaf: record.leaf,
                    body: record.body,
                };
                if record.position > after && take(view).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    pub(super) fn read_stream(
        &self,
        stream: &StreamId,
        after: Version,
        limit: usize,
    ) -> Result<Vec<LogEvent>, ReadError> {
        let events = self.events_at_places(stream, after, limit)?;
        if is_run_of(&events, stream, after) {
            return Ok(events);
        }
        self.index.distrust("it named an event of another stream or version")?;
        let events = self.events_at_places(stream, after, limit)?;
        if is_run_of(&events, stream, after) {
            return Ok(events);
        }
        Err(ReadError::Io(format!("the events of stream {stream} after version {after} do not follow each other")))
    }

    /// A stream of few events whose bytes are in memory, read without waiting for the segments or for a lock; sled may read a page of
    /// its own. `None` when it has to be read the other way.
    pub(super) fn read_stream_at_hand(&self, stream: &StreamId, after: Version, limit: usize) -> Option<Vec<LogEvent>> {
        let mut buffer = Vec::new();
        let places = self.index.places_at_hand(stream, after, limit.min(AT_HAND + 1))?;
        if places.len() > AT_HAND {
            return None;
        }
        let at_hand: ReadFile = |file, buffer, offset| file.read_at_hand(buffer, offset);
        let events = places.into_iter().map(|place| self.segments.event_at(place, &mut buffer, at_hand).ok());
        events.collect::<Option<Vec<_>>>().filter(|events| is_run_of(events, stream, after))
    }

    fn events_at_places(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        let mut buffer = Vec::new();
        let places = self.index.places(stream, after, limit.min(PAGE))?;
        places.into_iter().map(|place| self.segments.event_at(place, &mut buffer, read_up_to)).collect()
    }

    pub(super) fn read_all(&self, after: Position, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        let limit = limit.min(PAGE);
        let mut events = Vec::new();
        if limit == 0 {
            return Ok(events);
        }
        self.segments.walk(after, *self.head.borrow(), |segment, frame| {
            for record in frame.records() {
                let (_, record) = record.map_err(|what| damaged(segment, frame.offset, what))?;
                if record.position > after && events.len() < limit {
                    events.push(record.to_event().map_err(|what| damaged(segment, frame.offset, what))?);
                }
            }
            Ok(if events.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(events)
    }

    /// Few commits whose bytes are in memory, as the newest are, read without waiting for the disk. `None` when they have to be read
    /// the other way.
    pub(super) fn read_commits_at_hand(&self, after: Position, limit: usize) -> Option<Vec<LogCommit>> {
        let few = limit <= AT_HAND || self.head.borrow().0.saturating_sub(after.0) <= AT_HAND as u64;
        let at_hand: ReadFile = |file, buffer, offset| file.read_at_hand(buffer, offset);
        few.then(|| self.commits(at_hand, after, limit).ok())?
    }

    pub(super) fn read_commits(&self, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError> {
        self.commits(read_up_to, after, limit)
    }

    fn commits(&self, read: ReadFile, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError> {
        let limit = limit.min(PAGE);
        let mut commits = Vec::new();
        if limit == 0 {
            return Ok(commits);
        }
        let (mut events, mut bytes) = (0, 0);
        self.segments.walk_by(read, after, *self.head.borrow(), |segment, frame| {
            let commit = frame.to_commit().map_err(|what| damaged(segment, frame.offset, what))?;
            events += commit.events.len();
            bytes += commit.bytes();
            commits.push(commit);
            Ok(if events < limit && bytes < MAX_READ { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(commits)
    }

    pub(super) fn chain_at(&self, position: Position) -> Result<ChainPoint, ReadError> {
        let head = *self.head.borrow();
        if position > head {
            return Err(ReadError::Beyond { asked: position, head });
        }
        self.segments.chain_at(position)
    }
}

/// Whether these are events of that stream, one after another from the version after `after`.
fn is_run_of(events: &[LogEvent], stream: &StreamId, after: Version) -> bool {
    events
        .iter()
        .zip(after.0 + 1..)
        .all(|(event, version)| event.stream == *stream && event.version == Version(version))
}
