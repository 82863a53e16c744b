//! Backups: the whole store copied into a directory beside a running server, what is copied already not copied again, and all of
//! it encrypted unless it is said that it need not be. The layout is in `docs/backup-format.md`.
//!
//! The order holds wherever it is cut off: parts, each synced with its name; then the manifest, replaced in one step; only then
//! the parts of the earlier backup that are not needed any more go. The log is read first, vault and files after it: events refer only to what was
//! kept before.

use std::sync::Arc;

use heyi_core::digest::Digest;
use serde::Serialize;

use crate::append::ChainPoint;
use crate::clock::Clock;
use crate::disk::{self, Disk, Open, read_up_to};
use crate::files::{self, Files, FilesError};
use crate::ids;
use crate::vault::Vault;
use crate::verify::references::References;

mod check;
mod error;
mod keys;
mod log;
pub(crate) mod manifest;
pub(crate) mod open;
pub(crate) mod pack;
mod parts;

use keys::Sealing;
use manifest::{MANIFEST, Manifest, OpenPart, PROGRESS, Part, SealedPart};

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

/// So many bytes of files are copied before it is noted that they are.
const NOTED_EVERY: u64 = 64 << 20;
/// How often the vault is packed again because something was erased while it was.
const PACKED_AT_MOST: u32 = 5;

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
    let strange = to.list("").map_err(doing("reading the backup"))?.into_iter().any(|listed| listed.name != "lock");
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
    let first = log::Source::open(&*source.disk, 1, end.position)?;
    let number = first.ok_or(BackupError::NotAStore)?.log;
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
    check::vault(&source.disk, &references, progress)?;
    run.begin(&next, before.as_ref())?;
    run.log(&mut next, before.as_ref(), progress)?;
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

struct Run<'a> {
    source: &'a Source,
    to: &'a dyn Disk,
    end: ChainPoint,
    protection: &'a Protection,
    sealing: Option<Sealing>,
    copied: Done,
}

impl Run<'_> {
    /// Marks the directory, removes what a run that was cut off has left, and opens what the parts are encrypted to.
    fn begin(&mut self, next: &Manifest, before: Option<&Manifest>) -> Result<(), BackupError> {
        let fresh = next.segments.is_empty() && next.files.is_empty() && before.is_none();
        // A wrong passphrase is told before anything is written.
        let sealing = if fresh { None } else { Some(self.protection.sealing(self.to, false)?) };
        next.write(self.to, PROGRESS)?;
        let known: Vec<_> = before.into_iter().chain([next]).collect();
        sweep(self.to, &known)?;
        self.sealing = Some(match sealing {
            Some(sealing) => sealing,
            None => self.protection.sealing(self.to, true)?,
        });
        Ok(())
    }

    fn write(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn std::io::Write) -> Result<(), BackupError>,
    ) -> Result<Part, BackupError> {
        let sealing = self.sealing.as_ref().ok_or(BackupError::NoKey)?;
        let part = parts::write(self.to, sealing, name, fill)?;
        self.copied.bytes_written += part.bytes;
        Ok(part)
    }

    fn log(
        &mut self,
        next: &mut Manifest,
        before: Option<&Manifest>,
        progress: &mut dyn FnMut(Doing, u64, u64),
    ) -> Result<(), BackupError> {
        let head = self.end.position;
        let mut segments = Vec::new();
        for number in 1.. {
            let Some(segment) = log::Source::open(&*self.source.disk, number, head)? else { break };
            let is_last = segment.sealed.is_none();
            segments.push(segment);
            if is_last {
                break;
            }
        }
        // All of the earlier backup must be part of this log.
        if let Some(earlier) = before
            && !log::has_chain(&segments, earlier.end)?
        {
            return Err(BackupError::OtherCourse { position: earlier.end.position });
        }
        let mut reached = ChainPoint::START;
        for (done, segment) in (1..).zip(&segments) {
            let number = segment.number;
            if let Some((last, chain)) = segment.sealed {
                let known = next.segments.get(&number);
                if let Some(other) = known.filter(|known| (known.last, known.chain) != (last, chain)) {
                    return Err(BackupError::OtherCourse { position: other.last });
                }
                reached = ChainPoint { position: last, chain };
                let there = known.map(|known| parts::is_there(self.to, &known.part)).transpose()?.unwrap_or_default();
                if !there {
                    let name = format!("segments/{number:08}.seg");
                    let part = self.write(&name, |out| segment.copy(head, out).map(|_| ()))?;
                    next.segments.insert(number, SealedPart { last, chain, part });
                    next.write(self.to, PROGRESS)?;
                    self.copied.segments_copied += 1;
                }
            } else {
                let name = format!("open/{number:08}-{}.seg", ids::fresh());
                let part = self.write(&name, |out| {
                    reached = segment.copy(head, out)?.unwrap_or(reached);
                    Ok(())
                })?;
                next.open = Some(OpenPart { segment: number, part });
                self.copied.segments_copied += 1;
            }
            progress(Doing::Log, done, segments.len() as u64);
        }
        if reached == self.end {
            return Ok(());
        }
        let what = format!("what was copied ends at position {} and not at {head}", reached.position);
        Err(BackupError::Damaged { file: crate::segment::path(segments.len() as u64), what })
    }

    fn vault(&mut self, next: &mut Manifest) -> Result<(), BackupError> {
        let disk = &*self.source.disk;
        for _ in 0..PACKED_AT_MOST {
            let erased = pack::erased(disk)?;
            let name = format!("vault/{}.tar", ids::fresh());
            next.vault = Some(self.write(&name, |out| pack::pack(disk, out))?);
            // What was erased meanwhile may have been packed before it was.
            if pack::erased(disk)? == erased {
                break;
            }
        }
        Ok(())
    }

    fn files(
        &mut self,
        next: &mut Manifest,
        references: &References,
        progress: &mut dyn FnMut(Doing, u64, u64),
    ) -> Result<(), BackupError> {
        let disk = &self.source.disk;
        let files = Files::at(Arc::clone(disk), Arc::new(Vault::at(Arc::clone(disk))));
        let head = self.end.position;
        let named = references.files.values().filter(|(_, named)| named.position <= head);
        let (all, mut unnoted) = (named.clone().count() as u64, 0);
        for (done, (file, _)) in (1..).zip(named) {
            progress(Doing::Files, done, all);
            let name = name_of(&**disk, file.sha256)?;
            let known = next.files.get(&file.sha256).filter(|known| known.name.starts_with(&name));
            if known.map(|known| parts::is_there(self.to, known)).transpose()?.unwrap_or_default() {
                continue;
            }
            let path = files::path_of(file.sha256);
            match files.check(file) {
                Err(FilesError::Disk(source)) => return Err(doing("reading an attached file")(source)),
                Err(error) => return Err(BackupError::Damaged { file: path, what: error.to_string() }),
                Ok(()) => {}
            }
            let stored = disk.open(&path, Open::Read).map_err(doing("reading an attached file"))?;
            let mut stored = parts::In { file: stored, at: 0 };
            let part = self.write(&name, |out| {
                std::io::copy(&mut stored, out).map(|_| ()).map_err(doing("copying an attached file"))
            })?;
            unnoted += part.bytes;
            next.files.insert(file.sha256, part);
            self.copied.files_copied += 1;
            if unnoted >= NOTED_EVERY {
                next.write(self.to, PROGRESS)?;
                unnoted = 0;
            }
        }
        Ok(())
    }
}

/// What the part of an attached file is called: by its digest, and by chance bytes of its header, because the same bytes that were
/// kept anew have another key.
fn name_of(disk: &dyn Disk, sha256: Digest) -> Result<String, BackupError> {
    const CHANCE: std::ops::Range<usize> = 12..20;
    let path = files::path_of(sha256);
    let mut header = [0; 32];
    match disk.open(&path, Open::Read).and_then(|file| read_up_to(&*file, &mut header, 0)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(BackupError::Damaged { file: path, what: "the file is missing".to_owned() });
        }
        read => read.map_err(doing("reading an attached file"))?,
    };
    Ok(format!("files/{sha256}-{}", hex::encode(header.get(CHANCE).unwrap_or_default())))
}

/// Removes every file of the backup's folders that none of these lists names.
fn sweep(disk: &dyn Disk, known: &[&Manifest]) -> Result<(), BackupError> {
    let named = |path: &str| known.iter().any(|manifest| manifest.parts().any(|part| part.name == path));
    let tidy = || {
        for dir in ["segments", "open", "vault", "files"] {
            let mut removed = false;
            for listed in disk::list_if_there(disk, dir)?.into_iter().filter(|listed| !listed.is_dir) {
                let path = format!("{dir}/{}", listed.name);
                if !named(&path) {
                    disk.remove(&path)?;
                    removed = true;
                }
            }
            if removed {
                disk.sync_dir(dir)?;
            }
        }
        for listed in disk.list("")?.into_iter().filter(|listed| listed.name.ends_with(".tmp")) {
            disk.remove(&listed.name)?;
        }
        disk.sync_dir("")
    };
    tidy().map_err(doing("tidying the backup"))
}

#[cfg(test)]
mod tests;
