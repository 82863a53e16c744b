//! The state of the store as administrators and programs are told it.

use heyi_core::event::account::Role;
use heyi_tests::app::{TestApp, tear};
use heyi_tests::visitor::{Program, Visitor};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn readiness(app: &TestApp) -> (StatusCode, Value) {
    let answer = reqwest::get(app.url("/readyz")).await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

fn codes(body: &Value) -> Vec<&str> {
    body["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn storage_a_cut_is_told_until_an_administrator_of_the_whole_place_acknowledges_it() {
    let app = TestApp::start().await;
    app.account("administrator", Role::Administrator, "100000").await;
    app.account("of-a-city", Role::Administrator, "320100").await;
    let (status, body) = readiness(&app).await;
    assert_eq!((status, codes(&body).len()), (StatusCode::OK, 0));
    let data = app.stop().await;
    tear(data.path());
    let app = TestApp::start_in(data).await;
    app.caught_up().await;
    let at = app.store.log.head().0;
    let (status, body) = readiness(&app).await;
    assert_eq!((status, codes(&body)), (StatusCode::OK, vec!["tail-cut-unacknowledged"]), "it stops nothing");
    assert_eq!(body["reasons"][0], json!({"code": "tail-cut-unacknowledged", "stops": null, "position": at}));

    let administrator = Program::with_token(&app, "administrator").await;
    let told = administrator.get("/api/v1/storage").await;
    let cut = &told["cuts"][0];
    assert_eq!((&cut["position"], &cut["from"], &cut["acknowledged"]), (&json!(at), &json!(at), &Value::Null));
    let kept = std::fs::read(app.data.path().join(cut["kept"].as_str().unwrap())).unwrap();
    assert_eq!(kept, b"heyF a commit that was being written");
    assert_eq!((&cut["bytes"], &told["clean_stop"]), (&json!(kept.len()), &json!(false)));
    assert!(told["free_bytes"].as_u64().unwrap() > 0 && told["head"] == app.store.log.head().0, "{told}");

    let of_a_city = Program::with_token(&app, "of-a-city").await;
    let path = format!("/api/v1/storage/cuts/{at}/acknowledge");
    let reason = json!({"reason": "停电"});
    assert_eq!(of_a_city.post(&path, &reason).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(administrator.post(&path, &json!({})).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let nowhere = administrator.post("/api/v1/storage/cuts/1/acknowledge", &reason).await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);

    // On the page, without script.
    let person = Visitor::log_in(&app, "administrator").await;
    assert!(person.page("/storage").await.contains("尚未确认"));
    let form = format!("/storage/cuts/{at}/acknowledge");
    let wrong = person.post(&form, &[("reason", " ")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().await.unwrap().contains("请写明查看结果"));
    let done = person.post(&form, &[("reason", "停电，核对无缺")]).await;
    assert_eq!((done.status(), &done.headers()["location"]), (StatusCode::SEE_OTHER, &"/storage".parse().unwrap()));
    let page = person.page("/storage").await;
    assert!(page.contains("停电，核对无缺") && page.contains("administrator") && !page.contains("尚未确认"));
    let twice = administrator.post(&path, &reason).await;
    assert_eq!(twice.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(codes(&readiness(&app).await.1).is_empty());

    // It stays so over a restart, and nothing is recorded again.
    app.caught_up().await;
    let head = app.store.log.head();
    let app = TestApp::start_in(app.stop().await).await;
    assert!(app.store.log.head() == head && codes(&readiness(&app).await.1).is_empty());
    app.account("auditor", Role::Auditor, "100000").await;
    let whole = Program::with_token(&app, "auditor").await.request(Method::GET, "/api/v1/events").send().await.unwrap();
    let text = whole.text().await.unwrap();
    assert!(text.contains("tail-cut-acknowledged"));
}

#[tokio::test(flavor = "multi_thread")]
async fn storage_a_damaged_mark_of_the_stop_is_told() {
    let app = TestApp::start().await;
    app.account("administrator", Role::Administrator, "100000").await;
    let data = app.stop().await;
    let mark = data.path().join("log/clean-stop.json");
    let mut bytes = std::fs::read(&mark).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&mark, bytes).unwrap();
    let app = TestApp::start_in(data).await;
    app.caught_up().await;
    let told = Program::with_token(&app, "administrator").await.get("/api/v1/storage").await;
    assert_eq!((&told["clean_stop"], &told["stop_mark_damaged"]), (&json!(false), &json!(true)));
    assert!(Visitor::log_in(&app, "administrator").await.page("/storage").await.contains("停止标记已损坏"));
}
