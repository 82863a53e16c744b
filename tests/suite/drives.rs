//! Drives: hundreds of offers at once through real HTTP, their progress, the chase list, and every kind of event.

use std::collections::BTreeSet;

use heyi_core::event::account::Role;
use heyi_core::event::{DriveEvent, Event};
use heyi_core::ids::Position;
use heyi_store::codec;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn office() -> (TestApp, Program) {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320100").await;
    let program = Program::with_token(&app, "caseworker").await;
    (app, program)
}

/// Employers of the register: `number` of biomedicine with 12 women, and one with 3.
async fn register(app: &TestApp, program: &Program, number: usize) {
    for index in 0..=number {
        let women = if index == number { 3 } else { 12 };
        let name = format!("示例第{index}厂");
        let entered = json!({"name": name, "no_code_reason": "虚构", "place": "320106", "biomedicine": true, "occurred": "2026-01-05"});
        let answer = program.post("/api/v1/employers", &entered).await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{}", answer.text().await.unwrap());
        let path = answer.headers()["location"].to_str().unwrap().to_owned();
        let counted = json!({"women": women, "occurred": "2026-01-05"});
        let answer = program.post(&format!("{path}/record-head-count"), &counted).await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{}", answer.text().await.unwrap());
    }
    app.caught_up().await;
}

async fn get(program: &Program, path: &str) -> Value {
    let answer = program.request(Method::GET, path).send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

async fn candidates(program: &Program) -> Vec<String> {
    let found = get(program, "/api/v1/drives/candidates?place=320100&women=10&biomedicine=yes&uncovered=yes").await;
    let employers = found["employers"].as_array().unwrap();
    employers.iter().map(|employer| employer["id"].as_str().unwrap().to_owned()).collect()
}

fn march(targets: &[String]) -> Value {
    json!({"name": "三月要约行动", "of": "offers", "place": "320100", "from": "2026-03-01", "to": "2026-03-31",
        "synchronised": true, "topics": ["CAR.01", "CAR.02"], "subject": "女职工权益保护专项集体协商",
        "selection": "女职工不少于 10 人的生物医药单位", "targets": targets.join("\n"), "occurred": "2026-03-02"})
}

async fn record(app: &TestApp, program: &Program, path: &str, body: &Value) -> String {
    let answer = program.post(path, body).await;
    let (status, location) = (answer.status(), answer.headers().get("location").cloned());
    assert_eq!(status, StatusCode::CREATED, "{path}: {}", answer.text().await.unwrap());
    app.caught_up().await;
    location.unwrap().to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn drives_issue_to_whom_the_register_chooses_and_show_who_is_silent() {
    let (app, program) = office().await;
    register(&app, &program, 30).await;
    let chosen = candidates(&program).await;
    assert_eq!(chosen.len(), 30, "the one with three women is not among them");
    let drive = record(&app, &program, "/api/v1/drives", &march(&chosen)).await;
    let shown = get(&program, &drive).await;
    assert_eq!((&shown["progress"]["cases"], &shown["progress"]["issued"]), (&json!(30), &json!(30)));
    assert_eq!(shown["silent"].as_array().unwrap().len(), 30);
    assert!(candidates(&program).await.is_empty(), "who negotiates already is not chosen again");

    // One is delivered and agrees, one refuses; the clock of a third runs out.
    let cases: Vec<String> = shown["silent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("/api/v1/cases/{}", one["case"].as_str().unwrap()))
        .collect();
    let delivered = json!({"way": "post", "received_by": "前台", "occurred": "2026-03-05"});
    for case in &cases[..3] {
        record(&app, &program, &format!("{case}/deliver-offer"), &delivered).await;
    }
    let reply =
        |answer: &str| json!({"answer": answer, "in_writing": true, "reasons": "改制", "occurred": "2026-03-10"});
    record(&app, &program, &format!("{}/record-reply", cases[0]), &reply("agrees")).await;
    record(&app, &program, &format!("{}/record-reply", cases[1]), &reply("refuses")).await;
    let shown = get(&program, &drive).await;
    let progress = &shown["progress"];
    assert_eq!(
        [&progress["issued"], &progress["unanswered"], &progress["refused"], &progress["in_talks"]],
        [&json!(27), &json!(1), &json!(1), &json!(1)]
    );
    let late = shown["silent"].as_array().unwrap().iter().find(|one| !one["due"].is_null()).unwrap();
    assert_eq!(late["due"], "2026-03-25", "twenty days from 5 March 2026");

    // The case says it belongs to the drive, and the employer's next offer is no longer chosen for another one.
    let case = get(&program, &cases[0]).await;
    assert!(case["timeline"].as_array().unwrap().iter().any(|line| line["kind"] == "drive-joined"));

    let list = json!({"way": "市总工会网站", "employers": 28, "answer_by": "2026-04-15", "occurred": "2026-04-01"});
    record(&app, &program, &format!("{drive}/publish-chase-list"), &list).await;
    let told = json!({"answered": 2, "of": 30, "words": "已有两家答复", "occurred": "2026-04-02"});
    record(&app, &program, &format!("{drive}/tell-progress"), &told).await;
    let closed = json!({"report": "30 家中 2 家已答复", "occurred": "2026-04-30"});
    record(&app, &program, &format!("{drive}/close-drive"), &closed).await;
    record(&app, &program, &format!("{drive}/reopen-drive"), &json!({"reason": "继续催办", "occurred": "2026-05-06"}))
        .await;
    let entered = json!({"name": "后来的厂", "no_code_reason": "虚构", "place": "320106", "occurred": "2026-05-06"});
    let late_comer = record(&app, &program, "/api/v1/employers", &entered).await;
    let id = late_comer.rsplit('/').next().unwrap();
    record(&app, &program, &format!("{drive}/extend-drive"), &json!({"targets": id, "occurred": "2026-05-06"})).await;
    assert_eq!(get(&program, &drive).await["progress"]["cases"], 31);
    let listed = get(&program, "/api/v1/drives").await;
    assert_eq!(
        (&listed["drives"][0]["drive"]["closed"], &listed["drives"][0]["drive"]["targets"]),
        (&json!(false), &json!(31))
    );

    // Nothing of a drive has a decision, a form or an operation on paper only.
    let events = app.store.log.read_all(Position::ZERO, 10_000).await.unwrap();
    let kinds: BTreeSet<_> = events
        .iter()
        .filter_map(|event| match codec::decode(event).unwrap().event {
            Event::Drive(event) => Some(event.kind()),
            _ => None,
        })
        .collect();
    assert_eq!(kinds, DriveEvent::KINDS.iter().copied().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn drives_of_letters_remind_each_employer_and_show_who_has_not_answered() {
    let (app, program) = office().await;
    register(&app, &program, 4).await;
    let chosen = candidates(&program).await;
    let mut march = march(&chosen);
    for (name, value) in [
        ("of", "letters"),
        ("issuer", "市总工会"),
        ("law", "《江苏省女职工劳动保护特别规定》"),
        ("request", "落实育儿假"),
    ] {
        march[name] = value.into();
    }
    march["reply_by"] = "2026-03-31".into();
    let drive = record(&app, &program, "/api/v1/drives", &march).await;
    let shown = get(&program, &drive).await;
    assert_eq!((shown["letters"].as_array().unwrap().len(), &shown["letters_silent"]), (4, &json!(4)));
    assert_eq!(shown["progress"]["cases"], 0, "letters open no cases");

    let letter = format!("/api/v1/letters/{}", shown["letters"][0]["letter"].as_str().unwrap());
    record(&app, &program, &format!("{letter}/receive-letter"), &json!({"way": "post", "occurred": "2026-03-04"}))
        .await;
    let answer = json!({"answer": "已安排", "remedied": "yes", "occurred": "2026-03-10"});
    record(&app, &program, &format!("{letter}/answer-letter"), &answer).await;
    assert_eq!(get(&program, &drive).await["letters_silent"], 3);
    let list = Visitor::log_in(&app, "caseworker").await.page("/drives").await;
    assert!(list.contains("函件 4 · 尚无答复 3"), "{list}");
    let waiting = get(&program, "/api/v1/worklist").await;
    let items = waiting["items"].as_array().unwrap().iter().filter(|item| !item["letter"].is_null());
    assert_eq!(items.count(), 3, "whoever is silent is on the worklist with the day the letter names");
}

#[tokio::test(flavor = "multi_thread")]
async fn drives_refuse_bad_input_in_words_and_record_nothing() {
    let (app, program) = office().await;
    register(&app, &program, 2).await;
    let chosen = candidates(&program).await;
    let head = app.store.log.head();
    let refused = async |body: Value| {
        let answer = program.post("/api/v1/drives", &body).await;
        (answer.status(), answer.json::<Value>().await.unwrap())
    };
    let (status, problem) = refused(march(&["914403001922038216".to_owned()])).await;
    assert_eq!((status, &problem["fields"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("not-in-register")));
    let (_, problem) = refused(march(&[chosen[0].clone(), chosen[0].clone()])).await;
    assert_eq!(problem["code"], "employer-twice");
    let mut elsewhere = march(&chosen);
    elsewhere["place"] = json!("310000");
    assert_eq!(refused(elsewhere).await.0, StatusCode::FORBIDDEN);
    let mut letters = march(&chosen);
    letters["of"] = json!("letters");
    assert_eq!(refused(letters).await.1["code"], "required", "letters ask for something");
    assert_eq!(app.store.log.head(), head);
    let unknown = program
        .post(
            "/api/v1/drives/00000000-0000-0000-0000-000000000001/close-drive",
            &json!({"report": "x", "occurred": "2026-03-02"}),
        )
        .await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}
