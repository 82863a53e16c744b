//! Random commits, and what a log must hold after them.

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Version};
use heyi_store::append::{
    Appended, Codec, Commit, Expect, IdempotencyKey, LogCommit, LogEvent, NewEvent, StreamAppend, StreamId,
};
use rand::rngs::StdRng;
use rand::{Rng, RngExt};
use serde_json::value::RawValue;
use uuid::Uuid;

pub(super) const BY: AccountId = AccountId(Uuid::from_u128(7));

/// The canonical entry of the events of this suite is their body.
pub(super) fn canonical(event: &LogEvent) -> Result<Box<RawValue>, String> {
    let text = String::from_utf8(event.body.clone()).map_err(|error| error.to_string())?;
    RawValue::from_string(text).map_err(|error| error.to_string())
}

pub(super) fn event(text: &str) -> NewEvent {
    let entry = format!("{{\"text\":\"{text}\"}}");
    NewEvent {
        kind: "offer-issued".into(),
        schema: 1,
        codec: Codec::Bincode2,
        earliest: None,
        latest: Some(jiff::civil::date(2026, 3, 7)),
        body: entry.clone().into_bytes(),
        canonical: entry.into(),
    }
}

pub(super) fn stream(name: &str) -> StreamId {
    StreamId::new(name).unwrap()
}

/// A commit over one to three streams, sometimes large, sometimes with a key.
pub(super) fn random_commit(random: &mut StdRng) -> Commit {
    let mut names: Vec<u32> = (0..random.random_range(1..=3)).map(|_| random.random_range(0..12)).collect();
    names.sort_unstable();
    names.dedup();
    let mut append = |name| {
        let events = (0..random.random_range(1..=3)).map(|_| {
            let len = if random.random_ratio(1, 20) {
                random.random_range(2_000..9_000)
            } else {
                random.random_range(1..300)
            };
            event(&"约".repeat(len / 3 + 1))
        });
        StreamAppend { stream: stream(&format!("case-{name}")), expect: Expect::Any, events: events.collect() }
    };
    let appends = names.into_iter().map(&mut append).collect();
    let key = random.random_ratio(1, 2).then(|| IdempotencyKey {
        account: BY,
        route: "POST /cases".to_owned(),
        key: random.next_u64().to_string(),
        fingerprint: Digest::of(&[b"asked"]),
    });
    Commit { appends, by: BY, key }
}

/// Whether a recorded commit is this one, and stands where it was answered to stand.
pub(super) fn is_recorded(recorded: &LogCommit, asked: &Commit, answer: Option<&Appended>) -> bool {
    let given = asked.appends.iter().flat_map(|append| append.events.iter().map(|event| (&append.stream, event)));
    let same = |(event, (stream, given)): (&LogEvent, (&StreamId, &NewEvent))| {
        event.stream == *stream && event.body == given.body && event.latest == given.latest && event.by == asked.by
    };
    let positions = (recorded.events.first().map(|e| e.position), recorded.events.last().map(|e| e.position));
    recorded.key == asked.key
        && recorded.events.len() == asked.len()
        && recorded.events.iter().zip(given).all(same)
        && answer.is_none_or(|answer| {
            positions == (Some(answer.first), Some(answer.last)) && recorded.events[0].recorded_at == answer.recorded_at
        })
}

/// Checks that versions count up in every stream.
pub(super) fn versions_have_no_gaps(commits: &[LogCommit]) -> bool {
    let mut at = std::collections::HashMap::<&StreamId, Version>::new();
    commits.iter().flat_map(|commit| &commit.events).all(|event| {
        let version = at.entry(&event.stream).or_default();
        *version = version.next();
        event.version == *version
    })
}
