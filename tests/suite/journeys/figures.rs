//! Who reads without recording: statistician, auditor, and a caseworker who asks for a deadline.

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
    // All measures at once, then one of them, by city.
    person.go("/coverage?on=2026-06-30").await;
    for said in ["覆盖女职工", "96 / 96（100.00%）", "签订率（建会单位）", "要约至生效天数", "中位数"]
    {
        person.reads(said).await;
    }
    person.picture("coverage").await;
    person.follow("今后一年按月到期的合同").await;
    person.reads("2026-06-30 – 2026-06-30").await;
    person.go("/coverage?on=2026-01-31").await;
    person.follow("女职工十人以上而未覆盖的单位").await;
    for said in ["共 1", "示例生物医药有限公司", "不符合计入条件"] {
        person.reads(said).await;
    }
    person.go("/coverage?on=2026-06-30").await;
    person.follow("覆盖女职工").await;
    person.choose("by", "city").await;
    person.press("查询").await;
    for said in ["96 / 96（100.00%）", "其中推算未确认\n0", "江苏省南京市", "women-covered.1~on.2026-06-30"]
    {
        person.reads(said).await;
    }
    person.picture("coverage-by-city").await;

    // Two clicks from a figure to whom it counts: the number, then the employer.
    person.follow("96 / 96（100.00%）").await;
    person.reads("共 1").await;
    person.reads("案件 〔").await;
    person.picture("coverage-members").await;
    person.follow("示例生物医药有限公司").await;
    person.reads("今天有效").await;

    // The same day, as it was known before anybody confirmed the effect: covered by presumption.
    person.go("/coverage?measure=women-covered&on=2026-06-30").await;
    person.fill("known", &before.to_string()).await;
    person.press("查询").await;
    person.reads("其中推算未确认\n1").await;
    person.picture("coverage-as-known").await;
    person.fill("known", "999999").await;
    person.press("查询").await;
    person.picture("coverage-beyond").await;

    // Month by month, and a question that cannot be asked.
    person.go("/coverage?measure=contracts-in-force&on=2026-06-30&from=2025-11-01&trend=month").await;
    person.reads("2025-11-01 – 2025-11-30").await;
    person.reads("2026-04-01 – 2026-04-30").await;
    person.picture("coverage-trend").await;
    person.go("/coverage?measure=letters-answered&by=topic").await;
    person.reads("不能按").await;
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

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_caseworker_on_the_telephone_counts_a_deadline() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320100").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("caseworker").await;
    person.follow("期限计算").await;
    person.fill("place", "CN-ZJ").await;
    person.choose("rule", "offer.reply").await;
    person.fill("from", "2026-02-10").await;
    person.press("计算").await;
    person.reads("2026年3月2日").await;
    person.reads("浙江省集体合同条例").await;
    person.reads_no("逾期").await;
    person.picture("deadline-counted").await;
    // A place without a text of its own says so; one that is none is told.
    person.fill("place", "520000").await;
    person.press("计算").await;
    person.reads("省级数值未核实").await;
    person.fill("place", "CN-XX").await;
    person.press("计算").await;
    person.reads("没有“CN-XX”这个地方").await;
    person.browser.close().await;
}
