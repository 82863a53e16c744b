//! Employers over time. Nearly every one is one thing all the time: then what comes and what goes is added without a look at the days
//! between.

use super::{each_surest, surest};
use crate::coverage::answer::cases::Cases;
use crate::coverage::answer::differences::{Differences, Held};
use crate::coverage::answer::register::{Employer, Register};
use crate::coverage::answer::tally::{Base, Group, Unit};
use crate::coverage::answer::texts::Texts;
use crate::coverage::answer::timeline::{Days, Lines, Stretch, Timelines};
use crate::coverage::answer::{Asked, covered, parts};
use crate::coverage::bitemporal::{At, BLOCK, Block, More, Owner};
use crate::coverage::records::{Count, Covering, Spells};
use crate::coverage::row::{Columns as _, Row};
use crate::coverage::stays::OWN;
use crate::coverage::{Coverage, Measure, Sureness};

/// What is counted of employers in each period.
pub(super) fn groups(coverage: &Coverage, asked: &[Asked<'_>]) -> Vec<Group> {
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
    counts: Vec<Held>,
    women: Vec<Held>,
    stretches: Vec<Stretch>,
    /// Room for the periods with which something changes.
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
            Cursor::of(Some(standing), asked.known),
            Cursor::of(people.and_then(|rows| rows.block(block)), asked.known),
            Cursor::of(women.and_then(|rows| rows.block(block)), asked.known),
            Cursor::of(tables.coverings.block(block), asked.known),
        );
        let held = |count: Count| {
            let (from, stale) = (self.days.from(count.day), self.fresh.after(count.day));
            Held { from, stale, count }
        };
        found.lines.fill(self.timelines, tables.coverings.block(block));
        for (owner, number) in (0..).zip(first..).take(standing.places()) {
            found.clear();
            rows.0.rows(owner, |row, spells| {
                found.spells.extend(spells.from.get(row).map(|from| (self.days.from(*from), row)));
            });
            rows.1.take(owner, |count| found.counts.push(held(count)));
            rows.2.take(owner, |count| found.women.push(held(count)));
            let Found { lines, stretches, .. } = found;
            rows.3.rows(owner, |row, coverings| {
                let Some(covering) = coverings.get(row) else { return };
                if least <= covering.stay && covering.stay <= OWN {
                    lines.take(row, covering.case, self.timelines, stretches);
                } else if lines.covers(row) {
                    self.cover(covering, stretches);
                }
            });
            if found.spells.is_empty() {
                continue;
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
        let is_sorted = found.counts.is_sorted_by_key(|held| held.from);
        if let ([(begin, row)], [], true, false) = (&found.spells[..], &found.women[..], is_sorted, self.by_day) {
            self.count_life(number, (columns, *row), *begin, found, differences);
        } else {
            self.count_pieces(number, columns, found, differences);
        }
    }

    /// It was one thing all the time, from one period on: that is asked once.
    fn count_life(
        &self,
        number: u32,
        spell: (&Spells, usize),
        begin: u16,
        found: &mut Found,
        differences: &mut Differences,
    ) {
        let Some(register) = self.registers.first() else { return };
        let employer = Employer::of(number, spell, None, None);
        let Some(unit) = register.stands(&employer).then(|| covered::unit(register, &employer)).flatten() else {
            return;
        };
        let Found { counts, stretches, marks, .. } = found;
        let end = u16::try_from(self.registers.len()).unwrap_or(u16::MAX);
        if unit.base == Base::Unknown {
            differences.add(begin, end, &unit);
            return;
        }
        let counts = unit.people.map(|_| &counts[..]);
        differences.add_life(begin, end, counts, unit.made_up);
        let mut add = |from: u16, to: u16, sureness| {
            if from.max(begin) < to {
                differences.add_covered(sureness, (from.max(begin), to), counts, unit.made_up);
            }
        };
        // Mostly one case follows another.
        if stretches.is_sorted_by(|one, next| one.to <= next.from) {
            stretches.iter().for_each(|stretch| add(stretch.from, stretch.to, stretch.sureness));
        } else {
            each_surest(stretches, marks, add);
        }
    }

    /// Piece by piece between the days on which something changes.
    fn count_pieces(&self, number: u32, columns: &Spells, found: &mut Found, differences: &mut Differences) {
        let Found { spells, counts, women, stretches, marks, lines: _ } = found;
        marks.clear();
        if self.by_day {
            self.mark_holdings(number, marks);
        }
        marks.extend(spells.iter().map(|(from, _)| *from));
        marks.extend(counts.iter().flat_map(|held| [held.from, held.stale]));
        marks.extend(women.iter().map(|held| held.from));
        marks.extend(stretches.iter().flat_map(|stretch| [stretch.from, stretch.to]));
        marks.sort_unstable();
        marks.dedup();
        let periods = u16::try_from(self.registers.len()).unwrap_or(u16::MAX);
        let ends = marks.iter().skip(1).copied().chain([periods]);
        for (from, to) in marks.iter().copied().zip(ends) {
            let Some(register) = self.registers.get(usize::from(from)) else { break };
            let Some((_, row)) = spells.iter().rfind(|(begin, _)| *begin <= from) else { continue };
            let employer = Employer::of(number, (columns, *row), holding(counts, from), holding(women, from));
            let Some(unit) = register.stands(&employer).then(|| covered::unit(register, &employer)).flatten() else {
                continue;
            };
            let sureness = if unit.base == Base::In { surest(stretches, from) } else { Sureness::Not };
            differences.add(from, to, &Unit { sureness, ..unit });
        }
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
    }
}

/// The last of those that have begun.
fn holding(counts: &[Held], at: u16) -> Option<Count> {
    counts.iter().rfind(|held| held.from <= at).map(|held| held.count)
}

/// Passes over the known rows of a block, owner by owner.
struct Cursor<'a, R: Row> {
    block: Option<(&'a R::Columns, More<'a>)>,
    /// How many places for first rows there are, then whether each row is known.
    places: usize,
    known: Vec<bool>,
}

impl<'a, R: Row> Cursor<'a, R> {
    fn of(block: Option<&'a Block<R>>, at: At) -> Self {
        let (places, known) = block.map_or((0, Vec::new()), |block| (block.places(), block.known(at)));
        Self { block: block.map(|block| (block.columns(), block.more())), places, known }
    }

    /// The known rows of an owner, by where they lie; owners are asked for in the order of their numbers.
    #[inline(always)]
    fn rows(&mut self, owner: Owner, mut take: impl FnMut(usize, &R::Columns)) {
        let Some((columns, more)) = &mut self.block else { return };
        let is_known = |row: usize| self.known.get(row) == Some(&true);
        let first = usize::from(owner);
        if first < self.places && is_known(first) {
            take(first, columns);
        }
        while let Some(row) = more.next_of(owner) {
            if is_known(row) {
                take(row, columns);
            }
        }
    }

    /// The same rows themselves.
    #[inline(always)]
    fn take(&mut self, owner: Owner, mut take: impl FnMut(R)) {
        self.rows(owner, |row, columns| {
            if let Some(row) = columns.get(row) {
                take(row);
            }
        });
    }
}
