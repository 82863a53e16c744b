//! Figures: every measure of docs/figures.md on a day or over a span, as known at a position.
//!
//! The tables hold what figures need of employers, cases and letters, each row with the days it is true of and the positions it is
//! known between: rows are never changed but to close what was known, so any earlier answer can be given again. `facts` says what
//! the rows of one history are, `answer` counts them.

use heyi_core::ground::{Ground, Law};
use heyi_core::ids::AccountId;

use crate::columns::{Damaged, Reader, Writer};
use crate::projection::{Change, Moment, Projection};

mod answer;
mod basis;
mod bitemporal;
mod cell;
mod clause_sets;
pub mod dimension;
mod facts;
mod measure;
mod numbers;
mod query;
mod records;
mod row;
mod table;
mod tables;
mod trend;

pub use answer::members::{Member, Members, Part, Subject};
pub use basis::{Basis, NotAnId, question};
pub(crate) use bitemporal::LAST;
pub use cell::{Cell, Days, Employers, Split, Sureness};
pub use dimension::Dimension;
pub use measure::{Definition, Measure, Unit};
pub use query::{CoverageQuery, Known, MOST_ROWS, QueryError, Words};
pub use table::{Row, Table};
pub use trend::{Period, Point, Trend};

use numbers::Numbers;
use tables::Tables;

/// The tables, with the numbers their rows use instead of ids.
#[derive(Debug, Default)]
pub struct Coverage {
    numbers: Numbers,
    tables: Tables,
}

impl Coverage {
    /// Name, number of rows and bytes of each table.
    pub(crate) fn sizes(&self) -> Vec<(&'static str, usize, usize)> {
        let (ids, bytes) = self.numbers.size();
        let mut sizes = self.tables.sizes();
        sizes.push(("ids", ids, bytes));
        sizes
    }
}

impl Projection for Coverage {
    fn name(&self) -> &'static str {
        "coverage"
    }

    fn format(&self) -> u32 {
        4
    }

    fn apply(&mut self, at: Moment, change: &Change<'_>, law: &Law) {
        if at.position > LAST {
            // Questions as known there are refused: see `ReadSide::coverage`.
            return;
        }
        let Self { numbers, tables } = self;
        match change {
            Change::Event { .. } => {}
            Change::Employer(employer) => tables.set_employer(numbers.employer(employer.id), employer, at.position),
            Change::Letter(letter) => {
                let row = facts::letter::of(letter, law, numbers);
                tables.letters.set(numbers.letter(letter.id), row.as_slice(), at.position);
            }
            Change::Case(case) => {
                let today = heyi_core::case::replay::day_of(at.recorded_at);
                let ground = Ground { today, by: AccountId(uuid::Uuid::nil()), law };
                let rows = facts::case::Rows::of(case, &ground, numbers, &mut tables.clause_sets);
                tables.set_case(numbers.case(case.id), rows, at.position);
            }
        }
    }

    fn write(&self) -> Vec<u8> {
        self.tables.write(self.numbers.write(Writer::default())).finish()
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let mut reader = Reader::new(bytes);
        let numbers = Numbers::read(&mut reader)?;
        let tables = Tables::read(&mut reader)?;
        reader.finish()?;
        *self = Self { numbers, tables };
        Ok(())
    }
}
