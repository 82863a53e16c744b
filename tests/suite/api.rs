//! The JSON API: what it answers to good input, and to every kind of bad input. Nothing half-recorded, and never a 500.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Program;
use reqwest::header::{ETAG, IF_MATCH};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

/// A case in Nanjing and a caseworker's program there.
async fn opened(app: &TestApp) -> (Program, String) {
    app.account("caseworker", Role::Caseworker, "320100").await;
    let program = Program::with_token(app, "caseworker").await;
    let answer = program.post("/api/v1/cases", &opening("示例生物医药有限公司")).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    app.caught_up().await;
    (program, location)
}

fn opening(name: &str) -> Value {
    json!({
        "employer_name": name, "no_code_reason": "虚构", "place": "320106", "staff": 30, "women": 12,
        "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
    })
}

fn offer() -> Value {
    json!({"by": "staff", "in_writing": true, "subject": "考核", "occurred": "2026-02-03"})
}

async fn problem(answer: Response, status: StatusCode) -> Value {
    assert_eq!(answer.status(), status);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    answer.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn api_a_step_is_recorded_with_its_version_and_shown() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let answer = program.post(&format!("{case}/issue-offer"), &offer()).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let version = answer.headers()[ETAG].clone();
    let shown = program.request(Method::GET, &case).send().await.unwrap();
    assert_eq!(shown.headers()[ETAG], version);
    let shown: Value = shown.json().await.unwrap();
    assert_eq!(shown["stage"]["code"], "offered");
    assert!(shown["allowed"].as_array().unwrap().iter().any(|step| step["decision"] == "deliver-offer"));
    assert!(shown["not_now"].as_array().unwrap().iter().any(|step| step["code"] == "needs-vote"));
}

#[tokio::test(flavor = "multi_thread")]
async fn api_every_wrong_field_is_told_at_once_in_the_readers_language() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let head = app.store.log.head();
    let bad =
        json!({"by": "nobody", "topics": ["XX.99"], "subject": "", "proposed_day": "2026-02-30", "occurred": "soon"});
    for (lang, word) in [("zh", "没有"), ("en", "no")] {
        let path = format!("{case}/issue-offer?lang={lang}");
        let told = problem(program.post(&path, &bad).await, StatusCode::UNPROCESSABLE_ENTITY).await;
        let fields: Vec<_> =
            told["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
        for field in ["by", "topics", "subject", "proposed_day", "occurred"] {
            assert!(fields.iter().any(|told| told.starts_with(field)), "{field} is not told: {fields:?}");
        }
        assert!(told.to_string().contains(word), "{told}");
    }
    assert_eq!(app.store.log.head(), head, "nothing is recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn api_a_step_the_law_does_not_allow_is_refused_with_the_article_and_what_is_allowed() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let sign = json!({"staff_chief": true, "employer_chief": true, "occurred": "2026-03-20"});
    let told = problem(program.post(&format!("{case}/sign"), &sign).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(told["code"], "needs-vote");
    assert!(told["article"].as_str().unwrap().contains("37"), "{told}");
    assert!(told["allowed"].as_array().unwrap().iter().any(|step| step["decision"] == "issue-offer"), "{told}");
    let ahead = json!({"by": "staff", "in_writing": true, "subject": "考核", "occurred": "2026-11-21"});
    let told =
        problem(program.post(&format!("{case}/issue-offer"), &ahead).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(told["code"], "occurred-in-future");
}

#[tokio::test(flavor = "multi_thread")]
async fn api_an_older_version_is_told_what_was_recorded_meanwhile() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let seen = program.request(Method::GET, &case).send().await.unwrap().headers()[ETAG].clone();
    let ask = |body: Value, path: &str| {
        program.request(Method::POST, &format!("{case}/{path}")).header(IF_MATCH, seen.clone()).json(&body).send()
    };
    assert_eq!(ask(offer(), "issue-offer").await.unwrap().status(), StatusCode::CREATED);
    let late = json!({"way": "问卷", "text": "更衣柜", "occurred": "2026-02-03"});
    let told = problem(ask(late, "collect-demands").await.unwrap(), StatusCode::CONFLICT).await;
    assert_eq!(told["meanwhile"][0]["decision"], "issue-offer");
}

#[tokio::test(flavor = "multi_thread")]
async fn api_the_same_key_gives_the_first_answer_and_another_body_is_refused() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let ask = |body: Value| {
        let request = program.request(Method::POST, &format!("{case}/issue-offer"));
        request.header("idempotency-key", "k-1").json(&body).send()
    };
    let first = ask(offer()).await.unwrap();
    assert_eq!(first.status(), StatusCode::CREATED);
    let (version, head) = (first.headers()[ETAG].clone(), app.store.log.head());
    let again = ask(offer()).await.unwrap();
    assert_eq!((again.status(), again.headers()[ETAG].clone()), (StatusCode::CREATED, version));
    assert_eq!(app.store.log.head(), head, "recorded once");
    let mut other = offer();
    other["subject"] = json!("职称");
    problem(ask(other).await.unwrap(), StatusCode::UNPROCESSABLE_ENTITY).await;
    let program = &program;
    let open = || {
        program
            .request(Method::POST, "/api/v1/cases")
            .header("idempotency-key", "k-2")
            .json(&opening("另一单位"))
            .send()
    };
    let (one, two) = (open().await.unwrap(), open().await.unwrap());
    assert_eq!(one.headers()["location"], two.headers()["location"], "a case is opened once");
}

#[tokio::test(flavor = "multi_thread")]
async fn api_what_is_not_there_too_large_or_no_json_is_said() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let nowhere = "/api/v1/cases/00000000-0000-0000-0000-000000000000";
    for (method, path, status) in [
        (Method::GET, nowhere.to_owned(), StatusCode::NOT_FOUND),
        (Method::GET, "/api/v1/cases/not-an-id".to_owned(), StatusCode::NOT_FOUND),
        (Method::GET, "/api/v1/nothing".to_owned(), StatusCode::NOT_FOUND),
        (Method::DELETE, case.clone(), StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/api/v1/coverage?on=2026-02-30".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (Method::GET, "/api/v1/deadlines".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        (Method::GET, "/api/v1/deadlines?place=CN-XX&from=2026-02-10".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = program.request(method, &path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
    let large = json!({"way": "x", "text": "长".repeat(1 << 20), "occurred": "2026-02-03"});
    let answer = program.post(&format!("{case}/collect-demands"), &large).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    for body in ["", "{", "[]", "null", "\"x\"", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}", "\u{0}"] {
        let request = program.request(Method::POST, &format!("{case}/issue-offer"));
        let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{body:?}: {}", answer.status());
    }
}

/// Every operation with every kind of nonsense in every field: refused or recorded, never a failure of the server.
#[tokio::test(flavor = "multi_thread")]
async fn api_no_input_is_a_server_error() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let nonsense = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!("\u{202e}\u{0}'\"<script>"),
        json!([[]]),
        json!({"x": [1, "2"]}),
        json!(u64::MAX),
    ];
    for kind in heyi_core::decisions::DecisionKind::ALL {
        let spec = heyi_http::form::spec(*kind);
        for value in &nonsense {
            let body: serde_json::Map<_, _> =
                spec.all_fields().map(|field| (field.name.to_owned(), value.clone())).collect();
            let path = match kind.name() {
                "open-case" => "/api/v1/cases".to_owned(),
                name if heyi_http::routes::BEGINNING.contains(kind) => format!("/api/v1/cases/{name}"),
                name => format!("{case}/{name}"),
            };
            let status = program.post(&path, &Value::Object(body)).await.status();
            assert!(!status.is_server_error(), "{} with {value}: {status}", kind.name());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn api_its_description_is_as_published() {
    let app = TestApp::start().await;
    let (program, _) = opened(&app).await;
    insta::assert_json_snapshot!(program.get("/openapi.json").await);
}
