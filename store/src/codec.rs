//! Events as bytes: bincode on disk, canonical JSON in proofs and exports; both from the same frozen payloads.
//!
//! A body is the entry's head followed by the payload of its kind. bincode is positional and says nothing of what it holds,
//! so kind, schema and codec stand beside it in the frame, and the golden files in `tests/golden/events/` pin every kind.

use std::borrow::Cow;

use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use heyi_core::erasable::FileRef;
use heyi_core::event::{Entry, Event, PayloadSource, PayloadVisitor, Recorded};
use heyi_core::proof::canonical;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::append::{Codec, LogEvent, MAX_BODY, NewEvent};

pub mod v1;

/// The schema written today, of every kind.
pub const SCHEMA: u16 = 1;

const CONFIG: Configuration<LittleEndian, Varint, Limit<MAX_BODY>> =
    bincode::config::standard().with_limit::<MAX_BODY>();

/// The event cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// This program does not know the kind: the log was written by a newer one.
    #[error("events of kind {kind} (schema {schema}) are not known to this version of heyi; use a newer one")]
    UnknownKind {
        /// The kind.
        kind: String,
        /// Its schema.
        schema: u16,
    },
    /// The payload cannot be written.
    #[error("an event of kind {kind} cannot be written: {why}")]
    Write {
        /// The kind.
        kind: &'static str,
        /// What the codec says.
        why: String,
    },
    /// The bytes are not an event of this kind.
    #[error("the bytes of an event of kind {kind} cannot be read: {why}")]
    Read {
        /// The kind.
        kind: String,
        /// What the codec says.
        why: String,
    },
}

/// Writes an entry.
///
/// # Errors
/// [`CodecError::Write`] when a number in it is outside what a canonical form can hold.
pub fn encode(entry: &Entry) -> Result<NewEvent, CodecError> {
    let kind = entry.event.kind();
    let head = v1::Head::of(entry);
    let fail = |why: String| CodecError::Write { kind, why };
    let mut body = Vec::with_capacity(512);
    let written = bincode::serde::encode_into_std_write(&head, &mut body, CONFIG);
    written.and_then(|_| entry.event.visit(ToBincode(&mut body))).map_err(|error| fail(error.to_string()))?;
    Ok(NewEvent {
        kind: Cow::Borrowed(kind),
        schema: SCHEMA,
        codec: Codec::Bincode2,
        earliest: entry.occurred.earliest,
        latest: entry.occurred.latest,
        body,
        canonical: canonical_of(&head, &entry.event).map_err(fail)?.into(),
    })
}

/// Reads an event of the log.
///
/// # Errors
/// [`CodecError::UnknownKind`], or [`CodecError::Read`] when its bytes are not an event of its kind.
pub fn decode(event: &LogEvent) -> Result<Recorded<Event>, CodecError> {
    let entry = decode_body(&event.kind, event.schema, &event.body)?;
    Ok(Recorded {
        position: event.position,
        version: event.version,
        recorded_at: event.recorded_at,
        by: event.by,
        occurred: entry.occurred,
        event: entry.event,
        note: entry.note,
        evidence: entry.evidence,
    })
}

/// Reads the body of an event of that kind.
///
/// # Errors
/// As [`decode`].
pub fn decode_body(kind: &str, schema: u16, body: &[u8]) -> Result<Entry, CodecError> {
    let fail = |why: String| CodecError::Read { kind: kind.to_owned(), why };
    let unknown = || CodecError::UnknownKind { kind: kind.to_owned(), schema };
    if schema != SCHEMA {
        return Err(unknown());
    }
    let (head, used) =
        bincode::serde::decode_from_slice::<v1::Head, _>(body, CONFIG).map_err(|error| fail(error.to_string()))?;
    let rest = body.get(used..).unwrap_or_default();
    let event = Event::read(kind, FromBincode(rest)).ok_or_else(unknown)?.map_err(fail)?;
    Ok(head.with(event))
}

/// The papers an event of the log rests on; its payload is not read, so that its kind need not be known.
///
/// # Errors
/// As [`decode`].
pub fn evidence(event: &LogEvent) -> Result<Vec<FileRef>, CodecError> {
    if event.schema != SCHEMA {
        return Err(CodecError::UnknownKind { kind: event.kind.clone(), schema: event.schema });
    }
    let read = bincode::serde::decode_from_slice::<v1::Head, _>(&event.body, CONFIG);
    let fail =
        |error: bincode::error::DecodeError| CodecError::Read { kind: event.kind.clone(), why: error.to_string() };
    read.map(|(head, _)| head.evidence).map_err(fail)
}

/// The canonical JSON of an event of the log: what its leaf is a hash of, beside the header.
///
/// # Errors
/// As [`decode`].
pub fn canonical_entry(event: &LogEvent) -> Result<Box<RawValue>, CodecError> {
    let entry = decode_body(&event.kind, event.schema, &event.body)?;
    canonical_of(&v1::Head::of(&entry), &entry.event)
        .and_then(|text| RawValue::from_string(text).map_err(|error| error.to_string()))
        .map_err(|why| CodecError::Read { kind: event.kind.clone(), why })
}

/// Writes the body of an event again from its entry in canonical JSON, as an import does.
///
/// # Errors
/// As [`decode`], and when the event was written in another codec than this version writes.
pub fn body_of(kind: &str, schema: u16, codec: Codec, json: &RawValue) -> Result<Vec<u8>, CodecError> {
    let new = encode(&from_canonical(kind, schema, json)?)?;
    if (new.schema, new.codec) == (schema, codec) {
        Ok(new.body)
    } else {
        Err(CodecError::UnknownKind { kind: kind.to_owned(), schema })
    }
}

/// Reads an entry from its canonical JSON.
///
/// # Errors
/// As [`decode`].
pub fn from_canonical(kind: &str, schema: u16, json: &RawValue) -> Result<Entry, CodecError> {
    #[derive(Deserialize)]
    struct Parts<'a> {
        #[serde(borrow)]
        event: &'a RawValue,
        evidence: Vec<FileRef>,
        note: Option<heyi_core::erasable::Erasable>,
        occurred: heyi_core::occurred::Occurred,
    }
    let fail = |why: String| CodecError::Read { kind: kind.to_owned(), why };
    let unknown = || CodecError::UnknownKind { kind: kind.to_owned(), schema };
    if schema != SCHEMA {
        return Err(unknown());
    }
    let parts: Parts<'_> = serde_json::from_str(json.get()).map_err(|error| fail(error.to_string()))?;
    let event = Event::read(kind, FromJson(parts.event)).ok_or_else(unknown)?.map_err(fail)?;
    Ok(Entry { occurred: parts.occurred, event, note: parts.note, evidence: parts.evidence })
}

/// Written in key order: the canonical form of the whole from the canonical forms of its parts.
fn canonical_of(head: &v1::Head, event: &Event) -> Result<String, String> {
    let mut text = Vec::with_capacity(1_024);
    let mut write = || -> Result<(), canonical::NotCanonical> {
        text.extend_from_slice(b"{\"event\":");
        event.visit(ToCanonical(&mut text))?;
        text.extend_from_slice(b",\"evidence\":");
        canonical::write(&head.evidence, &mut text)?;
        text.extend_from_slice(b",\"note\":");
        canonical::write(&head.note, &mut text)?;
        text.extend_from_slice(b",\"occurred\":");
        canonical::write(&head.occurred, &mut text)
    };
    write().map_err(|error| error.to_string())?;
    text.push(b'}');
    String::from_utf8(text).map_err(|error| error.to_string())
}

struct ToBincode<'a>(&'a mut Vec<u8>);

impl PayloadVisitor for ToBincode<'_> {
    type Out = Result<usize, bincode::error::EncodeError>;

    fn visit<T: Serialize>(self, payload: &T) -> Self::Out {
        bincode::serde::encode_into_std_write(payload, self.0, CONFIG)
    }
}

struct ToCanonical<'a>(&'a mut Vec<u8>);

impl PayloadVisitor for ToCanonical<'_> {
    type Out = Result<(), canonical::NotCanonical>;

    fn visit<T: Serialize>(self, payload: &T) -> Self::Out {
        canonical::write(payload, self.0)
    }
}

#[derive(Clone, Copy)]
struct FromBincode<'a>(&'a [u8]);

impl PayloadSource for FromBincode<'_> {
    type Error = String;

    fn read<T: for<'de> Deserialize<'de>>(self) -> Result<T, String> {
        let (payload, used) = bincode::serde::decode_from_slice(self.0, CONFIG).map_err(|error| error.to_string())?;
        if used == self.0.len() { Ok(payload) } else { Err("bytes are left over".to_owned()) }
    }
}

#[derive(Clone, Copy)]
struct FromJson<'a>(&'a RawValue);

impl PayloadSource for FromJson<'_> {
    type Error = String;

    fn read<T: for<'de> Deserialize<'de>>(self) -> Result<T, String> {
        serde_json::from_str(self.0.get()).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::scenario::{day, sample_of_each};

    use super::*;

    fn entries() -> Vec<Entry> {
        let entry = |event| Entry { occurred: day(3), event: Event::Case(event), note: None, evidence: Vec::new() };
        sample_of_each().into_iter().map(entry).collect()
    }

    #[test]
    fn every_kind_reads_back_from_both_forms() {
        for entry in entries() {
            let new = encode(&entry).unwrap();
            assert_eq!(decode_body(&new.kind, SCHEMA, &new.body).unwrap(), entry);
            let json = RawValue::from_string(new.canonical.into()).unwrap();
            assert_eq!(from_canonical(&new.kind, SCHEMA, &json).unwrap(), entry);
        }
    }

    #[test]
    fn the_canonical_form_is_that_of_rfc_8785() {
        for entry in entries() {
            let new = encode(&entry).unwrap();
            let value: serde_json::Value = serde_json::from_str(&new.canonical).unwrap();
            assert_eq!(new.canonical.as_bytes(), canonical::to_vec(&value).unwrap());
        }
    }

    #[test]
    fn what_is_not_known_or_not_whole_is_an_error() {
        let new = encode(&entries().remove(0)).unwrap();
        assert!(matches!(decode_body("of-tomorrow", 1, &new.body), Err(CodecError::UnknownKind { .. })));
        assert!(matches!(decode_body(&new.kind, 2, &new.body), Err(CodecError::UnknownKind { .. })));
        let cut = new.body.len() - 1;
        assert!(matches!(decode_body(&new.kind, 1, &new.body[..cut]), Err(CodecError::Read { .. })));
        let longer = [new.body.as_slice(), &[0]].concat();
        assert!(matches!(decode_body(&new.kind, 1, &longer), Err(CodecError::Read { .. })));
    }
}
