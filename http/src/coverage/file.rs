//! Figures as a file, or for a program.

use axum::Json;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse as _;
use heyi_projections::coverage::CoverageQuery;
use serde_json::json;

use super::formats::{self, Answered, FormatError};
use super::{problem, question};
use crate::ask::{Answer, Ask};
use crate::problem::Problem;

/// The most questions of one workbook.
const MOST_QUESTIONS: usize = 50;

/// In which form figures are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A page.
    Page,
    /// This project's own JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// JSON-stat 2.0.
    JsonStat,
    /// A workbook.
    Workbook,
}

impl Form {
    /// The form asked for; else a page, or for a program JSON.
    pub(super) fn of(ask: &Ask) -> Result<Self, Problem> {
        match ask.asked("format") {
            "" if ask.api() => Ok(Self::Json),
            "" => Ok(Self::Page),
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "json-stat" => Ok(Self::JsonStat),
            "xlsx" => Ok(Self::Workbook),
            other => {
                let zh = format!("没有“{other}”这种格式；可用：json、csv、json-stat、xlsx。");
                let en = format!("There is no format {other}; there are json, csv, json-stat and xlsx.");
                Err(Problem::field("format", "no-such-format", &zh, &en))
            }
        }
    }
}

/// One answer, in a form that is neither a page nor a workbook.
pub(super) async fn one(ask: &Ask, answered: &Answered, form: Form) -> Answer {
    let json = "application/json";
    match form {
        Form::Csv => {
            let bytes = formats::csv(answered, ask.l()).map_err(|error| broken(&error))?;
            Ok((saved("text/csv; charset=utf-8", &name(answered.question(), "csv")), bytes).into_response())
        }
        Form::JsonStat => {
            let known_at = known_at(ask, answered).await?;
            let cube = formats::json_stat(answered, known_at, ask.l());
            Ok(([(header::CONTENT_TYPE, json)], cube.to_string()).into_response())
        }
        _ => Ok(match answered {
            Answered::Table(table) => Json(json!(table)).into_response(),
            Answered::Trend(trend) => Json(json!(trend)).into_response(),
        }),
    }
}

/// Every question asked, by id (`basis`) or by measure (several times, or all of them), as one workbook; with `trend` each one's
/// course over time too.
pub(super) async fn workbook(ask: &Ask) -> Answer {
    let questions = question::several(ask)?;
    if questions.len() > MOST_QUESTIONS {
        let zh = format!("一个工作簿最多 {MOST_QUESTIONS} 项，现为 {} 项；请分开下载。", questions.len());
        let en = format!("{} questions; one workbook takes {MOST_QUESTIONS} at most.", questions.len());
        return Err(Problem::field("measure", "too-many", &zh, &en));
    }
    let file = match questions.as_slice() {
        [one] => name(one, "xlsx"),
        [first, ..] => format!("heyi-coverage-{}.xlsx", first.on),
        [] => String::new(),
    };
    let answers = formats::answer(&ask.app.read, questions, question::period(ask)?);
    let answers = answers.await.map_err(|error| problem(&error))?;
    let tables: Vec<&str> = answers
        .iter()
        .filter_map(|answered| match answered {
            Answered::Table(table) => Some(table.id.as_str()),
            Answered::Trend(_) => None,
        })
        .collect();
    for (given, found) in question::ids(ask).zip(tables) {
        question::is_same(given, found)?;
    }
    let known_at = match answers.first() {
        Some(first) => known_at(ask, first).await?,
        None => None,
    };
    // Packing many sheets takes longer than other answers may wait for.
    let l = ask.l();
    let written = tokio::task::spawn_blocking(move || formats::workbook(&answers, known_at, l));
    let bytes = written.await.map_err(|error| Problem::broken("writing a workbook", &error))?;
    let bytes = bytes.map_err(|error| broken(&error))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((saved(kind, &file), bytes).into_response())
}

async fn known_at(ask: &Ask, answered: &Answered) -> Result<Option<jiff::Timestamp>, Problem> {
    let found = formats::recorded_at(&*ask.app.store.log, answered.position()).await;
    found.map_err(|error| Problem::broken("reading when a position was recorded", &error))
}

fn broken(error: &FormatError) -> Problem {
    Problem::broken("writing figures as a file", error)
}

fn name(query: &CoverageQuery, end: &str) -> String {
    format!("heyi-{}-{}.{end}", query.measure.name(), query.on)
}

fn saved(kind: &str, name: &str) -> [(HeaderName, String); 2] {
    [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))]
}
