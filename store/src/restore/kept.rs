//! Mending vault and files: what events refer to comes from the backup if it proves to be what they name. What the log says was
//! erased is never brought back.

use std::collections::BTreeMap;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};
use uuid::Uuid;

use super::overlay::Overlay;
use super::{Mending, put};
use crate::backup::{BackupError, doing};
use crate::disk::{self, Disk};
use crate::files::{Files, FilesError, path_of, secret_of};
use crate::vault::{self, Revealed, Vault, VaultError};
use crate::verify::Problem;
use crate::verify::references::{Named, References};

/// What is damaged or missing.
#[derive(Default)]
struct Lost<'a> {
    texts: Vec<(Erasable, &'a Named)>,
    secrets: Vec<(Uuid, &'a Named)>,
    files: Vec<(&'a FileRef, &'a Named)>,
}

/// Files of the backup's vault, by their path in the data directory.
type Packed = BTreeMap<String, Vec<u8>>;

impl Mending<'_> {
    /// Mends what the events refer to; what remains damaged.
    pub(super) fn kept(&mut self, references: &References) -> Result<Vec<Problem>, BackupError> {
        self.erase_again(references)?;
        let lost = self.lost(references)?;
        let packed = self.packed(&lost)?;
        let mut remaining = Vec::new();
        for (text, named) in lost.texts {
            if !self.text(&text, &packed)? {
                remaining.push(problem(format!("vault/keys/{}", text.key), named, "a text is missing or damaged"));
            }
        }
        for (id, named) in lost.secrets {
            let path = format!("vault/secrets/{id}");
            match packed.get(&path).filter(|bytes| vault::unchecked(bytes).is_some()) {
                Some(bytes) => {
                    self.write(&path, bytes)?;
                    self.secrets += 1;
                }
                None => {
                    remaining.push(problem(path, named, "the hash of a password or token is missing or damaged"));
                }
            }
        }
        for (file, named) in lost.files {
            if !self.file(file, &packed)? {
                remaining.push(problem(path_of(file.sha256), named, "an attached file is missing or damaged"));
            }
        }
        Ok(remaining)
    }

    /// What the log says was erased is gone here too, and marked as such.
    fn erase_again(&mut self, references: &References) -> Result<(), BackupError> {
        let vault = Vault::at(Arc::clone(self.disk));
        for key in references.erased.keys() {
            let mark = format!("vault/erased/{key}");
            let marked = disk::read_if_there(&**self.disk, &mark).map_err(doing("reading the vault"))?.is_some();
            let has_key = vault.has_key(*key).map_err(doing("reading the vault"))?;
            if marked && !has_key {
                continue;
            }
            self.erased += 1;
            if self.dry_run {
                continue;
            }
            if !marked {
                self.write(&mark, &[])?;
            }
            vault.erase(*key).map_err(|error| doing("erasing a text again")(std::io::Error::other(error)))?;
        }
        Ok(())
    }

    fn lost<'a>(&mut self, references: &'a References) -> Result<Lost<'a>, BackupError> {
        let mut lost = Lost::default();
        let vault = Vault::at(Arc::clone(self.disk));
        for ((key, commitment), named) in &references.texts {
            let text = Erasable { key: *key, commitment: *commitment };
            if !references.erased.contains_key(key) && vault.reveal(&text) == Revealed::Damaged {
                lost.texts.push((text, named));
            }
        }
        for (id, named) in &references.secrets {
            match vault.secret(&id.to_string()) {
                Ok(Some(_)) => {}
                Ok(None) | Err(VaultError::Damaged(_)) => lost.secrets.push((*id, named)),
                Err(error) => return Err(doing("reading the vault")(std::io::Error::other(error))),
            }
        }
        let files = Files::at(Arc::clone(self.disk), Arc::new(vault));
        let all = references.files.len() as u64;
        for (done, (file, named)) in (1..).zip(references.files.values()) {
            match files.check(file) {
                Ok(()) => {}
                Err(FilesError::Disk(error)) => return Err(doing("reading an attached file")(error)),
                Err(_) => lost.files.push((file, named)),
            }
            (self.progress)(crate::backup::Doing::Files, done, all);
        }
        Ok(lost)
    }

    /// What the backup's vault holds of it.
    fn packed(&mut self, lost: &Lost<'_>) -> Result<Packed, BackupError> {
        let mut packed = Packed::new();
        if lost.texts.is_empty() && lost.secrets.is_empty() && lost.files.is_empty() {
            return Ok(packed);
        }
        let texts = lost.texts.iter().map(|(text, _)| text.key.to_string());
        let secrets = lost.secrets.iter().map(|(id, _)| id.to_string());
        let files = lost.files.iter().map(|(file, _)| secret_of(file.sha256));
        let wanted: std::collections::BTreeSet<String> = texts.chain(secrets).chain(files).collect();
        let unpacked = self.backup.vault(|path, bytes| {
            if path.rsplit('/').next().is_some_and(|name| wanted.contains(name)) {
                packed.insert(path.to_owned(), bytes);
            }
            Ok(())
        });
        match unpacked {
            Err(BackupError::PartDamaged { part, what }) => self.unusable(part, what),
            unpacked => unpacked?,
        }
        Ok(packed)
    }

    fn text(&mut self, text: &Erasable, packed: &Packed) -> Result<bool, BackupError> {
        let key = format!("vault/keys/{}", text.key);
        let name = text.key.to_string();
        let sealed = packed.iter().find(|(path, _)| path.starts_with("vault/texts/") && path.ends_with(&name));
        let (Some(record), Some((path, sealed))) = (packed.get(&key), sealed) else { return Ok(false) };
        let proved = Vault::at(Arc::new(Overlay::on(self.disk).with(&key, record).with(path, sealed)));
        if !matches!(proved.reveal(text), Revealed::Text(_)) {
            return Ok(false);
        }
        self.write(path, sealed)?;
        self.write(&key, record)?;
        self.texts += 1;
        Ok(true)
    }

    fn file(&mut self, file: &FileRef, packed: &Packed) -> Result<bool, BackupError> {
        let (path, secret) = (path_of(file.sha256), format!("vault/secrets/{}", secret_of(file.sha256)));
        let sealed = match self.backup.file(file.sha256) {
            Err(BackupError::PartDamaged { part, what }) => {
                self.unusable(part, what);
                None
            }
            sealed => sealed?,
        };
        let (sealed, key) = (sealed.as_deref(), packed.get(&secret).map(Vec::as_slice));
        // As little as possible comes from the backup: the same bytes that were kept anew have another key.
        for (sealed, key) in [(None, key), (sealed, None), (sealed, key)] {
            let mut proved = Overlay::on(self.disk);
            let taken = [(&path, sealed), (&secret, key)].map(|(path, bytes)| bytes.map(|bytes| (path, bytes)));
            if taken.iter().all(Option::is_none) {
                continue;
            }
            for (path, bytes) in taken.into_iter().flatten() {
                proved = proved.with(path, bytes);
            }
            let proved: Arc<dyn Disk> = Arc::new(proved);
            if Files::at(Arc::clone(&proved), Arc::new(Vault::at(proved))).check(file).is_err() {
                continue;
            }
            for (path, bytes) in taken.into_iter().flatten() {
                self.write(path, bytes)?;
            }
            self.files += 1;
            return Ok(true);
        }
        Ok(false)
    }

    /// Puts a file in place, durable once this returns; nothing on a dry run.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), BackupError> {
        if self.dry_run {
            return Ok(());
        }
        put(&**self.disk, path, bytes)
            .and_then(|()| self.disk.sync_dir(disk::parent(path)))
            .map_err(doing("putting a file in place"))
    }
}

fn problem(file: String, named: &Named, what: &str) -> Problem {
    let (first, streams) = (named.position, vec![named.stream.clone()]);
    Problem { file, offset: 0, first, last: Some(first), streams, what: what.to_owned() }
}

/// The digest an attached file's path is made of.
pub(super) fn digest_of(path: &str) -> Option<Digest> {
    path.strip_prefix("files/")?.parse().ok()
}
