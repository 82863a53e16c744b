//! The history of a case as bytes, close to how the log holds it.

use std::sync::Arc;

use heyi_core::case::Case;
use heyi_core::event::{CaseEvent, Event, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::{AccountId, CaseId, Position, Version};
use heyi_store::append::LogEvent;
use heyi_store::codec::{self, CodecError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::rows::{pack_onto, unpack};

/// Entries one after another, each a [`Head`] and its body.
#[derive(Debug, Default)]
pub(super) struct History {
    version: Version,
    bytes: Vec<u8>,
}

/// How many bytes a [`Head`] takes, about.
const ABOUT_A_HEAD: usize = 56;

/// What stands beside the body of an entry in the log.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    position: Position,
    version: Version,
    /// Seconds since 1970 and nanoseconds.
    recorded_at: (i64, i32),
    by: AccountId,
    kind: &'a str,
    schema: u16,
    body: usize,
}

impl History {
    /// The version of the last entry.
    pub(super) fn version(&self) -> Version {
        self.version
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// Entries that follow.
    pub(super) fn extend(&mut self, events: &[&LogEvent]) {
        let room = events.iter().map(|event| event.body.len() + ABOUT_A_HEAD).sum();
        self.bytes.reserve_exact(room);
        for event in events {
            let recorded_at = (event.recorded_at.as_second(), event.recorded_at.subsec_nanosecond());
            let LogEvent { position, version, by, ref kind, schema, ref body, .. } = **event;
            pack_onto(&mut self.bytes, &Head { position, version, recorded_at, by, kind, schema, body: body.len() });
            self.bytes.extend_from_slice(body);
            self.version = version;
        }
    }

    /// The case as it stands after these entries.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub(super) fn fold(&self, id: CaseId, law: &Law) -> Result<Case, CodecError> {
        let mut entries = Vec::new();
        let mut rest = self.bytes.as_slice();
        while let Some((head, after)) = unpack::<Head<'_>>(rest) {
            let Some((body, after)) = after.split_at_checked(head.body) else { break };
            entries.extend(recorded(&head, body)?.map(Arc::new));
            rest = after;
        }
        Ok(Case::replay_shared(id, &entries, law))
    }
}

/// An entry, if it is one of a case.
fn recorded(head: &Head<'_>, body: &[u8]) -> Result<Option<Recorded<CaseEvent>>, CodecError> {
    let entry = codec::decode_body(head.kind, head.schema, body)?;
    let (second, nanosecond) = head.recorded_at;
    let recorded = Recorded {
        position: head.position,
        version: head.version,
        recorded_at: Timestamp::new(second, nanosecond).unwrap_or_default(),
        by: head.by,
        occurred: entry.occurred,
        event: entry.event,
        note: entry.note,
        evidence: entry.evidence,
    };
    Ok(recorded.filter_map(of_case))
}

/// The event, if it is one of a case.
pub(super) fn of_case(event: Event) -> Option<CaseEvent> {
    match event {
        Event::Case(event) => Some(event),
        _ => None,
    }
}
