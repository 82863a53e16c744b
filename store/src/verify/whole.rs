//! The whole store checked without changing anything: the log, then everything its events refer to in the vault and the files.
//!
//! It may run beside a server: what an event refers to is kept before the event is written, and nothing but an erasure takes
//! it away again.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use heyi_core::erasable::Erasable;
use serde::Serialize;
use uuid::Uuid;

use super::references::{CutBefore, Named, References};
use super::{Problem, Report, Verify, verify};
use crate::append::{ChainPoint, LogEvent};
use crate::codec;
use crate::disk::{Disk, list_if_there};
use crate::files::{self, Files, FilesError};
use crate::segment::CUT_DIR;
use crate::segment::marker::{self, Mark};
use crate::vault::{Revealed, Vault, VaultError};

/// What is being checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// The log; progress counts bytes.
    Log,
    /// Texts and secrets; progress counts them.
    Vault,
    /// Attached files; progress counts bytes.
    Files,
}

/// An end of the log that something outside it remembers: a log that ends before was shortened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// What remembers it.
    pub by: String,
    /// Where the log stood then, at least.
    #[serde(flatten)]
    pub end: ChainPoint,
}

/// What a check of the whole store has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Whole {
    /// The log; its problems are those of vault and files too.
    #[serde(flatten)]
    pub log: Report,
    /// Texts that events refer to.
    pub texts: u64,
    /// How many of them were erased.
    pub texts_erased: u64,
    /// Texts that were erased without an event that says so: erasing once more records it.
    pub erased_without_record: Vec<Uuid>,
    /// Hashes of passwords and tokens that are valid.
    pub secrets: u64,
    /// Files that events name.
    pub files: u64,
    /// Their plain bytes together.
    pub file_bytes: u64,
    /// Torn ends that were cut, as the log records them.
    pub tails_cut: Vec<CutBefore>,
    /// What lies in `cut/`.
    pub cut: Vec<String>,
    /// Ends of the log that were compared with it.
    pub seen: Vec<Seen>,
}

/// Checks everything. `seen` are ends of the log that something outside remembers, beside the mark of a clean stop.
///
/// # Errors
/// When the disk refuses to be read; what is wrong is in the answer.
pub fn verify_whole(
    disk: &Arc<dyn Disk>,
    mut seen: Vec<Seen>,
    progress: &mut dyn FnMut(Doing, u64, u64),
) -> io::Result<Whole> {
    if let Some(end) = Mark::read(&**disk)?.point() {
        seen.push(Seen { by: marker::PATH.to_owned(), end });
    }
    let ends = seen.iter().map(|seen| seen.end).collect();
    let (log, references) = referred(&**disk, ends, &mut |done, all| progress(Doing::Log, done, all))?;
    let cut = list_if_there(&**disk, CUT_DIR)?;
    let cut = cut.into_iter().map(|listed| format!("{CUT_DIR}/{}", listed.name)).collect();
    let mut whole = Whole { log, tails_cut: references.tails_cut.clone(), cut, seen, ..Whole::default() };
    whole.check_vault(disk, &references, progress)?;
    whole.check_files(disk, &references, progress)?;
    Ok(whole)
}

/// Checks the log, and collects what its events refer to.
pub(crate) fn referred(
    disk: &dyn Disk,
    seen: Vec<ChainPoint>,
    progress: &mut dyn FnMut(u64, u64),
) -> io::Result<(Report, References)> {
    let references = Arc::new(Mutex::new(References::default()));
    let collecting = Arc::clone(&references);
    let canonical = move |event: &LogEvent| {
        let canonical = codec::canonical_entry(event).map_err(|error| error.to_string())?;
        collecting.lock().unwrap_or_else(PoisonError::into_inner).add(event, canonical.get());
        Ok(canonical)
    };
    let log = verify(disk, &Verify { canonical: Some(&canonical), seen }, progress)?;
    let references = std::mem::take(&mut *references.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((log, references))
}

impl Whole {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.log.is_sound()
    }

    fn check_vault(
        &mut self,
        disk: &Arc<dyn Disk>,
        references: &References,
        progress: &mut dyn FnMut(Doing, u64, u64),
    ) -> io::Result<()> {
        let vault = Vault::at(Arc::clone(disk));
        let all = (references.texts.len() + references.secrets.len()) as u64;
        (self.texts, self.secrets) = (references.texts.len() as u64, references.secrets.len() as u64);
        let (mut done, mut unrecorded) = (0, Vec::new());
        for ((key, commitment), named) in &references.texts {
            let (found, file) = vault.examine(&Erasable { key: *key, commitment: *commitment });
            let recorded = references.erased.contains_key(key);
            match found {
                Revealed::Erased if recorded => self.texts_erased += 1,
                Revealed::Erased => unrecorded.push((*key, named)),
                Revealed::Damaged if recorded && !vault.has_key(*key)? => {
                    self.wrong(
                        &format!("vault/erased/{key}"),
                        named,
                        "a text was erased, and its mark in the vault is missing",
                    );
                }
                Revealed::Damaged => self.wrong(&file, named, "a text is missing or is not the one that was kept"),
                Revealed::Text(_) if recorded => {
                    self.wrong(&file, named, "a text that was erased can be read: erase it again");
                }
                Revealed::Text(_) => {}
            }
            done += 1;
            progress(Doing::Vault, done, all);
        }
        if !unrecorded.is_empty() {
            // A server may have erased and recorded it since the log was read.
            let (_, now) = referred(&**disk, Vec::new(), &mut |_, _| ())?;
            unrecorded.retain(|(key, _)| !now.erased.contains_key(key));
            self.texts_erased += unrecorded.len() as u64;
        }
        for (key, named) in unrecorded {
            self.erased_without_record.push(key);
            let what = "a text was erased, and no event says so: erase it again to record it";
            self.wrong(&format!("vault/erased/{key}"), named, what);
        }
        for (secret, named) in &references.secrets {
            match vault.secret(&secret.to_string()) {
                Ok(Some(_)) => {}
                Ok(None) | Err(VaultError::Damaged(_)) => {
                    let what = "the hash of a password or token is missing or is not the one that was kept";
                    self.wrong(&format!("vault/secrets/{secret}"), named, what);
                }
                Err(error) => return Err(io::Error::other(error)),
            }
            done += 1;
            progress(Doing::Vault, done, all);
        }
        Ok(())
    }

    fn check_files(
        &mut self,
        disk: &Arc<dyn Disk>,
        references: &References,
        progress: &mut dyn FnMut(Doing, u64, u64),
    ) -> io::Result<()> {
        let files = Files::at(Arc::clone(disk), Arc::new(Vault::at(Arc::clone(disk))));
        let all = references.files.values().map(|(file, _)| file.bytes).fold(0_u64, u64::saturating_add);
        (self.files, self.file_bytes) = (references.files.len() as u64, all);
        let mut done = 0_u64;
        for (sha256, (file, named)) in &references.files {
            match files.check(file) {
                Ok(()) => {}
                Err(FilesError::Erased) => {
                    let path = format!("vault/secrets/{}", files::secret_of(*sha256));
                    self.wrong(&path, named, "the key of a file is missing");
                }
                Err(FilesError::Disk(error)) => return Err(error),
                Err(_) => {
                    self.wrong(&files::path_of(*sha256), named, "a file is missing or is not the one that was kept");
                }
            }
            done = done.saturating_add(file.bytes);
            progress(Doing::Files, done, all);
        }
        Ok(())
    }

    fn wrong(&mut self, file: &str, named: &Named, what: &str) {
        let (first, streams) = (named.position, vec![named.stream.clone()]);
        let (file, what) = (file.to_owned(), what.to_owned());
        self.log.problems.push(Problem { file, offset: 0, first, last: Some(first), streams, what });
    }
}

#[cfg(test)]
mod tests;
