//! The machine a benchmark runs on: what its figures mean depends on it.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a durable write of 4 KiB takes into room that was written before.
#[derive(Clone, Copy, Debug)]
pub struct Sync {
    /// The median.
    pub p50: Duration,
    /// 99 of 100 are at most this.
    pub p99: Duration,
}

/// Where benchmarks write: `HEYI_BENCH_DIR`, else the target directory, because a temporary directory may be in memory.
#[must_use]
pub fn dir() -> PathBuf {
    std::env::var_os("HEYI_BENCH_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench"), PathBuf::from)
}

/// A new directory there, removed when dropped.
#[must_use]
pub fn scratch() -> tempfile::TempDir {
    fs::create_dir_all(dir()).expect("a directory for benchmarks");
    tempfile::tempdir_in(dir()).expect("a directory for benchmarks")
}

/// Measures 400 durable writes of 4 KiB.
#[must_use]
pub fn sync() -> Sync {
    let dir = scratch();
    let file = File::options().create_new(true).read(true).write(true).open(dir.path().join("sync")).expect("a file");
    let block = [7; 4096];
    for n in 0..400 {
        file.write_all_at(&block, n * 4096).expect("written");
    }
    file.sync_all().expect("synced");
    let took = (0..400).map(|n| {
        let begun = Instant::now();
        file.write_all_at(&[n as u8; 4096], n * 4096).expect("written");
        file.sync_data().expect("synced");
        begun.elapsed()
    });
    let mut took: Vec<Duration> = took.collect();
    took.sort_unstable();
    Sync { p50: took[200], p99: took[396] }
}

/// One line about processor, memory, file system and system.
#[must_use]
pub fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = cpu.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':')).map_or("?", |(_, value)| value.trim())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let sha = if field("flags").split(' ').any(|flag| flag == "sha_ni") { "with" } else { "without" };
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory =
        memory.lines().next().and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse::<u64>().ok());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{cores} cores of {}, {sha} SHA instructions, {} GiB, Linux {}, {}",
        field("model name"),
        memory.unwrap_or(0) >> 20,
        kernel.trim(),
        file_system()
    )
}

/// The type of the file system that benchmarks write to.
fn file_system() -> String {
    let dir = dir();
    let _ = fs::create_dir_all(&dir);
    let dir = dir.canonicalize().unwrap_or(dir);
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    });
    let here = mounts.filter(|(at, _)| dir.starts_with(at)).max_by_key(|(at, _)| at.len());
    here.map_or_else(|| "?".to_owned(), |(_, kind)| kind)
}

/// A figure of this process from `/proc/self/status`, in MiB: `VmHWM` is the most memory it ever held.
#[must_use]
pub fn memory(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) >> 10
}

/// How long this process has used processors, in seconds.
#[must_use]
pub fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
