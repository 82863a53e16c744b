//! The events that benchmarks write: the samples of every event of a case, each with a remark and every third with a paper, so
//! that a record takes about 400 bytes on disk.

use heyi_core::digest::Digest;
use heyi_core::erasable::FileRef;
use heyi_core::event::{Entry, Event};
use heyi_core::ids::{AccountId, Version};
use heyi_core::scenario;
use heyi_store::append::{Commit, Expect, IdempotencyKey, NewEvent, StreamAppend, StreamId};
use heyi_store::codec;
use uuid::Uuid;

use crate::samples::text;

/// Who records.
pub const BY: AccountId = AccountId(Uuid::from_u128(7));
/// How many events a stream gets.
pub const STREAM: u64 = 20;

/// The entries of one case after another, for ever the same.
#[derive(Debug)]
pub struct Corpus {
    entries: Vec<Entry>,
    encoded: Vec<NewEvent>,
}

impl Default for Corpus {
    fn default() -> Self {
        let entries: Vec<Entry> = scenario::sample_of_each().into_iter().enumerate().map(entry).collect();
        let encoded = entries.iter().map(|entry| codec::encode(entry).expect("a sample")).collect();
        Self { entries, encoded }
    }
}

fn entry((n, event): (usize, heyi_core::event::CaseEvent)) -> Entry {
    let paper = || FileRef {
        sha256: Digest::of(&[b"scan", &n.to_be_bytes()]),
        bytes: 481_000,
        name: text(901),
        media_type: "application/pdf".into(),
    };
    let evidence = if n % 3 == 0 { vec![paper()] } else { Vec::new() };
    Entry { occurred: scenario::day(3), event: Event::Case(event), note: Some(text(n as u128)), evidence }
}

impl Corpus {
    /// The n-th event, encoded before.
    #[must_use]
    pub fn event(&self, n: u64) -> NewEvent {
        self.encoded[n as usize % self.encoded.len()].clone()
    }

    /// The n-th entry, still to be encoded.
    #[must_use]
    pub fn entry(&self, n: u64) -> &Entry {
        &self.entries[n as usize % self.entries.len()]
    }

    /// A commit of the n-th event at this place in its stream.
    #[must_use]
    pub fn commit(&self, stream: StreamId, version: u64, n: u64, key: Option<IdempotencyKey>) -> Commit {
        let expect = if version == 0 { Expect::NoStream } else { Expect::Exact(Version(version)) };
        Commit { appends: vec![StreamAppend { stream, expect, events: vec![self.event(n)] }], by: BY, key }
    }
}

/// The name of the n-th stream, as long as those of cases.
#[must_use]
pub fn stream(n: u64) -> StreamId {
    // Scattered like the ids of real cases, which are random in their second half.
    let id = Uuid::from_u64_pair(0x0199_0000_0000_7000 | (n >> 16) << 16, n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    StreamId::new(&format!("case-{id}")).expect("a stream's name")
}

/// The key of the n-th request.
#[must_use]
pub fn key(n: u64) -> IdempotencyKey {
    IdempotencyKey {
        account: BY,
        route: "POST /cases/{case}/record-reply".to_owned(),
        key: Uuid::from_u64_pair(n.wrapping_mul(0x9E37_79B9_7F4A_7C15), n).to_string(),
        fingerprint: Digest::of(&[&n.to_be_bytes()]),
    }
}
