//! Sweeping: a file that no event has named for a day goes, with its key; so does what a stopped program left half written.
//!
//! A file is kept before the event that names it, so a refusal or a stop in between leaves one that nobody refers to. It is
//! noted when it is first seen so, durably, and goes at a later sweep, a day after. A file kept since the last sweep begins its
//! day again, and one that a running request holds does not go: the event that names it may still be on its way.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::sync::{Arc, PoisonError};

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Files, FilesError, Known, path_of, secret_of};
use crate::clock::Clock;
use crate::codec;
use crate::disk::{self, Disk};
use crate::log::EventLog;
use crate::reading::StoreError;

/// How long a file stays that no event names.
pub const STAYS: SignedDuration = SignedDuration::from_hours(24);

const NOTES: &str = "files/orphans.json";
/// So many events are read at once.
const PAGE: usize = 5_000;

/// Sweeps the files of one log.
pub struct Sweeper {
    log: Arc<dyn EventLog>,
    files: Files,
    clock: Arc<dyn Clock>,
    /// Every file that an event up to `read` names.
    named: HashSet<Digest>,
    read: Position,
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files that went with their keys.
    pub files: u64,
    /// Half-written leftovers that went.
    pub litter: u64,
    /// What is noted and goes later, unless it is named.
    pub waiting: u64,
}

/// Since when what was nobody's.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Notes {
    files: BTreeMap<Digest, Timestamp>,
    litter: BTreeMap<String, Timestamp>,
}

impl Sweeper {
    /// For the files beside this log.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, files: Files, clock: Arc<dyn Clock>) -> Self {
        Self { log, files, clock, named: HashSet::new(), read: Position::ZERO }
    }

    /// Sweeps once. Not for a log that is damaged: what its unreadable events name would seem to be nobody's.
    ///
    /// # Errors
    /// When the log cannot be read to its head, or the disk refuses; nothing that an event names has gone.
    pub async fn sweep(&mut self) -> Result<Swept, StoreError> {
        // Listed before the log is read: what is kept in between is held or touched.
        let files = self.files.clone();
        let listed = tokio::task::spawn_blocking(move || Listed::of(&*files.0.disk)).await?;
        let mut listed = listed.map_err(FilesError::Disk)?;
        self.read_on().await?;
        listed.files.retain(|file| !self.named.contains(file));
        let (files, now) = (self.files.clone(), self.clock.now());
        let swept = tokio::task::spawn_blocking(move || files.sweep(&listed, now)).await?;
        Ok(swept.map_err(FilesError::Disk)?)
    }

    async fn read_on(&mut self) -> Result<(), StoreError> {
        let head = self.log.head();
        while self.read < head {
            let events = self.log.read_all(self.read, PAGE).await?;
            for event in &events {
                self.named.extend(codec::evidence(event)?.into_iter().map(|file| file.sha256));
                self.read = event.position;
            }
            if events.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

/// What lies there.
struct Listed {
    /// Files, and keys of files.
    files: BTreeSet<Digest>,
    litter: BTreeSet<String>,
}

impl Listed {
    fn of(disk: &dyn Disk) -> io::Result<Self> {
        let mut listed = Self { files: BTreeSet::new(), litter: BTreeSet::new() };
        let mut dirs = vec!["files".to_owned(), "vault".to_owned()];
        while let Some(dir) = dirs.pop() {
            for entry in disk.list(&dir)? {
                let path = format!("{dir}/{}", entry.name);
                if entry.is_dir {
                    dirs.push(path);
                } else if entry.name.ends_with(".tmp") {
                    listed.litter.insert(path);
                } else if let Some(file) = path.strip_prefix("files/").or(path.strip_prefix("vault/secrets/file-")) {
                    listed.files.extend(file.parse::<Digest>());
                }
            }
        }
        Ok(listed)
    }
}

impl Files {
    /// Notes what is newly nobody's and removes what has been so for long enough; `listed` holds nothing that an event names.
    fn sweep(&self, listed: &Listed, now: Timestamp) -> io::Result<Swept> {
        // No file is kept meanwhile.
        let _keeping = self.0.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        let disk = &*self.0.disk;
        let notes = Notes::read(disk)?;
        let (in_use, touched) = {
            let mut known = self.0.known();
            let touched = std::mem::take(&mut known.touched);
            (Known { touched: BTreeSet::new(), held: known.held.clone(), staging: known.staging.clone() }, touched)
        };
        let fresh = |file: &Digest| touched.contains(file) || in_use.held.contains_key(file);
        let since = |noted: Option<&Timestamp>| match noted {
            // A clock that had been ahead must not keep things for ever.
            Some(noted) if *noted <= now => *noted,
            _ => now,
        };
        let old = |since: Timestamp| now.duration_since(since) >= STAYS;
        let (gone, stay): (BTreeMap<_, _>, BTreeMap<_, _>) = listed
            .files
            .iter()
            .map(|file| (*file, since(notes.files.get(file).filter(|_| !fresh(file)))))
            .partition(|(_, since)| old(*since));
        let (litter, stays): (BTreeMap<_, _>, BTreeMap<_, _>) = listed
            .litter
            .iter()
            .filter(|path| !in_use.staging.contains(*path))
            .map(|path| (path.clone(), since(notes.litter.get(path))))
            .partition(|(_, since)| old(*since));
        for file in gone.keys() {
            disk::remove_if_there(disk, &path_of(*file))?;
        }
        for path in litter.keys() {
            disk::remove_if_there(disk, path)?;
        }
        if !(gone.is_empty() && litter.is_empty()) {
            disk.sync_dir("files")?;
        }
        for file in gone.keys() {
            self.0.vault.destroy_secret(&secret_of(*file)).map_err(io::Error::other)?;
        }
        let swept =
            Swept { files: gone.len() as u64, litter: litter.len() as u64, waiting: (stay.len() + stays.len()) as u64 };
        let notes_now = Notes { files: stay, litter: stays };
        if notes_now != notes {
            disk::replace(disk, NOTES, &serde_json::to_vec(&notes_now)?)?;
        }
        Ok(swept)
    }
}

impl PartialEq for Notes {
    fn eq(&self, other: &Self) -> bool {
        (&self.files, &self.litter) == (&other.files, &other.litter)
    }
}

impl Notes {
    fn read(disk: &dyn Disk) -> io::Result<Self> {
        let Some(bytes) = disk::read_if_there(disk, NOTES)? else { return Ok(Self::default()) };
        Ok(serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, "since when files are nobody's cannot be read; their day begins again");
            Self::default()
        }))
    }
}

#[cfg(test)]
mod tests;
