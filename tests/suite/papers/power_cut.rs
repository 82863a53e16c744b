//! Keeping, naming and sweeping on one disk with the log; the power goes at any operation. Whatever happened, a file that an
//! acknowledged event names reads back, a text too, and in the end nothing is left that no event names.

use std::collections::BTreeSet;
use std::sync::Arc;

use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::system::TailCut;
use heyi_core::event::{Entry, Event, SystemEvent};
use heyi_core::ids::Position;
use heyi_core::occurred::Occurred;
use heyi_store::append::{Commit, Expect};
use heyi_store::clock::ManualClock;
use heyi_store::codec;
use heyi_store::disk::Disk;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::files::Files;
use heyi_store::files::sweep::Sweeper;
use heyi_store::laws::nobody;
use heyi_store::log::EventLog;
use heyi_store::segment_log::{Options, Preallocate, SegmentLog};
use heyi_store::streams;
use heyi_store::vault::{Revealed, Vault};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

#[derive(Debug, Default)]
struct Reached {
    cuts: u64,
    named: u64,
    swept: u64,
    named_without_answer: u64,
}

struct History {
    disk: SimulatedDisk,
    random: StdRng,
    clock: Arc<ManualClock>,
    chunks: bool,
    /// What acknowledged events name, and its bytes.
    named: Vec<(FileRef, Vec<u8>)>,
}

struct Open {
    log: Arc<SegmentLog>,
    vault: Arc<Vault>,
    files: Files,
    sweeper: Sweeper,
}

impl History {
    fn open(&self) -> Result<Open, String> {
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let options = Options { segment_bytes: 20_000, preallocate: Preallocate::No, ..Options::default() };
        let text = |error: &dyn std::fmt::Debug| format!("{error:?}");
        let opened = SegmentLog::open(Arc::clone(&disk), self.clock.clone(), options);
        let (log, report) = opened.map_err(|error| text(&error))?;
        if let Some(damage) = report.damage {
            return Err(damage.to_string());
        }
        let log = Arc::new(log);
        let vault = Arc::new(Vault::open(Arc::clone(&disk)).map_err(|error| text(&error))?);
        let files = Files::open(disk, Arc::clone(&vault)).map_err(|error| text(&error))?;
        let sweeper = Sweeper::new(log.clone(), files.clone(), self.clock.clone());
        Ok(Open { log, vault, files, sweeper })
    }

    /// Bytes of a few kinds only, so that the same are kept again; in some histories one of them has several chunks.
    fn bytes(&mut self) -> Vec<u8> {
        let kind = self.random.random_range(u8::from(!self.chunks)..6_u8);
        vec![kind; if kind == 0 { 70_000 } else { usize::from(kind) * 700 }]
    }

    async fn live(&mut self, reached: &mut Reached) -> Result<(), String> {
        let mut open = match self.open() {
            Ok(open) => open,
            Err(_) if self.disk.is_off() => return Ok(()),
            Err(error) => return Err(error),
        };
        for _ in 0..self.random.random_range(2..14) {
            self.clock.advance(SignedDuration::from_hours(self.random.random_range(0..20)));
            match self.random.random_range(0..4) {
                0 => match open.sweeper.sweep().await {
                    Ok(swept) => reached.swept += swept.files,
                    Err(error) => assert!(self.disk.is_off(), "{error}"),
                },
                1 => {
                    let (bytes, name) = (self.bytes(), Erasable { key: Uuid::nil(), commitment: Default::default() });
                    let kept = open.files.keep(&mut bytes.as_slice(), name, "x");
                    assert!(kept.is_ok() || self.disk.is_off(), "{kept:?}");
                }
                _ => self.name(&open, reached).await,
            }
            if self.disk.is_off() {
                break;
            }
        }
        Ok(())
    }

    /// Keeps a file and a text, and records an event that names them.
    async fn name(&mut self, open: &Open, reached: &mut Reached) {
        let bytes = self.bytes();
        let mut draft = open.vault.draft(Uuid::from_u128(3));
        let name = draft.refer_to(&format!("name {}", bytes.len()));
        if open.vault.keep(&draft.finish().unwrap()).is_err() {
            return;
        }
        let Ok(kept) = open.files.keep(&mut bytes.as_slice(), name, "x") else { return };
        let event = TailCut { from: Position(1), bytes: 1, hash: kept.file.sha256 };
        let event = Event::System(SystemEvent::TailCut(event));
        let entry = Entry { occurred: Occurred::unknown(""), event, note: None, evidence: vec![kept.file.clone()] };
        let commit =
            Commit::to_one(streams::system().unwrap(), Expect::Any, vec![codec::encode(&entry).unwrap()], nobody());
        match open.log.append(commit).await {
            Ok(_) => self.named.push((kept.file.clone(), bytes)),
            Err(_) => reached.named_without_answer += 1,
        }
        reached.named += 1;
    }

    /// Everything that is named is there, of events that were not answered too.
    async fn compare(&self) -> Result<(), String> {
        let open = self.open()?;
        // The same bytes are kept once and named by many.
        let mut checked = BTreeSet::new();
        for (file, bytes) in &self.named {
            if !checked.insert((file.sha256, file.name.key)) {
                continue;
            }
            let (mut reading, mut read) = (open.files.read(file).map_err(|error| error.to_string())?, Vec::new());
            while let Some(chunk) = reading.next_chunk().map_err(|error| error.to_string())? {
                read.extend(chunk);
            }
            if read != *bytes {
                return Err("other bytes came out".to_owned());
            }
            if open.vault.reveal(&file.name) != Revealed::Text(format!("name {}", bytes.len())) {
                return Err("a text is gone".to_owned());
            }
        }
        let recorded = open.log.read_all(Position::ZERO, usize::MAX).await.map_err(|error| error.to_string())?;
        for file in recorded.iter().flat_map(|event| codec::evidence(event).unwrap()) {
            if checked.insert((file.sha256, file.name.key)) {
                open.files.check(&file).map_err(|error| format!("named without an answer: {error}"))?;
            }
            if !matches!(open.vault.reveal(&file.name), Revealed::Text(_)) {
                return Err("a text is gone that was named without an answer".to_owned());
            }
        }
        Ok(())
    }
}

async fn run(seed: u64, lying: bool, reached: &mut Reached) -> Result<History, String> {
    let mut history = History {
        disk: SimulatedDisk::new(seed),
        random: StdRng::seed_from_u64(seed),
        clock: Arc::new(ManualClock::at(Timestamp::constant(1_772_841_600, 0))),
        chunks: seed.is_multiple_of(4),
        named: Vec::new(),
    };
    for _ in 0..history.random.random_range(2..6) {
        history.disk.set_lying(lying);
        history.disk.cut_power_in(history.random.random_range(1..150));
        history.live(reached).await?;
        history.disk.power_cycle();
        reached.cuts += 1;
        history.compare().await?;
    }
    Ok(history)
}

fn seeds() -> u64 {
    std::env::var("HEYI_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(500)
}

#[tokio::test]
async fn papers_power_cut_loses_no_file_that_an_event_names_and_leaves_none_that_none_names() {
    let mut reached = Reached::default();
    for seed in 0..seeds() {
        let history = run(seed, false, &mut reached).await.unwrap_or_else(|what| panic!("seed {seed}: {what}"));
        let mut open = history.open().unwrap();
        for _ in 0..2 {
            open.sweeper.sweep().await.unwrap();
            history.clock.advance(SignedDuration::from_hours(24));
        }
        open.sweeper.sweep().await.unwrap();
        drop(open);
        history.compare().await.unwrap_or_else(|what| panic!("seed {seed}, after sweeping: {what}"));
        let mut left: Vec<String> = history.disk.list("files").unwrap().into_iter().map(|listed| listed.name).collect();
        left.retain(|name| name != "orphans.json");
        let keys = history.disk.list("vault/secrets").unwrap().len();
        assert!(
            left.len() == keys && left.len() <= 6 && left.iter().all(|name| name.len() == 64),
            "seed {seed}: {left:?}"
        );
    }
    println!("{reached:?}");
    let Reached { cuts, named, swept, named_without_answer } = reached;
    assert!(cuts > 2 * seeds() && named > seeds() && swept > seeds() / 4 && named_without_answer > seeds() / 20);
}

/// The test above can fail: on a disk that answers syncs without doing them it finds losses.
#[tokio::test]
async fn papers_power_cut_test_sees_a_missing_sync() {
    let mut lost = 0;
    for seed in 0..30 {
        lost += u64::from(run(seed, true, &mut Reached::default()).await.is_err());
    }
    assert!(lost > 15, "a disk that lies about syncs lost something in only {lost} of 30 histories");
}
