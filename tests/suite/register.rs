//! The register of employers through real HTTP: every operation, every kind of bad input, both times, and who is told what.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::header::{ETAG, IF_MATCH};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

const CODE: &str = "914403001922038216";
const OTHER_CODE: &str = "9144030071526726XG";

async fn caseworker(app: &TestApp) -> Program {
    app.account("caseworker", Role::Caseworker, "320000").await;
    Program::with_token(app, "caseworker").await
}

fn employer(name: &str, code: Option<&str>) -> Value {
    let mut body = json!({"name": name, "place": "320106", "industry": "27", "occurred": "2026-01-05"});
    match code {
        Some(code) => body["credit_code"] = json!(code),
        None => body["no_code_reason"] = json!("尚未取得"),
    }
    body
}

/// Enters an employer; its address.
async fn enter(app: &TestApp, program: &Program, name: &str, code: Option<&str>) -> String {
    let answer = program.post("/api/v1/employers", &employer(name, code)).await;
    assert_eq!(answer.status(), StatusCode::CREATED, "{}", answer.text().await.unwrap());
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    app.caught_up().await;
    location
}

async fn problem(answer: Response, status: StatusCode) -> Value {
    assert_eq!(answer.status(), status);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    answer.json().await.unwrap()
}

/// Records one thing after another of an employer; each is taken.
async fn record(app: &TestApp, program: &Program, employer: &str, steps: &[(&str, Value)]) {
    for (operation, body) in steps {
        let answer = program.post(&format!("{employer}/{operation}"), body).await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{operation}: {}", answer.text().await.unwrap());
    }
    app.caught_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn register_everything_is_recorded_and_shown_with_its_day() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let address = enter(&app, &program, "示例生物医药有限公司", Some(CODE)).await;
    let other = enter(&app, &program, "另一医药有限公司", None).await;
    let into = other.rsplit('/').next().unwrap();
    record(
        &app,
        &program,
        &address,
        &[
            ("record-head-count", json!({"staff": 420, "women": 236, "skilled_women": 88, "occurred": "2026-02-01"})),
            ("record-womens-committee", json!({"kind": "committee", "since": "2019-03-08", "occurred": "2026-02-01"})),
            ("describe-employer", json!({"size": "medium", "ownership": "private", "union": "federation", "occurred": "2026-02-01"})),
            ("record-contract-held", json!({"contract": "wage", "held": true, "from": "2025-01-01", "to": "2027-12-31", "occurred": "2026-02-01"})),
            ("record-new-business-form", json!({"has": true, "people": 90, "women": 30, "occurred": "2026-02-01"})),
            ("record-credit-code", json!({"credit_code": OTHER_CODE, "occurred": "2026-03-01"})),
            ("rename-employer", json!({"name": "错名医药有限公司", "occurred": "2026-04-01"})),
            ("recode-employer", json!({"place": "320115", "code_set": "2023-06-30", "occurred": "2026-04-02"})),
            ("correct-register-entry", json!({"entry": 8, "correction_reason": "录入错误", "name": "新名医药有限公司", "occurred": "2026-04-01"})),
            ("dissolve-employer", json!({"reason": "注销", "occurred": "2026-05-01"})),
            ("withdraw-register-entry", json!({"entry": 11, "reason": "并未注销，系合并"})),
            ("merge-employer", json!({"into": into, "occurred": "2026-05-01"})),
        ],
    )
    .await;
    let shown = program.get(&address).await;
    assert_eq!(shown["version"], 13);
    assert_eq!(shown["biomedicine_list"]["version"], "2026-11");
    let card = &shown["employer"];
    assert_eq!(card["name"], "新名医药有限公司");
    assert_eq!((&card["credit_code"], &card["place"]), (&json!(OTHER_CODE), &json!("320115")));
    let known = &card["known"];
    assert_eq!(known["former_names"][0]["value"], "示例生物医药有限公司");
    assert_eq!(known["former_names"][0]["as_of"]["latest"], "2026-01-05");
    assert_eq!(known["place"]["value"]["code_set"], "2023-06-30");
    assert_eq!(known["committee"]["value"], json!({"kind": "committee", "since": "2019-03-08"}));
    assert_eq!(known["contracts"]["wage"]["value"]["to"], "2027-12-31");
    assert_eq!(known["new_business_form"]["value"]["people"]["people"], 90);
    assert_eq!((&known["staff"]["people"], &known["skilled_women"]["people"]), (&json!(420), &json!(88)));
    assert_eq!((&known["merged"]["value"]["name"], &known["gone"]), (&json!("另一医药有限公司"), &Value::Null));

    // Found by its former name, and by its code; the page has everything in words.
    for search in ["示例生物医药", OTHER_CODE] {
        let found = program.get(&format!("/api/v1/employers?q={search}")).await;
        assert_eq!(found["employers"].as_array().unwrap().len(), 1, "{search}");
    }
    let page = Visitor::log_in(&app, "caseworker").await.page(address.trim_start_matches("/api/v1")).await;
    for said in ["曾用名", "示例生物医药有限公司", "已并入", "女职工委员会", "更正前的内容", "2023-06-30", "caseworker"]
    {
        assert!(page.contains(said), "{said}");
    }
    // What a merged employer was is still told; nothing more is recorded of it.
    let again = json!({"name": "再改名", "occurred": "2026-06-01"});
    let renamed = program.post(&format!("{address}/rename-employer"), &again).await;
    let told = problem(renamed, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(told["code"], "employer-merged");
}

#[tokio::test(flavor = "multi_thread")]
async fn register_bad_input_is_told_with_what_to_do_and_nothing_is_recorded() {
    let app = TestApp::start().await;
    app.account("national", Role::Caseworker, "100000").await;
    let program = Program::with_token(&app, "national").await;
    let owner = enter(&app, &program, "甲医药有限公司", Some(CODE)).await;
    let head = app.store.log.head();

    let wrong = program.post("/api/v1/employers", &employer("乙", Some("914403001922038217"))).await;
    let told = problem(wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
    let detail = told["fields"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("“7”") && detail.contains("“6”"), "the character and the one expected: {detail}");

    let taken = program.post("/api/v1/employers", &employer("乙", Some(CODE))).await;
    let told = problem(taken, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(told["detail"].as_str().unwrap().contains("甲医药有限公司"), "{told}");
    assert_eq!(told["see"]["path"], owner.trim_start_matches("/api/v1"), "the owner's page is named");

    for place in ["320199", "320103", "990000", "100000"] {
        let mut body = employer("乙", None);
        body["place"] = json!(place);
        let told = problem(program.post("/api/v1/employers", &body).await, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert!(told["fields"][0]["detail"].as_str().unwrap().contains(place), "{told}");
    }
    let bad = json!({"name": "", "credit_code": "9", "place": "南京", "industry": "00", "ownership": "x", "occurred": "soon"});
    let told = problem(program.post("/api/v1/employers", &bad).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    let fields: Vec<_> =
        told["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    for field in ["name", "credit_code", "place", "industry", "ownership", "occurred"] {
        assert!(fields.contains(&field), "{field} is not told: {fields:?}");
    }

    for (operation, body, code) in [
        ("record-head-count", json!({"staff": 10, "women": 11, "occurred": "2026-02-01"}), "part-exceeds-whole"),
        ("record-head-count", json!({"occurred": "2026-02-01"}), "nothing-counted"),
        ("rename-employer", json!({"name": "新名", "occurred": "2027-02-01"}), "occurred-in-future"),
        (
            "merge-employer",
            json!({"into": "00000000-0000-0000-0000-000000000000", "occurred": "2026-02-01"}),
            "unknown-employer",
        ),
        ("merge-employer", json!({"into": owner.rsplit('/').next().unwrap(), "occurred": "2026-02-01"}), "into-itself"),
        (
            "recode-employer",
            json!({"place": "320106", "code_set": "2023-06-30", "occurred": "2026-02-01"}),
            "same-code",
        ),
        (
            "correct-register-entry",
            json!({"entry": 9, "correction_reason": "误", "command": "rename-employer", "name": "新名", "occurred": "2026-02-01"}),
            "no-such-entry",
        ),
        ("withdraw-register-entry", json!({"entry": 1, "reason": "误"}), "registration-stays"),
    ] {
        let answer = program.post(&format!("{owner}/{operation}"), &body).await;
        let told = problem(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(told["code"], code, "{operation}: {told}");
    }
    let nobody = "/api/v1/employers/00000000-0000-0000-0000-000000000000/rename-employer";
    problem(program.post(nobody, &json!({"name": "新名", "occurred": "2026-02-01"})).await, StatusCode::NOT_FOUND)
        .await;
    assert_eq!(app.store.log.head(), head, "nothing is recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn register_nobody_enters_an_employer_elsewhere_or_moves_one_there() {
    let app = TestApp::start().await;
    app.account("nanjing", Role::Caseworker, "320100").await;
    let program = Program::with_token(&app, "nanjing").await;
    let address = enter(&app, &program, "甲", None).await;
    let mut elsewhere = employer("乙", None);
    elsewhere["place"] = json!("320505");
    problem(program.post("/api/v1/employers", &elsewhere).await, StatusCode::FORBIDDEN).await;
    let moved = json!({"place": "320505", "code_set": "2023-06-30", "occurred": "2026-02-01"});
    problem(program.post(&format!("{address}/recode-employer"), &moved).await, StatusCode::FORBIDDEN).await;
    let mut corrected = employer("甲", None);
    (corrected["place"], corrected["entry"], corrected["correction_reason"]) = (json!("320505"), json!(1), json!("误"));
    problem(program.post(&format!("{address}/correct-register-entry"), &corrected).await, StatusCode::FORBIDDEN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn register_an_older_version_is_told_what_was_recorded_meanwhile_and_a_key_repeats_the_answer() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let address = enter(&app, &program, "甲", None).await;
    let seen = program.request(Method::GET, &address).send().await.unwrap().headers()[ETAG].clone();
    let rename = |name: &str, key: &str| {
        let request = program.request(Method::POST, &format!("{address}/rename-employer"));
        let request = request.header(IF_MATCH, seen.clone()).header("idempotency-key", key.to_owned());
        request.json(&json!({"name": name, "occurred": "2026-02-01"})).send()
    };
    let first = rename("乙", "k-1").await.unwrap();
    assert_eq!(first.status(), StatusCode::CREATED);
    let told = problem(rename("丙", "k-2").await.unwrap(), StatusCode::CONFLICT).await;
    assert_eq!(told["meanwhile"][0]["decision"], "rename-employer");
    let head = app.store.log.head();
    let again = rename("乙", "k-1").await.unwrap();
    assert_eq!(again.status(), StatusCode::CREATED);
    assert_eq!(again.json::<Value>().await.unwrap()["repeated"], true);
    assert_eq!(app.store.log.head(), head, "recorded once");
    problem(rename("丁", "k-1").await.unwrap(), StatusCode::UNPROCESSABLE_ENTITY).await;
}

/// Recoded, described and merged employers are counted as they were on the day asked about, as known then.
#[tokio::test(flavor = "multi_thread")]
async fn register_figures_follow_both_times() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let address = enter(&app, &program, "甲", None).await;
    let other = enter(&app, &program, "乙", None).await;
    let before = app.store.log.head().0;
    let count = json!({"women": 40, "occurred": "2026-01-06"});
    let moved = json!({"place": "320505", "code_set": "2023-06-30", "occurred": "2026-03-01"});
    let into = other.rsplit('/').next().unwrap();
    let merged = json!({"into": into, "occurred": "2026-06-01"});
    let steps = [("record-head-count", count), ("recode-employer", moved), ("merge-employer", merged)];
    record(&app, &program, &address, &steps).await;
    let total = async |region: &str, on: &str, known: u64| {
        let known = if known == 0 { String::new() } else { format!("&known={known}") };
        let table = program.get(&format!("/api/v1/coverage?region={region}&on={on}{known}")).await;
        (table["total"]["employers"]["base"].as_u64().unwrap(), table["total"]["base"].as_u64().unwrap())
    };
    assert_eq!(total("320100", "2026-02-01", 0).await, (2, 40), "on that day it lay in Nanjing");
    assert_eq!(total("320100", "2026-04-01", 0).await, (1, 0));
    assert_eq!(total("320500", "2026-04-01", 0).await, (1, 40), "then in Suzhou");
    assert_eq!(total("320500", "2026-07-01", 0).await, (0, 0), "and then it was merged");
    assert_eq!(total("320100", "2026-07-01", before).await, (2, 0), "as it was known before all that");
    // The count was wrong: figures as known then do not change.
    let known = app.store.log.head().0;
    let right = json!({"entry": 2, "correction_reason": "漏填", "women": 44, "occurred": "2026-01-06"});
    record(&app, &program, &address, &[("correct-register-entry", right)]).await;
    assert_eq!(total("320100", "2026-02-01", 0).await, (2, 44));
    assert_eq!(total("320100", "2026-02-01", known).await, (2, 40));
    // There was no merger: it is there again, and what was known of it then is still told of then.
    let known = app.store.log.head().0;
    let none = json!({"entry": 4, "reason": "并未合并"});
    record(&app, &program, &address, &[("withdraw-register-entry", none)]).await;
    assert_eq!(total("320500", "2026-07-01", 0).await, (1, 44));
    assert_eq!(total("320500", "2026-07-01", known).await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn register_a_merger_shows_on_the_cases_of_the_employer() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let address = enter(&app, &program, "甲医药有限公司", None).await;
    let other = enter(&app, &program, "乙医药有限公司", None).await;
    let id = address.rsplit('/').next().unwrap();
    let opened = program.post("/api/v1/cases", &json!({"employer": id, "occurred": "2026-02-01"})).await;
    assert_eq!(opened.status(), StatusCode::CREATED, "{}", opened.text().await.unwrap());
    let case = opened.headers()["location"].to_str().unwrap().trim_start_matches("/api/v1").to_owned();
    let into = other.rsplit('/').next().unwrap();
    let rename = json!({"name": "丙医药有限公司", "occurred": "2026-03-01"});
    let merge = json!({"into": into, "occurred": "2026-04-01"});
    record(&app, &program, &address, &[("rename-employer", rename), ("merge-employer", merge)]).await;
    let page = Visitor::log_in(&app, "caseworker").await.page(&case).await;
    for said in ["丙医药有限公司", "合同效力不受影响", "已并入“乙医药有限公司”", "重新协商"]
    {
        assert!(page.contains(said), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn register_the_list_of_biomedicine_is_replaced_by_an_administrator_and_named_by_its_version() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let address = enter(&app, &program, "甲", None).await;
    let known = app.store.log.head().0;
    app.account("administrator", Role::Administrator, "100000").await;
    let administrator = Program::with_token(&app, "administrator").await;
    let adopt = |version: &str, list: &str| json!({"version": version, "list": list});
    let refused = program.post("/api/v1/industries", &adopt("2027-01", "27,core")).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let told = administrator.post("/api/v1/industries", &adopt("2027-01", "27,core\n99,core")).await;
    let told = problem(told, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(told["fields"][0]["detail"].as_str().unwrap().contains("line 2"), "the row is named: {told}");
    let list = "27,partial:2720\n73,core";
    assert_eq!(administrator.post("/api/v1/industries", &adopt("2027-01", list)).await.status(), StatusCode::CREATED);
    let again = administrator.post("/api/v1/industries", &adopt("2027-01", list)).await;
    problem(again, StatusCode::UNPROCESSABLE_ENTITY).await;
    app.caught_up().await;
    let shown = program.get("/api/v1/industries").await;
    assert_eq!((&shown["version"], &shown["earlier"]), (&json!("2027-01"), &json!(["2026-11"])));
    let page = Visitor::log_in(&app, "caseworker").await.page(address.trim_start_matches("/api/v1")).await;
    assert!(page.contains("部分属生物医药：2720") && page.contains("2027-01"));
    let basis = async |known: &str| {
        program.get(&format!("/api/v1/coverage?by=biomedicine{known}")).await["basis"]["biomedicine_list"].clone()
    };
    assert_eq!(basis("").await, "2027-01");
    assert_eq!(basis(&format!("&known={known}")).await, "2026-11", "as known then");
}

#[tokio::test(flavor = "multi_thread")]
async fn register_topics_have_a_tier_by_place_and_day() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let told = program.get("/api/v1/topics?place=320100&on=2026-11-01").await;
    let topics = told["topics"].as_array().unwrap();
    assert_eq!(topics.len(), 84);
    assert!(topics.iter().all(|topic| topic["tier"].is_u64() && topic["source"]["zh"].is_string()));
    assert_eq!(topics.iter().filter(|topic| topic["first"] == true).count(), 8);
    let elsewhere = program.get("/api/v1/topics?place=330100&on=2026-11-01").await;
    assert!(elsewhere["topics"].as_array().unwrap().iter().all(|topic| topic["tier"].is_null()), "never made up");
    for bad in ["place=999999", "on=soon"] {
        let answer = program.request(Method::GET, &format!("/api/v1/topics?{bad}")).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
}
