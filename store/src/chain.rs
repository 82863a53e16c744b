//! Leaves and the logical chain, as the log computes them: places on disk are outside both.

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::proof::leaf::{RecordedForm, chain, instant, leaf};
use jiff::Timestamp;
use serde_json::value::RawValue;

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

/// The leaf of an event with this entry in canonical JSON; `None` when it cannot be written, which the types rule out.
pub(crate) fn leaf_of(recorded: &Recorded<'_>, entry: &RawValue) -> Option<Digest> {
    leaf(&RecordedForm {
        by: recorded.by,
        entry,
        kind: recorded.kind,
        position: recorded.position,
        recorded_at: instant(recorded.recorded_at),
        schema: recorded.schema,
        stream: recorded.stream,
        version: recorded.version,
    })
    .ok()
}

/// The chain after a commit with these leaves.
pub(crate) fn after(before: Digest, leaves: &[Digest]) -> Digest {
    chain(before, leaves)
}
