//! The main job: a case from the offer to its publication, on a phone, in the browser.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;
use super::steps::{TALKS, TO_THE_RECEIPT};

#[tokio::test(flavor = "multi_thread")]
async fn journey_from_offer_to_publication_on_a_phone() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320000").await;
    app.account("reviewer", Role::Reviewer, "320000").await;
    app.account("auditor", Role::Auditor, "100000").await;
    let Some(person) = Person::with_phone(&app).await else { return };

    person.go("/").await;
    person.picture("login").await;
    person.log_in("caseworker").await;
    person.picture("worklist-empty").await;

    // A case for an employer that is not in the register yet.
    person.go("/cases/open-case").await;
    person.picture("open-case").await;
    for (name, value) in [
        ("employer_name", "示例生物医药有限公司"),
        ("no_code_reason", "尚未取得"),
        ("staff", "180"),
        ("women", "96"),
        ("staff_as_of", "2026-01-31"),
        ("occurred", "2026-02-01"),
    ] {
        person.fill(name, value).await;
    }
    person.choose_or_fill("place", "320115").await;
    person.record().await;
    let case = person.address().await;
    assert!(case.starts_with("/cases/"), "the case was not opened: {}", person.text().await);
    person.reads("已立案").await;
    person.picture("case-opened").await;

    for step in TALKS {
        person.step(&case, *step).await;
    }
    // The delivery on 4 February starts the clock of the reply: twenty days, over Spring Festival.
    person.reads("2026年2月24日").await;
    person.picture("case-deadline").await;
    app.caught_up().await;
    person.go("/worklist").await;
    person.reads("示例生物医药有限公司").await;
    person.picture("worklist").await;

    // A step out of order is refused with what is missing, and the article.
    person.go(&format!("{case}/sign")).await;
    for name in ["staff_chief", "employer_chief"] {
        person.tick(name, "true").await;
    }
    person.fill("occurred", "2026-03-01").await;
    person.record().await;
    person.reads("须先记录职代会审议通过").await;
    person.reads("第37条").await;
    person.picture("refused").await;

    for step in TO_THE_RECEIPT {
        person.step(&case, *step).await;
    }
    person.picture("case-under-review").await;

    // The reviewer confirms what nobody reports: the silence of the department.
    person.log_out().await;
    person.log_in("reviewer").await;
    person.step(&case, ("confirm-effect", &[("checked", "电话核实，未出具意见书"), ("occurred", "2026-04-15")])).await;
    person.reads("2026年4月11日").await;

    person.log_out().await;
    person.log_in("caseworker").await;
    person.step(&case, ("publish", &[("way", "公开栏"), ("occurred", "2026-04-16")])).await;
    person.reads("已公布").await;
    person.picture("case-published").await;

    app.caught_up().await;
    person.go("/coverage?on=2026-06-30").await;
    person.reads("96").await;
    person.go("/employers").await;
    person.picture("employers").await;
    person.follow("示例生物医药有限公司").await;
    person.picture("employer").await;

    person.log_out().await;
    person.log_in("auditor").await;
    person.go(&format!("{case}/audit")).await;
    person.reads("offer-issued").await;
    person.reads("published").await;
    person.picture("audit").await;
    person.browser.close().await;
}
