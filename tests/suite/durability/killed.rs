//! A process that is killed while 64 tasks write, with a real disk and the index beside the log.
//!
//! The process is this test binary, started again with [`CHILD`] in its environment. Each task writes commits over two or three
//! streams, each of which follows from its writer and number alone, so that whatever is found can be compared whole.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use heyi_store::append::{Commit, Expect, IdempotencyKey, LogCommit, StreamAppend};
use heyi_store::clock::SystemClock;
use heyi_store::disk::real::RealDisk;
use heyi_store::lock::DataLock;
use heyi_store::log::EventLog;
use heyi_store::segment_log::{IndexState, Options, SegmentLog};
use heyi_store::verify::{Verify, verify};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::model::{BY, canonical, event, is_recorded, stream, versions_have_no_gaps};

const CHILD: &str = "HEYI_KILLED_CHILD";
const WRITERS: u64 = 64;
/// So many kills fall on one log; then another is begun, because all of it is read after each.
const KILLS_OF_A_LOG: u64 = 8;

/// Segments are small, so that kills fall on their ends too.
fn options() -> Options {
    Options { segment_bytes: 200_000, ..Options::default() }
}

/// The commit that a writer makes as its `number`-th: two events to its own stream, one to a stream it shares with others, and
/// each second time one more to a stream of all.
fn commit(writer: u64, number: u64) -> Commit {
    let text = |n: u64| event(&format!("{writer}.{number}.{n}"));
    let append = |name: String, expect, events| StreamAppend { stream: stream(&name), expect, events };
    let own = Expect::Exact(Version(2 * (number - 1)));
    let mut appends = vec![
        append(format!("case-{writer}"), own, vec![text(1), text(2)]),
        append(format!("office-{}", writer % 8), Expect::Any, vec![text(3)]),
    ];
    if number.is_multiple_of(2) {
        appends.push(append("all".to_owned(), Expect::Any, vec![text(4)]));
    }
    let fingerprint = Digest::of(&[b"asked"]);
    let key = IdempotencyKey { account: BY, route: "POST /x".into(), key: format!("{writer}.{number}"), fingerprint };
    Commit { appends, by: BY, key: Some(key) }
}

/// Whose commit it is, and which: by the first text in it.
fn number_of(commit: &LogCommit) -> Option<(u64, u64)> {
    let text = std::str::from_utf8(&commit.events.first()?.body).ok()?;
    let mut words = text.strip_prefix("{\"text\":\"")?.split('.').map(str::parse::<u64>);
    Some((words.next()?.ok()?, words.next()?.ok()?))
}

/// Not a test by itself: the process that is killed. It says on its output what was acknowledged.
#[test]
fn child() {
    let Ok(dir) = std::env::var(CHILD) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let lock = Arc::new(DataLock::take(&dir).unwrap());
        let (log, report) = SegmentLog::open_dir_with(lock, Arc::new(SystemClock), options()).unwrap();
        assert_eq!(report.damage, None);
        let log = Arc::new(log);
        let writers = (0..WRITERS).map(|writer| tokio::spawn(write(log.clone(), writer)));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

async fn write(log: Arc<SegmentLog>, writer: u64) {
    let version = log.version(&stream(&format!("case-{writer}"))).await.unwrap();
    for number in version.0 / 2 + 1.. {
        let answer = log.append(commit(writer, number)).await.unwrap();
        assert!(!answer.repeated);
        say_acknowledged(writer, number, answer.last);
    }
}

#[expect(clippy::print_stdout, reason = "this is how the process that is killed tells the test")]
fn say_acknowledged(writer: u64, number: u64, last: Position) {
    println!("ACK {writer} {number} {last}");
}

/// When a child is killed.
enum Kill {
    /// So long after it was started: while it opens the log, most likely.
    AfterStart(Duration),
    /// So long after its first acknowledgement.
    AfterFirst(Duration),
}

/// Starts the child, kills it, and answers what it acknowledged: writer and number to the position of the last event.
fn start_and_kill(dir: &Path, kill: &Kill) -> BTreeMap<(u64, u64), u64> {
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
            if let (Some(Ok(writer)), Some(Ok(number)), Some(Ok(last))) = (words.next(), words.next(), words.next()) {
                acknowledged.insert((writer, number), last);
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

/// One log that is killed again and again.
struct Killed {
    dir: tempfile::TempDir,
    /// Everything that was ever acknowledged.
    acknowledged: BTreeMap<(u64, u64), u64>,
    /// How many commits of each writer were found last.
    found: BTreeMap<u64, u64>,
}

#[derive(Debug, Default)]
struct Reached {
    kills: u64,
    acknowledged: u64,
    events: u64,
    segments: u64,
    tails_cut: u64,
    unanswered_kept: u64,
    indexes_removed: u64,
}

impl Killed {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), acknowledged: BTreeMap::new(), found: BTreeMap::new() }
    }

    async fn kill(&mut self, random: &mut StdRng, reached: &mut Reached) {
        let which = reached.kills;
        let kill = match which % 4 {
            0 => Kill::AfterStart(Duration::from_millis(random.random_range(1..60))),
            _ => Kill::AfterFirst(Duration::from_millis(random.random_range(1..60))),
        };
        self.acknowledged.extend(start_and_kill(self.dir.path(), &kill));
        reached.kills += 1;
        let without_index = random.random_ratio(1, 4);
        if without_index && self.dir.path().join("index").exists() {
            std::fs::remove_dir_all(self.dir.path().join("index")).unwrap();
            reached.indexes_removed += 1;
        }
        let before = verify(&RealDisk::at(self.dir.path()), &with(), &mut |_, _| {}).unwrap();
        assert!(before.is_sound(), "kill {which}: {before:?}");

        let lock = Arc::new(DataLock::take(self.dir.path()).unwrap());
        let (log, report) = SegmentLog::open_dir_with(lock, Arc::new(SystemClock), options()).unwrap();
        assert_eq!((report.damage, report.clean), (None, false), "kill {which}");
        assert!(!without_index || report.index == IndexState::Rebuilt, "kill {which}");
        reached.tails_cut += u64::from(report.tail_cut.is_some());
        let commits = log.read_commits(Position(0), usize::MAX).await.unwrap();
        self.compare(&commits, which, reached);
        // The index, and what it answers: each writer's stream, and the first answer to a key.
        for (writer, number) in &self.found {
            let version = log.version(&stream(&format!("case-{writer}"))).await.unwrap();
            assert_eq!(version, Version(2 * number), "kill {which}: writer {writer}");
            if let Some(last) = self.acknowledged.get(&(*writer, *number)) {
                let answer = log.append(commit(*writer, *number)).await.unwrap();
                assert_eq!((answer.repeated, answer.last), (true, Position(*last)), "kill {which}");
            }
        }
        drop(log);
        // What a crash leaves, not what an orderly stop does, is what the next child must open.
        std::fs::remove_file(self.dir.path().join("log/clean-stop.json")).unwrap();
    }

    /// Every commit found is whole and one that was asked for, none is twice or out of order; what was acknowledged is there, at
    /// its position; and of each writer at most one commit more, the one it was waiting for.
    fn compare(&mut self, commits: &[LogCommit], which: u64, reached: &mut Reached) {
        let before = std::mem::take(&mut self.found);
        let mut acknowledged = 0;
        for found in commits {
            let (writer, number) = number_of(found).unwrap_or_else(|| panic!("kill {which}: nobody's: {found:?}"));
            assert!(is_recorded(found, &commit(writer, number), None), "kill {which}: half of a commit: {found:?}");
            let at = self.found.entry(writer).or_default();
            assert_eq!(number, *at + 1, "kill {which}: the commits of writer {writer} are out of order");
            *at = number;
            if let Some(last) = self.acknowledged.get(&(writer, number)) {
                assert_eq!(found.events.last().unwrap().position, Position(*last), "kill {which}");
                acknowledged += 1;
            }
        }
        assert_eq!(acknowledged, self.acknowledged.len(), "kill {which}: something was acknowledged, then lost");
        assert!(versions_have_no_gaps(commits), "kill {which}");
        for (writer, found) in &self.found {
            let known = self.acknowledged.range((*writer, 0)..=(*writer, u64::MAX)).next_back();
            let known = known.map_or(0, |((_, number), _)| *number).max(before.get(writer).copied().unwrap_or(0));
            assert!(*found <= known + 1, "kill {which}: writer {writer} was never that far");
            reached.unanswered_kept += found - known;
        }
    }

    fn end(self, reached: &mut Reached) {
        let report = verify(&RealDisk::at(self.dir.path()), &with(), &mut |_, _| {}).unwrap();
        assert!(report.is_sound() && report.leaves == report.events, "{report:?}");
        reached.acknowledged += self.acknowledged.len() as u64;
        reached.events += report.events;
        reached.segments += report.segments;
    }
}

fn with() -> Verify<'static> {
    Verify { canonical: Some(&canonical), seen: Vec::new() }
}

#[tokio::test]
async fn killed_loses_nothing_acknowledged_and_halves_no_commit() {
    let kills: u64 = std::env::var("HEYI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(100);
    let (mut random, mut reached) = (StdRng::seed_from_u64(1), Reached::default());
    let mut log = Killed::new();
    while reached.kills < kills {
        log.kill(&mut random, &mut reached).await;
        if reached.kills.is_multiple_of(KILLS_OF_A_LOG) || reached.kills == kills {
            std::mem::replace(&mut log, Killed::new()).end(&mut reached);
        }
    }
    println!("{reached:?}");
    let Reached { acknowledged, unanswered_kept, indexes_removed, segments, .. } = reached;
    assert!(acknowledged > kills * 20 && unanswered_kept > 0 && indexes_removed > kills / 10, "{reached:?}");
    assert!(segments > kills / KILLS_OF_A_LOG, "no segment was sealed");
}
