//! Papers go in by a plain file field and come out as they were; people can be taken out, and the record still holds.

use heyi_core::event::account::Role;
use heyi_store::append::LogEvent;
use heyi_store::codec;
use heyi_store::disk::real::RealDisk;
use heyi_store::verify::{Verify, verify};
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Visitor;
use reqwest::Method;
use thirtyfour::By;

use super::page::Person;
use super::steps::{TALKS, case_through};

const NAME: &str = "王小明";

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_paper_is_attached_and_read_again_and_a_person_is_erased() {
    let app = TestApp::start().await;
    app.account("auditor", Role::Auditor, "100000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    let case = case_through(&app, TALKS).await;

    let folder = tempfile::tempdir().unwrap();
    let (paper, content) = (folder.path().join("名单.txt"), "代表名单，盖章。".repeat(1000));
    std::fs::write(&paper, &content).unwrap();
    person.log_in("caseworker").await;
    let fields = [
        ("choose=side", "staff"),
        ("choose=way", "elected"),
        ("people[0].name", NAME),
        ("people[0].post", "工会主席"),
        ("tick=people[0].chief", "true"),
        ("occurred", "2026-02-10"),
    ];
    person.begin(&case, ("name-representatives", &fields)).await;
    person.attach("evidence", &paper).await;
    person.picture("name-representatives").await;
    person.record().await;
    person.reads(NAME).await;
    person.reads("名单.txt").await;
    person.picture("case-with-paper").await;
    let link = person.browser.window.find(By::Css(".files a")).await.unwrap().attr("href").await.unwrap().unwrap();
    let caseworker = Visitor::log_in(&app, "caseworker").await;
    let answer = caseworker.request(Method::GET, &link).send().await.unwrap();
    assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(answer.text().await.unwrap(), content);

    person.change_to("reviewer").await;
    person.go(&case).await;
    person.follow("个人信息和删除").await;
    person.picture("people").await;
    let card = format!("//li[contains(., '{NAME}')]");
    person.press_in(&card, "永久删除").await;
    person.reads("还没有删除").await;
    let field = |css: &str| By::XPath(format!("{card}//input[{css}]"));
    person.browser.window.find(field("@name='reason'")).await.unwrap().send_keys("本人要求").await.unwrap();
    person.browser.window.find(field("@name='sure'")).await.unwrap().click().await.unwrap();
    person.press_in(&card, "永久删除").await;
    person.reads("已删除").await;
    person.reads_no(NAME).await;
    person.picture("people-erased").await;
    person.go(&case).await;
    person.reads("〔已删除〕").await;
    person.reads_no(NAME).await;
    person.go(&format!("{case}?lang=en")).await;
    person.reads("[erased]").await;

    person.change_to("auditor").await;
    person.go("/audit?lang=zh").await;
    person.reads("text-erased").await;
    person.reads("本人要求").await;
    person.browser.close().await;
    let data = app.stop().await;
    let canonical = |event: &LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    let with = Verify { canonical: Some(&canonical), seen: Vec::new() };
    let report = verify(&RealDisk::at(data.path()), &with, &mut |_, _| ()).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}
