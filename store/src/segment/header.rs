//! The first bytes of a segment: which log it belongs to and where it continues.

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use jiff::Timestamp;
use uuid::Uuid;

use super::FORMAT;
use super::bytes::{Reader, overwrite, put_instant};

/// Its length in bytes.
pub(crate) const HEADER: usize = 96;
const MAGIC: [u8; 8] = *b"heyi-log";
const CHECKED_FROM: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SegmentHeader {
    /// The log's own number, by chance: segments of two logs are never taken for each other.
    pub(crate) log: Uuid,
    /// From 1, without gaps.
    pub(crate) segment: u64,
    /// The position its first event has.
    pub(crate) first: Position,
    /// The chain before it.
    pub(crate) chain: Digest,
    /// `recorded_at` of the event before it; the start of time for the first.
    pub(crate) last_instant: Timestamp,
}

impl SegmentHeader {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(self.log.as_bytes());
        out.extend_from_slice(&self.segment.to_le_bytes());
        out.extend_from_slice(&self.first.0.to_le_bytes());
        out.extend_from_slice(&self.chain.0);
        put_instant(&mut out, self.last_instant);
        out.resize(HEADER, 0);
        let checksum = crc32c::crc32c(out.get(CHECKED_FROM..).unwrap_or_default());
        overwrite(&mut out, MAGIC.len(), &checksum.to_le_bytes());
        out
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, &'static str> {
        let short = "the header of the segment is cut short";
        let bytes = bytes.get(..HEADER).ok_or(short)?;
        let mut reader = Reader::new(bytes);
        if reader.array() != Some(MAGIC) {
            return Err("not a segment of a log");
        }
        let checksum = reader.u32().ok_or(short)?;
        if checksum != crc32c::crc32c(bytes.get(CHECKED_FROM..).unwrap_or_default()) {
            return Err("the checksum of the segment's header is wrong");
        }
        if reader.u16() != Some(FORMAT) {
            return Err("the segment is of a later format version");
        }
        let mut read = || {
            reader.u16()?;
            Some(Self {
                log: Uuid::from_bytes(reader.array()?),
                segment: reader.u64()?,
                first: Position(reader.u64()?),
                chain: reader.digest()?,
                last_instant: reader.instant()?,
            })
        };
        read().ok_or(short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_and_sees_every_flipped_bit() {
        let header = SegmentHeader {
            log: Uuid::from_u128(5),
            segment: 3,
            first: Position(77),
            chain: Digest::of(&[b"x"]),
            last_instant: Timestamp::new(1_772_841_600, 5).unwrap(),
        };
        let bytes = header.encode();
        assert_eq!(SegmentHeader::decode(&bytes), Ok(header));
        for bit in 0..HEADER * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(SegmentHeader::decode(&flipped).is_err(), "bit {bit}");
        }
    }
}
