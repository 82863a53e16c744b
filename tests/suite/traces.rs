//! What the program writes about itself: one span a request, one line a failure, and nothing that people typed.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use heyi_core::event::account::Role;
use heyi_core::ids::Position;
use heyi_store::clock::Clock as _;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// Names and texts no other test uses.
const NAME: &str = "MARKERTRACEDNAME";
const CLAUSE: &str = "MARKERTRACEDCLAUSE";
const MARKER: &str = "MARKERTRACED";

/// What was written, by every test of this process: lines of others are told apart by their request.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The log as JSON, from now on, of every thread: the writer's and the blocking ones too. Set once in a process.
fn written() -> &'static Written {
    static WRITTEN: OnceLock<Written> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let written = Written::default();
        let filter = "warn,heyi_core=trace,heyi_store=trace,heyi_projections=trace,heyi_http=trace";
        let subscriber = tracing_subscriber::fmt().json().with_span_events(FmtSpan::CLOSE);
        let filtered = subscriber.with_env_filter(EnvFilter::new(filter));
        filtered.with_writer(written.clone()).init();
        written
    })
}

fn lines() -> Vec<Value> {
    let bytes = written().0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The lines of the request this answers: the span's end, and what was said within it.
fn of_request(answer: &Response) -> (Value, Vec<Value>) {
    let id = answer.headers()["x-request-id"].to_str().unwrap();
    let (mut ends, said): (Vec<_>, Vec<_>) = lines()
        .into_iter()
        .filter(|line| line["span"]["request_id"] == id)
        .partition(|line| line["fields"]["message"] == "close");
    assert_eq!(ends.len(), 1, "one span for {id}");
    (ends.remove(0)["span"].clone(), said)
}

/// A failure is one line.
fn is_one_line(answer: &Response, status: StatusCode) {
    assert_eq!(answer.status(), status);
    let (span, said) = of_request(answer);
    assert_eq!(span["status"], status.as_u16());
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0]["fields"]["message"], "a request was refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn traces_a_request_is_one_span_a_failure_one_line_and_no_line_says_what_was_typed() {
    written();
    let app = TestApp::start().await;
    let account = app.account("caseworker", Role::Caseworker, "320100").await;
    app.account("reviewer", Role::Reviewer, "320100").await;
    let program = Program::with_token(&app, "caseworker").await;
    let opening = json!({
        "employer_name": "示例", "no_code_reason": "虚构", "place": "320106", "staff": 30, "women": 12,
        "staff_as_of": "2026-01-01", "occurred": "2026-01-05", "note": NAME,
    });
    let opened = program.post("/api/v1/cases", &opening).await;
    assert_eq!(opened.status(), StatusCode::CREATED);
    let case = opened.headers()["location"].to_str().unwrap().to_owned();
    let named = json!({"side": "staff", "way": "elected", "people": [{"name": NAME, "post": "工会主席", "chief": true}],
        "occurred": "2026-01-20"});
    let answer = program.post(&format!("{case}/name-representatives"), &named).await;
    let (span, said) = of_request(&answer);
    assert_eq!(answer.status(), StatusCode::CREATED);
    let recorded: Value = answer.json().await.unwrap();
    assert_eq!(span["route"], "/api/v1/cases/{case}/name-representatives");
    assert_eq!(span["account"], account.to_string());
    assert_eq!(span["stream"], recorded["case"]);
    assert_eq!(span["position"], recorded["position"]);
    assert!(said.is_empty(), "{said:?}");

    let offer = json!({"by": "staff", "in_writing": true, "subject": CLAUSE, "occurred": "2026-02-03"});
    for (decision, body) in [
        ("issue-offer", offer),
        ("deliver-offer", json!({"way": "hand", "received_by": NAME, "occurred": "2026-02-04"})),
        ("record-reply", json!({"answer": "agrees", "in_writing": true, "occurred": "2026-02-20"})),
        (
            "hold-session",
            json!({"chair": "staff-chief", "agenda": CLAUSE, "recorder": format!("{NAME}2"), "occurred": "2026-03-02"}),
        ),
        ("propose-clause", json!({"by": "staff", "topic": "CAR.01", "text": CLAUSE, "occurred": "2026-03-02"})),
    ] {
        let answer = program.post(&format!("{case}/{decision}"), &body).await;
        let status = answer.status();
        assert_eq!(status, StatusCode::CREATED, "{decision}: {}", answer.text().await.unwrap());
    }

    // Refused in every way: a wrong field, a step out of order, a name nobody asked for, no JSON, no such case, no right.
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let wrong = json!({"by": CLAUSE, "topic": NAME, "text": CLAUSE, "occurred": NAME, NAME: CLAUSE});
    is_one_line(&program.post(&format!("{case}/propose-clause"), &wrong).await, unprocessable);
    let early = json!({"staff_chief": true, "employer_chief": true, "note": NAME, "occurred": "2026-03-20"});
    is_one_line(&program.post(&format!("{case}/sign"), &early).await, unprocessable);
    let cut = program.request(Method::POST, &format!("{case}/sign")).header("content-type", "application/json");
    is_one_line(&cut.body(format!("{{\"{NAME}\": {CLAUSE}")).send().await.unwrap(), StatusCode::BAD_REQUEST);
    let nowhere = program.request(Method::GET, &format!("/api/v1/cases/{NAME}?q={CLAUSE}")).send().await.unwrap();
    is_one_line(&nowhere, StatusCode::NOT_FOUND);
    let whole = program.request(Method::GET, &format!("/api/v1/events?after={NAME}")).send().await.unwrap();
    is_one_line(&whole, unprocessable);
    let elsewhere = program.request(Method::GET, "/api/v1/events?region=330000").send().await.unwrap();
    is_one_line(&elsewhere, StatusCode::FORBIDDEN);
    let nobody = Visitor::nobody(&app);
    let guess = nobody.request(Method::POST, "/login").form(&[("login", NAME), ("password", CLAUSE)]);
    is_one_line(&guess.send().await.unwrap(), StatusCode::UNAUTHORIZED);

    // Reading shows the names to people, and erasing one is a request like others.
    let shown = program.get(&case).await.to_string();
    assert!(shown.contains(CLAUSE));
    let listed = program.request(Method::GET, &format!("/api/v1/cases?q={NAME}")).send().await.unwrap();
    assert_eq!(of_request(&listed).0["route"], "/api/v1/cases");
    let reviewer = Visitor::log_in(&app, "reviewer").await;
    let people = format!("{}/people", case.trim_start_matches("/api/v1"));
    let page = reviewer.page(&people).await;
    assert!(page.contains(NAME));
    let (_, key) = page.split_once("name=\"key\" value=\"").unwrap();
    let key = key.split('"').next().unwrap();
    is_one_line(&reviewer.post(&people, &[("key", key), ("reason", NAME)]).await, unprocessable);
    let erased = reviewer.post(&people, &[("key", key), ("reason", "本人要求"), ("sure", "true")]).await;
    let (span, said) = of_request(&erased);
    assert_eq!(erased.status(), StatusCode::SEE_OTHER);
    assert_eq!((&span["stream"], &span["position"]), (&recorded["case"], &json!(app.store.log.head().0)));
    assert!(said.is_empty(), "{said:?}");

    for line in lines() {
        assert!(!line.to_string().contains(MARKER), "{line}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn traces_a_clock_that_went_back_is_told_once_until_it_has_caught_up() {
    written();
    let app = TestApp::start().await;
    let (now, back) = (app.clock.now(), "2001-02-03T04:05:06Z");
    let told = || {
        let of_this = |line: &Value| line["fields"]["now"] == back && line["target"] == "heyi_store::writer";
        lines().iter().filter(|line| of_this(line)).count()
    };
    app.account("before", Role::Auditor, "320100").await;
    assert_eq!(told(), 0);
    app.clock.set(back.parse().unwrap());
    app.account("first", Role::Auditor, "320100").await;
    app.account("second", Role::Auditor, "320100").await;
    assert_eq!(told(), 1, "once, however much is recorded");
    let held = app.store.log.read_all(Position::ZERO, 999).await.unwrap();
    assert!(held.iter().rev().take(8).all(|event| event.clock_held && event.recorded_at == now));
    app.clock.set(now);
    app.account("again", Role::Auditor, "320100").await;
    app.clock.set(back.parse().unwrap());
    app.account("third", Role::Auditor, "320100").await;
    assert_eq!(told(), 2, "and again when it goes back again");
    app.stop().await;
}
