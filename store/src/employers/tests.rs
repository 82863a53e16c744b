use heyi_core::employer::decisions::correct_register_entry::CorrectRegisterEntry;
use heyi_core::employer::decisions::record_credit_code::RecordCreditCode;
use heyi_core::employer::decisions::rename_employer::RenameEmployer;
use heyi_core::employer::decisions::withdraw_register_entry::WithdrawRegisterEntry;
use heyi_core::employer::decisions::{RegisterCommand, RegisterRequest};
use heyi_core::employer::scenario::{OTHER_CODE, registered};
use heyi_core::event::employer::{CreditCodeRecorded, EmployerRenamed};
use heyi_core::occurred::Occurred;
use uuid::Uuid;

use super::*;
use crate::append::IdempotencyKey;
use crate::clock::SystemClock;
use crate::memory::MemoryLog;

const CODE: &str = "914403001922038216";

fn id(number: u128) -> EmployerId {
    EmployerId(Uuid::from_u128(number))
}

fn asked(seen: Option<u64>, key: Option<&str>) -> Asked {
    let by = AccountId(Uuid::from_u128(7));
    let key = key.map(|key| IdempotencyKey {
        account: by,
        route: "POST /employers".to_owned(),
        key: key.to_owned(),
        fingerprint: heyi_core::digest::Digest::of(&[b"x"]),
    });
    Asked { by, seen: seen.map(Version), key }
}

fn request(command: impl Into<RegisterCommand>) -> RegisterRequest {
    RegisterRequest { command: command.into(), occurred: Occurred::on(jiff::civil::date(2026, 1, 5)) }
}

fn enter(name: &str, code: Option<&str>) -> RegisterRequest {
    request(RegisterEmployer(EmployerRegistered {
        name: name.to_owned(),
        credit_code: code.map(str::to_owned),
        no_code_reason: if code.is_none() { "尚未取得".to_owned() } else { String::new() },
        ..registered()
    }))
}

fn rename(name: &str) -> RegisterRequest {
    request(RenameEmployer(EmployerRenamed { name: name.to_owned() }))
}

fn code(code: &str) -> RecordCreditCode {
    RecordCreditCode(CreditCodeRecorded { credit_code: code.to_owned() })
}

struct Desk(Employers);

impl Desk {
    fn open() -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        Self(Employers::new(Arc::new(MemoryLog::new(Arc::clone(&clock))), clock))
    }

    async fn ask(&self, employer: u128, request: RegisterRequest) -> Result<Registered, RegisterError> {
        self.0.execute(id(employer), &request, &asked(None, None)).await
    }
}

fn taken_by(result: Result<Registered, RegisterError>) -> EmployerId {
    match result {
        Err(RegisterError::Taken(taken)) => taken.owner,
        other => panic!("not taken: {other:?}"),
    }
}

#[tokio::test]
async fn a_code_belongs_to_one_employer_whose_name_is_told() {
    let desk = Desk::open();
    desk.ask(1, enter("甲", Some(CODE))).await.unwrap();
    assert_eq!(taken_by(desk.ask(2, enter("乙", Some(CODE))).await), id(1));
    desk.ask(2, enter("乙", None)).await.unwrap();
    let refused = desk.ask(2, request(code(CODE))).await.unwrap_err();
    assert!(refused.to_string().contains("甲"), "{refused}");
    desk.ask(2, request(code(OTHER_CODE))).await.unwrap();
    assert_eq!(desk.0.load(id(2)).await.unwrap().unwrap().credit_code(), Some(OTHER_CODE));
}

#[tokio::test]
async fn a_code_that_was_corrected_away_is_free_and_does_not_come_back_when_taken() {
    let desk = Desk::open();
    desk.ask(1, enter("甲", Some(CODE))).await.unwrap();
    let RegisterCommand::RegisterEmployer(right) = enter("甲", Some(OTHER_CODE)).command else { panic!() };
    let correction = CorrectRegisterEntry {
        entry: Version(1),
        command: Box::new(right.into()),
        occurred: Occurred::on(jiff::civil::date(2026, 1, 5)),
        reason: "输错".to_owned(),
    };
    desk.ask(1, request(correction)).await.unwrap();
    desk.ask(2, enter("乙", Some(CODE))).await.unwrap();
    // Withdrawing the correction would give the first its old code back.
    let withdrawal = WithdrawRegisterEntry { entry: Version(2), reason: "不改".to_owned() };
    assert_eq!(taken_by(desk.ask(1, request(withdrawal)).await), id(2));
}

#[tokio::test]
async fn of_many_who_take_one_code_at_once_one_has_it() {
    let desk = Desk::open();
    let asking = (1..20).map(|employer| desk.ask(employer, enter(&format!("第{employer}厂"), Some(CODE))));
    let answers = futures::future::join_all(asking).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(RegisterError::Taken(_)))), "{answers:?}");
}

#[tokio::test]
async fn who_looked_earlier_is_told_what_was_recorded_since_and_others_go_on() {
    let desk = Desk::open();
    desk.ask(1, enter("甲", None)).await.unwrap();
    let done = desk.ask(1, rename("乙")).await.unwrap();
    assert_eq!(done.version, Version(2));
    let late = desk.0.execute(id(1), &rename("丙"), &asked(Some(1), None)).await;
    assert!(matches!(late, Err(RegisterError::Changed { now: Version(2), since }) if since.len() == 1));
    let unknown = desk.ask(9, rename("丙")).await;
    assert!(matches!(unknown, Err(RegisterError::UnknownEmployer)));
}

#[tokio::test]
async fn the_same_key_gives_the_first_answer() {
    let desk = Desk::open();
    let first = desk.0.execute(id(1), &enter("甲", None), &asked(None, Some("k"))).await.unwrap();
    let again = desk.0.execute(id(2), &enter("甲", None), &asked(None, Some("k"))).await.unwrap();
    assert_eq!(again, Registered { repeated: true, ..first });
    assert!(desk.0.load(id(2)).await.unwrap().is_none());
}
