//! Frames that are written together, and what they change, before it is durable.

use foldhash::{HashMap, HashMapExt as _};
use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use heyi_core::proof::leaf::instant;
use jiff::Timestamp;

use crate::append::{AppendError, Appended, IdempotencyKey, StreamId};
use crate::index::{Entries, KeyDraft, KeyId};
use crate::segment::active::Standing;
use crate::segment::draft::{FrameDraft, Placing, Room};
use crate::segment::{Place, Tie};

/// Frames for one write. It is used again for the next, so that its room is.
pub(super) struct Run {
    /// The frames, one after another.
    pub(super) bytes: Vec<u8>,
    /// Position, begin and end in the segment, of each.
    pub(super) frames: Vec<(Position, u64, u64)>,
    /// The checksums of the frames, one after another.
    pub(super) checksums: Vec<u8>,
    pub(super) entries: Entries,
    /// Where the log will stand.
    pub(super) standing: Standing,
    /// The answer to its first frame: this and all later ones hold only if the run becomes durable.
    pub(super) first_answer: usize,
    versions: HashMap<StreamId, Version>,
    /// Keys with the fingerprint and the answer.
    keys: HashMap<KeyId, (Digest, Appended)>,
    /// The instant of the last commit as a recorded form has it.
    instant: (Timestamp, String),
    room: Room,
}

/// Where a run is to stand.
pub(super) struct RunsAt<'a> {
    pub(super) tie: &'a Tie,
    /// Where it begins in its segment.
    pub(super) end: u64,
    /// Up to here the log is durable.
    pub(super) durable: Position,
    /// When the commit is recorded, and whether the clock was held for it.
    pub(super) instant: (Timestamp, bool),
}

/// Where a commit stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recorded {
    pub(crate) first: Position,
    pub(crate) recorded_at: Timestamp,
}

impl Run {
    pub(super) fn new(standing: Standing) -> Self {
        Self {
            bytes: Vec::new(),
            frames: Vec::new(),
            checksums: Vec::new(),
            entries: Entries::default(),
            standing,
            first_answer: 0,
            versions: HashMap::new(),
            keys: HashMap::new(),
            instant: (Timestamp::MIN, instant(Timestamp::MIN)),
            room: Room::default(),
        }
    }

    /// Forgets its frames; the next stand at `standing`.
    pub(super) fn clear(&mut self, standing: Standing) {
        self.bytes.clear();
        self.frames.clear();
        self.checksums.clear();
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

    /// The fingerprint and the answer of a key, if a frame has it.
    pub(super) fn answered(&self, key: &KeyId) -> Option<&(Digest, Appended)> {
        if self.keys.is_empty() { None } else { self.keys.get(key) }
    }

    /// Appends the frame of a checked commit, and says where its events will stand; its answer will be the `answer`-th.
    pub(super) fn add(&mut self, draft: &FrameDraft, at: &RunsAt<'_>, answer: usize) -> Result<Recorded, AppendError> {
        let RunsAt { tie, end, durable, instant: (recorded_at, clock_held) } = *at;
        let offset = end + self.bytes.len() as u64;
        let behind = offset + draft.len() as u64;
        if Place::new(tie.segment, behind).is_none() {
            return Err(AppendError::Invalid("the log has no room for more events"));
        }
        if self.instant.0 != recorded_at {
            self.instant = (recorded_at, instant(recorded_at));
        }
        let first = self.standing.head.next();
        let (instant, chain) = (self.instant.1.as_str(), self.standing.chain);
        let with = Placing { tie, offset, first, durable, recorded_at, instant, clock_held, chain };
        let places = self.entries.places();
        let placed = |offset| places.extend(Place::new(tie.segment, offset));
        let (chain, checksum) = draft.complete(&with, &mut self.room, placed, &mut self.bytes);
        if self.frames.is_empty() {
            self.first_answer = answer;
        }
        self.frames.push((first, offset, behind));
        self.checksums.extend_from_slice(&checksum);
        self.standing = Standing { head: draft.last(first), chain, last_instant: recorded_at };
        if let Some(KeyDraft { id, key: IdempotencyKey { fingerprint, .. } }) = draft.key.as_deref() {
            self.entries.key(*id, *fingerprint, first, recorded_at);
            self.keys.insert(*id, (*fingerprint, draft.answer(first, recorded_at)));
        }
        for draft in &draft.streams {
            self.entries.stream(draft.stream.clone(), draft.before.next(), draft.events);
            self.versions.insert(draft.stream.clone(), draft.after());
        }
        Ok(Recorded { first, recorded_at })
    }
}
