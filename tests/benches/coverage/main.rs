//! Figures of a made-up country: how fast the tables are made from its log, how much memory they take, how fast they are asked, and
//! how long a restart takes; beside DuckDB on the same columns.
//!
//! `cargo bench -p heyi-tests --bench coverage`. `HEYI_BENCH_EMPLOYERS` (30,000; the whole country is 3,000,000) and `HEYI_BENCH_PAIRS`
//! (100) change it, and `HEYI_BENCH_LISTS` (20) how many changes of lists are taken in live, with 20 times as many events. The log is
//! made once and kept where benchmarks write; the rest is measured by a process that has not made it. With `-- kept` the projections
//! are those of the run before, and with `-- questions` nothing is recorded, so that programs can be compared on one log.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use heyi_core::ids::Position;
use heyi_projections::coverage::Period;
use heyi_projections::{CoverageQuery, Dimension, Known, Measure, Options, ReadSide, start};
use heyi_store::checkpoints::Checkpoints;
use heyi_store::clock::ManualClock;
use heyi_store::country::{BEGIN, Country};
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::log::EventLog;
use heyi_store::segment_log::{self, SegmentLog};
use heyi_tests::bench::load::runtime;
use heyi_tests::bench::machine;
use heyi_tests::bench::rounds::{median, setting};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// Memory comes from where it comes from in `heyi`.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod duck;
mod live;

use duck::Filter;
use live::Gated;

/// Days of the ten years.
const DAYS: i64 = 3_650;
/// How often the trend is asked for.
const TRENDS: usize = 9;
/// Set in the process that makes the log.
const MAKE: &str = "HEYI_BENCH_MAKE";

fn main() {
    if std::env::args().any(|arg| arg == "--list") || !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let employers = u32::try_from(setting("HEYI_BENCH_EMPLOYERS", 30_000)).expect("a number of employers");
    if let Some(dir) = std::env::var_os(MAKE) {
        runtime().block_on(make(Path::new(&dir), employers));
        return;
    }
    println!("{}", machine::describe());
    let dir = machine::dir().join(format!("country-{employers}"));
    if !dir.join("made").exists() {
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).expect("a directory");
        let made = Command::new(std::env::current_exe().expect("this program")).arg("--bench").env(MAKE, &dir).status();
        assert!(made.expect("a process").success(), "the log was not made");
    }
    runtime().block_on(measure(&dir, employers, setting("HEYI_BENCH_PAIRS", 100)));
}

fn open(dir: &Path) -> (Arc<SegmentLog>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at("2017-01-01T00:00:00Z".parse().expect("an instant")));
    let options = segment_log::Options { index: Some(dir.join("index")), ..segment_log::Options::default() };
    let opened = SegmentLog::open(Arc::new(RealDisk::at(dir)), clock.clone(), options);
    (Arc::new(opened.expect("a log").0), clock)
}

async fn make(dir: &Path, employers: u32) {
    let begun = Instant::now();
    let (log, clock) = open(dir);
    let events =
        Country::new(Arc::clone(&log) as Arc<dyn EventLog>, clock, employers, 1).live().await.expect("a country");
    std::fs::write(dir.join("made"), log.head().0.to_string()).expect("written");
    log.close();
    println!("the log was made: {events} events in {:.0} s", begun.elapsed().as_secs_f64());
}

/// The projections of a log, caught up with it: how long that took.
async fn caught_up(
    log: &Arc<SegmentLog>,
    seen: Arc<dyn EventLog>,
    disk: PathBuf,
) -> (ReadSide, heyi_projections::Runner, f64) {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(disk));
    let pointers: Arc<dyn Checkpoints> = Arc::clone(log) as Arc<dyn Checkpoints>;
    let options = Options { checkpoint_every: u64::MAX, ..Options::default() };
    let begun = Instant::now();
    let (read, runner) = start(seen, disk, pointers, options).await.expect("started");
    assert!(read.caught_up_to(log.head(), Duration::from_secs(3_000)).await, "{:?}", read.failure());
    (read, runner, begun.elapsed().as_secs_f64())
}

async fn measure(dir: &Path, employers: u32, pairs: u64) {
    let (log, _) = open(dir);
    let events = log.head().0;
    let made: u64 = std::fs::read_to_string(dir.join("made")).ok().and_then(|made| made.parse().ok()).unwrap_or(events);
    println!("\n{employers} employers, {events} events, {} of them recorded by this bench before", events - made);

    if !std::env::args().any(|arg| arg == "kept") {
        let _ = std::fs::remove_dir_all(dir.join("projections"));
    }
    let (before, processor) = (machine::memory("VmRSS"), machine::processor_seconds());
    let (read, runner, took) = caught_up(&log, log.clone(), dir.to_owned()).await;
    let processor = machine::processor_seconds() - processor;
    let (peak, now) =
        (machine::memory("VmHWM").saturating_sub(before), machine::memory("VmRSS").saturating_sub(before));
    let (rate, each) = (events as f64 / took, processor / events as f64 * 1e6);
    println!("  every projection made from the log: {rate:.0} events/s; {each:.2} µs of processor time an event");
    println!("  memory: {now} MiB, at most {peak} MiB meanwhile");
    for (name, rows, bytes) in read.sizes() {
        let each = bytes as f64 / rows.max(1) as f64;
        println!("    {name}: {rows} rows, {:.1} MiB, {each:.0} bytes a row", bytes as f64 / f64::from(1 << 20));
    }
    runner.stop().await;
    drop(read);

    let gated = Gated::new(log.clone());
    let (read, runner, took) = caught_up(&log, gated.clone(), dir.to_owned()).await;
    println!("  restarted from what was kept: {took:.2} s");

    let mut random = StdRng::seed_from_u64(7);
    let pairs: Vec<(Date, Position)> = (0..pairs)
        .map(|_| {
            let on = BEGIN.saturating_add(random.random_range(0..DAYS).days());
            (on, Position(random.random_range(log.head().0 / 2..=log.head().0)))
        })
        .collect();
    let filters = [Filter { division: None, topic: None }, Filter { division: Some(27), topic: Some("CAR.01") }];
    let named = ["country by city: employers and women with their bases", "the same, of one industry and topic"];
    let beside = duck::ask(dir, &pairs, &filters);
    for (number, (filter, what)) in filters.iter().zip(named).enumerate() {
        let asked: Vec<CoverageQuery> = pairs.iter().map(|pair| question(*pair, filter)).collect();
        let theirs = beside.as_ref().map(|beside| &beside.answers[number * pairs.len()..(number + 1) * pairs.len()]);
        if let Some(theirs) = theirs {
            for (query, theirs) in asked.iter().zip(theirs) {
                let table = read.coverage(query).await.expect("an answer");
                assert_eq!(duck::rows(&table), theirs.rows, "{query:?}");
            }
        }
        let took = ask(&read, what, &asked).await;
        if let (Some(theirs), Some(beside)) = (theirs, &beside) {
            let theirs = median(&theirs.iter().map(|answer| answer.ms).collect::<Vec<_>>());
            println!(
                "    DuckDB {} gives the same rows in {theirs:.1} ms: {:.1} times as long",
                beside.version,
                theirs / took
            );
        }
    }

    for (measure, what) in [(Measure::WomenCovered, "women covered"), (Measure::ContractsSigned, "contracts signed")] {
        trend(&read, measure, what).await;
    }
    if !std::env::args().any(|arg| arg == "questions") {
        live::measure(&gated, &read, employers).await;
    }
    runner.stop().await;
}

/// Women covered by city, on a day as known at a position.
fn question((on, known): (Date, Position), filter: &Filter) -> CoverageQuery {
    let division = filter.division.map(|division| (Dimension::Division, division.to_string()));
    let topic = filter.topic.map(|topic| (Dimension::Topic, topic.to_owned()));
    let filters = division.into_iter().chain(topic).collect();
    let (by, known) = (vec![Dimension::City], Some(Known::Position(known)));
    CoverageQuery { by, known, filters, ..CoverageQuery::of(Measure::WomenCovered, on) }
}

/// A trend of ten years, country.
async fn trend(read: &ReadSide, measure: Measure, what: &str) {
    let query = CoverageQuery { from: Some(BEGIN), ..CoverageQuery::of(measure, BEGIN.saturating_add(DAYS.days())) };
    let (mut took, mut points, before) = (Vec::new(), 0, machine::processor_seconds());
    for _ in 0..TRENDS {
        let begun = Instant::now();
        points = read.trend(&query, Period::Month).await.expect("a trend").points.len();
        took.push(begun.elapsed().as_secs_f64());
    }
    let each = (machine::processor_seconds() - before) / TRENDS as f64;
    println!(
        "  {what}, a trend of {points} months, country: {:.3} s, median of {TRENDS}; {each:.2} s of processor time",
        median(&took)
    );
}

/// The median over the questions in milliseconds, no answer kept between them.
async fn ask(read: &ReadSide, what: &str, asked: &[CoverageQuery]) -> f64 {
    let (mut took, before) = (Vec::new(), machine::processor_seconds());
    for query in asked {
        let begun = Instant::now();
        let table = read.coverage(query).await.expect("an answer");
        took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        drop(table);
    }
    let each = (machine::processor_seconds() - before) * 1_000.0 / asked.len() as f64;
    let most = took.iter().fold(0.0, |a: f64, b| a.max(*b));
    println!("  {what}: median {:.2} ms, at most {most:.2} ms; {each:.2} ms of processor time", median(&took));
    median(&took)
}
