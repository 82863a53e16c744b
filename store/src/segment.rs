//! Segments: the files that are the record. Their layout byte by byte is in `docs/log-format.md`.
//!
//! A segment is a header, frames, and once it is full a footer. A frame is one commit, and is there whole or not at all.
//! Inside it stand the records of its events, each with a checksum of its own, so that one event can be read alone.

use std::fmt;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use heyi_core::text::Say;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::disk::File;
use crate::findings;

pub(crate) mod active;
mod bytes;
pub(crate) mod draft;
pub(crate) mod footer;
pub(crate) mod frame;
pub(crate) mod header;
pub(crate) mod marker;
pub(crate) mod read;
pub(crate) mod record;
pub(crate) mod recover;
pub(crate) mod scan;
pub(crate) mod set;
pub(crate) mod tail;

/// The version of the format that is written. A version that was released is frozen: `tests/fixtures/` keeps a log of each.
pub(crate) const FORMAT: u16 = 1;
/// The directory of the segments.
pub(crate) const DIR: &str = "log";
/// The directory of what was cut off.
pub(crate) const CUT_DIR: &str = "cut";
/// How the note of a cut ends that is not recorded in the log yet.
pub(crate) const OWED: &str = ".owed";
/// A file being made ready to become a segment.
pub(crate) const SPARE: &str = "log/spare.tmp";
/// No frame is longer, in bytes: what a commit may hold, with its headers, is well below.
pub(crate) const MAX_FRAME: usize = 16 << 20;
/// Frames and records begin at multiples of this many bytes.
pub(crate) const ALIGN: usize = 8;

/// The path of a segment.
pub(crate) fn path(number: u64) -> String {
    format!("{DIR}/{number:08}.seg")
}

/// The number of a segment by its file name, `None` for other files.
pub(crate) fn number_of(name: &str) -> Option<u64> {
    let number = name.strip_suffix(".seg")?.parse().ok()?;
    (path(number).strip_prefix(DIR)?.strip_prefix('/')? == name).then_some(number)
}

/// The path of the note that a segment was begun.
pub(crate) fn begun_path(number: u64) -> String {
    format!("{DIR}/{number:08}.begun")
}

/// The last segment that is noted as begun, among the names of the directory.
pub(crate) fn last_begun<'a>(names: impl Iterator<Item = &'a str>) -> Option<u64> {
    names.filter_map(|name| name.strip_suffix(".begun")?.parse().ok()).max()
}

/// What ties bytes to one segment of one log: checksums begin with it, so that bytes of another segment, or of a file that
/// lay in the same place before, never pass for this one's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    /// The segment's number, from 1.
    pub(crate) segment: u64,
    seed: u32,
}

impl Tie {
    pub(crate) fn new(log: Uuid, segment: u64) -> Self {
        Self { segment, seed: crc32c::crc32c_append(crc32c::crc32c(log.as_bytes()), &segment.to_le_bytes()) }
    }

    pub(crate) fn checksum(&self, bytes: &[u8]) -> u32 {
        crc32c::crc32c_append(self.seed, bytes)
    }
}

/// Where a record begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) segment: u32,
    pub(crate) offset: u32,
}

impl Place {
    /// `None` where numbers of 32 bits do not reach.
    pub(crate) fn new(segment: u64, offset: u64) -> Option<Self> {
        Some(Self { segment: u32::try_from(segment).ok()?, offset: u32::try_from(offset).ok()? })
    }
}

/// Damage to the record: something that was durable is not there any more, or not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// The file, within the data directory.
    pub file: String,
    /// Where in it, in bytes.
    pub offset: u64,
    /// What is wrong.
    pub what: String,
}

impl Damage {
    pub(crate) fn new(file: impl Into<String>, offset: u64, what: impl Into<String>) -> Self {
        Self { file: file.into(), offset, what: what.into() }
    }

    /// What people are told.
    #[must_use]
    pub fn say(&self) -> Say {
        let Self { file, offset, what } = self;
        Say::new(
            format!(
                "日志已损坏或不完整({file},第 {offset} 字节:{}),只能查阅,不能登记;请用备份恢复。",
                findings::zh(what)
            ),
            format!("the log is damaged or incomplete ({file}, byte {offset}: {what}); restore it from a backup"),
        )
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}: {}", self.file, self.offset, self.what)
    }
}

/// What was cut off the end of the log when it was opened: bytes that were never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TailCut {
    /// The segment, within the data directory.
    pub file: String,
    /// Where the cut was made, in bytes.
    pub from: u64,
    /// The position that the next event takes: what was cut began here.
    pub position: Position,
    /// How many bytes were cut.
    pub bytes: u64,
    /// SHA-256 of them.
    pub hash: Digest,
    /// Where they are kept, within the data directory.
    pub kept: String,
}

/// A file and what ties its bytes to it.
#[derive(Clone, Debug)]
pub(crate) struct TiedFile {
    pub(crate) file: Arc<dyn File>,
    pub(crate) tie: Tie,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_canonical_names_are_segments() {
        assert_eq!(number_of("00000012.seg"), Some(12));
        assert_eq!(number_of("123456789.seg"), Some(123_456_789));
        for other in ["12.seg", "00000012.seg.tmp", "spare.tmp", "+0000012.seg", ""] {
            assert_eq!(number_of(other), None, "{other}");
        }
    }
}
