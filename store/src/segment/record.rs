//! One event inside a frame. It can be read alone: all that its reader needs stands in it, with a checksum of its own.

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::bytes::{Reader, instant_bytes, len_u32, overwrite, put_day};
use super::{ALIGN, MAX_FRAME, Tie};
use crate::append::{Codec, LogEvent, NewEvent, StreamId};

/// The length in bytes of what stands before kind, stream and body.
pub(crate) const RECORD: usize = 112;
const CHECKED_FROM: usize = 4;
const POSITION: usize = 8;
const VERSION: usize = 16;
const RECORDED_AT: usize = 24;
const FRAME_OFFSET: usize = 36;
const LEAF: usize = 64;
const FLAGS: usize = 107;
const CLOCK_HELD: u8 = 1;

/// An event as it lies in the bytes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    pub(crate) position: Position,
    pub(crate) version: Version,
    pub(crate) recorded_at: Timestamp,
    /// How many events of its commit stand before it.
    pub(crate) ordinal: u32,
    /// How many events its commit has.
    pub(crate) count: u32,
    pub(crate) by: AccountId,
    pub(crate) leaf: Digest,
    pub(crate) earliest: Option<Date>,
    pub(crate) latest: Option<Date>,
    pub(crate) schema: u16,
    pub(crate) codec: Codec,
    pub(crate) clock_held: bool,
    pub(crate) kind: &'a str,
    pub(crate) stream: &'a str,
    pub(crate) body: &'a [u8],
}

/// How many bytes a record takes, with the zeros after it.
pub(crate) fn len(kind: &str, stream: &str, body: &[u8]) -> usize {
    (RECORD + kind.len() + stream.len() + body.len()).next_multiple_of(ALIGN)
}

/// The length of the record that begins with these bytes, with the zeros after it; `None` if none can begin so.
pub(crate) fn declared_len(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::new(bytes);
    reader.u32()?;
    let len = reader.len()?;
    (RECORD..=MAX_FRAME).contains(&len).then(|| len.next_multiple_of(ALIGN))
}

/// Appends the record of an event to its frame, with zeros where [`Completion`] writes. It is the `ordinal`-th of `count` events
/// of its commit, counted from 0, and begins at `at` in the frame.
pub(crate) fn begin(
    event: &NewEvent,
    stream: &str,
    by: AccountId,
    (ordinal, count): (u32, u32),
    at: u32,
    out: &mut Vec<u8>,
) {
    let start = out.len();
    let len = RECORD + event.kind.len() + stream.len() + event.body.len();
    out.resize(start + 4, 0);
    out.extend_from_slice(&len_u32(len).to_le_bytes());
    out.resize(start + FRAME_OFFSET, 0);
    for number in [at, ordinal, count] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(by.0.as_bytes());
    out.resize(start + LEAF + 32, 0);
    put_day(out, event.earliest);
    put_day(out, event.latest);
    out.extend_from_slice(&event.schema.to_le_bytes());
    out.push(event.codec.number());
    out.push(0);
    // Both lengths are limited to 64 and 128 before a commit gets here.
    out.push(u8::try_from(event.kind.len()).unwrap_or(u8::MAX));
    out.push(u8::try_from(stream.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(&[0; 2]);
    out.extend_from_slice(event.kind.as_bytes());
    out.extend_from_slice(stream.as_bytes());
    out.extend_from_slice(&event.body);
    out.resize(out.len().next_multiple_of(ALIGN), 0);
}

/// What a record says that only the writer knows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Completion {
    pub(crate) position: Position,
    pub(crate) version: Version,
    pub(crate) recorded_at: Timestamp,
    pub(crate) leaf: Digest,
    pub(crate) clock_held: bool,
}

impl Completion {
    /// Completes the record that `bytes` begin with, its checksum last.
    pub(crate) fn write(&self, tie: &Tie, bytes: &mut [u8]) {
        overwrite(bytes, POSITION, &self.position.0.to_le_bytes());
        overwrite(bytes, VERSION, &self.version.0.to_le_bytes());
        overwrite(bytes, RECORDED_AT, &instant_bytes(self.recorded_at));
        overwrite(bytes, LEAF, &self.leaf.0);
        overwrite(bytes, FLAGS, &[if self.clock_held { CLOCK_HELD } else { 0 }]);
        let len = Reader::new(bytes.get(CHECKED_FROM..).unwrap_or_default()).len().unwrap_or_default();
        let checksum = tie.checksum(bytes.get(CHECKED_FROM..len).unwrap_or_default());
        overwrite(bytes, 0, &checksum.to_le_bytes());
    }
}

impl<'a> Record<'a> {
    /// Reads the record that `bytes` begin with, checking its own checksum.
    pub(crate) fn decode(bytes: &'a [u8], tie: &Tie) -> Result<Self, &'static str> {
        let mut reader = Reader::new(bytes);
        let (Some(checksum), Some(len)) = (reader.u32(), reader.len()) else {
            return Err("a record is cut short");
        };
        let checked = bytes.get(CHECKED_FROM..len).ok_or("a record is cut short")?;
        if checksum != tie.checksum(checked) {
            return Err("the checksum of a record is wrong");
        }
        Self::decode_unchecked(bytes)
    }

    /// Reads the record that `bytes` begin with, when the checksum of the frame around it was checked already.
    pub(crate) fn decode_unchecked(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let mut reader = Reader::new(bytes);
        let mut read = || {
            reader.u32()?;
            let len = reader.len()?;
            let (position, version) = (Position(reader.u64()?), Version(reader.u64()?));
            let recorded_at = reader.instant()?;
            let _frame = reader.u32()?;
            let (ordinal, count) = (reader.u32()?, reader.u32()?);
            let by = AccountId(Uuid::from_bytes(reader.array()?));
            let leaf = reader.digest()?;
            let (earliest, latest) = (reader.day()?, reader.day()?);
            let (schema, codec, flags) = (reader.u16()?, Codec::from_number(reader.u8()?)?, reader.u8()?);
            let (kind, stream) = (usize::from(reader.u8()?), usize::from(reader.u8()?));
            reader.u16()?;
            let body = len.checked_sub(RECORD + kind + stream)?;
            let (kind, stream, body) = (reader.text(kind)?, reader.text(stream)?, reader.bytes(body)?);
            let ordered = ordinal < count && u64::from(ordinal) < position.0;
            ordered.then_some(Self {
                position,
                version,
                recorded_at,
                ordinal,
                count,
                by,
                leaf,
                earliest,
                latest,
                schema,
                codec,
                clock_held: flags & CLOCK_HELD != 0,
                kind,
                stream,
                body,
            })
        };
        read().ok_or("a record is malformed, or of a later version")
    }

    pub(crate) fn to_event(self) -> Result<LogEvent, &'static str> {
        let commit_first = Position(self.position.0 - u64::from(self.ordinal));
        Ok(LogEvent {
            position: self.position,
            stream: StreamId::new(self.stream).map_err(|_| "a record names no stream")?,
            version: self.version,
            kind: self.kind.to_owned(),
            schema: self.schema,
            codec: self.codec,
            recorded_at: self.recorded_at,
            clock_held: self.clock_held,
            by: self.by,
            earliest: self.earliest,
            latest: self.latest,
            leaf: self.leaf,
            body: self.body.to_vec(),
            commit_first,
            commit_last: Position(commit_first.0 + u64::from(self.count) - 1),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    fn sample() -> Record<'static> {
        Record {
            position: Position(9),
            version: Version(4),
            recorded_at: Timestamp::new(1_772_841_600, 999_999_999).unwrap(),
            ordinal: 2,
            count: 5,
            by: AccountId(Uuid::from_u128(7)),
            leaf: Digest::of(&[b"leaf"]),
            earliest: None,
            latest: Some(jiff::civil::date(2026, 3, 7)),
            schema: 2,
            codec: Codec::Bincode2,
            clock_held: true,
            kind: "offer-issued",
            stream: "case-1",
            body: "要约".as_bytes(),
        }
    }

    #[test]
    fn reads_back_and_sees_every_flipped_bit() {
        let tie = Tie::new(Uuid::from_u128(5), 3);
        let sample = sample();
        let Record { position, version, recorded_at, leaf, clock_held, .. } = sample;
        let new = NewEvent {
            kind: sample.kind.into(),
            schema: sample.schema,
            codec: sample.codec,
            earliest: sample.earliest,
            latest: sample.latest,
            body: sample.body.to_vec(),
            canonical: "{}".into(),
        };
        let mut bytes = Vec::new();
        begin(&new, sample.stream, sample.by, (sample.ordinal, sample.count), 88, &mut bytes);
        Completion { position, version, recorded_at, leaf, clock_held }.write(&tie, &mut bytes);
        assert_eq!(bytes.len(), len("offer-issued", "case-1", "要约".as_bytes()));
        assert_eq!(declared_len(&bytes), Some(bytes.len()));
        assert_eq!(Record::decode(&bytes, &tie), Ok(sample));
        let used = RECORD + "offer-issued".len() + "case-1".len() + "要约".len();
        for bit in 0..used * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Record::decode(&flipped, &tie).is_err(), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Record::decode_unchecked(&bytes).map(Record::to_event);
            let _ = declared_len(&bytes);
        }
    }
}
