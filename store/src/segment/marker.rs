//! The mark of a clean stop: it names the last position there was, so that a log that ends earlier is known to be shortened.

use std::io;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DIR;
use crate::append::ChainPoint;
use crate::disk::{self, Disk};

pub(crate) const PATH: &str = "log/clean-stop.json";

/// What was there when the log was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CleanStop {
    pub(crate) log: Uuid,
    pub(crate) head: Position,
    pub(crate) chain: Digest,
}

/// What is found of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The log was not closed in an orderly way.
    None,
    /// It was, here.
    Whole(CleanStop),
    /// It was, and where is not known any more: nothing at the end of the log may be taken for torn.
    Damaged,
}

/// The mark as it stands in its file.
#[derive(Serialize, Deserialize)]
struct Checked {
    #[serde(flatten)]
    stop: CleanStop,
    /// Of the other members: a changed digit would be another mark.
    digest: Digest,
}

impl Mark {
    /// Where the log ended, if the mark is whole.
    pub(crate) fn point(&self) -> Option<ChainPoint> {
        match self {
            Self::Whole(CleanStop { head, chain, .. }) => Some(ChainPoint { position: *head, chain: *chain }),
            Self::None | Self::Damaged => None,
        }
    }

    pub(crate) fn read(disk: &dyn Disk) -> io::Result<Self> {
        let Some(bytes) = disk::read_if_there(disk, PATH)? else { return Ok(Self::None) };
        // Written in one way only: a digit in capitals is a changed byte.
        Ok(match serde_json::from_slice::<Checked>(&bytes) {
            Ok(Checked { stop, digest }) if digest == stop.digest() && stop.bytes()? == bytes => Self::Whole(stop),
            _ => Self::Damaged,
        })
    }
}

impl CleanStop {
    fn digest(&self) -> Digest {
        Digest::of(&[self.log.as_bytes(), &self.head.0.to_le_bytes(), &self.chain.0])
    }

    fn bytes(&self) -> io::Result<Vec<u8>> {
        Ok(serde_json::to_vec(&Checked { stop: *self, digest: self.digest() })?)
    }

    pub(crate) fn write(&self, disk: &dyn Disk) -> io::Result<()> {
        disk::replace(disk, PATH, &self.bytes()?)
    }

    /// Removes the mark, before the first append makes it untrue.
    pub(crate) fn clear(disk: &dyn Disk) -> io::Result<()> {
        disk::remove_if_there(disk, PATH)?;
        disk.sync_dir(DIR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::simulated::SimulatedDisk;

    #[test]
    fn every_flipped_bit_and_every_shorter_file_is_damage() {
        let disk = SimulatedDisk::new(1);
        disk::make_dir(&disk, DIR).unwrap();
        assert_eq!(Mark::read(&disk).unwrap(), Mark::None);
        let stop = CleanStop { log: Uuid::from_u128(0xabc), head: Position(4_711), chain: Digest::of(&[b"chain"]) };
        stop.write(&disk).unwrap();
        assert_eq!(Mark::read(&disk).unwrap(), Mark::Whole(stop));
        let whole = disk::read(&disk, PATH).unwrap();
        for bit in 0..whole.len() * 8 {
            disk.damage(PATH, |bytes| bytes[bit / 8] ^= 1 << (bit % 8)).unwrap();
            assert_eq!(Mark::read(&disk).unwrap(), Mark::Damaged, "bit {bit}");
            disk.damage(PATH, |bytes| bytes.clone_from(&whole)).unwrap();
        }
        for len in 0..whole.len() {
            disk.damage(PATH, |bytes| bytes.truncate(len)).unwrap();
            assert_eq!(Mark::read(&disk).unwrap(), Mark::Damaged, "{len} bytes");
            disk.damage(PATH, |bytes| bytes.clone_from(&whole)).unwrap();
        }
    }
}
