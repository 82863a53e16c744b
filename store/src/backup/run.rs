//! One run of a backup: its parts, in order.

use std::io::{self, Write};
use std::sync::Arc;

use heyi_core::digest::Digest;

use super::error::{BackupError, doing};
use super::keys::{Protection, Sealing};
use super::manifest::{Manifest, OpenPart, PROGRESS, Part, SealedPart};
use super::{Doing, Done, Source, log, pack, parts};
use crate::append::ChainPoint;
use crate::disk::{self, Disk, Open, Sequential, read_up_to};
use crate::files::{self, Files, FilesError};
use crate::ids;
use crate::vault::Vault;
use crate::verify::references::References;

/// So many bytes of files are copied before it is noted that they are.
const NOTED_EVERY: u64 = 64 << 20;
/// How often the vault is packed again because something was erased while it was.
const PACKED_AT_MOST: u32 = 5;

pub(super) struct Run<'a> {
    pub(super) source: &'a Source,
    pub(super) to: &'a dyn Disk,
    pub(super) end: ChainPoint,
    pub(super) protection: &'a Protection,
    pub(super) sealing: Option<Sealing>,
    pub(super) copied: Done,
}

impl Run<'_> {
    /// Marks the directory, removes what a run that was cut off has left, and opens what the parts are encrypted to.
    pub(super) fn begin(&mut self, next: &Manifest, before: Option<&Manifest>) -> Result<(), BackupError> {
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
        fill: impl FnOnce(&mut dyn Write) -> Result<(), BackupError>,
    ) -> Result<Part, BackupError> {
        let sealing = self.sealing.as_ref().ok_or(BackupError::NoKey)?;
        let part = parts::write(self.to, sealing, name, fill)?;
        self.copied.bytes_written += part.bytes;
        Ok(part)
    }

    pub(super) fn log(
        &mut self,
        next: &mut Manifest,
        segments: &[log::Source],
        progress: &mut dyn FnMut(Doing, u64, u64),
    ) -> Result<(), BackupError> {
        let head = self.end.position;
        let mut reached = ChainPoint::START;
        for (done, segment) in (1..).zip(segments) {
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

    pub(super) fn vault(&mut self, next: &mut Manifest) -> Result<(), BackupError> {
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

    pub(super) fn files(
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
            let mut stored = Sequential::new(stored);
            let part = self.write(&name, |out| {
                io::copy(&mut stored, out).map(|_| ()).map_err(doing("copying an attached file"))
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
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(BackupError::Damaged { file: path, what: "the file is missing".to_owned() });
        }
        read => read.map_err(doing("reading an attached file"))?,
    };
    Ok(format!("files/{sha256}-{}", hex::encode(header.get(CHANCE).unwrap_or_default())))
}

/// Removes every file of the backup's folders that none of these lists names.
pub(super) fn sweep(disk: &dyn Disk, known: &[&Manifest]) -> Result<(), BackupError> {
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
