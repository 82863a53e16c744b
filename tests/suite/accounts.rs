//! Accounts outlive everything that is computed: hashes of passwords lie in the vault, never in the record.

use std::fs;

use heyi_core::event::account::Role;
use heyi_store::append::LogEvent;
use heyi_store::{codec, export};
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn accounts_log_in_when_index_and_projections_were_deleted() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320100").await;
    Visitor::log_in(&app, "caseworker").await;
    let data = app.stop().await;
    for computed in ["index", "projections"] {
        fs::remove_dir_all(data.path().join(computed)).unwrap();
    }

    let app = TestApp::start_in(data).await;
    let visitor = Visitor::log_in(&app, "caseworker").await;
    assert!(visitor.page("/account").await.contains("caseworker"));

    let mut exported = Vec::new();
    let canonical = |event: &LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    export::export(&*app.store.log, &canonical, &mut exported).await.unwrap();
    let exported = String::from_utf8(exported).unwrap();
    assert!(exported.contains("account-opened") && exported.contains("password-set"), "the account is in the export");
    assert!(!exported.contains("$argon2"), "a hash of a password is in the export");
}
