//! How a case began.

use std::collections::BTreeSet;

use heyi_core::event::opening::{CaseOpened, JointCaseOpened, JointScope, Procedure, TakenOverOutcome};
use heyi_core::ids::EmployerId;
use heyi_core::place::Place;
use heyi_core::rules::SubjectMatter;
use heyi_core::stage::Step;

/// What figures need of the beginning of a case.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The employer; `None`: many.
    pub employer: Option<EmployerId>,
    /// `single`, `area`, `industry` or `area-industry`.
    pub scope: &'static str,
    /// Of many employers: the industry they share.
    pub industry: Option<String>,
    /// Whose rules apply.
    pub place: Place,
    /// What is negotiated.
    pub subject: SubjectMatter,
    /// The procedure chosen first.
    pub procedure: Procedure,
    /// A made-up example.
    pub made_up: bool,
    /// Steps of which nothing is known, as the case was taken over.
    pub unknown: BTreeSet<Step>,
    /// The outcome an old ledger names.
    pub ledger: Option<TakenOverOutcome>,
}

impl Opening {
    /// Of one employer.
    #[must_use]
    pub fn one(opened: &CaseOpened) -> Self {
        Self {
            employer: Some(opened.employer),
            scope: "single",
            industry: None,
            place: opened.place.clone(),
            subject: opened.subject,
            procedure: opened.procedure,
            made_up: opened.made_up,
            unknown: BTreeSet::new(),
            ledger: None,
        }
    }

    /// Of many employers.
    #[must_use]
    pub fn many(opened: &JointCaseOpened) -> Self {
        let scope = match opened.scope {
            JointScope::Area => "area",
            JointScope::Industry => "industry",
            JointScope::AreaIndustry => "area-industry",
        };
        Self {
            employer: None,
            scope,
            industry: opened.industry.clone(),
            place: opened.place.clone(),
            subject: opened.subject,
            procedure: opened.procedure,
            made_up: opened.made_up,
            unknown: BTreeSet::new(),
            ledger: None,
        }
    }

    /// Its beginning lies before it was taken over.
    #[must_use]
    pub fn taken_over(self, unknown: &[Step], ledger: Option<&TakenOverOutcome>) -> Self {
        Self { unknown: unknown.iter().copied().collect(), ledger: ledger.cloned(), ..self }
    }
}
