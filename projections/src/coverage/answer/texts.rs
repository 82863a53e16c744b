//! The texts of instruments on the day asked: how surely each covers, by itself or by its clauses.

use super::contracts::is_contract;
use super::overlapping::{ANY, Overlapping, Put, raise};
use super::surest::Surest;
use super::{Asked, cases};
use crate::coverage::clause_sets::EMPTY;
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{Code, code};
use crate::coverage::records::{Clause, Days, Span, Stay, Text};
use crate::coverage::{Dimension, Measure, Sureness};

/// Topics of assessment, title and post after childbirth.
const CAREER: [&str; 3] = ["CAR.01", "CAR.02", "CAR.03"];
/// What the codes of topics of pregnancy and nursing begin with.
const PERIODS: [&str; 3] = ["PRD.PRE", "PRD.NUR", "NUR"];

/// Everything is as sure by a set of clauses as it is by the days.
const PASSES: [Sureness; 7] = [
    Sureness::Not,
    Sureness::Open,
    Sureness::Untold,
    Sureness::Undated,
    Sureness::Imprecise,
    Sureness::Derived,
    Sureness::Confirmed,
];

/// The texts of every case.
pub(super) struct Texts<'a> {
    asked: &'a Asked<'a>,
    /// The measure or filters ask for forms or orders of texts.
    by_forms: bool,
    /// The measure, rows or filters ask for clauses.
    by_clauses: bool,
    /// Topics, by number: whether the measure asks for them.
    wanted: Vec<bool>,
    /// Sets of clauses, by number: what is as sure by the days of its text as the place says, by the set.
    passing: Vec<[Sureness; 7]>,
    /// How sure a text is: see [`by_flags`].
    by_days: [Sureness; 16],
}

/// How surely a text covers on a day on which it is surely in force, and on one on which it may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sure {
    pub(super) surely: Sureness,
    pub(super) possibly: Sureness,
}

impl<'a> Texts<'a> {
    pub(super) fn of(asked: &'a Asked<'a>) -> Self {
        let measure = asked.query.measure;
        let topics = matches!(measure, Measure::TopicWomen | Measure::FocusCareer | Measure::FocusPeriods);
        let mut dimensions = asked.query.by.iter().chain(asked.filters.keys());
        let by_clauses = topics || dimensions.any(|dimension| dimension.of() == Of::Clause);
        let wanted = asked.coverage.numbers.topics().iter().map(|topic| is_wanted(measure, &topic.0)).collect();
        let is_of_forms = |dimension: &Dimension| matches!(dimension, Dimension::Form | Dimension::Order);
        let by_forms = asks_for_contracts(measure) || asked.filters.keys().any(is_of_forms);
        let by_days = std::array::from_fn(by_flags);
        let mut texts = Self { asked, by_forms, by_clauses, wanted, passing: Vec::new(), by_days };
        if by_clauses {
            let sets = (EMPTY..).zip(asked.coverage.tables.clause_sets.iter());
            let passing = sets.map(|(number, set)| match set.iter().any(|clause| texts.passes(clause)) {
                true => PASSES,
                // Its clauses are not told.
                false if number == EMPTY => PASSES.map(|by_days| by_days.min(Sureness::Untold)),
                false => [Sureness::Not; 7],
            });
            texts.passing = passing.collect();
        }
        texts
    }

    /// The texts of a case, as known.
    pub(super) fn of_case(&self, case: u32) -> impl Iterator<Item = Text> + '_ {
        self.asked.coverage.tables.texts.of(case, self.asked.known)
    }

    /// How surely a text covers on the day, whatever its clauses; an employer of a coverage list only for its days on the list.
    pub(super) fn on_day(&self, text: &Text, stay: Option<&Stay>) -> Sureness {
        let asks = self.asks_for(text.form, text.order);
        let (first, last) = Self::days(text, stay);
        if asks { by_days(text.undated, text.derived).on(self.asked.on, first, last) } else { Sureness::Not }
    }

    /// The same, by a clause of it that is asked for, where clauses are.
    pub(super) fn sureness(&self, text: &Text, stay: Option<&Stay>) -> Sureness {
        let (first, last) = Self::days(text, stay);
        self.sure(text).map_or(Sureness::Not, |sure| sure.on(self.asked.on, first, last))
    }

    /// How surely a text covers on its days, by a clause where clauses are asked for; `None`: it does not.
    pub(super) fn sure(&self, text: &Text) -> Option<Sure> {
        if !self.asks_for(text.form, text.order) {
            return None;
        }
        let Sure { surely, possibly } = by_days(text.undated, text.derived);
        let [surely, possibly] = [surely, possibly].map(|sureness| self.by_clauses(text.clauses, sureness));
        (surely != Sureness::Not).then_some(Sure { surely, possibly })
    }

    /// What is as sure by the days of its text, by the set of its clauses.
    #[inline]
    fn by_clauses(&self, set: u32, by_days: Sureness) -> Sureness {
        let of_set = if self.by_clauses { self.passing.get(set as usize) } else { Some(&PASSES) };
        let of_set = of_set.unwrap_or(&[Sureness::Not; 7]);
        of_set.get(by_days as usize).copied().unwrap_or_default()
    }

    /// The days of a text; for an employer of a coverage list no longer than its days on the list.
    pub(super) fn days(text: &Text, stay: Option<&Stay>) -> (Span, Span) {
        let Some(stay) = stay else { return (text.first, text.last) };
        let joined = Span { earliest: stay.from, latest: stay.from };
        (text.first.or_later(joined), text.last.or_earlier(stay.to))
    }

    fn asks_for(&self, form: u8, order: u8) -> bool {
        let is_asked_for = || !asks_for_contracts(self.asked.query.measure) || is_contract(form);
        !self.by_forms || is_asked_for() && cases::passes(self.asked, form, order)
    }

    /// How surely the surest text of a case covers an employer of its coverage list.
    pub(super) fn surest(&self, case: u32, stay: &Stay) -> Sureness {
        self.of_case(case).map(|text| self.sureness(&text, Some(stay))).max().unwrap_or_default()
    }

    /// How surely each case of a block is in force by its surest text, whomever it covers; `None`: none is.
    pub(super) fn surest_of_block(&self, block: usize) -> Option<Surest> {
        let (texts, on) = (self.asked.coverage.tables.texts.block(block)?, self.asked.on);
        let Days(first, last) = *texts.summary();
        if on < first || last < on {
            return None;
        }
        let columns = texts.columns();
        let days = columns.first.iter().zip(&columns.last).zip(columns.undated.iter().zip(&columns.derived));
        // All of this turns out differently from text to text: it is looked up, not branched on.
        let by_days = days.zip(texts.known(self.asked.known)).map(|(((first, last), (undated, derived)), is_known)| {
            let is_in_force = is_known & (first.earliest <= on) & (on <= last.latest);
            let surely = (first.latest <= on) & (on <= last.earliest);
            let flags = [is_in_force, *undated == 1, *derived == 1, surely];
            let number = flags.into_iter().fold(0, |number, flag| number << 1 | usize::from(flag));
            self.by_days.get(number).copied().unwrap_or_default()
        });
        let mut sureness: Vec<Sureness> = by_days.collect();
        if self.by_forms {
            let forms = columns.form.iter().zip(&columns.order);
            for (sureness, (form, order)) in sureness.iter_mut().zip(forms) {
                *sureness = if self.asks_for(*form, *order) { *sureness } else { Sureness::Not };
            }
        }
        if self.by_clauses {
            for (sureness, set) in sureness.iter_mut().zip(&columns.clauses) {
                *sureness = self.by_clauses(*set, *sureness);
            }
        }
        Some(Surest::of(texts, &sureness))
    }

    /// The rows in which something that a text covers stands: one, or one for each value of its clauses.
    pub(super) fn put(
        &self,
        text: &Text,
        sureness: Sureness,
        of_case: &dyn Fn(Dimension) -> Code,
        divided: &Overlapping,
        puts: &mut Vec<Put>,
    ) {
        if sureness == Sureness::Not {
            return;
        }
        let keys = |of_clause: &dyn Fn(Dimension) -> Code| {
            divided.keys_of_text(|dimension| match dimension {
                Dimension::Form => code(text.form),
                Dimension::Order => code(text.order),
                _ if dimension.of() == Of::Clause => of_clause(dimension),
                _ => of_case(dimension),
            })
        };
        if !self.by_clauses {
            raise(puts, keys(&|_| ANY), sureness);
        } else if text.clauses == EMPTY {
            raise(puts, keys(&|_| ANY), Sureness::Untold);
        }
        if self.by_clauses {
            let clauses = self.asked.coverage.tables.clause_sets.of(text.clauses).iter();
            for clause in clauses.filter(|clause| self.passes(clause)) {
                raise(puts, keys(&|dimension| clause_code(dimension, clause)), sureness);
            }
        }
    }

    fn passes(&self, clause: &Clause) -> bool {
        let of_clause = |dimension: Dimension| dimension.of() == Of::Clause;
        self.wanted.get(clause.topic as usize) == Some(&true)
            && self.asked.all_pass(of_clause, |dimension| clause_code(dimension, clause))
    }
}

/// By the days of a text alone: whether nothing is known of its first one, and whether that is derived.
#[inline(always)]
fn by_days(undated: u8, derived: u8) -> Sure {
    match (undated, derived) {
        (1, _) => Sure { surely: Sureness::Undated, possibly: Sureness::Undated },
        (_, 1) => Sure { surely: Sureness::Derived, possibly: Sureness::Imprecise },
        _ => Sure { surely: Sureness::Confirmed, possibly: Sureness::Imprecise },
    }
}

/// By four flags, the highest first: whether it may be in force on the day, is undated, is derived, and is surely in force.
fn by_flags(flags: usize) -> Sureness {
    let [may_be, undated, derived, surely] = [8, 4, 2, 1].map(|flag| flags & flag != 0);
    let sure = by_days(undated.into(), derived.into());
    match (may_be, surely) {
        (false, _) => Sureness::Not,
        (true, true) => sure.surely,
        (true, false) => sure.possibly,
    }
}

impl Sure {
    /// Of a text with these first and last days.
    #[inline(always)]
    fn on(self, on: i32, first: Span, last: Span) -> Sureness {
        if (on < first.earliest) | (last.latest < on) {
            Sureness::Not
        } else if (on < first.latest) | (last.earliest < on) {
            self.possibly
        } else {
            self.surely
        }
    }
}

/// Signing rates and the number of contracts ask for contract forms.
fn asks_for_contracts(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::SigningOrganised | Measure::SigningUnionised | Measure::SigningState | Measure::ContractsInForce
    )
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
