//! A backup to be restored from. Nothing of it is taken that is not what was written when it was made.

use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use uuid::Uuid;

use super::error::BackupError;
use super::keys::{Key, Opening, decryptor};
use super::manifest::{MANIFEST, Manifest, Protected};
use super::{pack, parts};
use crate::append::ChainPoint;
use crate::disk::{Disk, Open, Sequential};

/// A backup, opened with its key.
pub struct Backup {
    disk: Arc<dyn Disk>,
    manifest: Manifest,
    opening: Opening,
}

/// A segment as the backup holds it.
pub(crate) struct Segment {
    pub(crate) bytes: Vec<u8>,
    /// Whether it ends with its footer.
    pub(crate) sealed: bool,
    /// Its file in the backup.
    pub(crate) part: String,
}

impl Backup {
    /// How the backup in a directory is protected.
    ///
    /// # Errors
    /// [`BackupError::NoBackup`] when there is none that was finished.
    pub fn protected(disk: &dyn Disk) -> Result<Protected, BackupError> {
        let manifest = Manifest::read(disk, MANIFEST)?;
        manifest.map(|manifest| manifest.protection).ok_or(BackupError::NoBackup)
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`BackupError::WrongKey`], [`BackupError::NoKey`]; [`BackupError::NoBackup`] when there is none that was finished.
    pub fn open(disk: Arc<dyn Disk>, key: &Key) -> Result<Self, BackupError> {
        let manifest = Manifest::read(&*disk, MANIFEST)?.ok_or(BackupError::NoBackup)?;
        let opening = key.opening(&*disk, &manifest.protection)?;
        // A wrong key is told before anything is done.
        if let Some(part) = manifest.vault.as_ref().filter(|_| !opening.is_plain())
            && let Ok(file) = disk.open(&part.name, Open::Read)
            && let Err(BackupError::WrongKey) = decryptor(&part.name, &opening, Sequential::new(file))
        {
            return Err(BackupError::WrongKey);
        }
        Ok(Self { disk, manifest, opening })
    }

    /// Where the log ends in it.
    #[must_use]
    pub fn end(&self) -> ChainPoint {
        self.manifest.end
    }

    /// The number of the log it holds.
    #[must_use]
    pub fn log(&self) -> Uuid {
        self.manifest.log
    }

    /// The numbers of the segments it holds, in order.
    pub(crate) fn segments(&self) -> Vec<u64> {
        let open = self.manifest.open.iter().map(|open| open.segment);
        self.manifest.segments.keys().copied().chain(open).collect()
    }

    /// The last position of a sealed segment, as the manifest says.
    pub(crate) fn last_of(&self, number: u64) -> Option<Position> {
        self.manifest.segments.get(&number).map(|sealed| sealed.last)
    }

    pub(crate) fn segment(&self, number: u64) -> Result<Option<Segment>, BackupError> {
        let sealed = self.manifest.segments.get(&number).map(|sealed| (&sealed.part, true));
        let open = self.manifest.open.as_ref().filter(|open| open.segment == number).map(|open| (&open.part, false));
        let Some((part, sealed)) = sealed.or(open) else { return Ok(None) };
        let bytes = parts::read(&*self.disk, &self.opening, part)?;
        Ok(Some(Segment { bytes, sealed, part: part.name.clone() }))
    }

    /// Gives each file of the vault, and what else was packed with it, to `take`, with its path in the data directory.
    pub(crate) fn vault(&self, take: impl FnMut(&str, Vec<u8>) -> Result<(), BackupError>) -> Result<(), BackupError> {
        let Some(part) = &self.manifest.vault else { return Ok(()) };
        pack::unpack(&part.name, parts::stream(&*self.disk, &self.opening, part)?, take)
    }

    /// The attached files it holds.
    pub(crate) fn files(&self) -> impl Iterator<Item = Digest> {
        self.manifest.files.keys().copied()
    }

    /// An attached file as it lay in the store: encrypted under its key.
    pub(crate) fn file(&self, sha256: Digest) -> Result<Option<Vec<u8>>, BackupError> {
        let part = self.manifest.files.get(&sha256);
        part.map(|part| parts::read(&*self.disk, &self.opening, part)).transpose()
    }
}

impl std::fmt::Debug for Backup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "backup of {} up to {}", self.manifest.log, self.manifest.end.position)
    }
}
