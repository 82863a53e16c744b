//! The administrator after a power cut: what was cut off the log, looked at and acknowledged.

use heyi_core::event::account::Role;
use heyi_tests::app::{TestApp, tear};

use super::page::Person;

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_cut_is_looked_at_and_acknowledged() {
    let app = TestApp::start().await;
    app.account("administrator", Role::Administrator, "100000").await;
    let data = app.stop().await;
    tear(data.path());
    let app = TestApp::start_in(data).await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("administrator").await;
    person.follow("存储状态").await;
    person.reads("尚未确认").await;
    person.reads("cut/00000001-").await;
    person.picture("storage-cut").await;
    person.press("确认已知悉").await;
    person.reads("请写明查看结果").await;
    person.fill("reason", "停电，重启后核对无缺").await;
    person.press("确认已知悉").await;
    person.reads("停电，重启后核对无缺").await;
    person.reads_no("尚未确认").await;
    person.picture("storage").await;
    person.browser.close().await;

    let Some(person) = Person::with_screen(&app).await else { return };
    person.log_in("administrator").await;
    person.go("/storage?lang=en").await;
    person.reads("Acknowledged").await;
    person.picture("storage-wide").await;
    person.browser.close().await;
}
