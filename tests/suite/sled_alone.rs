//! Why sled is not the only copy: simulated power cuts of sled by itself, with `flush()` after every commit.
//!
//! sled opens its files itself and cannot be put on a simulated disk, so a child process writes with it under `strace`, and
//! the power is cut in the trace: of each file there is what was written before its last `fsync` or `fdatasync`, and of what
//! came later each block of 4 KiB by the toss of a coin, or nothing. `sync_file_range`, which is what sled's `flush()` calls,
//! writes no metadata and does not empty the device's cache: it keeps nothing. Names of files are taken to survive at once,
//! in sled's favour.
//!
//! `cargo test -p heyi-tests --test suite sled_alone -- --nocapture` prints the figure; `HEYI_CUTS` widens it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

mod disk;
mod trace;

use trace::Step;

const WRITE: &str = "HEYI_SLED_WRITE";
const OPEN: &str = "HEYI_SLED_OPEN";
/// Set to anything: the writing child syncs sled's file itself after each flush.
const SYNCED: &str = "HEYI_SLED_SYNCED";
/// How long the child writes: sled syncs each half second.
const WRITING: Duration = Duration::from_millis(2_500);
/// Bytes of an event.
const EVENT: usize = 400;
/// What the child says of each commit before its number.
const ACKNOWLEDGED: &str = "ACK ";
const CALLS: &str = "trace=openat,?open,pwrite64,write,lseek,ftruncate,fsync,fdatasync,sync_file_range,\
    ?rename,renameat,?renameat2,?unlink,unlinkat";

/// Not tests by themselves: the process that writes, and the one that opens what a power cut left.
#[test]
fn child() {
    if let Some(dir) = std::env::var_os(WRITE) {
        write(Path::new(&dir), std::env::var_os(SYNCED).is_some());
        // No orderly end: sled's own would write more.
        std::process::exit(0);
    }
    if let Some(dir) = std::env::var_os(OPEN) {
        println!("\nFOUND {}", found(Path::new(&dir)));
        std::process::exit(0);
    }
}

fn event(number: u64) -> Vec<u8> {
    let mut random = StdRng::seed_from_u64(number);
    (0..EVENT).map(|_| random.random()).collect()
}

fn write(dir: &Path, synced: bool) {
    let db = sled::open(dir).unwrap();
    let file = synced.then(|| std::fs::File::open(dir.join("db")).unwrap());
    let began = Instant::now();
    for number in 1.. {
        db.insert(u64::to_be_bytes(number), event(number)).unwrap();
        db.flush().unwrap();
        if let Some(file) = &file {
            file.sync_data().unwrap();
        }
        let mut out = std::io::stdout();
        out.write_all(format!("{ACKNOWLEDGED}{number}\n").as_bytes()).unwrap();
        out.flush().unwrap();
        if began.elapsed() > WRITING {
            break;
        }
    }
}

/// So many commits are there from the first on, each as it was written.
fn found(dir: &Path) -> u64 {
    let db = sled::open(dir).unwrap();
    let mut last = 0;
    for entry in db.iter() {
        let (key, value) = entry.unwrap();
        if key[..] != u64::to_be_bytes(last + 1) || value[..] != event(last + 1) {
            break;
        }
        last += 1;
    }
    // Its orderly end takes half a second and nobody looks at the files again.
    std::mem::forget(db);
    last
}

fn this_binary() -> Vec<String> {
    let binary = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
    [&binary, "sled_alone::child", "--exact", "--nocapture", "--test-threads=1"].map(str::to_owned).to_vec()
}

/// Has a child write in `dir`, and says what reached the system. `None`: nothing here can trace.
fn record(dir: &Path, synced: bool) -> Option<Vec<Step>> {
    let output = dir.join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-q", "-e", "signal=none", "-xx", "-s", "1048576", "-e", CALLS, "-o"]).arg(&output);
    command.args(this_binary()).env(WRITE, dir.join("db")).stdout(Stdio::null()).stderr(Stdio::null());
    if synced {
        command.env(SYNCED, "1");
    }
    let ran = command.status().is_ok_and(|status| status.success());
    let required = std::env::var("HEYI_REQUIRE").is_ok_and(|required| required.contains("strace"));
    assert!(ran || !required, "HEYI_REQUIRE=strace, and strace is not there or cannot trace");
    ran.then(|| trace::parse(&std::fs::read_to_string(output).unwrap(), &dir.join("db")))
}

/// So many commits another process finds in what the cut left; `None`: it could not be opened or read.
fn opened(dir: &Path) -> Option<u64> {
    let [binary, arguments @ ..] = &this_binary()[..] else { unreachable!() };
    let mut command = Command::new(binary);
    command.args(arguments).env(OPEN, dir).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > until {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().find_map(|line| line.strip_prefix("FOUND ")?.parse().ok())
}

/// What cutting the power again and again did.
#[derive(Debug, Default)]
struct Losses {
    cuts: usize,
    commits: u64,
    not_opened: usize,
    /// Lost commits of each cut after which the database opened and lacked some.
    lost: Vec<u64>,
}

impl Losses {
    fn cuts_with_loss(&self) -> usize {
        self.not_opened + self.lost.len()
    }
}

fn cut_again_and_again(synced: bool) -> Option<Losses> {
    let cuts = std::env::var("HEYI_CUTS").ok().and_then(|cuts| cuts.parse().ok()).unwrap_or(20);
    let dir = tempfile::tempdir().unwrap();
    let steps = record(dir.path(), synced)?;
    disk::same_as_on_disk(&steps, &dir.path().join("db"));
    let acknowledged = |steps: &[Step]| steps.iter().filter(|step| matches!(step, Step::Acknowledged)).count() as u64;
    let mut losses = Losses { cuts, commits: acknowledged(&steps), ..Losses::default() };
    assert!(losses.commits > 100, "only {} commits in the trace", losses.commits);
    let first = steps.iter().position(|step| matches!(step, Step::Acknowledged)).unwrap();
    let mut random = StdRng::seed_from_u64(1);
    for cut in 0..cuts {
        let (before, _) = steps.split_at(random.random_range(first + 1..=steps.len()));
        let left: PathBuf = dir.path().join(format!("cut-{cut}"));
        let mut coin = (cut % 2 == 1).then(|| StdRng::seed_from_u64(cut as u64));
        disk::after_power_cut(before, &left, &mut || coin.as_mut().is_some_and(|coin| coin.random()));
        match opened(&left) {
            None => losses.not_opened += 1,
            Some(found) if found < acknowledged(before) => losses.lost.push(acknowledged(before) - found),
            Some(_) => {}
        }
        std::fs::remove_dir_all(left).unwrap();
    }
    losses.lost.sort_unstable();
    Some(losses)
}

#[test]
fn sled_alone_loses_acknowledged_commits_at_a_power_cut() {
    let Some(flushed) = cut_again_and_again(false) else {
        eprintln!("sled_alone did not run: strace is not there or cannot trace (Debian: apt-get install strace)");
        return;
    };
    let (bad, cuts) = (flushed.cuts_with_loss(), flushed.cuts);
    println!(
        "sled 0.34.7 alone, flush() after each of {} commits: {bad} of {cuts} simulated power cuts lost acknowledged commits \
         ({} no longer opened; of the rest the median lost {}, at most {})",
        flushed.commits,
        flushed.not_opened,
        flushed.lost.get(flushed.lost.len() / 2).unwrap_or(&0),
        flushed.lost.last().unwrap_or(&0),
    );
    assert!(bad * 2 > cuts, "{flushed:?}: is sled safe by itself now? Then ADR 1 must be written anew");

    // The same cuts find nothing when the file is synced after each flush: the loss is sled's, not the simulation's.
    let synced = cut_again_and_again(true).unwrap();
    let bad = synced.cuts_with_loss();
    println!("with an fdatasync after each of {} flushes: {bad} of {cuts}", synced.commits);
    assert_eq!(bad, 0, "{synced:?}");
}
