//! How fast the log is read: from the start to the end, one stream at a time, and when it is opened.
//!
//! `cargo bench -p heyi-tests --bench replay`. `HEYI_BENCH_EVENTS` (2 million) and `HEYI_BENCH_ROUNDS` (5) make it shorter. Every measurement runs in a
//! process of its own, which says the most memory it held. Opening cold needs the right to empty the system's cache.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use heyi_tests::bench::rounds::{median, setting};
use heyi_tests::bench::{load, machine};

/// Memory comes from where it comes from in `heyi`.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod reading;

const CHILD: &str = "HEYI_REPLAY_CHILD";

fn main() {
    if std::env::args().any(|arg| arg == "--list") || !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    if let Ok(what) = std::env::var(CHILD) {
        return child(&what);
    }
    println!("{}", machine::describe());
    let (events, rounds) = (setting("HEYI_BENCH_EVENTS", 2_000_000), setting("HEYI_BENCH_ROUNDS", 5));
    for (way, name) in [("load-bulk", "1,000 events a commit"), ("load-singly", "one event a commit")] {
        println!("\n{events} events, loaded {name}");
        let dir = machine::scratch();
        let run = |what: &str| run(what, dir.path());
        println!("  load: {}", run(way));
        repeat("opened warm after a clean stop, s", rounds, &|| run("open"));
        repeat("opened cold after a clean stop, s", rounds, &|| {
            if drop_caches() { run("open") } else { "not measured: the cache cannot be emptied".to_owned() }
        });
        repeat("events replayed a second, decoded, one core", rounds, &|| run("replay"));
        repeat("one stream of 20 events, p99 µs", rounds, &|| run("streams"));
        repeat("opened after SIGKILL, s", rounds, &|| {
            kill_a_server(dir.path());
            run("open")
        });
    }
}

/// Repeats a measurement whose answer begins with its figure.
fn repeat(what: &str, rounds: u64, measure: &dyn Fn() -> String) {
    let answers: Vec<String> = (0..rounds).map(|_| measure()).collect();
    let figure = |answer: &String| answer.split_whitespace().next().and_then(|word| word.parse().ok());
    let figures: Vec<f64> = answers.iter().filter_map(figure).collect();
    println!("  {what}: median {:.3}; {}", median(&figures), answers.join(" | "));
}

/// Measures something in another process, and passes its one line on.
fn run(what: &str, dir: &Path) -> String {
    let output = command(what, dir).output().expect("a process");
    assert!(output.status.success(), "{what} failed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn command(what: &str, dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("--bench").env(CHILD, what).env("HEYI_REPLAY_DIR", dir).stderr(Stdio::inherit());
    command
}

/// Opens the log, appends, and is killed while it goes on.
fn kill_a_server(dir: &Path) {
    let mut server = command("serve", dir).stdout(Stdio::piped()).spawn().expect("a process");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    std::thread::sleep(std::time::Duration::from_millis(200));
    server.kill().expect("killed");
    server.wait().expect("ended");
}

/// Empties the system's cache of files; `false` where that is not allowed.
fn drop_caches() -> bool {
    let _ = Command::new("sync").status();
    fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

fn child(what: &str) {
    let dir = std::env::var("HEYI_REPLAY_DIR").expect("a directory");
    let (dir, events) = (Path::new(&dir), setting("HEYI_BENCH_EVENTS", 2_000_000));
    let figure = match what {
        "load-bulk" | "load-singly" => {
            let (log, _) = load::open(dir);
            let begun = std::time::Instant::now();
            if what == "load-bulk" {
                let _ = load::bulk(&log, events);
            } else {
                load::singly(&log, events);
            }
            log.close();
            format!("{:.1} s with its index", begun.elapsed().as_secs_f64())
        }
        "open" => reading::open(dir),
        "replay" => reading::replay(dir),
        "streams" => reading::streams(dir, events),
        _ => reading::serve(dir),
    };
    println!("{figure} ({} MiB)", machine::memory("VmHWM"));
}
