//! Backups: the whole store copied into a directory beside a running server, what is copied already not copied again, and all of
//! it encrypted unless it is said that it need not be. The layout is in `docs/backup-format.md`.
//!
//! The order holds wherever it is cut off: parts, each synced with its name; then the manifest, replaced in one step; only then
//! the parts of the earlier backup that are not needed any more go. The log is read first, vault and files after it: events refer
//! only to what was kept before.

use std::sync::Arc;

use serde::Serialize;

use crate::append::ChainPoint;
use crate::clock::Clock;
use crate::disk::{self, Disk};

mod check;
mod error;
mod keys;
mod log;
pub(crate) mod manifest;
pub(crate) mod open;
pub(crate) mod pack;
mod parts;
mod run;

use manifest::{MANIFEST, Manifest, PROGRESS};
use run::{Run, sweep};

pub use error::BackupError;
pub(crate) use error::doing;
pub use keys::{Key, Protection};
pub use manifest::Protected;
pub use open::Backup;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// The log is read and checked; progress counts bytes.
    Check,
    /// Segments are copied; progress counts them.
    Log,
    /// The vault is looked through; progress counts texts and secrets.
    Vault,
    /// Attached files are copied; progress counts them.
    Files,
}

/// What is to be backed up.
#[derive(Clone, Debug)]
pub struct Source {
    /// The data directory.
    pub disk: Arc<dyn Disk>,
    /// Where the log ends, as the server says that runs on it; `None`: nothing writes to it, and its end is found by reading.
    pub head: Option<ChainPoint>,
    /// Ends of the log that something outside it has seen.
    pub seen: Vec<ChainPoint>,
}

/// What a backup holds now, and how much of it was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Where the log ends in it.
    #[serde(flatten)]
    pub end: ChainPoint,
    /// Segments in it, the last one included.
    pub segments: u64,
    /// How many of them were copied now.
    pub segments_copied: u64,
    /// Attached files in it.
    pub files: u64,
    /// How many of them were copied now.
    pub files_copied: u64,
    /// Bytes that were written.
    pub bytes_written: u64,
}

/// Brings the backup in `to` up to date; makes it in an empty directory.
///
/// # Errors
/// [`BackupError`]; the earlier backup is then as it was, and what was copied by now is not copied again next time.
pub fn backup(
    source: &Source,
    to: &Arc<dyn Disk>,
    protection: &Protection,
    clock: &dyn Clock,
    progress: &mut dyn FnMut(Doing, u64, u64),
) -> Result<Done, BackupError> {
    let before = Manifest::read(&**to, MANIFEST)?;
    let under_way = Manifest::read(&**to, PROGRESS)?;
    let listed = to.list("").map_err(doing("reading the backup"))?;
    let strange = listed.iter().any(|listed| listed.name != "lock" && !listed.name.starts_with(PROGRESS));
    if before.is_none() && under_way.is_none() && strange {
        return Err(BackupError::NotABackup);
    }
    if source.head.is_none() {
        log::make_durable(&*source.disk)?;
    }
    let mut seen = source.seen.clone();
    seen.extend(source.head);
    let (end, references) = check::log(&*source.disk, seen, &mut |done, all| progress(Doing::Check, done, all))?;
    let end = source.head.unwrap_or(end);
    let segments = log::segments(&*source.disk, end.position)?;
    let number = segments.first().ok_or(BackupError::NotAStore)?.log;
    let mut run = Run { source, to: &**to, end, sealing: None, protection, copied: Done::default() };
    let mut next = Manifest::new(number, protection.said()?, clock.now());
    for earlier in before.iter().chain(&under_way) {
        if earlier.log != number {
            return Err(BackupError::OtherLog { backup: earlier.log });
        }
        if earlier.protection != next.protection {
            return Err(BackupError::OtherProtection);
        }
        if earlier.end.position > end.position {
            return Err(BackupError::Shortened { backup: earlier.end.position, here: end.position });
        }
        next.segments.extend(earlier.segments.clone());
        next.files.extend(earlier.files.clone());
    }
    next.end = before.as_ref().map_or(ChainPoint::START, |before| before.end);
    // All of the earlier backup must be part of this log.
    if !log::has_chain(&segments, next.end)? {
        return Err(BackupError::OtherCourse { position: next.end.position });
    }
    check::vault(&source.disk, &references, progress)?;
    run.begin(&next, before.as_ref())?;
    run.log(&mut next, &segments, progress)?;
    run.vault(&mut next)?;
    run.files(&mut next, &references, progress)?;
    next.end = end;
    next.write(run.to, MANIFEST)?;
    disk::remove_if_there(run.to, PROGRESS).map_err(doing("tidying the backup"))?;
    sweep(run.to, &[&next])?;
    run.copied.end = end;
    run.copied.segments = next.segments.len() as u64 + u64::from(next.open.is_some());
    run.copied.files = next.files.len() as u64;
    Ok(run.copied)
}
