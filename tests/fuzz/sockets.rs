//! Requests over TCP to the server as it runs: made from the table of routes, then changed in a few bytes, in their lengths, or in
//! whole. It answers or closes, never with an error of its own, and nobody gets into the log who may not.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::future::join_all;
use heyi_core::event::account::Role;
use heyi_core::ids::{AccountId, Position};
use heyi_http::guard::token::Token;
use heyi_http::routes;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::verify::verify_whole;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Program;
use rand::RngExt as _;
use rand::rngs::StdRng;
use reqwest::StatusCode;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::time::timeout;

use super::mutate::mutate;
use super::{ALLOCATED, alone, go_on};

/// Connections at once.
const AT_ONCE: usize = 8;
/// So much more may be allocated after an attempt than before: a body of each connection, and room.
const MOST: usize = 96 << 20;
/// A connection that is quiet so long waits for more from us.
const QUIET: Duration = Duration::from_millis(150);
/// Once we have said all, it must end within this.
const ENDS: Duration = Duration::from_secs(5);
const BOUNDARY: &str = "heyi-fuzz-boundary";

/// A server with one account and one case, and what requests are made from.
struct Office {
    runtime: Runtime,
    app: TestApp,
    account: AccountId,
    program: Program,
    bearer: String,
    case: String,
    /// Method and path of every route.
    routes: Vec<(String, String)>,
    demands: (String, String),
}

/// Panics of all threads of this process.
static PANICS: AtomicU64 = AtomicU64::new(0);

impl Office {
    fn open() -> Self {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            PANICS.fetch_add(1, Ordering::Relaxed);
            before(info);
        }));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (app, account, program, bearer, case) = runtime.block_on(async {
            let app = TestApp::start().await;
            let roles = [Role::Caseworker, Role::Reviewer, Role::Auditor];
            let grants = roles.map(|role| (role, "100000".parse().unwrap()));
            let account = app.account_with("everyone", grants.into()).await;
            let mut token = Token::fresh(uuid::Uuid::nil()).unwrap();
            token.id = app.store.accounts.issue_token(account, "x".into(), &token.hash(), account).await.unwrap();
            let program = Program::with_token(&app, "everyone").await;
            let opened = program.post("/api/v1/cases", &opening()).await;
            let case = opened.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
            app.caught_up().await;
            (app, account, program, token.text(), case)
        });
        let routes = routes::table().into_iter().map(|row| (row.method.to_string(), row.path)).collect();
        let demands = ("POST".to_owned(), "/api/v1/cases/{case}/collect-demands".to_owned());
        Self { runtime, app, account, program, bearer, case, routes, demands }
    }

    /// A request that would pass, but for who asks.
    fn request(&self, authorization: &str, random: &mut StdRng) -> Vec<u8> {
        let (method, path) = match random.random_range(0..4) {
            // One of which most bodies are right.
            0 => &self.demands,
            _ => &self.routes[random.random_range(0..self.routes.len())],
        };
        let path = path.replace("{case}", &self.case).replace("{file}", "style.css");
        let mut whole = String::new();
        for part in path.split('/').skip(1) {
            whole.push('/');
            // What is not there is asked for too.
            whole.push_str(if part.starts_with('{') { "00000000-0000-4000-8000-000000000003" } else { part });
        }
        let query = [
            "",
            "?on=2026-06-30&known=2026-07-05",
            "?after=0&limit=5",
            "?q=%E7%A4%BA&page=2",
            "?follow=true",
            "?region=320100",
        ];
        let (kind, body) = body(random);
        let mut head = format!("{method} {whole}{} HTTP/1.1\r\n", query[random.random_range(0..query.len())]);
        head.push_str("host: localhost\r\nconnection: close\r\n");
        if !authorization.is_empty() {
            head.push_str(&format!("authorization: {authorization}\r\n"));
        }
        if random.random() {
            head.push_str(&format!("idempotency-key: {}\r\n", random.random_range(0..500)));
        }
        if method == "GET" {
            return (head + "\r\n").into_bytes();
        }
        head.push_str(&format!("content-type: {kind}\r\n"));
        if random.random_ratio(1, 4) {
            let mut request = (head + "transfer-encoding: chunked\r\n\r\n").into_bytes();
            for piece in body.chunks(400) {
                request.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
                request.extend_from_slice(piece);
                request.extend_from_slice(b"\r\n");
            }
            request.extend_from_slice(b"0\r\n\r\n");
            return request;
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        [head.into_bytes(), body].concat()
    }

    /// Sends changed requests, several at once, and says with which numbers they were answered.
    fn attempt(&self, authorization: &str, random: &mut StdRng) -> Vec<Option<u16>> {
        let requests: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let mut request = self.request(authorization, random);
                change(&mut request, random);
                request
            })
            .collect();
        let before = ALLOCATED.allocated();
        let address = self.app.address;
        let answers = self.runtime.block_on(join_all(requests.iter().map(|request| send(address, request))));
        let now = ALLOCATED.allocated().saturating_sub(before);
        assert!(now < MOST, "{now} bytes stay allocated");
        for (answer, request) in answers.iter().zip(&requests) {
            let told = || String::from_utf8_lossy(&request[..request.len().min(2_000)]).into_owned();
            assert!(answer.is_none_or(|status| status < 500), "{answer:?} to {}", told());
        }
        assert_eq!(PANICS.load(Ordering::Relaxed), 0, "something panicked");
        answers
    }

    /// A good request is answered still.
    fn still_serves(&self) {
        self.runtime.block_on(async {
            self.program.get(&format!("/api/v1/cases/{}", self.case)).await;
            let ready = reqwest::get(self.app.url("/readyz")).await.unwrap();
            assert_eq!(ready.status(), StatusCode::OK);
        });
    }
}

fn opening() -> serde_json::Value {
    json!({"employer_name": "示例单位", "no_code_reason": "虚构", "place": "320106", "staff": 30, "women": 12,
        "staff_as_of": "2026-01-01", "occurred": "2026-01-05"})
}

/// A body with its media type.
fn body(random: &mut StdRng) -> (String, Vec<u8>) {
    let fields = [
        ("way", "问卷"),
        ("text", "哺乳室"),
        ("occurred", "2026-02-03"),
        ("subject", "考核"),
        ("by", "staff"),
        ("note", "备注"),
    ];
    match random.random_range(0..5) {
        0 => ("application/json".into(), opening().to_string().into_bytes()),
        1 => {
            let object: serde_json::Map<_, _> =
                fields.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
            ("application/json".into(), serde_json::Value::Object(object).to_string().into_bytes())
        }
        2 => (
            "application/json".into(),
            ["[", "{\"a\":"][random.random_range(0..2)].repeat(random.random_range(1..100_000)).into_bytes(),
        ),
        3 => {
            let pairs = fields.map(|(name, text)| {
                format!("{name}={}", text.bytes().map(|b| format!("%{b:02X}")).collect::<String>())
            });
            ("application/x-www-form-urlencoded".into(), pairs.join("&").into_bytes())
        }
        _ => {
            let mut parts = String::new();
            for (name, text) in fields {
                parts.push_str(&format!(
                    "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
                ));
            }
            let paper = "x".repeat(random.random_range(0..70_000));
            parts.push_str(&format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"evidence\"; filename=\"a.pdf\"\r\ncontent-type: application/pdf\r\n\r\n{paper}\r\n--{BOUNDARY}--\r\n"));
            (format!("multipart/form-data; boundary={BOUNDARY}"), parts.into_bytes())
        }
    }
}

/// Changes a request: not at all, in a few bytes, in its head or body alone, in its lengths, or makes it far too long.
fn change(request: &mut Vec<u8>, random: &mut StdRng) {
    let ends = request.windows(4).position(|end| end == b"\r\n\r\n").unwrap_or(0);
    match random.random_range(0..10) {
        0 => {}
        1 | 2 => mutate(request, random),
        3 | 4 => {
            let mut head = request[..ends].to_vec();
            mutate(&mut head, random);
            request.splice(..ends, head);
        }
        5 | 6 => {
            let mut body = request[(ends + 4).min(request.len())..].to_vec();
            mutate(&mut body, random);
            let mut head = String::from_utf8_lossy(&request[..ends]).into_owned();
            // Its length is told right.
            if let Some(at) = head.find("content-length:") {
                head.truncate(at + "content-length:".len());
                head.push_str(&body.len().to_string());
            }
            *request = [head.as_bytes(), b"\r\n\r\n", &body].concat();
        }
        7 => {
            let lengths = [
                "0",
                "-1",
                "1",
                "99999999999999999999",
                "18446744073709551615",
                "4294967296",
                "7\r\ncontent-length: 9",
                "0x10",
            ];
            let line = format!("\r\ncontent-length: {}", lengths[random.random_range(0..lengths.len())]);
            request.splice(ends..ends, line.into_bytes());
        }
        8 => {
            let line = match random.random_range(0..3) {
                0 => format!("\r\nx: {}", "y".repeat(random.random_range(0..600_000))),
                1 => "\r\nx: y".repeat(random.random_range(0..20_000)),
                _ => format!("\r\ncookie: {}", "heyi_session=a; ".repeat(random.random_range(0..5_000))),
            };
            request.splice(ends..ends, line.into_bytes());
        }
        _ => {
            let kinds: [&[u8]; 4] = [
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                b"GET /\r\n\r\n",
                b"\0\0\0\0",
            ];
            let mut bytes = kinds[random.random_range(0..kinds.len())].to_vec();
            bytes.extend((0..random.random_range(0..3_000)).map(|_| random.random::<u8>()));
            *request = bytes;
        }
    }
}

/// Sends bytes, and reads what comes back until the connection ends. `None`: it was closed without an answer.
async fn send(address: SocketAddr, bytes: &[u8]) -> Option<u16> {
    let (mut from, mut to) = TcpStream::connect(address).await.unwrap().into_split();
    let mut answer = Vec::new();
    {
        let writing = async {
            let _ = to.write_all(bytes).await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = writing => {}
            () = read(&mut from, &mut answer, QUIET) => {}
        }
    }
    // It may wait for more, which does not come.
    drop(to);
    let ended = timeout(ENDS, read(&mut from, &mut answer, ENDS)).await;
    // A stream of events has begun its answer and gives signs of life until we are gone.
    assert!(
        ended.is_ok() || !answer.is_empty(),
        "it neither answers nor closes: {}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)])
    );
    let status = answer.strip_prefix(b"HTTP/1.")?.get(2..5)?;
    std::str::from_utf8(status).ok()?.parse().ok()
}

/// Reads until the end, or until it is quiet for so long.
async fn read(from: &mut tokio::net::tcp::OwnedReadHalf, answer: &mut Vec<u8>, quiet: Duration) {
    let mut piece = vec![0; 16 << 10];
    loop {
        match timeout(quiet, from.read(&mut piece)).await {
            Ok(Ok(read)) if read > 0 => answer.extend_from_slice(&piece[..read.min(64)]),
            Ok(Err(error)) if error.kind() == ErrorKind::Interrupted => {}
            _ => return,
        }
    }
}

#[test]
fn forged_requests_of_nobody_record_nothing() {
    let _alone = alone();
    let office = Office::open();
    let head = office.app.store.log.head();
    // Nearly the token: another in its last place.
    let last = if office.bearer.ends_with('0') { '1' } else { '0' };
    let wrong = format!("Bearer {}{last}", &office.bearer[..office.bearer.len() - 1]);
    let mut answered = 0_u64;
    go_on("requests of nobody", |random| {
        let authorization = ["", &wrong, "Bearer x", "Basic eDp5"][random.random_range(0..4)];
        answered += office.attempt(authorization, random).iter().flatten().count() as u64;
    });
    office.still_serves();
    assert_eq!(office.app.store.log.head(), head, "something was recorded");
    println!("requests of nobody: {answered} were answered");
    assert!(answered > 0);
}

#[test]
fn forged_requests_of_somebody_record_what_they_may_and_break_nothing() {
    let _alone = alone();
    let office = Office::open();
    let head = office.app.store.log.head();
    let bearer = format!("Bearer {}", office.bearer);
    let mut answers = std::collections::BTreeMap::<Option<u16>, u64>::new();
    go_on("requests of somebody", |random| {
        for answer in office.attempt(&bearer, random) {
            *answers.entry(answer).or_default() += 1;
        }
    });
    office.still_serves();
    let recorded = office.runtime.block_on(office.app.store.log.read_all(head, usize::MAX)).unwrap();
    assert!(recorded.iter().all(|event| event.by == office.account), "recorded for somebody else");
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(office.app.data.path()));
    let whole = verify_whole(&disk, Vec::new(), &mut |_, _, _| ()).unwrap();
    assert!(whole.is_sound(), "{:?}", whole.log.problems);
    println!("requests of somebody: {} events recorded, answers {answers:?}", recorded.len());
    assert!(answers.keys().flatten().any(|status| *status < 400), "nothing deep was reached");
    assert!(office.app.store.log.head() >= Position(head.0));
}
