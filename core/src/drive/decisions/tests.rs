//! Given, when, then of the decisions about a drive.

use uuid::Uuid;

use crate::event::drive::{
    ChaseListPublished, DriveClosed, DriveExtended, DriveOf, DriveOpened, DriveProgressTold, DriveReopened, DriveTarget,
};
use crate::ids::{DriveId, EmployerId};
use crate::scenario::{date_of, day, opened};

use super::close_drive::CloseDrive;
use super::extend_drive::ExtendDrive;
use super::open_drive::OpenDrive;
use super::publish_chase_list::PublishChaseList;
use super::reopen_drive::ReopenDrive;
use super::tell_progress::TellProgress;
use super::*;

fn target(number: u128) -> DriveTarget {
    DriveTarget { employer: EmployerId(Uuid::from_u128(number)), name: format!("示例第 {number} 厂") }
}

fn march() -> DriveOpened {
    let case = opened();
    DriveOpened {
        name: "三月要约行动".into(),
        office: case.office,
        place: case.place,
        of: DriveOf::Offers,
        from: Some(date_of(60)),
        to: Some(date_of(90)),
        synchronised: Some(true),
        topics: vec![],
        subject: "女职工权益保护".into(),
        issuer: String::new(),
        law: String::new(),
        request: String::new(),
        reply_by: None,
        selection: "女职工不少于 10 人的生物医药单位".into(),
        source: String::new(),
        employers_told: None,
        targets: vec![target(1), target(2)],
        made_up: true,
    }
}

fn asked(drive: &Drive, command: impl Into<DriveCommand>) -> Result<DriveEvent, String> {
    let request = DriveRequest { command: command.into(), occurred: day(60) };
    decide(request, drive, date_of(365)).map_err(|refusal| refusal.code)
}

/// The drive after each of these was recorded.
fn after(commands: Vec<DriveCommand>) -> Drive {
    commands.into_iter().fold(Drive::empty(DriveId(Uuid::from_u128(1))), |mut drive, command| {
        let event = asked(&drive, command).unwrap();
        drive.evolve(&event, &day(60));
        drive
    })
}

fn refused(result: Result<DriveEvent, String>, code: &str) {
    assert_eq!(result.unwrap_err(), code);
}

#[test]
fn a_drive_is_opened_once_with_its_employers() {
    let drive = after(vec![OpenDrive(Box::new(march())).into()]);
    assert_eq!(drive.targets.len(), 2);
    refused(asked(&drive, OpenDrive(Box::new(march()))), "already-open");
    let empty = Drive::empty(DriveId(Uuid::from_u128(2)));
    refused(asked(&empty, OpenDrive(Box::new(DriveOpened { name: " ".into(), ..march() }))), "required");
    refused(
        asked(&empty, OpenDrive(Box::new(DriveOpened { to: Some(date_of(1)), ..march() }))),
        "ends-before-it-begins",
    );
    refused(
        asked(&empty, OpenDrive(Box::new(DriveOpened { targets: vec![target(1), target(1)], ..march() }))),
        "employer-twice",
    );
    let many = (0..1_001).map(target).collect();
    refused(asked(&empty, OpenDrive(Box::new(DriveOpened { targets: many, ..march() }))), "too-many-employers");
}

#[test]
fn more_employers_are_taken_in_and_nobody_twice() {
    let drive = after(vec![OpenDrive(Box::new(march())).into()]);
    let more = |targets| ExtendDrive(DriveExtended { selection: "补充".into(), targets });
    assert!(asked(&drive, more(vec![target(3)])).is_ok());
    refused(asked(&drive, more(vec![target(2)])), "employer-twice");
    refused(asked(&drive, more(vec![])), "required");
    let unopened = Drive::empty(DriveId(Uuid::from_u128(2)));
    refused(asked(&unopened, more(vec![target(3)])), "drive-unknown");
}

#[test]
fn told_figures_are_possible_and_keep_their_words() {
    let drive = after(vec![OpenDrive(Box::new(march())).into()]);
    let told = |signed, of, words: &str| {
        TellProgress(DriveProgressTold { answered: None, signed: Some(signed), of: Some(of), words: words.into() })
    };
    assert!(asked(&drive, told(26, 32, "26 家已签，报道作 80%")).is_ok());
    refused(asked(&drive, told(33, 32, "报道")), "part-exceeds-whole");
    refused(asked(&drive, told(26, 32, "")), "required");
}

#[test]
fn a_closed_drive_takes_nothing_until_it_is_reopened() {
    let closed = || CloseDrive(DriveClosed { report: "92 家中 80 家已答复".into() });
    let drive = after(vec![OpenDrive(Box::new(march())).into(), closed().into()]);
    let list = || {
        PublishChaseList(ChaseListPublished {
            way: "公开栏".into(),
            employers: Some(12),
            answer_by: None,
            answer_days: None,
        })
    };
    refused(asked(&drive, list()), "drive-closed");
    refused(asked(&drive, closed()), "drive-closed");
    let reopened = ReopenDrive(DriveReopened { reason: "仍有单位未答复".into() });
    let again = after(vec![OpenDrive(Box::new(march())).into(), closed().into(), reopened.clone().into()]);
    assert!(asked(&again, list()).is_ok());
    refused(asked(&again, reopened), "not-closed");
}

#[test]
fn what_lies_ahead_is_not_recorded() {
    let request = DriveRequest { command: OpenDrive(Box::new(march())).into(), occurred: day(400) };
    let refusal = decide(request, &Drive::empty(DriveId(Uuid::from_u128(1))), date_of(365)).unwrap_err();
    assert_eq!(refusal.code, "occurred-in-future");
}
