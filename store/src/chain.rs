//! Leaves and the logical chain, as the log computes them: places on disk are outside both.

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::proof::leaf::{Leaf, chain, instant};
use jiff::Timestamp;

/// What a leaf is the hash of, besides the entry itself.
pub(crate) struct Recorded<'a> {
    pub(crate) position: Position,
    pub(crate) stream: &'a str,
    pub(crate) version: Version,
    pub(crate) kind: &'a str,
    pub(crate) schema: u16,
    pub(crate) by: AccountId,
    pub(crate) recorded_at: Timestamp,
}

/// The leaf of an event with this entry in canonical JSON.
pub(crate) fn leaf_of(recorded: &Recorded<'_>, entry: &str) -> Digest {
    let Recorded { position, stream, version, kind, schema, by, recorded_at } = *recorded;
    Leaf::begin(by, entry, kind).finish(position, &instant(recorded_at), schema, stream, version, &mut Vec::new())
}

/// The chain after a commit with these leaves.
pub(crate) fn after(before: Digest, leaves: &[Digest]) -> Digest {
    chain(before, leaves)
}
