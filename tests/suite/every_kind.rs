//! Every kind of event of a case is recorded through the real API: none has a decision, a form or an operation on paper only.

use std::collections::BTreeSet;

use heyi_core::event::account::Role;
use heyi_core::event::{CaseEvent, Event};
use heyi_core::ids::CaseId;
use heyi_store::reading;
use heyi_store::streams;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Program;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// An office at work: a caseworker and a reviewer, each with a program.
struct Office {
    app: TestApp,
    caseworker: Program,
    reviewer: Program,
    cases: Vec<String>,
}

impl Office {
    async fn open() -> Self {
        let app = TestApp::start().await;
        app.account("caseworker", Role::Caseworker, "100000").await;
        app.account("reviewer", Role::Reviewer, "100000").await;
        let caseworker = Program::with_token(&app, "caseworker").await;
        let reviewer = Program::with_token(&app, "reviewer").await;
        Self { app, caseworker, reviewer, cases: Vec::new() }
    }

    /// A case begun at `path`; its address.
    async fn begin(&mut self, path: &str, body: Value) -> String {
        let answer = self.caseworker.post(path, &body).await;
        let (status, location) = (answer.status(), answer.headers().get("location").cloned());
        assert_eq!(status, StatusCode::CREATED, "{path}: {}", answer.text().await.unwrap());
        let case = location.unwrap().to_str().unwrap().to_owned();
        self.app.caught_up().await;
        self.cases.push(case.clone());
        case
    }

    /// Records decisions of a case, one after another.
    async fn record(&self, case: &str, steps: &[(&str, Value)]) {
        for (decision, body) in steps {
            let by = match *decision {
                "confirm-effect" | "approve-correction" => &self.reviewer,
                _ => &self.caseworker,
            };
            let answer = by.post(&format!("{case}/{decision}"), body).await;
            let status = answer.status();
            assert_eq!(status, StatusCode::CREATED, "{decision} {body}: {}", answer.text().await.unwrap());
        }
        self.app.caught_up().await;
    }

    /// The kinds recorded in every case.
    async fn kinds(&self) -> BTreeSet<&'static str> {
        let mut kinds = BTreeSet::new();
        for case in &self.cases {
            let id: CaseId = case.rsplit('/').next().unwrap().parse().unwrap();
            let recorded = reading::stream(&*self.app.store.log, &streams::case(id).unwrap()).await.unwrap();
            kinds.extend(recorded.iter().filter_map(|recorded| match &recorded.event {
                Event::Case(event) => Some(event.kind()),
                _ => None,
            }));
        }
        kinds
    }

    async fn shown(&self, case: &str) -> Value {
        self.caseworker.request(Method::GET, case).send().await.unwrap().json().await.unwrap()
    }
}

fn opening(name: &str, place: &str) -> Value {
    json!({"employer_name": name, "no_code_reason": "虚构", "place": place, "women": 12, "occurred": "2025-01-06"})
}

fn on(day: &str, mut body: Value) -> Value {
    body["occurred"] = json!(day);
    body
}

fn to_the_talks() -> Vec<(&'static str, Value)> {
    let people = json!([{"post": "工会主席", "chief": true}, {"post": "女职工委员"}, {"post": "技术员"}]);
    let named = |side: &str| json!({"side": side, "way": "elected", "number": 3, "people": people});
    vec![
        ("collect-demands", on("2025-01-07", json!({"way": "问卷", "text": "托育"}))),
        ("issue-offer", on("2025-01-08", json!({"by": "staff", "in_writing": true, "subject": "考核"}))),
        ("deliver-offer", on("2025-01-09", json!({"way": "hand", "received_by": "人力资源部"}))),
        ("record-reply", on("2025-01-14", json!({"answer": "agrees", "in_writing": true}))),
        ("name-representatives", on("2025-01-15", named("staff"))),
        ("name-representatives", on("2025-01-15", named("employer"))),
        ("publish-representatives", on("2025-01-16", json!({"side": "staff", "way": "公开栏"}))),
        (
            "note-protection",
            on("2025-01-16", json!({"side": "staff", "seat": 2, "contract_ends": "2027-01-01", "basis": "劳动合同"})),
        ),
        ("vacate-seat", on("2025-01-17", json!({"side": "staff", "seat": 3, "reason": "调离"}))),
        (
            "replace-representative",
            on("2025-01-20", json!({"side": "staff", "seat": 3, "successor": {"post": "工艺员"}})),
        ),
        ("inform-upper-union", on("2025-01-20", json!({"union": "市总工会"}))),
        ("set-aims", on("2025-01-20", json!({"by": "staff", "least": "不低于法定"}))),
        ("agree-subjects", on("2025-01-20", json!({"text": "生育后考核"}))),
        ("give-notice", on("2025-01-20", json!({"by": "staff", "planned_day": "2025-02-10", "agenda": "条款"}))),
        ("request-information", on("2025-01-20", json!({"by": "staff", "what": "职称人数"}))),
        ("give-information", on("2025-01-21", json!({"by": "employer", "what": "职称人数"}))),
        ("hold-session", on("2025-02-10", json!({"chair": "staff-chief", "agenda": "条款"}))),
        ("suspend", on("2025-02-11", json!({"reason": "核算", "agreed_by_both": true}))),
        ("resume", on("2025-02-14", json!({}))),
        ("propose-clause", on("2025-02-14", json!({"by": "staff", "topic": "CAR.01", "text": "不影响考核"}))),
        (
            "counter-clause",
            on("2025-02-17", json!({"clause": 1, "by": "employer", "topic": "CAR.01", "text": "按产前评定"})),
        ),
        ("agree-clause", on("2025-02-18", json!({"clause": 1}))),
        ("propose-clause", on("2025-02-18", json!({"by": "staff", "topic": "CAR.02", "text": "职称评定"}))),
        ("withdraw-clause", on("2025-02-18", json!({"clause": 2}))),
    ]
}

fn to_the_effect() -> Vec<(&'static str, Value)> {
    vec![
        (
            "agree-draft",
            on("2025-02-20", json!({"form": "special-contract", "title": "专项集体合同", "term_months": 12})),
        ),
        ("convene-congress", on("2025-02-21", json!({"assembly": "delegates", "members": 180}))),
        (
            "take-vote",
            on("2025-03-03", json!({"members": 180, "present": 170, "in_favour": 165, "against": 5, "abstained": 0})),
        ),
        ("notify-passage", on("2025-03-03", json!({"way": "hand"}))),
        ("sign", on("2025-03-04", json!({"staff_chief": true, "employer_chief": true}))),
        ("copy-to-upper-union", on("2025-03-05", json!({"union": "市总工会"}))),
        (
            "file-contract",
            on("2025-03-06", json!({"department": "市人社局", "sent_by": "employer", "papers": ["text"]})),
        ),
        ("record-receipt", on("2025-03-10", json!({"registration": "2025-1"}))),
        ("request-supplement", on("2025-03-11", json!({"what": "决议"}))),
        ("supply-supplement", on("2025-03-12", json!({"what": "决议"}))),
        ("clear-expressly", on("2025-03-20", json!({"reference": "9 号"}))),
        ("confirm-effect", on("2025-03-21", json!({"checked": "电话核实"}))),
        ("publish", on("2025-03-24", json!({"way": "公开栏"}))),
    ]
}

fn disputes() -> Vec<(&'static str, Value)> {
    let breach = |day: &str| on(day, json!({"by": "union", "facts": "未按条款评定", "known_since": "2025-05-01"}));
    vec![
        ("inspect-performance", on("2025-05-01", json!({"by": "联合检查组"}))),
        ("report-to-congress", on("2025-05-02", json!({"report": "部分履行"}))),
        ("allege-breach", breach("2025-05-06")),
        ("demand-performance", on("2025-05-07", json!({"breach": 1, "what": "按条款评定"}))),
        ("order-rectification", on("2025-05-20", json!({"breach": 1, "authority": "区人社局", "what": "改正"}))),
        ("remedy-breach", on("2025-05-30", json!({"breach": 1, "how": "已重新评定"}))),
        ("allege-breach", breach("2025-06-02")),
        ("settle-dispute", on("2025-06-10", json!({"breach": 2, "way": "conciliation", "terms": "补发"}))),
        ("allege-breach", breach("2025-06-11")),
        ("apply-arbitration", on("2025-06-12", json!({"breach": 3, "claimant": "union", "claim": "履行"}))),
        ("accept-arbitration", on("2025-06-16", json!({"breach": 3}))),
        ("record-award", on("2025-07-10", json!({"breach": 3, "outcome": "支持"}))),
        ("receive-award", on("2025-07-14", json!({"breach": 3, "by": "employer"}))),
        ("file-lawsuit", on("2025-07-21", json!({"breach": 3, "by": "employer", "court": "区人民法院"}))),
        ("record-judgment", on("2025-09-01", json!({"breach": 3, "outcome": "驳回"}))),
        ("allege-breach", breach("2025-09-02")),
        ("apply-arbitration", on("2025-09-03", json!({"breach": 4, "claimant": "workers", "claim": "履行"}))),
        ("refuse-arbitration", on("2025-09-08", json!({"breach": 4, "reasons": "超出范围"}))),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_a_case_is_recorded_through_the_api() {
    let mut office = Office::open().await;

    // One employer, from the demands to the renewal and the end, with every step beside the main line.
    let first = office.begin("/api/v1/cases", opening("示例一厂", "320106")).await;
    office.record(&first, &to_the_talks()).await;
    office.record(&first, &to_the_effect()).await;
    office.record(&first, &disputes()).await;
    let by_staff = |day: &str, what: &str| on(day, json!({"by": "staff", "what": what, "reason": what}));
    office
        .record(
            &first,
            &[
                ("request-change", by_staff("2025-10-09", "增加托育条款")),
                ("drop-change", on("2025-10-20", json!({"reason": "未能一致"}))),
                ("propose-renewal", on("2026-01-05", json!({"by": "staff"}))),
                ("refuse-renewal", on("2026-01-06", json!({"by": "employer", "reasons": "另行协商"}))),
            ],
        )
        .await;
    let second = office.begin("/api/v1/cases", opening("示例二厂", "320106")).await;
    let id = |case: &str| case.rsplit('/').next().unwrap().to_owned();
    office.record(&second, &[("link-renewal", on("2026-02-02", json!({"renews": id(&first)})))]).await;
    let renewed = office.shown(&first).await;
    assert_eq!(renewed["roads"]["renewal"]["renewed_by"], json!(id(&second)), "the other case is told");
    office
        .record(
            &first,
            &[
                ("request-cancellation", on("2026-02-03", json!({"by": "employer", "reason": "停产"}))),
                ("end-agreement", on("2026-02-10", json!({"ground": "cancelled", "by_procedure": true}))),
                ("file-ending", on("2026-02-11", json!({"department": "市人社局"}))),
                ("close-case", on("2026-02-12", json!({"reason": "completed"}))),
                (
                    "link-reference",
                    on("2026-02-12", json!({"kind": "report", "title": "报道", "publisher": "市总工会"})),
                ),
                ("withdraw-entry", json!({"entry": 2, "reason": "记错案件"})),
            ],
        )
        .await;
    let waiting = office.shown(&first).await["awaiting_approval"][0].clone();
    office.record(&first, &[("approve-correction", json!({"entry": waiting}))]).await;

    // Another one: refused, guided, coordinated, by the simple procedure, ended in minutes.
    let refused = on("2025-02-03", json!({"answer": "refuses", "in_writing": true, "reasons": "正在改制"}));
    office
        .record(
            &second,
            &[
                ("issue-offer", on("2025-01-08", json!({"by": "staff", "in_writing": true, "subject": "考核"}))),
                ("deliver-offer", on("2025-01-09", json!({"way": "post", "received_by": "前台"}))),
                ("record-reply", refused),
                ("give-guidance", on("2025-02-04", json!({"by": "市总工会", "what": "约谈"}))),
                ("change-procedure", on("2025-02-05", json!({"to": "simple", "reason": "事项简单"}))),
                (
                    "apply-coordination",
                    on("2025-02-06", json!({"by": "staff", "department": "市人社局", "matter": "拒绝协商"})),
                ),
                ("accept-coordination", on("2025-02-07", json!({}))),
                ("extend-coordination", on("2025-03-06", json!({"reason": "情况复杂"}))),
                ("end-coordination", on("2025-03-14", json!({"agreed": true, "terms": "同意协商"}))),
                (
                    "record-outcome",
                    on("2025-03-20", json!({"form": "minutes", "title": "会议纪要", "signed_by_both": true})),
                ),
                (
                    "correct-entry",
                    json!({"entry": 3, "command": "issue-offer", "correction_reason": "日期有误", "by": "staff",
                        "in_writing": true, "subject": "考核", "occurred": "2025-01-07"}),
                ),
            ],
        )
        .await;

    // An old ledger; an objection; and the many employers of a park.
    let third = office.begin("/api/v1/cases", opening("示例三厂", "320106")).await;
    office.record(&third, &to_the_talks()).await;
    let receipt = to_the_effect().into_iter().take_while(|(decision, _)| *decision != "request-supplement");
    office.record(&third, &receipt.collect::<Vec<_>>()).await;
    office.record(&third, &[("serve-objection", on("2025-03-14", json!({"opinion": "低于法定标准"})))]).await;
    let mut taken = opening("示例四厂", "320106");
    (taken["source"], taken["stage"], taken["as_of"]) =
        (json!("旧台账第 3 页"), json!("in-performance"), json!("2025-01-06"));
    taken["unknown"] = json!(["effect"]);
    let fourth = office.begin("/api/v1/cases/take-over-case", taken).await;
    office.record(&fourth, &[("mark-renewed", on("2026-02-02", json!({"by": id(&third)})))]).await;
    let park = json!({"scope": "area", "name": "示例工业园", "place": "320706", "employers_side": "elected", "employers": 2,
        "occurred": "2025-01-06"});
    let joint = office.begin("/api/v1/cases/open-joint-case", park.clone()).await;
    let employer = |case: Value| case["opening"]["employer"].as_str().unwrap().to_owned();
    let (one, two) = (employer(office.shown(&first).await), employer(office.shown(&second).await));
    let listed = format!("{one},2025-01-06,授权,30,12,2025-01-06\n{two}");
    office.record(&joint, &[("list-employers", on("2025-01-07", json!({"joined": listed})))]).await;
    office.record(&joint, &to_the_talks()).await;
    office.record(&joint, &to_the_effect()[..1]).await;
    let vote = |employer: &str| {
        let body =
            json!({"employer": employer, "members": 30, "present": 28, "in_favour": 25, "against": 3, "abstained": 0});
        ("record-employer-vote", on("2025-03-01", body))
    };
    let told = on("2025-02-28", json!({"passed": false, "words": "未获通过"}));
    let (decision, again) = to_the_effect()[0].clone();
    office.record(&joint, &[("record-told-vote", told), (decision, on("2025-03-01", again))]).await;
    office.record(&joint, &[vote(&one), vote(&two)]).await;
    assert_eq!(office.shown(&joint).await["stage"]["code"], "vote-passed", "the staff of both passed it");
    let mut taken = park;
    (taken["source"], taken["stage"], taken["as_of"]) = (json!("报道"), json!("in-session"), json!("2025-01-06"));
    office.begin("/api/v1/cases/take-over-joint-case", taken).await;

    let march = json!({"name": "三月要约行动", "of": "offers", "place": "320100", "occurred": "2025-03-01"});
    let answer = office.caseworker.post("/api/v1/drives", &march).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let drive = id(answer.headers()["location"].to_str().unwrap());
    office.app.caught_up().await;
    office.record(&third, &[("join-drive", on("2025-03-15", json!({"drive": drive})))]).await;

    let recorded = office.kinds().await;
    let missing: Vec<_> = CaseEvent::KINDS.iter().filter(|kind| !recorded.contains(*kind)).collect();
    assert!(missing.is_empty(), "kinds that nobody can record through the API: {missing:?}");
}
