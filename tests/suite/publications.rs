//! Publishing figures through real HTTP: one proposes, another approves, small numbers are withheld, and the page says what changed since.

use std::sync::Arc;

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A caseworker, a statistician and a reviewer of Jiangsu, each with a program.
pub(crate) struct Desk {
    pub(crate) app: TestApp,
    caseworker: Program,
    statistician: Program,
    reviewer: Program,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let app = TestApp::start().await;
        app.account("caseworker", Role::Caseworker, "320000").await;
        app.account("statistician", Role::Statistician, "320000").await;
        app.account("reviewer", Role::Reviewer, "320000").await;
        let caseworker = Program::with_token(&app, "caseworker").await;
        let statistician = Program::with_token(&app, "statistician").await;
        let reviewer = Program::with_token(&app, "reviewer").await;
        Self { app, caseworker, statistician, reviewer }
    }

    /// Records something; the address of what it made.
    async fn record(&self, by: &Program, path: &str, body: &Value) -> String {
        let answer = by.post(path, body).await;
        let (status, location) = (answer.status(), answer.headers().get("location").cloned());
        assert_eq!(status, StatusCode::CREATED, "{path}: {}", answer.text().await.unwrap());
        self.app.caught_up().await;
        location.map(|location| location.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// What is refused, with its code and the field's.
    async fn refused(&self, by: &Program, path: &str, body: &Value) -> (StatusCode, String, String) {
        let answer = by.post(path, body).await;
        let status = answer.status();
        let problem: Value = answer.json().await.unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (status, text(&problem["code"]), text(&problem["fields"][0]["code"]))
    }

    /// An employer in a place, with so many women, covered or not; its id.
    async fn employer(&self, name: &str, place: &str, women: u32, covered: bool) -> String {
        let employer =
            json!({"name": name, "place": place, "union": "own", "no_code_reason": "虚构", "occurred": "2020-01-05"});
        let address = self.record(&self.caseworker, "/api/v1/employers", &employer).await;
        let count = json!({"women": women, "occurred": "2026-01-06"});
        self.record(&self.caseworker, &format!("{address}/record-head-count"), &count).await;
        let id = address.rsplit('/').next().unwrap().to_owned();
        if covered {
            self.contract(&id, place).await;
        }
        id
    }

    /// A contract of an employer, in force all through 2026; its address.
    pub(crate) async fn contract(&self, employer: &str, place: &str) -> String {
        let taken = json!({"employer": employer, "place": place, "occurred": "2026-11-01", "as_of": "2026-11-01",
            "stage": "in-performance", "source": "旧台账", "outcome_form": "special-contract",
            "outcome_title": "专项集体合同", "effective_on": "2026-01-01", "expires_on": "2028-12-31"});
        self.record(&self.caseworker, "/api/v1/cases/take-over-case", &taken).await
    }

    /// Nanjing with 3 women covered, Wuxi with 60, Suzhou with 20, and some who are not covered in each.
    pub(crate) async fn jiangsu(&self) -> [String; 3] {
        let mut uncovered = Vec::new();
        for (city, women) in [("320106", 3), ("320205", 60), ("320506", 20)] {
            self.employer(&format!("{city}甲厂"), city, women, true).await;
            uncovered.push(self.employer(&format!("{city}乙厂"), city, women + 30, false).await);
        }
        uncovered.try_into().unwrap()
    }

    /// The id of a table, as known at a position where one is given.
    async fn table(&self, question: &str) -> String {
        let table = self.statistician.get(&format!("/api/v1/coverage?region=320000&on=2026-06-30&{question}")).await;
        table["id"].as_str().unwrap().to_owned()
    }

    /// The tables of women and of employers by city, as known at the end of the log.
    async fn tables(&self) -> String {
        let known = self.app.store.log.head();
        let women = self.table(&format!("measure=women-covered&by=city&known={known}")).await;
        let employers = self.table(&format!("measure=employers-covered&by=city&known={known}")).await;
        format!("{women}\n{employers}")
    }

    async fn get(&self, address: &str) -> Value {
        self.reviewer.get(address).await
    }
}

fn proposal(tables: &str) -> Value {
    json!({"title": "2026年上半年覆盖情况", "tables": tables, "remark": "半年报"})
}

fn approval() -> Value {
    json!({"occurred": "2026-11-20", "remark": "同意"})
}

fn numbers(table: &Value) -> Vec<(Value, Value)> {
    let rows = table["rows"].as_array().unwrap().iter().map(|row| &row["numbers"]);
    rows.chain([&table["total"]]).map(|numbers| (numbers["counted"].clone(), numbers["base"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn publications_one_proposes_another_approves_and_what_was_published_stays() {
    let desk = Desk::open().await;
    let [_, wuxi, _] = desk.jiangsu().await;
    let both = [(Role::Statistician, "320000".parse().unwrap()), (Role::Reviewer, "320000".parse().unwrap())];
    desk.app.account_with("both", both.into()).await;
    let both = Program::with_token(&desk.app, "both").await;

    // From the page of a table to the form, filled in with all as known at the latest of their positions.
    let early = desk.table("measure=women-covered&by=city&known=30").await;
    let (tables, page) = (desk.tables().await, Visitor::log_in(&desk.app, "statistician").await);
    let latest = tables.lines().next().unwrap();
    let shown = page.page("/coverage?region=320000&on=2026-06-30&measure=women-covered&by=city").await;
    assert!(shown.contains(&format!("/publications/propose-figures?table={latest}")), "{shown}");
    let form = page.page(&format!("/publications/propose-figures?table={early}&table={latest}")).await;
    let field = form.split("name=\"tables\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(field.contains(latest) && !field.contains(&early), "one table, as known at one position: {field}");

    // Nobody approves their own; a reviewer sees what would be published, and may send it back.
    let own = desk.record(&both, "/api/v1/publications", &proposal(&tables)).await;
    let refused = desk.refused(&both, &format!("{own}/publish-figures"), &approval()).await;
    assert_eq!((refused.0, refused.1.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "own-proposal"));
    let (status, ..) = desk.refused(&desk.caseworker, &format!("{own}/publish-figures"), &approval()).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a caseworker publishes nothing");
    let publication = desk.record(&desk.statistician, "/api/v1/publications", &proposal(&tables)).await;
    let shown = desk.get(&publication).await;
    let withheld = json!("withheld");
    let women = &shown["would_publish"][0];
    let expected = [(&withheld, 36), (&json!(60), 150), (&withheld, 70), (&json!(83), 256)];
    assert_eq!(numbers(women), expected.map(|(counted, base)| (counted.clone(), json!(base))), "{women}");
    assert_eq!(numbers(&shown["would_publish"][1])[0], (json!(1), json!(2)), "employers are no people");
    desk.record(&desk.reviewer, &format!("{publication}/decline-proposal"), &json!({"reason": "加上门槛"})).await;
    let refused = desk.refused(&desk.reviewer, &format!("{publication}/publish-figures"), &approval()).await;
    assert_eq!(refused.1, "declined");
    let mut changed = proposal(&tables);
    changed["threshold"] = json!("10");
    desk.record(&desk.statistician, &format!("{publication}/amend-proposal"), &changed).await;
    desk.record(&desk.reviewer, &format!("{publication}/publish-figures"), &approval()).await;

    // What was published is the same digits for ever, and computed again alike.
    let shown = desk.get(&publication).await;
    assert_eq!((&shown["state"], &shown["computed_again"]["equal"]), (&json!("published"), &json!(true)), "{shown}");
    assert_eq!(shown["published"]["threshold"], 10);
    let told = shown["published"]["tables"].clone();
    assert!(numbers(&told[0]).iter().any(|(counted, _)| *counted == withheld));
    assert_eq!(shown["today"][0]["rows"].as_array().unwrap().iter().filter(|row| row["differs"] == true).count(), 0);
    let csv = desk.statistician.request(Method::GET, &format!("{publication}/published?format=csv"));
    let csv = csv.send().await.unwrap().text().await.unwrap();
    assert!(csv.contains(",withheld,36,") && csv.contains("total"), "{csv}");
    assert!(!csv.contains(",3,36"), "the small number is in no file: {csv}");

    // A late entry: a contract of Wuxi is found that was in force all the time.
    let case = desk.contract(&wuxi, "320205").await;
    let shown = desk.get(&publication).await;
    assert_eq!((&shown["published"]["tables"], &shown["computed_again"]["equal"]), (&told, &json!(true)));
    let rows = shown["today"][0]["rows"].as_array().unwrap();
    let of_wuxi = rows.iter().find(|row| row["keys"] == json!(["320200"])).unwrap();
    assert_eq!(of_wuxi["now"]["counted"], 150);
    let changed = &of_wuxi["changed"];
    assert_eq!((changed.as_array().unwrap().len(), &changed[0]["subject"]["employer"]), (1, &json!(wuxi)));
    assert_eq!(
        (&changed[0]["then"][0]["part"], &changed[0]["now"][0]["part"]),
        (&json!("not-counted"), &json!("counted"))
    );
    assert_eq!(changed[0]["since"][0]["case"], json!(case.rsplit('/').next().unwrap()), "and which case made it");
    let page = Visitor::log_in(&desk.app, "reviewer").await.page(&publication.replace("/api/v1", "")).await;
    for said in ["重新计算：与发布的数字完全一致", "60 / 150（40.00%）", "150 / 150（100.00%）", "+90 / +0", "接管旧案"]
    {
        assert!(page.contains(said), "{said}");
    }

    // It is restated by another publication that says so, and the first one says by which.
    let again = desk.tables().await;
    let mut restated = proposal(&again);
    let id = publication.rsplit('/').next().unwrap();
    (restated["replaces"], restated["remark"]) = (json!(id), json!("补录一份合同"));
    let second = desk.record(&desk.statistician, "/api/v1/publications", &restated).await;
    desk.record(&desk.reviewer, &format!("{second}/publish-figures"), &approval()).await;
    assert_eq!(desk.get(&publication).await["replaced_by"], json!([second.rsplit('/').next().unwrap()]));
    desk.record(
        &desk.reviewer,
        &format!("{second}/withdraw-publication"),
        &json!({"reason": "地区有误", "occurred": "2026-11-20"}),
    )
    .await;
    let listed = desk.get("/api/v1/publications").await;
    let states: Vec<&str> =
        listed["publications"].as_array().unwrap().iter().map(|it| it["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["withdrawn", "published", "proposed"]);

    // Started again with every projection lost, it is the same.
    let Desk { app, reviewer, .. } = desk;
    let data = app.stop().await;
    std::fs::remove_dir_all(data.path().join("projections")).unwrap();
    let app = TestApp::start_in(Arc::clone(&data)).await;
    app.caught_up().await;
    let shown = reviewer.at(&app).get(&publication).await;
    assert_eq!((&shown["published"]["tables"], &shown["computed_again"]["equal"]), (&told, &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn publications_what_cannot_be_published_is_told_and_nothing_is_recorded() {
    let desk = Desk::open().await;
    desk.jiangsu().await;
    let (early, head) = (desk.table("measure=women-covered&by=city&known=30").await, desk.app.store.log.head());
    let tables = desk.tables().await;
    let women = tables.lines().next().unwrap().to_owned();
    let by_women = desk.table(&format!("measure=women-covered&by=city,women&known={head}")).await;
    let by_pairs = async |by: &str| desk.table(&format!("measure=women-covered&by={by}&known={head}")).await;
    let circle = [by_pairs("city,size").await, by_pairs("size,union").await, by_pairs("union,city").await].join("\n");
    let wrong_check = format!("{}{}", &women[..women.len() - 1], if women.ends_with('0') { '1' } else { '0' });
    let with = |name: &str, value: Value| {
        let mut body = proposal(&women);
        body[name] = value;
        body
    };
    let nobody = "00000000-0000-0000-0000-000000000001";
    for (body, code, field) in [
        (with("title", json!("")), "invalid-fields", "required"),
        (with("tables", json!("")), "invalid-fields", "required"),
        (with("tables", json!("women-covered")), "invalid-fields", "no-such-table"),
        (with("tables", json!(wrong_check)), "invalid-fields", "another-basis"),
        (with("tables", json!(format!("{women}\n{women}"))), "table-twice", "refused"),
        (with("tables", json!(format!("{women}\n{early}"))), "invalid-fields", "another-position"),
        (with("tables", json!(by_women)), "invalid-fields", "not-publishable"),
        (with("tables", json!(circle)), "invalid-fields", "not-publishable"),
        (with("threshold", json!("1")), "threshold", "refused"),
        (with("threshold", json!("few")), "invalid-fields", "not-a-number"),
        (with("replaces", json!("the last one")), "invalid-fields", "not-a-publication"),
        (with("replaces", json!(nobody)), "restates-nothing", "refused"),
    ] {
        let refused = desk.refused(&desk.statistician, "/api/v1/publications", &body).await;
        assert_eq!(refused, (StatusCode::UNPROCESSABLE_ENTITY, code.to_owned(), field.to_owned()), "{body}");
    }
    // A statistician of Nanjing does not publish for the province, and sees nothing of it.
    desk.app.account("nanjing", Role::Statistician, "320100").await;
    let nanjing = Program::with_token(&desk.app, "nanjing").await;
    assert_eq!(desk.refused(&nanjing, "/api/v1/publications", &proposal(&women)).await.0, StatusCode::FORBIDDEN);
    let publication = desk.record(&desk.statistician, "/api/v1/publications", &proposal(&women)).await;
    let hidden = nanjing.request(Method::GET, &publication).send().await.unwrap();
    assert_eq!(hidden.status(), StatusCode::FORBIDDEN);
    assert_eq!(nanjing.get("/api/v1/publications").await["publications"], json!([]));

    // What a reviewer had before them is what they approve.
    let stale = desk.reviewer.request(Method::POST, &format!("{publication}/publish-figures")).json(&approval());
    desk.record(&desk.statistician, &format!("{publication}/amend-proposal"), &proposal(&tables)).await;
    assert_eq!(stale.header("If-Match", "\"1\"").send().await.unwrap().status(), StatusCode::CONFLICT);
    let not_published = desk.reviewer.request(Method::GET, &format!("{publication}/published")).send().await.unwrap();
    assert_eq!(not_published.status(), StatusCode::NOT_FOUND);
    desk.record(&desk.reviewer, &format!("{publication}/publish-figures"), &approval()).await;
    let head = desk.app.store.log.head();
    for (by, step, body, code) in [
        (&desk.reviewer, "publish-figures", approval(), "already-published"),
        (&desk.statistician, "amend-proposal", proposal(&women), "already-published"),
        (&desk.reviewer, "decline-proposal", json!({"reason": "迟了"}), "already-published"),
    ] {
        assert_eq!(desk.refused(by, &format!("{publication}/{step}"), &body).await.1, code, "{step}");
    }
    let unknown = format!("/api/v1/publications/{nobody}/publish-figures");
    assert_eq!(desk.refused(&desk.reviewer, &unknown, &approval()).await.0, StatusCode::NOT_FOUND);
    assert_eq!(desk.app.store.log.head(), head);
}
