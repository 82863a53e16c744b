//! A file on its way in: written under a name of its own, encrypted from the first byte, before its digest is known.

use std::sync::Arc;

use heyi_core::digest::Digest;

use super::sealed::{KEY, Sealer};
use super::{FilesError, MAX_FILE, Shared};
use crate::disk::{self, File, Open};
use crate::ids;
use crate::vault::random;

/// A file being written. Dropped, it leaves nothing behind.
pub struct Staging {
    sealer: Sealer,
    place: Place,
}

/// A file written and not kept yet: no event may name it. Dropped before it is kept, it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    /// SHA-256 of the plain bytes.
    pub sha256: Digest,
    /// How many there are.
    pub bytes: u64,
    pub(super) place: Place,
}

/// Where it lies, and the key, which is nowhere else: what a stopped program leaves here nobody can read.
pub(super) struct Place {
    shared: Arc<Shared>,
    pub(super) path: String,
    pub(super) file: Arc<dyn File>,
    pub(super) key: [u8; KEY],
}

impl Staging {
    pub(super) fn begin(shared: &Arc<Shared>) -> Result<Self, FilesError> {
        let key = random().map_err(FilesError::Vault)?;
        let prefix = random().map_err(FilesError::Vault)?;
        let path = format!("files/{}.tmp", ids::fresh());
        shared.known().staging.insert(path.clone());
        let opened = shared.disk.open(&path, Open::Create);
        let file = match opened {
            Ok(file) => file,
            Err(error) => {
                shared.known().staging.remove(&path);
                return Err(FilesError::Disk(error));
            }
        };
        let place = Place { shared: Arc::clone(shared), path, file, key };
        let sealer = Sealer::begin(Arc::clone(&place.file), &key, prefix).map_err(FilesError::Disk)?;
        Ok(Self { sealer, place })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`FilesError::TooLarge`] beyond [`MAX_FILE`]; when the disk refuses.
    pub fn write(&mut self, plain: &[u8]) -> Result<(), FilesError> {
        if self.sealer.bytes() + plain.len() as u64 > MAX_FILE as u64 {
            return Err(FilesError::TooLarge);
        }
        self.sealer.write(plain).map_err(FilesError::Disk)
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(self) -> Result<Staged, FilesError> {
        let (sha256, bytes) = self.sealer.finish().map_err(FilesError::Disk)?;
        Ok(Staged { sha256, bytes, place: self.place })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Once it is kept there is nothing under this name. What cannot be removed is litter, and is swept.
        let _ = disk::remove_if_there(&*self.shared.disk, &self.path);
        self.shared.known().staging.remove(&self.path);
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)
    }
}
