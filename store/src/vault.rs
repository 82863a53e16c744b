//! Texts about people, and secrets: durable, in the backup, never in the log, an export, a feed or a bundle.
//!
//! ```text
//! vault/keys/<key>           32 bytes of key, 16 bytes of scope
//! vault/texts/<scope>/<key>  nonce, then salt and text, encrypted under the key
//! vault/erased/<key>         empty: this key was destroyed on purpose
//! vault/secrets/<id>         a checksum, and a hash of a password or token or the key of a file
//! ```
//!
//! A scope is a case or an account. A text is kept before the event that refers to it is appended: a text nobody refers to
//! is litter; a reference without its text would be damage.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use heyi_core::erasable::Erasable;
use uuid::Uuid;

use crate::disk::{self, Disk};

pub mod draft;

pub use draft::{Draft, Staged};

const NONCE: usize = 24;
const SALT: usize = 32;
const KEY: usize = 32;

/// The vault.
#[derive(Debug)]
pub struct Vault {
    disk: Arc<dyn Disk>,
}

/// The vault could not do it.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The disk refused.
    #[error("the disk refused while {doing}")]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// What the disk said.
        #[source]
        source: std::io::Error,
    },
    /// A secret is not the one that was kept.
    #[error("the secret {0} in the vault is damaged; restore it from a backup")]
    Damaged(String),
    /// No random bytes could be had.
    #[error("the system gave no random bytes")]
    Random,
}

/// What a reference to the vault comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revealed {
    /// The text.
    Text(String),
    /// Its key was destroyed.
    Erased,
    /// The text is missing, unreadable, or not the one that was committed to.
    Damaged,
}

impl Vault {
    /// The vault on `disk`, made there if there is none.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(disk: Arc<dyn Disk>) -> Result<Self, VaultError> {
        for dir in ["vault/keys", "vault/texts", "vault/erased", "vault/secrets"] {
            disk::make_dir(&*disk, dir).map_err(doing("making the vault"))?;
        }
        Ok(Self { disk })
    }

    /// The vault on `disk`, only to be read: nothing is made there.
    #[must_use]
    pub fn at(disk: Arc<dyn Disk>) -> Self {
        Self { disk }
    }

    /// Texts to be kept for one case or account; nothing is written before [`Vault::keep`].
    #[must_use]
    pub fn draft(&self, scope: Uuid) -> Draft<'_> {
        Draft::new(self, scope)
    }

    /// Keeps what was staged; durable once this returns.
    ///
    /// # Errors
    /// When the disk refuses; what was kept by then is litter that nothing refers to.
    pub fn keep(&self, staged: &Staged) -> Result<(), VaultError> {
        if let Some(scope) = staged.found_in {
            self.settle(scope).map_err(doing("keeping a text"))?;
        }
        let Some(first) = staged.texts.first() else { return Ok(()) };
        let dir = format!("vault/texts/{}", first.scope);
        disk::make_dir(&*self.disk, &dir).map_err(doing("keeping a text"))?;
        for text in &staged.texts {
            let sealed = text.seal()?;
            self.replace(&format!("{dir}/{}", text.key), &sealed, "keeping a text")?;
            let record = [text.secret.as_slice(), text.scope.as_bytes()].concat();
            self.replace(&format!("vault/keys/{}", text.key), &record, "keeping a key")?;
        }
        Ok(())
    }

    /// Makes the names of texts that were found durable: whoever kept them may have been stopped, or refused, before they were.
    fn settle(&self, scope: Uuid) -> std::io::Result<()> {
        self.disk.sync_dir("vault/texts")?;
        self.disk.sync_dir(&format!("vault/texts/{scope}"))?;
        self.disk.sync_dir("vault/keys")
    }

    /// The text behind a reference.
    #[must_use]
    pub fn reveal(&self, reference: &Erasable) -> Revealed {
        match self.open_text(reference.key) {
            Ok(Some((salt, text))) if Erasable::commit(&salt, &text) == reference.commitment => Revealed::Text(text),
            // A key that is overwritten and not removed yet opens nothing: the note stands first.
            Ok(_) | Err(_) if self.is_erased(reference.key) => Revealed::Erased,
            Ok(_) | Err(_) => Revealed::Damaged,
        }
    }

    /// As [`Vault::reveal`], with the file that holds the text, or the key when it cannot say which.
    pub(crate) fn examine(&self, reference: &Erasable) -> (Revealed, String) {
        let (key, keys) = (reference.key, format!("vault/keys/{}", reference.key));
        let record = disk::read(&*self.disk, &keys).unwrap_or_default();
        let scope = record.get(KEY..).and_then(|scope| Uuid::from_slice(scope).ok());
        (self.reveal(reference), scope.map_or(keys, |scope| format!("vault/texts/{scope}/{key}")))
    }

    /// Destroys a key for ever, and with it the text. `false`: there was no such key.
    ///
    /// The order holds over a power cut: once the note that it was erased is durable the key is overwritten, then both
    /// files go.
    ///
    /// # Errors
    /// When the disk refuses; erasing again goes on where it stopped.
    pub fn erase(&self, key: Uuid) -> Result<bool, VaultError> {
        let path = format!("vault/keys/{key}");
        let record = disk::read_if_there(&*self.disk, &path).map_err(doing("reading a key"))?;
        let Some(record) = record else { return Ok(false) };
        self.replace(&format!("vault/erased/{key}"), &[], "noting an erasure")?;
        let erasing = || -> std::io::Result<()> {
            self.destroy(&path)?;
            if let Some(scope) = record.get(KEY..).and_then(|bytes| Uuid::from_slice(bytes).ok()) {
                disk::remove_if_there(&*self.disk, &format!("vault/texts/{scope}/{key}"))?;
                self.disk.sync_dir(&format!("vault/texts/{scope}"))?;
            }
            Ok(())
        };
        erasing().map_err(doing("destroying a key"))?;
        Ok(true)
    }

    /// Keeps a hash or key under an id, in place of what was there; durable once this returns.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put_secret(&self, id: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.replace(&format!("vault/secrets/{id}"), &checked(secret), "keeping a secret")
    }

    /// The hash or key under an id.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it is not the one that was kept; when the disk refuses.
    pub fn secret(&self, id: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let path = format!("vault/secrets/{id}");
        let kept = disk::read_if_there(&*self.disk, &path).map_err(doing("reading a secret"))?;
        let Some(kept) = kept else { return Ok(None) };
        unchecked(&kept).map(|secret| Some(secret.to_vec())).ok_or_else(|| VaultError::Damaged(id.to_owned()))
    }

    /// Destroys a hash or key for ever; nothing happens when there is none.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn destroy_secret(&self, id: &str) -> Result<(), VaultError> {
        let path = format!("vault/secrets/{id}");
        self.destroy(&path).map_err(doing("destroying a secret"))
    }

    /// Overwrites a file, then removes it; it need not be there.
    fn destroy(&self, path: &str) -> std::io::Result<()> {
        let file = match self.disk.open(path, disk::Open::Write) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            opened => opened?,
        };
        file.write_at(&[0; KEY], 0)?;
        file.sync_data()?;
        self.disk.remove(path)?;
        self.disk.sync_dir(disk::parent(path))
    }

    /// Every text kept for a case or account.
    fn of_scope(&self, scope: Uuid) -> Vec<(Erasable, String)> {
        let names = self.disk.list(&format!("vault/texts/{scope}")).unwrap_or_default();
        let keys = names.iter().filter_map(|listed| listed.name.parse::<Uuid>().ok());
        keys.filter_map(|key| {
            let (salt, text) = self.open_text(key).ok().flatten()?;
            Some((Erasable { key, commitment: Erasable::commit(&salt, &text) }, text))
        })
        .collect()
    }

    /// Whether there is a key of this number, whole or not.
    pub(crate) fn has_key(&self, key: Uuid) -> std::io::Result<bool> {
        Ok(disk::read_if_there(&*self.disk, &format!("vault/keys/{key}"))?.is_some())
    }

    fn is_erased(&self, key: Uuid) -> bool {
        matches!(disk::read_if_there(&*self.disk, &format!("vault/erased/{key}")), Ok(Some(_)))
    }

    /// Salt and text; `None` when the key is gone.
    fn open_text(&self, key: Uuid) -> std::io::Result<Option<([u8; SALT], String)>> {
        let Some(record) = disk::read_if_there(&*self.disk, &format!("vault/keys/{key}"))? else { return Ok(None) };
        let damaged = || std::io::Error::from(std::io::ErrorKind::InvalidData);
        let (secret, scope) = record.split_at_checked(KEY).ok_or_else(damaged)?;
        let scope = Uuid::from_slice(scope).map_err(|_| damaged())?;
        let sealed = disk::read(&*self.disk, &format!("vault/texts/{scope}/{key}"))?;
        let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or_else(damaged)?;
        let cipher = XChaCha20Poly1305::new_from_slice(secret).map_err(|_| damaged())?;
        let opened = cipher
            .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: key.as_bytes() })
            .map_err(|_| damaged())?;
        let (salt, text) = opened.split_first_chunk::<SALT>().ok_or_else(damaged)?;
        let text = String::from_utf8(text.to_vec()).map_err(|_| damaged())?;
        Ok(Some((*salt, text)))
    }

    fn replace(&self, path: &str, bytes: &[u8], what: &'static str) -> Result<(), VaultError> {
        disk::replace(&*self.disk, path, bytes).map_err(doing(what))
    }
}

/// A secret with its checksum before it: nothing else would show that a hash has changed.
fn checked(secret: &[u8]) -> Vec<u8> {
    [crc32c::crc32c(secret).to_le_bytes().as_slice(), secret].concat()
}

/// The secret of such bytes; `None` when they are damaged.
pub(crate) fn unchecked(kept: &[u8]) -> Option<&[u8]> {
    let (checksum, secret) = kept.split_first_chunk()?;
    (u32::from_le_bytes(*checksum) == crc32c::crc32c(secret)).then_some(secret)
}

fn doing(doing: &'static str) -> impl Fn(std::io::Error) -> VaultError {
    move |source| VaultError::Disk { doing, source }
}

/// Fills an array with random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::Random)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
