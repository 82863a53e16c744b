use heyi_core::case::Stage;
use heyi_core::drive::decisions::DriveCommand;
use heyi_core::drive::decisions::close_drive::CloseDrive;
use heyi_core::drive::decisions::extend_drive::ExtendDrive;
use heyi_core::drive::decisions::open_drive::OpenDrive;
use heyi_core::employer::scenario::registered;
use heyi_core::event::drive::{DriveClosed, DriveExtended, DriveOpened};
use heyi_core::event::employer::EmployerRegistered;
use heyi_core::ground::Law;
use heyi_core::ids::{AccountId, EmployerId};
use heyi_core::occurred::Occurred;
use uuid::Uuid;

use super::*;
use crate::append::IdempotencyKey;
use crate::clock::SystemClock;
use crate::employers;
use crate::laws::Laws;
use crate::memory::MemoryLog;

struct Desk {
    log: Arc<dyn EventLog>,
    drives: Drives,
}

fn asked(key: Option<&str>) -> Asked {
    let by = AccountId(Uuid::from_u128(7));
    let key = key.map(|key| IdempotencyKey {
        account: by,
        route: "POST /drives".to_owned(),
        key: key.to_owned(),
        fingerprint: heyi_core::digest::Digest::of(&[b"x"]),
    });
    Asked { by, seen: None, key }
}

fn on() -> Occurred {
    Occurred::on(jiff::civil::date(2026, 3, 2))
}

fn march(targets: Vec<DriveTarget>) -> DriveRequest {
    let opened = DriveOpened {
        name: "三月要约行动".into(),
        office: "js-nanjing".parse().unwrap(),
        place: "320100".parse().unwrap(),
        of: DriveOf::Offers,
        from: None,
        to: None,
        synchronised: Some(true),
        topics: vec![],
        subject: "女职工权益保护".into(),
        issuer: String::new(),
        law: String::new(),
        request: String::new(),
        reply_by: None,
        selection: "女职工不少于 10 人".into(),
        source: String::new(),
        employers_told: None,
        targets,
        made_up: true,
    };
    DriveRequest { command: OpenDrive(Box::new(opened)).into(), occurred: on() }
}

impl Desk {
    async fn open() -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(Arc::clone(&clock)));
        let laws = Arc::new(Laws::open(Arc::clone(&log), Law::shipped()).await.unwrap());
        let cases = Cases::new(Arc::clone(&log), laws, Arc::clone(&clock));
        Self { drives: Drives::new(Arc::clone(&log), cases, clock), log }
    }

    async fn employers(&self, number: u128) -> Vec<DriveTarget> {
        let mut targets = Vec::new();
        for index in 0..number {
            let (id, name) = (EmployerId(Uuid::from_u128(100 + index)), format!("示例第 {index} 厂"));
            let entered = EmployerRegistered {
                name: name.clone(),
                credit_code: None,
                no_code_reason: "示例".into(),
                ..registered()
            };
            let appends = employers::registration(&*self.log, id, entered, on()).await.unwrap();
            self.log.append(Commit { appends, by: asked(None).by, key: None }).await.unwrap();
            targets.push(DriveTarget { employer: id, name });
        }
        targets
    }

    async fn cases(&self) -> Vec<heyi_core::case::Case> {
        let mut cases = Vec::new();
        for event in self.log.read_all(Position::ZERO, 10_000).await.unwrap() {
            if let Some(case) = streams::as_case(&event.stream)
                && event.version == Version(1)
            {
                cases.push(self.drives.cases.load(case, None).await.unwrap().unwrap());
            }
        }
        cases
    }
}

#[tokio::test]
async fn opening_a_drive_issues_every_offer_in_one_commit() {
    let desk = Desk::open().await;
    let targets = desk.employers(300).await;
    let before = desk.log.head();
    let id = DriveId(Uuid::from_u128(1));
    let done = desk.drives.execute(id, &march(targets), &asked(Some("k"))).await.unwrap();
    let cases = desk.cases().await;
    assert_eq!(cases.len(), 300);
    for case in &cases {
        assert_eq!(case.stage, Stage::Offered);
        assert!(case.roads.drives.contains(&id) && !case.contradictory());
    }
    let numbers: std::collections::BTreeSet<_> =
        cases.iter().map(|case| case.opening.as_ref().unwrap().number.clone()).collect();
    assert_eq!(numbers.len(), 300, "each has a number of its own");
    // Four events for each, and the drive: one commit, so that a reader sees all of it or nothing.
    assert_eq!(done.position.0 - before.0, 4 * 300 + 1);
    let point = desk.log.chain_at(Position(before.0 + 1)).await.unwrap();
    assert_eq!(point.position, before, "no position within it is the end of a commit");
    let again = desk.drives.execute(id, &march(Vec::new()), &asked(Some("k"))).await.unwrap();
    assert!(again.repeated && again.position == done.position);
}

#[tokio::test]
async fn an_employer_that_is_not_there_keeps_every_offer_back() {
    let desk = Desk::open().await;
    let mut targets = desk.employers(2).await;
    targets.push(DriveTarget { employer: EmployerId(Uuid::from_u128(9)), name: "没有的厂".into() });
    let head = desk.log.head();
    let refused = desk.drives.execute(DriveId(Uuid::from_u128(1)), &march(targets), &asked(None)).await;
    let Err(ExecuteError::Refused { refusal, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(refusal.code, "unknown-employer");
    assert!(refusal.say.zh.contains("没有的厂"));
    assert_eq!(desk.log.head(), head, "nothing is half-recorded");
}

#[tokio::test]
async fn more_employers_are_taken_in_until_it_is_closed() {
    let desk = Desk::open().await;
    let targets = desk.employers(3).await;
    let id = DriveId(Uuid::from_u128(1));
    desk.drives.execute(id, &march(targets[..2].to_vec()), &asked(None)).await.unwrap();
    let extend = |targets: &[DriveTarget]| DriveRequest {
        command: ExtendDrive(DriveExtended { selection: "补充".into(), targets: targets.to_vec() }).into(),
        occurred: on(),
    };
    desk.drives.execute(id, &extend(&targets[2..]), &asked(None)).await.unwrap();
    assert_eq!(desk.cases().await.len(), 3);
    let close = DriveRequest { command: CloseDrive(DriveClosed { report: "完成".into() }).into(), occurred: on() };
    desk.drives.execute(id, &close, &asked(None)).await.unwrap();
    let refused = desk.drives.execute(id, &extend(&targets[2..]), &asked(None)).await;
    assert!(matches!(refused, Err(ExecuteError::Refused { refusal, .. }) if refusal.code == "drive-closed"));
}

#[tokio::test]
async fn a_drive_of_letters_issues_a_reminder_to_each_in_one_commit() {
    let desk = Desk::open().await;
    let targets = desk.employers(3).await;
    let mut request = march(targets);
    let DriveCommand::OpenDrive(OpenDrive(opened)) = &mut request.command else { panic!("another command") };
    opened.of = DriveOf::Letters;
    opened.request = "落实育儿假".into();
    let head = desk.log.head();
    let refused = desk.drives.execute(DriveId(Uuid::from_u128(1)), &request, &asked(None)).await;
    assert!(matches!(refused, Err(ExecuteError::Refused { refusal, .. }) if refusal.field == Some("issuer")));
    assert_eq!(desk.log.head(), head, "nothing is half-recorded");

    let DriveCommand::OpenDrive(OpenDrive(opened)) = &mut request.command else { panic!("another command") };
    opened.issuer = "市总工会".into();
    let id = DriveId(Uuid::from_u128(1));
    let done = desk.drives.execute(id, &request, &asked(None)).await.unwrap();
    assert!(desk.cases().await.is_empty(), "letters open no cases");
    let point = desk.log.chain_at(done.position).await.unwrap();
    assert_eq!(point.position, done.position, "three letters, their numbers and the drive end one commit");
    let between = desk.log.chain_at(Position(done.position.0 - 1)).await.unwrap();
    assert_eq!(between.position, head, "and it is one");
    let year = SystemClock.today().year();
    let numbered =
        desk.log.version(&streams::letter_numbering(&"js-nanjing".parse().unwrap(), year).unwrap()).await.unwrap();
    assert_eq!(numbered.0, 3);
}
