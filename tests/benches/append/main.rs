//! How fast the log takes events, beside a bare loop that does the least a durable log can do, and beside sled.
//!
//! `cargo bench -p heyi-tests --bench append`. `HEYI_BENCH_EVENTS` (2 million), `HEYI_BENCH_ROUNDS` (5) and `HEYI_BENCH_ONLY` (`one`, `many`, `bulk`)
//! make it shorter. It prints what it measures; `docs/performance.md` keeps the figures.

use std::sync::Arc;

use heyi_tests::bench::machine;
use heyi_tests::bench::rounds::{self, Way, setting};

/// Memory comes from where it comes from in `heyi`.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod bare;
mod bulk;
mod heyi;
mod sled_log;

fn main() {
    // `cargo test --benches` and `cargo bench -- --list` run this too.
    if std::env::args().any(|arg| arg == "--list") || !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    if bulk::is_child() {
        return bulk::child();
    }
    println!("{}", machine::describe());
    let (events, repeats) = (setting("HEYI_BENCH_EVENTS", 2_000_000), setting("HEYI_BENCH_ROUNDS", 5));
    let only = std::env::var("HEYI_BENCH_ONLY").unwrap_or_default();
    let asked = |name: &str| only.is_empty() || only == name;
    if asked("one") {
        one_writer(events / 100, repeats);
    }
    if asked("many") {
        many_writers(events, repeats);
    }
    if asked("bulk") {
        bulk::measure(events, repeats);
    }
}

fn one_writer(events: u64, repeats: u64) {
    println!("\n1 writer, one event a commit, each durable: {events} events");
    let load = Arc::new(heyi::Load::new(1, events, false));
    let ways = rounds::run(
        repeats,
        &[("bare loop", &|| bare::run(&load)), ("heyi", &|| heyi::run(&load, heyi::Parts::Whole))],
    );
    tell(&ways);
}

fn many_writers(events: u64, repeats: u64) {
    println!("\n64 writers, one event a commit, each durable: {events} events");
    let load = Arc::new(heyi::Load::new(64, events, false));
    let keyed = Arc::new(heyi::Load::new(64, events, true));
    let ways = rounds::run(
        repeats,
        &[
            ("bare loop", &|| bare::run(&load)),
            ("log alone", &|| heyi::run(&load, heyi::Parts::LogAlone)),
            ("with leaves and index", &|| heyi::run(&load, heyi::Parts::Whole)),
            ("with idempotency keys too", &|| heyi::run(&keyed, heyi::Parts::Whole)),
            ("sled", &|| sled_log::run(&load)),
        ],
    );
    tell(&ways);
    if let [.., whole, _, sled] = ways.as_slice() {
        let (median, rounds) = whole.against(sled);
        println!("  with leaves and index: {median:.2} times sled {rounds:.2?}");
    }
}

/// Says the median of each way, and how it stands to the first.
fn tell(ways: &[Way]) {
    let Some((bare, others)) = ways.split_first() else { return };
    println!("  {}: median {:.0} events/s", bare.name, bare.median());
    for way in others {
        let (median, rounds) = way.against(bare);
        println!("  {}: median {:.0} events/s, {median:.3} of the bare loop {rounds:.3?}", way.name, way.median());
    }
}
