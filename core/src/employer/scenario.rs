//! Given, when, then for the register: how its decisions are tested, here and in the suite.

use jiff::Timestamp;
use uuid::Uuid;

use crate::event::employer::{
    CommitteeKind, ContractHeldRecorded, CreditCodeRecorded, EmployerDescribed, EmployerGone, EmployerMerged,
    EmployerRecoded, EmployerRegistered, EmployerRenamed, HeadCountRecorded, HeldContract, NewBusinessFormRecorded,
    Ownership, RegisterEntryCorrected, RegisterEntryWithdrawn, Size, UnionKind, WomensCommitteeRecorded,
};
use crate::event::opening::HeadCount;
use crate::event::{EmployerEvent, Recorded};
use crate::ids::{AccountId, EmployerId, Position, Version};
use crate::occurred::Occurred;
use crate::place::Place;
use crate::refusal::Refusal;
use crate::scenario::{date_of, day};

use super::Employer;
use super::decisions::{self, RegisterCommand, RegisterRequest};
use super::guard::RegisterGround;

/// A valid code that the sample employer does not have.
pub const OTHER_CODE: &str = "9144030071526726XG";

/// A history of one employer in the making. Today is 1 January 2027.
#[derive(Clone, Debug)]
pub struct Register {
    id: EmployerId,
    history: Vec<Recorded<EmployerEvent>>,
    other: Option<Employer>,
}

/// What a decision came to.
#[derive(Debug)]
pub struct Outcome {
    register: Register,
    occurred: Occurred,
    result: Result<EmployerEvent, Refusal>,
}

impl Register {
    /// Nothing is recorded.
    #[must_use]
    pub fn empty() -> Self {
        Self { id: EmployerId(Uuid::from_u128(20)), history: Vec::new(), other: None }
    }

    /// The sample employer is in the register.
    #[must_use]
    pub fn entered() -> Self {
        Self::empty().and(EmployerEvent::EmployerRegistered(registered()), day(0))
    }

    /// Another employer is.
    #[must_use]
    pub fn another() -> Self {
        let other = EmployerRegistered {
            name: "另一医药有限公司".into(),
            credit_code: Some(OTHER_CODE.into()),
            ..registered()
        };
        let id = EmployerId(Uuid::from_u128(21));
        Self { id, ..Self::empty() }.and(EmployerEvent::EmployerRegistered(other), day(0))
    }

    /// The sample employer was dissolved on day 60.
    #[must_use]
    pub fn gone() -> Self {
        Self::entered().and(EmployerEvent::EmployerGone(EmployerGone { reason: "注销".into() }), day(60))
    }

    /// The sample employer was merged into another on day 60.
    #[must_use]
    pub fn merged() -> Self {
        let into = Self::another().employer();
        let merged = EmployerMerged { into: into.id, into_name: into.name().to_owned() };
        Self::entered().and(EmployerEvent::EmployerMerged(merged), day(60))
    }

    /// The request may name this other employer.
    #[must_use]
    pub fn beside(mut self, other: &Employer) -> Self {
        self.other = Some(other.clone());
        self
    }

    /// And this was recorded.
    #[must_use]
    pub fn and(mut self, event: EmployerEvent, occurred: Occurred) -> Self {
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
    pub fn when(self, command: impl Into<RegisterCommand>, occurred: Occurred) -> Outcome {
        let request = RegisterRequest { command: command.into(), occurred: occurred.clone() };
        let ground = RegisterGround { today: date_of(365), other: self.other.as_ref() };
        let result = decisions::decide(request, &self.employer(), &ground);
        Outcome { register: self, occurred, result }
    }

    /// What is recorded.
    #[must_use]
    pub fn history(&self) -> &[Recorded<EmployerEvent>] {
        &self.history
    }

    /// The employer as it stands.
    #[must_use]
    pub fn employer(&self) -> Employer {
        Employer::replay(self.id, &self.history)
    }
}

impl Outcome {
    /// Then this is recorded.
    ///
    /// # Panics
    /// When something else is, or it is refused.
    pub fn then(self, event: EmployerEvent) {
        assert_eq!(self.result, Ok(event));
    }

    /// Then it is recorded; the employer after it.
    ///
    /// # Panics
    /// When it is refused.
    #[expect(clippy::panic, reason = "the verdict of a test")]
    pub fn recorded(self) -> Employer {
        match self.result {
            Ok(event) => self.register.and(event, self.occurred).employer(),
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

/// A sample employer of Gulou in Nanjing.
#[must_use]
#[expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "samples")]
pub fn registered() -> EmployerRegistered {
    EmployerRegistered {
        name: "示例生物医药有限公司".into(),
        credit_code: Some("914403001922038216".into()),
        no_code_reason: String::new(),
        place: Place::try_from("320106".to_owned()).unwrap(),
        industry: Some("27".into()),
        biomedicine: Some(true),
        ownership: Ownership::Foreign,
        union: UnionKind::Joint,
        made_up: true,
    }
}

/// That many people, exactly, on that day.
#[must_use]
pub fn count(people: u32, on: i64) -> HeadCount {
    HeadCount { people, about: false, as_of: day(on) }
}

/// One event of each kind, for golden files and round trips.
#[must_use]
#[expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "samples")]
pub fn sample_of_each() -> Vec<EmployerEvent> {
    let about = |people| Some(HeadCount { people, about: true, as_of: day(0) });
    let renamed = EmployerEvent::EmployerRenamed(EmployerRenamed { name: "新名生物医药有限公司".into() });
    vec![
        EmployerEvent::EmployerRegistered(registered()),
        EmployerEvent::HeadCountRecorded(HeadCountRecorded {
            staff: about(420),
            women: about(236),
            skilled_women: None,
        }),
        renamed.clone(),
        EmployerEvent::EmployerRecoded(EmployerRecoded {
            from: Place::try_from("320106".to_owned()).unwrap(),
            to: Place::try_from("320115".to_owned()).unwrap(),
            code_set: date_of(0),
        }),
        EmployerEvent::EmployerMerged(EmployerMerged {
            into: EmployerId(Uuid::from_u128(21)),
            into_name: "另一医药有限公司".into(),
        }),
        EmployerEvent::CreditCodeRecorded(CreditCodeRecorded { credit_code: OTHER_CODE.into() }),
        EmployerEvent::EmployerDescribed(EmployerDescribed {
            industry: Some("73".into()),
            biomedicine: Some(true),
            size: Some(Size::Medium),
            ownership: Some(Ownership::PublicBody),
            union: Some(UnionKind::Federation),
        }),
        EmployerEvent::WomensCommitteeRecorded(WomensCommitteeRecorded {
            kind: CommitteeKind::Committee,
            since: Some(date_of(5)),
        }),
        EmployerEvent::ContractHeldRecorded(ContractHeldRecorded {
            contract: HeldContract::Wage,
            held: true,
            from: Some(date_of(1)),
            to: Some(date_of(364)),
        }),
        EmployerEvent::NewBusinessFormRecorded(NewBusinessFormRecorded { has: true, people: about(90), women: None }),
        EmployerEvent::EmployerGone(EmployerGone { reason: "注销".into() }),
        EmployerEvent::RegisterEntryCorrected(RegisterEntryCorrected {
            entry: Version(3),
            event: Box::new(renamed),
            occurred: day(4),
            reason: "录入错误".into(),
        }),
        EmployerEvent::RegisterEntryWithdrawn(RegisterEntryWithdrawn {
            entry: Version(4), reason: "记错单位".into()
        }),
    ]
}
