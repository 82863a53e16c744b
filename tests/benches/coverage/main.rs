//! Figures of a made-up country: how fast the tables are made from its log, and how fast they are asked.
//!
//! `cargo bench -p heyi-tests --bench coverage`. `HEYI_BENCH_EMPLOYERS` (30,000) and `HEYI_BENCH_PAIRS` (100) change it. The log is in
//! memory: what is measured is folding and asking.

use std::sync::Arc;
use std::time::{Duration, Instant};

use heyi_core::ids::Position;
use heyi_projections::coverage::Period;
use heyi_projections::{CoverageQuery, Dimension, Known, Measure, Options, ReadSide, start};
use heyi_store::checkpoints::Checkpoints;
use heyi_store::clock::ManualClock;
use heyi_store::disk::Disk;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::log::EventLog;
use heyi_store::memory::MemoryLog;
use heyi_tests::bench::load::runtime;
use heyi_tests::bench::machine;
use heyi_tests::bench::rounds::{median, setting};
use heyi_tests::country::{BEGIN, Country};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// Days of the ten years.
const DAYS: i64 = 3_650;

fn main() {
    if std::env::args().any(|arg| arg == "--list") || !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    println!("{}", machine::describe());
    let employers = u32::try_from(setting("HEYI_BENCH_EMPLOYERS", 30_000)).expect("a number of employers");
    runtime().block_on(measure(employers, setting("HEYI_BENCH_PAIRS", 100)));
}

async fn measure(employers: u32, pairs: u64) {
    let clock = Arc::new(ManualClock::at("2017-01-01T00:00:00Z".parse().expect("an instant")));
    let memory = Arc::new(MemoryLog::new(clock.clone()));
    let log: Arc<dyn EventLog> = Arc::clone(&memory) as Arc<dyn EventLog>;
    let events = Country::new(Arc::clone(&log), clock, employers, 1).live().await;
    println!("\n{employers} employers, {events} events");

    let before = machine::memory("VmRSS");
    let disk: Arc<dyn Disk> = Arc::new(SimulatedDisk::new(1));
    let pointers: Arc<dyn Checkpoints> = memory;
    let options = Options { batch: 10_000, checkpoint_every: u64::MAX, ..Options::default() };
    let begun = Instant::now();
    let (read, runner) = start(Arc::clone(&log), disk, pointers, options).await.expect("started");
    assert!(read.caught_up_to(log.head(), Duration::from_secs(3_000)).await, "{:?}", read.failure());
    let took = begun.elapsed().as_secs_f64();
    let memory = machine::memory("VmRSS").saturating_sub(before);
    println!("  every projection made from the log: {:.0} events/s, {memory} MiB", events as f64 / took);

    let mut random = StdRng::seed_from_u64(7);
    let pairs: Vec<(Date, Position)> = (0..pairs)
        .map(|_| {
            let on = BEGIN.saturating_add(random.random_range(0..DAYS).days());
            (on, Position(random.random_range(log.head().0 / 2..=log.head().0)))
        })
        .collect();
    let by_city = |on| CoverageQuery { by: vec![Dimension::City], ..CoverageQuery::of(Measure::WomenCovered, on) };
    ask(&read, "country by city, employers and women", &pairs, by_city).await;
    let filters = vec![(Dimension::Division, "27".to_owned()), (Dimension::Topic, "CAR.01".to_owned())];
    let filtered = |on| CoverageQuery { filters: filters.clone(), ..by_city(on) };
    ask(&read, "the same, of one industry and topic", &pairs, filtered).await;

    let on = BEGIN.saturating_add(DAYS.days());
    let query = CoverageQuery { from: Some(BEGIN), ..CoverageQuery::of(Measure::WomenCovered, on) };
    let begun = Instant::now();
    let points = read.trend(&query, Period::Month).await.expect("a trend").points.len();
    println!("  a trend of {points} months, country: {:.3} s", begun.elapsed().as_secs_f64());
    runner.stop().await;
}

/// The median over random days and positions, no answer kept between them.
async fn ask(read: &ReadSide, what: &str, pairs: &[(Date, Position)], query: impl Fn(Date) -> CoverageQuery) {
    let (mut took, mut counted) = (Vec::new(), 0);
    for (on, known) in pairs {
        let query = CoverageQuery { known: Some(Known::Position(*known)), ..query(*on) };
        let begun = Instant::now();
        let table = read.coverage(&query).await.expect("an answer");
        took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        counted += table.total.split.counted();
    }
    let most = took.iter().fold(0.0, |a: f64, b| a.max(*b));
    println!("  {what}: median {:.2} ms, at most {most:.2} ms ({counted} counted in all)", median(&took));
}
