//! The disk refuses one operation, or all of a kind from one on, at every operation of a history over log, vault and files: no
//! false acknowledgement, an error that says what it is, and everything works again once the disk does.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::ops::Range;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::offer::DemandsCollected;
use heyi_core::event::{CaseEvent, Entry, Event};
use heyi_core::ids::Position;
use heyi_core::scenario;
use heyi_store::append::{AppendError, Appended, Commit, Expect, IdempotencyKey, LogCommit, StreamAppend};
use heyi_store::clock::ManualClock;
use heyi_store::codec;
use heyi_store::disk::Disk;
use heyi_store::disk::simulated::{Fault, Operation, SimulatedDisk};
use heyi_store::files::{Files, FilesError};
use heyi_store::laws::nobody;
use heyi_store::log::{EventLog, Health};
use heyi_store::segment_log::{OpenError, Options, Preallocate, SegmentLog};
use heyi_store::vault::{Revealed, Vault, VaultError};
use heyi_store::verify::verify_whole;
use jiff::Timestamp;
use uuid::Uuid;

use super::model::stream;

const OPERATIONS: [Operation; 5] =
    [Operation::Read, Operation::Write, Operation::Sync, Operation::Names, Operation::SyncDir];
/// How the disk refuses: no space, and a plain error of the device.
const ERRORS: [ErrorKind; 2] = [ErrorKind::StorageFull, ErrorKind::Other];
/// Steps of a life; a history has two lives with a stop between them.
const STEPS: u64 = 4;

/// What was refused in all histories.
#[derive(Debug, Default)]
struct Reached {
    histories: u64,
    refused_openings: u64,
    refused_papers: u64,
    refused_appends: u64,
    refused_reads: u64,
    poisoned: u64,
}

/// An event that was acknowledged, and what it names.
struct Acknowledged {
    number: u64,
    answer: Appended,
    text: Erasable,
    file: FileRef,
}

struct History {
    disk: SimulatedDisk,
    error: ErrorKind,
    what: String,
    preallocate: Preallocate,
    acknowledged: Vec<Acknowledged>,
    /// Asked, and not known whether it was recorded: the log was poisoned.
    unknown: BTreeSet<u64>,
}

struct Open {
    log: SegmentLog,
    vault: Arc<Vault>,
    files: Files,
}

/// An error as a person would be told it: the refusal of the disk, not something else.
enum Refused {
    Append(AppendError),
    Disk(ErrorKind),
}

impl From<VaultError> for Refused {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Disk { source, .. } => Self::Disk(source.kind()),
            other => panic!("a refusal of the disk is told as {other}"),
        }
    }
}

impl From<FilesError> for Refused {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::Disk(source) => Self::Disk(source.kind()),
            FilesError::Vault(error) => error.into(),
            other => panic!("a refusal of the disk is told as {other}"),
        }
    }
}

fn paper(number: u64) -> Vec<u8> {
    // Each third is the same again, and is looked for before it is kept.
    vec![(number % 3) as u8; 300]
}

fn text_of(number: u64) -> String {
    format!("附注 {}", number % 3)
}

/// The commit that names a text and a file: over two streams, with a key.
fn commit(number: u64, text: &Erasable, file: &FileRef) -> Commit {
    let append = |name: String| {
        let demands =
            DemandsCollected { way: "问卷".into(), heard: None, topics: Vec::new(), text: "诉求".repeat(80) };
        let event = Event::Case(CaseEvent::DemandsCollected(demands));
        let entry = Entry { occurred: scenario::day(1), event, note: Some(text.clone()), evidence: vec![file.clone()] };
        StreamAppend { stream: stream(&name), expect: Expect::Any, events: vec![codec::encode(&entry).unwrap()] }
    };
    let fingerprint = Digest::of(&[b"asked"]);
    let key = IdempotencyKey { account: nobody(), route: "POST /x".into(), key: number.to_string(), fingerprint };
    let appends = vec![append(format!("case-{}", number % 3)), append("case-all".into())];
    Commit { appends, by: nobody(), key: Some(key) }
}

impl History {
    fn new(fault: Fault) -> Self {
        let (disk, error, what) = (SimulatedDisk::new(1), fault.error, format!("{fault:?}"));
        let preallocate = if fault.after % 3 == 1 { Preallocate::Inline } else { Preallocate::No };
        Self { disk, error, what, preallocate, acknowledged: Vec::new(), unknown: BTreeSet::new() }
    }

    fn open(&self) -> Result<Open, Refused> {
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let options = Options { segment_bytes: 4_000, preallocate: self.preallocate, ..Options::default() };
        let clock = Arc::new(ManualClock::at(Timestamp::constant(1_772_841_600, 0)));
        let (log, report) = match SegmentLog::open(Arc::clone(&disk), clock, options) {
            Ok(opened) => opened,
            Err(OpenError::Disk(error)) => return Err(Refused::Disk(error.kind())),
            Err(OpenError::Index(_)) => return Err(Refused::Disk(self.error)),
        };
        assert_eq!(report.damage, None, "{}: a refusal of the disk was taken for damage", self.what);
        let vault = Arc::new(Vault::open(Arc::clone(&disk))?);
        let files = Files::open(disk, Arc::clone(&vault))?;
        Ok(Open { log, vault, files })
    }

    /// Checks that an error says what the disk said.
    fn told(&self, refused: &Refused, reached: &mut Reached) {
        match refused {
            Refused::Disk(kind) => assert_eq!(*kind, self.error, "{}", self.what),
            Refused::Append(AppendError::Poisoned) => reached.poisoned += 1,
            Refused::Append(AppendError::Full) => assert_eq!(self.error, ErrorKind::StorageFull, "{}", self.what),
            Refused::Append(AppendError::Io(_)) => assert_ne!(self.error, ErrorKind::StorageFull, "{}", self.what),
            Refused::Append(other) => panic!("{}: told as {other}", self.what),
        }
    }

    /// Opens and takes some steps.
    async fn live(&mut self, steps: Range<u64>, reached: &mut Reached) -> Option<Open> {
        let open = match self.open() {
            Ok(open) => open,
            Err(refused) => {
                reached.refused_openings += 1;
                self.told(&refused, reached);
                return None;
            }
        };
        for number in steps {
            if let Err(refused) = self.step(&open, number).await {
                match &refused {
                    Refused::Append(_) => reached.refused_appends += 1,
                    Refused::Disk(_) => reached.refused_papers += 1,
                }
                self.told(&refused, reached);
            }
            self.read(&open, reached).await;
        }
        self.repeat(&open).await;
        Some(open)
    }

    /// Keeps a text and a file, and records an event that names them.
    async fn step(&mut self, open: &Open, number: u64) -> Result<(), Refused> {
        let mut draft = open.vault.draft(Uuid::from_u128(3));
        let text = draft.refer_to(&text_of(number));
        open.vault.keep(&draft.finish().unwrap())?;
        let kept = open.files.keep(&mut paper(number).as_slice(), text.clone(), "application/pdf")?;
        match open.log.append(commit(number, &text, &kept.file)).await {
            Ok(answer) => {
                assert!(!answer.repeated, "{}: {number} was recorded before", self.what);
                self.acknowledged.push(Acknowledged { number, answer, text, file: kept.file.clone() });
                Ok(())
            }
            Err(error) => {
                if error == AppendError::Poisoned {
                    self.unknown.insert(number);
                }
                Err(Refused::Append(error))
            }
        }
    }

    /// What was acknowledged is read, or the disk refuses to.
    async fn read(&self, open: &Open, reached: &mut Reached) {
        let Some(last) = self.acknowledged.last() else { return };
        match open.log.read_all(Position(last.answer.first.0 - 1), 9).await {
            Ok(events) => assert!(events.len() >= 2 && events[0].position == last.answer.first, "{}", self.what),
            Err(_) => reached.refused_reads += 1,
        }
        match open.files.check(&last.file) {
            Ok(()) => {}
            Err(error) => {
                reached.refused_reads += 1;
                self.told(&error.into(), reached);
            }
        }
    }

    /// Asked again with their keys, requests have their first answers and are not recorded again.
    async fn repeat(&self, open: &Open) {
        for known in &self.acknowledged {
            match open.log.append(commit(known.number, &known.text, &known.file)).await {
                Ok(answer) => assert!(answer.repeated && answer.last == known.answer.last, "{}: twice", self.what),
                Err(AppendError::Io(_) | AppendError::Poisoned | AppendError::Full) => {}
                Err(other) => panic!("{}: {other}", self.what),
            }
        }
    }

    /// Takes two steps that must not fail.
    async fn resumes(&mut self, open: &Open, steps: Range<u64>) {
        for number in steps {
            if let Err(refused) = self.step(open, number).await {
                let refused = match refused {
                    Refused::Append(error) => error.to_string(),
                    Refused::Disk(kind) => kind.to_string(),
                };
                panic!("{}: the disk works again, the store does not: {refused}", self.what);
            }
        }
    }

    /// Everything acknowledged is there, and nothing that was refused.
    async fn compare(&self) {
        let open = self.open().unwrap_or_else(|_| panic!("{}: it does not open", self.what));
        let commits = open.log.read_commits(Position(0), usize::MAX).await.unwrap();
        let number = |commit: &LogCommit| commit.key.as_ref().unwrap().key.parse::<u64>().unwrap();
        let end = |commit: &LogCommit| commit.events.last().unwrap().position;
        let found: BTreeMap<_, _> = commits.iter().map(|commit| (number(commit), end(commit))).collect();
        assert_eq!(found.len(), commits.len(), "{}: recorded twice", self.what);
        for Acknowledged { number, answer, text, file } in &self.acknowledged {
            assert_eq!(found.get(number), Some(&answer.last), "{}: {number} was acknowledged", self.what);
            assert_eq!(open.vault.reveal(text), Revealed::Text(text_of(*number)), "{}", self.what);
            assert!(open.files.check(file).is_ok(), "{}", self.what);
        }
        let refused = |number: &&u64| {
            !self.unknown.contains(number) && !self.acknowledged.iter().any(|known| known.number == **number)
        };
        assert_eq!(found.keys().find(refused), None, "{}: it was refused, and is there", self.what);
        drop(open);
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let whole = verify_whole(&disk, Vec::new(), &mut |_, _, _| ()).unwrap();
        assert!(whole.is_sound(), "{}: {:?}", self.what, whole.log.problems);
    }
}

/// One history with a fault; `false`: it ended before the fault was reached.
async fn run(fault: Fault, reached: &mut Reached) -> bool {
    let mut history = History::new(fault);
    history.disk.fail(fault);
    // Stopped in an orderly way in between.
    drop(history.live(0..STEPS, reached).await);
    let open = history.live(STEPS..2 * STEPS, reached).await;
    let was_reached = history.disk.mend() > 0;
    // Without a failed sync nothing needs to be opened again.
    if let Some(open) = &open
        && open.log.health() == Health::Writable
    {
        history.resumes(open, 20..22).await;
    }
    drop(open);
    if fault.after % 2 == 1 {
        history.disk.power_cycle();
    }
    let Ok(open) = history.open() else { panic!("{}: it does not open", history.what) };
    history.resumes(&open, 30..32).await;
    drop(open);
    history.disk.power_cycle();
    history.compare().await;
    reached.histories += 1;
    was_reached
}

#[tokio::test]
async fn faults_of_the_disk_are_told_acknowledge_nothing_and_pass() {
    for on in OPERATIONS {
        // No read needs room.
        let errors = ERRORS.into_iter().filter(|error| on != Operation::Read || *error == ErrorKind::Other);
        for (error, times) in errors.flat_map(|error| [(error, 1), (error, u64::MAX)]) {
            let (mut reached, mut after) = (Reached::default(), 0);
            while run(Fault { on, error, after, times }, &mut reached).await {
                after += 1;
            }
            let lasting = if times == 1 { "once" } else { "from then on" };
            println!("{on:?} fails with {error:?} {lasting}, at each of {after}: {reached:?}");
            let Reached { refused_openings, refused_papers, refused_appends, refused_reads, poisoned, .. } = reached;
            assert!(after > 20 && refused_openings > 0 && refused_papers > 0, "{reached:?}");
            match on {
                Operation::Read => assert!(refused_reads > 0),
                Operation::Sync => assert!(poisoned > 0),
                Operation::Write | Operation::Names | Operation::SyncDir => assert!(refused_appends > 0),
            }
        }
    }
}

/// A full disk: nothing that grows goes, what is there is read, and all goes on by itself once there is room.
#[tokio::test]
async fn faults_a_disk_that_is_full_from_any_step_on_loses_nothing() {
    for full_from in 0..STEPS {
        let fault = Fault { on: Operation::Write, error: ErrorKind::StorageFull, after: u64::MAX, times: 1 };
        let (mut history, mut reached) = (History::new(fault), Reached::default());
        let open = history.live(0..full_from, &mut reached).await.unwrap();
        history.disk.set_full(true);
        for number in full_from..STEPS {
            let refused = history.step(&open, number).await;
            assert!(matches!(refused, Err(Refused::Disk(ErrorKind::StorageFull))), "step {number}");
            let name = Erasable { key: Uuid::nil(), commitment: Digest::default() };
            let file = FileRef { sha256: Digest::default(), bytes: 0, name: name.clone(), media_type: String::new() };
            assert_eq!(open.log.append(commit(number, &name, &file)).await, Err(AppendError::Full));
        }
        history.repeat(&open).await;
        history.disk.set_full(false);
        history.resumes(&open, full_from..STEPS + 4).await;
        drop(open);
        history.compare().await;
    }
}
