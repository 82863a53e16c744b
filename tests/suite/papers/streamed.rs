//! Through the API: what goes in comes out, a little at a time, and what is damaged is never taken for whole.

use std::path::{Path, PathBuf};

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Program;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

async fn opened(app: &TestApp) -> (Program, String) {
    app.account("caseworker", Role::Caseworker, "320100").await;
    let program = Program::with_token(app, "caseworker").await;
    let opening = json!({"employer_name": "示例单位", "no_code_reason": "虚构", "place": "320106", "staff": 30,
        "women": 12, "staff_as_of": "2026-01-01", "occurred": "2026-01-05"});
    let answer = program.post("/api/v1/cases", &opening).await;
    let case = answer.headers()["location"].to_str().unwrap().to_owned();
    (program, case)
}

/// Demands collected, with these bytes attached.
async fn attach(program: &Program, case: &str, key: &str, bytes: Vec<u8>) -> Response {
    let form = Form::new()
        .text("way", "问卷")
        .text("text", "哺乳室")
        .text("occurred", "2026-02-03")
        .part("evidence", Part::bytes(bytes).file_name("问卷.pdf").mime_str("application/pdf").unwrap());
    let request = program.request(Method::POST, &format!("{case}/collect-demands"));
    request.header("idempotency-key", key).multipart(form).send().await.unwrap()
}

/// What lies in `files/`, without the notes of the sweeper.
fn kept(data: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(data.join("files")).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.extension().is_none_or(|extension| extension != "json")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_many_chunks_come_out_as_they_went_in_and_are_kept_once() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let bytes: Vec<u8> = (0..9_000_001_u32).map(|at| (at % 241) as u8).collect();
    let recorded = attach(&program, &case, "k1", bytes.clone()).await;
    assert_eq!(recorded.status(), StatusCode::CREATED);
    let recorded: Value = recorded.json().await.unwrap();
    let again: Value = attach(&program, &case, "k1", bytes.clone()).await.json().await.unwrap();
    assert_eq!((&again["version"], &again["repeated"]), (&recorded["version"], &json!(true)));
    let other = attach(&program, &case, "k1", vec![1; 9_000_001]).await;
    assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY, "the same key with another file");
    let [file] = kept(app.data.path()).try_into().expect("one file, and nothing half-written");
    let sha256 = file.file_name().unwrap().to_str().unwrap().to_owned();

    let path = format!("{case}/files/{sha256}");
    let answer = program.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.content_length(), Some(9_000_001));
    assert!(answer.bytes().await.unwrap() == bytes, "other bytes came out");

    let mut damaged = std::fs::read(&file).unwrap();
    damaged[5_000_000] ^= 1;
    std::fs::write(&file, damaged).unwrap();
    let answer = program.request(Method::GET, &path).send().await.unwrap();
    assert!(answer.bytes().await.is_err(), "an answer that is not whole was taken for whole");
    std::fs::write(&file, b"nothing of the kind").unwrap();
    let answer = program.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_that_are_refused_leave_nothing_behind() {
    let app = TestApp::start().await;
    let (program, case) = opened(&app).await;
    let large = attach(&program, &case, "k1", vec![1; (32 << 20) + 1]).await;
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let form = Form::new().text("way", "").part("evidence", Part::bytes(vec![1; 300_000]).file_name("a"));
    let refused = program.request(Method::POST, &format!("{case}/collect-demands")).multipart(form).send().await;
    assert_eq!(refused.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(kept(app.data.path()), Vec::<PathBuf>::new());
}
