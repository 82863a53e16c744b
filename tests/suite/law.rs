//! Two programs that ship different law over one log: what was answered stays answered, and what is adopted holds from then on.

use std::sync::Arc;

use heyi_core::calendar::Calendar;
use heyi_core::event::account::Role;
use heyi_core::ground::Law;
use heyi_core::ids::Position;
use heyi_core::rules::Rulebook;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Made up: the State Council has published no notice for 2027.
const YEAR: &str = "[[year]]\nyear = 2027\noff = [2027-01-01, 2027-01-04]\nwork = []\n";

/// Another program: it knows 2027, and another period of review for the nation.
pub(crate) fn another() -> Law {
    let national = |row: &&str| row.contains("\"cn.effect.deemed\"");
    let row = Rulebook::shipped().text().split("[[rule]]\n").find(national).unwrap();
    let longer = format!("[[rule]]\n{}", row.replace("\nvalue = 15\n", "\nvalue = 25\n"));
    let law = Law {
        rulebook: Arc::new(Rulebook::shipped().with(&longer).unwrap()),
        calendar: Arc::new(Calendar::shipped().with(YEAR).unwrap()),
    };
    assert_eq!(law.rulebook.changes_since(Rulebook::shipped()).changed, ["cn.effect.deemed"]);
    law
}

/// To 20 December 2026: replies to offers of these days are due after New Year.
pub(crate) fn in_december(app: &TestApp) {
    app.clock.advance(SignedDuration::from_hours(30 * 24));
}

/// An offer in Beijing whose reply is due in 2027, and a contract in Guangdong whose review runs. Their addresses.
pub(crate) async fn two_cases(app: &TestApp) -> [String; 2] {
    app.account("caseworker", Role::Caseworker, "100000").await;
    app.account("administrator", Role::Administrator, "100000").await;
    app.account("statistician", Role::Statistician, "100000").await;
    let program = Program::with_token(app, "caseworker").await;
    let open = async |place: &str| {
        let opening = json!({
            "employer_name": format!("示例厂{place}"), "no_code_reason": "虚构", "place": place, "staff": 30, "women": 12,
            "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
        });
        let opened = program.post("/api/v1/cases", &opening).await;
        assert_eq!(opened.status(), StatusCode::CREATED);
        opened.headers()["location"].to_str().unwrap().to_owned()
    };
    let record = async |case: &str, step: &str, body: Value| {
        let recorded = program.post(&format!("{case}/{step}"), &body).await;
        assert_eq!(recorded.status(), StatusCode::CREATED, "{}", recorded.text().await.unwrap());
    };
    let offered = open("110105").await;
    record(
        &offered,
        "issue-offer",
        json!({"by": "staff", "in_writing": true, "subject": "考核", "occurred": "2026-12-10"}),
    )
    .await;
    record(&offered, "deliver-offer", json!({"way": "post", "received_by": "王某", "occurred": "2026-12-14"})).await;
    // Of the second nothing is known before the filing.
    let taken = json!({
        "employer_name": "示例厂440300", "no_code_reason": "虚构", "place": "440300", "staff": 30, "women": 12,
        "staff_as_of": "2026-01-01", "occurred": "2026-12-01", "as_of": "2026-12-01", "stage": "signed", "source": "旧台账",
        "outcome_form": "special-contract", "outcome_title": "专项集体合同",
        "unknown": ["offer", "delivery", "reply", "session", "draft", "congress", "vote", "signature"],
    });
    let taken = program.post("/api/v1/cases/take-over-case", &taken).await;
    assert_eq!(taken.status(), StatusCode::CREATED, "{}", taken.text().await.unwrap());
    let filed = taken.headers()["location"].to_str().unwrap().to_owned();
    record(
        &filed,
        "file-contract",
        json!({"department": "人社局", "sent_by": "employer", "papers": ["text"], "occurred": "2026-12-14"}),
    )
    .await;
    record(&filed, "record-receipt", json!({"registration": "1", "occurred": "2026-12-15"})).await;
    app.caught_up().await;
    [offered, filed]
}

/// What anybody is answered: worklist, cases, coverage now and as known at every position that was a head.
async fn answers(app: &TestApp, cases: &[String; 2], known: &[u64]) -> Value {
    app.caught_up().await;
    let program = Program::with_token(app, "caseworker").await;
    let statistician = Program::with_token(app, "statistician").await;
    // Both tokens are recorded: the position is the one thing that may differ.
    let mut worklist = program.get("/api/v1/worklist").await;
    worklist.as_object_mut().unwrap().remove("position");
    let mut told = vec![worklist];
    for case in cases {
        told.push(program.get(case).await);
    }
    for known in known {
        for on in ["2026-12-31", "2027-01-20"] {
            told.push(statistician.get(&format!("/api/v1/coverage?on={on}&known={known}")).await);
        }
        for case in cases {
            let id = case.rsplit('/').next().unwrap().parse().unwrap();
            let then = app.store.cases.load(id, Some(Position(*known))).await.unwrap();
            told.push(json!(then.map(|case| format!("{case:?}"))));
        }
    }
    Value::Array(told)
}

/// The last day of the first deadline of a case, and how sure it is.
async fn due(app: &TestApp, case: &str) -> (Value, Value) {
    app.caught_up().await;
    let told = Program::with_token(app, "caseworker").await.get(case).await;
    let deadline = &told["deadlines"][0]["deadline"];
    (deadline["due_latest"].clone(), deadline["certainty"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn law_another_program_answers_as_the_first_did_until_its_law_is_adopted() {
    let app = TestApp::start().await;
    in_december(&app);
    let cases = two_cases(&app).await;
    let heads: Vec<u64> = (0..=app.store.log.head().0).collect();
    let before = answers(&app, &cases, &heads).await;
    let first = (due(&app, &cases[0]).await, due(&app, &cases[1]).await);
    assert_eq!(first.0, (json!("2027-01-04"), json!("provisional")));
    assert_eq!(first.1, (json!("2026-12-30"), json!("national-default")));

    let app = TestApp::start_shipping(app.stop().await, another()).await;
    in_december(&app);
    assert_eq!(answers(&app, &cases, &heads).await, before, "another program, the same answers");
    let administrator = Program::with_token(&app, "administrator").await;
    let told = administrator.get("/api/v1/law").await;
    assert_eq!((&told["ships_another"], &told["preview"]["calendar"]["added"]), (&json!(true), &json!(["2027"])));
    assert_eq!(told["preview"]["rules"]["changed"], json!(["cn.effect.deemed"]));
    let moved = told["preview"]["moved"].as_array().unwrap();
    let moves: Vec<_> =
        moved.iter().map(|one| (&one["rule"], &one["before"]["latest"], &one["after"]["latest"])).collect();
    assert_eq!(
        moves,
        [
            (&json!("effect.deemed"), &json!("2026-12-30"), &json!("2027-01-11")),
            (&json!("offer.reply"), &json!("2027-01-04"), &json!("2027-01-05")),
        ]
    );

    // Looked at, then adopted, on the page and without script.
    let person = Visitor::log_in(&app, "administrator").await;
    let page = person.page("/law").await;
    assert!(page.contains("会变动的期限") && page.contains("示例厂110105"), "{page}");
    let now = told["now"].clone();
    let seen = [("rulebook", now["rulebook"].as_str().unwrap()), ("calendar", now["calendar"].as_str().unwrap())];
    let done = person.post("/law/adopt", &seen).await;
    assert_eq!((done.status(), &done.headers()["location"]), (StatusCode::SEE_OTHER, &"/law".parse().unwrap()));
    assert_eq!(due(&app, &cases[0]).await, (json!("2027-01-05"), json!("firm")));
    assert_eq!(due(&app, &cases[1]).await, (json!("2027-01-11"), json!("national-default")));
    let page = person.page("/law").await;
    assert!(page.contains("已全部采用") && page.contains("administrator") && page.contains("2004–2027"), "{page}");

    // What was known before stays what it was: here, after a restart, and for the first program.
    let kept = |told: Value| Value::Array(told.as_array().unwrap().iter().skip(3).cloned().collect());
    let known_before = kept(before);
    assert_eq!(kept(answers(&app, &cases, &heads).await), known_before);
    let after = answers(&app, &cases, &heads).await;
    let mut data = app.stop().await;
    for law in [another(), Law::shipped()] {
        let app = TestApp::start_shipping(data, law).await;
        in_december(&app);
        assert_eq!(answers(&app, &cases, &heads).await, after);
        assert_eq!(due(&app, &cases[0]).await, (json!("2027-01-05"), json!("firm")));
        data = app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn law_is_adopted_by_those_who_may_and_as_they_saw_it() {
    let data = TestApp::start().await.stop().await;
    let app = TestApp::start_shipping(data, another()).await;
    app.account("administrator", Role::Administrator, "100000").await;
    app.account("of-a-city", Role::Administrator, "320100").await;
    let administrator = Program::with_token(&app, "administrator").await;
    let of_a_city = Program::with_token(&app, "of-a-city").await;
    let told = of_a_city.get("/api/v1/law").await;
    assert_eq!((&told["ships_another"], &told["preview"]), (&json!(true), &Value::Null), "cases of elsewhere");
    let now = told["now"].clone();
    let adopt = "/api/v1/law/adopt";
    assert_eq!(of_a_city.post(adopt, &now).await.status(), StatusCode::FORBIDDEN);
    for wrong in [json!({}), json!({"rulebook": "x", "calendar": now["calendar"]})] {
        assert_eq!(administrator.post(adopt, &wrong).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let head = app.store.log.head();
    let stale = json!({"rulebook": now["calendar"], "calendar": now["calendar"]});
    let refused = administrator.post(adopt, &stale).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "law-changed");
    let person = Visitor::log_in(&app, "administrator").await;
    let hash = now["calendar"].as_str().unwrap();
    let again = person.post("/law/adopt", &[("rulebook", hash), ("calendar", hash)]).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    assert!(again.text().await.unwrap().contains("已有人采用了别的规则或日历"));
    assert_eq!(app.store.log.head(), head, "nothing was recorded");

    let adopted: Value = administrator.post(adopt, &now).await.json().await.unwrap();
    assert_eq!(adopted["adopted"], head.0 + 2);
    let twice: Value = administrator.post(adopt, &adopted["now"]).await.json().await.unwrap();
    assert_eq!(twice["adopted"], Value::Null, "what holds already records nothing");
    let law = administrator.get("/api/v1/law").await;
    assert_eq!((&law["ships_another"], &law["preview"]), (&json!(false), &Value::Null));
    assert_ne!(law["adoptions"][2]["by"], law["adoptions"][0]["by"], "who adopted it is told");
    assert_eq!(administrator.request(Method::GET, "/api/v1/law").send().await.unwrap().status(), StatusCode::OK);
}
