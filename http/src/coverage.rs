//! Figures: every measure on a day or over a span, as known then, with what it rests on and who stands behind it.

use axum::Json;
use axum::response::IntoResponse as _;
use heyi_projections::QueryError;
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;

mod figure;
mod members;
mod overview;
mod page;
mod question;
mod sheet;

pub use members::get as members;

/// Answers a question: a table, or with `trend` a measure month by month. A page that asks for no measure shows all of them.
///
/// # Errors
/// 422 for what cannot be asked, with what is allowed; 403 for a region outside the account's; 503 while figures are brought up to date.
pub async fn get(ask: Ask) -> Answer {
    if !ask.api() && ask.asked("measure").is_empty() && ask.asked("basis").is_empty() {
        return overview::get(&ask).await;
    }
    let query = question::of(&ask)?;
    if let Some(period) = question::period(&ask)? {
        let trend = ask.app.read.trend(&query, period).await.map_err(|error| problem(&error))?;
        return match (ask.api(), ask.asked("format")) {
            (_, "csv") => sheet::trend(&trend),
            (true, _) => Ok(Json(trend).into_response()),
            (false, _) => html(&page::trend(&ask, &trend)),
        };
    }
    let table = ask.app.read.coverage(&query).await.map_err(|error| problem(&error))?;
    let given = ask.asked("basis");
    if !given.is_empty() && given != table.id {
        return Err(another_basis(given, &table.id));
    }
    match (ask.api(), ask.asked("format")) {
        (_, "csv") => sheet::table(&table, ask.l()),
        (true, _) => Ok(Json(json!(table)).into_response()),
        (false, _) => html(&page::table(&ask, &table)),
    }
}

fn another_basis(given: &str, now: &str) -> Problem {
    Problem::field(
        "basis",
        "another-basis",
        &format!("该编号（{given}）与本日志不符：日志、法规、日历、清单或口径不同。本日志上同一问题的编号为 {now}。"),
        &format!(
            "{given} rests on another log, law, calendar, list or definition than this one, where the same question is {now}."
        ),
    )
}

fn problem(error: &QueryError) -> Problem {
    let say = error.say();
    match error {
        QueryError::Wrong(field, _) => Problem::field(field, "not-askable", &say.zh, &say.en),
        QueryError::Beyond { .. } => Problem::field("known", "beyond", &say.zh, &say.en),
        QueryError::Behind { .. } | QueryError::Read(_) => Problem::broken("counting", error),
    }
}
