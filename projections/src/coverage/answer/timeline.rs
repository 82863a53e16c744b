//! Days as periods, and how surely each case covers from period to period.

use super::cases::Cases;
use super::texts::Texts;
use super::{Asked, parts};
use crate::coverage::Sureness;
use crate::coverage::bitemporal::{BLOCK, Block};
use crate::coverage::records::{Covering, Stay, Text};

/// The days of the questions of a trend, the earlier first.
pub(super) struct Days {
    first: i32,
    /// Of each day from the first to the last: how many of the days asked lie before it.
    before: Vec<u16>,
    number: u16,
}

/// From which period up to which something covers, and how surely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: u16,
    pub(super) to: u16,
    pub(super) sureness: Sureness,
}

/// How each case covers.
pub(super) struct Timelines {
    /// Of each block of cases, where the stretches of each case end.
    blocks: Vec<(Vec<u32>, Vec<Stretch>)>,
}

impl Days {
    pub(super) fn of(asked: &[Asked<'_>]) -> Self {
        let days: Vec<i32> = asked.iter().map(|one| one.on).collect();
        Self::between(&days)
    }

    /// One day of each period, the earlier first.
    pub(super) fn between(days: &[i32]) -> Self {
        let (first, last) = (days.first().copied().unwrap_or_default(), days.last().copied().unwrap_or_default());
        let mut before = Vec::new();
        let mut number = 0_u16;
        for day in first..=last {
            while days.get(usize::from(number)).is_some_and(|one| *one < day) {
                number += 1;
            }
            before.push(number);
        }
        Self { first, before, number: u16::try_from(days.len()).unwrap_or(u16::MAX) }
    }

    /// The first period that ends on that day or later.
    #[inline]
    pub(super) fn from(&self, day: i32) -> u16 {
        match usize::try_from(i64::from(day) - i64::from(self.first)) {
            Err(_) => 0,
            Ok(index) => self.before.get(index).copied().unwrap_or(self.number),
        }
    }

    /// The first period that ends after that day.
    pub(super) fn after(&self, day: i32) -> u16 {
        self.from(day.saturating_add(1))
    }

    /// How a text covers; an employer of a coverage list only for its days on the list.
    pub(super) fn stretches(&self, texts: &Texts<'_>, text: &Text, stay: Option<&Stay>, stretches: &mut Vec<Stretch>) {
        let Some(sure) = texts.sure(text) else { return };
        let (first, last) = Texts::days(text, stay);
        let surely = (self.from(first.latest), self.after(last.earliest), sure.surely);
        let possibly = (self.from(first.earliest), self.after(last.latest), sure.possibly);
        // What is sure goes before what is possible: where all of it is, nothing else is kept.
        let possibly = Some(possibly).filter(|(from, to, _)| (*from, *to) != (surely.0, surely.1));
        for (from, to, sureness) in [Some(surely), possibly].into_iter().flatten().filter(|(from, to, _)| from < to) {
            stretches.push(Stretch { from, to, sureness });
        }
    }
}

impl Timelines {
    pub(super) fn of(asked: &Asked<'_>, texts: &Texts<'_>, cases: &Cases<'_>, days: &Days) -> Self {
        let number = asked.coverage.numbers.cases().div_ceil(BLOCK);
        let parts = parts::over(number, Vec::new, |done, block| {
            let Some(rows) = asked.coverage.tables.texts.block(block) else { return };
            let (mut ends, mut stretches) = (Vec::with_capacity(BLOCK), Vec::new());
            for (case, text) in rows.known_rows(asked.known) {
                ends.resize(usize::from(case), stretches.len() as u32);
                let number = u32::try_from(block * BLOCK + usize::from(case)).unwrap_or(u32::MAX);
                if cases.passes_as_a_case(asked, number) {
                    days.stretches(texts, &text, None, &mut stretches);
                }
            }
            ends.resize(BLOCK, stretches.len() as u32);
            done.push((block, (ends, stretches)));
        });
        let mut blocks = vec![(Vec::new(), Vec::new()); number];
        for (block, lines) in parts.into_iter().flatten() {
            if let Some(to) = blocks.get_mut(block) {
                *to = lines;
            }
        }
        Self { blocks }
    }

    /// Where the stretches of a case lie in its block.
    fn place(&self, case: u32) -> (u32, u32) {
        let (block, case) = (case as usize / BLOCK, case as usize % BLOCK);
        let Some((ends, _)) = self.blocks.get(block) else { return (0, 0) };
        let start = case.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
        (start, ends.get(case).copied().unwrap_or_default())
    }
}

/// How the cases cover that a block of employers names, for those that are on no coverage list, or on it all the time. They lie all
/// over memory: they are asked for one after another, so that none is waited for alone.
#[derive(Debug, Default)]
pub(super) struct Lines {
    places: Vec<(u32, u32)>,
    ends: Vec<u32>,
    stretches: Vec<Stretch>,
}

impl Lines {
    /// Of every row of a block, known or not.
    pub(super) fn fill(&mut self, timelines: &Timelines, coverings: Option<&Block<Covering>>) {
        let Self { places, ends, stretches } = self;
        places.clear();
        ends.clear();
        stretches.clear();
        let Some(coverings) = coverings else { return };
        let cases = &coverings.columns().case;
        places.extend(cases.iter().map(|case| timelines.place(*case)));
        for (case, (start, end)) in cases.iter().zip(places) {
            if start < end
                && let Some((_, of_block)) = timelines.blocks.get(*case as usize / BLOCK)
            {
                let of_case = of_block.get(*start as usize..*end as usize).unwrap_or_default();
                of_case.iter().for_each(|stretch| stretches.push(*stretch));
            }
            ends.push(stretches.len() as u32);
        }
    }

    /// Of a row.
    pub(super) fn of(&self, row: usize) -> &[Stretch] {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(row).copied().unwrap_or_default();
        self.stretches.get(start as usize..end as usize).unwrap_or_default()
    }
}
