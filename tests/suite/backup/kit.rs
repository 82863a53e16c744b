//! A store on a simulated disk, with texts, secrets and papers, and what must be true of a copy of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::account::Role;
use heyi_core::event::system::{TailCut, TextErased};
use heyi_core::event::{Entry, Event, SystemEvent};
use heyi_core::ids::{CaseId, Position};
use heyi_core::occurred::Occurred;
use heyi_store::accounts::{Accounts, NewAccount};
use heyi_store::append::{Commit, Expect};
use heyi_store::backup::{Backup, BackupError, Doing, Done, Key, Protection, Source, backup};
use heyi_store::clock::ManualClock;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::disk::{self, Disk};
use heyi_store::files::Files;
use heyi_store::laws::nobody;
use heyi_store::log::EventLog;
use heyi_store::restore::{Restored, restore};
use heyi_store::segment_log::{Options, Preallocate, SegmentLog};
use heyi_store::vault::{Revealed, Vault};
use heyi_store::verify::verify_whole;
use heyi_store::{codec, erasures, streams};
use jiff::Timestamp;
use uuid::Uuid;

/// A pair of keys for tests.
pub(super) const RECIPIENT: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
pub(super) const IDENTITY: &str =
    "# for tests\nAGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33\n";

/// A word that stands in every text and paper.
pub(super) const MARKER: &str = "MARKERNAMEOFAPERSON";

/// A store, and what it was given.
pub(super) struct Made {
    pub(super) disk: SimulatedDisk,
    pub(super) clock: Arc<ManualClock>,
    pub(super) texts: Vec<(Erasable, String)>,
    pub(super) papers: Vec<(FileRef, Vec<u8>)>,
}

impl Made {
    pub(super) fn empty(seed: u64) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::constant(1_772_841_600, 0)));
        Self { disk: SimulatedDisk::new(seed), clock, texts: Vec::new(), papers: Vec::new() }
    }

    /// With an account and so many events, in segments of two kilobytes and a half.
    pub(super) async fn with(seed: u64, events: u32) -> Self {
        let mut made = Self::empty(seed);
        let open = made.open();
        let accounts = Accounts::open(open.0.clone(), open.1.clone(), made.clock.clone()).await.unwrap();
        let new = NewAccount {
            login: "caseworker".into(),
            name: format!("{MARKER} of an account"),
            office: "js-nanjing".parse().unwrap(),
            grants: vec![(Role::Caseworker, "320100".parse().unwrap())],
            password_hash: Some("a hash".into()),
        };
        accounts.create(new, nobody()).await.unwrap();
        close(open);
        made.record(events).await;
        made
    }

    fn open(&self) -> (Arc<SegmentLog>, Arc<Vault>, Files) {
        let disk = self.disk();
        let options = Options { segment_bytes: 2_500, preallocate: Preallocate::No, ..Options::default() };
        let (log, report) = SegmentLog::open(Arc::clone(&disk), self.clock.clone(), options).unwrap();
        assert_eq!(report.damage, None);
        let vault = Arc::new(Vault::open(Arc::clone(&disk)).unwrap());
        let files = Files::open(disk, Arc::clone(&vault)).unwrap();
        (Arc::new(log), vault, files)
    }

    pub(super) fn disk(&self) -> Arc<dyn Disk> {
        Arc::new(self.disk.clone())
    }

    /// Records so many events, each with a text, every third with a paper.
    pub(super) async fn record(&mut self, events: u32) {
        let open = self.open();
        for _ in 0..events {
            let number = self.texts.len();
            let mut draft = open.1.draft(Uuid::from_u128(number as u128 / 5));
            let text = format!("{MARKER} {number}");
            let note = draft.refer_to(&text);
            open.1.keep(&draft.finish().unwrap()).unwrap();
            let mut evidence = Vec::new();
            if number.is_multiple_of(3) {
                let bytes = format!("{MARKER} paper {number} ").repeat(if number == 0 { 2_500 } else { 9 });
                let kept = open.2.keep(&mut bytes.as_bytes(), note.clone(), "text/plain").unwrap();
                evidence.push(kept.file.clone());
                self.papers.push((kept.file.clone(), bytes.into_bytes()));
            }
            let event = SystemEvent::TailCut(TailCut { from: Position(1), bytes: 1, hash: Default::default() });
            let entry = Entry {
                occurred: Occurred::unknown(""),
                event: Event::System(event),
                note: Some(note.clone()),
                evidence,
            };
            let events = vec![codec::encode(&entry).unwrap()];
            open.0.append(Commit::to_one(streams::system().unwrap(), Expect::Any, events, nobody())).await.unwrap();
            self.texts.push((note, text));
        }
        close(open);
    }

    /// Erases a text, and records that.
    pub(super) async fn erase(&self, key: Uuid) {
        let open = self.open();
        let erased = TextErased { key, case: CaseId(Uuid::from_u128(1)), reason: "本人要求".into() };
        erasures::erase(Arc::clone(&open.1), &*open.0, erased, nobody()).await.unwrap();
        close(open);
    }

    pub(super) fn back_up(&self, to: &SimulatedDisk, protection: &Protection) -> Result<Done, BackupError> {
        self.back_up_while(to, protection, &mut |_, _, _| ())
    }

    /// As [`Made::back_up`], with something else going on at each step.
    pub(super) fn back_up_while(
        &self,
        to: &SimulatedDisk,
        protection: &Protection,
        meanwhile: &mut dyn FnMut(Doing, u64, u64),
    ) -> Result<Done, BackupError> {
        let source = Source { disk: self.disk(), head: None, seen: Vec::new() };
        let to: Arc<dyn Disk> = Arc::new(to.clone());
        backup(&source, &to, protection, &*self.clock, meanwhile)
    }

    /// Mends this store from a plain backup.
    pub(super) fn mend(&self, from: &SimulatedDisk, dry_run: bool) -> Result<Restored, BackupError> {
        restored(from, &Key::None, &self.disk, dry_run)
    }

    /// That nothing is wrong, and every text and paper comes out as it went in but those that were erased.
    pub(super) fn is_whole(&self, disk: &SimulatedDisk, erased: &[Uuid]) {
        let disk: Arc<dyn Disk> = Arc::new(disk.clone());
        let whole = verify_whole(&disk, Vec::new(), &mut |_, _, _| ()).unwrap();
        assert!(whole.is_sound(), "{:?}", whole.log.problems);
        let vault = Arc::new(Vault::at(Arc::clone(&disk)));
        for (reference, text) in &self.texts {
            let expected =
                if erased.contains(&reference.key) { Revealed::Erased } else { Revealed::Text(text.clone()) };
            assert_eq!(vault.reveal(reference), expected);
        }
        let files = Files::at(disk, vault);
        for (file, bytes) in &self.papers {
            let (mut reading, mut read) = (files.read(file).unwrap(), Vec::new());
            while let Some(chunk) = reading.next_chunk().unwrap() {
                read.extend(chunk);
            }
            assert!(read == *bytes);
        }
    }
}

fn close(open: (Arc<SegmentLog>, Arc<Vault>, Files)) {
    open.0.close();
}

/// Restores from a backup into what lies on a disk.
pub(super) fn restored(
    from: &SimulatedDisk,
    key: &Key,
    to: &SimulatedDisk,
    dry_run: bool,
) -> Result<Restored, BackupError> {
    let backup = Backup::open(Arc::new(from.clone()), key)?;
    let to: Arc<dyn Disk> = Arc::new(to.clone());
    restore(&backup, &to, Vec::new(), dry_run, &mut |_, _, _| ())
}

/// Every file of the parts of a store that are the record, with its bytes; room that was never written is nothing.
pub(super) fn image(disk: &SimulatedDisk) -> BTreeMap<String, Vec<u8>> {
    let mut found = everything(disk);
    found.retain(|path, _| ["log/", "vault/", "files/"].iter().any(|part| path.starts_with(part)));
    found.retain(|path, _| path != "log/clean-stop.json" && !path.ends_with(".tmp"));
    for (path, bytes) in &mut found {
        if path.starts_with("log/") {
            bytes.truncate(bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
        }
    }
    found
}

/// Every file on a disk.
pub(super) fn everything(disk: &SimulatedDisk) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut dirs) = (BTreeMap::new(), vec![String::new()]);
    while let Some(dir) = dirs.pop() {
        for listed in disk.list(&dir).unwrap() {
            let path = if dir.is_empty() { listed.name } else { format!("{dir}/{}", listed.name) };
            if listed.is_dir {
                dirs.push(path);
            } else {
                found.insert(path.clone(), disk::read(disk, &path).unwrap());
            }
        }
    }
    found
}

/// A new disk with these files.
pub(super) fn disk_of(files: &BTreeMap<String, Vec<u8>>, seed: u64) -> SimulatedDisk {
    let disk = SimulatedDisk::new(seed);
    for (path, bytes) in files {
        disk::make_dir(&disk, disk::parent(path)).unwrap();
        disk::replace(&disk, path, bytes).unwrap();
    }
    disk
}
