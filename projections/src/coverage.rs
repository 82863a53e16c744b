//! Coverage: which employers, and how many women, an instrument covers on a day, as known at a position.
//!
//! Three tables hold it, in columns, each row with the days it is true of and the positions it is known between:
//! [`instruments`] (employer × instrument), [`employers`] (attributes, place and existence among them) and [`counts`] (head counts).
//! A row is never changed but to close what was known; so any earlier answer can be given again.

use heyi_core::ground::{Ground, Law};
use heyi_core::ids::AccountId;
use jiff::civil::{Date, date};

use crate::case_card::InstrumentCard;
use crate::columns::{Damaged, Reader, Writer};
use crate::projection::{Change, Moment, Projection};

mod answer;
pub mod counts;
mod definition;
pub mod dimension;
pub mod employers;
pub mod instruments;
mod query;
mod spells;
mod table;

pub use definition::{DEFINITION, Definition};
pub use dimension::Dimension;
pub use query::{CoverageQuery, Known, QueryError};
pub use table::{Basis, Row, Table};

use counts::Counts;
use employers::Employers;
use instruments::Instruments;

/// The three tables.
#[derive(Debug, Default)]
pub struct Coverage {
    employers: Employers,
    instruments: Instruments,
    counts: Counts,
}

impl Projection for Coverage {
    fn name(&self) -> &'static str {
        "coverage"
    }

    fn format(&self) -> u32 {
        2
    }

    fn apply(&mut self, at: Moment, change: &Change<'_>, law: &Law) {
        match change {
            Change::Event { .. } | Change::Letter(_) => {}
            Change::Employer(employer) => {
                let number = self.employers.number(employer.id);
                self.employers.set(number, employer, at.position);
                self.counts.set(number, &employer.head_counts(), at.position);
            }
            Change::Case(case) => {
                if case.opening.is_none() {
                    return;
                }
                let today = heyi_core::case::replay::day_of(at.recorded_at);
                let ground = Ground { today, by: AccountId(uuid::Uuid::nil()), law };
                let each = InstrumentCard::of_each(case, &ground).into_iter();
                let facts = each.map(|(id, card)| instruments::Facts::of(&card, self.employers.number(id)));
                let facts = facts.collect();
                self.instruments.set(case.id, facts, at.position);
            }
        }
    }

    fn write(&self) -> Vec<u8> {
        let writer = self.employers.write(Writer::default());
        self.instruments.write(self.counts.write(writer)).finish()
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let mut reader = Reader::new(bytes);
        let employers = Employers::read(&mut reader)?;
        let counts = Counts::read(&mut reader)?;
        let instruments = Instruments::read(&mut reader)?;
        reader.finish()?;
        *self = Self { employers, instruments, counts };
        Ok(())
    }
}

/// A day in a column: days since 1 January 1970.
pub(crate) fn day_number(day: Date) -> i32 {
    i32::try_from(day.duration_since(date(1970, 1, 1)).as_hours() / 24).unwrap_or(i32::MAX)
}
