//! A backup while people record, on real files.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use heyi_core::event::account::Role;
use heyi_store::backup::{Backup, Key, Protection, Source, backup};
use heyi_store::clock::SystemClock;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::restore::restore;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use tempfile::TempDir;

/// Opens a case with a remark and a paper; its address.
async fn open_case(program: &Program, number: u32) -> String {
    let paper = format!("paper {number} ").repeat(300).into_bytes();
    let mut form = Form::new().part("evidence", Part::bytes(paper).file_name("要约.pdf"));
    for (name, value) in
        [("employer_name", "示例单位"), ("no_code_reason", "虚构"), ("place", "320106"), ("occurred", "2026-01-05")]
    {
        form = form.text(name, value);
    }
    let form = form.text("note", format!("备注 {number}"));
    let answer = program.request(Method::POST, "/api/v1/cases").multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_beside_a_server_holds_all_that_was_acknowledged_before_it_and_its_pages_can_be_read() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320100").await;
    let program = Arc::new(Program::with_token(&app, "caseworker").await);
    let to = TempDir::new().unwrap();
    let target: Arc<dyn Disk> = Arc::new(RealDisk::at(to.path()));
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(app.data.path()));
    let stop = Arc::new(AtomicBool::new(false));
    let recording = {
        let (program, stop) = (Arc::clone(&program), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut number = 100;
            while !stop.load(Ordering::Relaxed) {
                open_case(&program, number).await;
                number += 1;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            number
        })
    };
    let mut acknowledged = Vec::new();
    for number in 0..4 {
        acknowledged.push(open_case(&program, number).await);
        let head = app.store.log.chain_at(app.store.log.head()).await.unwrap();
        let (source, target) = (Source { disk: Arc::clone(&disk), head: Some(head), seen: Vec::new() }, target.clone());
        let done = tokio::task::spawn_blocking(move || {
            backup(&source, &target, &Protection::Plain, &SystemClock, &mut |_, _, _| ())
        });
        assert_eq!(done.await.unwrap().unwrap().end, head, "exactly up to what the server said");
    }
    stop.store(true, Ordering::Relaxed);
    assert!(recording.await.unwrap() > 101, "it recorded meanwhile");
    app.stop().await;

    let new = Arc::new(TempDir::new().unwrap());
    let store: Arc<dyn Disk> = Arc::new(RealDisk::at(new.path()));
    let backup = Backup::open(target, &Key::None).unwrap();
    let restored = restore(&backup, &store, Vec::new(), false, &mut |_, _, _| ()).unwrap();
    assert!(restored.is_sound(), "{restored:?}");
    let app = TestApp::start_in(new).await;
    app.caught_up().await;
    let person = Visitor::log_in(&app, "caseworker").await;
    for (number, case) in acknowledged.iter().enumerate() {
        let page = person.page(&case.replace("/api/v1", "")).await;
        assert!(page.contains(&format!("备注 {number}")), "the remark can be read again");
        assert!(page.contains("要约.pdf"));
    }
    app.caught_up().await;
    open_case(&Program::with_token(&app, "caseworker").await, 999).await;
}
