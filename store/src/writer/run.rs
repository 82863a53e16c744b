//! Frames that are written together, and what they change, before it is durable.

use std::collections::HashMap;

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use jiff::Timestamp;

use crate::append::{AppendError, Appended, Commit, IdempotencyKey, StreamId};
use crate::chain::{self, Recorded};
use crate::index::{Entry, KeyId, key_id};
use crate::segment::active::Standing;
use crate::segment::frame::{self, FRAME, Finish};
use crate::segment::record::Record;
use crate::segment::{Place, Tie};

/// Frames for one write.
pub(super) struct Run {
    /// The frames, one after another.
    pub(super) bytes: Vec<u8>,
    /// Position, begin and end in the segment, of each.
    pub(super) frames: Vec<(Position, u64, u64)>,
    pub(super) entries: Vec<Entry>,
    /// Where the log will stand.
    pub(super) standing: Standing,
    /// Where the frames will stand in the segment.
    offset: u64,
    versions: HashMap<StreamId, Version>,
    keys: HashMap<KeyId, (Digest, Appended)>,
    /// The answers that hold only if this becomes durable: request and job.
    dependent: Vec<(usize, usize)>,
}

impl Run {
    pub(super) fn new(standing: Standing) -> Self {
        Self {
            bytes: Vec::new(),
            frames: Vec::new(),
            entries: Vec::new(),
            standing,
            offset: 0,
            versions: HashMap::new(),
            keys: HashMap::new(),
            dependent: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// The version of a stream, if a frame changes it.
    pub(super) fn version(&self, stream: &StreamId) -> Option<Version> {
        self.versions.get(stream).copied()
    }

    /// The fingerprint and the answer of a key, if a frame has it.
    pub(super) fn answered(&self, key: &IdempotencyKey) -> Option<&(Digest, Appended)> {
        if self.keys.is_empty() { None } else { self.keys.get(&key_id(key)) }
    }

    /// Notes an answer that was found on top of these frames.
    pub(super) fn depends(&mut self, request: usize, job: usize) {
        self.dependent.push((request, job));
    }

    /// Answers the error to all that depends on this run.
    pub(super) fn fail(&self, error: &AppendError, answers: &mut [Vec<Result<Appended, AppendError>>]) {
        for &(request, job) in &self.dependent {
            if let Some(answer) = answers.get_mut(request).and_then(|answers| answers.get_mut(job)) {
                *answer = Err(error.clone());
            }
        }
    }

    /// The first bytes of each frame.
    pub(super) fn header_bytes(&self) -> impl Iterator<Item = &[u8]> {
        let start = |offset: u64| usize::try_from(offset - self.offset).unwrap_or(usize::MAX);
        self.frames.iter().filter_map(move |(_, offset, _)| self.bytes.get(start(*offset)..)?.get(..FRAME))
    }

    /// Appends the frame of a checked commit, whose streams are at `versions`. The run begins at `end` in its segment, and the
    /// log is durable up to `durable`.
    pub(super) fn add(
        &mut self,
        tie: &Tie,
        end: u64,
        durable: Position,
        commit: Commit,
        versions: &[Version],
        (recorded_at, clock_held): (Timestamp, bool),
    ) -> Result<Appended, AppendError> {
        self.offset = end;
        let start = self.bytes.len();
        let offset = end + start as u64;
        let first = self.standing.head.next();
        let count = u32::try_from(commit.len()).unwrap_or(u32::MAX);
        let Commit { appends, by, key } = commit;
        let mut entry = Entry::new(first, recorded_at, key.as_ref());
        let mut leaves = Vec::with_capacity(appends.iter().map(|append| append.events.len()).sum());
        let mut after = Vec::with_capacity(appends.len());
        frame::begin(&mut self.bytes, key.as_ref());
        for (append, version) in appends.into_iter().zip(versions) {
            let mut version = *version;
            entry.begin(append.stream.clone(), version.next());
            for (event, ordinal) in append.events.iter().zip(leaves.len()..) {
                version = version.next();
                let position = Position(first.0 + ordinal as u64);
                let (kind, schema, stream) = (&*event.kind, event.schema, append.stream.as_str());
                let recorded = Recorded { position, stream, version, kind, schema, by, recorded_at };
                let place = Place::new(tie.segment, offset + (self.bytes.len() - start) as u64);
                let (Some(place), Some(leaf)) = (place, chain::leaf_of(&recorded, &event.canonical)) else {
                    self.bytes.truncate(start);
                    return Err(AppendError::Invalid(
                        "an entry cannot be written canonically, or the log is too large",
                    ));
                };
                leaves.push(leaf);
                entry.push(place);
                let record = Record {
                    position,
                    version,
                    recorded_at,
                    ordinal: u32::try_from(ordinal).unwrap_or(u32::MAX),
                    count,
                    by,
                    leaf,
                    earliest: event.earliest,
                    latest: event.latest,
                    schema,
                    codec: event.codec,
                    clock_held,
                    kind,
                    stream,
                    body: &event.body,
                };
                record.encode(tie, start, &mut self.bytes);
            }
            after.push((append.stream, version));
        }
        let last = Position(first.0 + u64::from(count) - 1);
        let chain = chain::after(self.standing.chain, &leaves);
        let with = Finish { tie, offset, first, durable, events: count, key: key.as_ref(), chain };
        frame::finish(&mut self.bytes, start, &with);
        self.frames.push((first, offset, end + self.bytes.len() as u64));
        self.entries.push(entry);
        self.standing = Standing { head: last, chain, last_instant: recorded_at };
        self.versions.extend(after.iter().cloned());
        let answer = Appended { first, last, recorded_at, versions: after, repeated: false };
        if let Some(key) = key {
            self.keys.insert(key_id(&key), (key.fingerprint, answer.clone()));
        }
        Ok(answer)
    }
}
