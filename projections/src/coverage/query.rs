//! What is asked, and why it may not be answered.

use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_core::text::Say;
use heyi_store::append::ReadError;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::Dimension;

/// "How many were covered on 30 June, as we knew it on 5 July?"
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageQuery {
    /// The day coverage is asked for.
    pub on: Date,
    /// As known when; `None`: now.
    pub known: Option<Known>,
    /// Employers of this region only.
    pub region: Place,
    /// Rows by what; `None`: the total alone.
    pub by: Option<Dimension>,
}

/// As known when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// At this position of the log.
    Position(Position),
    /// At this instant: at the last position recorded at or before it.
    Instant(Timestamp),
}

/// Why there is no answer.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum QueryError {
    /// The position lies after the end of the log: a mistake in the question.
    #[error("position {asked} lies after the head {head}")]
    Beyond {
        /// The position asked for.
        asked: Position,
        /// The last there is.
        head: Position,
    },
    /// The read side has not come that far yet: ask again.
    #[error("position {asked} is not folded yet, only {reached}")]
    Behind {
        /// The position asked for.
        asked: Position,
        /// The position reached.
        reached: Position,
    },
    /// The log could not be read.
    #[error("the log could not be read")]
    Read(#[from] ReadError),
}

impl QueryError {
    /// For the person who asked.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::Beyond { asked, head } => Say::new(
                format!("日志位置 {asked} 尚不存在；目前最后位置为 {head}。"),
                format!("There is no log position {asked} yet; the last one is {head}."),
            ),
            Self::Behind { asked, reached } => Say::new(
                format!("统计正在更新：已算至日志位置 {reached}，尚未到 {asked}。请稍后再查。"),
                format!("Figures are being brought up to date: {reached} of {asked}. Ask again shortly."),
            ),
            Self::Read(_) => {
                Say::new("暂时无法读取日志，请稍后再查。", "The log cannot be read at the moment. Ask again later.")
            }
        }
    }
}
