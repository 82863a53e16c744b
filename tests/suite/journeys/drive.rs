//! A drive on a phone: choose employers, take one off, issue the offers, see who is silent, publish the chase list.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_drive_goes_to_whom_the_caseworker_leaves_on_the_list() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("caseworker").await;
    for name in ["示例第一厂", "示例第二厂", "示例第三厂"] {
        person.go("/employers/register-employer").await;
        person.fill("name", name).await;
        person.fill("no_code_reason", "尚未取得").await;
        person.fill("occurred", "2026-01-05").await;
        person.choose_or_fill("place", "320706").await;
        person.record().await;
    }
    app.caught_up().await;

    person.go("/drives").await;
    person.picture("drives-none").await;
    person.go("/drives/choose").await;
    person.choose_or_fill("place", "320000").await;
    person.fill("women", "0").await;
    person.picture("drive-choose").await;
    person.record().await;
    person.reads("示例第二厂").await;
    let listed = person.value("targets").await;
    let kept: Vec<&str> = listed.lines().filter(|line| !line.contains("示例第三厂")).collect();
    assert_eq!(kept.len(), 2, "{listed}");
    person.fill("targets", &kept.join("\n")).await;
    person.fill("name", "三月要约行动").await;
    person.fill("subject", "女职工权益保护专项集体协商").await;
    person.fill("occurred", "2026-03-02").await;
    person.picture("drive-open").await;
    person.record().await;
    app.caught_up().await;
    let drive = person.address().await;
    person.go(&drive).await;
    person.reads("示例第一厂").await;
    person.picture("drive").await;
    person.step(&drive, ("publish-chase-list", &[("way", "市总工会网站"), ("occurred", "2026-04-01")])).await;
    app.caught_up().await;
    person.go(&drive).await;
    person.reads("市总工会网站").await;
    person.picture("drive-chased").await;
    person.go("/worklist").await;
    person.picture("worklist-with-drive").await;
}
