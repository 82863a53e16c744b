//! A form filled in wrongly: everything is told at once, in the reader's language, and nothing typed is lost.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;

const TYPED: [(&str, &str); 5] = [
    ("employer_name", "示例生物医药有限公司"),
    ("credit_code", "91320100MA1ABCDEF"),
    ("staff", "约两百"),
    ("women", "96"),
    ("staff_as_of", "2026-01-31"),
];

#[tokio::test(flavor = "multi_thread")]
async fn journey_wrong_fields_are_told_at_once_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("caseworker").await;
    let head = app.store.log.head();
    for (lang, said) in [("zh", "还没有记录"), ("en", "Not recorded yet")] {
        person.go(&format!("/cases/open-case?lang={lang}")).await;
        for (name, value) in TYPED {
            person.fill(name, value).await;
        }
        person.record().await;
        person.reads(said).await;
        let wrong = person.wrong().await;
        for name in ["credit_code", "staff", "place", "occurred"] {
            assert!(wrong.iter().any(|wrong| wrong == name), "{name} is not marked: {wrong:?}");
        }
        for (name, typed) in TYPED {
            assert_eq!(person.value(name).await, typed, "{name} was typed and is kept");
        }
        person.picture(&format!("wrong-fields-{lang}")).await;
    }
    assert_eq!(app.store.log.head(), head, "nothing is recorded");
    person.browser.close().await;
}
