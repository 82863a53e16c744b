//! Attached files: content-addressed, encrypted with a key each, durable before the event that names them is appended.
//!
//! ```text
//! files/<sha256 of the plain bytes>          nonce, then the bytes, encrypted
//! vault/secrets/file-<sha256>                their key
//! ```

use std::sync::{Arc, Mutex, PoisonError};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};

use crate::disk::{self, Disk};
use crate::vault::{Vault, VaultError, random};

/// The largest file: scans of a contract fit many times over.
pub const MAX_FILE: usize = 32 << 20;

const NONCE: usize = 24;

/// The attached files.
#[derive(Debug)]
pub struct Files {
    disk: Arc<dyn Disk>,
    vault: Arc<Vault>,
    /// Held from looking for a file to having kept it, so that key and file of one keeping stay together.
    keeping: Mutex<()>,
}

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
    Disk(#[source] std::io::Error),
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
        Ok(Self { disk, vault, keeping: Mutex::new(()) })
    }

    /// Keeps a file; durable once this returns. The same bytes are kept once.
    ///
    /// # Errors
    /// When it is too large, or the disk refuses.
    pub fn keep(&self, bytes: &[u8], name: Erasable, media_type: &str) -> Result<FileRef, FilesError> {
        if bytes.len() > MAX_FILE {
            return Err(FilesError::TooLarge);
        }
        let sha256 = Digest::of(&[bytes]);
        let file = FileRef { sha256, bytes: bytes.len() as u64, name, media_type: media_type.to_owned() };
        let _keeping = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        match self.read(&file) {
            Ok(_) => return Ok(file),
            Err(FilesError::Erased | FilesError::Damaged) => {}
            // What cannot be read just now may be whole: it is not sealed anew.
            Err(error) => return Err(error),
        }
        let key: [u8; 32] = random().map_err(FilesError::Vault)?;
        let nonce: [u8; NONCE] = random().map_err(FilesError::Vault)?;
        let payload = Payload { msg: bytes, aad: &sha256.0 };
        let sealed = cipher(&key)?.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| FilesError::Damaged)?;
        self.vault.put_secret(&secret_of(sha256), &key).map_err(FilesError::Vault)?;
        disk::replace(&*self.disk, &path_of(sha256), &[nonce.as_slice(), &sealed].concat())
            .map_err(FilesError::Disk)?;
        Ok(file)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// [`FilesError::Erased`] when its key is gone, [`FilesError::Damaged`] when they are not those that were kept.
    pub fn read(&self, file: &FileRef) -> Result<Vec<u8>, FilesError> {
        let key = self.vault.secret(&secret_of(file.sha256)).map_err(FilesError::Vault)?.ok_or(FilesError::Erased)?;
        let sealed = disk::read_if_there(&*self.disk, &path_of(file.sha256)).map_err(FilesError::Disk)?;
        let sealed = sealed.ok_or(FilesError::Damaged)?;
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(FilesError::Damaged)?;
        let payload = Payload { msg: sealed, aad: &file.sha256.0 };
        let bytes = cipher(&key)?.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| FilesError::Damaged)?;
        if Digest::of(&[&bytes]) == file.sha256 { Ok(bytes) } else { Err(FilesError::Damaged) }
    }
}

fn cipher(key: &[u8]) -> Result<XChaCha20Poly1305, FilesError> {
    XChaCha20Poly1305::new_from_slice(key).map_err(|_| FilesError::Damaged)
}

fn path_of(sha256: Digest) -> String {
    format!("files/{sha256}")
}

fn secret_of(sha256: Digest) -> String {
    format!("file-{sha256}")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::disk::simulated::SimulatedDisk;

    fn files_on(disk: &SimulatedDisk) -> Files {
        let disk: Arc<dyn Disk> = Arc::new(disk.clone());
        let vault = Arc::new(Vault::open(Arc::clone(&disk)).unwrap());
        Files::open(disk, vault).unwrap()
    }

    fn name() -> Erasable {
        Erasable { key: Uuid::from_u128(1), commitment: Digest::default() }
    }

    #[test]
    fn a_kept_file_survives_a_power_cut_and_reads_back() {
        let disk = SimulatedDisk::new(1);
        let file = files_on(&disk).keep(b"scan", name(), "application/pdf").unwrap();
        disk.cut_power_in(0);
        disk.power_cycle();
        assert_eq!(files_on(&disk).read(&file).unwrap(), b"scan");
    }

    #[test]
    fn the_same_bytes_kept_by_many_at_once_read_back() {
        for round in 0..20 {
            let files = files_on(&SimulatedDisk::new(round));
            let start = std::sync::Barrier::new(8);
            let keep = || {
                start.wait();
                files.keep(b"scan", name(), "application/pdf").unwrap()
            };
            let kept: Vec<_> = std::thread::scope(|scope| {
                let keepers: Vec<_> = (0..8).map(|_| scope.spawn(keep)).collect();
                keepers.into_iter().map(|keeper| keeper.join().unwrap()).collect()
            });
            assert!(kept.iter().all(|file| files.read(file).unwrap() == b"scan"), "round {round}");
        }
    }

    #[test]
    fn a_changed_byte_is_damage_and_nothing_lies_in_clear() {
        let disk = SimulatedDisk::new(2);
        let files = files_on(&disk);
        let file = files.keep(b"MARKER MARKER", name(), "text/plain").unwrap();
        let path = path_of(file.sha256);
        assert!(!disk::read(&disk, &path).unwrap().windows(6).any(|bytes| bytes == b"MARKER"));
        disk.damage(&path, |bytes| bytes[30] ^= 1).unwrap();
        assert!(matches!(files.read(&file), Err(FilesError::Damaged)));
    }

    #[test]
    fn a_file_has_a_limit() {
        let files = files_on(&SimulatedDisk::new(3));
        assert!(matches!(files.keep(&vec![0; MAX_FILE + 1], name(), "x"), Err(FilesError::TooLarge)));
    }
}
