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

/// How each case covers: its stretch, where it has one, so that what is asked of every employer lies in one place.
pub(super) struct Timelines {
    cases: Vec<Line>,
    /// The stretches of those that have several.
    several: Vec<Stretch>,
}

/// How a case covers, in eight bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// How many stretches it has.
    number: u16,
    /// How surely the one covers.
    sureness: Sureness,
    /// From when to when it does; where several begin.
    place: (u16, u16),
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
            let (mut of_block, mut stretches) = (Vec::new(), Vec::new());
            let mut texts_of = rows.known_rows(asked.known).peekable();
            while let Some((case, text)) = texts_of.next() {
                let number = u32::try_from(block * BLOCK + usize::from(case)).unwrap_or(u32::MAX);
                let begin = stretches.len();
                if cases.passes_as_a_case(asked, number) {
                    days.stretches(texts, &text, None, &mut stretches);
                    while let Some((_, text)) = texts_of.next_if(|(of, _)| *of == case) {
                        days.stretches(texts, &text, None, &mut stretches);
                    }
                }
                of_block.push((number, begin..stretches.len()));
            }
            done.push((of_block, stretches));
        });
        let mut timelines = Self { cases: vec![Line::default(); number * BLOCK], several: Vec::new() };
        for (of_block, stretches) in parts.into_iter().flatten() {
            for (case, range) in of_block {
                timelines.put(case, stretches.get(range).unwrap_or_default());
            }
        }
        timelines
    }

    fn put(&mut self, case: u32, stretches: &[Stretch]) {
        let Some((line, first)) = self.cases.get_mut(case as usize).zip(stretches.first()) else { return };
        line.number = u16::try_from(stretches.len()).unwrap_or(u16::MAX);
        (line.sureness, line.place) = (first.sureness, (first.from, first.to));
        if stretches.len() > 1 {
            let begin = self.several.len();
            line.place = (begin as u16, (begin >> 16) as u16);
            self.several.extend_from_slice(stretches);
        }
    }

    /// The stretches of a case with this line.
    #[inline(always)]
    fn take(&self, line: Line, stretches: &mut Vec<Stretch>) {
        let Line { number, sureness, place: (from, to) } = line;
        match number {
            0 => {}
            1 => stretches.push(Stretch { from, to, sureness }),
            _ => {
                let begin = usize::from(from) | usize::from(to) << 16;
                let several = self.several.iter().skip(begin).take(usize::from(number));
                several.for_each(|stretch| stretches.push(*stretch));
            }
        }
    }
}

/// How the cases cover that a block of employers names, for those that are on no coverage list, or on it all the time. They lie all
/// over memory: they are asked for one after another, so that none is waited for alone.
#[derive(Debug, Default)]
pub(super) struct Lines(Vec<Line>);

impl Lines {
    /// Of every row of a block, known or not.
    pub(super) fn fill(&mut self, timelines: &Timelines, coverings: Option<&Block<Covering>>) {
        self.0.clear();
        let cases = coverings.map_or(&[][..], |coverings| coverings.columns().case.as_slice());
        self.0.extend(cases.iter().map(|case| timelines.cases.get(*case as usize).copied().unwrap_or_default()));
    }

    /// Whether the case of a row covers on some day.
    pub(super) fn covers(&self, row: usize) -> bool {
        self.0.get(row).is_some_and(|line| line.number > 0)
    }

    /// The stretches of the case of a row.
    #[inline(always)]
    pub(super) fn take(&self, row: usize, timelines: &Timelines, stretches: &mut Vec<Stretch>) {
        self.0.get(row).into_iter().for_each(|line| timelines.take(*line, stretches));
    }
}
