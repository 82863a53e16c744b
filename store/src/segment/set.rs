//! The segments of a log, shared by the writer and all readers. Readers see what the writer has published: durable frames.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use heyi_core::digest::Digest;
use heyi_core::ids::Position;

use super::TiedFile;
use super::footer::Landmark;
use super::read::ReadFile;
use super::scan::Scanner;

/// A landmark stands at the first frame that begins this many bytes or more after the one before.
const LANDMARK_EVERY: u64 = 64 << 10;

/// One segment.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) on_disk: TiedFile,
    pub(crate) path: String,
    /// The position its first event has, or will have.
    pub(crate) first: Position,
    /// The chain before it.
    pub(crate) chain_before: Digest,
    filled: RwLock<Filled>,
    /// Where the frames end that were walked through last: who follows the log goes on there.
    passed: Mutex<Option<Landmark>>,
}

/// How far a segment is filled with durable frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    /// Where they end, in bytes.
    pub(crate) end: u64,
    pub(crate) landmarks: Vec<Landmark>,
}

impl Filled {
    /// Takes up a frame that begins at `offset` and ends at `end`.
    pub(crate) fn extend(&mut self, first: Position, offset: u64, end: u64) {
        if self.landmarks.last().is_none_or(|last| offset >= last.offset + LANDMARK_EVERY) {
            self.landmarks.push(Landmark { position: first, offset });
        }
        self.end = end;
    }
}

impl Segment {
    pub(crate) fn new(on_disk: TiedFile, first: Position, chain_before: Digest, filled: Filled) -> Self {
        let path = super::path(on_disk.tie.segment);
        Self { on_disk, path, first, chain_before, filled: RwLock::new(filled), passed: Mutex::new(None) }
    }

    pub(crate) fn number(&self) -> u64 {
        self.on_disk.tie.segment
    }

    /// Where its durable frames end, in bytes.
    pub(crate) fn end(&self) -> u64 {
        self.filled.read().unwrap_or_else(PoisonError::into_inner).end
    }

    /// Publishes frames that are durable now: position, begin and end of each.
    pub(crate) fn publish(&self, frames: impl IntoIterator<Item = (Position, u64, u64)>) {
        let mut filled = self.filled.write().unwrap_or_else(PoisonError::into_inner);
        for (first, offset, end) in frames {
            filled.extend(first, offset, end);
        }
    }

    pub(crate) fn landmarks(&self) -> Vec<Landmark> {
        self.filled.read().unwrap_or_else(PoisonError::into_inner).landmarks.clone()
    }

    pub(crate) fn landmark_count(&self) -> usize {
        self.filled.read().unwrap_or_else(PoisonError::into_inner).landmarks.len()
    }

    /// A scanner at the last known place that begins at or before `position`, a landmark or where somebody stopped; `None` when the
    /// segment begins after it.
    pub(crate) fn scanner_at(&self, position: Position) -> Option<Scanner> {
        let filled = self.filled.read().unwrap_or_else(PoisonError::into_inner);
        let after = filled.landmarks.partition_point(|landmark| landmark.position <= position);
        let landmark = filled.landmarks.get(after.checked_sub(1)?)?;
        let passed = *self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = passed.filter(|passed| passed.position <= position).map_or(0, |passed| passed.offset);
        Some(Scanner::new(self.on_disk.clone(), landmark.offset.max(passed), filled.end))
    }

    /// Somebody walked through the frames before `position`, which end at `offset`.
    pub(crate) fn passed(&self, position: Position, offset: u64) {
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Landmark { position, offset });
    }

    /// Reads up to `buffer.len()` bytes of its durable frames.
    pub(crate) fn read_at(&self, buffer: &mut [u8], offset: u64, read: ReadFile) -> io::Result<usize> {
        let left = usize::try_from(self.end().saturating_sub(offset)).unwrap_or(usize::MAX);
        let len = buffer.len().min(left);
        read(&*self.on_disk.file, buffer.get_mut(..len).unwrap_or_default(), offset)
    }
}

/// All segments in order.
#[derive(Debug, Default)]
pub(crate) struct Segments(RwLock<Vec<Arc<Segment>>>);

impl Segments {
    pub(crate) fn new(segments: Vec<Arc<Segment>>) -> Self {
        Self(RwLock::new(segments))
    }

    pub(crate) fn push(&self, segment: Arc<Segment>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(segment);
    }

    /// The segment of this number.
    pub(crate) fn numbered(&self, number: u64) -> Option<Arc<Segment>> {
        let segments = self.0.read().unwrap_or_else(PoisonError::into_inner);
        segments.get(usize::try_from(number.checked_sub(1)?).ok()?).cloned()
    }

    /// The segment that holds a position, or would if the log went on in its last segment.
    pub(crate) fn holding(&self, position: Position) -> Option<Arc<Segment>> {
        let segments = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let after = segments.partition_point(|segment| segment.first <= position);
        segments.get(after.checked_sub(1)?).cloned()
    }
}
