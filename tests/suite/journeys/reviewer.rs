//! The reviewer: what is corrected in a closed case waits for a second person, and nobody is that person for themselves.

use heyi_tests::app::TestApp;

use super::page::Person;
use super::steps::{EFFECT, TALKS, TO_THE_END, TO_THE_RECEIPT, case_through};

/// The vote, counted from the opening.
const VOTE: u64 = 11;
/// The first entry after the closing.
const CORRECTION: u64 = 18;

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_correction_of_a_closed_case_waits_for_the_reviewer() {
    let app = TestApp::start().await;
    let Some(person) = Person::with_phone(&app).await else { return };
    let steps = [TALKS, TO_THE_RECEIPT, &[EFFECT], TO_THE_END].concat();
    let case = case_through(&app, &steps).await;

    // The vote failed, as the minutes show; and one entry does not belong here.
    person.log_in("caseworker").await;
    person.go(&format!("{case}/correct-entry?entry={VOTE}")).await;
    assert_eq!(person.value("in_favour").await, "57", "the form holds what stands");
    for (name, value) in [("in_favour", "20"), ("against", "38"), ("correction_reason", "会议记录载明未通过")]
    {
        person.fill(name, value).await;
    }
    person.picture("correct-entry").await;
    person.record().await;
    person.step(&case, ("withdraw-entry", &[("choose=entry", "2"), ("reason", "属于另一案件")])).await;
    person.reads("等待他人批准的更正").await;
    person.reads_no("本案记录互相矛盾").await;
    person.picture("case-correction-waits").await;
    person.go(&format!("{case}/approve-correction?entry={CORRECTION}")).await;
    person.reads("您的账户没有此项权限").await;
    person.picture("not-permitted").await;

    person.change_to("reviewer").await;
    person.go(&case).await;
    person.go(&format!("{case}/approve-correction?entry={CORRECTION}")).await;
    person.picture("approve-correction").await;
    person.record().await;
    for said in ["本案记录互相矛盾", "失去依据", "更正前的内容", "等待他人批准的更正"] {
        person.reads(said).await;
    }
    person.unfold().await;
    for said in ["20", "57", "会议记录载明未通过", "须先记录职代会审议通过"] {
        person.reads(said).await;
    }
    person.picture("case-contradictory").await;
    person.browser.close().await;
}
