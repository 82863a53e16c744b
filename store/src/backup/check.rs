//! Whether what the events refer to is sound before it is copied: a backup must not replace good parts by damaged ones.

use std::io;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::erasable::Erasable;
use uuid::Uuid;

use super::Doing;
use super::error::{BackupError, doing};
use crate::append::ChainPoint;
use crate::disk::Disk;
use crate::vault::{Revealed, Vault, VaultError};
use crate::verify::references::References;
use crate::verify::whole::referred;

#[derive(Clone, Copy)]
enum Suspect {
    Text(Uuid, Digest),
    Secret(Uuid),
}

/// Reads the whole log, which must be sound and hold `seen`, and gives where it ends and what its events refer to.
pub(super) fn log(
    disk: &dyn Disk,
    seen: Vec<ChainPoint>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(ChainPoint, References), BackupError> {
    let (report, references) = referred(disk, seen, progress).map_err(doing("reading the log"))?;
    match report.problems.into_iter().next() {
        Some(problem) => Err(BackupError::Damaged { file: problem.file, what: problem.what }),
        None => Ok((ChainPoint { position: report.head, chain: report.chain }, references)),
    }
}

/// That every text and every valid secret is what the events say, or was erased.
pub(super) fn vault(
    disk: &Arc<dyn Disk>,
    references: &References,
    progress: &mut dyn FnMut(Doing, u64, u64),
) -> Result<(), BackupError> {
    let texts = references.texts.keys().map(|(key, commitment)| Suspect::Text(*key, *commitment));
    let all: Vec<_> = texts.chain(references.secrets.keys().map(|id| Suspect::Secret(*id))).collect();
    let (vault, total) = (Vault::at(Arc::clone(disk)), all.len() as u64);
    let mut suspects = Vec::new();
    for (done, item) in (1..).zip(all) {
        if wrong(&vault, references, item).map_err(doing("reading the vault"))?.is_some() {
            suspects.push(item);
        }
        progress(Doing::Vault, done, total);
    }
    if suspects.is_empty() {
        return Ok(());
    }
    // A server may have erased a text or replaced a password since the log was read.
    let (_, now) = referred(&**disk, Vec::new(), &mut |_, _| ()).map_err(doing("reading the log"))?;
    for item in suspects {
        let named = match item {
            Suspect::Text(..) => true,
            Suspect::Secret(id) => now.secrets.contains_key(&id),
        };
        if named && let Some((file, what)) = wrong(&vault, &now, item).map_err(doing("reading the vault"))? {
            return Err(BackupError::Damaged { file, what: what.to_owned() });
        }
    }
    Ok(())
}

fn wrong(vault: &Vault, references: &References, item: Suspect) -> io::Result<Option<(String, &'static str)>> {
    match item {
        Suspect::Text(key, commitment) => {
            let (found, file) = vault.examine(&Erasable { key, commitment });
            let damaged = found == Revealed::Damaged && !references.erased.contains_key(&key);
            Ok(damaged.then_some((file, "a text is missing or is not the one that was kept")))
        }
        Suspect::Secret(id) => match vault.secret(&id.to_string()) {
            Ok(Some(_)) => Ok(None),
            Ok(None) | Err(VaultError::Damaged(_)) => {
                Ok(Some((format!("vault/secrets/{id}"), "the hash of a password or token is missing or damaged")))
            }
            Err(error) => Err(io::Error::other(error)),
        },
    }
}
