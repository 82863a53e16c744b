//! What is asked, and why it may not be answered.

use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_core::text::Say;
use heyi_store::append::ReadError;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::dimension::value;
use super::{Dimension, Measure};

mod words;

pub use words::Words;

/// The most rows a table may have.
pub const MOST_ROWS: usize = 5_000;

/// "How many women were covered on 30 June, by city, as we knew it on 5 July?"
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageQuery {
    /// What is counted.
    pub measure: Measure,
    /// The first day of a span, or of a trend; `None`: 1 January of the year of `on`. A single table of a measure of a day has no use for it.
    pub from: Option<Date>,
    /// The day, or the last day of the span.
    pub on: Date,
    /// As known when; `None`: now.
    #[serde(skip)]
    pub known: Option<Known>,
    /// Of this region only.
    pub region: Place,
    /// Rows by what: none, one or two dimensions.
    pub by: Vec<Dimension>,
    /// Only what has one of these values; of several dimensions, in each.
    pub filters: Vec<(Dimension, String)>,
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
    /// The question cannot be asked: the field of it, and why.
    #[error("{}", .1.en)]
    Wrong(&'static str, Say),
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

impl CoverageQuery {
    /// The question for a measure on a day, of the whole country, undivided, as known now.
    #[must_use]
    pub fn of(measure: Measure, on: Date) -> Self {
        let (by, filters) = (Vec::new(), Vec::new());
        Self { measure, from: None, on, known: None, region: Place::nation(), by, filters }
    }

    /// The first day of the span.
    #[must_use]
    pub fn first_day(&self) -> Date {
        self.from.unwrap_or_else(|| self.on.first_of_year())
    }

    /// Whether it can be asked.
    ///
    /// # Errors
    /// [`QueryError::Wrong`] for an empty span, a dimension that the measure does not take or that stands twice, a value that its
    /// dimension does not have.
    pub fn check(&self) -> Result<(), QueryError> {
        let (measure, from, on) = (self.measure, self.first_day(), self.on);
        if measure.is_of_a_span() && from > on {
            let zh = format!("起始日 {from} 晚于截止日 {on}；请把起始日改到 {on} 或以前。");
            let en = format!("The span begins on {from}, after its end {on}. Let it begin on {on} or earlier.");
            return Err(QueryError::Wrong("from", Say::new(zh, en)));
        }
        if self.by.len() > 2 {
            let (zh, en) = ("最多同时按两个维度分组。", "Figures are broken down by two dimensions at most.");
            return Err(QueryError::Wrong("by", Say::new(zh, en)));
        }
        if let [first, second] = self.by.as_slice()
            && first == second
        {
            let (zh, en) = ("两个分组维度相同；请去掉一个。", "Both dimensions are the same. Leave one out.");
            return Err(QueryError::Wrong("by", Say::new(zh, en)));
        }
        let by = self.by.iter().map(|dimension| ("by", *dimension));
        let filters = self.filters.iter().map(|(dimension, _)| ("filter", *dimension));
        for (field, dimension) in by.chain(filters) {
            if !measure.takes(dimension) {
                return Err(QueryError::Wrong(field, refused(measure, dimension)));
            }
        }
        for (dimension, key) in &self.filters {
            value::check(*dimension, key).map_err(|say| QueryError::Wrong("filter", say))?;
        }
        Ok(())
    }
}

fn refused(measure: Measure, dimension: Dimension) -> Say {
    let (name, by) = (measure.definition().name, dimension.say());
    let allowed: Vec<&str> =
        Dimension::ALL.into_iter().filter(|one| measure.takes(*one)).map(Dimension::name).collect();
    let allowed = allowed.join(", ");
    Say::new(
        format!("“{}”不能按“{}”分组或筛选；可用：{allowed}。", name.zh, by.zh),
        format!("There is no breakdown of \"{}\" by {}; there are {allowed}.", name.en, by.en),
    )
}

impl QueryError {
    /// For the person who asked.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::Wrong(_, say) => say.clone(),
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
