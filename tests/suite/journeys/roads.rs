//! Beside the main line, on a phone: a refusal that goes to coordination, and the many employers of a park.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;
use super::steps::TALKS;

async fn open(person: &Person<'_>, name: &str) -> String {
    person.go("/cases/open-case").await;
    let typed = [("employer_name", name), ("no_code_reason", "尚未取得"), ("women", "96"), ("occurred", "2026-02-01")];
    for (name, value) in typed {
        person.fill(name, value).await;
    }
    person.choose_or_fill("place", "320706").await;
    person.record().await;
    person.address().await
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_refusal_is_guided_and_coordinated_on_a_phone() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("caseworker").await;
    let case = open(&person, "示例第一厂").await;
    for step in TALKS {
        person.step(&case, *step).await;
    }
    person
        .step(
            &case,
            (
                "record-reply",
                &[
                    ("choose=answer", "refuses"),
                    ("tick=in_writing", "true"),
                    ("reasons", "正在改制"),
                    ("occurred", "2026-02-20"),
                ],
            ),
        )
        .await;
    // What usually follows is offered first.
    person.reads("上级工会指导").await;
    person.picture("case-refused").await;
    person
        .step(&case, ("give-guidance", &[("by", "区总工会"), ("what", "约谈用人单位"), ("occurred", "2026-02-24")]))
        .await;
    person.go(&format!("{case}/apply-coordination")).await;
    person.picture("apply-coordination").await;
    person
        .step(
            &case,
            (
                "apply-coordination",
                &[
                    ("choose=by", "staff"),
                    ("department", "区人社局"),
                    ("matter", "拒绝协商"),
                    ("occurred", "2026-02-25"),
                ],
            ),
        )
        .await;
    person.step(&case, ("accept-coordination", &[("occurred", "2026-02-26")])).await;
    // Thirty days from the acceptance: Saturday 28 March, on to the Monday.
    person.reads("2026年3月30日").await;
    person.unfold().await;
    person.picture("case-coordinated").await;
    app.caught_up().await;
    person.go("/worklist").await;
    person.reads("示例第一厂").await;
    person.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_the_employers_of_a_park_are_listed_on_a_phone() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("caseworker").await;
    let mut employers = Vec::new();
    for name in ["示例第一厂", "示例第二厂"] {
        open(&person, name).await;
        app.caught_up().await;
        let card = app.read.employers(&"320000".parse().unwrap(), name, None, 1).items.remove(0);
        employers.push(card.id.to_string());
    }
    person.go("/cases/begin").await;
    person.follow("区域、行业案件立案").await;
    person.picture("open-joint-case").await;
    for (name, value) in
        [("name", "示例工业园"), ("union", "园区工会联合会"), ("employers", "92"), ("occurred", "2026-02-01")]
    {
        person.fill(name, value).await;
    }
    person.choose("scope", "area").await;
    person.choose("employers_side", "elected").await;
    person.choose_or_fill("place", "320706").await;
    person.record().await;
    let case = person.address().await;
    person.reads("名册尚未登记").await;

    // Pasted from a spreadsheet; a line that names nobody is told by its number, and what was pasted stays.
    person.go(&format!("{case}/list-employers")).await;
    let lines = format!("{},2026-02-01,授权,30,12\n91320706MA1234567X,2026-02-01\n", employers[0]);
    person.fill("joined", &lines).await;
    person.fill("occurred", "2026-02-02").await;
    person.record().await;
    person.reads("第 2 行").await;
    person.picture("list-employers-wrong").await;
    let lines = format!("{},2026-02-01,授权,30,12\n{},2026-02-01,认可\n", employers[0], employers[1]);
    person.fill("joined", &lines).await;
    person.record().await;
    person.reads("示例第二厂").await;
    person.reads("对本区域、本行业的用人单位均有约束力").await;
    person.picture("case-joint").await;

    app.caught_up().await;
    person.go(&format!("/employers/{}", employers[1])).await;
    person.reads("示例工业园").await;
    person.browser.close().await;
}
