//! A caseworker issues a supervision letter from a case, serves it, and sees its clock in the worklist, on a phone.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Program;
use serde_json::json;

use super::page::Person;

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_letter_is_issued_from_a_case_served_and_watched_on_a_phone() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "330000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    let program = Program::with_token(&app, "caseworker").await;
    let opened = json!({
        "employer_name": "示例医药有限公司", "no_code_reason": "虚构", "place": "330000", "staff": 120, "women": 80,
        "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
    });
    let answer = program.post("/api/v1/cases", &opened).await;
    let case = answer.headers()["location"].to_str().unwrap().trim_start_matches("/api/v1").to_owned();
    app.caught_up().await;
    person.log_in("caseworker").await;
    person.go("/letters").await;
    person.picture("letters-empty").await;
    person.go(&case).await;
    person.follow("发出监督函").await;
    person.choose("kind", "opinion").await;
    person.fill("issuer", "浙江省总工会").await;
    person.fill("facts", "监督检查发现未安排育儿假").await;
    person.fill("request", "安排育儿假并书面答复").await;
    person.fill("occurred", "2026-03-02").await;
    person.record().await;
    // An opinion names the law that is broken.
    person.picture("letter-without-law").await;
    person.fill("law", "浙江省人口与计划生育条例").await;
    person.fill("reply_by", "2026-03-31").await;
    person.record().await;
    let letter = person.address().await;
    assert!(letter.starts_with("/letters/"), "not issued:\n{}", person.text().await);
    person.reads("示例医药有限公司").await;
    person.follow("记录送达").await;
    person.choose("way", "hand").await;
    person.fill("received_by", "人事部门").await;
    person.fill("occurred", "2026-03-03").await;
    person.picture("letter-serve").await;
    person.record().await;
    person.reads("2026年3月24日").await;
    person.unfold().await;
    person.picture("letter-served").await;
    app.caught_up().await;
    person.go("/worklist").await;
    person.reads("意见书").await;
    person.picture("letter-worklist").await;
    person.go(&letter).await;
    person.follow("打印文本").await;
    person.reads("（盖章）").await;
    person.picture("letter-text").await;
    person.go("/letters").await;
    person.picture("letters").await;
    person.go(&case).await;
    person.reads("意见书").await;
    person.browser.close().await;
}
