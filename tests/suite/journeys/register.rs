//! A caseworker enters an employer in the register and brings it up to date, on a phone.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;

#[tokio::test(flavor = "multi_thread")]
async fn journey_an_employer_is_entered_renamed_and_counted_on_a_phone() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("caseworker").await;
    person.go("/employers").await;
    person.picture("register-empty").await;
    person.follow("登记用人单位").await;
    person.fill("name", "示例生物医药有限公司").await;
    person.fill("credit_code", "914403001922038217").await;
    person.choose_or_fill("place", "320115").await;
    person.choose_or_fill("industry", "27").await;
    person.fill("occurred", "2026-02-01").await;
    person.record().await;
    person.reads("按前面各位推算应为“6”").await;
    person.picture("register-wrong-code").await;
    person.fill("credit_code", "914403001922038216").await;
    person.record().await;
    let employer = person.address().await;
    assert!(employer.starts_with("/employers/"), "not entered:\n{}", person.text().await);
    person.picture("register-entered").await;

    person.follow("单位更名").await;
    person.fill("name", "新名生物医药有限公司").await;
    person.fill("occurred", "2026-03-01").await;
    person.picture("register-rename").await;
    person.record().await;
    person.reads("新名生物医药有限公司").await;
    person.reads("曾用名").await;

    person.follow("登记人数").await;
    for (name, value) in [("staff", "420"), ("women", "236"), ("occurred", "2026-03-02")] {
        person.fill(name, value).await;
    }
    person.picture("register-counts").await;
    person.record().await;
    person.reads("236 人（2026年3月2日").await;

    person.follow("登记女职工委员会").await;
    person.choose("kind", "committee").await;
    person.fill("since", "2019-03-08").await;
    person.fill("occurred", "2026-03-02").await;
    person.record().await;
    person.reads("成立于 2019年3月8日").await;

    // Somebody else with the same code is told whose it is, with the way to its page.
    person.go("/employers/register-employer").await;
    person.fill("name", "另一家").await;
    person.fill("credit_code", "914403001922038216").await;
    person.choose_or_fill("place", "320115").await;
    person.fill("occurred", "2026-03-02").await;
    person.record().await;
    person.reads("已由名册中的“新名生物医药有限公司”使用").await;
    person.picture("register-code-taken").await;
    person.follow("看单位：").await;
    assert_eq!(person.address().await, employer);

    // The name was mistyped: the entry is corrected, and both stay readable.
    person.go(&format!("{employer}/correct-register-entry?entry=2")).await;
    assert_eq!(person.value("name").await, "新名生物医药有限公司");
    person.fill("name", "正名生物医药有限公司").await;
    person.fill("correction_reason", "录入错误").await;
    person.picture("register-correct").await;
    person.record().await;
    person.reads("正名生物医药有限公司").await;
    person.unfold().await;
    person.picture("register-employer").await;
    app.caught_up().await;
    person.go("/employers?q=示例").await;
    person.reads("正名生物医药有限公司").await;
    person.go("/topics").await;
    person.reads("重点议题").await;
    person.picture("topics").await;
    person.go("/industries").await;
    person.reads("2026-11").await;
    person.picture("industries").await;
    person.browser.close().await;
}
