//! The offers of a drive: for each employer a case of its own, numbered, taken into the drive, with its offer issued.

use heyi_core::case::Case;
use heyi_core::command::Request;
use heyi_core::decisions::Command;
use heyi_core::decisions::issue_offer::IssueOffer;
use heyi_core::decisions::join_drive::JoinDrive;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::drive::Drive;
use heyi_core::employer::Employer;
use heyi_core::event::drive::{DriveJoined, DriveOpened, DriveTarget};
use heyi_core::event::offer::{OfferBy, OfferIssued};
use heyi_core::event::office::CaseNumbered;
use heyi_core::event::opening::{CaseOpened, Procedure};
use heyi_core::event::{CaseEvent, Entry, Event, OfficeEvent, Recorded};
use heyi_core::ids::{AccountId, CaseId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::refusal::Refusal;
use heyi_core::rules::SubjectMatter;

use crate::append::{Expect, NewEvent, StreamAppend};
use crate::cases::ExecuteError;
use crate::codec;
use crate::employers::{self, entry};
use crate::ids;
use crate::streams;

use super::Drives;

impl Drives {
    /// The cases that open for `targets`, and their numbers.
    pub(super) async fn offers(
        &self,
        drive: &Drive,
        targets: &[DriveTarget],
        occurred: &Occurred,
        by: AccountId,
    ) -> Result<Vec<StreamAppend>, ExecuteError> {
        let Some(opened) = &drive.opened else { return Ok(Vec::new()) };
        let (office, year) = (&opened.office, self.clock.today().year());
        let numbers = streams::numbering(office, year)?;
        let mut last = self.log.version(&numbers).await?;
        let expect = Expect::Exact(last);
        let (mut numbered, mut appends) = (Vec::new(), Vec::new());
        for target in targets {
            let employer = employers::load(&*self.log, target.employer).await?.filter(is_there);
            let employer = employer.ok_or_else(|| ExecuteError::of(not_there(target)))?;
            last = last.next();
            let serial = u32::try_from(last.0).unwrap_or(u32::MAX);
            let case = ids::case();
            let number = OfficeEvent::CaseNumbered(CaseNumbered { office: office.clone(), year, serial, case });
            numbered.push(codec::encode(&entry(Occurred::on(self.clock.today()), Event::Office(number)))?);
            let events = self.one_case(case, &format!("〔{year}〕{serial}"), &employer, drive, occurred, by)?;
            appends.push(StreamAppend { stream: streams::case(case)?, expect: Expect::NoStream, events });
        }
        appends.push(StreamAppend { stream: numbers, expect, events: numbered });
        Ok(appends)
    }

    /// The first entries of one case, each decided on those before it, as if somebody had recorded them.
    fn one_case(
        &self,
        case: CaseId,
        number: &str,
        employer: &Employer,
        drive: &Drive,
        occurred: &Occurred,
        by: AccountId,
    ) -> Result<Vec<NewEvent>, ExecuteError> {
        let Some(of) = &drive.opened else { return Ok(Vec::new()) };
        let law = self.cases.law();
        let mut history: Vec<Recorded<CaseEvent>> = Vec::new();
        let mut events = Vec::new();
        let joined = DriveJoined { drive: drive.id, name: of.name.clone() };
        let commands: [Command; 3] =
            [opening(number, employer, of).into(), JoinDrive(joined).into(), IssueOffer(offer(of)).into()];
        for command in commands {
            let now = Case::replay(case, &history, &law);
            let request = Request { command, occurred: occurred.clone(), note: None, evidence: Vec::new() };
            let decided = self.cases.decide(request, &now, by)?;
            events.push(codec::encode(&decided)?);
            history.extend(as_recorded(&decided, now.version.next(), by, self.clock.now()));
        }
        Ok(events)
    }
}

fn opening(number: &str, employer: &Employer, drive: &DriveOpened) -> OpenCase {
    OpenCase(CaseOpened {
        number: number.to_owned(),
        office: drive.office.clone(),
        employer: employer.id,
        employer_name: employer.name().to_owned(),
        place: employer.place().unwrap_or(&drive.place).clone(),
        subject: SubjectMatter::Women,
        procedure: Procedure::Ordinary,
        staff: employer.facts.staff.clone(),
        women: employer.facts.women.clone(),
        made_up: drive.made_up || employer.facts.made_up,
    })
}

fn offer(drive: &DriveOpened) -> OfferIssued {
    OfferIssued {
        by: OfferBy::Staff,
        in_writing: true,
        topics: drive.topics.clone(),
        subject: drive.subject.clone(),
        proposed_day: None,
        proposed_place: String::new(),
        synchronised: drive.synchronised,
    }
}

/// The employer is in the register and exists.
pub(super) fn is_there(employer: &Employer) -> bool {
    employer.facts.merged.is_none() && employer.facts.gone.is_none()
}

pub(super) fn not_there(target: &DriveTarget) -> Refusal {
    Refusal::new(
        "unknown-employer",
        format!("名册中没有“{}”，或该单位已不存在；请从名单中去掉。", target.name),
        format!("\"{}\" is not in the register, or exists no more. Take it off the list.", target.name),
    )
    .at("targets")
}

fn as_recorded(
    entry: &Entry,
    version: heyi_core::ids::Version,
    by: AccountId,
    recorded_at: jiff::Timestamp,
) -> Option<Recorded<CaseEvent>> {
    let Event::Case(event) = &entry.event else { return None };
    Some(Recorded {
        position: Position::ZERO,
        version,
        recorded_at,
        by,
        occurred: entry.occurred.clone(),
        event: event.clone(),
        note: None,
        evidence: Vec::new(),
    })
}
