//! Bulk load: many commits of a thousand events, durable at the end; how long the index takes, and how much memory.
//!
//! Each load runs in a process of its own, so that the most memory it held is its own.

use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use heyi_store::append::{Commit, Expect, StreamAppend};
use heyi_store::clock::SystemClock;
use heyi_store::codec;
use heyi_store::disk::real::RealDisk;
use heyi_store::segment_log::{Options, SegmentLog};
use heyi_tests::bench::corpus::{self, BY, Corpus, STREAM};
use heyi_tests::bench::machine;
use heyi_tests::bench::rounds::setting;
use heyi_core::ids::Version;

const CHILD: &str = "HEYI_BULK_CHILD";
/// Events of one commit.
const COMMIT: u64 = 1_000;
/// Streams that get their events at the same time.
const OPEN_STREAMS: u64 = 2_000;
/// Commits that are handed over at once.
const AT_ONCE: u64 = 16;

pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Loads in another process, three times.
pub(crate) fn measure(events: u64) {
    println!("\nbulk load, {COMMIT} events a commit, durable at the end, with leaves and index: {events} events");
    for _ in 0..3 {
        let child = Command::new(std::env::current_exe().expect("this program"))
            .arg("--bench")
            .env(CHILD, events.to_string())
            .status();
        assert!(child.expect("a process").success());
    }
}

pub(crate) fn child() {
    let events = setting(CHILD, 0);
    let dir = machine::scratch();
    let corpus = Corpus::default();
    let options = Options { index: Some(dir.path().join("index")), ..Options::default() };
    let opened = SegmentLog::open(Arc::new(RealDisk::at(dir.path())), Arc::new(SystemClock), options);
    let (log, _) = opened.expect("a log");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let begun = Instant::now();
    runtime.block_on(async {
        for first in (0..events / COMMIT).step_by(AT_ONCE as usize) {
            let commits = (first..first + AT_ONCE).map(|commit| self::commit(&corpus, commit)).collect();
            for answer in log.append_many(commits).await {
                answer.expect("appended");
            }
        }
    });
    let loaded = begun.elapsed();
    log.close();
    let whole = begun.elapsed();
    println!(
        "  {:.0} events/s; index complete {:.1} s after the last commit; at most {} MiB of memory",
        events as f64 / loaded.as_secs_f64(),
        (whole - loaded).as_secs_f64(),
        machine::memory("VmHWM")
    );
}

/// The n-th commit: one event for each of a thousand streams of those that are open.
fn commit(corpus: &Corpus, n: u64) -> Commit {
    let events_before = n * COMMIT;
    let generation = events_before / (OPEN_STREAMS * STREAM);
    let within = events_before % (OPEN_STREAMS * STREAM);
    let version = within / OPEN_STREAMS;
    let appends = (0..COMMIT).map(|at| {
        let stream = corpus::stream(generation * OPEN_STREAMS + within % OPEN_STREAMS + at);
        let expect = if version == 0 { Expect::NoStream } else { Expect::Exact(Version(version)) };
        let event = codec::encode(corpus.entry(n + at)).expect("a sample");
        StreamAppend { stream, expect, events: vec![event] }
    });
    Commit { appends: appends.collect(), by: BY, key: None }
}
