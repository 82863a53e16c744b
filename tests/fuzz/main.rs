//! Forged bytes: whatever stands on disk or comes in, readers answer an error and never panic, and ask for no more memory than
//! is declared.
//!
//! `cargo test -p heyi-tests --test fuzz` runs each for two seconds, one after another; `HEYI_FUZZ_SECONDS` says how long. An attempt that does not end
//! well leaves its seed in `target/tmp/fuzz-*.seed`; `HEYI_FUZZ_SEED` repeats it.

use std::alloc::System;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use cap::Cap;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

mod bodies;
mod frames;
mod mutate;
mod sockets;

/// Counts what is allocated. Asked for more than the limit it answers none, and the process ends: that is the failure.
#[global_allocator]
static ALLOCATED: Cap<System> = Cap::new(System, 1 << 30);

/// Held by the test that runs: what is allocated is then its own.
static TURN: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long each test goes on.
fn time() -> Duration {
    let seconds = std::env::var("HEYI_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(2))
}

/// Runs an attempt again and again, each with chances of its own, and says how often. The seed of the attempt at hand stands in
/// a file, because a process that is out of memory or of stack has no last word.
fn go_on(what: &str, mut attempt: impl FnMut(&mut StdRng)) {
    let fixed = std::env::var("HEYI_FUZZ_SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    let note = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}.seed", what.replace(' ', "-")));
    let mut seeds = StdRng::seed_from_u64(20_261_124);
    let (begun, mut attempts) = (Instant::now(), 0_u64);
    while begun.elapsed() < time() {
        let seed = fixed.unwrap_or_else(|| seeds.next_u64());
        std::fs::write(&note, format!("HEYI_FUZZ_SEED={seed}\n")).unwrap();
        attempt(&mut StdRng::seed_from_u64(seed));
        attempts += 1;
        if fixed.is_some() {
            break;
        }
    }
    std::fs::remove_file(&note).unwrap();
    let (seconds, most) = (begun.elapsed().as_secs_f64(), ALLOCATED.max_allocated() >> 20);
    println!("{what}: {attempts} attempts in {seconds:.0} s; at most {most} MiB allocated at once");
}
