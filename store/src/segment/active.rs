//! The segment being written, sealing it, and beginning the next.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::footer::Footer;
use super::header::{HEADER, SegmentHeader};
use super::set::{Filled, Segment};
use super::{DIR, SPARE, Tie, TiedFile};
use crate::disk::{Disk, File, Open, remove_if_there};

/// The last segment, to which frames are appended.
#[derive(Debug)]
pub(crate) struct Active {
    pub(crate) segment: Arc<Segment>,
    /// Where the next frame begins, in bytes.
    pub(crate) end: u64,
    pub(crate) frames: u64,
    /// Of the checksums of all frames so far.
    pub(crate) hasher: Sha256,
    /// Whether it has its footer, and the next frame belongs into a new segment.
    pub(crate) sealed: bool,
}

/// Where the log stands: what a new segment or a footer says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) head: Position,
    pub(crate) chain: Digest,
    pub(crate) last_instant: Timestamp,
}

impl Active {
    /// Writes the footer, cuts off the room behind it and syncs: afterwards the file is never written again.
    pub(crate) fn seal(&mut self, standing: Standing) -> io::Result<()> {
        let on_disk = &self.segment.on_disk;
        let footer = Footer {
            offset: self.end,
            first: self.segment.first,
            last: standing.head,
            frames: self.frames,
            chain: standing.chain,
            hash: Digest(self.hasher.clone().finalize().into()),
            last_instant: standing.last_instant,
            landmarks: self.segment.landmarks(),
        };
        let bytes = footer.encode(&on_disk.tie);
        on_disk.file.write_at(&bytes, self.end)?;
        on_disk.file.set_len(self.end + bytes.len() as u64)?;
        on_disk.file.sync_data()?;
        self.sealed = true;
        Ok(())
    }

    /// How many bytes the segment takes with a frame of `len` bytes more and its footer.
    pub(crate) fn size_with(&self, len: usize) -> u64 {
        self.end + (len + Footer::len(self.segment.landmark_count() + 1)) as u64
    }

    /// Takes everything behind the last durable frame away again, after a write that failed.
    pub(crate) fn cut_back(&self) -> io::Result<()> {
        let file = &self.segment.on_disk.file;
        file.set_len(self.end)?;
        file.sync_data()
    }
}

/// Begins a segment: its header is durable before it has its name, its name before it is noted, and that before it has a frame.
pub(crate) fn begin(
    disk: &dyn Disk,
    spare: Option<Arc<dyn File>>,
    log: Uuid,
    number: u64,
    standing: Standing,
) -> io::Result<Active> {
    let file = match spare {
        Some(file) => file,
        None => {
            remove_if_there(disk, SPARE)?;
            disk.open(SPARE, Open::Create)?
        }
    };
    let first = standing.head.next();
    let header =
        SegmentHeader { log, segment: number, first, chain: standing.chain, last_instant: standing.last_instant };
    file.write_at(&header.encode(), 0)?;
    file.sync_data()?;
    disk.rename(SPARE, &super::path(number))?;
    disk.sync_dir(DIR)?;
    note_begun(disk, number)?;
    let end = HEADER as u64;
    let on_disk = TiedFile { file, tie: Tie::new(log, number) };
    let segment = Arc::new(Segment::new(on_disk, first, standing.chain, Filled { end, landmarks: Vec::new() }));
    Ok(Active { segment, end, frames: 0, hasher: Sha256::new(), sealed: false })
}

/// Notes that a segment was begun, once its name is durable: nothing else would miss a last segment that is gone.
pub(crate) fn note_begun(disk: &dyn Disk, number: u64) -> io::Result<()> {
    match disk.open(&super::begun_path(number), Open::Create) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        noted => noted?,
    };
    remove_if_there(disk, &super::begun_path(number.saturating_sub(1)))?;
    disk.sync_dir(DIR)
}

/// When the room of the next segment is written with zeros: appends into written room need no change of metadata, which
/// halves the time of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preallocate {
    /// Beside the appends, by a thread of its own.
    Background,
    /// When the segment is begun, which holds up the append that needs it. For tests that must not depend on chance.
    Inline,
    /// Never.
    No,
}

/// The file that will be the next segment.
#[derive(Debug)]
pub(crate) enum Spare {
    None,
    Coming(JoinHandle<io::Result<Arc<dyn File>>>),
}

impl Spare {
    /// Begins to prepare one. A failure is logged and costs speed only: the next segment then grows as it is written.
    pub(crate) fn prepare(disk: &Arc<dyn Disk>, bytes: u64, how: Preallocate) -> Self {
        if how != Preallocate::Background {
            return Self::None;
        }
        let disk = disk.clone();
        let work = move || zeros(&*disk, bytes);
        match thread::Builder::new().name("heyi-spare".to_owned()).spawn(work) {
            Ok(coming) => Self::Coming(coming),
            Err(error) => {
                tracing::warn!(%error, "no thread to prepare the next segment");
                Self::None
            }
        }
    }

    /// The file, waiting for it if it is still being written: another may not be begun meanwhile.
    pub(crate) fn take(&mut self, disk: &dyn Disk, bytes: u64, how: Preallocate) -> Option<Arc<dyn File>> {
        let made = match std::mem::replace(self, Self::None) {
            Self::Coming(coming) => coming.join().unwrap_or_else(|_| Err(io::Error::other("the thread panicked"))),
            Self::None if how == Preallocate::Inline => zeros(disk, bytes),
            Self::None => return None,
        };
        made.inspect_err(|error| tracing::warn!(%error, "the next segment could not be prepared")).ok()
    }
}

fn zeros(disk: &dyn Disk, bytes: u64) -> io::Result<Arc<dyn File>> {
    let made = write_zeros(disk, bytes);
    if made.is_err() {
        // What little room a full disk has left is for the log.
        let _ = remove_if_there(disk, SPARE);
    }
    made
}

fn write_zeros(disk: &dyn Disk, bytes: u64) -> io::Result<Arc<dyn File>> {
    const PIECE: usize = 1 << 20;
    remove_if_there(disk, SPARE)?;
    let file = disk.open(SPARE, Open::Create)?;
    let zeros = vec![0; PIECE];
    let mut offset = 0;
    while offset < bytes {
        let len = PIECE.min(usize::try_from(bytes - offset).unwrap_or(PIECE));
        file.write_at(zeros.get(..len).unwrap_or_default(), offset)?;
        offset += len as u64;
    }
    file.sync_data()?;
    Ok(file)
}
