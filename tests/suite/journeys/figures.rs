//! Who reads figures and who reads the record: statistician and auditor.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;
use super::steps::{EFFECT, TALKS, TO_THE_RECEIPT, case_through};

#[tokio::test(flavor = "multi_thread")]
async fn journey_the_statistician_asks_on_a_day_as_known_then() {
    let app = TestApp::start().await;
    app.account("statistician", Role::Statistician, "320000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    case_through(&app, &[TALKS, TO_THE_RECEIPT].concat()).await;
    let before = app.store.log.head();
    person.log_in("reviewer").await;
    let case = app.read.cases(&"320000".parse().unwrap(), "", None, 1).items.remove(0).case;
    person.step(&format!("/cases/{case}"), EFFECT).await;
    app.caught_up().await;

    person.change_to("statistician").await;
    person.go("/coverage").await;
    person.fill("on", "2026-06-30").await;
    person.choose("by", "place").await;
    person.press("查询").await;
    for said in ["1 / 1（100.0%）", "96 / 96", "推算未确认\n0", "江苏省南京市"] {
        person.reads(said).await;
    }
    person.picture("coverage-by-place").await;

    // The same day, as it was known before anybody confirmed the effect: covered by presumption.
    person.fill("known", &before.to_string()).await;
    person.press("查询").await;
    person.reads("推算未确认\n1").await;
    person.picture("coverage-as-known").await;
    person.fill("known", "999999").await;
    person.press("查询").await;
    person.picture("coverage-beyond").await;
    person.go(&format!("/cases/{case}")).await;
    person.reads("您的账户没有此项权限").await;
    person.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_the_auditor_reads_the_whole_log() {
    let app = TestApp::start().await;
    app.account("auditor", Role::Auditor, "100000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    let case = case_through(&app, TALKS).await;
    person.log_in("auditor").await;
    person.follow("审计").await;
    assert_eq!(person.address().await, "/audit");
    for kind in ["rulebook-adopted", "account-opened", "employer-registered", "case-opened", "offer-delivered"] {
        person.reads(kind).await;
    }
    let head = app.store.log.head();
    let chain = app.store.log.chain_at(head).await.unwrap().chain;
    person.reads(&chain.to_string()).await;
    person.picture("audit-whole").await;
    person.follow(&format!("case-{}", case.rsplit('/').next().unwrap())).await;
    assert_eq!(person.address().await, case);
    person.browser.close().await;
}
