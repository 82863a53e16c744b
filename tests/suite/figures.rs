//! Figures through real HTTP: worked examples whose digits were computed by hand, and questions that cannot be asked.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Program;
use reqwest::StatusCode;
use serde_json::{Value, json};

mod json_stat;
mod shown;
mod workbook;

/// A caseworker of Jiangsu, who records, and a statistician, who asks.
pub(crate) struct Desk {
    pub(crate) app: TestApp,
    caseworker: Program,
    pub(crate) statistician: Program,
}

/// The cities of Jiangsu where something is recorded: in Suqian nothing is.
pub(crate) const CITIES: [&str; 12] = [
    "320100", "320200", "320300", "320400", "320500", "320600", "320700", "320800", "320900", "321000", "321100",
    "321200",
];

impl Desk {
    pub(crate) async fn open() -> Self {
        let app = TestApp::start().await;
        app.account("caseworker", Role::Caseworker, "320000").await;
        app.account("statistician", Role::Statistician, "320000").await;
        let caseworker = Program::with_token(&app, "caseworker").await;
        let statistician = Program::with_token(&app, "statistician").await;
        Self { app, caseworker, statistician }
    }

    /// Records something; the address of what it made.
    async fn record(&self, path: &str, body: &Value) -> String {
        let answer = self.caseworker.post(path, body).await;
        let (status, location) = (answer.status(), answer.headers().get("location").cloned());
        assert_eq!(status, StatusCode::CREATED, "{path}: {}", answer.text().await.unwrap());
        self.app.caught_up().await;
        location.map(|location| location.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// An employer of an industry, with a union of its own; its id.
    async fn employer(&self, name: &str, industry: &str) -> String {
        let employer = json!({"name": name, "place": "320106", "industry": industry, "union": "own",
            "no_code_reason": "虚构", "occurred": "2007-01-05"});
        id(&self.record("/api/v1/employers", &employer).await)
    }

    /// A contract of an employer, taken over from a ledger, in force for these days.
    async fn contract(&self, employer: &str, from: &str, to: &str) -> String {
        let taken = json!({"employer": employer, "place": "320106", "occurred": "2026-11-01", "as_of": "2026-11-01",
            "stage": "in-performance", "source": "旧台账", "outcome_form": "special-contract",
            "outcome_title": "专项集体合同", "effective_on": from, "expires_on": to});
        self.record("/api/v1/cases/take-over-case", &taken).await
    }

    pub(crate) async fn ask(&self, question: &str) -> Value {
        self.statistician.get(&format!("/api/v1/coverage?region=320000&{question}")).await
    }

    /// What a question is answered with in another form, with its kind.
    async fn file(&self, question: &str) -> (String, Vec<u8>) {
        let path = format!("/api/v1/coverage?region=320000&{question}");
        let answer = self.statistician.request(reqwest::Method::GET, &path).send().await.unwrap();
        let (status, kind) = (answer.status(), answer.headers()["content-type"].to_str().unwrap().to_owned());
        let bytes = answer.bytes().await.unwrap().to_vec();
        assert_eq!(status, StatusCode::OK, "{question}: {}", String::from_utf8_lossy(&bytes));
        (kind, bytes)
    }

    /// Employers of twelve cities with their women: some under a contract confirmed, one in each third city under one whose day of
    /// effect nobody knows, one whose effect is derived, and some that say nothing of their women. On 30 June 2026.
    pub(crate) async fn jiangsu(&self) {
        for (city, place) in CITIES.into_iter().enumerate() {
            for number in 0..=2 + city % 3 {
                let name = format!("{place}示例{number}厂");
                let employer = json!({"name": name, "place": place, "industry": "27", "union": "own", "no_code_reason": "虚构",
                    "ownership": if number % 2 == 0 { "private" } else { "state" }, "occurred": "2007-01-05"});
                let employer = id(&self.record("/api/v1/employers", &employer).await);
                if number > 0 {
                    let women = json!({"women": 10 * (city + 1) + number, "occurred": "2026-01-06"});
                    self.record(&format!("/api/v1/employers/{employer}/record-head-count"), &women).await;
                }
                let effect = match (number, city % 3) {
                    (1, _) => Some("2026-01-01"),
                    (2, 0) => None,
                    (2, 1) => Some("2026-03-01"),
                    _ => continue,
                };
                let mut taken = json!({"employer": employer, "place": place, "occurred": "2026-11-01",
                    "as_of": "2026-11-01", "stage": "in-performance", "source": "旧台账",
                    "outcome_form": "special-contract", "outcome_title": "专项集体合同", "expires_on": "2028-12-31"});
                if let Some(effect) = effect {
                    taken["effective_on"] = json!(effect);
                }
                self.record("/api/v1/cases/take-over-case", &taken).await;
            }
        }
        let employer = id(&self
            .record(
                "/api/v1/employers",
                &json!({"name": "推算示例厂", "place": "320500",
            "industry": "27", "union": "own", "no_code_reason": "虚构", "occurred": "2007-01-05"}),
            )
            .await);
        let women = json!({"women": 77, "occurred": "2026-01-06"});
        self.record(&format!("/api/v1/employers/{employer}/record-head-count"), &women).await;
        let taken = json!({"employer": employer, "place": "320500", "occurred": "2026-04-01", "as_of": "2026-04-01",
            "stage": "signed", "source": "旧台账", "outcome_form": "special-contract", "outcome_title": "专项集体合同",
            "unknown": ["offer", "delivery", "reply", "session", "draft", "congress", "vote", "signature"]});
        let case = self.record("/api/v1/cases/take-over-case", &taken).await;
        let filed =
            json!({"department": "人社局", "sent_by": "employer", "papers": ["text"], "occurred": "2026-04-02"});
        self.record(&format!("{case}/file-contract"), &filed).await;
        self.record(&format!("{case}/record-receipt"), &json!({"registration": "1", "occurred": "2026-04-03"})).await;
    }
}

fn id(address: &str) -> String {
    address.rsplit('/').next().unwrap().to_owned()
}

/// 南京餐饮: 26 of 32 direct members had signed, and "80 %" was printed (`domain/STATISTICS.md`, May 2007).
#[tokio::test(flavor = "multi_thread")]
async fn figures_twenty_six_of_thirty_two_are_81_25_percent() {
    let desk = Desk::open().await;
    for number in 0..32 {
        let employer = desk.employer(&format!("餐饮{number}店"), "62").await;
        if number < 26 {
            desk.contract(&employer, "2006-06-01", "2009-05-31").await;
        }
    }
    // Another industry does not count.
    desk.employer("药厂", "27").await;
    let question = "measure=signing-unionised&on=2007-05-31&filter=division:62";
    let table = desk.ask(question).await;
    assert_eq!((&table["total"]["confirmed"], &table["total"]["base"]), (&json!(26), &json!(32)));
    let statistician = heyi_tests::visitor::Visitor::log_in(&desk.app, "statistician").await;
    let page = statistician.page(&format!("/coverage?region=320000&{question}")).await;
    assert!(page.contains("26 / 32（81.25%）"), "both numbers stand beside the share");
    let csv = desk
        .statistician
        .request(reqwest::Method::GET, &format!("/api/v1/coverage?region=320000&{question}&format=csv"));
    let csv = csv.send().await.unwrap().text().await.unwrap();
    assert!(csv.contains("total") || csv.contains("26,0,0,0,0,0,32"), "{csv}");
    assert!(csv.contains(",81.25,signing-unionised/1,"), "{csv}");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_an_employer_under_two_instruments_counts_once_and_unknown_women_are_unknown() {
    let desk = Desk::open().await;
    let (one, two) = (desk.employer("甲厂", "27").await, desk.employer("乙厂", "27").await);
    let women = json!({"women": 40, "occurred": "2026-01-06"});
    desk.record(&format!("/api/v1/employers/{one}/record-head-count"), &women).await;
    desk.contract(&one, "2026-01-01", "2028-12-31").await;
    let park = json!({"scope": "area", "name": "示例工业园", "place": "320106", "employers_side": "elected", "employers": 2,
        "source": "报道", "stage": "in-performance", "as_of": "2026-11-01", "outcome_form": "special-contract",
        "outcome_title": "区域合同", "effective_on": "2026-02-01", "expires_on": "2027-01-31", "occurred": "2026-11-01"});
    let park = desk.record("/api/v1/cases/take-over-joint-case", &park).await;
    let listed = json!({"joined": format!("{one}\n{two}"), "occurred": "2026-11-02"});
    desk.record(&format!("{park}/list-employers"), &listed).await;

    let table = desk.ask("measure=women-covered&on=2026-06-30&by=scope").await;
    let total = &table["total"];
    assert_eq!((&total["confirmed"], &total["base"]), (&json!(40), &json!(40)), "not 80, and nobody counted as 0");
    assert_eq!((&total["employers"]["confirmed"], &total["employers"]["base"]), (&json!(2), &json!(2)), "each once");
    assert_eq!(total["employers"]["without_count"], json!(1), "how many women the other has is not known");
    assert_eq!((&table["overlapping"], table["rows"].as_array().unwrap().len()), (&json!(true), 2));
    let contracts = desk.ask("measure=contracts-in-force&on=2026-06-30").await;
    assert_eq!(contracts["total"]["confirmed"], json!(2));
    // Who they are, and why.
    let members =
        desk.statistician.get("/api/v1/coverage/members?region=320000&measure=women-covered&on=2026-06-30").await;
    assert_eq!((&members["number"], members["members"].as_array().unwrap().len()), (&json!(2), 2));
    let none = desk.statistician.get("/api/v1/coverage/members?region=320000&part=not-counted&on=2029-06-30").await;
    assert_eq!(none["number"], json!(2), "after both have ended");
}

/// Nothing is recorded between the receipt and the sixteenth day: at midnight in Shanghai the contract begins to count.
#[tokio::test(flavor = "multi_thread")]
async fn figures_a_contract_begins_to_count_at_midnight_without_any_event() {
    let desk = Desk::open().await;
    let employer = desk.employer("甲厂", "27").await;
    let taken = json!({"employer": employer, "place": "320106", "occurred": "2026-11-02", "as_of": "2026-11-02",
        "stage": "signed", "source": "旧台账", "outcome_form": "special-contract", "outcome_title": "专项集体合同",
        "unknown": ["offer", "delivery", "reply", "session", "draft", "congress", "vote", "signature"]});
    let case = desk.record("/api/v1/cases/take-over-case", &taken).await;
    let filed = json!({"department": "人社局", "sent_by": "employer", "papers": ["text"], "occurred": "2026-11-03"});
    desk.record(&format!("{case}/file-contract"), &filed).await;
    desk.record(&format!("{case}/record-receipt"), &json!({"registration": "1", "occurred": "2026-11-04"})).await;
    let head = desk.app.store.log.head();
    let now = async |instant: &str| {
        desk.app.clock.set(instant.parse().unwrap());
        let table = desk.ask("measure=employers-covered").await;
        (table["question"]["on"].as_str().unwrap().to_owned(), table["total"]["derived"].as_u64().unwrap())
    };
    // Received on 4 November; fifteen days end on the 19th, a Thursday; it is in effect on the 20th.
    assert_eq!(now("2026-11-19T15:59:59Z").await, ("2026-11-19".to_owned(), 0));
    assert_eq!(now("2026-11-19T16:00:00Z").await, ("2026-11-20".to_owned(), 1));
    assert_eq!(desk.app.store.log.head(), head, "and nothing was recorded meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_what_cannot_be_asked_is_told_with_what_is_allowed() {
    let desk = Desk::open().await;
    let head = desk.app.store.log.head().0;
    let beyond = format!("known={}", head + 1);
    for (question, field, said) in [
        ("measure=weather", "measure", "women-covered"),
        ("measure=offer-response&from=2026-07-01&on=2026-06-30", "from", "2026-07-01"),
        ("on=2026-02-30", "on", "2026-06-30"),
        ("by=weather", "by", "city"),
        ("by=city&by=city", "by", "相同"),
        ("by=city&by=size&by=union", "by", "两个"),
        ("measure=letters-answered&by=topic", "by", "city"),
        ("filter=division:98", "filter", "98"),
        ("filter=city:320199", "filter", "320199"),
        ("filter=ownership:mine", "filter", "state"),
        ("filter=division", "filter", "division:27"),
        (beyond.as_str(), "known", &head.to_string()),
        ("known=soon", "known", "2026-07-05"),
        ("trend=year", "trend", "month"),
        ("trend=month&from=1900-01-01", "from", "240"),
        ("basis=women-covered", "basis", "women-covered"),
    ] {
        let answer = desk.statistician.request(reqwest::Method::GET, &format!("/api/v1/coverage?{question}"));
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{question}");
        let problem: Value = answer.json().await.unwrap();
        let told = &problem["fields"][0];
        assert_eq!(told["field"], field, "{question}: {problem}");
        let text = told.to_string();
        assert!(text.contains(said), "{question}: {text}");
    }
    // The id of a table of a region that is not the account's is not answered.
    let elsewhere = desk.ask("measure=women-covered").await["id"].as_str().unwrap().replace("in.320000", "in.110000");
    let answer = desk.statistician.request(reqwest::Method::GET, &format!("/api/v1/coverage?basis={elsewhere}"));
    assert_eq!(answer.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}
