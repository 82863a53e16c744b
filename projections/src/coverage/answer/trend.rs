//! A trend in one pass: what is known of an employer, or a case, changes on few days; between them it is counted once for all the
//! periods that end there.

use heyi_core::ids::Position;
use heyi_core::industry::BiomedicineList;

use super::cases::{self, Cases};
use super::differences::Differences;
use super::register::{Employer, Register};
use super::tally::{Base, Group, People, Tally, Unit};
use super::texts::Texts;
use super::timeline::{Days, Lines, Stretch, Timelines};
use super::{Asked, covered, parts};
use crate::coverage::bitemporal::{BLOCK, Block, More, Owner};
use crate::coverage::dimension::Of;
use crate::coverage::records::{Count, Covering, Spells};
use crate::coverage::row::{Columns as _, Row};
use crate::coverage::stays::OWN;
use crate::coverage::{Cell, Coverage, CoverageQuery, Measure, Sureness};

impl Coverage {
    /// The total of each of these questions, which differ in their days alone, the earlier first: in one pass where the measure is of
    /// one day, else one after another.
    pub(crate) fn totals(&self, queries: &[CoverageQuery], known: Position, list: &BiomedicineList) -> Vec<Cell> {
        let Some(query) = queries.first() else { return Vec::new() };
        let asked: Vec<Asked<'_>> = queries.iter().map(|query| self.asked(query, known, list)).collect();
        let by_employers = query.filters.iter().any(|(dimension, _)| dimension.of() == Of::Employer);
        let tally = Tally::of(query, false);
        let groups = match query.measure {
            measure if measure.is_of_employers_on_a_day() => employers(self, &asked),
            Measure::ContractsInForce | Measure::InstrumentsInForce if !by_employers => contracts(self, &asked),
            _ => {
                let total = |asked: &Asked<'_>| {
                    let mut tally = Tally::of(asked.query, false);
                    asked.count(&mut tally);
                    tally.total()
                };
                asked.iter().map(total).collect()
            }
        };
        groups.iter().map(|group| tally.cell(group)).collect()
    }
}

fn contracts(coverage: &Coverage, asked: &[Asked<'_>]) -> Vec<Group> {
    let (Some(first), days) = (asked.first(), Days::of(asked)) else { return Vec::new() };
    let register = Register::of(first);
    let (texts, cases) = (Texts::of(first), Cases::of(first, &register));
    let start = || (Differences::of(asked.len()), Vec::new());
    let parts = parts::over(coverage.numbers.cases().div_ceil(BLOCK), start, |(differences, stretches), block| {
        for (number, row) in cases.of_block(first, block) {
            stretches.clear();
            for text in texts.of_case(number) {
                days.stretches(&texts, &text, None, stretches);
            }
            let mut marks: Vec<u16> = stretches.iter().flat_map(|stretch| [stretch.from, stretch.to]).collect();
            marks.sort_unstable();
            marks.dedup();
            for (from, to) in marks.iter().zip(marks.iter().skip(1)) {
                let sureness = surest(stretches, *from);
                if sureness != Sureness::Not {
                    differences.add(*from, *to, &cases::unit(number, &row, Base::None, sureness));
                }
            }
        }
    });
    let parts: Vec<Differences> = parts.into_iter().map(|(differences, _)| differences).collect();
    Differences::totals(&parts, asked.len())
}

fn surest(stretches: &[Stretch], at: u16) -> Sureness {
    let holding = stretches.iter().filter(|stretch| stretch.from <= at && at < stretch.to);
    holding.map(|stretch| stretch.sureness).max().unwrap_or_default()
}

fn employers(coverage: &Coverage, asked: &[Asked<'_>]) -> Vec<Group> {
    let (Some(first), days) = (asked.first(), Days::of(asked)) else { return Vec::new() };
    let registers: Vec<Register<'_>> = asked.iter().map(Register::of).collect();
    let fresh: Vec<i32> = registers.iter().map(Register::fresh_from).collect();
    let fresh = Days::between(&fresh);
    let Some(register) = registers.first() else { return Vec::new() };
    let (texts, cases) = (Texts::of(first), Cases::of(first, register));
    let timelines = Timelines::of(first, &texts, &cases, &days);
    let by_day = first.query.measure == Measure::SigningOrganised;
    let sweep = Sweep {
        first,
        registers: &registers,
        fresh: &fresh,
        days: &days,
        texts: &texts,
        timelines: &timelines,
        by_day,
    };
    let start = || (Differences::of(asked.len()), Found::default());
    let blocks = coverage.numbers.employers().div_ceil(BLOCK);
    let parts = parts::over(blocks, start, |(differences, found), block| sweep.pass(block, found, differences));
    let parts: Vec<Differences> = parts.into_iter().map(|(differences, _)| differences).collect();
    Differences::totals(&parts, asked.len())
}

/// What a pass over employers needs.
struct Sweep<'a> {
    /// The first of the questions: they differ in their days alone.
    first: &'a Asked<'a>,
    registers: &'a [Register<'a>],
    /// From which day on counts are fresh, by period.
    fresh: &'a Days,
    days: &'a Days,
    texts: &'a Texts<'a>,
    timelines: &'a Timelines,
    /// Whether an employer belongs to the base depends on the day, whatever it was.
    by_day: bool,
}

/// What is known of one employer, with the period from which on it holds; and how the cases cover that its block names.
#[derive(Default)]
struct Found {
    /// By their rows.
    spells: Vec<(u16, usize)>,
    counts: Vec<(u16, Count)>,
    women: Vec<(u16, Count)>,
    stretches: Vec<Stretch>,
    marks: Vec<u16>,
    lines: Lines,
}

impl Sweep<'_> {
    fn pass(&self, block: usize, found: &mut Found, differences: &mut Differences) {
        let (tables, asked) = (&self.first.coverage.tables, self.first);
        let Some(standing) = tables.spells.block(block).filter(|block| asked.sieve.lets_through(block)) else { return };
        let (people, women) = self.registers.first().map(Register::counts).unwrap_or_default();
        let least = covered::least_stay(asked.query.measure);
        let first = u32::try_from(block * BLOCK).unwrap_or(u32::MAX);
        let mut rows = (
            Cursor::of(Some(standing)),
            Cursor::of(people.and_then(|rows| rows.block(block))),
            Cursor::of(women.and_then(|rows| rows.block(block))),
            Cursor::of(tables.coverings.block(block)),
        );
        found.lines.fill(self.timelines, tables.coverings.block(block));
        for (owner, number) in (0..).zip(first..).take(standing.places()) {
            found.clear();
            rows.0.rows(asked, owner, |row, spells| {
                found.spells.extend(spells.from.get(row).map(|from| (self.days.from(*from), row)));
            });
            rows.1.take(asked, owner, |count| {
                found.counts.push((self.days.from(count.day), count));
                found.marks.push(self.stale_from(count.day));
            });
            rows.2.take(asked, owner, |count| found.women.push((self.days.from(count.day), count)));
            let Found { lines, stretches, .. } = found;
            rows.3.rows(asked, owner, |row, coverings| {
                let stay = coverings.stay.get(row).copied().unwrap_or_default();
                if least <= stay && stay <= OWN {
                    lines.take(row, self.timelines, stretches);
                } else if lines.covers(row)
                    && let Some(covering) = coverings.get(row)
                {
                    self.cover(covering, stretches);
                }
            });
            if found.spells.is_empty() {
                continue;
            }
            if self.by_day {
                self.mark_holdings(number, &mut found.marks);
            }
            self.count(number, standing.columns(), found, differences);
        }
    }

    /// By a case of many that does not cover the employer as long as there is an instrument.
    fn cover(&self, covering: Covering, stretches: &mut Vec<Stretch>) {
        let own = covered::asks_for_own(self.first.query.measure);
        let stay = self.first.coverage.tables.stays.of(covering.stay);
        let Some(stay) = stay.filter(|stay| OWN < covering.stay && (!own || stay.own == 1)) else { return };
        for text in self.texts.of_case(covering.case) {
            self.days.stretches(self.texts, &text, Some(stay), stretches);
        }
    }

    fn count(&self, number: u32, columns: &Spells, found: &mut Found, differences: &mut Differences) {
        let Found { spells, counts, women, stretches, marks, lines: _ } = found;
        marks.extend(spells.iter().map(|(from, _)| *from));
        marks.extend(counts.iter().chain(&*women).map(|(from, _)| *from));
        marks.extend(stretches.iter().flat_map(|stretch| [stretch.from, stretch.to]));
        marks.sort_unstable();
        marks.dedup();
        let periods = u16::try_from(self.registers.len()).unwrap_or(u16::MAX);
        let ends = marks.iter().skip(1).copied().chain([periods]);
        let stretches_of = marks.iter().copied().zip(ends);
        if let ([(begin, row)], [], false) = (&spells[..], &women[..], self.by_day) {
            // It was one thing all the time: that is asked once.
            let (Some(register), employer) =
                (self.registers.first(), Employer::of(number, (columns, *row), None, None))
            else {
                return;
            };
            let Some(unit) = register.stands(&employer).then(|| covered::unit(register, &employer)).flatten() else {
                return;
            };
            for (from, to) in stretches_of.filter(|(from, _)| begin <= from) {
                let count = holding(counts, from);
                let stale = count.is_some_and(|count| self.stale_from(count.day) <= from);
                let people = unit.people.map(|_| People { number: count.map(|count| count.people), stale });
                let sureness = if unit.base == Base::In { surest(stretches, from) } else { Sureness::Not };
                differences.add(from, to, &Unit { sureness, people, ..unit });
            }
            return;
        }
        for (from, to) in stretches_of {
            let Some(register) = self.registers.get(usize::from(from)) else { break };
            let Some(row) = holding(spells, from) else { continue };
            let employer = Employer::of(number, (columns, row), holding(counts, from), holding(women, from));
            let Some(unit) = register.stands(&employer).then(|| covered::unit(register, &employer)).flatten() else {
                continue;
            };
            let sureness = if unit.base == Base::In { surest(stretches, from) } else { Sureness::Not };
            differences.add(from, to, &Unit { sureness, ..unit });
        }
    }

    /// The first period in which a count of that day is stale.
    fn stale_from(&self, day: i32) -> u16 {
        self.fresh.after(day)
    }

    fn mark_holdings(&self, employer: u32, marks: &mut Vec<u16>) {
        let tables = &self.first.coverage.tables;
        for holdings in [&tables.committees, &tables.contracts] {
            for holding in holdings.of(employer, self.first.known) {
                marks.extend([self.days.from(holding.from), self.days.after(holding.to)]);
            }
        }
    }
}

impl Found {
    fn clear(&mut self) {
        self.spells.clear();
        self.counts.clear();
        self.women.clear();
        self.stretches.clear();
        self.marks.clear();
    }
}

/// The last of those that have begun.
fn holding<T: Copy>(rows: &[(u16, T)], at: u16) -> Option<T> {
    rows.iter().rev().find(|(from, _)| *from <= at).map(|(_, row)| *row)
}

/// Passes over the rows of a block, owner by owner.
struct Cursor<'a, R: Row> {
    block: Option<(&'a Block<R>, More<'a>)>,
}

impl<'a, R: Row> Cursor<'a, R> {
    fn of(block: Option<&'a Block<R>>) -> Self {
        Self { block: block.map(|block| (block, block.more())) }
    }

    /// The known rows of an owner, by where they lie; owners are asked for in the order of their numbers.
    fn rows(&mut self, asked: &Asked<'_>, owner: Owner, mut take: impl FnMut(usize, &R::Columns)) {
        let Some((block, more)) = &mut self.block else { return };
        let first = usize::from(owner);
        if first < block.places() && block.holds(first, asked.known) {
            take(first, block.columns());
        }
        while let Some(row) = more.next_of(owner) {
            if block.holds(row, asked.known) {
                take(row, block.columns());
            }
        }
    }

    /// The same rows themselves.
    fn take(&mut self, asked: &Asked<'_>, owner: Owner, mut take: impl FnMut(R)) {
        self.rows(asked, owner, |row, columns| {
            if let Some(row) = columns.get(row) {
                take(row);
            }
        });
    }
}
