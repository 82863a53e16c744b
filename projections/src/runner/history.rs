//! The history of a case as bytes, close to how the log holds it.

use std::sync::Arc;

use heyi_core::case::Case;
use heyi_core::case::replay::Judged;
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
    /// What is known by its having been folded.
    judged: Judged,
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
    pub(super) fn extend(&mut self, events: &[LogEvent]) {
        let room = events.iter().map(|event| event.body.len() + ABOUT_A_HEAD).sum();
        self.bytes.reserve_exact(room);
        for event in events {
            let recorded_at = (event.recorded_at.as_second(), event.recorded_at.subsec_nanosecond());
            let LogEvent { position, version, by, ref kind, schema, ref body, .. } = *event;
            pack_onto(&mut self.bytes, &Head { position, version, recorded_at, by, kind, schema, body: body.len() });
            self.bytes.extend_from_slice(body);
            self.version = version;
        }
    }

    /// The case as it stands after these entries, under the law of the last time.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub(super) fn fold(&mut self, id: CaseId, law: &Law) -> Result<Case, CodecError> {
        let mut entries = Vec::new();
        let mut rest = self.bytes.as_slice();
        while let Some((head, after)) = unpack::<Head<'_>>(rest) {
            let Some((body, after)) = after.split_at_checked(head.body) else { break };
            entries.extend(recorded(&head, body)?.map(Arc::new));
            rest = after;
        }
        let case = Case::replay_judged(id, &entries, self.judged, law);
        self.judged = case.judged();
        Ok(case)
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

#[cfg(test)]
mod tests {
    use heyi_core::digest::Digest;
    use heyi_core::event::Entry;
    use heyi_core::scenario::{Scenario, day, sample_of_each};
    use heyi_store::append::Codec;
    use heyi_store::streams;
    use uuid::Uuid;

    use super::*;

    fn as_in_the_log(id: CaseId, recorded: &Recorded<CaseEvent>) -> LogEvent {
        let Recorded { position, version, recorded_at, by, occurred, event, note, evidence } = recorded.clone();
        let entry = Entry { occurred, event: Event::Case(event), note, evidence };
        let encoded = codec::encode(&entry).unwrap();
        LogEvent {
            position,
            stream: streams::case(id).unwrap(),
            version,
            kind: encoded.kind.into_owned(),
            schema: encoded.schema,
            codec: Codec::Bincode2,
            recorded_at,
            clock_held: false,
            by,
            earliest: encoded.earliest,
            latest: encoded.latest,
            leaf: Digest::of(&[]),
            body: encoded.body,
            commit_first: position,
            commit_last: position,
        }
    }

    #[test]
    fn a_history_of_every_kind_folds_to_the_case_it_is_of() {
        let every = sample_of_each().into_iter().zip(0..);
        let scenario = every.fold(Scenario::empty(), |scenario, (event, number)| scenario.and(event, day(number)));
        let (id, law) = (CaseId(Uuid::nil()), Law::shipped());
        let events: Vec<LogEvent> = scenario.history().iter().map(|recorded| as_in_the_log(id, recorded)).collect();
        let mut history = History::default();
        for events in events.chunks(3) {
            history.extend(events);
        }
        let folded = history.fold(id, &law).unwrap();
        assert_eq!(format!("{folded:?}"), format!("{:?}", Case::replay(id, scenario.history(), &law)));
        assert_eq!((history.version(), folded.lines.len()), (folded.version, events.len()));
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_an_error() {
        let scenario = Scenario::opened();
        let mut event = as_in_the_log(CaseId(Uuid::nil()), scenario.history().first().unwrap());
        event.body.truncate(3);
        let mut history = History::default();
        history.extend(&[event]);
        assert!(history.fold(CaseId(Uuid::nil()), &Law::shipped()).is_err());
    }
}
