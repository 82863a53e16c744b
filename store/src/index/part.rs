//! Entries of the index in memory.

use std::collections::HashMap;

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use jiff::Timestamp;

use crate::append::{IdempotencyKey, StreamId};
use crate::segment::Place;

/// What an idempotency key is known by in the index: the first half of the SHA-256 of account, route and key.
pub(crate) type KeyId = [u8; 16];

pub(crate) fn key_id(key: &IdempotencyKey) -> KeyId {
    let route_len = (key.route.len() as u64).to_le_bytes();
    let digest = Digest::of(&[key.account.0.as_bytes(), &route_len, key.route.as_bytes(), key.key.as_bytes()]);
    digest.0.first_chunk().copied().unwrap_or_default()
}

/// Days since 1970, in UTC: what keys are dropped by.
pub(super) fn day_of(at: Timestamp) -> u32 {
    u32::try_from(at.as_second().div_euclid(86_400)).unwrap_or(0)
}

/// The commit that a key names.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyEntry {
    pub(super) day: u32,
    pub(super) position: Position,
    pub(super) fingerprint: Digest,
}

/// What the index takes up of one commit.
pub(crate) struct Entry {
    key: Option<(KeyId, KeyEntry)>,
    runs: Vec<(StreamId, Run)>,
}

/// Neighbouring events of one stream.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) first: Version,
    pub(super) places: Vec<Place>,
}

impl Run {
    pub(super) fn last(&self) -> Version {
        Version(self.first.0 + self.places.len() as u64 - 1)
    }
}

impl Entry {
    /// Of a commit that begins at `first`.
    pub(crate) fn new(first: Position, recorded_at: Timestamp, key: Option<&IdempotencyKey>) -> Self {
        let of = |key: &IdempotencyKey| {
            let entry = KeyEntry { day: day_of(recorded_at), position: first, fingerprint: key.fingerprint };
            (key_id(key), entry)
        };
        Self { key: key.map(of), runs: Vec::new() }
    }

    /// Begins with the events of a stream; the first has this version.
    pub(crate) fn begin(&mut self, stream: StreamId, first: Version) {
        self.runs.push((stream, Run { first, places: Vec::new() }));
    }

    /// The next event of the stream begun last.
    pub(crate) fn push(&mut self, place: Place) {
        if let Some((_, run)) = self.runs.last_mut() {
            run.places.push(place);
        }
    }

    /// Whether the stream begun last is this one.
    pub(crate) fn is_at(&self, stream: &str) -> bool {
        self.runs.last().is_some_and(|(last, _)| last.as_str() == stream)
    }
}

/// Entries of many commits.
#[derive(Default)]
pub(crate) struct Part {
    streams: HashMap<StreamId, Run>,
    keys: HashMap<KeyId, KeyEntry>,
    events: usize,
}

impl Part {
    pub(super) fn add(&mut self, entry: Entry) {
        self.keys.extend(entry.key);
        for (stream, run) in entry.runs {
            self.events += run.places.len();
            match self.streams.get_mut(&stream) {
                Some(known) => known.places.extend(run.places),
                None => {
                    self.streams.insert(stream, run);
                }
            }
        }
    }

    /// How many events it holds.
    pub(super) fn events(&self) -> usize {
        self.events
    }

    pub(super) fn run(&self, stream: &StreamId) -> Option<&Run> {
        self.streams.get(stream)
    }

    pub(super) fn key(&self, id: &KeyId) -> Option<(Position, Digest)> {
        self.keys.get(id).map(|entry| (entry.position, entry.fingerprint))
    }

    /// The streams in order of their names, as sled takes them best.
    pub(super) fn sorted(&self) -> Vec<(&StreamId, &Run)> {
        let mut streams: Vec<_> = self.streams.iter().collect();
        streams.sort_unstable_by_key(|(stream, _)| *stream);
        streams
    }

    /// The keys in order of day and id.
    pub(super) fn sorted_keys(&self) -> Vec<(&KeyId, &KeyEntry)> {
        let mut keys: Vec<_> = self.keys.iter().collect();
        keys.sort_unstable_by_key(|(id, entry)| (entry.day, **id));
        keys
    }
}
