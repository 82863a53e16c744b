//! Figures: every measure of docs/figures.md on a day or over a span, as known at a position.
//!
//! The tables hold what figures need of employers, cases and letters, each row with the days it is true of and the positions it is
//! known between: rows are never changed but to close what was known, so any earlier answer can be given again. `facts` says what
//! the rows of one history are, `answer` counts them.

use std::io;

use heyi_core::ids::Position;

use crate::columns::{Damaged, Reader, Writer};
use crate::projection::Projection;

mod answer;
mod basis;
mod bitemporal;
mod cell;
mod clause_sets;
pub mod dimension;
mod facts;
mod lists;
mod measure;
mod numbers;
mod query;
mod records;
mod row;
mod stays;
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

pub(crate) use facts::case::CaseFacts;
pub(crate) use facts::employer::EmployerFacts;
pub(crate) use facts::letter::LetterFacts;
use numbers::Numbers;
use tables::Tables;

/// The tables, with the numbers their rows use instead of ids.
#[derive(Debug, Default)]
pub struct Coverage {
    numbers: Numbers,
    tables: Tables,
}

impl Coverage {
    /// What is known of an employer from this position on.
    pub(crate) fn set_employer(&mut self, facts: &EmployerFacts, at: Position) {
        // Questions as known after the last position are refused: see `ReadSide::coverage`.
        if at <= LAST {
            let number = self.numbers.employer_of(facts.id, facts.spells.first());
            self.tables.set_employer(number, facts, at);
        }
    }

    /// The same of a case.
    pub(crate) fn set_case(&mut self, facts: CaseFacts, at: Position) {
        if at <= LAST {
            let Self { numbers, tables } = self;
            let rows = facts.numbered(numbers, &mut tables.clause_sets, &mut tables.stays);
            tables.set_case(rows, at);
        }
    }

    /// The same of a letter.
    pub(crate) fn set_letter(&mut self, facts: &LetterFacts, at: Position) {
        if at <= LAST {
            let row = facts.numbered(&mut self.numbers);
            self.tables.letters.set(self.numbers.letter(facts.id), row.as_slice(), at);
        }
    }

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
        9
    }

    fn write(&self, to: Writer<'_>) -> io::Result<()> {
        self.tables.write(self.numbers.write(to)).finish()
    }

    fn read(&mut self, mut reader: Reader<'_>) -> Result<(), Damaged> {
        let numbers = Numbers::read(&mut reader)?;
        let tables = Tables::read(&mut reader)?;
        reader.finish()?;
        *self = Self { numbers, tables };
        Ok(())
    }
}
