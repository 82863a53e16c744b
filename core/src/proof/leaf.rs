//! The leaf of one event and the chain over commits.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::digest::Digest;
use crate::ids::{AccountId, Position, Version};

/// The recorded form of one event: what its leaf is the hash of. Fields stand in key order.
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

/// How an instant is written in a recorded form: always nine digits of fraction, so that there is one way to write it.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// The leaf: SHA-256 of 0x00 and the canonical JSON of the recorded form.
///
/// # Errors
/// When the form cannot be written as JSON, which its types rule out.
pub fn leaf(form: &RecordedForm<'_>) -> Result<Digest, serde_json::Error> {
    Ok(Digest::of(&[&[0x00], &serde_json::to_vec(form)?]))
}

/// The chain after a commit: SHA-256 of the chain before it and the leaves of the commit in order. Before the first: zeros.
#[must_use]
pub fn chain(before: Digest, leaves: &[Digest]) -> Digest {
    let mut parts: Vec<&[u8]> = vec![&before.0];
    parts.extend(leaves.iter().map(|leaf| leaf.0.as_slice()));
    Digest::of(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_canonical_as_declared() {
        let entry = RawValue::from_string(r#"{"event":{"a":1},"note":null}"#.to_owned()).unwrap();
        let form = RecordedForm {
            by: AccountId(uuid::Uuid::nil()),
            entry: &entry,
            kind: "offer-issued",
            position: Position(7),
            recorded_at: instant(Timestamp::from_second(0).unwrap()),
            schema: 1,
            stream: "case-x",
            version: Version(2),
        };
        let direct = serde_json::to_vec(&form).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&direct).unwrap();
        assert_eq!(direct, serde_json_canonicalizer::to_vec(&read).unwrap());
        assert!(String::from_utf8(direct).unwrap().contains(r#""recorded_at":"1970-01-01T00:00:00.000000000Z""#));
    }

    #[test]
    fn the_chain_depends_on_every_leaf_and_their_order() {
        let (a, b) = (Digest::of(&[b"a"]), Digest::of(&[b"b"]));
        let zero = Digest::default();
        assert_ne!(chain(zero, &[a, b]), chain(zero, &[b, a]));
        assert_ne!(chain(zero, &[a, b]), chain(chain(zero, &[a]), &[b]));
    }
}
