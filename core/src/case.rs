//! One negotiation: the state its history folds into.
//!
//! A [`Case`] is never stored. It is folded from its stream each time ([`Case::replay`]), with corrections applied and late
//! entries put in their place ([`effective`]). Folding never refuses: an entry that lost its ground stays, marked
//! ([`Mark::WithoutGround`]).

use std::collections::BTreeSet;

use jiff::civil::Date;
use litemap::LiteMap;
use serde::Serialize;

use crate::event::entries::ClosingReason;
use crate::event::filing::EffectConfirmed;
use crate::event::opening::{Procedure, TakenOverOutcome};
use crate::event::outcome::{DraftAgreed, OutcomeRecorded};
use crate::event::representation::{Representative, Side};
use crate::event::{CaseEvent, Recorded};
use crate::ids::{AccountId, CaseId, Version};
use crate::occurred::Occurred;
use crate::rules::SubjectMatter;

pub mod clause;
pub mod clocks;
pub mod covered;
pub mod dispute;
pub mod effective;
mod evolve;
pub mod guard;
pub mod instrument;
pub mod line;
pub mod opening;
pub mod replay;
pub mod roads;
pub mod texts;

pub use crate::stage::{Stage, Step};
pub use clause::{Clause, ClauseState};
pub(crate) use evolve::seats_of;
pub use line::{Line, Mark, Standing};
pub use opening::{Opening, Party};
pub use roads::Roads;
pub use texts::{Bounds, Text};

/// The state of one negotiation.
#[derive(Clone, Debug)]
pub struct Case {
    /// Which case.
    pub id: CaseId,
    /// How many entries its stream holds.
    pub version: Version,
    /// How far it has come.
    pub stage: Stage,
    /// The round, from 1; a failed vote or an objection starts the next.
    pub round: u32,
    /// How it was opened; `None`: nothing is recorded.
    pub opening: Option<Opening>,
    /// What is not known of its beginning, when it was taken over.
    pub taken_over: Option<TakenOver>,
    /// The procedure that holds now.
    pub procedure: Procedure,
    /// Steps done, of this round where steps belong to rounds.
    pub done: LiteMap<Step, Done>,
    /// Seats of each side's representatives; `None` in a seat: vacant since that entry.
    pub sides: LiteMap<Side, Vec<Seat>>,
    /// Number of representatives each side stated.
    pub numbers: LiteMap<Side, u32>,
    /// How many clauses were ever proposed, withdrawn entries included: the next one's number is one more.
    pub clauses_recorded: u32,
    /// Clauses by number.
    pub clauses: LiteMap<u32, Clause>,
    /// The last session's chair, for the rule that chiefs take turns.
    pub last_chair: Option<crate::event::talks::Chair>,
    /// Open suspension: since when, and the day agreed for going on.
    pub suspension: Option<Suspension>,
    /// The draft of this round.
    pub draft: Option<DraftAgreed>,
    /// The outcome other than a contract.
    pub outcome: Option<OutcomeRecorded>,
    /// Supplements asked for and not yet supplied.
    pub supplement_open: bool,
    /// Day the department's review counts from.
    pub review_from: Option<Occurred>,
    /// The confirmed effect.
    pub effect: Option<EffectConfirmed>,
    /// When it was closed, and why.
    pub closed: Option<(Done, ClosingReason)>,
    /// The stage the case had when it was closed.
    pub stage_before_closing: Stage,
    /// The coverage list of a case of many employers; empty for one.
    pub covered: covered::CoverageList,
    /// What it has met beside the main line.
    pub roads: Roads,
    /// Its entries, in effective order, with what became of each.
    pub lines: Vec<Line>,
}

/// A step, as done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// When.
    pub occurred: Occurred,
}

/// What is unknown of a case taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenOver {
    /// The day the ledger speaks of.
    pub as_of: Date,
    /// Steps of which nothing is known.
    pub unknown: BTreeSet<Step>,
    /// Where this is known from.
    pub source: String,
    /// The outcome the ledger names.
    pub outcome: Option<TakenOverOutcome>,
}

/// One seat of a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// Who has it, or had it last.
    pub holder: Representative,
    /// Vacant since.
    pub vacant: Option<Done>,
}

/// An open suspension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suspension {
    /// Since when.
    pub since: Done,
    /// The day agreed for going on.
    pub resume_day: Option<Date>,
}

impl Case {
    /// A case of which nothing is recorded.
    #[must_use]
    pub fn empty(id: CaseId) -> Self {
        Self {
            id,
            version: Version::ZERO,
            stage: Stage::None,
            round: 1,
            opening: None,
            taken_over: None,
            procedure: Procedure::Ordinary,
            done: LiteMap::new(),
            sides: LiteMap::new(),
            numbers: LiteMap::new(),
            clauses_recorded: 0,
            clauses: LiteMap::new(),
            last_chair: None,
            suspension: None,
            draft: None,
            outcome: None,
            supplement_open: false,
            review_from: None,
            effect: None,
            closed: None,
            stage_before_closing: Stage::None,
            covered: covered::CoverageList::new(),
            roads: Roads::default(),
            lines: Vec::new(),
        }
    }

    /// Whether a step is done.
    #[must_use]
    pub fn has(&self, step: Step) -> bool {
        self.done.contains_key(&step)
    }

    /// Whether it is unknown if a step was done, because the case was taken over.
    #[must_use]
    pub fn unknown(&self, step: Step) -> bool {
        !self.has(step) && self.taken_over.as_ref().is_some_and(|taken| taken.unknown.contains(&step))
    }

    /// It was opened on women's rights, or holds a clause agreed: a clause is on a topic of theirs. Only such cases count in figures.
    #[must_use]
    pub fn is_about_women(&self) -> bool {
        let opened_so = self.opening.as_ref().is_some_and(|opening| opening.subject == SubjectMatter::Women);
        opened_so || self.clauses.values().any(|clause| matches!(clause.state, ClauseState::Agreed(_)))
    }

    /// What is recorded, in the order of recording.
    #[must_use]
    pub fn history(&self) -> Vec<Recorded<CaseEvent>> {
        self.shared().iter().map(|recorded| (**recorded).clone()).collect()
    }

    /// The entry with this version, wherever it stands now.
    #[must_use]
    pub fn line(&self, entry: Version) -> Option<&Line> {
        self.lines.iter().find(|line| line.recorded.version == entry)
    }

    /// Corrections and withdrawals that wait for a second person, with who recorded them.
    pub fn awaiting_approval(&self) -> impl Iterator<Item = (Version, AccountId)> + '_ {
        self.lines
            .iter()
            .filter(|line| line.standing == Standing::AwaitsApproval)
            .map(|line| (line.recorded.version, line.recorded.by))
    }

    /// Whether some entry lost its ground by a correction: the case contradicts itself until mended.
    #[must_use]
    pub fn contradictory(&self) -> bool {
        self.lines.iter().any(|line| line.marks.iter().any(|mark| matches!(mark, Mark::WithoutGround(_))))
    }
}
