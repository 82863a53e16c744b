//! Bulk load: many commits of a thousand events, durable at the end; how long the index takes, and how much memory.
//!
//! Each load runs in a process of its own, so that the most memory it held is its own.

use std::process::Command;
use std::time::Instant;

use heyi_tests::bench::load::{self, COMMIT};
use heyi_tests::bench::machine;
use heyi_tests::bench::rounds::setting;

const CHILD: &str = "HEYI_BULK_CHILD";

pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Loads in another process, several times.
pub(crate) fn measure(events: u64, rounds: u64) {
    println!(
        "\nbulk load, {COMMIT} events a commit, encoded on the way, durable at the end, with leaves and index: {events} events"
    );
    for _ in 0..rounds {
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
    let (log, _) = load::open(dir.path());
    let took = load::bulk(&log, events);
    let done = Instant::now();
    log.close();
    println!(
        "  {:.0} events/s; index complete {:.2} s after the last commit; at most {} MiB of memory",
        events as f64 / took.as_secs_f64(),
        done.elapsed().as_secs_f64(),
        machine::memory("VmHWM")
    );
}
