use heyi_core::event::letter::{Addressee, LetterIssued};
use heyi_core::ids::OfficeId;
use heyi_core::letter::decisions::issue_letter::IssueLetter;
use heyi_core::letter::decisions::receive_letter::ReceiveLetter;
use heyi_core::letter::scenario::{opinion, proposal, received};
use heyi_core::occurred::Occurred;
use uuid::Uuid;

use super::*;
use crate::append::IdempotencyKey;
use crate::clock::SystemClock;
use crate::memory::MemoryLog;

fn id(number: u128) -> LetterId {
    LetterId(Uuid::from_u128(number))
}

fn asked(seen: Option<u64>, key: Option<&str>) -> Asked {
    let by = AccountId(Uuid::from_u128(7));
    let key = key.map(|key| IdempotencyKey {
        account: by,
        route: "POST /letters".to_owned(),
        key: key.to_owned(),
        fingerprint: heyi_core::digest::Digest::of(&[b"x"]),
    });
    Asked { by, seen: seen.map(Version), key }
}

fn request(command: impl Into<LetterCommand>) -> LetterRequest {
    LetterRequest { command: command.into(), occurred: Occurred::on(jiff::civil::date(2026, 1, 5)) }
}

fn to_office(office: &str) -> LetterIssued {
    LetterIssued { office: OfficeId::try_from(office.to_owned()).unwrap(), reply_by: None, ..proposal() }
}

struct Desk(Letters, Arc<dyn EventLog>);

impl Desk {
    fn open() -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(Arc::clone(&clock)));
        Self(Letters::new(Arc::clone(&log), clock), log)
    }

    async fn number(&self, letter: u128) -> String {
        self.0.load(id(letter)).await.unwrap().unwrap().text().unwrap().number.clone()
    }

    async fn issue(&self, letter: u128, issued: LetterIssued) -> Result<Recording, LetterError> {
        self.0.execute(id(letter), &request(IssueLetter(issued)), &asked(None, None)).await
    }
}

#[tokio::test]
async fn each_office_counts_its_letters_by_itself() {
    let desk = Desk::open();
    let year = SystemClock.today().year();
    for (letter, office) in [(1, "zj"), (2, "zj"), (3, "zj-hangzhou")] {
        desk.issue(letter, to_office(office)).await.unwrap();
    }
    assert_eq!(desk.number(1).await, format!("〔{year}〕函1"));
    assert_eq!(desk.number(2).await, format!("〔{year}〕函2"));
    assert_eq!(desk.number(3).await, format!("〔{year}〕函1"));
}

#[tokio::test]
async fn many_letters_of_one_office_are_one_commit() {
    let desk = Desk::open();
    let day = Occurred::on(jiff::civil::date(2026, 1, 5));
    let issue = |letter| Issue { letter: id(letter), issued: to_office("zj"), occurred: day.clone() };
    let appends = issuing(&*desk.1, SystemClock.today(), (1..=3).map(issue).collect()).await.unwrap();
    let commit = Commit { appends, by: AccountId(Uuid::from_u128(7)), key: None };
    desk.1.append(commit).await.unwrap();
    let year = SystemClock.today().year();
    assert_eq!(desk.number(3).await, format!("〔{year}〕函3"));
    desk.issue(4, to_office("zj")).await.unwrap();
    assert_eq!(desk.number(4).await, format!("〔{year}〕函4"));
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_issued_at_once_have_different_numbers() {
    let desk = Arc::new(Desk::open());
    let tasks: Vec<_> = (1..=8)
        .map(|letter| {
            let desk = Arc::clone(&desk);
            tokio::spawn(async move { desk.issue(letter, to_office("zj")).await.unwrap() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let mut numbers = std::collections::BTreeSet::new();
    for letter in 1..=8 {
        numbers.insert(desk.number(letter).await);
    }
    assert_eq!(numbers.len(), 8);
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_and_gives_no_number() {
    let desk = Desk::open();
    let to_nobody = LetterIssued { reply_by: None, ..opinion() };
    assert!(matches!(desk.issue(1, to_nobody.clone()).await, Err(LetterError::Refused { .. })), "not in the register");
    let no_case = LetterIssued { case: Some(heyi_core::ids::CaseId(Uuid::nil())), ..to_office("zj") };
    assert!(matches!(desk.issue(1, no_case).await, Err(LetterError::Refused { .. })));
    let wrong = LetterIssued { addressee: Addressee::Authority("人社局".into()), ..to_nobody };
    assert!(matches!(desk.issue(1, wrong).await, Err(LetterError::Refused { .. })));
    assert_eq!(desk.1.head(), Position::ZERO);
    let unknown = desk.0.execute(id(9), &request(ReceiveLetter(received())), &asked(None, None)).await;
    assert!(matches!(unknown, Err(LetterError::UnknownLetter)));
}

#[tokio::test]
async fn a_key_gives_the_first_answer_and_an_older_version_is_told() {
    let desk = Desk::open();
    let issue = request(IssueLetter(to_office("zj")));
    let first = desk.0.execute(id(1), &issue, &asked(None, Some("k"))).await.unwrap();
    let again = desk.0.execute(id(2), &issue, &asked(None, Some("k"))).await.unwrap();
    assert_eq!((again.letter, again.repeated), (first.letter, true));
    let serve = request(ReceiveLetter(received()));
    let late = desk.0.execute(id(1), &serve, &asked(Some(0), None)).await;
    assert!(matches!(late, Err(LetterError::Changed { now: Version(1), .. })));
    assert_eq!(desk.0.execute(id(1), &serve, &asked(Some(1), None)).await.unwrap().version, Version(2));
}
