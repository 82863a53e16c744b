//! SIGKILL at any moment loses nothing that was answered: the real binary, real HTTP, real files.
//!
//! `HEYI_KILLS` widens it (12 kills without it).

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it must be")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

const HEYI: &str = env!("CARGO_BIN_EXE_heyi");
/// Requests that run at once.
const WRITERS: usize = 6;

fn answer(data: &Path, args: &[&str]) -> String {
    let output = Command::new(HEYI).args(args).arg("--data").arg(data).env_remove("HEYI_DATA").output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// `heyi serve`, which nobody stops in an orderly way.
struct Server(Child);

impl Server {
    fn start(data: &Path) -> Self {
        let mut command = Command::new(HEYI);
        command.args(["--log-json", "serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        command.env_remove("RUST_LOG").stdout(Stdio::null()).stderr(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    /// Waits until it says where it listens.
    fn address(&mut self) -> String {
        let mut lines = BufReader::new(self.0.stderr.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.by_ref().find_map(|line| {
            let line: Value = serde_json::from_str(&line).ok()?;
            Some(line["fields"]["address"].as_str()?.to_owned())
        });
        // Read on, so that it never waits for room.
        thread::spawn(move || lines.for_each(drop));
        format!("http://{}", address.unwrap())
    }

    fn kill(&mut self) {
        assert_eq!(self.0.try_wait().unwrap(), None, "the server ended by itself");
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One request, with a mark that no other holds. Its idempotency key is the mark.
#[derive(Clone, Debug)]
struct Sent {
    mark: String,
    path: String,
    body: Value,
}

impl Sent {
    fn opening(mark: String) -> Self {
        let body = json!({
            "employer_name": mark, "no_code_reason": "虚构", "place": "320106", "staff": 30, "women": 12,
            "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
        });
        Self { mark, path: "/api/v1/cases".into(), body }
    }

    fn step(mark: String, case: &str) -> Self {
        let body = json!({"way": "问卷", "text": mark, "occurred": "2026-02-03"});
        Self { mark, path: format!("/api/v1/cases/{case}/collect-demands"), body }
    }
}

/// What was answered to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answered {
    case: String,
    version: u64,
}

/// What the client knows: every answer, and every request without one.
#[derive(Default)]
struct Journal {
    answered: BTreeMap<String, (Sent, Answered)>,
    unanswered: Vec<Sent>,
}

/// The client's side of everything.
#[derive(Clone)]
struct Desk {
    bearer: Arc<str>,
    journal: Arc<Mutex<Journal>>,
    marks: Arc<AtomicU64>,
}

impl Desk {
    /// Sends it. `None`: the server went away before it had answered.
    async fn send(&self, client: &Client, base: &str, sent: &Sent) -> Option<(Answered, bool)> {
        let request = client.post(format!("{base}{}", sent.path)).bearer_auth(&self.bearer);
        let answer = request.header("idempotency-key", &sent.mark).json(&sent.body).send().await.ok()?;
        let status = answer.status();
        let body: Value = answer.json().await.ok()?;
        assert_eq!(status, StatusCode::CREATED, "{sent:?}: {body}");
        let answered =
            Answered { case: body["case"].as_str().unwrap().to_owned(), version: body["version"].as_u64().unwrap() };
        Some((answered, body["repeated"].as_bool().unwrap()))
    }

    /// Records something new and notes the answer, or that there was none.
    async fn record(&self, client: &Client, base: &str) -> bool {
        let number = self.marks.fetch_add(1, Ordering::Relaxed);
        let mark = format!("mark-{number:06}");
        let cases = self.cases();
        let sent = match usize::try_from(number).unwrap().checked_rem(cases.len()) {
            // Several writers meet in the same few cases; every eighth request opens another.
            Some(place) if !number.is_multiple_of(8) => {
                Sent::step(mark, cases.iter().rev().nth(place % 4).unwrap_or(&cases[0]))
            }
            _ => Sent::opening(mark),
        };
        let answered = self.send(client, base, &sent).await;
        let mut journal = self.journal.lock().unwrap();
        match answered {
            Some((answered, repeated)) => {
                assert!(!repeated, "{sent:?} is new");
                journal.answered.insert(sent.mark.clone(), (sent, answered));
                true
            }
            None => {
                journal.unanswered.push(sent);
                false
            }
        }
    }

    fn cases(&self) -> Vec<String> {
        let journal = self.journal.lock().unwrap();
        let cases: BTreeSet<_> = journal.answered.values().map(|(_, answered)| answered.case.clone()).collect();
        cases.into_iter().collect()
    }
}

/// Everything answered is there, in its place and once; nothing is there that was not sent.
async fn check(desk: &Desk, base: &str, kill: u64) {
    let client = Client::new();
    let answered = desk.journal.lock().unwrap().answered.clone();
    let mut found = BTreeMap::new();
    for case in desk.cases() {
        let shown = client.get(format!("{base}/api/v1/cases/{case}")).bearer_auth(&desk.bearer).send().await.unwrap();
        assert_eq!(shown.status(), StatusCode::OK, "kill {kill}: case {case} was answered, then lost");
        let shown: Value = shown.json().await.unwrap();
        let lines = shown["timeline"].as_array().unwrap();
        assert_eq!(shown["version"].as_u64().unwrap(), lines.len() as u64);
        for (place, line) in (1..).zip(lines) {
            assert_eq!(line["entry"], json!(place), "kill {kill}: case {case} has a gap");
            let mark = line["event"]["text"].as_str().or(line["event"]["employer_name"].as_str()).unwrap();
            let before = found.insert(mark.to_owned(), Answered { case: case.clone(), version: place });
            assert_eq!(before, None, "kill {kill}: {mark} was recorded twice");
        }
    }
    for (mark, (_, answered)) in &answered {
        assert_eq!(found.get(mark), Some(answered), "kill {kill}: {mark} was answered, then lost or moved");
    }
}

/// Every opening is whole in the export: number, employer with its head count, and first entry in one commit.
fn whole_openings(export: &str, kill: u64) -> usize {
    let mut commits: BTreeMap<u64, Vec<(String, u64)>> = BTreeMap::new();
    let mut positions = 0;
    for line in export.lines().skip(1) {
        let line: Value = serde_json::from_str(line).unwrap();
        positions += 1;
        assert_eq!(line["position"], json!(positions), "kill {kill}");
        let commit = commits.entry(line["commit_first"].as_u64().unwrap()).or_default();
        commit.push((line["kind"].as_str().unwrap().to_owned(), line["commit_last"].as_u64().unwrap()));
    }
    let mut openings = 0;
    let of_an_opening = ["case-numbered", "case-opened", "employer-registered", "head-count-recorded"];
    for (first, events) in commits {
        let kinds: BTreeSet<_> = events.iter().map(|(kind, _)| kind.as_str()).collect();
        assert!(events.iter().all(|(_, last)| *last == first + events.len() as u64 - 1), "kill {kill}: half a commit");
        if of_an_opening.iter().any(|kind| kinds.contains(kind)) {
            assert_eq!(kinds, BTreeSet::from(of_an_opening), "kill {kill}: half an opening");
            openings += 1;
        }
    }
    openings
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_and_during_requests_loses_nothing_answered() {
    let kills: u64 = std::env::var("HEYI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(12);
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    // The first store is made by a server, and the account beside it.
    let mut first = Server::start(&data);
    first.address();
    let roles = ["--role", "caseworker@320100"];
    answer(&data, &[&["user", "add", "killed", "--name", "x", "--office", "js-nanjing"], &roles[..]].concat());
    let token = answer(&data, &["token", "issue", "killed", "--label", "killed", "--format", "json"]);
    first.kill();
    let token: Value = serde_json::from_str(&token).unwrap();
    let desk =
        Desk { bearer: token["bearer"].as_str().unwrap().into(), journal: Arc::default(), marks: Arc::default() };
    let mut random = Random(1);
    for kill in 0..kills {
        if kill % 4 == 3 {
            // While it opens the store.
            let mut server = Server::start(&data);
            tokio::time::sleep(Duration::from_millis(random.below(150))).await;
            server.kill();
        }
        let mut server = Server::start(&data);
        let base = server.address();
        check(&desk, &base, kill).await;
        settle(&desk, &base, kill).await;
        if kill % 3 == 0 {
            // Between two requests: at once after an answer.
            let client = Client::new();
            for _ in 0..=random.below(8) {
                assert!(desk.record(&client, &base).await, "kill {kill}: no answer from a running server");
            }
            server.kill();
        } else {
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| {
                    let (desk, base) = (desk.clone(), base.clone());
                    tokio::spawn(async move {
                        let client = Client::new();
                        while desk.record(&client, &base).await {}
                    })
                })
                .collect();
            tokio::time::sleep(Duration::from_millis(30 + random.below(400))).await;
            server.kill();
            for writer in writers {
                writer.await.unwrap();
            }
        }
        let (sent, recorded) = (desk.marks.load(Ordering::Relaxed), answer(&data, &["export"]));
        assert!(whole_openings(&recorded, kill) as u64 <= sent);
    }
    let mut server = Server::start(&data);
    let base = server.address();
    check(&desk, &base, kills).await;
    settle(&desk, &base, kills).await;
    check(&desk, &base, kills).await;
    server.kill();
    let openings = whole_openings(&answer(&data, &["export"]), kills);
    assert_eq!(openings, desk.cases().len(), "a case that nobody was told of");
    let recorded = desk.journal.lock().unwrap().answered.len() as u64;
    assert!(recorded > 5 * kills, "only {recorded} requests were answered in {kills} runs");
    let report: Value = serde_json::from_str(&answer(&data, &["verify", "--format", "json"])).unwrap();
    assert_eq!(report["problems"], json!([]));
    println!("{kills} kills, {recorded} answered requests, {openings} cases");
}

/// Sends again what was not answered, and some of what was: each is recorded once.
async fn settle(desk: &Desk, base: &str, kill: u64) {
    let client = Client::new();
    let unanswered = std::mem::take(&mut desk.journal.lock().unwrap().unanswered);
    for sent in unanswered {
        let (answered, _) = desk.send(&client, base, &sent).await.unwrap();
        desk.journal.lock().unwrap().answered.insert(sent.mark.clone(), (sent, answered));
    }
    let last: Vec<_> = desk.journal.lock().unwrap().answered.values().rev().take(3).cloned().collect();
    for (sent, first) in last {
        let again = desk.send(&client, base, &sent).await.unwrap();
        assert_eq!(again, (first, true), "kill {kill}: {sent:?} was answered before");
    }
}
