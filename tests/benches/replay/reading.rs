//! What is measured, each on an open log.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use heyi_core::event::Event;
use heyi_core::ids::{Position, Version};
use heyi_store::codec;
use heyi_store::log::EventLog as _;
use heyi_tests::bench::corpus::{self, Corpus, STREAM};
use heyi_tests::bench::load;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// How many streams are read at random.
const READS: u64 = 50_000;

/// Seconds until the log can be read and written.
pub(crate) fn open(dir: &Path) -> String {
    let begun = Instant::now();
    let (log, report) = load::open(dir);
    let took = begun.elapsed();
    assert!(report.damage.is_none() && log.head() > Position(0));
    log.close();
    format!("{:.3} {:?}", took.as_secs_f64(), report.index)
}

/// Events a second, each decoded, by one thread.
pub(crate) fn replay(dir: &Path) -> String {
    let (log, _) = load::open(dir);
    let (mut events, mut cases) = (0_u64, 0_u64);
    let begun = Instant::now();
    log.scan(Position(0), |event| {
        let entry = codec::decode_body(event.kind, event.schema, event.body).expect("an event of the corpus");
        events += 1;
        cases += u64::from(matches!(entry.event, Event::Case(_)));
        ControlFlow::Continue(())
    })
    .expect("read");
    let took = begun.elapsed();
    assert_eq!((events, cases), (log.head().0, log.head().0));
    log.close();
    format!("{:.0}", events as f64 / took.as_secs_f64())
}

/// Microseconds for one stream of 20 events, decoded, after each was read once.
pub(crate) fn streams(dir: &Path, events: u64) -> String {
    let (log, _) = load::open(dir);
    let count = load::streams(events);
    let runtime = load::runtime();
    let mut random = StdRng::seed_from_u64(1);
    let read = |number: u64| {
        let stream = corpus::stream(number);
        let begun = Instant::now();
        let found = runtime.block_on(log.read_stream(&stream, Version(0), 100)).expect("read");
        let decoded = found.iter().filter(|event| codec::decode(event).is_ok()).count();
        assert_eq!(decoded as u64, STREAM, "stream {number}");
        begun.elapsed()
    };
    (0..count).for_each(|number| {
        let _ = read(number);
    });
    let mut took: Vec<_> = (0..READS).map(|_| read(random.random_range(0..count))).collect();
    took.sort_unstable();
    log.close();
    let at = |part: usize| took[took.len() * part / 1_000].as_secs_f64() * 1e6;
    format!("{:.0} (p50 {:.0}, p99.9 {:.0})", at(990), at(500), at(999))
}

/// Appends until it is killed.
pub(crate) fn serve(dir: &Path) -> String {
    let (log, _) = load::open(dir);
    let corpus = Corpus::default();
    println!("open");
    load::runtime().block_on(async {
        let stream = corpus::stream(u64::MAX);
        let mut version = log.version(&stream).await.expect("read").0;
        loop {
            log.append(corpus.commit(stream.clone(), version, version, None)).await.expect("appended");
            version += 1;
        }
    })
}
