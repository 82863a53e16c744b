//! Days as periods, and how surely each case covers from period to period.

use super::cases::Cases;
use super::texts::Texts;
use super::{Asked, parts};
use crate::coverage::Sureness;
use crate::coverage::bitemporal::{BLOCK, Block, Owner, place};
use crate::coverage::records::{Covering, Stay, Text};
use crate::coverage::row::Columns as _;
use crate::coverage::trend::MOST_POINTS;

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
    /// By blocks of cases; an empty one: none of it covers.
    lines: Vec<Vec<Line>>,
    /// The stretches of those that have several, by blocks likewise.
    several: Vec<Several>,
}

/// How the cases of a block cover.
#[derive(Default)]
struct OfBlock {
    lines: Vec<Line>,
    several: Several,
}

/// The stretches of the cases of a block that have several.
#[derive(Default)]
struct Several {
    stretches: Vec<Stretch>,
    /// Where those of each such case end.
    ends: Vec<usize>,
}

/// How a case covers, in four bytes: there are as many of them as cases.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    number: Number,
    /// How surely the one stretch covers.
    sureness: Sureness,
    /// From when to when it does; where there are several, the number of the case among those of its block that have.
    place: [u8; 2],
}

/// How many stretches a case has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Number {
    #[default]
    None,
    One,
    Several,
}

// The numbers of periods, and of cases of a block, must find room in a line.
const _: () = assert!(MOST_POINTS < 1 << 8 && BLOCK <= 1 << 16 && size_of::<Line>() == 4);

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
            done.push((block, OfBlock::of(asked, texts, cases, days, block)));
        });
        let mut timelines = Self { lines: Vec::new(), several: Vec::new() };
        timelines.lines.resize_with(number, Vec::new);
        timelines.several.resize_with(number, Several::default);
        for (block, of_block) in parts.into_iter().flatten() {
            if let Some((lines, several)) = timelines.lines.get_mut(block).zip(timelines.several.get_mut(block)) {
                (*lines, *several) = (of_block.lines, of_block.several);
            }
        }
        timelines
    }

    fn line(&self, case: u32) -> Line {
        let (block, owner) = place(case);
        let lines = self.lines.get(block).and_then(|lines| lines.get(usize::from(owner)));
        lines.copied().unwrap_or_default()
    }

    /// The stretches of a case with this line.
    #[inline(always)]
    fn take(&self, case: u32, line: Line, stretches: &mut Vec<Stretch>) {
        match line.number {
            Number::None => {}
            Number::One => stretches.push(line.stretch()),
            Number::Several => {
                let several = self.several.get(place(case).0);
                stretches.extend(several.into_iter().flat_map(|several| several.of(u16::from_le_bytes(line.place))));
            }
        }
    }
}

impl OfBlock {
    fn of(asked: &Asked<'_>, texts: &Texts<'_>, cases: &Cases<'_>, days: &Days, block: usize) -> Self {
        let mut of_block = Self::default();
        let Some(rows) = asked.coverage.tables.texts.block(block) else { return of_block };
        let first = u32::try_from(block * BLOCK).unwrap_or(u32::MAX);
        let (mut stretches, mut more) = (Vec::new(), Vec::new());
        of_block.lines = vec![Line::default(); BLOCK];
        for (row, _) in rows.known(asked.known).into_iter().enumerate().filter(|(_, is_known)| *is_known) {
            let owner = rows.owner(row);
            let Some(text) = rows.columns().get(row) else { continue };
            if cases.passes_as_a_case(asked, first + u32::from(owner)) {
                days.stretches(texts, &text, None, &mut stretches);
            }
            for stretch in stretches.drain(..) {
                match of_block.lines.get_mut(usize::from(owner)) {
                    Some(line) if line.number == Number::None => *line = Line::of(stretch),
                    _ => more.push((owner, stretch)),
                }
            }
        }
        // Those of one case stay in the order of its texts.
        more.sort_by_key(|(owner, _)| *owner);
        for more in more.chunk_by(|(one, _), (other, _)| one == other) {
            of_block.put_several(more);
        }
        of_block
    }

    /// A case has these stretches too.
    fn put_several(&mut self, more: &[(Owner, Stretch)]) {
        let Some((owner, _)) = more.first() else { return };
        let Some(line) = self.lines.get_mut(usize::from(*owner)) else { return };
        let number = self.several.put(std::iter::once(line.stretch()).chain(more.iter().map(|(_, stretch)| *stretch)));
        *line = Line { number: Number::Several, place: number.to_le_bytes(), ..*line };
    }
}

impl Several {
    /// Of one more case, whose number it says.
    fn put(&mut self, stretches: impl Iterator<Item = Stretch>) -> u16 {
        self.stretches.extend(stretches);
        self.ends.push(self.stretches.len());
        u16::try_from(self.ends.len() - 1).unwrap_or(u16::MAX)
    }

    /// Those of the case of a number.
    fn of(&self, number: u16) -> impl Iterator<Item = Stretch> + '_ {
        let number = usize::from(number);
        let begin = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(number).copied().unwrap_or_default();
        self.stretches.get(begin..end).unwrap_or_default().iter().copied()
    }
}

impl Line {
    fn of(Stretch { from, to, sureness }: Stretch) -> Self {
        let place = [from, to].map(|period| u8::try_from(period).unwrap_or(u8::MAX));
        Self { number: Number::One, sureness, place }
    }

    /// The one it has.
    #[inline(always)]
    fn stretch(self) -> Stretch {
        let [from, to] = self.place.map(u16::from);
        Stretch { from, to, sureness: self.sureness }
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
        self.0.extend(cases.iter().map(|case| timelines.line(*case)));
    }

    /// Whether the case of a row covers on some day.
    pub(super) fn covers(&self, row: usize) -> bool {
        self.0.get(row).is_some_and(|line| line.number != Number::None)
    }

    /// The stretches of the case of a row.
    #[inline(always)]
    pub(super) fn take(&self, row: usize, case: u32, timelines: &Timelines, stretches: &mut Vec<Stretch>) {
        self.0.get(row).into_iter().for_each(|line| timelines.take(case, *line, stretches));
    }
}
