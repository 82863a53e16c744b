//! Given, when, then for publications.

use jiff::Timestamp;
use uuid::Uuid;

use crate::event::publication::{FiguresProposed, ProposalDeclined, PublishedNumber, PublishedNumbers, PublishedTable};
use crate::event::{PublicationEvent, Recorded};
use crate::ids::{AccountId, Position, PublicationId, Version};
use crate::publication::Publication;
use crate::refusal::Refusal;
use crate::scenario::{date_of, day};

use super::decisions::publish_figures::PublishFigures;
use super::decisions::{self, PublicationCommand, PublicationRequest};
use super::ground::PublicationGround;

/// A history of one publication in the making.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    history: Vec<Recorded<PublicationEvent>>,
    by: AccountId,
    after_another: bool,
}

/// What a decision came to.
pub(super) struct Outcome {
    desk: Desk,
    result: Result<PublicationEvent, Refusal>,
}

impl Desk {
    pub(super) fn empty() -> Self {
        Self { history: Vec::new(), by: AccountId(Uuid::from_u128(7)), after_another: false }
    }

    pub(super) fn proposed() -> Self {
        Self::empty().and(PublicationEvent::FiguresProposed(proposal()))
    }

    pub(super) fn published() -> Self {
        Self::proposed().by_another().and_recorded(figures())
    }

    pub(super) fn and_declined(self) -> Self {
        self.and(PublicationEvent::ProposalDeclined(ProposalDeclined { reason: "数字待核".into() }))
    }

    /// From now on another person asks.
    pub(super) fn by_another(self) -> Self {
        Self { by: AccountId(Uuid::from_u128(8)), ..self }
    }

    /// The publication that a proposal restates was published.
    pub(super) fn after_another(self) -> Self {
        Self { after_another: true, ..self }
    }

    pub(super) fn and(mut self, event: PublicationEvent) -> Self {
        let number = self.history.len() as u64 + 1;
        self.history.push(Recorded {
            position: Position(number),
            version: Version(number),
            recorded_at: Timestamp::UNIX_EPOCH,
            by: self.by,
            occurred: day(number.cast_signed()),
            event,
            note: None,
            evidence: Vec::new(),
        });
        self
    }

    pub(super) fn and_recorded(self, command: impl Into<PublicationCommand>) -> Self {
        let outcome = self.when(command);
        outcome.desk.and(outcome.result.unwrap())
    }

    pub(super) fn when(self, command: impl Into<PublicationCommand>) -> Outcome {
        let ground =
            PublicationGround { today: date_of(365), by: self.by, restates_what_was_published: self.after_another };
        let request = PublicationRequest { command: command.into(), occurred: day(40) };
        let result = decisions::decide(request, &self.publication(), &ground);
        Outcome { desk: self, result }
    }

    pub(super) fn publication(&self) -> Publication {
        Publication::replay(PublicationId(Uuid::from_u128(5)), &self.history)
    }
}

impl Outcome {
    #[track_caller]
    pub(super) fn refused(self, code: &str) {
        let refusal = self.result.unwrap_err();
        assert_eq!(refusal.code, code);
        assert!(!refusal.say.zh.is_empty() && !refusal.say.en.is_empty());
    }

    #[track_caller]
    pub(super) fn recorded(self) -> Publication {
        self.desk.and(self.result.unwrap()).publication()
    }
}

pub(super) fn proposal() -> FiguresProposed {
    FiguresProposed {
        title: "上半年覆盖情况".into(),
        place: "320000".parse().unwrap(),
        tables: vec!["women-covered.1~on.2026-06-30~known.9~in.320000~0123456789abcdef".into()],
        threshold: 5,
        replaces: None,
        remark: "半年报".into(),
    }
}

pub(super) fn figures() -> PublishFigures {
    let numbers = PublishedNumbers {
        counted: PublishedNumber::Number(96),
        base: Some(PublishedNumber::Withheld),
        share: None,
        derived: 0,
        unknown: 0,
        base_unknown: 0,
        made_up: 0,
        employers: None,
        days: None,
    };
    let table =
        PublishedTable { id: proposal().tables.remove(0), rows: Vec::new(), total: numbers, overlapping: false };
    PublishFigures { tables: vec![table], rule: "withholding/1".into(), remark: String::new() }
}
