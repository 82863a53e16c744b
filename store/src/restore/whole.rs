//! The whole store restored into an empty directory. A mark says that it is unfinished until it was proved; begun again, it goes
//! on with what is missing.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::segment::check;
use super::{Mending, UNFINISHED, put};
use crate::append::ChainPoint;
use crate::backup::{BackupError, Doing, doing};
use crate::disk::{self, Disk, Open};
use crate::files::path_of;
use crate::segment::{CUT_DIR, DIR, path};
use crate::vault::Vault;

const WRITING: &str = "restoring the store";

/// Which backup is being restored.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    log: Uuid,
    #[serde(flatten)]
    end: ChainPoint,
}

impl Mending<'_> {
    /// Restores everything; whether it was proved is for the caller to see, who then calls [`finish`].
    pub(super) fn whole(&mut self) -> Result<(), BackupError> {
        if self.dry_run {
            return self.read_through();
        }
        let disk = Arc::clone(self.disk);
        self.begin(&*disk).map_err(doing(WRITING))?;
        let erased = self.whole_vault(&*disk)?;
        self.whole_files(&*disk)?;
        self.whole_log(&*disk)?;
        // A text that was being erased while the backup was made.
        let vault = Vault::at(Arc::clone(&disk));
        for key in erased {
            vault.erase(key).map_err(|error| doing(WRITING)(io::Error::other(error)))?;
        }
        Ok(())
    }

    fn begin(&self, disk: &dyn Disk) -> io::Result<()> {
        let mark = Mark { log: self.backup.log(), end: self.backup.end() };
        let before = disk::read_if_there(disk, UNFINISHED)?;
        let same =
            before.as_ref().is_none_or(|before| serde_json::from_slice::<Mark>(before).ok().as_ref() == Some(&mark));
        if !same {
            // Another backup was being restored: nothing of it was ever served.
            for dir in [DIR, "vault", "files", CUT_DIR] {
                wipe(disk, dir)?;
            }
        }
        disk::replace(disk, UNFINISHED, &serde_json::to_vec(&mark)?)
    }

    fn whole_vault(&mut self, disk: &dyn Disk) -> Result<BTreeSet<Uuid>, BackupError> {
        let (mut dirs, mut erased) = (BTreeSet::new(), BTreeSet::new());
        let mut unpacked = 0;
        self.backup.vault(|path, bytes| {
            put(disk, path, &bytes).map_err(doing(WRITING))?;
            dirs.insert(disk::parent(path).to_owned());
            erased.extend(path.strip_prefix("vault/erased/").and_then(|key| key.parse::<Uuid>().ok()));
            unpacked += 1;
            (self.progress)(Doing::Vault, unpacked, unpacked);
            Ok(())
        })?;
        for dir in dirs {
            disk.sync_dir(&dir).map_err(doing(WRITING))?;
        }
        // Those that were empty belong to a vault too.
        Vault::open(Arc::clone(self.disk)).map_err(|error| doing(WRITING)(io::Error::other(error)))?;
        Ok(erased)
    }

    fn whole_files(&mut self, disk: &dyn Disk) -> Result<(), BackupError> {
        disk::make_dir(disk, "files").map_err(doing(WRITING))?;
        let files: Vec<_> = self.backup.files().collect();
        for (done, sha256) in (1..).zip(&files) {
            let path = path_of(*sha256);
            if !is_there(disk, &path).map_err(doing(WRITING))? {
                match self.backup.file(*sha256) {
                    Ok(bytes) => put(disk, &path, &bytes.unwrap_or_default()).map_err(doing(WRITING))?,
                    Err(BackupError::PartDamaged { part, what }) => self.unusable(part, what),
                    Err(error) => return Err(error),
                }
            }
            (self.progress)(Doing::Files, done, files.len() as u64);
        }
        disk.sync_dir("files").map_err(doing(WRITING))
    }

    fn whole_log(&mut self, disk: &dyn Disk) -> Result<(), BackupError> {
        disk::make_dir(disk, DIR).map_err(doing(WRITING))?;
        let numbers = self.backup.segments();
        for (done, number) in (1..).zip(&numbers) {
            if !is_there(disk, &path(*number)).map_err(doing(WRITING))?
                && let Some(segment) = self.backup.segment(*number)?
            {
                check(self.backup.log(), *number, &segment)?;
                put(disk, &path(*number), &segment.bytes).map_err(doing(WRITING))?;
            }
            (self.progress)(Doing::Log, done, numbers.len() as u64);
        }
        disk.sync_dir(DIR).map_err(doing(WRITING))
    }

    /// Reads every part of the backup, and changes nothing.
    fn read_through(&mut self) -> Result<(), BackupError> {
        let mut wrong = Vec::new();
        let mut look = |read: Result<(), BackupError>| match read {
            Err(BackupError::PartDamaged { part, what }) => {
                wrong.push((part, what));
                Ok(())
            }
            read => read,
        };
        let numbers = self.backup.segments();
        for (done, number) in (1..).zip(&numbers) {
            let segment = self.backup.segment(*number);
            look(segment.and_then(|segment| segment.map_or(Ok(()), |s| check(self.backup.log(), *number, &s))))?;
            (self.progress)(Doing::Log, done, numbers.len() as u64);
        }
        look(self.backup.vault(|_, _| Ok(())))?;
        let files: Vec<_> = self.backup.files().collect();
        for (done, sha256) in (1..).zip(&files) {
            look(self.backup.file(*sha256).map(|_| ()))?;
            (self.progress)(Doing::Files, done, files.len() as u64);
        }
        wrong.into_iter().for_each(|(part, what)| self.unusable(part, what));
        Ok(())
    }
}

/// The store is whole: it may be served.
pub(super) fn finish(disk: &dyn Disk) -> Result<(), BackupError> {
    disk::remove_if_there(disk, UNFINISHED).and_then(|()| disk.sync_dir("")).map_err(doing(WRITING))
}

fn is_there(disk: &dyn Disk, path: &str) -> io::Result<bool> {
    match disk.open(path, Open::Read) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        opened => opened.map(|_| true),
    }
}

/// Removes every file below a directory.
fn wipe(disk: &dyn Disk, dir: &str) -> io::Result<()> {
    for listed in disk::list_if_there(disk, dir)? {
        let path = format!("{dir}/{}", listed.name);
        if listed.is_dir { wipe(disk, &path)? } else { disk.remove(&path)? }
    }
    Ok(())
}
