//! What is in force on the day: employers, people and contracts by the texts, or the clauses, that cover them.
//!
//! A unit is as sure as the surest of what covers it. In rows of dimensions that texts and clauses have, it stands once for each
//! value: there the base is that of the row's other dimension, as any employer could have each value.

use std::collections::{BTreeMap, HashMap};

use super::Asked;
use super::cases::{self, Cases, is_of_a_case};
use super::grouped::Grouped;
use super::register::Register;
use super::tally::{Base, Group, Keys, Tally, Unit};
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{Code, code};
use crate::coverage::records::{Clause, Covering, Span, Text};
use crate::coverage::{Dimension, Measure, Sureness};

/// Topics of assessment, title and post after childbirth.
const CAREER: [&str; 3] = ["CAR.01", "CAR.02", "CAR.03"];
/// What the codes of topics of pregnancy and nursing begin with.
const PERIODS: [&str; 3] = ["PRD.PRE", "PRD.NUR", "NUR"];
/// In the place of a clause's value: its clauses are not told, so it may have any.
const ANY: Code = Code::MAX - 9;

/// Units by the row they stand in, each as sure as the surest of what covers it there. What is no dimension of texts is 0.
type States = BTreeMap<Keys, HashMap<u32, Sureness>>;

/// The texts in force on the day, or not known to be, by case, with their clauses where these matter.
struct Texts<'a> {
    of_case: Grouped<'a, Text>,
    clauses: Grouped<'a, Clause>,
    by_clauses: bool,
}

/// Employers covered, or their people.
pub(super) fn employers(asked: &Asked<'_>, register: &Register<'_>, tally: &mut Tally) {
    let measure = asked.query.measure;
    let (texts, cases) = (Texts::of(asked), Cases::of(asked, register));
    let mut units: Vec<Option<Unit>> = vec![None; asked.coverage.numbers.employers()];
    for employer in register.standing(asked) {
        let Some(base) = register.base(measure, employer) else { continue };
        let (people, made_up) = (register.people(measure.unit(), employer), register.made_up(employer));
        let unit = Unit { subject: employer, base, sureness: Sureness::Not, made_up, people, days: None };
        put(&mut units, employer, unit);
    }
    let mut covered = Covered::of(asked, units.len(), |dimension| matches!(dimension.of(), Of::Place | Of::Employer));
    for (case, covering) in asked.coverage.tables.coverings.known(asked.known) {
        let texts_of_case = texts.of_case.of_owner(case);
        let unit = units.get(covering.employer as usize).copied().flatten();
        let standing = !texts_of_case.is_empty() && unit.is_some_and(|unit| unit.base == Base::In);
        let Some(row) = cases.get(case).filter(|_| standing && is_asked_for(measure, covering)) else { continue };
        let of_case = |dimension: Dimension| dimension.of() == Of::Case;
        if !asked.all_pass(of_case, |dimension| cases.code(dimension, row)) {
            continue;
        }
        for text in texts_of_case.iter().filter(|text| counts(measure, text)) {
            let sureness = on_day(asked.on, text, Some(covering));
            let codes = |dimension| cases.code(dimension, row);
            covered.cover(asked, covering.employer, sureness, (case, text), &texts, codes);
        }
    }
    let keys = |unit: &Unit, dimension: Dimension| register.code(dimension, unit.subject);
    covered.add_up(&units, tally, keys);
}

/// Contracts in force, or instruments of any form.
pub(super) fn contracts(asked: &Asked<'_>, cases: &Cases<'_>, tally: &mut Tally) {
    let (measure, texts) = (asked.query.measure, Texts::of(asked));
    let mut units = vec![None; asked.coverage.numbers.cases()];
    let mut covered = Covered::of(asked, units.len(), is_of_a_case);
    for (number, _) in cases.iter() {
        let Some(row) = cases.standing(asked, number) else { continue };
        put(&mut units, number, cases::unit(number, row, Base::None, Sureness::Not));
        for text in texts.of_case.of_owner(number).iter().filter(|text| counts(measure, text)) {
            let sureness = on_day(asked.on, text, None);
            covered.cover(asked, number, sureness, (number, text), &texts, |dimension| cases.code(dimension, row));
        }
    }
    let code =
        |unit: &Unit, dimension: Dimension| cases.get(unit.subject).map_or(0, |case| cases.code(dimension, case));
    covered.add_up(&units, tally, code);
}

/// The signing and establishment rates ask what is an employer's own.
fn is_asked_for(measure: Measure, covering: &Covering) -> bool {
    let own = matches!(
        measure,
        Measure::SigningOrganised | Measure::SigningUnionised | Measure::SigningState | Measure::Establishment
    );
    !own || covering.own == 1
}

/// Signing rates and the number of contracts ask for contract forms.
fn counts(measure: Measure, text: &Text) -> bool {
    let contracts = matches!(
        measure,
        Measure::SigningOrganised | Measure::SigningUnionised | Measure::SigningState | Measure::ContractsInForce
    );
    !contracts || text.is_contract()
}

/// How surely a text covers on a day; an employer of a coverage list only for its days on the list.
fn on_day(on: i32, text: &Text, covering: Option<&Covering>) -> Sureness {
    let (mut first, mut last) = (text.first, text.last);
    if let Some(covering) = covering {
        first = first.or_later(Span { earliest: covering.from, latest: covering.from });
        last = last.or_earlier(covering.to);
    }
    if on < first.earliest || last.latest < on {
        Sureness::Not
    } else if text.undated == 1 {
        Sureness::Undated
    } else if on < first.latest || last.earliest < on {
        Sureness::Imprecise
    } else if text.derived == 1 {
        Sureness::Derived
    } else {
        Sureness::Confirmed
    }
}

impl<'a> Texts<'a> {
    fn of(asked: &Asked<'a>) -> Self {
        let (tables, number) = (&asked.coverage.tables, asked.coverage.numbers.cases());
        let in_force = |(_, text): &(u32, &Text)| on_day(asked.on, text, None) != Sureness::Not;
        let of_case = Grouped::of(number, tables.texts.known(asked.known).filter(in_force));
        let topics = matches!(asked.query.measure, Measure::TopicWomen | Measure::FocusCareer | Measure::FocusPeriods);
        let mut dimensions = asked.query.by.iter().chain(asked.filters.keys());
        let by_clauses = topics || dimensions.any(|dimension| dimension.of() == Of::Clause);
        let wanted = asked.coverage.numbers.topics().iter().map(|topic| is_wanted(asked.query.measure, &topic.0));
        let wanted: Vec<bool> = wanted.collect();
        let passes = |(case, clause): &(u32, &Clause)| {
            let in_force = by_clauses && !of_case.of_owner(*case).is_empty();
            in_force && wanted.get(clause.topic as usize) == Some(&true) && clause_passes(asked, clause)
        };
        let clauses = Grouped::of(number, tables.clauses.known(asked.known).filter(passes));
        Self { of_case, clauses, by_clauses }
    }
}

/// Whether a measure asks for clauses on a topic.
fn is_wanted(measure: Measure, topic: &str) -> bool {
    match measure {
        Measure::FocusCareer => CAREER.contains(&topic),
        Measure::FocusPeriods => PERIODS.iter().any(|begins| topic.starts_with(begins)),
        _ => true,
    }
}

fn clause_code(dimension: Dimension, clause: &Clause) -> Code {
    match dimension {
        Dimension::Topic => clause.topic,
        Dimension::Tier => code(clause.tier),
        _ => clause.measure.into(),
    }
}

fn clause_passes(asked: &Asked<'_>, clause: &Clause) -> bool {
    asked.all_pass(|dimension| dimension.of() == Of::Clause, |dimension| clause_code(dimension, clause))
}

/// What is covered, by row and in all.
struct Covered {
    /// The dimensions asked, each with whether a unit has a value in it by itself.
    by: Vec<(Dimension, bool)>,
    rows: States,
    total: Vec<Sureness>,
}

impl Covered {
    fn of(asked: &Asked<'_>, units: usize, is_of_a_unit: impl Fn(Dimension) -> bool) -> Self {
        let by = asked.query.by.iter().map(|dimension| (*dimension, is_of_a_unit(*dimension))).collect();
        Self { by, rows: States::new(), total: vec![Sureness::Not; units] }
    }

    /// A unit is covered by a text of a case.
    fn cover(
        &mut self,
        asked: &Asked<'_>,
        unit: u32,
        sureness: Sureness,
        (case, text): (u32, &Text),
        texts: &Texts<'_>,
        of_case: impl Fn(Dimension) -> Code,
    ) {
        if sureness == Sureness::Not || !cases::passes(asked, text.form, text.order) {
            return;
        }
        let of_text = |dimension: Dimension, of_clause: &dyn Fn(Dimension) -> Code| match dimension {
            Dimension::Form => code(text.form),
            Dimension::Order => code(text.order),
            _ if dimension.of() == Of::Clause => of_clause(dimension),
            _ => of_case(dimension),
        };
        if !texts.by_clauses {
            self.put(unit, sureness, |dimension| of_text(dimension, &|_| ANY));
        } else if text.untold == 1 {
            self.put(unit, Sureness::Untold, |dimension| of_text(dimension, &|_| ANY));
        }
        for clause in texts.clauses.of_owner(case).iter().filter(|clause| clause.text == text.index) {
            self.put(unit, sureness, |dimension| of_text(dimension, &|dimension| clause_code(dimension, clause)));
        }
    }

    fn put(&mut self, unit: u32, sureness: Sureness, code: impl Fn(Dimension) -> Code) {
        if let Some(kept) = self.total.get_mut(unit as usize) {
            *kept = sureness.max(*kept);
        }
        if self.by.iter().all(|(_, of_unit)| *of_unit) {
            return;
        }
        let mut keys = [0; 2];
        for (key, (dimension, of_unit)) in keys.iter_mut().zip(&self.by) {
            *key = if *of_unit { 0 } else { code(*dimension) };
        }
        raise(self.rows.entry(keys).or_default(), unit, sureness);
    }

    /// Adds everything up: the total, and the rows.
    fn add_up(&self, units: &[Option<Unit>], tally: &mut Tally, code: impl Fn(&Unit, Dimension) -> Code) {
        let keys = |unit: &Unit| {
            let mut keys: Keys = [0; 2];
            for (key, (dimension, of_unit)) in keys.iter_mut().zip(&self.by) {
                *key = if *of_unit { code(unit, *dimension) } else { 0 };
            }
            keys
        };
        let overlapping = self.by.iter().any(|(_, of_unit)| !of_unit);
        let mut bases: BTreeMap<Keys, Group> = BTreeMap::new();
        for (unit, sureness) in units.iter().zip(&self.total) {
            let Some(unit) = unit.map(|unit| Unit { sureness: *sureness, ..unit }) else { continue };
            if overlapping {
                if unit.base != Base::None || unit.sureness != Sureness::Not {
                    tally.add_to_total(&unit);
                }
                bases.entry(keys(&unit)).or_insert_with(|| tally.empty()).add_base(&unit);
            } else {
                tally.add(keys(&unit), &unit);
            }
        }
        let (any, rows): (Vec<_>, Vec<_>) = self.rows.iter().partition(|(keys, _)| keys.contains(&ANY));
        for (of_text, states) in rows {
            // What one of the two keys has, the other has not: there it is 0.
            let row = |unit: &Unit| {
                let of_unit = keys(unit);
                (of_unit, [of_unit[0] + of_text[0], of_unit[1] + of_text[1]])
            };
            for unit in states.keys().filter_map(|number| units.get(*number as usize).copied().flatten()) {
                let (of_unit, row) = row(&unit);
                if let Some(base) = bases.get(&of_unit) {
                    tally.rows.entry(row).or_insert_with(|| base.clone());
                }
            }
            // What may have any value of a clause stands in every row that occurs.
            let mut states = states.clone();
            let matches = |of: &Keys| of.iter().zip(of_text).all(|(one, other)| *one == ANY || one == other);
            for (unit, sureness) in any.iter().filter(|(of, _)| matches(of)).flat_map(|(_, states)| *states) {
                raise(&mut states, *unit, *sureness);
            }
            for (number, sureness) in &states {
                let Some(unit) = units.get(*number as usize).copied().flatten() else { continue };
                if let Some(group) = tally.rows.get_mut(&row(&unit).1) {
                    group.add_state(&Unit { sureness: *sureness, ..unit });
                }
            }
        }
    }
}

fn put(units: &mut [Option<Unit>], number: u32, unit: Unit) {
    if let Some(cell) = units.get_mut(number as usize) {
        *cell = Some(unit);
    }
}

fn raise(states: &mut HashMap<u32, Sureness>, unit: u32, sureness: Sureness) {
    let kept = states.entry(unit).or_default();
    *kept = sureness.max(*kept);
}
