//! The index beside an open log: kept, missing, damaged, wrong, and ahead of the log.

use std::path::Path;

use super::*;

fn open_at(dir: &Path) -> (SegmentLog, OpenReport) {
    SegmentLog::open_dir(Arc::new(DataLock::take(dir).unwrap()), clock()).unwrap()
}

#[tokio::test]
async fn the_index_is_kept_and_a_missing_or_broken_one_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open_at(dir.path());
    let mut keyed = commit(&["case-1"], 1);
    let (account, fingerprint) = (AccountId(Uuid::nil()), Digest::default());
    keyed.key = Some(IdempotencyKey { account, route: "r".to_owned(), key: "k".to_owned(), fingerprint });
    let first = log.append(keyed.clone()).await.unwrap();
    fill(&log, 20).await;
    let pointer = CheckpointPointer { position: Position(5), hash: Digest::of(&[b"x"]) };
    log.set_checkpoint("worklist", pointer).await;
    let events = log.read_stream(&stream("case-1"), Version(0), 99).await.unwrap();
    assert_eq!(events.len(), 41);
    drop(log);

    let (log, report) = open_at(dir.path());
    assert_eq!(report.index, IndexState::Kept { taken_up: 0 });
    assert_eq!(log.checkpoint("worklist").await, Some(pointer));
    drop(log);
    for spoil in 0..3 {
        let index = dir.path().join("index");
        match spoil {
            0 => std::fs::remove_dir_all(&index).unwrap(),
            1 => std::fs::write(index.join("db"), b"not a database at all").unwrap(),
            _ => {
                let mut bytes = std::fs::read(index.join("db")).unwrap();
                bytes.iter_mut().for_each(|b| *b ^= 0x55);
                std::fs::write(index.join("db"), bytes).unwrap();
            }
        }
        let (log, report) = open_at(dir.path());
        assert_eq!(report.index, IndexState::Rebuilt, "spoilt by {spoil}");
        assert_eq!(report.damage, None);
        assert_eq!(log.read_stream(&stream("case-1"), Version(0), 99).await.unwrap(), events);
        let again = log.append(keyed.clone()).await.unwrap();
        assert_eq!(again, Appended { repeated: true, ..first.clone() });
        drop(log);
    }
    let aside = std::fs::read_dir(dir.path())
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().contains("set-aside"));
    assert_eq!(aside.count(), 2, "what was broken is kept to be looked at");
}

#[tokio::test]
async fn an_index_that_errs_while_the_log_is_open_is_made_again_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open_at(dir.path());
    fill(&log, 5).await;
    drop(log);
    let (log, report) = open_at(dir.path());
    assert_eq!(report.index, IndexState::Kept { taken_up: 0 });
    let expected = log.read_stream(&stream("case-1"), Version(0), 99).await.unwrap();
    let log = Arc::new(log);
    let writers = (0..4).map(|writer| {
        let log = log.clone();
        tokio::spawn(async move {
            for version in 0..50 {
                let name = stream(&format!("new-{writer}"));
                let commit =
                    Commit::to_one(name, Expect::Exact(Version(version)), vec![event(version)], AccountId(Uuid::nil()));
                log.append(commit).await.unwrap();
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    for _ in 0..5 {
        let shared = log.shared.clone();
        tokio::task::spawn_blocking(move || shared.index.distrust("a test says so")).await.unwrap().unwrap();
        assert_eq!(log.read_stream(&stream("case-1"), Version(0), 99).await.unwrap(), expected);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    for writer in 0..4 {
        let name = stream(&format!("new-{writer}"));
        assert_eq!(log.read_stream(&name, Version(0), 99).await.unwrap().len(), 50);
    }
    drop(log);
    let (_, report) = open_at(dir.path());
    assert_eq!(report.index, IndexState::Kept { taken_up: 0 });
    assert!(dir.path().join("index.set-aside-5").exists());
}

#[tokio::test]
async fn an_index_that_has_seen_more_makes_the_log_read_only() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open_at(dir.path());
    fill(&log, 5).await;
    drop(log);
    std::fs::remove_file(dir.path().join("log/clean-stop.json")).unwrap();
    let path = dir.path().join("log/00000001.seg");
    let mut bytes = std::fs::read(&path).unwrap();
    let end = bytes.iter().rposition(|b| *b != 0).unwrap();
    bytes[end - 300..=end].fill(0);
    std::fs::write(&path, bytes).unwrap();
    let (log, report) = open_at(dir.path());
    assert!(report.damage.is_some(), "{report:?}");
    assert!(matches!(log.health(), Health::ReadOnly(_)));
}

#[tokio::test]
async fn the_index_in_sled_answers_like_the_one_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let disk = SimulatedDisk::new(8);
    let options = Options { index: Some(dir.path().join("index")), segment_bytes: 1 << 22, ..small() };
    let (log, _) = SegmentLog::open(Arc::new(disk.clone()), clock(), options.clone()).unwrap();
    let names: Vec<String> = (0..300).map(|n| format!("case-{n}")).collect();
    for round in 0..60_u64 {
        let streams: Vec<&str> = names.iter().skip(round as usize % 7).step_by(3).map(String::as_str).collect();
        log.append(commit(&streams, 10)).await.unwrap();
    }
    let mut expected = Vec::new();
    for name in &names {
        expected.push(log.read_stream(&stream(name), Version(0), 9_999).await.unwrap());
    }
    drop(log);
    let (log, report) = SegmentLog::open(Arc::new(disk.clone()), clock(), options).unwrap();
    assert_eq!(report.index, IndexState::Kept { taken_up: 0 });
    log.append(commit(&["case-0"], 3)).await.unwrap();
    for (name, expected) in names.iter().zip(&expected).skip(1) {
        let stream = stream(name);
        assert_eq!(log.version(&stream).await.unwrap().0, expected.len() as u64);
        assert_eq!(&log.read_stream(&stream, Version(0), 9_999).await.unwrap(), expected);
        let from = expected.len() / 2;
        assert_eq!(
            log.read_stream(&stream, Version(from as u64), 7).await.unwrap(),
            expected[from..].iter().take(7).cloned().collect::<Vec<_>>()
        );
    }
    let longer = log.read_stream(&stream("case-0"), Version(0), 9_999).await.unwrap();
    assert_eq!(longer.len(), expected[0].len() + 3);
}

#[tokio::test]
async fn keys_are_kept_for_the_days_that_are_set_and_dropped_by_whole_days() {
    let key = |name: &str| {
        let fingerprint = Digest::of(&[b"asked"]);
        IdempotencyKey { account: AccountId(Uuid::nil()), route: "POST /x".into(), key: name.into(), fingerprint }
    };
    for (days, still) in [(1, false), (30, true)] {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-03-10T01:00:00Z".parse().unwrap()));
        // Each day it is opened, used once and closed: what was used is then in sled.
        let used = async |name: &str| {
            let options = Options { index: Some(dir.path().join("index")), keys_kept_days: days, ..small() };
            let disk = Arc::new(RealDisk::at(dir.path()));
            let (log, _) = SegmentLog::open(disk, clock.clone(), options).unwrap();
            let mut commit = commit(&["case-1"], 1);
            commit.key = Some(key(name));
            log.append(commit).await.unwrap().repeated
        };
        let hours = |hours| clock.advance(jiff::SignedDuration::from_hours(hours));
        assert!(!used("morning").await);
        hours(22);
        assert!(!used("night").await && used("morning").await, "the same day");
        hours(24);
        assert!(!used("next day").await && used("morning").await && used("night").await, "kept for a day more");
        hours(24);
        assert!(!used("third day").await);
        assert_eq!((used("morning").await, used("night").await), (still, still), "dropped with their day: {days}");
        assert!(used("third day").await, "{days}");
    }
}
