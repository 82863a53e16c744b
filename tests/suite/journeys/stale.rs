//! Two people at one case, and a finger that presses twice.

use heyi_tests::app::TestApp;
use heyi_tests::visitor::Visitor;
use reqwest::StatusCode;
use reqwest::header::LOCATION;

use super::page::Person;
use super::steps::{TALKS, case_through};

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_stale_page_is_told_what_was_recorded_meanwhile_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let Some(person) = Person::with_phone(&app).await else { return };
    let case = case_through(&app, &[]).await;
    person.log_in("caseworker").await;

    let [demands, offer, ..] = TALKS else { unreachable!("the talks begin with demands and offer") };
    person.begin(&case, *demands).await;
    let first = person.browser.window.window().await.unwrap();
    person.browser.window.new_tab().await.unwrap();
    let second = person.browser.window.windows().await.unwrap().into_iter().find(|tab| *tab != first).unwrap();
    person.browser.window.switch_to_window(second).await.unwrap();
    person.step(&case, *offer).await;

    person.browser.window.switch_to_window(first).await.unwrap();
    person.record().await;
    for said in ["还没有记录", "您打开页面之后，本案又有新的记录", "#2 发出要约"] {
        person.reads(said).await;
    }
    for (name, typed) in [("way", "问卷"), ("heard", "60"), ("text", "生育不影响考核")] {
        assert_eq!(person.value(name).await, typed, "{name} was typed and is kept");
    }
    person.picture("stale").await;
    person.record().await;
    assert_eq!(person.address().await, case, "sent again, having seen it, it is recorded");
    person.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_double_click_records_once() {
    let app = TestApp::start().await;
    let Some(person) = Person::with_phone(&app).await else { return };
    let case = case_through(&app, &[]).await;
    person.log_in("caseworker").await;
    person.begin(&case, TALKS[0]).await;
    let head = app.store.log.head();
    person.record_twice().await;
    assert_eq!(person.address().await, case, "{}", person.text().await);
    assert_eq!(app.store.log.head().0, head.0 + 1);

    // The same two requests at the same moment, as an impatient network sends them.
    let visitor = Visitor::log_in(&app, "caseworker").await;
    let (path, version) = (format!("{case}/issue-offer"), "2");
    let form = [("_key", "pressed"), ("_version", version)].into_iter().chain(TALKS[1].1.iter().copied());
    let form: Vec<_> = form.map(|(name, value)| (name.rsplit('=').next().unwrap_or(name), value)).collect();
    let (one, two) = tokio::join!(visitor.post(&path, &form), visitor.post(&path, &form));
    assert_eq!((one.status(), two.status()), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(one.headers()[LOCATION], two.headers()[LOCATION]);
    assert_eq!(app.store.log.head().0, head.0 + 2);
    person.browser.close().await;
}
