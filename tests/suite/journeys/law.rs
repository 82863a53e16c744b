//! The administrator after an update: what the new program ships is looked at, and adopted.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;
use crate::law::{another, in_december, two_cases};

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_law_is_looked_at_and_adopted() {
    let app = TestApp::start().await;
    in_december(&app);
    two_cases(&app).await;
    app.account("auditor", Role::Auditor, "320100").await;
    let app = TestApp::start_shipping(app.stop().await, another()).await;
    in_december(&app);
    app.caught_up().await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("administrator").await;
    person.follow("法规与日历").await;
    person.reads("会变动的期限").await;
    person.reads("2027年1月4日").await;
    person.picture("law").await;
    person.press("采用本程序附带的规则和日历").await;
    person.reads("已全部采用").await;
    person.reads("2004–2027").await;
    person.picture("law-adopted").await;
    person.browser.close().await;

    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("auditor").await;
    person.go("/deadlines").await;
    person.follow("法规与日历").await;
    person.reads("已全部采用").await;
    person.browser.close().await;
}
