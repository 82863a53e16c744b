//! Every format of the log that was released opens, verifies and goes on: a data directory written by each is kept.
//!
//! `tests/fixtures/log-v1/` holds two, as an orderly stop left them: `every-kind`, a log with an event of every kind, and `store`, with texts, a
//! password's hash and a file beside it; `expected.json` says what must be read in them. A released directory is never changed.
//! `HEYI_GOLDEN=write` makes that of a format that has none yet.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::account::PasswordSet;
use heyi_core::event::system::TextErased;
use heyi_core::event::{AccountEvent, Entry, Event, SystemEvent};
use heyi_core::ids::{AccountId, CaseId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::scenario;
use heyi_store::append::{ChainPoint, Commit, Expect, IdempotencyKey, LogEvent, StreamId};
use heyi_store::codec;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::files::Files;
use heyi_store::lock::DataLock;
use heyi_store::log::EventLog as _;
use heyi_store::segment_log::{IndexState, Options, Preallocate, SegmentLog};
use heyi_store::vault::{Revealed, Vault};
use heyi_store::verify::{Verify, verify, verify_whole};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::recorded_form;

/// The format that is written now.
const NOW: &str = "log-v1";
const BY: AccountId = AccountId(Uuid::from_u128(7));
const NOTE: &str = "附注：会谈在厂区会议室";
const ERASED: &str = "李某某 138…";
const SECRET: &[u8] = b"hash of a password";

/// What must be read in the two directories of a format.
#[derive(Debug, Serialize, Deserialize)]
struct Expected {
    every_kind: Log,
    store: Log,
    note: Erasable,
    erased: Erasable,
    secret: Uuid,
    paper: FileRef,
    key: IdempotencyKey,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Log {
    end: ChainPoint,
    leaves: Vec<Digest>,
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The file that was attached: longer than one chunk.
fn paper() -> Vec<u8> {
    (0..70_000_u32).map(|n| (n % 251) as u8).collect()
}

#[tokio::test]
async fn released_data_directories_open_verify_and_go_on() {
    if std::env::var("HEYI_GOLDEN").is_ok_and(|value| value == "write") && !fixtures().join(NOW).exists() {
        write(&fixtures().join(NOW)).await;
    }
    let listed = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
    let formats: Vec<PathBuf> = listed.filter(|path| path.to_string_lossy().contains("/log-v")).collect();
    assert!(formats.contains(&fixtures().join(NOW)), "{NOW} is missing: HEYI_GOLDEN=write");
    for format in formats {
        let expected = fs::read(format.join("expected.json")).unwrap();
        let expected: Expected = serde_json::from_slice(&expected).unwrap();
        let dir = copy_of(&format.join("every-kind"));
        goes_on(dir.path(), &expected.every_kind).await;
        let dir = copy_of(&format.join("store"));
        holds(dir.path(), &expected);
        goes_on(dir.path(), &expected.store).await;
        holds(dir.path(), &expected);
    }
}

/// Texts, secret and file are there, and nothing is wrong.
fn holds(dir: &Path, expected: &Expected) {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(dir));
    let whole = verify_whole(&disk, Vec::new(), &mut |_, _, _| ()).unwrap();
    assert!(whole.is_sound(), "{whole:?}");
    assert_eq!((whole.texts, whole.texts_erased, whole.secrets, whole.files), (3, 1, 1, 1));
    let vault = Arc::new(Vault::at(Arc::clone(&disk)));
    assert_eq!(vault.reveal(&expected.note), Revealed::Text(NOTE.to_owned()));
    assert_eq!(vault.reveal(&expected.erased), Revealed::Erased);
    assert_eq!(vault.secret(&expected.secret.to_string()).unwrap().as_deref(), Some(SECRET));
    let mut reading = Files::at(disk, vault).read(&expected.paper).unwrap();
    let mut bytes = Vec::new();
    while let Some(chunk) = reading.next_chunk().unwrap() {
        bytes.extend(chunk);
    }
    assert!(bytes == paper(), "the file is another");
}

/// The log opens without damage, holds what it held, answers its keys, and takes further commits.
async fn goes_on(dir: &Path, expected: &Log) {
    let (log, report) = opened(dir);
    assert_eq!((report.damage, report.tail_cut, report.clean), (None, None, true));
    assert_eq!(report.index, IndexState::Rebuilt);
    let events = read(&log).await;
    assert_eq!(log_of(report.end, &events), *expected);
    for event in &events {
        let entry = codec::decode_body(&event.kind, event.schema, &event.body)
            .unwrap_or_else(|error| panic!("{}: {error}", event.kind));
        assert_eq!(codec::encode(&entry).unwrap().canonical, codec::canonical_entry(event).unwrap().get().into());
    }
    for commit in log.read_commits(Position::ZERO, usize::MAX).await.unwrap() {
        let Some(key) = &commit.key else { continue };
        let answer = log.answered(key).await.unwrap().unwrap();
        assert_eq!((answer.first, answer.repeated), (commit.events[0].position, true));
    }
    let more = codec::encode(&entry(Event::Case(scenario::sample_of_each().remove(0)))).unwrap();
    let commit = Commit::to_one(StreamId::new("further").unwrap(), Expect::NoStream, vec![more], BY);
    assert_eq!(log.append(commit).await.unwrap().first, expected.end.position.next());
    log.close();
    let canonical = |event: &LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    let with = Verify { canonical: Some(&canonical), seen: vec![expected.end] };
    let report = verify(&RealDisk::at(dir), &with, &mut |_, _| ()).unwrap();
    assert!(report.is_sound() && report.leaves == report.events, "{report:?}");
}

fn opened(dir: &Path) -> (SegmentLog, heyi_store::segment_log::OpenReport) {
    let options = Options { segment_bytes: 6_000, preallocate: Preallocate::No, ..Options::default() };
    SegmentLog::open_dir_with(Arc::new(DataLock::take(dir).unwrap()), recorded_form::clock(), options).unwrap()
}

async fn read(log: &SegmentLog) -> Vec<LogEvent> {
    log.read_all(Position::ZERO, usize::MAX).await.unwrap()
}

fn log_of(end: ChainPoint, events: &[LogEvent]) -> Log {
    Log { end, leaves: events.iter().map(|event| event.leaf).collect() }
}

fn entry(event: Event) -> Entry {
    Entry { occurred: Occurred::on(scenario::date_of(3)), event, note: None, evidence: Vec::new() }
}

/// Writes the directories of the format as it is now.
async fn write(to: &Path) {
    let every_kind = tempfile::tempdir().unwrap();
    let clock = recorded_form::clock();
    let options = Options { segment_bytes: 6_000, preallocate: Preallocate::No, ..Options::default() };
    let disk = Arc::new(RealDisk::at(every_kind.path()));
    let (log, _) = SegmentLog::open(disk, clock.clone(), options.clone()).unwrap();
    recorded_form::record_every_kind(&log, &clock).await;
    let end = log.chain_at(log.head()).await.unwrap();
    let kinds = log_of(end, &read(&log).await);
    log.close();

    let store = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(store.path()));
    let (log, _) = SegmentLog::open(Arc::clone(&disk), recorded_form::clock(), options).unwrap();
    let vault = Arc::new(Vault::open(Arc::clone(&disk)).unwrap());
    let (case, secret) = (CaseId(Uuid::from_u128(3)), Uuid::from_u128(5));
    let mut draft = vault.draft(case.0);
    let (note, name, erased) = (draft.refer_to(NOTE), draft.refer_to("名册"), draft.refer_to(ERASED));
    vault.keep(&draft.finish().unwrap()).unwrap();
    vault.put_secret(&secret.to_string(), SECRET).unwrap();
    let files = Files::open(Arc::clone(&disk), Arc::clone(&vault)).unwrap();
    let paper = files.keep(&mut &paper()[..], name, "application/pdf").unwrap().file.clone();
    let key = IdempotencyKey {
        account: BY,
        route: "POST /cases/{case}/record-reply".to_owned(),
        key: "one request".to_owned(),
        fingerprint: Digest::of(&[b"asked"]),
    };
    let mut samples = scenario::sample_of_each().into_iter();
    let mut sample = || Event::Case(samples.next().unwrap());
    let with_paper = Entry { note: Some(note.clone()), evidence: vec![paper.clone()], ..entry(sample()) };
    let entries = [
        with_paper,
        Entry { note: Some(erased.clone()), ..entry(sample()) },
        entry(Event::Account(AccountEvent::PasswordSet(PasswordSet { secret }))),
        entry(Event::System(SystemEvent::TextErased(TextErased {
            key: erased.key, case, reason: "本人要求".into()
        }))),
    ];
    vault.erase(erased.key).unwrap();
    for (entry, stream) in entries.iter().zip(["case-a", "case-a", "account-b", "system"]) {
        let events = vec![codec::encode(entry).unwrap()];
        let commit = Commit::to_one(StreamId::new(stream).unwrap(), Expect::Any, events, BY);
        let key = (stream == "account-b").then(|| key.clone());
        log.append(Commit { key, ..commit }).await.unwrap();
    }
    let end = log.chain_at(log.head()).await.unwrap();
    let in_store = log_of(end, &read(&log).await);
    log.close();
    let expected = Expected { every_kind: kinds, store: in_store, note, erased, secret, paper, key };
    copy(every_kind.path(), &to.join("every-kind"));
    copy(store.path(), &to.join("store"));
    fs::write(to.join("expected.json"), serde_json::to_string_pretty(&expected).unwrap() + "\n").unwrap();
}

fn copy_of(from: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(from, dir.path());
    dir
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(path, to.join(name)).unwrap();
        }
    }
}
