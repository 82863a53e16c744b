//! A table or a trend in the forms that other programs read: each made from the answer that the page shows, so that they cannot differ.

use heyi_core::ids::Position;
use heyi_core::text::Say;
use heyi_projections::coverage::{CoverageQuery, Definition, Known, Period, QueryError, Table, Trend};
use heyi_projections::{Measure, ReadSide};
use heyi_store::append::ReadError;
use heyi_store::log::EventLog;
use jiff::Timestamp;

mod csv;
mod json_stat;
mod numbers;
mod workbook;

pub use self::csv::csv;
pub use self::json_stat::json_stat;
pub use self::numbers::tells_days;
pub use self::workbook::workbook;

/// The word that stands for every measure, where several questions are taken.
pub const EVERY: &str = "all";

/// What a question was answered with.
#[derive(Clone, Debug)]
pub enum Answered {
    /// A measure, broken down.
    Table(Box<Table>),
    /// A measure over time.
    Trend(Box<Trend>),
}

/// A form could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// As comma-separated values.
    #[error("comma-separated values could not be written")]
    Csv(#[source] ::csv::Error),
    /// As a workbook.
    #[error("a workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl FormatError {
    /// For the person who asked.
    #[must_use]
    pub fn say(&self) -> Say {
        Say::new("文件未能生成；请缩小范围后再试。", "The file could not be written. Ask for less and try again.")
    }
}

impl From<Table> for Answered {
    fn from(table: Table) -> Self {
        Self::Table(Box::new(table))
    }
}

impl From<Trend> for Answered {
    fn from(trend: Trend) -> Self {
        Self::Trend(Box::new(trend))
    }
}

impl Answered {
    /// What was asked; of a trend, its last point.
    #[must_use]
    pub fn question(&self) -> &CoverageQuery {
        match self {
            Self::Table(table) => &table.question,
            Self::Trend(trend) => &trend.question,
        }
    }

    /// What the figures mean.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        match self {
            Self::Table(table) => &table.definition,
            Self::Trend(trend) => &trend.definition,
        }
    }

    /// The last position of the log that was known.
    #[must_use]
    pub fn position(&self) -> Position {
        match self {
            Self::Table(table) => table.basis.position,
            Self::Trend(trend) => trend.basis.position,
        }
    }
}

/// The measures of those names, [`EVERY`] of them for that word; a name that is none is left for the question to refuse.
#[must_use]
pub fn measures<'a>(names: &[&'a str]) -> Vec<&'a str> {
    if names.contains(&EVERY) { Measure::ALL.map(Measure::name).into() } else { names.to_vec() }
}

/// Answers several questions, each with its trend where a period is given. Those that ask for what is known now are answered at one
/// position, whatever is recorded meanwhile.
///
/// # Errors
/// As each question.
pub async fn answer(
    read: &ReadSide,
    questions: Vec<CoverageQuery>,
    trend: Option<Period>,
) -> Result<Vec<Answered>, QueryError> {
    let (mut answers, mut now) = (Vec::new(), None);
    for question in questions {
        let asked = CoverageQuery { known: question.known.or(now), ..question };
        let table = read.coverage(&asked).await?;
        let known = Known::Position(table.basis.position);
        if asked.known.is_none() {
            now = Some(known);
        }
        answers.push(table.into());
        if let Some(period) = trend {
            let asked = CoverageQuery { known: Some(known), ..asked };
            answers.push(read.trend(&asked, period).await?.into());
        }
    }
    Ok(answers)
}

/// When a position was recorded; `None` before the first.
///
/// # Errors
/// When the log cannot be read.
pub async fn recorded_at(log: &dyn EventLog, position: Position) -> Result<Option<Timestamp>, ReadError> {
    let Some(before) = position.0.checked_sub(1) else { return Ok(None) };
    Ok(log.read_all(Position(before), 1).await?.first().map(|event| event.recorded_at))
}
