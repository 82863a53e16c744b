//! The mark of a clean stop: it names the last position there was, so that a log that ends earlier is known to be shortened.

use std::io;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DIR;
use crate::append::ChainPoint;
use crate::disk::{self, Disk};

const PATH: &str = "log/clean-stop.json";

/// What was there when the log was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CleanStop {
    pub(crate) log: Uuid,
    pub(crate) head: Position,
    pub(crate) chain: Digest,
}

impl CleanStop {
    /// Where the log ended.
    pub(crate) fn point(&self) -> ChainPoint {
        ChainPoint { position: self.head, chain: self.chain }
    }

    pub(crate) fn read(disk: &dyn Disk) -> io::Result<Option<Self>> {
        let Some(bytes) = disk::read_if_there(disk, PATH)? else { return Ok(None) };
        let marker = serde_json::from_slice(&bytes);
        if let Err(error) = &marker {
            tracing::warn!(%error, "the mark of the clean stop cannot be read; the log is checked as after a crash");
        }
        Ok(marker.ok())
    }

    pub(crate) fn write(&self, disk: &dyn Disk) -> io::Result<()> {
        disk::replace(disk, PATH, &serde_json::to_vec(self)?)
    }

    /// Removes the mark, before the first append makes it untrue.
    pub(crate) fn clear(disk: &dyn Disk) -> io::Result<()> {
        disk::remove_if_there(disk, PATH)?;
        disk.sync_dir(DIR)
    }
}
