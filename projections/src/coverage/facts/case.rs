//! What the tables hold of a case: its texts, whom they cover, its offers, signatures and inspections.

use heyi_core::case::opening::Party;
use heyi_core::case::{Case, Opening, Text};
use heyi_core::event::coverage_list::Binding;
use heyi_core::event::ending::EndGround;
use heyi_core::event::entries::ClosingReason;
use heyi_core::event::opening::JointScope;
use heyi_core::ground::Ground;
use heyi_core::ids::{CaseId, EmployerId};
use heyi_core::topic::TopicCode;
use jiff::civil::Date;

use super::day_number;
use crate::coverage::clause_sets::{ClauseSets, EMPTY};
use crate::coverage::dimension::value::{FORMS, PROCEDURES, SCOPES, division, number, number_of};
use crate::coverage::numbers::Numbers;
use crate::coverage::records::{self, Clause, Covering, Finding, NOBODY, Offer, Signing, Span, Stay};
use crate::coverage::stays::Stays;

mod signings;
mod steps;

/// Orders of a text, by their numbers.
const FIRST: u8 = 0;
const RENEWAL: u8 = 1;
const CHANGE: u8 = 2;

/// The rows of a case as it stands, with ids; none at all of one that is not about women, or was opened by mistake.
#[derive(Debug)]
pub(crate) struct CaseFacts {
    /// Which.
    pub(crate) id: CaseId,
    case: Option<records::Case>,
    employer: Option<EmployerId>,
    renews: Option<CaseId>,
    texts: Vec<(records::Text, Vec<Told>)>,
    coverings: Vec<(EmployerId, Stay)>,
    offers: Vec<Offer>,
    signings: Vec<Signing>,
    findings: Vec<Finding>,
}

/// Topic, tier and measure of a clause, as in [`Clause`].
type Told = (TopicCode, u8, u8);

/// The rows of a case, with numbers.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The number of the case.
    pub(crate) number: u32,
    /// The case itself.
    pub(crate) case: Option<records::Case>,
    /// The texts of its instrument.
    pub(crate) texts: Vec<records::Text>,
    /// Whom they cover: employers by number.
    pub(crate) coverings: Vec<(u32, Covering)>,
    /// Its offers.
    pub(crate) offers: Vec<Offer>,
    /// Its signatures.
    pub(crate) signings: Vec<Signing>,
    /// What inspections found.
    pub(crate) findings: Vec<Finding>,
}

impl CaseFacts {
    /// Of a case.
    #[must_use]
    pub(crate) fn of(case: &Case, ground: &Ground<'_>) -> Self {
        let mistaken = matches!(case.closed, Some((_, ClosingReason::OpenedByMistake)));
        let Some(opening) = case.opening.as_ref().filter(|_| !mistaken && case.is_about_women()) else {
            return Self::none(case.id);
        };
        let texts = case.texts(ground);
        Self {
            id: case.id,
            case: Some(row(case, opening)),
            employer: opening.employer(),
            renews: case.roads.renewal.renews,
            coverings: coverings(case, opening, &texts, ground),
            texts: texts.iter().map(|text| (text_row(text, case), clauses(text))).collect(),
            offers: steps::offers(case, opening, ground),
            signings: signings::of(case, opening, ground),
            findings: steps::findings(case),
        }
    }

    /// How many times employers are covered.
    pub(crate) fn employers(&self) -> usize {
        self.coverings.len()
    }

    fn none(id: CaseId) -> Self {
        Self {
            id,
            case: None,
            employer: None,
            renews: None,
            texts: Vec::new(),
            coverings: Vec::new(),
            offers: Vec::new(),
            signings: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The rows, with numbers instead of ids.
    pub(crate) fn numbered(self, numbers: &mut Numbers, sets: &mut ClauseSets, stays: &mut Stays) -> Rows {
        let employer = self.employer.map_or(NOBODY, |employer| numbers.employer(employer));
        let number = match self.case {
            Some(case) => numbers.case_of(self.id, employer, case.division),
            None => numbers.case(self.id),
        };
        let renews = self.renews.map_or(NOBODY, |renews| numbers.case(renews));
        let mut set = |clauses: Vec<Told>, numbers: &mut Numbers| {
            let clause = |(topic, tier, measure)| Clause { topic: numbers.topic(&topic), tier, measure };
            sets.number(clauses.into_iter().map(clause).collect())
        };
        let text = |(text, clauses)| records::Text { clauses: set(clauses, numbers), ..text };
        let texts = self.texts.into_iter().map(text).collect();
        let covered = numbers.employers_of(self.coverings.iter().map(|(employer, _)| *employer));
        let covering = |(employer, (_, stay))| (employer, Covering { case: number, stay: stays.number(stay) });
        Rows {
            number,
            case: self.case.map(|case| records::Case { employer, renews, ..case }),
            texts,
            coverings: covered.into_iter().zip(self.coverings).map(covering).collect(),
            offers: self.offers,
            signings: self.signings,
            findings: self.findings,
        }
    }
}

/// Without the numbers of its employer and of the case it renews.
fn row(case: &Case, opening: &Opening) -> records::Case {
    let (scope, industry): (Option<JointScope>, Option<&str>) = match &opening.party {
        Party::One { .. } => (None, None),
        Party::Joint { scope, industry, .. } => (Some(*scope), industry.as_deref()),
    };
    let early = [EndGround::ConditionMet, EndGround::Cancelled, EndGround::EmployerDissolved];
    records::Case {
        place: number_of(&opening.place),
        employer: NOBODY,
        division: division(industry),
        scope: number(&SCOPES, &scope),
        procedure: number(&PROCEDURES, &case.procedure),
        made_up: u8::from(opening.made_up),
        renews: NOBODY,
        ended_early: u8::from(case.roads.end.as_ref().is_some_and(|end| early.contains(&end.ground))),
    }
}

fn order(case: &Case, changed: bool) -> u8 {
    match (changed, case.roads.renewal.renews) {
        (true, _) => CHANGE,
        (false, Some(_)) => RENEWAL,
        (false, None) => FIRST,
    }
}

/// Without the number of its set of clauses.
fn text_row(text: &Text, case: &Case) -> records::Text {
    let offered = text.change.as_ref().map(Span::from).or_else(|| steps::first_offer(case));
    let first = Span::from(text.first);
    records::Text {
        first,
        last: text.last.into(),
        form: number(&FORMS, &text.form),
        order: order(case, text.change.is_some()),
        derived: u8::from(text.basis == heyi_core::case::instrument::Basis::Derived),
        undated: u8::from(first == Span::unknown()),
        clauses: EMPTY,
        offered: offered.unwrap_or_else(Span::unknown),
    }
}

/// Topic, tier and whether there is a measure, of each clause.
fn clauses(of: &Text) -> Vec<Told> {
    let clause = |clause: &heyi_core::event::clauses::ClauseText| {
        let tier = clause.tier.map_or(u8::MAX, heyi_core::topic::Tier::number);
        (clause.topic.clone(), tier, u8::from(!clause.measure.trim().is_empty()))
    };
    of.clauses.iter().map(clause).collect()
}

/// Whom the texts cover, and when.
fn coverings(case: &Case, opening: &Opening, texts: &[Text], ground: &Ground<'_>) -> Vec<(EmployerId, Stay)> {
    let Some(first) = texts.first() else { return Vec::new() };
    if let Some(employer) = opening.employer() {
        return vec![(employer, Stay::whole(true))];
    }
    let known =
        [first.first.latest, first.first.earliest].into_iter().find(|day| !matches!(*day, Date::MIN | Date::MAX));
    let day = known.unwrap_or(ground.today);
    let mut rows = Vec::new();
    let by = case.bound_by(day, ground);
    for (id, covered) in case.covered.iter().filter(|(_, covered)| by.binds(covered.binding)) {
        let whole = Stay::whole(covered.binding == Binding::Seal);
        rows.extend(covered.stays.iter().map(|stay| {
            let (from, to) = (stay.from.map(day_number), stay.until.map(Span::from));
            (*id, Stay { from: from.unwrap_or(whole.from), to: to.unwrap_or(whole.to), ..whole })
        }));
    }
    rows
}
