use heyi_core::decisions::Command;
use heyi_core::decisions::issue_offer::IssueOffer;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::decisions::sign::Sign;
use heyi_core::digest::Digest;
use heyi_core::event::employer::{EmployerRegistered, Ownership, UnionKind};
use heyi_core::ids::EmployerId;
use heyi_core::occurred::Occurred;
use heyi_core::scenario::{day, offer, opened, signed};
use heyi_core::stage::Stage;
use uuid::Uuid;

use super::*;
use crate::clock::ManualClock;
use crate::disk::simulated::SimulatedDisk;
use crate::ids;
use crate::laws::nobody;
use crate::memory::MemoryLog;
use crate::store::Store;

async fn store() -> Store {
    let clock = Arc::new(ManualClock::at("2026-06-01T04:00:00Z".parse().unwrap()));
    let log = Arc::new(MemoryLog::new(clock.clone()));
    Store::open(log, Arc::new(SimulatedDisk::new(1)), clock).await.unwrap()
}

fn asked() -> Asked {
    Asked { by: nobody(), seen: None, key: None }
}

fn request(command: impl Into<Command>, occurred: Occurred) -> Request {
    Request { command: command.into(), occurred, note: None, evidence: Vec::new() }
}

fn employer(code: Option<&str>) -> EmployerRegistered {
    EmployerRegistered {
        name: "示例生物医药有限公司".into(),
        credit_code: code.map(str::to_owned),
        no_code_reason: if code.is_some() { String::new() } else { "台账未载".into() },
        place: "320100".parse().unwrap(),
        industry: Some("27".into()),
        biomedicine: Some(true),
        ownership: Ownership::Private,
        union: UnionKind::Own,
        made_up: true,
    }
}

fn opening(code: Option<&str>) -> Opening {
    let employer = Employer::New(ids::employer(), employer(code));
    let employer = Some(employer);
    Opening { case: ids::case(), request: request(OpenCase(opened()), day(0)), employer, counts: None }
}

fn key(fingerprint: &[u8]) -> IdempotencyKey {
    let fingerprint = Digest::of(&[fingerprint]);
    IdempotencyKey { account: nobody(), route: "POST /cases".into(), key: "k".into(), fingerprint }
}

#[tokio::test]
async fn cases_of_an_office_are_numbered_without_gaps() {
    let store = store().await;
    for expected in ["〔2026〕1", "〔2026〕2"] {
        let executed = store.cases.open(opening(None), asked()).await.unwrap();
        let case = store.cases.load(executed.case, None).await.unwrap().unwrap();
        assert_eq!(case.opening.unwrap().number, expected);
    }
}

#[tokio::test]
async fn an_employer_is_entered_once_by_its_code() {
    let store = store().await;
    store.cases.open(opening(Some("914403001922038216")), asked()).await.unwrap();
    let code_of = |error| match error {
        ExecuteError::Refused { refusal, .. } => refusal.code,
        ExecuteError::CodeTaken(taken) => taken.refusal.code,
        other => panic!("{other:?}"),
    };
    let head = store.log.head();
    let again = store.cases.open(opening(Some("914403001922038216")), asked()).await.unwrap_err();
    assert_eq!(code_of(again), "already-registered");
    let wrong = store.cases.open(opening(Some("914403001922038217")), asked()).await.unwrap_err();
    assert_eq!(code_of(wrong), "credit-code");
    let mut neither = employer(None);
    neither.no_code_reason.clear();
    let neither = Opening { employer: Some(Employer::New(ids::employer(), neither)), ..opening(None) };
    assert_eq!(code_of(store.cases.open(neither, asked()).await.unwrap_err()), "code-or-reason");
    let unknown = Opening { employer: Some(Employer::Known(EmployerId(Uuid::nil()))), ..opening(None) };
    assert_eq!(code_of(store.cases.open(unknown, asked()).await.unwrap_err()), "unknown-employer");
    assert_eq!(store.log.head(), head, "a refusal records nothing");
}

#[tokio::test]
async fn a_step_is_decided_and_recorded_or_refused_with_what_is_allowed() {
    let store = store().await;
    let case = store.cases.open(opening(None), asked()).await.unwrap().case;
    match store.cases.execute(case, request(Sign(signed()), day(9)), asked()).await {
        Err(ExecuteError::Refused { refusal, next }) => {
            assert_eq!(refusal.code, "needs-vote");
            assert!(next.contains(&DecisionKind::IssueOffer));
        }
        other => panic!("{other:?}"),
    }
    let executed = store.cases.execute(case, request(IssueOffer(offer()), day(5)), asked()).await.unwrap();
    assert_eq!(executed.version, Version(2));
    assert_eq!(store.cases.load(case, None).await.unwrap().unwrap().stage, Stage::Offered);
    let before = Position(executed.position.0 - 1);
    assert_eq!(store.cases.load(case, Some(before)).await.unwrap().unwrap().stage, Stage::Opened);
}

#[tokio::test]
async fn who_had_an_older_version_in_front_of_them_is_told_what_was_recorded() {
    let store = store().await;
    let opened = store.cases.open(opening(None), asked()).await.unwrap();
    let seen = Asked { seen: Some(opened.version), ..asked() };
    store.cases.execute(opened.case, request(IssueOffer(offer()), day(5)), seen.clone()).await.unwrap();
    match store.cases.execute(opened.case, request(IssueOffer(offer()), day(5)), seen).await {
        Err(ExecuteError::Changed { now, since }) => {
            assert_eq!(now, Version(2));
            assert_eq!(since.iter().map(|line| line.recorded.event.kind()).collect::<Vec<_>>(), ["offer-issued"]);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_same_key_gives_the_first_answer_and_another_body_is_told() {
    let store = store().await;
    let keyed = |body: &[u8]| Asked { key: Some(key(body)), ..asked() };
    let first = store.cases.open(opening(None), keyed(b"a")).await.unwrap();
    let again = store.cases.open(opening(None), keyed(b"a")).await.unwrap();
    assert_eq!((again.case, again.version, again.repeated), (first.case, first.version, true));
    assert!(matches!(store.cases.open(opening(None), keyed(b"b")).await, Err(ExecuteError::KeyReused)));
}

#[tokio::test]
async fn an_unknown_case_is_unknown() {
    let store = store().await;
    let result = store.cases.execute(ids::case(), request(IssueOffer(offer()), day(5)), asked()).await;
    assert!(matches!(result, Err(ExecuteError::UnknownCase)));
}

#[tokio::test]
async fn of_many_who_record_at_once_each_is_decided_on_what_stands() {
    let store = store().await;
    let case = store.cases.open(opening(None), asked()).await.unwrap().case;
    let offers = (0..3).map(|_| store.cases.execute(case, request(IssueOffer(offer()), day(5)), asked()));
    let results = futures::future::join_all(offers).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "one offer is open at a time");
}
