//! Frames that are written together, and what they change, before it is durable.

use std::collections::HashMap;

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use heyi_core::proof::leaf::instant;
use jiff::Timestamp;

use crate::append::{AppendError, Appended, IdempotencyKey, StreamId};
use crate::index::{Entries, KeyDraft, KeyId};
use crate::segment::active::Standing;
use crate::segment::draft::{FrameDraft, Placing};
use crate::segment::frame::FRAME;
use crate::segment::{Place, Tie};

/// Frames for one write. It is used again for the next, so that its room is.
pub(super) struct Run {
    /// The frames, one after another.
    pub(super) bytes: Vec<u8>,
    /// Position, begin and end in the segment, of each.
    pub(super) frames: Vec<(Position, u64, u64)>,
    pub(super) entries: Entries,
    /// Where the log will stand.
    pub(super) standing: Standing,
    /// The answer to its first frame: this and all later ones hold only if the run becomes durable.
    pub(super) first_answer: usize,
    versions: HashMap<StreamId, Version>,
    /// Keys with the fingerprint and the number of the answer.
    keys: HashMap<KeyId, (Digest, usize)>,
    /// The instant of the last commit as a recorded form has it.
    instant: (Timestamp, String),
    leaves: Vec<Digest>,
}

impl Run {
    pub(super) fn new(standing: Standing) -> Self {
        Self {
            bytes: Vec::new(),
            frames: Vec::new(),
            entries: Entries::default(),
            standing,
            first_answer: 0,
            versions: HashMap::new(),
            keys: HashMap::new(),
            instant: (Timestamp::MIN, instant(Timestamp::MIN)),
            leaves: Vec::new(),
        }
    }

    /// Forgets its frames; the next stand at `standing`.
    pub(super) fn clear(&mut self, standing: Standing) {
        self.bytes.clear();
        self.frames.clear();
        self.entries.clear();
        self.versions.clear();
        self.keys.clear();
        self.standing = standing;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// The version of a stream, if a frame changes it.
    pub(super) fn version(&self, stream: &StreamId) -> Option<Version> {
        self.versions.get(stream).copied()
    }

    /// The fingerprint and the number of the answer of a key, if a frame has it.
    pub(super) fn answered(&self, key: &KeyId) -> Option<(Digest, usize)> {
        if self.keys.is_empty() { None } else { self.keys.get(key).copied() }
    }

    /// The first bytes of each frame.
    pub(super) fn header_bytes(&self) -> impl Iterator<Item = &[u8]> {
        let begin = self.frames.first().map_or(0, |(_, offset, _)| *offset);
        let start = move |offset: u64| usize::try_from(offset - begin).unwrap_or(usize::MAX);
        self.frames.iter().filter_map(move |(_, offset, _)| self.bytes.get(start(*offset)..)?.get(..FRAME))
    }

    /// Appends the frame of a checked commit, whose streams are at `versions`; its answer will be the `answer`-th. The run begins at
    /// `end` in its segment, and the log is durable up to `durable`.
    pub(super) fn add(
        &mut self,
        tie: &Tie,
        end: u64,
        durable: Position,
        draft: FrameDraft,
        versions: &[Version],
        (recorded_at, clock_held): (Timestamp, bool),
        answer: usize,
    ) -> Result<Appended, AppendError> {
        let offset = end + self.bytes.len() as u64;
        let behind = offset + draft.len() as u64;
        if Place::new(tie.segment, behind).is_none() {
            return Err(AppendError::Invalid("the log has no room for more events"));
        }
        if self.instant.0 != recorded_at {
            self.instant = (recorded_at, instant(recorded_at));
        }
        let first = self.standing.head.next();
        let with = Placing {
            tie,
            offset,
            first,
            durable,
            recorded_at,
            instant: &self.instant.1,
            clock_held,
            versions,
            chain: self.standing.chain,
        };
        let places = self.entries.places();
        let placed = |offset| places.extend(Place::new(tie.segment, offset));
        let chain = draft.complete(&with, &mut self.leaves, placed, &mut self.bytes);
        let last = Position(first.0 + draft.events() as u64 - 1);
        if self.frames.is_empty() {
            self.first_answer = answer;
        }
        self.frames.push((first, offset, behind));
        self.standing = Standing { head: last, chain, last_instant: recorded_at };
        if let Some(KeyDraft { id, key: IdempotencyKey { fingerprint, .. } }) = draft.key.as_deref() {
            self.entries.key(*id, *fingerprint, first, recorded_at);
            self.keys.insert(*id, (*fingerprint, answer));
        }
        let mut after = Vec::with_capacity(versions.len());
        for (draft, before) in draft.streams.into_iter().zip(versions) {
            let version = Version(before.0 + u64::from(draft.events));
            self.entries.stream(draft.stream.clone(), before.next(), draft.events);
            self.versions.insert(draft.stream.clone(), version);
            after.push((draft.stream, version));
        }
        Ok(Appended { first, last, recorded_at, versions: after, repeated: false })
    }
}
