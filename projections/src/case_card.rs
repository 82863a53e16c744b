//! A case in one row of a list.

use std::collections::BTreeSet;

use heyi_core::case::instrument::Basis;
use heyi_core::case::{Bounds, Case, Mark, Stage};
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::ground::Ground;
use heyi_core::ids::{CaseId, DriveId, EmployerId, OfficeId, Version};
use heyi_core::place::Place;
use heyi_core::rules::SubjectMatter;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::search::Search;

/// A case as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCard {
    /// Which case.
    pub case: CaseId,
    /// The office's number.
    pub number: String,
    /// The office that keeps it.
    pub office: OfficeId,
    /// The employer; `None` for a case of many.
    pub employer: Option<EmployerId>,
    /// The employer's name as it was when the case was opened; of a case of many, the area or industry.
    pub employer_name: String,
    /// The place of work.
    pub place: Place,
    /// How far it has come.
    pub stage: Stage,
    /// How many entries its stream holds.
    pub version: Version,
    /// What is negotiated.
    pub subject: SubjectMatter,
    /// The drives it belongs to.
    pub drives: BTreeSet<DriveId>,
    /// A made-up example.
    pub made_up: bool,
    /// Some entry lost its ground by a correction.
    pub contradictory: bool,
    /// How many entries rest on a step that cannot be checked, because the case was taken over.
    pub not_checkable: usize,
    /// How many corrections and withdrawals wait for a second person.
    pub awaiting_approval: usize,
}

/// What covers people in a case: its instrument, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstrumentCard {
    /// The case it came from.
    pub case: CaseId,
    /// Its form.
    pub form: OutcomeForm,
    /// Its title.
    pub title: String,
    /// The first day it covers; `None`: not known.
    pub from: Option<Date>,
    /// The last day it covers; `None`: no end is known.
    pub to: Option<Date>,
    /// The first day is derived from the receipt, and nobody has confirmed it.
    pub derived: bool,
    /// Whether it counts for the coverage of women (docs/figures.md, section 2).
    pub counts_for_women: bool,
}

/// The instrument of a case, with the employers it covers, each from which day to which; an open end sets no limit.
#[derive(Clone, Debug)]
pub(crate) struct Covers {
    pub(crate) card: InstrumentCard,
    pub(crate) employers: Vec<(EmployerId, Option<Date>, Option<Date>)>,
}

impl CaseCard {
    /// The row of a case; `None` while nothing is recorded of it.
    #[must_use]
    pub fn of(case: &Case) -> Option<Self> {
        let opening = case.opening.as_ref()?;
        let unchecked = |mark: &Mark| matches!(mark, Mark::NotCheckable(_));
        Some(Self {
            case: case.id,
            number: opening.number.clone(),
            office: opening.office.clone(),
            employer: opening.employer(),
            employer_name: opening.title().to_owned(),
            place: opening.place.clone(),
            stage: case.stage,
            version: case.version,
            subject: opening.subject,
            drives: case.roads.drives.clone(),
            made_up: opening.made_up,
            contradictory: case.contradictory(),
            not_checkable: case.lines.iter().filter(|line| line.marks.iter().any(unchecked)).count(),
            awaiting_approval: case.awaiting_approval().count(),
        })
    }

    /// Whether what people type into the search box names this case: part of its number or of its employer's name.
    pub(crate) fn is_named(&self, search: &Search) -> bool {
        search.is_in(&self.number) || search.is_in(&self.employer_name)
    }
}

impl InstrumentCard {
    /// The instrument of a case; `None` while there is none.
    #[must_use]
    pub fn of(case: &Case, ground: &Ground<'_>) -> Option<Self> {
        let instrument = case.instrument(ground)?;
        Some(Self {
            case: case.id,
            form: instrument.form,
            title: instrument.title,
            from: instrument.from,
            to: instrument.to,
            derived: instrument.basis == Basis::Derived,
            counts_for_women: case.is_about_women(),
        })
    }

    /// The same, no longer than from one day to the other; an open end sets no limit.
    fn within(&self, from: Option<Date>, to: Option<Date>) -> Self {
        let from = self.from.map(|first| from.map_or(first, |from| from.max(first)));
        let to = match (self.to, to) {
            (Some(last), Some(to)) => Some(last.min(to)),
            (last, to) => last.or(to),
        };
        Self { from, to, ..self.clone() }
    }

    /// Whether it covers people on that day. One whose first day is not known is not known to.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Covers {
    /// What covers people in a case: the employer of the case, or those of the coverage list that are bound, each for the days it
    /// belongs to the list. `None` while there is nothing.
    #[must_use]
    pub(crate) fn of(case: &Case, ground: &Ground<'_>) -> Option<Self> {
        let card = InstrumentCard::of(case, ground)?;
        if let Some(employer) = case.opening.as_ref().and_then(heyi_core::case::Opening::employer) {
            return Some(Self { card, employers: vec![(employer, None, None)] });
        }
        let by = case.bound_by(card.from.unwrap_or(ground.today), ground);
        let bound = case.covered.iter().filter(|(_, covered)| by.binds(covered.binding));
        let last = |until: Bounds| Some(until.latest).filter(|day| *day != Date::MAX);
        let stays = bound.flat_map(|(employer, covered)| covered.stays.iter().map(move |stay| (*employer, stay)));
        let employers = stays.map(|(employer, stay)| (employer, stay.from, stay.until.and_then(last))).collect();
        Some(Self { card, employers })
    }

    /// The instrument as it covers an employer: once for each time it joined a coverage list.
    pub(crate) fn of_employer(&self, employer: EmployerId) -> impl Iterator<Item = InstrumentCard> + '_ {
        let stays = self.employers.iter().filter(move |(covered, ..)| *covered == employer);
        stays.map(|(_, from, to)| self.card.within(*from, *to))
    }
}
