//! A process that is killed while many tasks write, with a real disk and the index beside the log.
//!
//! The process is this test binary, started again with [`CHILD`] in its environment.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use heyi_core::ids::{Position, Version};
use heyi_store::append::{Commit, Expect};
use heyi_store::clock::SystemClock;
use heyi_store::disk::real::RealDisk;
use heyi_store::lock::DataLock;
use heyi_store::log::EventLog;
use heyi_store::segment_log::SegmentLog;
use heyi_store::verify::{Verify, verify};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::model::{BY, canonical, event, stream, versions_have_no_gaps};

const CHILD: &str = "HEYI_KILLED_CHILD";
const WRITERS: usize = 16;

/// Not a test by itself: the process that is killed. It says on its output what was acknowledged.
#[test]
fn child() {
    let Ok(dir) = std::env::var(CHILD) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let lock = Arc::new(DataLock::take(&dir).unwrap());
        let (log, report) = SegmentLog::open_dir(lock, Arc::new(SystemClock)).unwrap();
        assert_eq!(report.damage, None);
        let log = Arc::new(log);
        let writers = (0..WRITERS).map(|writer| tokio::spawn(write(log.clone(), writer)));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

async fn write(log: Arc<SegmentLog>, writer: usize) {
    let name = stream(&format!("case-{writer}"));
    loop {
        let version = log.version(&name).await.unwrap();
        let text = format!("{writer}.{}", version.next());
        let commit = Commit::to_one(name.clone(), Expect::Exact(version), vec![event(&text)], BY);
        let answer = log.append(commit).await.unwrap();
        say_acknowledged(writer, version.next(), answer.last);
    }
}

#[expect(clippy::print_stdout, reason = "this is how the process that is killed tells the test")]
fn say_acknowledged(writer: usize, version: Version, position: Position) {
    println!("ACK {writer} {version} {position}");
}

/// When a child is killed.
enum Kill {
    /// So long after it was started: while it opens the log, most likely.
    AfterStart(Duration),
    /// So long after its first acknowledgement.
    AfterFirst(Duration),
}

/// Starts the child, kills it, and answers what it acknowledged: writer and version to position.
fn start_and_kill(dir: &Path, kill: &Kill) -> BTreeMap<(usize, u64), u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["durability::killed::child", "--exact", "--nocapture"])
        .env(CHILD, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (first, began) = mpsc::channel();
    let reader = thread::spawn(move || {
        let mut acknowledged = BTreeMap::new();
        let mut line = String::new();
        // A last line that was cut short is no acknowledgement that anybody received.
        while output.read_line(&mut line).is_ok() && line.ends_with('\n') {
            let words = line.trim_end().split_once("ACK ").map_or("", |(_, rest)| rest);
            let mut words = words.split(' ').map(str::parse::<u64>);
            if let (Some(Ok(writer)), Some(Ok(version)), Some(Ok(position))) =
                (words.next(), words.next(), words.next())
            {
                acknowledged.insert((writer as usize, version), position);
                let _ = first.send(());
            }
            line.clear();
        }
        acknowledged
    });
    match kill {
        Kill::AfterStart(after) => thread::sleep(*after),
        Kill::AfterFirst(after) => {
            began.recv_timeout(Duration::from_secs(60)).unwrap();
            thread::sleep(*after);
        }
    }
    assert_eq!(child.try_wait().unwrap(), None, "the child ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[tokio::test]
async fn killed_loses_nothing_acknowledged() {
    let kills: u64 = std::env::var("HEYI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(25);
    let dir = tempfile::tempdir().unwrap();
    let mut random = StdRng::seed_from_u64(1);
    let mut total = 0;
    for kill in 0..kills {
        let kill_it = match kill % 4 {
            0 => Kill::AfterStart(Duration::from_millis(random.random_range(1..60))),
            _ => Kill::AfterFirst(Duration::from_millis(random.random_range(1..60))),
        };
        let acknowledged = start_and_kill(dir.path(), &kill_it);
        total += acknowledged.len();

        let lock = Arc::new(DataLock::take(dir.path()).unwrap());
        let (log, report) = SegmentLog::open_dir(lock, Arc::new(SystemClock)).unwrap();
        assert_eq!((report.damage, report.clean), (None, false), "kill {kill}");
        for ((writer, version), position) in &acknowledged {
            let name = stream(&format!("case-{writer}"));
            let events = log.read_stream(&name, Version(version - 1), 1).await.unwrap();
            let found =
                events.first().unwrap_or_else(|| panic!("kill {kill}: {name} {version} was acknowledged, then lost"));
            assert_eq!((found.position, found.version), (Position(*position), Version(*version)), "kill {kill}");
            assert_eq!(found.body, event(&format!("{writer}.{version}")).body, "kill {kill}");
        }
        drop(log);
        // What a crash leaves, not what an orderly stop does, is what the next child must open.
        std::fs::remove_file(dir.path().join("log/clean-stop.json")).unwrap();
    }
    assert!(total as u64 > kills * 5, "only {total} appends were acknowledged in {kills} runs");

    let lock = Arc::new(DataLock::take(dir.path()).unwrap());
    let (log, _) = SegmentLog::open_dir(lock, Arc::new(SystemClock)).unwrap();
    let commits = log.read_commits(Position(0), usize::MAX).await.unwrap();
    assert!(versions_have_no_gaps(&commits));
    let with = Verify { canonical: Some(&canonical), seen: Vec::new() };
    let report = verify(&RealDisk::at(dir.path()), &with, &mut |_, _| {}).unwrap();
    assert!(report.is_sound() && report.leaves > 0, "{report:?}");
    println!("{kills} kills, {total} acknowledged appends, {} events", report.events);
}
