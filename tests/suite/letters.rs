//! Supervision letters through real HTTP: every operation, both clocks, escalation, bad input, numbers, and who is told what.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::header::{ETAG, IF_MATCH};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

async fn caseworker(app: &TestApp) -> Program {
    app.account("caseworker", Role::Caseworker, "100000").await;
    Program::with_token(app, "caseworker").await
}

/// An employer of the register; its id.
async fn employer(app: &TestApp, program: &Program, place: &str) -> String {
    let body = json!({"name": "示例医药有限公司", "no_code_reason": "虚构", "place": place, "occurred": "2026-01-05"});
    posted(app, program, "/api/v1/employers", &body).await.rsplit('/').next().unwrap().to_owned()
}

/// Posts what is taken; where it now is.
async fn posted(app: &TestApp, program: &Program, path: &str, body: &Value) -> String {
    let answer = program.post(path, body).await;
    let (status, location) = (answer.status(), answer.headers().get("location").cloned());
    assert_eq!(status, StatusCode::CREATED, "{path} {body}: {}", answer.text().await.unwrap());
    app.caught_up().await;
    location.unwrap().to_str().unwrap().to_owned()
}

fn opinion(employer: &str) -> Value {
    json!({
        "kind": "opinion", "issuer": "杭州市总工会", "employer": employer, "place": "330100", "facts": "监督检查发现未安排育儿假",
        "law": "浙江省人口与计划生育条例", "request": "安排育儿假并书面答复", "reply_by": "2026-04-30",
        "signed_by": "工会主席", "topics": ["LEV.05"], "occurred": "2026-03-02",
    })
}

fn proposal() -> Value {
    json!({
        "kind": "proposal", "issuer": "杭州市总工会", "authority": "杭州市人力资源和社会保障局", "place": "330100",
        "facts": "逾期未答复", "request": "依法处理", "occurred": "2026-05-11",
    })
}

async fn problem(answer: Response, code: &str) -> Value {
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{code}");
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let told: Value = answer.json().await.unwrap();
    assert_eq!(told["code"], code, "{told}");
    told
}

fn marks(letter: &Value, entry: usize) -> usize {
    letter["entries"][entry]["marks"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_an_opinion_runs_both_clocks_and_a_late_answer_is_marked() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let id = employer(&app, &program, "330106").await;
    let letter = posted(&app, &program, "/api/v1/letters", &opinion(&id)).await;
    let shown = program.get(&letter).await;
    assert_eq!(shown["letter"]["addressee"]["employer"][1], "示例医药有限公司", "the register's name");
    assert_eq!(shown["deadlines"].as_array().unwrap().len(), 1, "only its own day, before it is served");
    let served = json!({"way": "hand", "received_by": "人事部门", "occurred": "2026-03-03"});
    posted(&app, &program, &format!("{letter}/receive-letter"), &served).await;
    let shown = program.get(&letter).await;
    let of_law = &shown["deadlines"][1]["deadline"];
    assert_eq!((&of_law["suffix"], &of_law["rule_id"]), (&json!("supervision.reply"), &json!("zj.supervision.reply")));
    assert_eq!(of_law["cite"]["article"], "22");
    assert_eq!(of_law["due_latest"], "2026-03-24", "15 working days from 3 March 2026");

    // In the worklist, with the letter in the place of a case; on pages with the derivation.
    let items = program.get("/api/v1/worklist").await["items"].clone();
    let of_letter = |item: &&Value| item["letter"]["letter"] == shown["id"];
    assert_eq!(items.as_array().unwrap().iter().filter(of_letter).count(), 2, "{items}");
    let visitor = Visitor::log_in(&app, "caseworker").await;
    assert!(visitor.page("/worklist").await.contains("意见书"));
    let page = visitor.page(letter.trim_start_matches("/api/v1")).await;
    for said in ["函件载明的答复日期", "怎样算出来的", "示例医药有限公司", "人事部门", "录入"]
    {
        assert!(page.contains(said), "{said}");
    }
    let paper = visitor.page(&format!("{}/text", letter.trim_start_matches("/api/v1"))).await;
    for said in ["函1", "示例医药有限公司", "未安排育儿假", "2026年4月30日", "2026年3月2日", "工会主席", "（盖章）"]
    {
        assert!(paper.contains(said), "{said}");
    }

    let answer = json!({"answer": "正在研究", "remedied": false, "occurred": "2026-05-06"});
    posted(&app, &program, &format!("{letter}/answer-letter"), &answer).await;
    let shown = program.get(&letter).await;
    assert_eq!(marks(&shown, 2), 2, "after its own day and after that of the law");
    assert!(shown["deadlines"].as_array().unwrap().is_empty());
    let items = program.get("/api/v1/worklist").await["items"].clone();
    assert!(items.as_array().unwrap().is_empty(), "{items}");
    assert!(visitor.page(letter.trim_start_matches("/api/v1")).await.contains("晚于法定答复期限"));
    assert!(visitor.page(&format!("/employers/{id}")).await.contains("意见书"), "the employer's page lists it");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_the_matter_is_taken_further_followed_corrected_and_closed() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let id = employer(&app, &program, "330106").await;
    let letter = posted(&app, &program, "/api/v1/letters", &opinion(&id)).await;
    let further = |day: &str| json!({"to": "labour-inspection", "what": "移送劳动保障监察", "occurred": day});
    posted(&app, &program, &format!("{letter}/escalate-letter"), &further("2026-03-10")).await;
    assert_eq!(marks(&program.get(&letter).await, 1), 1, "before its day it stands with a mark");
    posted(&app, &program, &format!("{letter}/withdraw-letter-entry"), &json!({"entry": 2, "reason": "日期录错"}))
        .await;
    posted(&app, &program, &format!("{letter}/escalate-letter"), &further("2026-05-10")).await;
    let shown = program.get(&letter).await;
    assert_eq!((&shown["state"], marks(&shown, 3)), (&json!("escalated"), 0));
    assert!(shown["deadlines"].as_array().unwrap().is_empty(), "taken further after its day it waits no more");

    let mut follows = proposal();
    follows["follows"] = shown["id"].clone();
    let second = posted(&app, &program, "/api/v1/letters", &follows).await;
    let numbers = [&shown, &program.get(&second).await].map(|shown| shown["letter"]["number"].to_string());
    assert!(numbers[0].contains("函1") && numbers[1].contains("函2"), "{numbers:?}");

    let mut corrected = opinion(&id);
    (corrected["facts"], corrected["entry"], corrected["correction_reason"]) =
        (json!("两次检查发现未安排育儿假"), json!(1), json!("漏写"));
    posted(&app, &program, &format!("{letter}/correct-letter-entry"), &corrected).await;
    let shown = program.get(&letter).await;
    assert_eq!(shown["letter"]["facts"], "两次检查发现未安排育儿假");
    assert_eq!(shown["letter"]["number"].to_string(), numbers[0], "a correction keeps the number");
    let closed = json!({"outcome": "not-remedied", "remark": "移送监察", "occurred": "2026-06-01"});
    posted(&app, &program, &format!("{letter}/close-letter"), &closed).await;
    let list = program.get("/api/v1/letters").await;
    let states: Vec<_> = list["letters"].as_array().unwrap().iter().map(|card| card["state"].clone()).collect();
    assert_eq!(states, ["issued", "closed"], "open letters first");
    assert_eq!(program.get("/api/v1/letters?limit=1").await["next"], list["letters"][0]["letter"]);
    let after = format!("/api/v1/letters?after={}", list["letters"][0]["letter"].as_str().unwrap());
    assert_eq!(program.get(&after).await["letters"].as_array().unwrap().len(), 1);
    assert_eq!(program.get("/api/v1/letters?q=人力资源").await["letters"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_bad_input_is_told_with_what_to_do_and_nothing_is_recorded() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let id = employer(&app, &program, "330106").await;
    let letter = posted(&app, &program, "/api/v1/letters", &opinion(&id)).await;
    let head = app.store.log.head();
    let with = |mut body: Value, field: &str, value: Value| {
        body[field] = value;
        body
    };
    let nobody = "00000000-0000-0000-0000-000000000000";
    for (body, code) in [
        (with(proposal(), "kind", json!("opinion")), "required"),
        (with(with(proposal(), "kind", json!("opinion")), "law", json!("某法")), "wrong-addressee"),
        (with(proposal(), "kind", json!("reminder")), "wrong-addressee"),
        (with(opinion(&id), "kind", json!("proposal")), "wrong-addressee"),
        (with(opinion(&id), "law", json!("")), "required"),
        (with(opinion(&id), "employer", json!(nobody)), "unknown-employer"),
        (with(opinion(&id), "case", json!(nobody)), "unknown-case"),
        (with(opinion(&id), "follows", json!(nobody)), "unknown-letter"),
        (with(opinion(&id), "reply_by", json!("2026-03-01")), "reply-before-issue"),
        (with(opinion(&id), "occurred", json!("2100-01-01")), "occurred-in-future"),
        (with(opinion(&id), "place", json!("320199")), "invalid-fields"),
        (with(opinion(&id), "authority", json!("某局")), "invalid-fields"),
    ] {
        problem(program.post("/api/v1/letters", &body).await, code).await;
    }
    let bad =
        json!({"kind": "x", "employer": "甲", "place": "杭州", "reply_by": "soon", "topics": ["X"], "follows": "7"});
    let told = problem(program.post("/api/v1/letters", &bad).await, "invalid-fields").await;
    let fields: Vec<_> =
        told["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    for field in
        ["kind", "issuer", "employer", "place", "facts", "request", "reply_by", "topics", "follows", "occurred"]
    {
        assert!(fields.contains(&field), "{field} is not told: {fields:?}");
    }
    for (operation, body, code) in [
        ("receive-letter", json!({"way": "hand", "occurred": "2026-03-01"}), "before-issue"),
        ("receive-letter", json!({"way": "pigeon", "occurred": "2026-03-03"}), "invalid-fields"),
        ("answer-letter", json!({"answer": " ", "occurred": "2026-03-03"}), "invalid-fields"),
        ("close-letter", json!({"outcome": "answered", "occurred": "2026-03-03"}), "not-answered"),
        ("withdraw-letter-entry", json!({"entry": 1, "reason": "误"}), "issue-stays"),
        ("withdraw-letter-entry", json!({"entry": 5, "reason": "误"}), "no-such-entry"),
    ] {
        problem(program.post(&format!("{letter}/{operation}"), &body).await, code).await;
    }
    let missing = program.post(&format!("/api/v1/letters/{nobody}/answer-letter"), &json!({"answer": "收到"})).await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.store.log.head(), head, "nothing is recorded");
    // A page is given its form again, with what was typed.
    let visitor = Visitor::log_in(&app, "caseworker").await;
    let form = visitor.page("/letters/issue-letter").await;
    assert!(form.contains("函件种类") && !form.contains("f-office"), "the office is not asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_a_case_lie_where_the_person_records_and_the_feed_is_of_their_place() {
    let app = TestApp::start().await;
    app.account("hangzhou", Role::Caseworker, "330100").await;
    app.account("nanjing", Role::Caseworker, "320100").await;
    let (hangzhou, nanjing) = (Program::with_token(&app, "hangzhou").await, Program::with_token(&app, "nanjing").await);
    let opened = json!({
        "office": "js-nanjing", "employer_name": "示例", "no_code_reason": "虚构", "place": "320106",
        "staff": 30, "women": 12, "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
    });
    let case = posted(&app, &nanjing, "/api/v1/cases", &opened).await;
    let of_case = |mut body: Value| {
        body["case"] = json!(case.rsplit('/').next().unwrap());
        body
    };
    assert_eq!(hangzhou.post("/api/v1/letters", &of_case(proposal())).await.status(), StatusCode::FORBIDDEN);
    let mut here = of_case(proposal());
    here["place"] = json!("320106");
    let letter = posted(&app, &nanjing, "/api/v1/letters", &here).await;
    assert_eq!(hangzhou.request(Method::GET, &letter).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(nanjing.post("/api/v1/letters", &proposal()).await.status(), StatusCode::FORBIDDEN, "elsewhere");
    let page = Visitor::log_in(&app, "nanjing").await.page(case.trim_start_matches("/api/v1")).await;
    assert!(page.contains("建议书") && page.contains("/letters/issue-letter?case="), "the case lists its letters");
    let feed = async |program: &Program| {
        let feed = program.request(Method::GET, "/api/v1/events?limit=500").send().await.unwrap();
        feed.text().await.unwrap().matches("letter-issued").count()
    };
    assert_eq!((feed(&nanjing).await, feed(&hangzhou).await), (1, 0));
    assert!(hangzhou.get("/api/v1/letters").await["letters"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_an_older_version_is_told_what_was_recorded_meanwhile_and_a_key_repeats_the_answer() {
    let app = TestApp::start().await;
    let program = caseworker(&app).await;
    let letter = posted(&app, &program, "/api/v1/letters", &proposal()).await;
    let seen = program.request(Method::GET, &letter).send().await.unwrap().headers()[ETAG].clone();
    let answer = |text: &str, key: &str| {
        let request = program.request(Method::POST, &format!("{letter}/answer-letter"));
        let request = request.header(IF_MATCH, seen.clone()).header("idempotency-key", key.to_owned());
        request.json(&json!({"answer": text, "occurred": "2026-05-15"})).send()
    };
    assert_eq!(answer("已立案", "k-1").await.unwrap().status(), StatusCode::CREATED);
    let changed = answer("另一答复", "k-2").await.unwrap();
    assert_eq!(changed.status(), StatusCode::CONFLICT);
    assert_eq!(changed.json::<Value>().await.unwrap()["meanwhile"][0]["decision"], "answer-letter");
    let again = answer("已立案", "k-1").await.unwrap();
    assert_eq!(again.json::<Value>().await.unwrap()["repeated"], true);
}
