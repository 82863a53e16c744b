//! Asking for what is to be published, and for what was: tables by their ids, all as known at one position.

use heyi_core::event::publication::PublishedTable;
use heyi_core::ids::Position;
use heyi_core::text::Say;

use crate::coverage::{CoverageQuery, Known, NotAnId, QueryError, Table, question};
use crate::read_side::ReadSide;

use super::withholding::{NotPublishable, beside, withhold};

/// The most rows of the tables of a publication: what is published is kept in one entry.
pub const MOST_ROWS: usize = 1_500;

/// Tables, and what of them is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishing {
    /// As computed.
    pub tables: Vec<Table>,
    /// As published.
    pub published: Vec<PublishedTable>,
}

/// Why tables are not published.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum PublishError {
    /// What was given is no id.
    #[error(transparent)]
    NotAnId(#[from] NotAnId),
    /// The id rests on another log, law, list or definition.
    #[error("{given} is {here} on this log")]
    AnotherBasis {
        /// The id.
        given: String,
        /// The id of the same question here.
        here: String,
    },
    /// The tables are as known at different positions.
    #[error("{id} is as known at another position than {position}")]
    AnotherPosition {
        /// The table.
        id: String,
        /// The position of the first.
        position: Position,
    },
    /// There are too many rows.
    #[error("{0} rows are too many")]
    TooManyRows(usize),
    /// The set cannot be published.
    #[error(transparent)]
    NotPublishable(#[from] NotPublishable),
    /// A table could not be computed.
    #[error(transparent)]
    Query(#[from] QueryError),
}

impl PublishError {
    /// For the person who asked.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::NotAnId(error) => error.say(),
            Self::AnotherBasis { given, here } => Say::new(
                format!(
                    "统计表 {given} 与本日志不符：日志、法规、日历、清单或口径不同。本日志上同一问题的编号为 {here}。"
                ),
                format!(
                    "The table {given} rests on another log, law, calendar, list or definition than this one, where it is {here}."
                ),
            ),
            Self::AnotherPosition { id, position } => Say::new(
                format!(
                    "一起发布的表须按同一日志位置所知；统计表 {id} 不是位置 {position} 的。请用同一位置重新查询后再提出。"
                ),
                format!(
                    "Tables published together are as known at one log position; {id} is not of position {position}. Ask for it again as \
                     known there."
                ),
            ),
            Self::TooManyRows(rows) => Say::new(
                format!("这些表共有 {rows} 行，一次最多发布 {MOST_ROWS} 行；请减少分组或分次发布。"),
                format!(
                    "The tables have {rows} rows; {MOST_ROWS} are the most of one publication. Group by less, or make several."
                ),
            ),
            Self::NotPublishable(error) => error.say(),
            Self::Query(error) => error.say(),
        }
    }
}

impl ReadSide {
    /// The tables of these ids, and what of them is published under a threshold.
    ///
    /// # Errors
    /// [`PublishError`].
    pub async fn publishing(&self, ids: &[String], threshold: u32) -> Result<Publishing, PublishError> {
        let mut tables = Vec::with_capacity(ids.len());
        for id in ids {
            let query = question(id)?;
            let table = self.coverage(&query).await?;
            if table.id != id.trim() {
                return Err(PublishError::AnotherBasis { given: id.clone(), here: table.id });
            }
            tables.push(table);
        }
        let position = tables.first().map(|table| table.basis.position).unwrap_or_default();
        if let Some(other) = tables.iter().find(|table| table.basis.position != position) {
            return Err(PublishError::AnotherPosition { id: other.id.clone(), position });
        }
        let rows = tables.iter().map(|table| table.rows.len() + 1).sum();
        if rows > MOST_ROWS {
            return Err(PublishError::TooManyRows(rows));
        }
        let asked: Vec<CoverageQuery> = tables.iter().map(|table: &Table| table.question.clone()).collect();
        let mut others = Vec::new();
        for query in beside(&asked) {
            others.push(self.coverage(&query).await?);
        }
        // Looking for what must be withheld takes a while for large tables: answers to others do not wait for it.
        let counting = tokio::task::spawn_blocking(move || {
            withhold(&tables, &others, threshold).map(|published| Publishing { tables, published })
        });
        counting.await.map_err(|_| NotPublishable::NotShown)?.map_err(PublishError::from)
    }

    /// The ids of the same questions, all as known at the latest of their positions.
    ///
    /// # Errors
    /// [`PublishError`].
    pub async fn at_one_position(&self, ids: &[String]) -> Result<Vec<String>, PublishError> {
        let queries = ids.iter().map(|id| question(id)).collect::<Result<Vec<_>, _>>()?;
        let position = |query: &CoverageQuery| match query.known {
            Some(Known::Position(position)) => Some(position),
            _ => None,
        };
        let latest = queries.iter().filter_map(position).max();
        self.again(queries, latest).await
    }

    /// The ids of the same questions, all as known now.
    ///
    /// # Errors
    /// [`PublishError`].
    pub async fn as_known_now(&self, ids: &[String]) -> Result<Vec<String>, PublishError> {
        let queries = ids.iter().map(|id| question(id)).collect::<Result<Vec<_>, _>>()?;
        self.again(queries, Some(self.position())).await
    }

    async fn again(&self, queries: Vec<CoverageQuery>, known: Option<Position>) -> Result<Vec<String>, PublishError> {
        let mut again = Vec::with_capacity(queries.len());
        for query in queries {
            let table = self.coverage(&CoverageQuery { known: known.map(Known::Position), ..query }).await?;
            again.push(table.id);
        }
        Ok(again)
    }
}
