//! Given, when, then for letters: how their decisions are tested, here and in the suite.

use jiff::Timestamp;
use uuid::Uuid;

use crate::employer::Employer;
use crate::employer::scenario::{Register, registered};
use crate::event::letter::{
    Addressee, EscalatedTo, LetterAnswered, LetterClosed, LetterEntryCorrected, LetterEntryWithdrawn, LetterEscalated,
    LetterIssued, LetterKind, LetterOutcome, LetterReceived,
};
use crate::event::offer::DeliveryWay;
use crate::event::{LetterEvent, Recorded};
use crate::ids::{AccountId, LetterId, OfficeId, Position, Version};
use crate::occurred::Occurred;
use crate::place::Place;
use crate::refusal::Refusal;
use crate::scenario::{date_of, day};
use crate::topic::TopicCode;

use super::Letter;
use super::decisions::{self, LetterCommand, LetterRequest};
use super::guard::LetterGround;

/// A history of one letter in the making. Today is 1 January 2027; the sample employer is in the register.
#[derive(Clone, Debug)]
pub struct Desk {
    history: Vec<Recorded<LetterEvent>>,
    employer: Option<Employer>,
    followed_exists: bool,
}

/// What a decision came to.
#[derive(Debug)]
pub struct Outcome {
    desk: Desk,
    occurred: Occurred,
    result: Result<LetterEvent, Refusal>,
}

impl Desk {
    /// Nothing is recorded.
    #[must_use]
    pub fn empty() -> Self {
        Self { history: Vec::new(), employer: Some(Register::entered().employer()), followed_exists: false }
    }

    /// A letter was issued on day 0.
    #[must_use]
    pub fn issued(letter: LetterIssued) -> Self {
        Self::empty().and(LetterEvent::LetterIssued(letter), day(0))
    }

    /// The sample opinion was served on that day.
    #[must_use]
    pub fn received(on: i64) -> Self {
        Self::issued(opinion()).and(LetterEvent::LetterReceived(received()), day(on))
    }

    /// The sample opinion was served, and closed on day 50.
    #[must_use]
    pub fn closed() -> Self {
        let closed = LetterClosed { outcome: LetterOutcome::Remedied, remark: String::new() };
        Self::received(3).and(LetterEvent::LetterClosed(closed), day(50))
    }

    /// The register does not know the employer.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { employer: None, ..self }
    }

    /// The letter that the request follows exists.
    #[must_use]
    pub fn after_another(self) -> Self {
        Self { followed_exists: true, ..self }
    }

    /// And this was recorded.
    #[must_use]
    pub fn and(mut self, event: LetterEvent, occurred: Occurred) -> Self {
        let number = self.history.len() as u64 + 1;
        self.history.push(Recorded {
            position: Position(number),
            version: Version(number),
            recorded_at: Timestamp::UNIX_EPOCH,
            by: AccountId(Uuid::from_u128(7)),
            occurred,
            event,
            note: None,
            evidence: Vec::new(),
        });
        self
    }

    /// Someone asks to record this.
    #[must_use]
    pub fn when(self, command: impl Into<LetterCommand>, occurred: Occurred) -> Outcome {
        let request = LetterRequest { command: command.into(), occurred: occurred.clone() };
        let ground = LetterGround {
            today: date_of(365),
            employer: self.employer.as_ref(),
            case_exists: false,
            followed_exists: self.followed_exists,
        };
        let result = decisions::decide(request, &self.letter(), &ground);
        Outcome { desk: self, occurred, result }
    }

    /// What is recorded.
    #[must_use]
    pub fn history(&self) -> &[Recorded<LetterEvent>] {
        &self.history
    }

    /// The letter as it stands.
    #[must_use]
    pub fn letter(&self) -> Letter {
        Letter::replay(LetterId(Uuid::from_u128(30)), &self.history)
    }
}

impl Outcome {
    /// Then this is recorded.
    ///
    /// # Panics
    /// When something else is, or it is refused.
    pub fn then(self, event: LetterEvent) {
        assert_eq!(self.result, Ok(event));
    }

    /// Then it is recorded; the letter after it.
    ///
    /// # Panics
    /// When it is refused.
    #[expect(clippy::panic, reason = "the verdict of a test")]
    pub fn recorded(self) -> Letter {
        match self.result {
            Ok(event) => self.desk.and(event, self.occurred).letter(),
            Err(refusal) => panic!("refused: {refusal:?}"),
        }
    }

    /// Then it is refused with this code; the refusal.
    ///
    /// # Panics
    /// When it is recorded, or refused with another.
    #[expect(clippy::panic, reason = "the verdict of a test")]
    pub fn refused(self, code: &str) -> Refusal {
        match self.result {
            Err(refusal) if refusal.code == code => refusal,
            other => panic!("not refused with {code}: {other:?}"),
        }
    }
}

/// A sample opinion of Hangzhou, where the law sets a period, to the sample employer.
#[must_use]
#[expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "samples")]
pub fn opinion() -> LetterIssued {
    LetterIssued {
        number: "〔2026〕函1".into(),
        office: OfficeId::try_from("zj-hangzhou".to_owned()).unwrap(),
        kind: LetterKind::Opinion,
        issuer: "杭州市总工会".into(),
        addressee: Addressee::Employer(Register::entered().employer().id, registered().name),
        place: Place::try_from("330100".to_owned()).unwrap(),
        case: None,
        drive: None,
        follows: None,
        topics: vec![TopicCode("LEV.05".into())],
        facts: "监督检查发现未安排育儿假".into(),
        law: "浙江省人口与计划生育条例".into(),
        request: "安排育儿假并书面答复".into(),
        reply_by: Some(date_of(30)),
        signed_by: "工会主席".into(),
        made_up: true,
    }
}

/// A sample reminder to the same employer.
#[must_use]
pub fn reminder() -> LetterIssued {
    LetterIssued { kind: LetterKind::Reminder, ..opinion() }
}

/// A sample proposal to an authority.
#[must_use]
pub fn proposal() -> LetterIssued {
    LetterIssued {
        kind: LetterKind::Proposal,
        addressee: Addressee::Authority("杭州市人力资源和社会保障局".into()),
        ..opinion()
    }
}

/// It was handed to the personnel office.
#[must_use]
pub fn received() -> LetterReceived {
    LetterReceived { way: DeliveryWay::Hand, received_by: "人事部门".into() }
}

/// It was answered, saying so.
#[must_use]
pub fn answered(remedied: Option<bool>) -> LetterEvent {
    LetterEvent::LetterAnswered(LetterAnswered { answer: "已收悉".into(), remedied })
}

/// The matter was taken to the labour inspection.
#[must_use]
pub fn escalated() -> LetterEvent {
    LetterEvent::LetterEscalated(LetterEscalated {
        to: EscalatedTo::LabourInspection, what: "移送劳动保障监察".into()
    })
}

/// One event of each kind, for golden files and round trips.
#[must_use]
pub fn sample_of_each() -> Vec<LetterEvent> {
    vec![
        LetterEvent::LetterIssued(opinion()),
        LetterEvent::LetterReceived(received()),
        answered(Some(false)),
        escalated(),
        LetterEvent::LetterClosed(LetterClosed { outcome: LetterOutcome::NotRemedied, remark: "移送监察".into() }),
        LetterEvent::LetterEntryCorrected(LetterEntryCorrected {
            entry: Version(2),
            event: Box::new(LetterEvent::LetterReceived(received())),
            occurred: day(4),
            reason: "日期录错".into(),
        }),
        LetterEvent::LetterEntryWithdrawn(LetterEntryWithdrawn { entry: Version(5), reason: "记错函件".into() }),
    ]
}
