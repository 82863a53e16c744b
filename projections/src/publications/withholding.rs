//! Withholding: what of a set of tables is not shown when it is published.
//!
//! Numbers of people from 1 to below the threshold are withheld, and as many others as it takes that nobody can work them out from rows,
//! totals, bases, shares and the other tables of the set. docs/figures.md says what exactly is promised; docs/adr/0009 why this way.
//! The same tables and threshold give the same published tables on any machine; a change of what is withheld takes another [`RULE`].

use heyi_core::event::publication::{
    PublishedDays, PublishedEmployers, PublishedNumber, PublishedNumbers, PublishedRow, PublishedTable,
};
use heyi_core::text::Say;

use crate::coverage::{Cell, Dimension, Table};

mod beside;
mod circle;
mod people;
mod program;
mod protect;
mod quantity;
mod system;
#[cfg(test)]
mod tests;

pub use beside::beside;
use circle::{Crossing, crossing};
use people::{People, Side};
use protect::protect;

/// The version of the rule by which numbers are withheld.
pub const RULE: &str = "withholding/1";
/// The most numbers of people that are looked at together, rests and margins included.
pub const MOST_NUMBERS: usize = 2_500;

/// Why a set of tables is not published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPublishable {
    /// A table divides employers by how many women they have, and a number of people must be withheld.
    #[error("a breakdown by how many women an employer has would bound what is withheld")]
    ByWomen,
    /// Tables hang together in a circle, and a number of people must be withheld.
    #[error("the tables hang together in a circle")]
    Circle,
    /// A table is of other employers than the rest, by too many dimensions or values, and a number of people must be withheld.
    #[error("a table filtered unlike the others has too many dimensions")]
    Filtered,
    /// There are too many numbers of people.
    #[error("{0} numbers of people are too many")]
    TooMany(usize),
    /// It could not be shown that enough is withheld.
    #[error("it could not be shown that enough is withheld")]
    NotShown,
}

impl NotPublishable {
    /// For the person who asked.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::ByWomen => Say::new(
                "这些表中有需要隐去的人数，不能同时按“女职工十人以上或以下”分组或筛选：从单位数可以推出人数的范围。请去掉这一分组或筛选。",
                "Some numbers of people must be withheld, and a breakdown or filter by \"ten women or more, or fewer\" would bound them by \
                 the number of employers. Leave it out.",
            ),
            Self::Circle => Say::new(
                "这些表两两交叉、首尾相接（如市×规模、规模×所有制、所有制×市），同时发布可能推出需要隐去的人数。请去掉其中一张。",
                "These tables cross each other in a circle, such as city by size, size by ownership, ownership by city: together they could \
                 give away numbers of people that must be withheld. Leave one of them out.",
            ),
            Self::Filtered => Say::new(
                "这些表的地区或筛选条件不同，其中一张的筛选与分组合计超过两个维度，或同一维度筛选了多个取值，同时发布可能推出需要隐去的人数。请统一筛选条件，减少分组，或去掉这张表。",
                "These tables are of different regions or filters, and one of them is filtered and divided by more than two dimensions together, or asks \
                 for any of several values of one: they could give away numbers of people that must be withheld. Filter all alike, group by less, or leave that table out.",
            ),
            Self::TooMany(numbers) => Say::new(
                format!("这些表共涉及 {numbers} 个人数，最多 {MOST_NUMBERS} 个；请减少分组或分次发布。"),
                format!(
                    "The tables hold {numbers} numbers of people; {MOST_NUMBERS} are the most. Group by less, or make several publications."
                ),
            ),
            Self::NotShown => Say::new(
                "无法确认隐去的人数不会被推出，因此不予发布。请减少表或分组后重试，并告知管理员。",
                "It could not be shown that the numbers withheld cannot be worked out, so nothing is published. Take fewer tables or group by \
                 less, and tell the administrator.",
            ),
        }
    }
}

/// The tables as published: what is small withheld, and what would give it away. `beside` are the answers to [`beside`].
///
/// # Errors
/// [`NotPublishable`] for a set of tables of which that cannot be promised.
pub fn withhold(tables: &[Table], beside: &[Table], threshold: u32) -> Result<Vec<PublishedTable>, NotPublishable> {
    let people = People::of(tables, beside);
    let numbers = people.system.numbers.len();
    if numbers > MOST_NUMBERS {
        return Err(NotPublishable::TooMany(numbers));
    }
    let protection = protect(&people.system, threshold.into());
    if !protection.holds(&people.system, threshold.into()) {
        return Err(NotPublishable::NotShown);
    }
    if !protection.worlds.is_empty() {
        let by_women = |table: &Table| {
            let asked = &table.question;
            let filters = asked.filters.iter().map(|(dimension, _)| *dimension);
            asked.by.iter().copied().chain(filters).any(|dimension| dimension == Dimension::Women)
        };
        if tables.iter().any(by_women) {
            return Err(NotPublishable::ByWomen);
        }
        match crossing(tables) {
            Some(Crossing::Circle) => return Err(NotPublishable::Circle),
            Some(Crossing::Filtered) => return Err(NotPublishable::Filtered),
            None => {}
        }
    }
    let shown = |number: u64, cell: Option<usize>| match cell {
        Some(cell) if protection.withheld.contains(&cell) => PublishedNumber::Withheld,
        _ => PublishedNumber::Number(number),
    };
    let numbers = |at: usize, row: Option<usize>, cell: &Cell| {
        let counted = shown(cell.split.counted(), people.cell(at, row, Side::Counted));
        let base = cell.base.map(|base| shown(base, people.cell(at, row, Side::Base)));
        published(cell, counted, base)
    };
    let table = |(at, table): (usize, &Table)| PublishedTable {
        id: table.id.clone(),
        rows: table
            .rows
            .iter()
            .enumerate()
            .map(|(number, row)| PublishedRow {
                keys: row.keys.clone(),
                labels: row.labels.clone(),
                numbers: numbers(at, Some(number), &row.cell),
            })
            .collect(),
        total: numbers(at, None, &table.total),
        overlapping: table.overlapping,
    };
    Ok(tables.iter().enumerate().map(table).collect())
}

/// The numbers of a cell as published, none of them withheld: for showing a figure of today beside one that was.
#[must_use]
pub fn in_full(cell: &Cell) -> PublishedNumbers {
    published(cell, PublishedNumber::Number(cell.split.counted()), cell.base.map(PublishedNumber::Number))
}

fn published(cell: &Cell, counted: PublishedNumber, base: Option<PublishedNumber>) -> PublishedNumbers {
    let split = cell.employers.map_or(cell.split, |employers| employers.split);
    let share = match (counted, base) {
        (PublishedNumber::Number(counted), Some(PublishedNumber::Number(base))) if cell.days.is_none() => {
            share(counted, base)
        }
        _ => None,
    };
    PublishedNumbers {
        counted,
        base,
        share,
        derived: split.derived,
        unknown: split.unknown(),
        base_unknown: cell.base_unknown,
        made_up: cell.made_up,
        employers: cell.employers.map(|employers| PublishedEmployers {
            counted: employers.split.counted(),
            base: employers.base,
            without_count: employers.without_count,
            base_without_count: employers.base_without_count,
        }),
        days: cell.days.map(|days| PublishedDays { median: days.median, p90: days.p90 }),
    }
}

/// A share in hundredths of a percent, rounded to the nearest; `None`: of nothing.
fn share(counted: u64, base: u64) -> Option<u32> {
    let base = u128::from(base);
    let hundredths = (u128::from(counted) * 20_000 + base).checked_div(2 * base)?;
    u32::try_from(hundredths).ok()
}
