//! A statistician proposes to publish a table, a reviewer approves it, and both look at it again after a late entry.

use super::page::Person;
use crate::publications::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn journey_a_statistician_proposes_and_a_reviewer_publishes() {
    let desk = Desk::open().await;
    let Some(person) = Person::with_phone(&desk.app).await else { return };
    let [_, wuxi, _] = desk.jiangsu().await;
    person.log_in("statistician").await;
    person.follow("数据发布").await;
    person.reads("还没有发布过数字").await;
    person.picture("publications-empty").await;
    person.go("/coverage?measure=women-covered&on=2026-06-30&region=320000&by=city").await;
    person.follow("发布此表").await;
    assert!(person.value("tables").await.starts_with("women-covered.1~on.2026-06-30"));
    // A title is missing.
    person.record().await;
    person.reads("标题").await;
    person.picture("publication-propose").await;
    person.fill("title", "2026年上半年覆盖情况").await;
    person.fill("remark", "半年报").await;
    person.record().await;
    let publication = person.address().await;
    for said in ["待复核", "如批准，将发布如下", "· / 36", "60 / 150（40.00%）", "83 / 256（32.42%）"]
    {
        person.reads(said).await;
    }
    person.reads_no("批准发布").await;
    person.picture("publication-proposed").await;
    // A second table joins the first, as known at the same position.
    person.go("/coverage?measure=employers-covered&on=2026-06-30&region=320000&by=city").await;
    person.follow("加入提议").await;
    assert_eq!(person.value("tables").await.lines().count(), 2);
    person.record().await;
    person.reads("覆盖单位").await;

    person.change_to("reviewer").await;
    person.go("/publications").await;
    person.follow("2026年上半年覆盖情况").await;
    person.follow("批准发布").await;
    person.picture("publication-approve").await;
    person.record().await;
    for said in ["重新计算：与发布的数字完全一致", "发布日期", "发布的数字 CSV"] {
        person.reads(said).await;
    }
    person.picture("publication-published").await;

    // A contract of Wuxi is found that was in force all the time.
    desk.contract(&wuxi, "320205").await;
    person.go(&publication).await;
    for said in ["重新计算：与发布的数字完全一致", "150 / 150（100.00%）", "+90 / +0", "哪些造成差别", "接管旧案"]
    {
        person.reads(said).await;
    }
    person.picture("publication-differs").await;
    person.change_to("statistician").await;
    person.go(&publication).await;
    person.follow("更正发布").await;
    assert_eq!(person.value("tables").await.lines().count(), 2);
    person.picture("publication-restate").await;
    person.browser.close().await;

    let Some(person) = Person::with_screen(&desk.app).await else { return };
    person.log_in("reviewer").await;
    person.go(&format!("{publication}?lang=en")).await;
    person.reads("Computed again: equal to what was published").await;
    person.picture("publication-differs-wide").await;
    person.go("/publications?lang=zh").await;
    person.picture("publications-wide").await;
    person.browser.close().await;
}
