//! A commit on its way to the writer: laid out as its frame, with room for what only the writer knows.
//!
//! Who asks for the append does this on its own thread, hashing included, so that the one writer has little left to do.

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use heyi_core::proof::leaf::Leaf;
use jiff::Timestamp;
use smallvec::SmallVec;

use super::frame::{self, Finish};
use super::record::{self, Completion};
use super::{MAX_FRAME, Tie};
use crate::append::{AppendError, Appended, Commit, Expect, StreamAppend, StreamId};
use crate::index::KeyDraft;

/// A commit in the form a log accepts, as a frame to be completed.
#[derive(Debug)]
pub(crate) struct FrameDraft {
    bytes: Vec<u8>,
    /// The streams it appends to, in order.
    pub(crate) streams: SmallVec<[StreamDraft; 1]>,
    records: SmallVec<[RecordDraft; 1]>,
    /// Bytes of the idempotency key in the frame.
    key_len: usize,
    /// The request's name, when it has one.
    pub(crate) key: Option<Box<KeyDraft>>,
}

/// A stream of a commit.
#[derive(Debug)]
pub(crate) struct StreamDraft {
    pub(crate) stream: StreamId,
    pub(crate) expect: Expect,
    /// How many events it gets.
    pub(crate) events: u32,
    /// The version it is at before them, once the writer has looked.
    pub(crate) before: Version,
}

impl StreamDraft {
    /// The version it will be at.
    pub(crate) fn after(&self) -> Version {
        Version(self.before.0 + u64::from(self.events))
    }
}

/// A record of a commit: where it begins in the frame, and its leaf as far as it is known.
#[derive(Debug)]
struct RecordDraft {
    at: u32,
    schema: u16,
    leaf: Leaf,
}

/// What only the writer knows.
pub(crate) struct Placing<'a> {
    pub(crate) tie: &'a Tie,
    /// Where the frame will begin in the segment.
    pub(crate) offset: u64,
    pub(crate) first: Position,
    pub(crate) durable: Position,
    pub(crate) recorded_at: Timestamp,
    /// The same as a recorded form has it.
    pub(crate) instant: &'a str,
    pub(crate) clock_held: bool,
    /// The chain before it.
    pub(crate) chain: Digest,
}

/// Room that is used for one frame after another.
#[derive(Default)]
pub(crate) struct Room {
    leaves: Vec<Digest>,
    form: Vec<u8>,
}

impl FrameDraft {
    /// Lays a commit out.
    ///
    /// # Errors
    /// [`AppendError::TooLarge`] and [`AppendError::Invalid`] when it has not the form a log accepts.
    pub(crate) fn of(commit: Commit) -> Result<Self, AppendError> {
        commit.check()?;
        let len = frame::len(&commit);
        if len > MAX_FRAME {
            return Err(AppendError::TooLarge { what: "bytes of a frame", limit: MAX_FRAME });
        }
        let count = commit.len() as u32;
        let Commit { appends, by, key } = commit;
        let mut bytes = Vec::with_capacity(len);
        frame::begin(&mut bytes, key.as_ref());
        let key_len = key.as_ref().map_or(0, frame::key_len);
        let mut streams = SmallVec::with_capacity(appends.len());
        let mut records = SmallVec::with_capacity(count as usize);
        for StreamAppend { stream, expect, events } in appends {
            let count_here = events.len() as u32;
            streams.push(StreamDraft { stream: stream.clone(), expect, events: count_here, before: Version::ZERO });
            for event in events {
                let at = bytes.len() as u32;
                let (ordinal, kind) = (records.len() as u32, &*event.kind);
                let leaf = Leaf::begin(by, &event.canonical, kind);
                record::begin(&event, stream.as_str(), by, (ordinal, count), at, &mut bytes);
                records.push(RecordDraft { at, schema: event.schema, leaf });
            }
        }
        let key = key.map(|key| Box::new(KeyDraft::of(key)));
        Ok(Self { bytes, streams, records, key_len, key })
    }

    /// Bytes of the frame.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Position of its last event, when its first stands at `first`.
    pub(crate) fn last(&self, first: Position) -> Position {
        Position(first.0 + self.records.len() as u64 - 1)
    }

    /// The answer to it, once it stands at `first`.
    pub(crate) fn answer(&self, first: Position, recorded_at: Timestamp) -> Appended {
        let versions = self.streams.iter().map(|draft| (draft.stream.clone(), draft.after())).collect();
        Appended { first, last: self.last(first), recorded_at, versions, repeated: false }
    }

    /// Appends the frame to `out`, complete, and answers the chain after it and its checksum. `placed` is told where in the segment each
    /// record begins.
    pub(crate) fn complete(
        &self,
        with: &Placing<'_>,
        Room { leaves, form }: &mut Room,
        mut placed: impl FnMut(u64),
        out: &mut Vec<u8>,
    ) -> (Digest, [u8; 4]) {
        let start = out.len();
        out.extend_from_slice(&self.bytes);
        leaves.clear();
        let mut records = self.records.iter();
        let mut position = with.first;
        for draft in &self.streams {
            let mut version = draft.before;
            for record in records.by_ref().take(draft.events as usize) {
                version = version.next();
                let (leaf, stream) = (record.leaf.clone(), draft.stream.as_str());
                let leaf = leaf.finish(position, with.instant, record.schema, stream, version, form);
                let recorded_at = with.recorded_at;
                let completion = Completion { position, version, recorded_at, leaf, clock_held: with.clock_held };
                completion.write(with.tie, out.get_mut(start + record.at as usize..).unwrap_or_default());
                placed(with.offset + u64::from(record.at));
                leaves.push(leaf);
                position = position.next();
            }
        }
        let chain = crate::chain::after(with.chain, leaves);
        let Placing { tie, offset, first, durable, .. } = *with;
        let events = self.records.len() as u32;
        let with = Finish { tie, offset, first, durable, events, key_len: self.key_len, chain };
        (chain, frame::finish(out, start, &with))
    }
}
