//! Figures: every measure on a day or over a span, as known then, with what it rests on and who stands behind it.

use heyi_projections::QueryError;

use crate::ask::{Answer, Ask};
use crate::problem::Problem;

mod chart;
mod figure;
mod file;
pub mod formats;
mod members;
mod overview;
mod page;
mod question;
mod row;
mod tiles;

use file::Form;
use formats::Answered;
pub use members::get as members;

/// Answers a question: a table, or with `trend` a measure month by month; as a page, or in the form asked for. A page that asks for no
/// measure shows all of them. A workbook takes several questions.
///
/// # Errors
/// 422 for what cannot be asked, with what is allowed; 403 for a region outside the account's; 503 while figures are brought up to date.
pub async fn get(ask: Ask) -> Answer {
    let form = Form::of(&ask)?;
    if form == Form::Workbook {
        return file::workbook(&ask).await;
    }
    if form == Form::Page && ask.asked("measure").is_empty() && ask.asked("basis").is_empty() {
        return overview::get(&ask).await;
    }
    let query = question::of(&ask)?;
    let answered = match question::period(&ask)? {
        Some(period) => ask.app.read.trend(&query, period).await.map_err(|error| problem(&error))?.into(),
        None => {
            let table = ask.app.read.coverage(&query).await.map_err(|error| problem(&error))?;
            question::is_as_asked(&ask, &table.id)?;
            Answered::from(table)
        }
    };
    match form {
        Form::Page => chart::html(&page::of(&ask, &answered)),
        form => file::one(&ask, &answered, form).await,
    }
}

fn problem(error: &QueryError) -> Problem {
    let say = error.say();
    match error {
        QueryError::Wrong(field, _) => Problem::field(field, "not-askable", &say.zh, &say.en),
        QueryError::Beyond { .. } => Problem::field("known", "beyond", &say.zh, &say.en),
        QueryError::Behind { .. } | QueryError::Read(_) => Problem::broken("counting", error),
    }
}
