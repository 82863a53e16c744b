//! Filling a log: in large commits as an import does, or singly as people do.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use heyi_core::ids::Version;
use heyi_store::append::{Commit, Expect, StreamAppend};
use heyi_store::clock::SystemClock;
use heyi_store::codec;
use heyi_store::disk::real::RealDisk;
use heyi_store::log::EventLog as _;
use heyi_store::segment_log::{Options, SegmentLog};

use super::corpus::{self, BY, Corpus, STREAM};

/// Events of one large commit.
pub const COMMIT: u64 = 1_000;
/// Streams that get their events at the same time.
const OPEN_STREAMS: u64 = 2_000;
/// Commits that are handed over at once.
const AT_ONCE: u64 = 8;
/// Tasks that hand over large commits; each has streams of its own.
const LOADERS: u64 = 2;
/// Tasks that append singly.
const WRITERS: u64 = 64;

/// A log in this directory, with its index beside it.
#[must_use]
pub fn open(dir: &Path) -> (Arc<SegmentLog>, heyi_store::segment_log::OpenReport) {
    let options = Options { index: Some(dir.join("index")), ..Options::default() };
    let opened = SegmentLog::open(Arc::new(RealDisk::at(dir)), Arc::new(SystemClock), options);
    let (log, report) = opened.expect("a log");
    (Arc::new(log), report)
}

/// A runtime with as many threads as the machine of the benchmarks has cores.
#[must_use]
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Loads events in commits of a thousand, each event encoded on the way. Says how long it took until the last was durable.
#[must_use]
pub fn bulk(log: &Arc<SegmentLog>, events: u64) -> Duration {
    let begun = Instant::now();
    runtime().block_on(async {
        let loaders = (0..LOADERS).map(|loader| {
            let log = Arc::clone(log);
            tokio::spawn(async move {
                let corpus = Corpus::default();
                let commits = events / COMMIT / LOADERS;
                for first in (0..commits).step_by(AT_ONCE as usize) {
                    let page = (first..commits.min(first + AT_ONCE)).map(|n| large(&corpus, loader, n)).collect();
                    for answer in log.append_many(page).await {
                        answer.expect("appended");
                    }
                }
            })
        });
        for loader in loaders.collect::<Vec<_>>() {
            loader.await.expect("loaded");
        }
    });
    begun.elapsed()
}

/// The n-th commit of a loader: one event for each of a thousand streams of those that are open.
fn large(corpus: &Corpus, loader: u64, n: u64) -> Commit {
    let before = n * COMMIT;
    let (generation, within) = (before / (OPEN_STREAMS * STREAM), before % (OPEN_STREAMS * STREAM));
    let version = within / OPEN_STREAMS;
    let appends = (0..COMMIT).map(|at| {
        let number = generation * OPEN_STREAMS + within % OPEN_STREAMS + at;
        let stream = corpus::stream(number * LOADERS + loader);
        let expect = if version == 0 { Expect::NoStream } else { Expect::Exact(Version(version)) };
        let event = codec::encode(corpus.entry(n + at)).expect("a sample");
        StreamAppend { stream, expect, events: vec![event] }
    });
    Commit { appends: appends.collect(), by: BY, key: None }
}

/// Appends events singly, from 64 tasks.
pub fn singly(log: &Arc<SegmentLog>, events: u64) {
    runtime().block_on(async {
        let writers = (0..WRITERS).map(|writer| {
            let log = Arc::clone(log);
            tokio::spawn(async move {
                let corpus = Corpus::default();
                let mut stream = corpus::stream(0);
                for n in 0..events / WRITERS {
                    if n % STREAM == 0 {
                        stream = corpus::stream(writer + WRITERS * (n / STREAM));
                    }
                    log.append(corpus.commit(stream.clone(), n % STREAM, n, None)).await.expect("appended");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.expect("written");
        }
    });
}

/// How many streams a log loaded with so many events has that are full, whichever way.
#[must_use]
pub fn streams(events: u64) -> u64 {
    events / WRITERS / STREAM * WRITERS
}
