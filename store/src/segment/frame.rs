//! A frame: one commit, with one checksum over all of it.

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position};
use uuid::Uuid;

use super::bytes::{Reader, len_u32, overwrite};
use super::record::{self, Record};
use super::{ALIGN, FORMAT, MAX_FRAME, Tie};
use crate::append::{Commit, IdempotencyKey, LogCommit};

/// The length in bytes of what stands before key and records.
pub(crate) const FRAME: usize = 88;
pub(crate) const MAGIC: [u8; 4] = *b"heyF";
const CHECKED_FROM: usize = 8;
const KEY: usize = 16 + 32 + 2 + 2;

/// What stands first in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// Bytes of the whole frame.
    pub(crate) len: usize,
    /// Position of the first event.
    pub(crate) first: Position,
    /// The last position that was durable when this was written: what is damaged at or below it was acknowledged.
    pub(crate) durable: Position,
    /// How many events.
    pub(crate) events: u32,
    /// Bytes of the idempotency key, 0 without one.
    key_len: usize,
    /// The chain after this commit.
    pub(crate) chain: Digest,
    checksum: u32,
}

impl FrameHeader {
    /// Position of the last event.
    pub(crate) fn last(&self) -> Position {
        Position(self.first.0 + u64::from(self.events) - 1)
    }

    /// Reads a header, and checks that it can stand in this segment at this offset.
    pub(crate) fn decode(bytes: &[u8], tie: &Tie, offset: u64) -> Result<Self, &'static str> {
        let short = "a frame is cut short";
        let mut reader = Reader::new(bytes);
        if reader.array() != Some(MAGIC) {
            return Err("no frame begins here");
        }
        let checksum = reader.u32().ok_or(short)?;
        let len = reader.len().ok_or(short)?;
        if !(FRAME..=MAX_FRAME).contains(&len) || !len.is_multiple_of(ALIGN) {
            return Err("the length of a frame is impossible");
        }
        if reader.u16() != Some(FORMAT) {
            return Err("a frame is of a later format version");
        }
        reader.u16();
        if reader.u64() != Some(tie.segment) || reader.u64() != Some(offset) {
            return Err("a frame of another place");
        }
        let mut read = || {
            let (first, durable) = (Position(reader.u64()?), Position(reader.u64()?));
            let (events, key_len, chain) = (reader.u32()?, reader.len()?, reader.digest()?);
            let fits = u64::from(events) * record::RECORD as u64 + key_len as u64 <= (len - FRAME) as u64;
            let possible =
                fits && first.0 > 0 && events > 0 && durable < first && first.0 < u64::MAX - u64::from(events);
            possible.then_some(Self { len, first, durable, events, key_len, chain, checksum })
        };
        read().ok_or("the header of a frame is impossible")
    }
}

/// A whole frame whose checksum is right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) header: FrameHeader,
    /// Where it begins in its segment.
    pub(crate) offset: u64,
    pub(crate) bytes: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Checks the frame that `bytes` are.
    pub(crate) fn check(header: FrameHeader, bytes: &'a [u8], tie: &Tie, offset: u64) -> Result<Self, &'static str> {
        let checked = bytes.get(CHECKED_FROM..header.len).ok_or("a frame is cut short")?;
        if header.checksum != tie.checksum(checked) {
            return Err("the checksum of a frame is wrong");
        }
        Ok(Self { header, offset, bytes: bytes.get(..header.len).unwrap_or(bytes) })
    }

    /// Its checksum as it stands in it, which the hash of the segment is made of.
    pub(crate) fn checksum(&self) -> [u8; 4] {
        self.header.checksum.to_le_bytes()
    }

    /// Its records in order, each with where it begins in the frame; the first that cannot be read is the last.
    pub(crate) fn records(&self) -> impl Iterator<Item = Result<(usize, Record<'a>), &'static str>> {
        let bytes = self.bytes;
        let mut next = Some(FRAME + self.header.key_len.next_multiple_of(ALIGN));
        (0..self.header.events).map_while(move |_| {
            let at = next.take()?;
            let read = || {
                let rest = bytes.get(at..).ok_or("a frame holds fewer records than it says")?;
                let len = record::declared_len(rest).ok_or("the length of a record is impossible")?;
                Ok((at + len, Record::decode_unchecked(rest)?))
            };
            Some(read().map(|(behind, record)| {
                next = Some(behind);
                (at, record)
            }))
        })
    }

    /// The leaves of its events in order.
    pub(crate) fn leaves(&self) -> Result<Vec<Digest>, &'static str> {
        self.records().map(|record| record.map(|(_, record)| record.leaf)).collect()
    }

    /// The idempotency key of the commit.
    pub(crate) fn key(&self) -> Result<Option<IdempotencyKey>, &'static str> {
        if self.header.key_len == 0 {
            return Ok(None);
        }
        let mut reader = Reader::new(self.bytes.get(FRAME..).unwrap_or_default());
        let mut read = || {
            let account = AccountId(Uuid::from_bytes(reader.array()?));
            let fingerprint = reader.digest()?;
            let (route, key) = (usize::from(reader.u16()?), usize::from(reader.u16()?));
            let (route, key) = (reader.text(route)?.to_owned(), reader.text(key)?.to_owned());
            Some(IdempotencyKey { account, route, key, fingerprint })
        };
        read().map(Some).ok_or("an idempotency key is malformed")
    }

    pub(crate) fn to_commit(self) -> Result<LogCommit, &'static str> {
        let events = self.records().map(|record| record?.1.to_event()).collect::<Result<_, _>>()?;
        Ok(LogCommit { key: self.key()?, chain: self.header.chain, events })
    }
}

/// How many bytes the frame of a commit takes.
pub(crate) fn len(commit: &Commit) -> usize {
    let key = commit.key.as_ref().map_or(0, key_len);
    let events = commit.appends.iter().flat_map(|append| append.events.iter().map(move |event| (append, event)));
    let records = events.map(|(append, event)| record::len(&event.kind, append.stream.as_str(), &event.body));
    FRAME + key.next_multiple_of(ALIGN) + records.sum::<usize>()
}

/// How many bytes a key takes in its frame, before it is padded.
pub(super) fn key_len(key: &IdempotencyKey) -> usize {
    KEY + key.route.len() + key.key.len()
}

/// Begins a frame at the end of `out`: room for its header, and the key. The records follow, then [`finish`].
pub(crate) fn begin(out: &mut Vec<u8>, key: Option<&IdempotencyKey>) {
    let start = out.len();
    out.resize(start + FRAME, 0);
    if let Some(key) = key {
        out.extend_from_slice(key.account.0.as_bytes());
        out.extend_from_slice(&key.fingerprint.0);
        for text in [&key.route, &key.key] {
            // Limited to 256 bytes before a commit gets here.
            out.extend_from_slice(&u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes());
        }
        out.extend_from_slice(key.route.as_bytes());
        out.extend_from_slice(key.key.as_bytes());
        out.resize(out.len().next_multiple_of(ALIGN), 0);
    }
}

/// What [`finish`] writes into the header.
pub(crate) struct Finish<'a> {
    pub(crate) tie: &'a Tie,
    pub(crate) offset: u64,
    pub(crate) first: Position,
    pub(crate) durable: Position,
    pub(crate) events: u32,
    /// Bytes of the idempotency key, 0 without one.
    pub(crate) key_len: usize,
    pub(crate) chain: Digest,
}

/// Completes the frame that began at `start` in `out`, and answers its checksum as it stands in it.
pub(crate) fn finish(out: &mut [u8], start: usize, with: &Finish<'_>) -> [u8; 4] {
    let len = out.len() - start;
    let mut at = start;
    let mut put = |bytes: &[u8]| {
        overwrite(out, at, bytes);
        at += bytes.len();
    };
    put(&MAGIC);
    put(&[0; 4]);
    put(&len_u32(len).to_le_bytes());
    put(&FORMAT.to_le_bytes());
    put(&[0; 2]);
    for number in [with.tie.segment, with.offset, with.first.0, with.durable.0] {
        put(&number.to_le_bytes());
    }
    put(&with.events.to_le_bytes());
    put(&len_u32(with.key_len).to_le_bytes());
    put(&with.chain.0);
    let checksum = with.tie.checksum(out.get(start + CHECKED_FROM..).unwrap_or_default());
    let checksum = checksum.to_le_bytes();
    overwrite(out, start + MAGIC.len(), &checksum);
    checksum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    #[test]
    fn a_header_takes_the_bytes_it_says() {
        let tie = Tie::new(Uuid::from_u128(1), 1);
        let key = IdempotencyKey {
            account: AccountId(Uuid::from_u128(2)),
            route: "POST /x".to_owned(),
            key: "k".to_owned(),
            fingerprint: Digest::of(&[b"asked"]),
        };
        let mut out = vec![0xee; 16];
        begin(&mut out, Some(&key));
        // Room for one record, which nothing here reads.
        out.resize(out.len() + record::RECORD, 0);
        let with = Finish {
            tie: &tie,
            offset: 96,
            first: Position(5),
            durable: Position(4),
            events: 1,
            key_len: key_len(&key),
            chain: Digest::of(&[b"c"]),
        };
        finish(&mut out, 16, &with);
        let header = FrameHeader::decode(&out[16..], &tie, 96).unwrap();
        let frame = Frame::check(header, &out[16..], &tie, 96).unwrap();
        assert_eq!((header.first, header.durable, header.last()), (Position(5), Position(4), Position(5)));
        assert_eq!(frame.key().unwrap(), Some(key));
        assert!(FrameHeader::decode(&out[16..], &tie, 104).is_err(), "the same bytes at another offset");
        let with = Finish { events: 2, ..with };
        finish(&mut out, 16, &with);
        assert!(FrameHeader::decode(&out[16..], &tie, 96).is_err(), "more events than could stand in it");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(mut bytes in proptest::collection::vec(any::<u8>(), 96..400), events in 0..9_u32) {
            let tie = Tie::new(Uuid::from_u128(1), 1);
            let with = Finish { tie: &tie, offset: 0, first: Position(9), durable: Position(1), events, key_len: 0, chain: Digest::default() };
            bytes.resize(bytes.len().next_multiple_of(ALIGN), 0);
            finish(&mut bytes, 0, &with);
            if let Ok(header) = FrameHeader::decode(&bytes, &tie, 0) {
                let frame = Frame::check(header, &bytes, &tie, 0).unwrap();
                let _ = (frame.key(), frame.leaves(), frame.to_commit());
            }
        }
    }
}
