//! Attached files: content-addressed, encrypted with a key each, durable before the event that names them is appended.
//!
//! ```text
//! files/<sha256 of the plain bytes>          a header, then the bytes in encrypted chunks
//! files/<number>.tmp                         one that is being written: its key is in memory only
//! files/orphans.json                         since when files are known that no event names
//! vault/secrets/file-<sha256>                the key of a file
//! ```
//!
//! A file is staged while it arrives, when nobody knows its digest yet, and kept once it is whole: file, key and name are then
//! durable. What was kept without being named by an event is swept after a day ([`sweep`]).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};

use crate::disk::{self, Disk, Open};
use crate::vault::{Vault, VaultError};

mod sealed;
mod staging;
pub mod sweep;

use sealed::{CHUNK, NotWhole, Opener};

pub use staging::{Staged, Staging};

/// The largest file: scans of a contract fit many times over.
pub const MAX_FILE: usize = 32 << 20;

/// The attached files.
#[derive(Clone, Debug)]
pub struct Files(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    disk: Arc<dyn Disk>,
    vault: Arc<Vault>,
    /// Held from looking for a file to having kept it, so that key and file of one keeping stay together; and while sweeping.
    keeping: Mutex<()>,
    known: Mutex<Known>,
}

/// What only this process knows.
#[derive(Debug, Default)]
struct Known {
    /// Being written, by path.
    staging: BTreeSet<String>,
    /// Kept for requests that still run, and for how many.
    held: BTreeMap<Digest, usize>,
    /// Kept since the last sweep.
    touched: BTreeSet<Digest>,
}

/// A file that was kept. It is not swept while this lives: hold it until the event that names the file was answered.
#[derive(Debug)]
pub struct Kept {
    /// What an event says of it.
    pub file: FileRef,
    shared: Arc<Shared>,
}

/// A file being read, a chunk at a time.
pub struct Reading(Opener);

/// A file could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// It is too large.
    #[error("a file may have at most {MAX_FILE} bytes")]
    TooLarge,
    /// Its key could not be kept or read.
    #[error("the vault could not keep or give the key of a file")]
    Vault(#[source] VaultError),
    /// The disk refused.
    #[error("the disk refused a file")]
    Disk(#[source] io::Error),
    /// What was to be kept could not be read.
    #[error("the bytes of a file could not be read")]
    Input(#[source] io::Error),
    /// Its key was destroyed.
    #[error("the file was erased")]
    Erased,
    /// What is there is not what was kept.
    #[error("the file is damaged or missing")]
    Damaged,
}

impl Files {
    /// The files on `disk`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(disk: Arc<dyn Disk>, vault: Arc<Vault>) -> Result<Self, FilesError> {
        disk::make_dir(&*disk, "files").map_err(FilesError::Disk)?;
        Ok(Self::at(disk, vault))
    }

    /// The files on `disk`, only to be read: nothing is made there.
    #[must_use]
    pub fn at(disk: Arc<dyn Disk>, vault: Arc<Vault>) -> Self {
        Self(Arc::new(Shared { disk, vault, keeping: Mutex::default(), known: Mutex::default() }))
    }

    /// Begins a file that arrives piece by piece.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn stage(&self) -> Result<Staging, FilesError> {
        Staging::begin(&self.0)
    }

    /// Keeps a file; durable once this returns.
    ///
    /// # Errors
    /// When it is too large, cannot be read, or the disk refuses.
    pub fn keep(&self, from: &mut dyn Read, name: Erasable, media_type: &str) -> Result<Kept, FilesError> {
        let mut staging = self.stage()?;
        let mut piece = vec![0; CHUNK];
        loop {
            match from.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => staging.write(piece.get(..read).unwrap_or_default())?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(FilesError::Input(error)),
            }
        }
        self.keep_staged(&staging.finish()?, name, media_type)
    }

    /// Keeps a file that was staged here; durable once this returns. The same bytes are kept once.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_staged(&self, staged: &Staged, name: Erasable, media_type: &str) -> Result<Kept, FilesError> {
        let Staged { sha256, bytes, place } = staged;
        let file = FileRef { sha256: *sha256, bytes: *bytes, name, media_type: media_type.to_owned() };
        let _keeping = self.0.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut known = self.0.known();
            known.touched.insert(*sha256);
            *known.held.entry(*sha256).or_default() += 1;
        }
        let kept = Kept { file, shared: Arc::clone(&self.0) };
        match self.check(&kept.file) {
            Ok(()) => {
                self.settle().map_err(FilesError::Disk)?;
                return Ok(kept);
            }
            Err(FilesError::Erased | FilesError::Damaged) => {}
            // What cannot be read just now may be whole: it is not sealed anew.
            Err(error) => return Err(error),
        }
        place.file.sync_data().map_err(FilesError::Disk)?;
        self.0.vault.put_secret(&secret_of(*sha256), &place.key).map_err(FilesError::Vault)?;
        self.0.disk.rename(&place.path, &path_of(*sha256)).map_err(FilesError::Disk)?;
        self.0.disk.sync_dir("files").map_err(FilesError::Disk)?;
        Ok(kept)
    }

    /// Makes the names of what was found durable: whoever kept it may have been stopped, or refused, before they were.
    fn settle(&self) -> io::Result<()> {
        self.0.disk.sync_dir("vault/secrets")?;
        self.0.disk.sync_dir("files")
    }

    /// Begins to read a file.
    ///
    /// # Errors
    /// [`FilesError::Erased`] when its key is gone, [`FilesError::Damaged`] when key or file are not of their form.
    pub fn read(&self, file: &FileRef) -> Result<Reading, FilesError> {
        let key = match self.0.vault.secret(&secret_of(file.sha256)) {
            Ok(key) => key.ok_or(FilesError::Erased)?,
            Err(VaultError::Damaged(_)) => return Err(FilesError::Damaged),
            Err(error) => return Err(FilesError::Vault(error)),
        };
        let sealed = match self.0.disk.open(&path_of(file.sha256), Open::Read) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FilesError::Damaged),
            Err(error) => return Err(FilesError::Disk(error)),
        };
        whole(Opener::begin(sealed, &key, file.sha256, file.bytes)).map(Reading)
    }

    /// Reads a file to its end without keeping it in memory.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn check(&self, file: &FileRef) -> Result<(), FilesError> {
        let mut reading = self.read(file)?;
        while reading.next_chunk()?.is_some() {}
        Ok(())
    }
}

impl Reading {
    /// The next bytes, at most 64 KiB; `None` after the last. The last are given only when all have the digest of the file.
    ///
    /// # Errors
    /// [`FilesError::Damaged`] when they are not those that were kept; when the disk refuses.
    pub fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, FilesError> {
        whole(self.0.next())
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let mut known = self.shared.known();
        if let Some(held) = known.held.get_mut(&self.file.sha256) {
            *held -= 1;
            if *held == 0 {
                known.held.remove(&self.file.sha256);
            }
        }
    }
}

impl Shared {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn whole<T>(read: io::Result<Result<T, NotWhole>>) -> Result<T, FilesError> {
    read.map_err(FilesError::Disk)?.map_err(|NotWhole| FilesError::Damaged)
}

pub(crate) fn path_of(sha256: Digest) -> String {
    format!("files/{sha256}")
}

pub(crate) fn secret_of(sha256: Digest) -> String {
    format!("file-{sha256}")
}

#[cfg(test)]
mod tests;
