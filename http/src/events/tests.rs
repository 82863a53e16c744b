//! How events are written. What is given to whom is tested over HTTP, in `tests/suite/events.rs`.

use std::sync::Arc;

use axum::http::HeaderMap;
use heyi_core::event::{Entry, Event};
use heyi_core::ids::AccountId;
use heyi_core::occurred::Occurred;
use heyi_core::scenario::sample_of_each;
use heyi_store::append::{Commit, Expect, StreamId};
use heyi_store::clock::ManualClock;
use heyi_store::codec;
use heyi_store::log::EventLog as _;
use heyi_store::memory::MemoryLog;
use serde_json::Value;
use uuid::Uuid;

use super::*;

fn wire(accept: &str, form: &str) -> Result<Wire, Problem> {
    let mut headers = HeaderMap::new();
    if !accept.is_empty() {
        headers.insert(header::ACCEPT, accept.parse().unwrap());
    }
    Wire::of(&headers, form)
}

async fn events() -> Vec<LogEvent> {
    let log = MemoryLog::new(Arc::new(ManualClock::at("2026-03-10T02:00:00Z".parse().unwrap())));
    let event = sample_of_each().remove(0);
    let entry = Entry { occurred: Occurred::unknown(""), event: Event::Case(event), note: None, evidence: Vec::new() };
    let stream = StreamId::new("case-1").unwrap();
    let new = vec![codec::encode(&entry).unwrap(), codec::encode(&entry).unwrap()];
    log.append(Commit::to_one(stream, Expect::Any, new, AccountId(Uuid::nil()))).await.unwrap();
    log.read_all(Position::ZERO, 9).await.unwrap()
}

#[test]
fn what_is_accepted_decides_the_form() {
    for (accept, form, media, cloud) in [
        ("", "", "application/x-ndjson", false),
        ("*/*", "", "application/x-ndjson", false),
        ("text/html, application/x-ndjson;q=0.5", "", "application/x-ndjson", false),
        ("text/event-stream", "", "text/event-stream", false),
        ("text/event-stream", "cloudevents", "text/event-stream", true),
        ("application/cloudevents+json", "", "application/x-ndjson", true),
        ("application/cloudevents-batch+json", "", "application/cloudevents-batch+json", true),
        ("", "cloudevents", "application/x-ndjson", true),
    ] {
        let wire = wire(accept, form).unwrap();
        assert_eq!(wire.media_type(), media, "{accept}");
        assert_eq!(format!("{wire:?}").contains("cloud: true"), cloud, "{accept} {form}");
    }
    assert!(wire("", "xml").is_err());
    assert!(!wire("application/cloudevents-batch+json", "").unwrap().can_follow());
}

#[tokio::test]
async fn a_line_holds_the_recorded_form_and_a_cloud_event_its_attributes() {
    let (events, place) = (events().await, "320000".parse().unwrap());
    let line = wire("", "").unwrap().page(&place, &events).unwrap();
    assert_eq!(line.lines().count(), 2);
    let read: Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    assert_eq!((&read["position"], &read["recorded_at"]), (&1.into(), &"2026-03-10T02:00:00.000000000Z".into()));
    assert!(read["entry"]["event"].is_object() && read["leaf"].as_str().unwrap().len() == 64, "{read}");

    let batch = wire("application/cloudevents-batch+json", "").unwrap().page(&place, &events).unwrap();
    let batch: Vec<Value> = serde_json::from_str(&batch).unwrap();
    assert_eq!(batch.len(), 2);
    let cloud = batch[1].as_object().unwrap();
    for (name, value) in [("specversion", "1.0"), ("id", "2"), ("source", "/heyi/320000/events"), ("subject", "case-1")]
    {
        assert_eq!(cloud[name], value, "{name}");
    }
    assert!(cloud["type"].as_str().unwrap().starts_with("heyi."));
    assert!(cloud["time"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    assert_eq!((&cloud["data"], &cloud["datacontenttype"]), (&read["entry"], &"application/json".into()));
    assert_eq!((&cloud["position"], &cloud["streamversion"]), (&"2".into(), &"2".into()));
    for (name, value) in cloud {
        assert!(name.len() <= 20 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{name}");
        assert!(name == "data" || value.is_string() || value.is_boolean() || value.is_i64(), "{name}: {value}");
    }
}

#[tokio::test]
async fn a_server_sent_event_is_one_line_of_data_under_its_position() {
    let (events, place) = (events().await, "320000".parse().unwrap());
    let text = wire("text/event-stream", "").unwrap().page(&place, &events).unwrap();
    let blocks: Vec<&str> = text.split_terminator("\n\n").collect();
    assert_eq!(blocks.len(), 2);
    for (block, id) in blocks.iter().zip(1..) {
        let (first, data) = block.split_once('\n').unwrap();
        assert_eq!(first, format!("id: {id}"));
        let json: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!(json["position"], id);
    }
}
