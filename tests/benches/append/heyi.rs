//! The log of heyi under load, and the load that all ways get.

use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use heyi_store::append::{Commit, StreamId};
use heyi_store::clock::SystemClock;
use heyi_store::disk::real::RealDisk;
use heyi_store::log::EventLog as _;
use heyi_store::segment_log::{Options, SegmentLog};
use heyi_tests::bench::corpus::{self, Corpus, STREAM};
use heyi_tests::bench::machine;

/// As many requests wait for the writer as in the log itself.
pub(crate) const QUEUE: usize = 1_024;
/// Bytes of a frame around its record, without a key.
const FRAME: usize = 88;
/// Bytes of a record around kind, stream and body.
const RECORD: usize = 112;

/// Writers that each append one event after the other, twenty to a stream.
pub(crate) struct Load {
    corpus: Corpus,
    writers: u64,
    each: u64,
    keys: bool,
}

/// One event of a writer.
pub(crate) struct Turn {
    writer: u64,
    n: u64,
    pub(crate) stream: StreamId,
    /// The version of its stream before it.
    pub(crate) version: u64,
}

/// What is measured of the log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Segments and what is in memory: sled is not there, and leaves are over an empty entry.
    LogAlone,
    /// Everything, as in use.
    Whole,
}

impl Load {
    pub(crate) fn new(writers: u64, events: u64, keys: bool) -> Self {
        Self { corpus: Corpus::default(), writers, each: events / writers, keys }
    }

    /// The commit of an event: what every way makes before it asks for it to be kept.
    pub(crate) fn commit(&self, turn: &Turn) -> Commit {
        let key = self.keys.then(|| corpus::key(turn.writer << 40 | turn.n));
        self.corpus.commit(turn.stream.clone(), turn.version, turn.n, key)
    }

    /// As many bytes as the frame of a commit of one event has in the log, the body among them.
    pub(crate) fn frame(commit: Commit) -> Vec<u8> {
        let append = commit.appends.into_iter().next().expect("one stream");
        let event = append.events.into_iter().next().expect("one event");
        let record = RECORD + event.kind.len() + append.stream.as_str().len() + event.body.len();
        let mut bytes = event.body;
        bytes.resize(FRAME + record.next_multiple_of(8), 7);
        bytes
    }

    /// The bytes that all of them take.
    pub(crate) fn bytes(&self) -> u64 {
        let some = self.each.min(1_000);
        let stream = corpus::stream(0);
        let turn = |n| Turn { writer: 0, n, stream: stream.clone(), version: 0 };
        let bytes: u64 = (0..some).map(|n| Self::frame(self.commit(&turn(n))).len() as u64).sum();
        bytes * self.writers * self.each / some
    }

    /// Lets the writers write, on two threads of a runtime, and says how many events a second became durable.
    pub(crate) fn run<F, W>(self: &Arc<Self>, append: F) -> f64
    where
        F: Fn(Arc<Self>, Turn) -> W + Clone + Send + Sync + 'static,
        W: Future<Output = ()> + Send,
    {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let begun = Instant::now();
        runtime.block_on(async {
            let writers = (0..self.writers).map(|writer| {
                let (load, append) = (Arc::clone(self), append.clone());
                tokio::spawn(async move {
                    let mut stream = corpus::stream(0);
                    for n in 0..load.each {
                        if n % STREAM == 0 {
                            stream = corpus::stream(writer + load.writers * (n / STREAM));
                        }
                        let turn = Turn { writer, n, stream: stream.clone(), version: n % STREAM };
                        append(Arc::clone(&load), turn).await;
                    }
                })
            });
            for writer in writers.collect::<Vec<_>>() {
                writer.await.expect("a writer ends");
            }
        });
        (self.writers * self.each) as f64 / begun.elapsed().as_secs_f64()
    }
}

/// Durable events a second.
pub(crate) fn run(load: &Arc<Load>, parts: Parts) -> f64 {
    let dir = machine::scratch();
    let index = (parts == Parts::Whole).then(|| dir.path().join("index"));
    let options = Options { index, ..Options::default() };
    let opened = SegmentLog::open(Arc::new(RealDisk::at(dir.path())), Arc::new(SystemClock), options);
    let log = Arc::new(opened.expect("a log").0);
    let writing = Arc::clone(&log);
    let rate = load.run(move |load, turn| {
        let log = Arc::clone(&writing);
        async move {
            let mut commit = load.commit(&turn);
            if parts == Parts::LogAlone {
                commit
                    .appends
                    .iter_mut()
                    .flat_map(|append| &mut append.events)
                    .for_each(|event| event.canonical = "{}".into());
            }
            log.append(commit).await.expect("appended");
        }
    });
    log.close();
    rate
}
