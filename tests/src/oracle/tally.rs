//! Units into figures: filters, rows, totals.

use std::collections::{BTreeMap, BTreeSet};

use super::employer::Count;
use super::span::nearest_rank;
use super::state::{Base, State};
use super::values::{OF_CLAUSES, Values};
use super::{Answer, Days, Numbers, People, Question};

/// What a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// It has a base.
    pub based: bool,
    /// It counts people of employers.
    pub people: bool,
    /// It asks about clauses, whatever the dimensions.
    pub of_clauses: bool,
}

/// One unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its values, where it has one of each.
    pub values: Values,
    /// Whether it belongs to the base.
    pub base: Base,
    /// Whether it is counted.
    pub verdict: Verdict,
    /// Of people: the head count.
    pub count: Option<Count>,
    /// Marked made up.
    pub made_up: bool,
    /// Days from offer to effect.
    pub days: Option<i64>,
}

/// What the state of a unit rests on.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It has one.
    Plain(State),
    /// It is as sure as the surest of these.
    Texts(Vec<Piece>),
}

/// A text, or a signing, of a unit.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its state on the day.
    pub state: State,
    /// It is of the kind the measure asks for.
    pub asked: bool,
    /// Its values and those of its case.
    pub values: Values,
    /// Its clauses, and whether the measure asks for their topic; none: not told.
    pub clauses: Vec<(Values, bool)>,
}

/// What a piece says under the values it has; a dimension of clauses that are not told has none.
struct Told {
    values: Values,
    state: State,
    asked: bool,
}

/// The figures of these units.
#[must_use]
pub fn tally(shape: Shape, units: &[Unit], question: &Question) -> Answer {
    let units: Vec<&Unit> =
        units.iter().filter(|unit| unit.base != Base::Out && passes(&unit.values, question)).collect();
    let told: Vec<Vec<Told>> = units.iter().map(|unit| tell(shape, unit, question)).collect();
    let mut total = Cell::new(shape);
    for (unit, told) in units.iter().zip(&told) {
        total.add(unit, best(unit, told, |_| true));
    }
    let mut rows = BTreeMap::new();
    for key in keys(shape, &units, &told, question) {
        let mut cell = Cell::new(shape);
        for (unit, told) in units.iter().zip(&told) {
            let wanted = || question.by.iter().zip(&key);
            if wanted().all(|(dimension, value)| unit.values.get(&**dimension).is_none_or(|own| own == value)) {
                let of_row = |told: &Told| {
                    wanted().all(|(dimension, value)| told.values.get(&**dimension).is_none_or(|own| own == value))
                };
                cell.add(unit, best(unit, told, of_row));
            }
        }
        rows.insert(key, cell.numbers());
    }
    Answer { rows, total: total.numbers() }
}

/// The rows that occur.
fn keys(shape: Shape, units: &[&Unit], told: &[Vec<Told>], question: &Question) -> BTreeSet<Vec<String>> {
    let mut keys = BTreeSet::new();
    if question.by.is_empty() {
        return keys;
    }
    for (unit, told) in units.iter().zip(told) {
        if question.by.iter().all(|dimension| unit.values.contains_key(&**dimension)) {
            let seen = shape.based || best(unit, told, |_| true) != State::Not;
            keys.extend(key(&unit.values, None, question).filter(|_| seen));
        } else {
            // Of texts: those that the measure asks for, of employers of the base.
            let occurs = |told: &&Told| unit.base == Base::In && told.asked;
            keys.extend(told.iter().filter(occurs).filter_map(|told| key(&unit.values, Some(&told.values), question)));
        }
    }
    keys
}

fn key(unit: &Values, told: Option<&Values>, question: &Question) -> Option<Vec<String>> {
    let value = |dimension: &String| unit.get(&**dimension).or_else(|| told?.get(&**dimension)).cloned();
    question.by.iter().map(value).collect()
}

fn best(unit: &Unit, told: &[Told], of_row: impl Fn(&Told) -> bool) -> State {
    match &unit.verdict {
        Verdict::Plain(state) => *state,
        Verdict::Texts(_) => {
            told.iter().filter(|told| told.asked && of_row(told)).map(|told| told.state).min().unwrap_or(State::Not)
        }
    }
}

/// What the texts of a unit say that pass the filters.
fn tell(shape: Shape, unit: &Unit, question: &Question) -> Vec<Told> {
    let Verdict::Texts(pieces) = &unit.verdict else { return Vec::new() };
    let named = question.by.iter().chain(question.filters.iter().map(|(dimension, _)| dimension));
    let of_clauses = shape.of_clauses || named.into_iter().any(|dimension| OF_CLAUSES.contains(&dimension.as_str()));
    let mut told = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.state != State::Not && passes(&piece.values, question)) {
        let say = |clause: Option<&Values>, state, asked| {
            let values = piece.values.clone().into_iter().chain(clause.cloned().unwrap_or_default()).collect();
            Told { values, state, asked }
        };
        if !of_clauses {
            told.push(say(None, piece.state, piece.asked));
        } else if piece.clauses.is_empty() {
            told.push(say(None, State::Untold, piece.asked));
        } else {
            let passing = piece.clauses.iter().filter(|(values, _)| passes(values, question));
            told.extend(passing.map(|(values, asked)| say(Some(values), piece.state, piece.asked && *asked)));
        }
    }
    told
}

/// Whether the values pass the filters on their dimensions: of one dimension any of its values, of several all of them.
fn passes(values: &Values, question: &Question) -> bool {
    values.iter().all(|(dimension, own)| {
        let mut asked = question.filters.iter().filter(|(filtered, _)| filtered == dimension).peekable();
        asked.peek().is_none() || asked.any(|(_, value)| value == own)
    })
}

/// Adds to the number of a state. Those not counted are what is left of the base.
macro_rules! add_to {
    ($numbers:expr, $state:expr, $more:expr) => {
        match $state {
            State::Confirmed => $numbers.confirmed += $more,
            State::Derived => $numbers.derived += $more,
            State::Undated => $numbers.undated += $more,
            State::Imprecise => $numbers.imprecise += $more,
            State::Untold => $numbers.untold += $more,
            State::Open => $numbers.open += $more,
            State::Not => {}
        }
    };
}

/// A row, or the total, while it is added up.
struct Cell {
    shape: Shape,
    numbers: Numbers,
    people: People,
    days: Vec<i64>,
}

impl Cell {
    fn new(shape: Shape) -> Self {
        Self { shape, numbers: Numbers::default(), people: People::default(), days: Vec::new() }
    }

    fn add(&mut self, unit: &Unit, state: State) {
        if unit.base == Base::Unknown {
            self.numbers.base_unknown += 1;
            return;
        }
        self.numbers.made_up += u64::from(state.counts() && unit.made_up);
        self.days.extend(unit.days.filter(|_| state.counts()));
        let weight = match (self.shape.people, unit.count) {
            (false, _) => 1,
            (true, count) => {
                self.people.base += 1;
                add_to!(self.people, state, 1);
                self.people.stale += u64::from(state.counts() && count.is_some_and(|count| count.stale));
                self.people.without_count += u64::from(state.counts() && count.is_none());
                self.people.base_without_count += u64::from(count.is_none());
                count.map_or(0, |count| count.people)
            }
        };
        *self.numbers.base.get_or_insert_default() += weight;
        add_to!(self.numbers, state, weight);
    }

    fn numbers(self) -> Numbers {
        let Self { shape, numbers, people, days } = self;
        let ranks = nearest_rank(&days, 5).zip(nearest_rank(&days, 9));
        Numbers {
            base: shape.based.then(|| numbers.base.unwrap_or_default()),
            employers: shape.people.then_some(people),
            days: ranks.map(|(median, p90)| Days { median, p90 }),
            ..numbers
        }
    }
}
