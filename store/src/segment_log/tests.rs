//! The durable log on simulated and real disks: contract, recovery, faults, index, verify, export.

use std::io;

use heyi_core::digest::Digest;
use heyi_core::ids::AccountId;
use jiff::Timestamp;
use serde_json::value::RawValue;

use super::*;
use crate::append::{Codec, Expect, NewEvent, StreamAppend};
use crate::clock::ManualClock;
use crate::disk::simulated::{Fault, Operation, SimulatedDisk};
use crate::export::{export, import};
use crate::memory::MemoryLog;
use crate::verify::{Report, Verify, verify};

mod index;

const START: Timestamp = Timestamp::constant(1_772_841_600, 0);

fn clock() -> Arc<dyn Clock> {
    Arc::new(ManualClock::at(START))
}

fn small() -> Options {
    Options { segment_bytes: 4_096, preallocate: Preallocate::Inline, ..Options::default() }
}

fn open(disk: &SimulatedDisk) -> (SegmentLog, OpenReport) {
    SegmentLog::open(Arc::new(disk.clone()), clock(), small()).unwrap()
}

fn event(n: u64) -> NewEvent {
    NewEvent {
        kind: "offer-issued".into(),
        schema: 1,
        codec: Codec::Bincode2,
        earliest: None,
        latest: None,
        body: format!("{{\"n\":{n},\"text\":\"要约要约要约\"}}").into_bytes(),
        canonical: format!("{{\"n\":{n},\"text\":\"要约要约要约\"}}").into(),
    }
}

fn canonical(event: &LogEvent) -> Result<Box<RawValue>, String> {
    let text = String::from_utf8(event.body.clone()).map_err(|error| error.to_string())?;
    RawValue::from_string(text).map_err(|error| error.to_string())
}

fn stream(name: &str) -> StreamId {
    StreamId::new(name).unwrap()
}

fn commit(streams: &[&str], events: u64) -> Commit {
    let append = |name: &&str| StreamAppend {
        stream: stream(name),
        expect: Expect::Any,
        events: (0..events).map(event).collect(),
    };
    Commit { appends: streams.iter().map(append).collect(), by: AccountId(Uuid::nil()), key: None }
}

async fn fill(log: &SegmentLog, commits: usize) {
    for n in 0..commits {
        log.append(commit(&["case-1", ["case-2", "case-3"][n % 2]], 2)).await.unwrap();
    }
}

fn check(disk: &SimulatedDisk) -> Report {
    let with = Verify { canonical: Some(&canonical), seen: Vec::new() };
    verify(disk, &with, &mut |_, _| {}).unwrap()
}

fn segments(disk: &SimulatedDisk) -> Vec<String> {
    let names = disk.list("log").unwrap().into_iter().map(|listed| format!("log/{}", listed.name));
    names.filter(|name| name.ends_with(".seg")).collect()
}

#[tokio::test]
async fn keeps_the_contract_on_both_disks() {
    crate::contract::holds(|clock| async {
        let (log, _) = SegmentLog::open(Arc::new(SimulatedDisk::new(1)), clock, small()).unwrap();
        Arc::new(log) as Arc<dyn EventLog>
    })
    .await
    .unwrap();
    crate::contract::holds(|clock| async {
        let dir = tempfile::tempdir().unwrap().keep();
        let lock = Arc::new(DataLock::take(&dir).unwrap());
        let (log, report) = SegmentLog::open_dir(lock, clock).unwrap();
        assert_eq!(report.index, IndexState::Rebuilt);
        std::fs::remove_dir_all(&dir).unwrap();
        Arc::new(log) as Arc<dyn EventLog>
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_closed_log_opens_as_it_was() {
    let disk = SimulatedDisk::new(2);
    let (log, _) = open(&disk);
    fill(&log, 40).await;
    let (events, end) = (log.read_all(Position(0), 999).await.unwrap(), log.chain_at(log.head()).await.unwrap());
    assert_eq!(events.len(), 160);
    log.close();
    assert_eq!(log.append(commit(&["x"], 1)).await, Err(AppendError::Closed));
    assert_eq!(log.read_all(Position(0), 999).await.unwrap(), events);
    drop(log);
    assert!(segments(&disk).len() > 3, "{:?}", segments(&disk));

    let (log, report) = open(&disk);
    assert!(report.clean && report.tail_cut.is_none() && report.damage.is_none());
    assert_eq!(report.end, end);
    assert_eq!(log.read_all(Position(0), 999).await.unwrap(), events);
    for after in [0, 1, 79, 159] {
        assert_eq!(
            log.read_all(Position(after), 3).await.unwrap(),
            events[after as usize..].iter().take(3).cloned().collect::<Vec<_>>()
        );
    }
    let of_one: Vec<_> = events.iter().filter(|event| event.stream.as_str() == "case-1").cloned().collect();
    assert_eq!(log.read_stream(&stream("case-1"), Version(0), 999).await.unwrap(), of_one);
    assert_eq!(log.read_stream(&stream("case-1"), Version(70), 5).await.unwrap(), of_one[70..75]);
    let mut bodies = 0;
    log.scan(Position(3), |event| {
        bodies += event.body.len();
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(bodies, events[3..].iter().map(|event| event.body.len()).sum::<usize>());
    let report = check(&disk);
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.events, report.leaves, report.streams, report.chain), (160, 160, 3, end.chain));
}

#[tokio::test]
async fn a_torn_tail_is_cut_and_kept() {
    let disk = SimulatedDisk::new(3);
    let (log, _) = open(&disk);
    fill(&log, 2).await;
    let end = log.chain_at(log.head()).await.unwrap();
    // The power goes during the write of the last commit, of which one block reaches the disk.
    disk.cut_power_in(1);
    let lost = log.append(commit(&["case-1"], 3)).await;
    assert!(lost.is_err());
    drop(log);
    disk.power_cycle();
    let name = segments(&disk).pop().unwrap();
    disk.damage(&name, |bytes| {
        let end = bytes.iter().rposition(|b| *b != 0).unwrap() + 1;
        let torn = end.next_multiple_of(8);
        bytes[torn..torn + 20].copy_from_slice(b"heyFtorn torn torn t");
    })
    .unwrap();
    assert!(check(&disk).tail.is_some());
    let (log, report) = open(&disk);
    let cut = report.tail_cut.unwrap();
    assert!(report.end == end || report.end.position > end.position, "a whole frame may have survived");
    assert_eq!(cut.position, report.end.position.next());
    let kept = crate::disk::read(&disk, &cut.kept).unwrap();
    assert_eq!((Digest::of(&[&kept]), kept.len() as u64), (cut.hash, cut.bytes));
    log.append(commit(&["case-1"], 1)).await.unwrap();
    drop(log);
    assert!(check(&disk).is_sound());
}

#[tokio::test]
async fn damage_below_the_mark_is_read_only_and_named() {
    // The last frame of the segment too: the clean stop has seen it.
    for back in [1, 5] {
        let disk = SimulatedDisk::new(4);
        let options = Options { segment_bytes: 1 << 20, ..small() };
        let reopen = || SegmentLog::open(Arc::new(disk.clone()), clock(), options.clone()).unwrap();
        let (log, _) = reopen();
        fill(&log, 10).await;
        let events = log.read_all(Position(0), 99).await.unwrap();
        drop(log);
        let mut place = 0;
        disk.damage("log/00000001.seg", |bytes| {
            let starts: Vec<usize> =
                (0..bytes.len()).step_by(8).filter(|&at| bytes[at..].starts_with(b"heyF")).collect();
            place = starts[starts.len() - back];
            bytes[place + 200] ^= 4;
        })
        .unwrap();
        let lost = Position(40 - 4 * back as u64 + 1);

        let report = check(&disk);
        assert_eq!(report.problems.len(), 1, "{report:?}");
        let problem = &report.problems[0];
        assert_eq!((problem.file.as_str(), problem.offset, problem.first), ("log/00000001.seg", place as u64, lost));
        assert_eq!(problem.last, Some(Position(lost.0 + 3)));
        assert_eq!(problem.streams.len(), 2, "{problem:?}");

        let (log, report) = reopen();
        assert_eq!(report.damage.as_ref().map(|damage| damage.offset), Some(place as u64), "{report:?}");
        assert!(report.tail_cut.is_none());
        assert!(matches!(log.health(), Health::ReadOnly(_)));
        assert!(matches!(log.append(commit(&["x"], 1)).await, Err(AppendError::ReadOnly { .. })));
        assert_eq!(log.read_all(Position(0), 99).await.unwrap(), events[..lost.0 as usize - 1]);
        assert!(!log.read_stream(&stream("case-1"), Version(0), 99).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn damage_in_a_sealed_segment_is_named() {
    let disk = SimulatedDisk::new(5);
    let (log, _) = open(&disk);
    fill(&log, 40).await;
    drop(log);
    disk.damage("log/00000002.seg", |bytes| bytes[600] ^= 1).unwrap();
    // Without an index every frame is read, so the damage is met at once.
    let (log, opened) = open(&disk);
    assert_eq!(opened.damage.map(|damage| damage.file).as_deref(), Some("log/00000002.seg"));
    assert!(matches!(log.health(), Health::ReadOnly(_)) && log.head() < Position(160) && log.head() > Position(0));
    assert_eq!(log.read_all(Position(0), 999).await.unwrap().len() as u64, log.head().0);

    let report = check(&disk);
    let problem = &report.problems[0];
    assert_eq!(problem.file, "log/00000002.seg");
    assert!(problem.last.is_some() && problem.what.contains("checksum"), "{problem:?}");
    assert_eq!(report.problems.iter().filter(|problem| problem.what.contains("checksum")).count(), 1, "{report:?}");
}

#[tokio::test]
async fn a_shortened_log_is_read_only() {
    let disk = SimulatedDisk::new(6);
    let (log, _) = open(&disk);
    fill(&log, 40).await;
    drop(log);
    let last = segments(&disk).pop().unwrap();
    disk.remove(&last).unwrap();
    let report = check(&disk);
    assert!(!report.is_sound());
    let (log, report) = open(&disk);
    assert!(report.damage.unwrap().what.contains("was seen"));
    assert!(matches!(log.health(), Health::ReadOnly(_)));
    drop(log);

    for name in segments(&disk) {
        disk.remove(&name).unwrap();
    }
    let (_, report) = open(&disk);
    assert!(report.damage.unwrap().what.contains("was seen"), "an empty directory that was a log");
}

#[tokio::test]
async fn a_last_segment_that_is_gone_after_a_crash_is_missed() {
    for commits in [1, 40] {
        let disk = SimulatedDisk::new(14);
        let (log, _) = open(&disk);
        fill(&log, commits).await;
        drop(log);
        disk.remove("log/clean-stop.json").unwrap();
        disk.remove(&segments(&disk).pop().unwrap()).unwrap();
        assert!(check(&disk).problems.iter().any(|problem| problem.what == "the file is missing"));
        let (log, report) = open(&disk);
        assert_eq!(report.damage.unwrap().what, "the file is missing");
        assert!(matches!(log.health(), Health::ReadOnly(_)));
    }
}

#[tokio::test]
async fn a_damaged_mark_of_the_clean_stop_is_told_and_lets_nothing_be_cut() {
    for torn in [false, true] {
        let disk = SimulatedDisk::new(13);
        let options = Options { segment_bytes: 1 << 20, ..small() };
        let reopen = || SegmentLog::open(Arc::new(disk.clone()), clock(), options.clone()).unwrap();
        let (log, _) = reopen();
        fill(&log, 3).await;
        drop(log);
        disk.damage("log/clean-stop.json", |bytes| {
            let head = bytes.windows(7).position(|at| at == b"\"head\":").unwrap() + 7;
            bytes[head] ^= 1;
        })
        .unwrap();
        if torn {
            disk.damage("log/00000001.seg", |bytes| {
                let last = (0..bytes.len()).step_by(8).rfind(|&at| bytes[at..].starts_with(b"heyF")).unwrap();
                bytes[last + 100] ^= 1;
            })
            .unwrap();
        }
        let found = check(&disk);
        assert!(found.problems.iter().any(|problem| problem.file == "log/clean-stop.json"), "{found:?}");
        let (_, report) = reopen();
        assert!(report.mark_damaged && !report.clean && report.tail_cut.is_none());
        assert_eq!(report.damage.is_some(), torn, "{report:?}");
    }
}

#[tokio::test]
async fn a_full_disk_refuses_and_then_resumes() {
    let disk = SimulatedDisk::new(7);
    let options = Options { preallocate: Preallocate::No, ..small() };
    let (log, _) = SegmentLog::open(Arc::new(disk.clone()), clock(), options).unwrap();
    fill(&log, 3).await;
    disk.set_full(true);
    for _ in 0..3 {
        assert_eq!(log.append(commit(&["case-1"], 3)).await, Err(AppendError::Full));
    }
    assert_eq!(log.read_all(Position(0), 99).await.unwrap().len(), 12, "reads go on");
    assert_eq!(log.health(), Health::Writable);
    disk.set_full(false);
    fill(&log, 40).await;
    assert_eq!(log.head(), Position(172));
    drop(log);
    assert!(check(&disk).is_sound());
}

#[tokio::test]
async fn no_failure_of_the_disk_is_acknowledged_or_leaves_a_trace() {
    for on in [Operation::Write, Operation::Sync, Operation::Names, Operation::SyncDir, Operation::Read] {
        for after in 0..12 {
            let disk = SimulatedDisk::new(after);
            let (log, _) = open(&disk);
            disk.fail(Fault { on, error: io::ErrorKind::Other, after, times: 1 });
            let mut acknowledged = Vec::new();
            for _ in 0..30 {
                if let Ok(answer) = log.append(commit(&["case-1", "case-2"], 2)).await {
                    acknowledged.extend(answer.first.0..=answer.last.0);
                }
            }
            if on == Operation::Sync {
                let poisoned = log.append(commit(&["x"], 1)).await == Err(AppendError::Poisoned);
                assert!(poisoned || acknowledged.len() > 100, "a failed sync went unnoticed");
            } else {
                assert!(acknowledged.len() >= 100, "{on:?} after {after}: only {} went on", acknowledged.len());
            }
            drop(log);
            disk.power_cycle();
            let (log, report) = open(&disk);
            assert_eq!(report.damage, None, "{on:?} after {after}");
            let found: Vec<u64> = log.read_all(Position(0), 999).await.unwrap().iter().map(|e| e.position.0).collect();
            assert!(acknowledged.iter().all(|position| found.contains(position)), "{on:?} after {after}");
            if on != Operation::Sync {
                assert_eq!(found, acknowledged, "{on:?} after {after}: refused, but there");
            }
            drop(log);
            let report = check(&disk);
            assert!(report.is_sound(), "{on:?} after {after}: {report:?}");
        }
    }
}

#[tokio::test]
async fn a_failed_write_leaves_no_frame_that_could_come_back() {
    for seed in 0..30 {
        let disk = SimulatedDisk::new(seed);
        let (log, _) = open(&disk);
        disk.fail(Fault { on: Operation::Write, error: io::ErrorKind::Other, after: 0, times: 1 });
        let refused = log.append_many(vec![commit(&["case-1"], 1), commit(&["case-2"], 1)]).await;
        assert!(refused.iter().all(|answer| matches!(answer, Err(AppendError::Io(_)))), "{refused:?}");
        // The first again, alone: the second, if it were still behind it, would continue it.
        log.append(commit(&["case-1"], 1)).await.unwrap();
        disk.cut_power_in(1);
        drop(log);
        disk.power_cycle();
        let (log, report) = open(&disk);
        assert_eq!((log.head(), report.tail_cut), (Position(1), None), "seed {seed}: a refused commit came back");
    }
}

#[tokio::test]
async fn what_is_read_after_a_failed_sync_stays() {
    let disk = SimulatedDisk::new(12);
    let (log, _) = open(&disk);
    fill(&log, 2).await;
    disk.fail(Fault { on: Operation::Sync, error: io::ErrorKind::Other, after: 0, times: 1 });
    assert_eq!(log.append(commit(&["case-1"], 1)).await, Err(AppendError::Poisoned));
    assert_eq!((log.health(), log.head()), (Health::Poisoned, Position(8)));
    assert_eq!(log.append(commit(&["case-1"], 1)).await, Err(AppendError::Poisoned));
    drop(log);
    // Without a power cut the bytes are still in the cache of the system, which takes them for written.
    let (log, report) = open(&disk);
    assert_eq!((log.head(), report.clean), (Position(9), false));
    disk.cut_power_in(1);
    drop(log);
    disk.power_cycle();
    let (log, _) = open(&disk);
    assert_eq!(log.head(), Position(9), "it was shown, and is gone");
}

#[tokio::test]
async fn an_export_comes_back_equal() {
    let disk = SimulatedDisk::new(9);
    let (log, _) = open(&disk);
    fill(&log, 30).await;
    let mut keyed = commit(&["case-9", "case-1"], 2);
    let (account, fingerprint) = (AccountId(Uuid::from_u128(4)), Digest::of(&[b"f"]));
    keyed.key = Some(IdempotencyKey { account, route: "POST /x".to_owned(), key: "k".to_owned(), fingerprint });
    log.append(keyed).await.unwrap();
    let mut text = Vec::new();
    let end = export(&log, &canonical, &mut text).await.unwrap();
    assert_eq!(text.iter().filter(|b| **b == b'\n').count(), 125);

    let body = |_: &str, _: u16, _: Codec, entry: &RawValue| Ok(entry.get().as_bytes().to_vec());
    let (second, _) = open(&SimulatedDisk::new(10));
    assert_eq!(import(&second, &body, &mut text.as_slice()).await.unwrap(), end);
    assert_eq!(second.read_commits(Position(0), 999).await.unwrap(), log.read_commits(Position(0), 999).await.unwrap());
    let memory = MemoryLog::new(clock());
    assert_eq!(import(&memory, &body, &mut text.as_slice()).await.unwrap(), end);

    let changed = String::from_utf8(text).unwrap().replacen("\"n\":1", "\"n\":7", 1);
    let (third, _) = open(&SimulatedDisk::new(11));
    assert!(import(&third, &body, &mut changed.as_bytes()).await.is_err(), "a changed entry was imported");
}
