//! How events are written: lines of JSON, server-sent events, or CloudEvents 1.0.

use axum::http::{HeaderMap, header};
use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::place::Place;
use heyi_core::proof::leaf::instant;
use heyi_store::append::{LogEvent, StreamId};
use heyi_store::codec;
use heyi_store::reading::StoreError;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::problem::Problem;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wire {
    frame: Frame,
    cloud: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Lines,
    ServerSent,
    /// One array: a page only.
    Batch,
}

/// An event as this API writes it: the recorded form, from which its leaf is computed, and what the log says besides.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    header: Header<'a>,
    entry: Box<RawValue>,
}

/// What the log says of an event besides its entry.
#[derive(Serialize)]
pub(crate) struct Header<'a> {
    by: AccountId,
    clock_held: bool,
    earliest: Option<Date>,
    kind: &'a str,
    latest: Option<Date>,
    leaf: Digest,
    position: Position,
    recorded_at: String,
    schema: u16,
    stream: &'a StreamId,
    version: Version,
}

/// An event as CloudEvents 1.0 has it, in structured form. Its numbers are of 32 bits, so positions and versions are text.
#[derive(Serialize)]
struct Cloud<'a> {
    specversion: &'static str,
    id: String,
    source: String,
    r#type: String,
    subject: &'a StreamId,
    time: String,
    datacontenttype: &'static str,
    data: Box<RawValue>,
    position: String,
    streamversion: String,
    payloadschema: u16,
    recordedby: String,
    leaf: String,
    clockheld: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest: Option<String>,
}

impl Wire {
    /// What the client accepts, the first it names that there is; lines of JSON for anything else. `form` asks for the form
    /// of CloudEvents within any of them.
    pub(super) fn of(headers: &HeaderMap, form: &str) -> Result<Self, Problem> {
        let asked = match form {
            "" | "heyi" => false,
            "cloudevents" => true,
            other => return Err(Problem::bad_query("form", other)),
        };
        let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let kinds = accepted.flat_map(|line| line.split(',')).filter_map(|kind| kind.split(';').next());
        let known = kinds.map(str::trim).find_map(|kind| match kind {
            "application/x-ndjson" => Some((Frame::Lines, false)),
            "text/event-stream" => Some((Frame::ServerSent, false)),
            "application/cloudevents+json" => Some((Frame::Lines, true)),
            "application/cloudevents-batch+json" => Some((Frame::Batch, true)),
            _ => None,
        });
        let (frame, cloud) = known.unwrap_or((Frame::Lines, false));
        Ok(Self { frame, cloud: cloud || asked })
    }

    pub(super) fn is_server_sent(self) -> bool {
        self.frame == Frame::ServerSent
    }

    pub(super) fn can_follow(self) -> bool {
        self.frame != Frame::Batch
    }

    pub(super) fn media_type(self) -> &'static str {
        match self.frame {
            Frame::Lines => "application/x-ndjson",
            Frame::ServerSent => "text/event-stream",
            Frame::Batch => "application/cloudevents-batch+json",
        }
    }

    /// What a stream begins with.
    pub(super) fn begin(self) -> &'static str {
        match self.frame {
            Frame::ServerSent => "retry: 5000\n\n",
            Frame::Lines | Frame::Batch => "",
        }
    }

    /// What says that nothing has come, up to a position: a client that resumes need not be given what lies before it.
    pub(super) fn quiet(self, position: Position) -> String {
        match self.frame {
            Frame::ServerSent => format!(": {position}\nid: {position}\n\n"),
            Frame::Lines | Frame::Batch => "\n".to_owned(),
        }
    }

    /// A page of the log that is kept for a place.
    pub(super) fn page(self, place: &Place, events: &[LogEvent]) -> Result<String, Problem> {
        let mut text = String::new();
        if self.frame == Frame::Batch {
            text.push('[');
        }
        for event in events {
            if self.frame == Frame::Batch && text.len() > 1 {
                text.push(',');
            }
            self.write(place, event, &mut text).map_err(|error| Problem::store(&error))?;
        }
        if self.frame == Frame::Batch {
            text.push(']');
        }
        Ok(text)
    }

    /// Writes one event.
    pub(super) fn write(self, place: &Place, event: &LogEvent, to: &mut String) -> Result<(), StoreError> {
        let entry = codec::canonical_entry(event)?;
        let json = if self.cloud { cloud(place, event, entry) } else { line(event, entry) }?;
        match self.frame {
            Frame::Lines => to.extend([json.as_str(), "\n"]),
            Frame::ServerSent => to.push_str(&format!("id: {}\ndata: {json}\n\n", event.position)),
            Frame::Batch => to.push_str(&json),
        }
        Ok(())
    }
}

impl<'a> Header<'a> {
    /// The header of an event.
    pub(crate) fn of(event: &'a LogEvent) -> Self {
        Self {
            by: event.by,
            clock_held: event.clock_held,
            earliest: event.earliest,
            kind: &event.kind,
            latest: event.latest,
            leaf: event.leaf,
            position: event.position,
            recorded_at: instant(event.recorded_at),
            schema: event.schema,
            stream: &event.stream,
            version: event.version,
        }
    }
}

fn line(event: &LogEvent, entry: Box<RawValue>) -> Result<String, StoreError> {
    json(event, &Line { header: Header::of(event), entry })
}

fn cloud(place: &Place, event: &LogEvent, entry: Box<RawValue>) -> Result<String, StoreError> {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let cloud = Cloud {
        specversion: "1.0",
        id: event.position.to_string(),
        source: format!("/heyi/{}/events", place.code()),
        r#type: format!("heyi.{}", event.kind),
        subject: &event.stream,
        time: instant(event.recorded_at),
        datacontenttype: "application/json",
        data: entry,
        position: event.position.to_string(),
        streamversion: event.version.to_string(),
        payloadschema: event.schema,
        recordedby: event.by.to_string(),
        leaf: event.leaf.to_string(),
        clockheld: event.clock_held,
        earliest: day(event.earliest),
        latest: day(event.latest),
    };
    json(event, &cloud)
}

fn json(event: &LogEvent, value: &impl Serialize) -> Result<String, StoreError> {
    let fail = |error: serde_json::Error| codec::CodecError::Read { kind: event.kind.clone(), why: error.to_string() };
    Ok(serde_json::to_string(value).map_err(fail)?)
}
