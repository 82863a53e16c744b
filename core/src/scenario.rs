//! Given, when, then: how decisions are tested, here and in the suite.
//!
//! Days are counted from New Year 2026: `day(6)` is 7 January. The main line of the samples is fixed, so that a test can
//! say "everything through the vote" and count on the days.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use uuid::Uuid;

use crate::case::{Case, Mark};
use crate::case::{Step, clocks};
use crate::command::Request;
use crate::deadline::Deadline;
use crate::decisions::{self, Command};
use crate::event::{CaseEvent, Recorded};
use crate::ground::{Ground, Law};
use crate::ids::{AccountId, CaseId, Position, Version};
use crate::occurred::Occurred;
use crate::refusal::Refusal;

mod joint;
mod roads;
mod samples;

pub use joint::{joined, joint};
pub use roads::alleged;
pub use samples::{
    ballot, clause_text, delivery, filed, main_line, offer, opened, proposed, reply, representatives, sample_of_each,
    session, signed, taken_over, vote,
};

/// The day that many days after New Year 2026.
#[must_use]
pub fn date_of(day: i64) -> Date {
    date(2026, 1, 1).saturating_add(day.days())
}

/// Exactly that day.
#[must_use]
pub fn day(day: i64) -> Occurred {
    Occurred::on(date_of(day))
}

/// A history in the making.
#[derive(Clone, Debug)]
pub struct Scenario {
    id: CaseId,
    law: Law,
    today: Date,
    by: AccountId,
    history: Vec<Recorded<CaseEvent>>,
}

/// What a decision came to.
#[derive(Debug)]
pub struct Outcome {
    scenario: Scenario,
    occurred: Occurred,
    result: Result<CaseEvent, Refusal>,
}

impl Scenario {
    /// Nothing is recorded; today is 1 January 2027, so that every sample day lies in the past.
    #[must_use]
    pub fn empty() -> Self {
        let id = CaseId(Uuid::from_u128(1));
        let (law, today, by) = (Law::shipped(), date_of(365), AccountId(Uuid::from_u128(7)));
        Self { id, law, today, by, history: Vec::new() }
    }

    /// The sample case is open.
    #[must_use]
    pub fn opened() -> Self {
        Self::empty().and(CaseEvent::CaseOpened(opened().into()), day(0))
    }

    /// Everything of the sample main line through that step.
    #[must_use]
    pub fn through(step: Step) -> Self {
        main_line(step).into_iter().fold(Self::empty(), |scenario, (event, at)| scenario.and(event, at))
    }

    /// Talks with one clause agreed and no draft yet.
    #[must_use]
    pub fn talks_with_agreed_clause() -> Self {
        let mut line = main_line(Step::Draft);
        line.pop();
        line.into_iter().fold(Self::empty(), |scenario, (event, at)| scenario.and(event, at))
    }

    /// And this was recorded, whether or not it has ground.
    #[must_use]
    pub fn and(mut self, event: CaseEvent, occurred: Occurred) -> Self {
        let number = self.history.len() as u64 + 1;
        let recorded_on = occurred.latest.or(occurred.earliest).unwrap_or(self.today).min(self.today);
        let floor = self.history.last().map_or(Timestamp::UNIX_EPOCH, |last| last.recorded_at);
        self.history.push(Recorded {
            position: Position(number),
            version: Version(number),
            recorded_at: noon(recorded_on).max(floor),
            by: self.by,
            occurred,
            event,
            note: None,
            evidence: Vec::new(),
        });
        self
    }

    /// But its first entry was this.
    #[must_use]
    pub fn but_first(mut self, event: CaseEvent) -> Self {
        if let Some(first) = self.history.first_mut() {
            first.event = event;
        }
        self
    }

    /// But that entry had said this from the first.
    #[must_use]
    pub fn but(mut self, entry: Version, event: CaseEvent, occurred: Occurred) -> Self {
        if let Some(changed) = self.history.iter_mut().find(|recorded| recorded.version == entry) {
            (changed.event, changed.occurred) = (event, occurred);
        }
        self
    }

    /// Today is that day.
    #[must_use]
    pub fn on(mut self, day: i64) -> Self {
        self.today = date_of(day);
        self
    }

    /// Another person goes on.
    #[must_use]
    pub fn by_another(mut self) -> Self {
        self.by = AccountId(Uuid::from_u128(self.by.0.as_u128() + 1));
        self
    }

    /// Someone asks to record this.
    #[must_use]
    pub fn when(self, command: impl Into<Command>, occurred: Occurred) -> Outcome {
        let case = self.case();
        let request = Request { command: command.into(), occurred: occurred.clone(), note: None, evidence: Vec::new() };
        let result = decisions::decide(request, &case, &self.ground());
        Outcome { scenario: self, occurred, result }
    }

    /// What is recorded.
    #[must_use]
    pub fn history(&self) -> &[Recorded<CaseEvent>] {
        &self.history
    }

    /// The case as it stands.
    #[must_use]
    pub fn case(&self) -> Case {
        Case::replay(self.id, &self.history, &self.law)
    }

    /// What decisions stand on.
    #[must_use]
    pub fn ground(&self) -> Ground<'_> {
        Ground { today: self.today, by: self.by, law: &self.law }
    }

    /// The clocks that run.
    #[must_use]
    pub fn running(&self) -> Vec<Deadline> {
        clocks::running(&self.case(), &self.ground())
    }

    /// The last entry of that kind; version 0 when there is none.
    #[must_use]
    pub fn entry_of(&self, kind: &str) -> Version {
        let of_kind = self.history.iter().rev().find(|recorded| recorded.event.kind() == kind);
        of_kind.map_or(Version::ZERO, |recorded| recorded.version)
    }
}

impl Outcome {
    /// Then this is recorded.
    ///
    /// # Panics
    /// When something else is, or it is refused.
    pub fn then(self, event: CaseEvent) {
        assert_eq!(self.result, Ok(event));
    }

    /// Then it is recorded; the case after it, in which it has ground.
    ///
    /// # Panics
    /// When it is refused, or recorded without ground.
    #[expect(clippy::panic, reason = "the verdict of a test")]
    pub fn recorded(self) -> Case {
        match self.result {
            Ok(event) => {
                let case = self.scenario.and(event, self.occurred).case();
                let last = case.lines.iter().max_by_key(|line| line.recorded.version);
                let grounded =
                    last.is_some_and(|line| !line.marks.iter().any(|mark| matches!(mark, Mark::WithoutGround(_))));
                assert!(grounded, "recorded without ground: {:?}", last.map(|line| &line.marks));
                case
            }
            Err(refusal) => panic!("refused: {refusal:?}"),
        }
    }

    /// Then it is refused with this code.
    ///
    /// # Panics
    /// When it is recorded, or refused with another.
    pub fn refused(self, code: &str) {
        let refused = self.result.map_err(|refusal| refusal.code);
        assert_eq!(refused, Err(code.to_owned()));
    }

    /// Then it is refused with this code, citing this article.
    ///
    /// # Panics
    /// When it is recorded, or refused otherwise.
    pub fn refused_citing(self, code: &str, article: &str) {
        let refused = self
            .result
            .map_err(|refusal| (refusal.code, refusal.cite.and_then(|cite| cite.article).unwrap_or_default()));
        assert_eq!(refused, Err((code.to_owned(), article.to_owned())));
    }
}

fn noon(day: Date) -> Timestamp {
    let noon = day.at(4, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    noon.map_or(Timestamp::UNIX_EPOCH, |noon| noon.timestamp())
}
