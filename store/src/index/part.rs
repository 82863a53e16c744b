//! Entries of the index in memory.

use foldhash::HashMap;
use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use jiff::Timestamp;

use crate::append::{IdempotencyKey, NotAStream, StreamId};
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

/// The idempotency key of a commit that is not recorded yet, with what the index knows it by.
#[derive(Debug)]
pub(crate) struct KeyDraft {
    pub(crate) id: KeyId,
    pub(crate) key: IdempotencyKey,
}

impl KeyDraft {
    pub(crate) fn of(key: IdempotencyKey) -> Self {
        Self { id: key_id(&key), key }
    }
}

/// What the index takes up of commits that became durable together, in their order.
#[derive(Default)]
pub(crate) struct Entries {
    /// Streams with the version of their first event and the number of their events.
    streams: Vec<(StreamId, Version, u32)>,
    /// Where each event stands, stream by stream.
    places: Vec<Place>,
    keys: Vec<(KeyId, KeyEntry)>,
}

impl Entries {
    /// The idempotency key of the commit that begins at `first`.
    pub(crate) fn key(&mut self, id: KeyId, fingerprint: Digest, first: Position, recorded_at: Timestamp) {
        self.keys.push((id, KeyEntry { day: day_of(recorded_at), position: first, fingerprint }));
    }

    /// The next `events` places belong to a stream, from this version on.
    pub(crate) fn stream(&mut self, stream: StreamId, first: Version, events: u32) {
        self.streams.push((stream, first, events));
    }

    /// The places, for those of further events.
    pub(crate) fn places(&mut self) -> &mut Vec<Place> {
        &mut self.places
    }

    /// The next event of a stream.
    pub(crate) fn push(&mut self, stream: &str, version: Version, place: Place) -> Result<(), NotAStream> {
        self.places.push(place);
        match self.streams.last_mut() {
            Some((last, first, events)) if last.as_str() == stream && version.0 == first.0 + u64::from(*events) => {
                *events += 1;
            }
            _ => self.streams.push((StreamId::new(stream)?, version, 1)),
        }
        Ok(())
    }

    /// Without entries, but with the room they took.
    pub(crate) fn clear(&mut self) {
        self.streams.clear();
        self.places.clear();
        self.keys.clear();
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
    /// Takes the entries up; what is left of them is room.
    pub(super) fn add(&mut self, entries: &mut Entries) {
        self.keys.extend(entries.keys.drain(..));
        self.events += entries.places.len();
        let mut places = entries.places.as_slice();
        for (stream, first, events) in entries.streams.drain(..) {
            let Some((own, rest)) = places.split_at_checked(events as usize) else { break };
            places = rest;
            match self.streams.get_mut(&stream) {
                Some(known) => known.places.extend_from_slice(own),
                None => {
                    let mut places = Vec::with_capacity(own.len().max(4));
                    places.extend_from_slice(own);
                    self.streams.insert(stream, Run { first, places });
                }
            }
        }
        entries.places.clear();
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
