//! What the tables hold of a case: its texts, whom they cover, its offers, signatures and inspections.

use heyi_core::case::opening::Party;
use heyi_core::case::{Case, Opening, Text};
use heyi_core::event::coverage_list::Binding;
use heyi_core::event::ending::EndGround;
use heyi_core::event::entries::ClosingReason;
use heyi_core::event::opening::JointScope;
use heyi_core::ground::Ground;
use jiff::civil::Date;

use super::{day_number, open_start};
use crate::coverage::clause_sets::ClauseSets;
use crate::coverage::dimension::value::{FORMS, PROCEDURES, SCOPES, division, number, number_of};
use crate::coverage::numbers::Numbers;
use crate::coverage::records::{self, Clause, Covering, Finding, NOBODY, Offer, Signing, Span};

mod signings;
mod steps;

/// Orders of a text, by their numbers.
const FIRST: u8 = 0;
const RENEWAL: u8 = 1;
const CHANGE: u8 = 2;

/// The rows of a case; none at all of one that is not about women, or was opened by mistake.
#[derive(Debug, Default)]
pub(crate) struct Rows {
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

impl Rows {
    /// The rows of a case as it stands.
    #[must_use]
    pub(crate) fn of(case: &Case, ground: &Ground<'_>, numbers: &mut Numbers, sets: &mut ClauseSets) -> Self {
        let mistaken = matches!(case.closed, Some((_, ClosingReason::OpenedByMistake)));
        let Some(opening) = case.opening.as_ref().filter(|_| !mistaken && case.is_about_women()) else {
            return Self::default();
        };
        let (number, texts) = (numbers.case(case.id), case.texts(ground));
        Self {
            case: Some(row(case, opening, numbers)),
            coverings: coverings(case, opening, &texts, ground, numbers, number),
            texts: texts.iter().map(|text| text_row(text, case, sets.number(clauses(text, numbers)))).collect(),
            offers: steps::offers(case, opening, ground),
            signings: signings::of(case, opening, ground),
            findings: steps::findings(case),
        }
    }
}

fn row(case: &Case, opening: &Opening, numbers: &mut Numbers) -> records::Case {
    let (scope, industry): (Option<JointScope>, Option<&str>) = match &opening.party {
        Party::One { .. } => (None, None),
        Party::Joint { scope, industry, .. } => (Some(*scope), industry.as_deref()),
    };
    let early = [EndGround::ConditionMet, EndGround::Cancelled, EndGround::EmployerDissolved];
    records::Case {
        place: number_of(&opening.place),
        employer: opening.employer().map_or(NOBODY, |employer| numbers.employer(employer)),
        division: division(industry),
        scope: number(&SCOPES, &scope),
        procedure: number(&PROCEDURES, &case.procedure),
        made_up: u8::from(opening.made_up),
        renews: case.roads.renewal.renews.map_or(NOBODY, |renews| numbers.case(renews)),
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

fn text_row(text: &Text, case: &Case, clauses: u32) -> records::Text {
    let offered = text.change.as_ref().map(Span::from).or_else(|| steps::first_offer(case));
    let first = Span::from(text.first);
    records::Text {
        first,
        last: text.last.into(),
        form: number(&FORMS, &text.form),
        order: order(case, text.change.is_some()),
        derived: u8::from(text.basis == heyi_core::case::instrument::Basis::Derived),
        undated: u8::from(first == Span::unknown()),
        clauses,
        offered: offered.unwrap_or_else(Span::unknown),
    }
}

fn clauses(of: &Text, numbers: &mut Numbers) -> Vec<Clause> {
    let clause = |clause: &heyi_core::event::clauses::ClauseText| Clause {
        topic: numbers.topic(&clause.topic),
        tier: clause.tier.map_or(u8::MAX, heyi_core::topic::Tier::number),
        measure: u8::from(!clause.measure.trim().is_empty()),
    };
    of.clauses.iter().map(clause).collect()
}

fn coverings(
    case: &Case,
    opening: &Opening,
    texts: &[Text],
    ground: &Ground<'_>,
    numbers: &mut Numbers,
    number: u32,
) -> Vec<(u32, Covering)> {
    let Some(first) = texts.first() else { return Vec::new() };
    if let Some(employer) = opening.employer() {
        let own = Covering { case: number, from: open_start(), to: Span::never(), own: 1, limited: 0 };
        return vec![(numbers.employer(employer), own)];
    }
    let known =
        [first.first.latest, first.first.earliest].into_iter().find(|day| !matches!(*day, Date::MIN | Date::MAX));
    let day = known.unwrap_or(ground.today);
    let mut rows = Vec::new();
    for (id, covered) in case.covered.iter().filter(|(_, covered)| case.bound(covered, day, ground).bound) {
        let (employer, own) = (numbers.employer(*id), u8::from(covered.binding == Binding::Seal));
        rows.extend(covered.stays.iter().map(|stay| {
            let (from, to) = (stay.from.map(day_number), stay.until.map(Span::from));
            let limited = u8::from(from.is_some() || to.is_some());
            let from = from.unwrap_or_else(open_start);
            let to = to.unwrap_or_else(Span::never);
            (employer, Covering { case: number, from, to, own, limited })
        }));
    }
    rows
}
