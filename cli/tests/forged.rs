//! Forged bytes over the socket in the data directory of the real server: it answers in its form or closes, never panics, keeps
//! little in memory, and goes on.
//!
//! `HEYI_FUZZ_SECONDS` says how long (2 without it). What fails names its seed; `HEYI_FUZZ_SEED` repeats it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it must be")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use tempfile::TempDir;

#[path = "../../tests/fuzz/mutate.rs"]
mod mutate;

const HEYI: &str = env!("CARGO_BIN_EXE_heyi");
/// It answers or closes within this.
const ENDS: Duration = Duration::from_secs(10);
/// The server may have taken this many KiB of memory at once.
const MOST_KIB: u64 = 512 << 10;

fn number_from(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// `heyi serve`, and what it says.
struct Server {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut command = Command::new(HEYI);
        command.args(["--log-json", "serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        let mut child = command.env_remove("RUST_LOG").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.by_ref().any(|line| line.contains("\"address\"")), "it does not start");
        let said = Arc::new(Mutex::new(Vec::new()));
        let noting = Arc::clone(&said);
        thread::spawn(move || lines.for_each(|line| noting.lock().unwrap().push(line)));
        Self { child, said }
    }

    /// The most memory it had at once, in KiB, where the system tells.
    fn most_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    fn panicked(&self) -> Option<String> {
        self.said.lock().unwrap().iter().find(|line| line.contains("panicked")).cloned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(data: &Path, args: &[&str]) -> String {
    let output = Command::new(HEYI).args(args).arg("--data").arg(data).env_remove("HEYI_DATA").output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Commands that ask and record nothing, each a line of the socket.
fn commands() -> Vec<Vec<u8>> {
    let reading = json!({"data": "x", "format": "Json", "lang": "Zh"});
    let commands: [Value; 5] = [
        json!({"Export": reading}),
        json!({"Coverage": {"on": "2026-06-30", "known": "2026-07-05T00:00:00Z", "by": "ownership", "place": "320000", "reading": reading}}),
        json!({"Coverage": {"on": "2026-06-30", "known": null, "by": null, "place": "100000", "reading": reading}}),
        json!({"Replay": {"case": "〔2026〕1", "known": 7, "reading": reading}}),
        json!({"User": {"List": reading}}),
    ];
    commands.into_iter().map(|command| format!("{command}\n").into_bytes()).collect()
}

fn forged(random: &mut StdRng) -> Vec<u8> {
    let commands = commands();
    let mut line = commands[random.random_range(0..commands.len())].clone();
    match random.random_range(0..8) {
        0 => {}
        1 => line = (0..random.random_range(0..5_000)).map(|_| random.random()).collect(),
        2 => {
            line = ["[", "{\"Export\":"][random.random_range(0..2)].repeat(random.random_range(1..20_000)).into_bytes();
        }
        // Longer than is taken, without an end.
        3 => line = vec![b'x'; random.random_range(60_000..300_000)],
        _ => mutate::mutate(&mut line, random),
    }
    line
}

/// Sends a line. `None`: it was closed without an answer; else whether the command was done.
fn send(data: &Path, line: &[u8]) -> Result<Option<bool>, String> {
    let mut stream =
        UnixStream::connect(data.join("heyi.sock")).map_err(|error| format!("it does not listen: {error}"))?;
    stream.set_read_timeout(Some(ENDS)).unwrap();
    let _ = stream.write_all(line);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
            return Err("it neither answers nor closes".into());
        }
        _ => {}
    }
    let (mut rest, mut code) = (answer.as_slice(), None);
    while let Some((head, behind)) = rest.split_first_chunk::<5>() {
        let len = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        let chunk = behind.get(..len).ok_or("a chunk is cut short")?;
        match head[0] {
            0 => code = chunk.first().copied(),
            1 | 2 => {}
            other => return Err(format!("a chunk is tagged {other}")),
        }
        rest = &behind[len..];
    }
    if rest.is_empty() && (code.is_some() || answer.is_empty()) {
        Ok(code.map(|code| code == 0))
    } else {
        Err("the answer has no end".to_owned())
    }
}

#[test]
fn forged_bytes_over_the_socket_of_the_data_directory_break_nothing() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let mut server = Server::start(&data);
    let roles = ["--role", "caseworker@320100"];
    answer(&data, &[&["user", "add", "somebody", "--name", "x", "--office", "js-nanjing"], &roles[..]].concat());
    let before = answer(&data, &["export"]);
    let length = Duration::from_secs(number_from("HEYI_FUZZ_SECONDS").unwrap_or(2));
    let (mut seeds, begun) = (StdRng::seed_from_u64(20_261_125), Instant::now());
    let (mut attempts, mut done, mut refused, mut closed) = (0_u64, 0_u64, 0_u64, 0_u64);
    while begun.elapsed() < length {
        let fixed = number_from("HEYI_FUZZ_SEED");
        let seed = fixed.unwrap_or_else(|| seeds.next_u64());
        match send(&data, &forged(&mut StdRng::seed_from_u64(seed))) {
            Ok(Some(true)) => done += 1,
            Ok(Some(false)) => refused += 1,
            Ok(None) => closed += 1,
            Err(what) => panic!("HEYI_FUZZ_SEED={seed}: {what}"),
        }
        attempts += 1;
        assert_eq!(server.panicked(), None, "HEYI_FUZZ_SEED={seed}");
        assert_eq!(server.child.try_wait().unwrap(), None, "HEYI_FUZZ_SEED={seed}: the server ended");
        if fixed.is_some() {
            return;
        }
    }
    assert_eq!(answer(&data, &["export"]), before, "something was recorded");
    let most = server.most_memory();
    assert!(most.is_none_or(|most| most < MOST_KIB), "{most:?} KiB");
    println!(
        "socket of the data directory: {attempts} attempts, {done} done, {refused} refused, {closed} closed; at most {most:?} KiB"
    );
    assert!(done > 0 && refused > 0 && closed > 0);
}
