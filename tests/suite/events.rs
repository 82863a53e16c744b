//! The feed of events over real HTTP: who is given what, in pages and live, and when a stream ends.

use std::collections::BTreeSet;
use std::time::Duration;

use heyi_core::event::account::Role;
use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_store::laws::nobody;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

const FEED: &str = "/api/v1/events";
/// How long a test waits for what must come.
const SOON: Duration = Duration::from_secs(10);

fn place(code: &str) -> Place {
    code.parse().unwrap()
}

/// A caseworker in a city, and a case there; its path at the API.
async fn city(app: &TestApp, login: &str, region: &str, district: &str) -> (Program, String) {
    app.account(login, Role::Caseworker, region).await;
    let program = Program::with_token(app, login).await;
    let case = open(&program, district).await;
    (program, case)
}

async fn open(program: &Program, district: &str) -> String {
    let opening = json!({
        "employer_name": format!("示例 {district}"), "no_code_reason": "虚构", "place": district, "staff": 30, "women": 12,
        "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
    });
    let opened = program.post("/api/v1/cases", &opening).await;
    assert_eq!(opened.status(), StatusCode::CREATED, "{district}");
    opened.headers()["location"].to_str().unwrap().to_owned()
}

async fn offer(program: &Program, case: &str) -> u64 {
    let offer = json!({"by": "staff", "in_writing": true, "subject": "考核", "occurred": "2026-02-03"});
    let done: Value = program.post(&format!("{case}/issue-offer"), &offer).await.json().await.unwrap();
    done["position"].as_u64().unwrap()
}

/// The stream's name of the case at a path.
fn stream_of(case: &str) -> String {
    format!("case-{}", case.rsplit('/').next().unwrap())
}

/// A page of the feed, read.
async fn page(program: &Program, query: &str) -> (Vec<Value>, Option<String>) {
    let answer = program.request(Method::GET, &format!("{FEED}{query}")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{query}");
    assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
    let link = answer.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
    let next = link.map(|link| link.split_once('>').unwrap().0.trim_start_matches('<').to_owned());
    let text = answer.text().await.unwrap();
    (text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), next)
}

/// An open stream, taken event by event.
struct Stream {
    answer: Response,
    buffer: Vec<u8>,
}

impl Stream {
    async fn open(program: &Program, query: &str, headers: &[(&str, &str)]) -> Self {
        let mut request = program.request(Method::GET, &format!("{FEED}{query}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{query}");
        Self { answer, buffer: Vec::new() }
    }

    /// What comes up to the separator; `None` at the end.
    async fn take(&mut self, separator: &str) -> Option<String> {
        loop {
            let found = self.buffer.windows(separator.len()).position(|bytes| bytes == separator.as_bytes());
            if let Some(at) = found {
                let taken = self.buffer.drain(..at + separator.len()).take(at).collect();
                return Some(String::from_utf8(taken).unwrap());
            }
            let chunk = tokio::time::timeout(SOON, self.answer.chunk()).await.expect("nothing comes");
            self.buffer.extend_from_slice(&chunk.unwrap()?);
        }
    }

    /// The next line that is an event; `None` at the end.
    async fn event(&mut self) -> Option<Value> {
        loop {
            let line = self.take("\n").await?;
            if !line.is_empty() {
                return Some(serde_json::from_str(&line).unwrap());
            }
        }
    }

    /// The events that come until nothing has come for a sign of life and more.
    async fn events(&mut self) -> Vec<Value> {
        let mut events = Vec::new();
        let mut quiet = 0;
        while quiet < 2 {
            match self.take("\n").await.expect("the stream goes on").as_str() {
                "" => quiet += 1,
                line => events.push(serde_json::from_str(line).unwrap()),
            }
        }
        events
    }

    /// Waits for the end; what still comes before it.
    async fn rest(mut self) -> Vec<Value> {
        let mut events = Vec::new();
        while let Some(event) = self.event().await {
            events.push(event);
        }
        events
    }
}

fn streams(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["stream"].as_str().unwrap()).collect()
}

/// Where the cases and employers lie whose events these are; an event of another stream fails the test.
fn places(app: &TestApp, events: &[Value]) -> BTreeSet<String> {
    let place = |stream: &str| match stream.split_once('-') {
        Some(("case", id)) => app.read.place_of_case(id.parse().unwrap()),
        Some(("employer", id)) => app.read.place_of_employer(id.parse().unwrap()),
        _ => panic!("an event of {stream} was given"),
    };
    streams(events).into_iter().map(|stream| place(stream).unwrap().code().to_owned()).collect()
}

fn positions(events: &[Value]) -> Vec<u64> {
    events.iter().map(|event| event["position"].as_u64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_another_city_are_never_given_in_pages_or_live() {
    let app = TestApp::start().await;
    let (nanjing, ours) = city(&app, "nanjing", "320100", "320106").await;
    let (suzhou, theirs) = city(&app, "suzhou", "320500", "320505").await;
    let ours_stream = stream_of(&ours);
    assert_ne!(ours_stream, stream_of(&theirs));
    // In pages: the events of the case and of its employer, and nothing else, under their own positions.
    let (events, next) = page(&nanjing, "").await;
    assert!(next.is_none() && streams(&events).contains(&ours_stream.as_str()), "{events:?}");
    assert!(streams(&events).iter().any(|stream| stream.starts_with("employer-")));
    assert_eq!(places(&app, &events), BTreeSet::from(["320106".to_owned()]));
    let whole = app.store.log.read_all(Position::ZERO, 9_999).await.unwrap();
    for event in &events {
        let at = usize::try_from(event["position"].as_u64().unwrap()).unwrap() - 1;
        assert_eq!(event["leaf"], json!(whole[at].leaf), "the position is the one of the log");
    }
    assert!(page(&nanjing, "?after=99999").await.0.is_empty());
    let other = nanjing.request(Method::GET, &format!("{FEED}?region=320500")).send().await.unwrap();
    assert_eq!(other.status(), StatusCode::FORBIDDEN);

    // Live: what both record at once; each is given its own, in order, without a gap in its own and without repetition.
    let mut live = Stream::open(&nanjing, "?follow=true", &[]).await;
    let mut live_theirs = Stream::open(&suzhou, "?follow=true&region=320505", &[]).await;
    for n in 0..6 {
        let (a, b) = tokio::join!(open(&nanjing, "320106"), open(&suzhou, "320505"));
        if n % 2 == 0 {
            tokio::join!(offer(&nanjing, &a), offer(&suzhou, &b));
        }
    }
    let (got, got_theirs) = tokio::join!(live.events(), live_theirs.events());
    let (again, again_theirs) = tokio::join!(page(&nanjing, ""), page(&suzhou, ""));
    assert_eq!((positions(&got), positions(&got_theirs)), (positions(&again.0), positions(&again_theirs.0)));
    assert!(got.len() > events.len() + 12 && positions(&got).is_sorted_by(|a, b| a < b));
    let both: Vec<u64> = positions(&got).into_iter().filter(|at| positions(&got_theirs).contains(at)).collect();
    assert!(both.is_empty(), "given to both: {both:?}");
    for (events, there) in [(&got, "320106"), (&got_theirs, "320505")] {
        assert_eq!(places(&app, events), BTreeSet::from([there.to_owned()]));
    }

    // Resumed: the header of a browser that comes again, whatever the address says.
    let from = positions(&got)[2].to_string();
    let resumed = [("accept", "text/event-stream"), ("last-event-id", from.as_str())];
    let mut resumed = Stream::open(&nanjing, "?after=0", &resumed).await;
    assert_eq!(resumed.answer.headers()["content-type"], "text/event-stream");
    assert_eq!(resumed.take("\n\n").await.unwrap(), "retry: 5000");
    for expected in &got[3..] {
        let block = resumed.take("\n\n").await.unwrap();
        let (id, data) = block.split_once('\n').unwrap();
        assert_eq!(id, format!("id: {}", expected["position"]));
        assert_eq!(serde_json::from_str::<Value>(data.strip_prefix("data: ").unwrap()).unwrap(), *expected);
    }
    // A sign of life moves the place to resume from past what belongs to others.
    let quiet = resumed.take("\n\n").await.unwrap();
    assert_eq!(quiet.lines().nth(1).unwrap(), format!("id: {}", app.store.log.head()));
    let bad = nanjing.request(Method::GET, FEED).header("last-event-id", "x").send().await.unwrap();
    assert_eq!(bad.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_the_whole_log_are_the_auditors_of_the_whole_place() {
    let app = TestApp::start().await;
    let (nanjing, case) = city(&app, "nanjing", "320100", "320106").await;
    offer(&nanjing, &case).await;
    for (login, role, region) in [
        ("auditor", Role::Auditor, "100000"),
        ("city-auditor", Role::Auditor, "320100"),
        ("reviewer", Role::Reviewer, "100000"),
        ("statistician", Role::Statistician, "100000"),
    ] {
        app.account(login, role, region).await;
    }
    let auditor = Program::with_token(&app, "auditor").await;
    let (all, _) = page(&auditor, "").await;
    assert_eq!(positions(&all), (1..=all.len() as u64).collect::<Vec<_>>(), "no gap");
    assert!(streams(&all).contains(&"system") && streams(&all).iter().any(|stream| stream.starts_with("account-")));
    let (narrowed, _) = page(&auditor, "?region=320100").await;
    for login in ["city-auditor", "reviewer"] {
        let (given, _) = page(&Program::with_token(&app, login).await, "").await;
        assert_eq!(positions(&given), positions(&narrowed), "{login}");
        assert!(streams(&given).iter().all(|s| s.starts_with("case-") || s.starts_with("employer-")), "{given:?}");
    }
    let statistician = Program::with_token(&app, "statistician").await;
    let refused = statistician.request(Method::GET, FEED).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);

    // Page by page, in the form of CloudEvents, each link leading on.
    let (mut path, mut seen) = (format!("{FEED}?limit=3&form=cloudevents&region=320100"), Vec::new());
    loop {
        let answer = auditor.request(Method::GET, &path).send().await.unwrap();
        let link = answer.headers().get("link").map(|link| link.to_str().unwrap().to_owned());
        let text = answer.text().await.unwrap();
        let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(events.len() <= 3);
        seen.extend(events.iter().map(|event| event["id"].as_str().unwrap().parse::<u64>().unwrap()));
        match link {
            Some(link) => path = link.split_once('>').unwrap().0.trim_start_matches('<').to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, positions(&narrowed));
    let batch = auditor.request(Method::GET, FEED).header("accept", "application/cloudevents-batch+json");
    let batch: Vec<Value> = batch.send().await.unwrap().json().await.unwrap();
    assert!(batch.len() >= all.len() && batch.iter().all(|event| event["specversion"] == "1.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn events_end_with_the_role_the_account_the_token_and_the_session() {
    let app = TestApp::start().await;
    let (writer, case) = city(&app, "writer", "320100", "320106").await;
    let accounts = &app.store.accounts;
    let nanjing = place("320100");
    for name in ["revoked", "disabled", "token", "session"] {
        let id = app.account(name, Role::Reviewer, "320100").await;
        let (mut stream, person) = if name == "session" {
            let person = Visitor::log_in(&app, name).await;
            let answer = person.request(Method::GET, &format!("{FEED}?follow=true")).send().await.unwrap();
            (Stream { answer, buffer: Vec::new() }, Some(person))
        } else {
            (Stream::open(&Program::with_token(&app, name).await, "?follow=true", &[]).await, None)
        };
        let before = stream.events().await;
        assert!(!before.is_empty(), "{name}");
        match name {
            "revoked" => drop(accounts.revoke(id, Role::Reviewer, nanjing.clone(), nobody()).await.unwrap()),
            "disabled" => drop(accounts.disable(id, "调离".into(), nobody()).await.unwrap()),
            "token" => {
                let token = accounts.by_id(id).unwrap().tokens[0].0;
                accounts.revoke_token(id, token, nobody()).await.unwrap();
            }
            _ => drop(person.unwrap().post("/logout", &[]).await),
        }
        // Taken back first, recorded then: of that nothing may come.
        let recorded = open(&writer, "320106").await;
        let after = tokio::time::timeout(SOON, stream.rest()).await.expect("the stream does not end");
        assert!(after.is_empty(), "{name}: {recorded} was given after the end: {after:?}");
    }
    // Whoever loses one of two regions is told the rest on coming again.
    let id = app.account_with("both", vec![(Role::Reviewer, nanjing.clone()), (Role::Auditor, place("100000"))]).await;
    let program = Program::with_token(&app, "both").await;
    let mut stream = Stream::open(&program, "?follow=true", &[]).await;
    assert!(streams(&stream.events().await).contains(&"system"));
    accounts.revoke(id, Role::Auditor, place("100000"), nobody()).await.unwrap();
    // The revocation itself may still be given: it is recorded a moment before it is in force.
    assert!(stream.rest().await.iter().all(|event| event["kind"] == "role-revoked"));
    let (given, _) = page(&program, "").await;
    assert!(streams(&given).contains(&stream_of(&case).as_str()) && !streams(&given).contains(&"system"));
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_a_case_that_moved_belong_to_where_it_is_now() {
    let app = TestApp::start().await;
    let (nanjing, case) = city(&app, "nanjing", "320100", "320106").await;
    app.account("suzhou", Role::Reviewer, "320500").await;
    let suzhou = Program::with_token(&app, "suzhou").await;
    let stream = stream_of(&case);
    let mut live_old = Stream::open(&nanjing, "?follow=true", &[]).await;
    let mut live_new = Stream::open(&suzhou, "?follow=true", &[]).await;
    assert!(streams(&live_old.events().await).contains(&stream.as_str()) && live_new.events().await.is_empty());
    app.account("both", Role::Caseworker, "320000").await;
    let both = Program::with_token(&app, "both").await;
    let card = app.read.case_card(stream.strip_prefix("case-").unwrap().parse().unwrap()).unwrap();
    let correction = json!({
        "entry": "1", "command": "open-case", "correction_reason": "地点误录", "employer": card.employer.unwrap().to_string(),
        "employer_name": "改名单位",
        "place": "320505", "staff": 30, "women": 12, "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
    });
    let moved = both.post(&format!("{case}/correct-entry"), &correction).await;
    if moved.status() != StatusCode::CREATED {
        panic!("{}", moved.text().await.unwrap());
    }
    let (old, new) = (live_old.events().await, live_new.events().await);
    assert!(!streams(&old).contains(&stream.as_str()), "{old:?}");
    assert!(streams(&new).contains(&stream.as_str()), "{new:?}");
    app.caught_up().await;
    assert!(!streams(&page(&nanjing, "").await.0).contains(&stream.as_str()), "the old place is given it no more");
    let (all, _) = page(&suzhou, "").await;
    assert_eq!(streams(&all).iter().filter(|named| **named == stream).count(), 2, "the new one all of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_slow_and_many_readers_hold_up_nobody() {
    let app = TestApp::start().await;
    let (writer, case) = city(&app, "writer", "320100", "320106").await;
    app.account("auditor", Role::Auditor, "100000").await;
    let auditor = Program::with_token(&app, "auditor").await;
    // Of one account the oldest makes room.
    let mut streams = Vec::new();
    for _ in 0..6 {
        streams.push(Stream::open(&auditor, "?follow=true&after=1", &[]).await);
    }
    for oldest in streams.drain(..2) {
        tokio::time::timeout(SOON, oldest.rest()).await.expect("the oldest does not end");
    }
    // Nobody reads these; all the same whatever is recorded is answered, and given to the one who reads.
    for n in 0..200 {
        let note = json!({
            "by": "staff", "in_writing": true, "subject": "考核".repeat(300), "occurred": "2026-02-03", "note": n.to_string(),
        });
        let answer = writer.post(&format!("{case}/issue-offer"), &note).await;
        assert!(!answer.status().is_server_error());
        open(&writer, "320106").await;
    }
    let head = app.store.log.head().0;
    let mut reading = streams.pop().unwrap();
    let mut last = 1;
    while last < head {
        let event = reading.event().await.unwrap();
        assert_eq!(event["position"].as_u64().unwrap(), last + 1);
        last += 1;
    }
    // When the log closes every stream ends.
    drop(streams);
    app.stop().await;
    assert!(reading.rest().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_all_followers_together_are_limited() {
    let app = TestApp::start().await;
    let mut streams = Vec::new();
    for account in 0..4 {
        let login = format!("auditor-{account}");
        app.account(&login, Role::Auditor, "100000").await;
        let program = Program::with_token(&app, &login).await;
        for _ in 0..4 {
            streams.push(Stream::open(&program, "?follow=true", &[]).await);
        }
    }
    app.account("late", Role::Auditor, "100000").await;
    let late = Program::with_token(&app, "late").await;
    let refused = late.request(Method::GET, &format!("{FEED}?follow=true")).send().await.unwrap();
    assert_eq!(
        (refused.status(), &refused.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"30".parse().unwrap())
    );
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "busy");
    assert!(!page(&late, "").await.0.is_empty(), "a page needs no place");
    streams.truncate(10);
    let until = tokio::time::Instant::now() + SOON;
    while late.request(Method::GET, &format!("{FEED}?follow=true")).send().await.unwrap().status() != StatusCode::OK {
        assert!(tokio::time::Instant::now() < until, "those who went leave no room");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
