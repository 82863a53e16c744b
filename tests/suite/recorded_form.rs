//! What is published of the recorded form: its JSON Schema and vectors of leaves and chain, made by the code that records.
//! `tests/reference/leaves.py` computes both again and shares no code with heyi.
//!
//! `HEYI_GOLDEN=write` writes the files anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use heyi_core::event::{
    AccountEvent, CaseEvent, DriveEvent, EmployerEvent, Entry, LetterEvent, OfficeEvent, PublicationEvent, SystemEvent,
};
use heyi_core::ids::{AccountId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::proof::leaf::{RecordedForm, instant};
use heyi_store::append::{Commit, Expect, StreamAppend, StreamId};
use heyi_store::clock::{Clock as _, ManualClock};
use heyi_store::codec;
use heyi_store::log::EventLog;
use heyi_store::memory::MemoryLog;
use heyi_tests::samples;
use jiff::SignedDuration;
use serde_json::{Value, json};
use uuid::Uuid;

/// Text in which every rule of writing a string shows: escapes, control characters, letters beyond the first plane.
const ODD: &str = "\u{1}\u{8}\t\n\u{c}\r\"\\/ \u{7f}\u{2028} 约定，𠮷 é";

fn published(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/schema").join(name)
}

fn is_published(name: &str, made: &Value) {
    let (path, text) = (published(name), serde_json::to_string_pretty(made).unwrap() + "\n");
    if std::env::var("HEYI_GOLDEN").is_ok_and(|value| value == "write") {
        fs::write(&path, &text).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == text,
        "{} is not what the code records: HEYI_GOLDEN=write, and read the difference",
        path.display()
    );
}

/// Records an event of every kind, in commits of one, two and three streams, the last with the clock held.
pub(crate) async fn record_every_kind(log: &dyn EventLog, clock: &ManualClock) {
    let mut entries: Vec<Entry> = samples::entries();
    let mut odd = entries[0].clone();
    odd.occurred = Occurred::unknown(ODD);
    odd.note = None;
    odd.evidence.clear();
    entries.insert(0, odd);
    let mut rest = entries.as_slice();
    for size in [1, 2, 3].into_iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (these, others) = rest.split_at(size.min(rest.len()));
        let appends = these.iter().enumerate().map(|(n, entry)| StreamAppend {
            stream: StreamId::new(&format!("vector-{n}")).unwrap(),
            expect: Expect::Any,
            events: vec![codec::encode(entry).unwrap()],
        });
        let commit = Commit { appends: appends.collect(), by: AccountId(Uuid::from_u128(7)), key: None };
        log.append(commit).await.unwrap();
        rest = others;
        clock.advance(SignedDuration::from_millis(999));
    }
    // A clock that goes back changes no form: the instant is held.
    clock.set(clock.now() - SignedDuration::from_hours(1));
    let last = codec::encode(&entries[1]).unwrap();
    let stream = StreamId::new("vector-0").unwrap();
    log.append(Commit::to_one(stream, Expect::Any, vec![last], AccountId(Uuid::nil()))).await.unwrap();
}

/// The clock they are recorded by.
pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at("2026-03-07T00:00:00.123456789Z".parse().unwrap()))
}

#[tokio::test]
async fn recorded_form_vectors_are_what_the_code_records() {
    let clock = clock();
    let log = MemoryLog::new(clock.clone());
    record_every_kind(&log, &clock).await;
    let commits = log.read_commits(Position::ZERO, usize::MAX).await.unwrap();
    let vectors: Vec<Value> = commits
        .iter()
        .map(|commit| {
            let events = commit.events.iter().map(|event| {
                let entry = codec::canonical_entry(event).unwrap();
                let form = RecordedForm {
                    by: event.by,
                    entry: &entry,
                    kind: &event.kind,
                    position: event.position,
                    recorded_at: instant(event.recorded_at),
                    schema: event.schema,
                    stream: event.stream.as_str(),
                    version: event.version,
                };
                json!({"recorded_form": serde_json::to_string(&form).unwrap(), "leaf": event.leaf})
            });
            json!({"events": events.collect::<Vec<_>>(), "chain": commit.chain})
        })
        .collect();
    let about = "SHA-256 of a zero byte and each recorded form gives its leaf; of the chain before (64 zeros before the first) and the \
                 leaves of a commit, the chain after it. docs/log-format.md says more.";
    is_published("vectors.json", &json!({"about": about, "commits": vectors}));
}

#[test]
fn recorded_form_schema_names_every_kind_with_its_members() {
    let kinds = [
        CaseEvent::KINDS,
        EmployerEvent::KINDS,
        LetterEvent::KINDS,
        DriveEvent::KINDS,
        PublicationEvent::KINDS,
        AccountEvent::KINDS,
        OfficeEvent::KINDS,
        SystemEvent::KINDS,
    ];
    let mut payloads = BTreeMap::new();
    for entry in samples::entries() {
        let new = codec::encode(&entry).unwrap();
        let canonical: Value = serde_json::from_str(&new.canonical).unwrap();
        let members: Vec<String> = canonical["event"].as_object().unwrap().keys().cloned().collect();
        payloads.insert(new.kind.to_string(), members);
    }
    let of_kind = |kind: &&str| {
        let members = &payloads[*kind];
        let properties: BTreeMap<&String, bool> = members.iter().map(|member| (member, true)).collect();
        let event = json!({"required": members, "properties": properties, "additionalProperties": false});
        json!({
            "if": {"properties": {"kind": {"const": kind}, "schema": {"const": codec::SCHEMA}}},
            "then": {"properties": {"entry": {"properties": {"event": event}}}},
        })
    };
    let all: Vec<&str> = kinds.iter().flat_map(|kinds| kinds.iter().copied()).collect();
    let object = |members: Value| {
        let required: Vec<String> = members.as_object().unwrap().keys().cloned().collect();
        json!({"type": "object", "required": required, "additionalProperties": false, "properties": members})
    };
    let day = json!({"anyOf": [{"type": "null"}, {"type": "string", "pattern": "^-?[0-9]{4,6}-[0-9]{2}-[0-9]{2}$"}]});
    let count = json!({"type": "integer", "minimum": 0, "maximum": (1_u64 << 53) - 1});
    let at_least_one = json!({"type": "integer", "minimum": 1, "maximum": (1_u64 << 53) - 1});
    let mut schema = object(json!({
        "by": {"$ref": "#/$defs/id", "description": "the account that recorded it; all zeros: the program itself"},
        "entry": {"$ref": "#/$defs/entry"},
        "kind": {"type": "string", "pattern": "^[a-z0-9-]{1,64}$", "description": "what was recorded; see docs/events.md"},
        "position": {"$ref": "#/$defs/number", "description": "place in the log, from 1 without gaps"},
        "recorded_at": {
            "type": "string", "pattern": "^-?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{9}Z$",
            "description": "when it was recorded, in UTC with nine digits of fraction; never decreases with the position",
        },
        "schema": {"type": "integer", "minimum": 1, "maximum": 65_535, "description": "version of the payload's shape"},
        "stream": {"type": "string", "pattern": "^[a-z0-9._:-]{1,128}$", "description": "what it belongs to"},
        "version": {"$ref": "#/$defs/number", "description": "place in the stream, from 1 without gaps"},
    }));
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("The recorded form of an event of heyi");
    schema["description"] = json!(
        "What a leaf is the hash of, in canonical JSON (RFC 8785): members in the order of their names, no space, integers only. \
         Kinds of a later version are not listed and allowed."
    );
    schema["allOf"] = all.iter().map(of_kind).collect();
    schema["$defs"] = json!({
        "id": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "number": at_least_one,
        "entry": object(json!({
            "event": {"type": "object", "description": "the payload of the kind"},
            "evidence": {"type": "array", "items": {"$ref": "#/$defs/file"}},
            "note": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/erasable"}]},
            "occurred": {"$ref": "#/$defs/occurred"},
        })),
        "occurred": object(json!({"earliest": day, "latest": day, "words": {"type": "string"}})),
        "erasable": object(json!({"commitment": {"$ref": "#/$defs/digest"}, "key": {"$ref": "#/$defs/id"}})),
        "file": object(json!({
            "bytes": count, "media_type": {"type": "string"}, "name": {"$ref": "#/$defs/erasable"},
            "sha256": {"$ref": "#/$defs/digest"},
        })),
    });
    is_published("recorded-form.schema.json", &schema);
}
