//! What a decision stands on besides the case: today, who asks, and the law as known.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::Calendar;
use crate::case::Case;
use crate::digest::Digest;
use crate::ids::AccountId;
use crate::occurred::Occurred;
use crate::place::Place;
use crate::rules::{Cite, Rule, Rulebook};

/// The law as known: rules and working days.
#[derive(Clone, Debug)]
pub struct Law {
    /// Rules of law.
    pub rulebook: Arc<Rulebook>,
    /// Working days.
    pub calendar: Arc<Calendar>,
}

impl Law {
    /// The law this binary ships.
    #[must_use]
    pub fn shipped() -> Self {
        Self { rulebook: Arc::new(Rulebook::shipped().clone()), calendar: Arc::new(Calendar::shipped().clone()) }
    }

    /// Which law this is.
    #[must_use]
    pub fn versions(&self) -> LawVersions {
        LawVersions { rulebook: self.rulebook.version(), calendar: self.calendar.version() }
    }
}

/// Which rulebook and which calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LawVersions {
    /// SHA-256 of the rulebook's text.
    pub rulebook: Digest,
    /// SHA-256 of the calendar's text.
    pub calendar: Digest,
}

/// What a decision stands on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The day in Asia/Shanghai.
    pub today: Date,
    /// Who asks.
    pub by: AccountId,
    /// The law as known.
    pub law: &'a Law,
}

impl<'a> Ground<'a> {
    /// The rule in force for this case on `day`, by the suffix of its id, such as `vote.pass`.
    #[must_use]
    pub fn rule(&self, case: &Case, day: Date, suffix: &str) -> Option<&'a Rule> {
        let opening = case.opening.as_ref()?;
        self.law.rulebook.lookup(&opening.place, opening.subject, day, suffix).rule()
    }

    /// The day an act is judged by: the first it can have been on, else the last, else today. The act's own date decides.
    #[must_use]
    pub fn day(&self, at: &Occurred) -> Date {
        at.earliest.or(at.latest).unwrap_or(self.today)
    }

    /// The article to cite today for what `suffix` names, whether or not its row has a value: the local one where its
    /// article is known, else the nation's.
    #[must_use]
    pub fn cite(&self, case: &Case, suffix: &str) -> Option<Cite> {
        let opening = case.opening.as_ref()?;
        let cite_in = |place: &Place| self.law.rulebook.lookup(place, opening.subject, self.today, suffix).cite();
        let local = cite_in(&opening.place);
        if local.as_ref().is_some_and(|cite| cite.article.is_some()) {
            return local;
        }
        cite_in(&Place::nation()).or(local)
    }
}
