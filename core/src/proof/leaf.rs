//! The leaf of one event and the chain over commits.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::canonical;
use crate::digest::Digest;
use crate::ids::{AccountId, Position, Version};

/// The recorded form of one event: what its leaf is the hash of. Fields stand in key order.
///
/// [`Leaf`] hashes the same bytes without writing them down.
#[derive(Debug, Serialize)]
pub struct RecordedForm<'a> {
    /// Who recorded it.
    pub by: AccountId,
    /// What the event carries, already in canonical form: `{"event":…,"evidence":…,"note":…,"occurred":…}`.
    pub entry: &'a RawValue,
    /// Kind of the event, such as `offer-issued`.
    pub kind: &'a str,
    /// Place in the log.
    pub position: Position,
    /// When it was recorded: RFC 3339 in UTC with nine digits of fraction.
    pub recorded_at: String,
    /// Version of the payload's shape.
    pub schema: u16,
    /// The stream's name.
    pub stream: &'a str,
    /// Place in the stream.
    pub version: Version,
}

/// A leaf in the making: who, entry and kind come first in the recorded form, so they are hashed before it is known where in
/// the log the event will stand.
#[derive(Clone, Debug)]
pub struct Leaf(Sha256);

impl Leaf {
    /// The leaf of an event with this entry, which is in canonical form. A kind is of a-z, 0-9 and `-`.
    #[must_use]
    pub fn begin(by: AccountId, entry: &str, kind: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"\x00{\"by\":\"");
        hasher.update(by.0.hyphenated().encode_lower(&mut [0; 36]).as_bytes());
        hasher.update(b"\",\"entry\":");
        hasher.update(entry.as_bytes());
        hasher.update(b",\"kind\":\"");
        hasher.update(kind.as_bytes());
        hasher.update(b"\",\"position\":");
        Self(hasher)
    }

    /// The leaf, now that the rest is known. `recorded_at` is as [`instant`] writes it; a stream's name needs no escapes.
    /// `room` is written over.
    #[must_use]
    pub fn finish(
        mut self,
        position: Position,
        recorded_at: &str,
        schema: u16,
        stream: &str,
        version: Version,
        room: &mut Vec<u8>,
    ) -> Digest {
        room.clear();
        canonical::put_integer(position.0, room);
        room.extend_from_slice(b",\"recorded_at\":\"");
        room.extend_from_slice(recorded_at.as_bytes());
        room.extend_from_slice(b"\",\"schema\":");
        canonical::put_integer(schema.into(), room);
        room.extend_from_slice(b",\"stream\":\"");
        room.extend_from_slice(stream.as_bytes());
        room.extend_from_slice(b"\",\"version\":");
        canonical::put_integer(version.0, room);
        room.push(b'}');
        self.0.update(room);
        Digest(self.0.finalize().into())
    }
}

/// How an instant is written in a recorded form: always nine digits of fraction, so that there is one way to write it.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// The chain after a commit: SHA-256 of the chain before it and the leaves of the commit in order. Before the first: zeros.
#[must_use]
pub fn chain(before: Digest, leaves: &[Digest]) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(before.0);
    leaves.iter().for_each(|leaf| hasher.update(leaf.0));
    Digest(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    proptest! {
        #[test]
        fn the_leaf_is_the_hash_of_the_canonical_form(
            text in any::<String>(), position in 1..1_u64 << 53, version in 1..1_u64 << 53, schema in any::<u16>(),
            id in any::<u128>(), second in -62_135_596_800_i64..253_402_300_799, nano in 0..999_999_999_i32,
        ) {
            let entry = serde_json_canonicalizer::to_string(&serde_json::json!({"event": {"b": text, "a": 1}, "note": null}));
            let entry = RawValue::from_string(entry.unwrap()).unwrap();
            let recorded_at = instant(Timestamp::new(second, nano).unwrap());
            let (by, position, version) = (AccountId(uuid::Uuid::from_u128(id)), Position(position), Version(version));
            let leaf = Leaf::begin(by, entry.get(), "offer-issued");
            let leaf = leaf.finish(position, &recorded_at, schema, "case-x.1:_", version, &mut Vec::new());
            let form = RecordedForm {
                by, entry: &entry, kind: "offer-issued", position, recorded_at, schema, stream: "case-x.1:_", version,
            };
            let direct = serde_json::to_vec(&form).unwrap();
            let read: serde_json::Value = serde_json::from_slice(&direct).unwrap();
            assert_eq!(direct, serde_json_canonicalizer::to_vec(&read).unwrap(), "fields stand in key order");
            assert_eq!(leaf, Digest::of(&[&[0x00], &direct]));
        }
    }

    #[test]
    fn an_instant_has_nine_digits() {
        assert_eq!(instant(Timestamp::from_second(0).unwrap()), "1970-01-01T00:00:00.000000000Z");
    }

    #[test]
    fn the_chain_depends_on_every_leaf_and_their_order() {
        let (a, b) = (Digest::of(&[b"a"]), Digest::of(&[b"b"]));
        let zero = Digest::default();
        assert_ne!(chain(zero, &[a, b]), chain(zero, &[b, a]));
        assert_ne!(chain(zero, &[a, b]), chain(chain(zero, &[a]), &[b]));
    }
}
