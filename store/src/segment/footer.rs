//! The last bytes of a sealed segment: what it holds, and landmarks for finding a position in it.

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use jiff::Timestamp;

use super::bytes::{Reader, len_u32, overwrite, put_instant};
use super::{ALIGN, Tie};

const MAGIC: [u8; 8] = *b"heyi-end";
const FIXED: usize = 136;
const LANDMARK: usize = 16;
/// Where the footer begins, and the magic again: how it is found from the end of the file.
pub(crate) const TRAILER: usize = 16;
const CHECKED_FROM: usize = 12;

/// A frame that begins at a known place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Landmark {
    pub(crate) position: Position,
    pub(crate) offset: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Footer {
    /// Where the frames end and the footer begins.
    pub(crate) offset: u64,
    pub(crate) first: Position,
    pub(crate) last: Position,
    pub(crate) frames: u64,
    /// The chain after the last frame.
    pub(crate) chain: Digest,
    /// SHA-256 of the checksums of all frames, one after another.
    pub(crate) hash: Digest,
    /// `recorded_at` of the last event.
    pub(crate) last_instant: Timestamp,
    pub(crate) landmarks: Vec<Landmark>,
}

impl Footer {
    /// How many bytes a footer with that many landmarks takes.
    pub(crate) fn len(landmarks: usize) -> usize {
        FIXED + landmarks * LANDMARK + TRAILER
    }

    pub(crate) fn encode(&self, tie: &Tie) -> Vec<u8> {
        let len = Self::len(self.landmarks.len());
        let mut out = Vec::with_capacity(len);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&len_u32(len).to_le_bytes());
        for number in [tie.segment, self.offset, self.first.0, self.last.0, self.frames] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.chain.0);
        out.extend_from_slice(&self.hash.0);
        put_instant(&mut out, self.last_instant);
        out.extend_from_slice(&len_u32(self.landmarks.len()).to_le_bytes());
        for landmark in &self.landmarks {
            out.extend_from_slice(&landmark.position.0.to_le_bytes());
            out.extend_from_slice(&landmark.offset.to_le_bytes());
        }
        out.extend_from_slice(&self.offset.to_le_bytes());
        out.extend_from_slice(&MAGIC);
        let checksum = tie.checksum(out.get(CHECKED_FROM..).unwrap_or_default());
        overwrite(&mut out, MAGIC.len(), &checksum.to_le_bytes());
        out
    }

    /// Where the footer begins, by the last [`TRAILER`] bytes of the file.
    pub(crate) fn begins_at(trailer: &[u8]) -> Option<u64> {
        let mut reader = Reader::new(trailer);
        let offset = reader.u64()?;
        (reader.array() == Some(MAGIC) && offset.is_multiple_of(ALIGN as u64)).then_some(offset)
    }

    /// Reads the footer that begins at `offset` and takes all of `bytes`.
    pub(crate) fn decode(bytes: &[u8], tie: &Tie, offset: u64) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let magic = reader.array()? == MAGIC;
        let checksum = reader.u32()? == tie.checksum(bytes.get(CHECKED_FROM..)?);
        let len = reader.len()? == bytes.len();
        let segment = reader.u64()? == tie.segment;
        if !(magic && checksum && len && segment && reader.u64()? == offset) {
            return None;
        }
        let (first, last, frames) = (Position(reader.u64()?), Position(reader.u64()?), reader.u64()?);
        let (chain, hash, last_instant) = (reader.digest()?, reader.digest()?, reader.instant()?);
        let count = reader.len()?;
        if Self::len(count) != bytes.len() {
            return None;
        }
        let landmarks = (0..count).map(|_| Some(Landmark { position: Position(reader.u64()?), offset: reader.u64()? }));
        let landmarks = landmarks.collect::<Option<_>>()?;
        Some(Self { offset, first, last, frames, chain, hash, last_instant, landmarks })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn reads_back_and_sees_every_flipped_bit() {
        let tie = Tie::new(Uuid::from_u128(5), 3);
        let footer = Footer {
            offset: 4_096,
            first: Position(7),
            last: Position(9),
            frames: 2,
            chain: Digest::of(&[b"c"]),
            hash: Digest::of(&[b"h"]),
            last_instant: Timestamp::UNIX_EPOCH,
            landmarks: vec![Landmark { position: Position(7), offset: 96 }],
        };
        let bytes = footer.encode(&tie);
        assert_eq!(bytes.len(), Footer::len(1));
        assert_eq!(Footer::begins_at(&bytes[bytes.len() - TRAILER..]), Some(4_096));
        assert_eq!(Footer::decode(&bytes, &tie, 4_096), Some(footer));
        assert_eq!(Footer::decode(&bytes, &Tie::new(Uuid::from_u128(5), 4), 4_096), None, "of another segment");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Footer::decode(&flipped, &tie, 4_096), None, "bit {bit}");
        }
    }
}
