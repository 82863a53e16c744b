//! What one step of a case costs, and all deadlines of a region.
//!
//! `cargo bench -p heyi-tests --bench procedure`, one core. `HEYI_BENCH_CASES` (100,000) and `HEYI_BENCH_ROUNDS` (9) change it.

use heyi_tests::bench::machine;
use heyi_tests::bench::rounds::setting;

/// Memory comes from where it comes from in `heyi`.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod step;
mod worklist;

fn main() {
    if std::env::args().any(|arg| arg == "--list") || !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    println!("{}", machine::describe());
    let rounds = setting("HEYI_BENCH_ROUNDS", 9);
    step::measure(rounds);
    worklist::measure(setting("HEYI_BENCH_CASES", 100_000), rounds);
}
