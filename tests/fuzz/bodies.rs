//! Bodies of events, their canonical JSON, and lines of an export.

use std::sync::Arc;

use heyi_core::event::entries::EntryCorrected;
use heyi_core::event::{CaseEvent, Entry, Event};
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;
use heyi_core::scenario;
use heyi_store::append::{Codec, LogEvent};
use heyi_store::clock::SystemClock;
use heyi_store::memory::MemoryLog;
use heyi_store::{codec, export};
use heyi_tests::samples;
use rand::RngExt as _;
use serde_json::value::RawValue;

use super::mutate::mutate;
use super::{ALLOCATED, alone, go_on};
use crate::frames::filled;

/// A body has at most a mebibyte; what is read of it, with everything around, must stay below this.
const MOST: usize = 16 << 20;

/// Fails when an attempt leaves more allocated than is declared.
fn within(limit: usize, work: impl FnOnce()) {
    let before = ALLOCATED.allocated();
    work();
    let now = ALLOCATED.allocated().saturating_sub(before);
    assert!(now < limit, "{now} bytes stay allocated");
}

#[test]
fn a_forged_body_is_an_error() {
    let _alone = alone();
    let bodies: Vec<_> = samples::entries().iter().map(|entry| codec::encode(entry).unwrap()).collect();
    let kinds: Vec<String> = bodies.iter().map(|body| body.kind.to_string()).collect();
    let mut read = 0_u64;
    go_on("bodies", |random| {
        let mut body = bodies[random.random_range(0..bodies.len())].body.clone();
        mutate(&mut body, random);
        let kind = &kinds[random.random_range(0..kinds.len())];
        within(MOST, || {
            if let Ok(entry) = codec::decode_body(kind, 1, &body) {
                read += 1;
                // What reads can be written, unless a number in it is outside what the canonical form holds.
                if let Ok(again) = codec::encode(&entry) {
                    assert_eq!(codec::decode_body(kind, 1, &again.body).unwrap(), entry);
                }
            }
        });
    });
    assert!(read > 0, "no mutated body was one of an event: nothing deep was reached");
}

#[test]
fn a_forged_canonical_form_is_an_error() {
    let _alone = alone();
    let texts: Vec<_> = samples::entries().iter().map(|entry| codec::encode(entry).unwrap()).collect();
    go_on("canonical JSON", |random| {
        let sample = &texts[random.random_range(0..texts.len())];
        let mut text = sample.canonical.as_bytes().to_vec();
        mutate(&mut text, random);
        let Ok(raw) = RawValue::from_string(String::from_utf8_lossy(&text).into_owned()) else { return };
        if let Ok(entry) = codec::from_canonical(&sample.kind, 1, &raw) {
            let _ = codec::encode(&entry);
        }
    });
}

#[test]
fn a_forged_export_is_an_error() {
    let _alone = alone();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut whole = Vec::new();
    let canonical = |event: &LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    runtime.block_on(async {
        let (log, _) = filled().await;
        export::export(&log, &canonical, &mut whole).await.unwrap();
    });
    let body = |kind: &str, schema: u16, codec: Codec, json: &RawValue| {
        codec::body_of(kind, schema, codec, json).map_err(|error| error.to_string())
    };
    go_on("exports", |random| {
        let mut lines = whole.clone();
        mutate(&mut lines, random);
        let log = MemoryLog::new(Arc::new(SystemClock));
        let _ = runtime.block_on(export::import(&log, &body, &mut lines.as_slice()));
    });
}

#[test]
fn corrections_in_corrections_end_in_an_error_and_not_at_the_end_of_the_stack() {
    let nested = |deep: u32| {
        let mut event = scenario::sample_of_each().remove(0);
        for _ in 0..deep {
            event = CaseEvent::EntryCorrected(EntryCorrected {
                entry: Version(1),
                event: Box::new(event),
                occurred: Occurred::unknown(""),
                reason: String::new(),
                awaits_approval: false,
            });
        }
        let entry =
            Entry { occurred: Occurred::unknown(""), event: Event::Case(event), note: None, evidence: Vec::new() };
        codec::encode(&entry).unwrap()
    };
    let shallow = nested(3);
    assert!(codec::decode_body(&shallow.kind, 1, &shallow.body).is_ok());
    // Longer than any stack: the bytes of one level again and again.
    let (one, two) = (nested(40).body, nested(41).body);
    let at = one.iter().zip(&two).position(|(a, b)| a != b).unwrap_or(0).min(40);
    let level = two.len() - one.len();
    let mut deep = one[..at].to_vec();
    for _ in 0..100_000 / level {
        deep.extend_from_slice(&one[at..at + level]);
    }
    deep.extend_from_slice(&one[at..]);
    assert!(codec::decode_body(&shallow.kind, 1, &deep).is_err());
}
