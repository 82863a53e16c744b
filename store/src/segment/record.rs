//! One event inside a frame. It can be read alone: all that its reader needs stands in it, with a checksum of its own.

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::bytes::{Reader, len_u32, overwrite, put_day, put_instant};
use super::{ALIGN, MAX_FRAME, Tie};
use crate::append::{Codec, LogEvent, StreamId};

/// The length in bytes of what stands before kind, stream and body.
pub(crate) const RECORD: usize = 112;
const CHECKED_FROM: usize = 4;
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

impl<'a> Record<'a> {
    /// Appends it to a frame that begins at `frame` in `out`.
    pub(crate) fn encode(&self, tie: &Tie, frame: usize, out: &mut Vec<u8>) {
        let start = out.len();
        let len = RECORD + self.kind.len() + self.stream.len() + self.body.len();
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&len_u32(len).to_le_bytes());
        out.extend_from_slice(&self.position.0.to_le_bytes());
        out.extend_from_slice(&self.version.0.to_le_bytes());
        put_instant(out, self.recorded_at);
        out.extend_from_slice(&len_u32(start - frame).to_le_bytes());
        out.extend_from_slice(&self.ordinal.to_le_bytes());
        out.extend_from_slice(&self.count.to_le_bytes());
        out.extend_from_slice(self.by.0.as_bytes());
        out.extend_from_slice(&self.leaf.0);
        put_day(out, self.earliest);
        put_day(out, self.latest);
        out.extend_from_slice(&self.schema.to_le_bytes());
        out.push(self.codec.number());
        out.push(if self.clock_held { CLOCK_HELD } else { 0 });
        // Both lengths are limited to 64 and 128 before a commit gets here.
        out.push(u8::try_from(self.kind.len()).unwrap_or(u8::MAX));
        out.push(u8::try_from(self.stream.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(self.kind.as_bytes());
        out.extend_from_slice(self.stream.as_bytes());
        out.extend_from_slice(self.body);
        let checksum = tie.checksum(out.get(start + CHECKED_FROM..).unwrap_or_default());
        overwrite(out, start, &checksum.to_le_bytes());
        out.resize(out.len().next_multiple_of(ALIGN), 0);
    }

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
        let mut bytes = Vec::new();
        sample().encode(&tie, 0, &mut bytes);
        assert_eq!(bytes.len(), len("offer-issued", "case-1", "要约".as_bytes()));
        assert_eq!(declared_len(&bytes), Some(bytes.len()));
        assert_eq!(Record::decode(&bytes, &tie), Ok(sample()));
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
