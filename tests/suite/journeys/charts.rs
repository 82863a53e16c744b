//! Figures drawn: the chart of a table, the course over time, the cities of Jiangsu as tiles; and from each two clicks to the cases.

use serde_json::Value;
use thirtyfour::By;

use super::page::Person;
use crate::figures::{CITIES, Desk};

const BY_CITY: &str = "/coverage?measure=women-covered&on=2026-06-30&region=320000&by=city";

impl Person<'_> {
    /// What a script returns on this page.
    async fn told(&self, script: &str) -> Value {
        self.browser.window.execute(script, vec![]).await.unwrap().json().clone()
    }

    /// How many bars of that colour are drawn, the legend's apart.
    async fn bars(&self, colour: &str) -> u64 {
        let script = format!(
            "const top = document.querySelector('#chart svg').getBoundingClientRect().top + 70; \
             return [...document.querySelectorAll('#chart svg path[fill=\"{colour}\"]')] \
             .map(path => path.getBoundingClientRect()).filter(box => box.width > 1.5 && box.top > top).length;"
        );
        self.told(&script).await.as_u64().unwrap()
    }

    /// How many rows of the table have a number there that is not zero, and are drawn.
    async fn rows_with(&self, number: &str) -> u64 {
        let script = format!(
            "const of = (row, name) => Number(row.querySelector(`td[data-of=\"${{name}}\"]`).textContent); \
             return [...document.querySelectorAll('#figures tr[data-name]')].filter(row => {number} > 0).length;"
        );
        self.told(&script).await.as_u64().unwrap()
    }

    /// Nothing on the page was kept back by its policy.
    async fn keeps_its_policy(&self) {
        let script = "const watch = new ReportingObserver(() => {}, { types: ['csp-violation'], buffered: true }); \
                      watch.observe(); return watch.takeRecords().map(one => JSON.stringify(one.body));";
        assert_eq!(self.told(script).await, Value::Array(Vec::new()), "{}", self.address().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_the_statistician_sees_the_cities_and_is_two_clicks_from_the_cases() {
    let desk = Desk::open().await;
    let Some(person) = Person::with_phone(&desk.app).await else { return };
    desk.jiangsu().await;
    person.log_in("statistician").await;
    person.go(BY_CITY).await;
    // Each row is a bar of its parts, with its two numbers and the share beside it, as in the table.
    assert_eq!(person.bars("#0b4f9e").await, person.rows_with("of(row, 'counted') - of(row, 'derived')").await);
    assert_eq!(person.bars("#8db4e2").await, 1, "one effect is derived");
    assert_eq!(person.bars("#f0e2b6").await, person.rows_with("of(row, 'unknown')").await);
    let drawn = person.told("return document.querySelector('#chart svg').textContent;").await;
    let said = person.told(
        "return [...document.querySelectorAll('#figures tr[data-name]')].map(row => { \
         const of = name => row.querySelector(`td[data-of='${name}']`).textContent; \
         return `${of('counted')} / ${of('base')} (${of('share')})`; });",
    );
    let said = said.await;
    assert_eq!(said.as_array().unwrap().len(), CITIES.len());
    for row in said.as_array().unwrap() {
        assert!(drawn.as_str().unwrap().contains(row.as_str().unwrap()), "{row} stands beside its bar: {drawn}");
    }
    let patterns = person.told("return document.querySelectorAll('#chart svg pattern').length;").await;
    assert!(patterns.as_u64().unwrap() >= 2, "what is not confirmed and what is not known have patterns");
    person.keeps_its_policy().await;
    // Thirteen tiles, with the numbers of the table.
    let tiles = person.told(
        "return [...document.querySelectorAll('.tile')].map(tile => { \
         const row = [...document.querySelectorAll('#figures tr[data-name]')].find(row => row.dataset.name.endsWith(tile.querySelector('.tile-name').textContent)); \
         if (!row) return tile.innerText.includes('无记录'); \
         const of = name => row.querySelector(`td[data-of='${name}']`).textContent; \
         return tile.innerText.includes(`${of('counted')} / ${of('base')}`) && tile.innerText.includes(of('share')); });",
    );
    assert_eq!(tiles.await, Value::Array(vec![Value::Bool(true); 13]));
    person.picture("coverage-map").await;

    // From a tile, from a bar, from the table: whom it counts, and the case is named there for those who may open it.
    let tile = person.browser.window.find(By::Css(".tile[data-code='320500'] a")).await.unwrap();
    person.leave_by(&tile).await;
    for said in ["共 3", "推算示例厂", "案件 〔"] {
        person.reads(said).await;
    }
    person.go(BY_CITY).await;
    let drawing = person.browser.window.find(By::Css("#chart svg")).await.unwrap();
    let script = "const top = document.querySelector('#chart svg').getBoundingClientRect().top + 70; \
                  const bar = [...document.querySelectorAll('#chart svg path[fill=\"#8db4e2\"]')].find(path => path.getBoundingClientRect().top > top); \
                  bar.scrollIntoView({block: 'center'}); const box = bar.getBoundingClientRect(); \
                  const at = {clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true, view: window}; \
                  for (const kind of ['mousemove', 'mousedown', 'mouseup', 'click']) bar.dispatchEvent(new MouseEvent(kind, at));";
    person.told(script).await;
    person.wait_until_gone(&drawing).await;
    person.reads("推算示例厂").await;
    assert_eq!(person.address().await, "/coverage/members");

    // A reviewer, who may open cases: figure, whom it counts, case. Two clicks.
    desk.app.account("reviewer", heyi_core::event::account::Role::Reviewer, "320000").await;
    person.change_to("reviewer").await;
    person.go("/coverage?measure=contracts-in-force&on=2026-06-30&region=320000&by=city").await;
    let number = person.browser.window.find(By::Css("#figures td[data-of='counted'] a")).await.unwrap();
    person.leave_by(&number).await;
    person.follow("320100示例1厂").await;
    assert!(person.address().await.starts_with("/cases/"), "{}", person.address().await);
    person.browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_the_statistician_draws_at_a_desk_and_prints() {
    let desk = Desk::open().await;
    let Some(person) = Person::with_screen(&desk.app).await else { return };
    desk.jiangsu().await;
    person.log_in("statistician").await;
    person.go(BY_CITY).await;
    person.picture("coverage-map-wide").await;
    // Two dimensions: a row for each pair.
    person.go("/coverage?measure=employers-covered&on=2026-06-30&region=320000&by=city&by=ownership").await;
    assert_eq!(person.bars("#0b4f9e").await, person.rows_with("of(row, 'counted') - of(row, 'derived')").await);
    person.picture("coverage-two-dimensions").await;
    // By month, as a line of each number with a mark at each point.
    person.go("/coverage?measure=women-covered&on=2026-06-30&region=320000&from=2025-11-01&trend=month").await;
    let drawn = person.told("return document.querySelector('#chart svg').textContent;").await;
    assert!(drawn.as_str().unwrap().contains("2026-06"), "{drawn}");
    person.keeps_its_policy().await;
    person.picture("coverage-trend-wide").await;
    person.go("/coverage?measure=contracts-in-force&on=2026-06-30&region=320000&by=city&lang=en").await;
    person.reads("The cities of Jiangsu").await;
    person.picture("coverage-map-wide-english").await;
    // On paper: the chart as wide as the paper, no form, no menu.
    person.go(&format!("{BY_CITY}&lang=zh")).await;
    person.browser.print("coverage-printed").await;
    // All of them, to be taken along.
    person.go("/coverage?on=2026-06-30&region=320000").await;
    person.reads("全部指标下载为工作簿").await;
    person.picture("coverage-wide").await;
    person.browser.close().await;
}
