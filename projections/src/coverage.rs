//! Coverage: which employers, and how many women, an instrument covers on a day, as known at a position.
//!
//! Three tables hold it, in columns, each row with the days it is true of and the positions it is known between:
//! [`instruments`] (employer × instrument), [`employers`] (attributes) and [`counts`] (head counts). A row is never changed
//! but to close what was known; so any earlier answer can be given again.

use heyi_core::event::{EmployerEvent, Event};
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::AccountId;
use heyi_store::streams;
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
        1
    }

    fn apply(&mut self, at: Moment, change: &Change<'_>, law: &Law) {
        match change {
            Change::Event { stream, recorded } => {
                let Event::Employer(event) = &recorded.event else { return };
                let Some(id) = streams::as_employer(stream) else { return };
                let employer = self.employers.number(id);
                match event {
                    EmployerEvent::EmployerRegistered(registered) => {
                        self.employers.register(employer, registered, at.position);
                    }
                    EmployerEvent::HeadCountRecorded(counted) => self.counts.add(employer, counted, at.position),
                }
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
