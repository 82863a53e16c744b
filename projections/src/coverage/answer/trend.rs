//! A trend in one pass: what is known of an employer, or a case, changes on few days; between them it is counted once for all the
//! periods that end there.

use heyi_core::ids::Position;
use heyi_core::industry::BiomedicineList;

use super::cases::{self, Cases};
use super::differences::Differences;
use super::register::Register;
use super::spans::Spans;
use super::tally::{Base, Group, Tally};
use super::texts::Texts;
use super::timeline::{Days, Stretch};
use super::{Asked, parts};
use crate::coverage::bitemporal::BLOCK;
use crate::coverage::dimension::Of;
use crate::coverage::{Cell, Coverage, CoverageQuery, Measure, Sureness};

mod employers;

impl Coverage {
    /// The total of each of these questions, which differ in their days alone, the earlier first: in one pass, but where it depends on
    /// what employers are on each day whom the measure does not count.
    pub(crate) fn totals(&self, queries: &[CoverageQuery], known: Position, list: &BiomedicineList) -> Vec<Cell> {
        let Some(query) = queries.first() else { return Vec::new() };
        let asked: Vec<Asked<'_>> = queries.iter().map(|query| self.asked(query, known, list)).collect();
        let by_employers = query.filters.iter().any(|(dimension, _)| dimension.of() == Of::Employer);
        let tally = Tally::of(query, false);
        let groups = match query.measure {
            measure if measure.is_of_employers_on_a_day() => employers::groups(self, &asked),
            Measure::ContractsInForce | Measure::InstrumentsInForce if !by_employers => contracts(self, &asked),
            measure if measure.is_of_a_span() && measure != Measure::Synchronised && !by_employers => {
                let mut tallies = vec![Tally::of(query, false); asked.len()];
                Spans::of(&asked, &mut tallies).count();
                tallies.iter().map(Tally::total).collect()
            }
            // What an employer is, or has, is asked anew on each day.
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
        let mut marks = Vec::new();
        for (number, row) in cases.of_block(first, block) {
            stretches.clear();
            for text in texts.of_case(number) {
                days.stretches(&texts, &text, None, stretches);
            }
            each_surest(stretches, &mut marks, |from, to, sureness| {
                differences.add(from, to, &cases::unit(number, &row, Base::None, sureness));
            });
        }
    });
    let parts: Vec<Differences> = parts.into_iter().map(|(differences, _)| differences).collect();
    Differences::totals(&parts, asked.len())
}

fn surest(stretches: &[Stretch], at: u16) -> Sureness {
    let holding = stretches.iter().filter(|stretch| stretch.from <= at && at < stretch.to);
    holding.map(|stretch| stretch.sureness).max().unwrap_or_default()
}

/// Tells how surely the surest of these covers, wherever one does, from one day to the next on which that changes.
fn each_surest(stretches: &[Stretch], marks: &mut Vec<u16>, mut tell: impl FnMut(u16, u16, Sureness)) {
    marks.clear();
    marks.extend(stretches.iter().flat_map(|stretch| [stretch.from, stretch.to]));
    marks.sort_unstable();
    marks.dedup();
    for (from, to) in marks.iter().zip(marks.iter().skip(1)) {
        let sureness = surest(stretches, *from);
        if sureness != Sureness::Not {
            tell(*from, *to, sureness);
        }
    }
}
