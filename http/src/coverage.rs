//! Coverage: how many employers and women were covered on a day, as it was known then, and what that rests on.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_projections::{CoverageQuery, Dimension, Known, QueryError, Row, Table};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;
use crate::text::Lang;
use crate::view::Frame;

#[derive(Template)]
#[template(path = "coverage.html")]
struct Page {
    l: Lang,
    f: Frame,
    on: String,
    known: String,
    region: String,
    dimensions: Vec<(&'static str, String, bool)>,
    heading: String,
    by: String,
    rows: Vec<RowView>,
    total: RowView,
    definition: &'static str,
    basis: Vec<(&'static str, String)>,
}

struct RowView {
    label: String,
    row: Row,
    share: String,
}

/// Answers the question, or shows it with today's answer.
///
/// # Errors
/// 422 for a day, position, region or dimension that cannot be read; 503 while figures are brought up to date.
pub async fn get(ask: Ask) -> Answer {
    let query = query(&ask)?;
    let table = ask.app.read.coverage(&query).await.map_err(|error| problem(&error))?;
    if ask.api() {
        return Ok(Json(table).into_response());
    }
    let title = ask.l().t("覆盖统计", "Coverage");
    html(&page(Frame::of(&ask, title), &table, ask.asked("known"), ask.l()))
}

fn query(ask: &Ask) -> Result<CoverageQuery, Problem> {
    let on = ask.asked_for::<Date>("on")?.unwrap_or_else(|| ask.today());
    let known = match ask.asked("known") {
        "" => None,
        text => Some(known(text).ok_or_else(|| Problem::bad_query("known", text))?),
    };
    let by = match ask.asked("by") {
        "" => None,
        name => Some(Dimension::named(name).ok_or_else(|| Problem::bad_query("by", name))?),
    };
    let region = ask.regions()?.into_iter().next().unwrap_or_else(Place::nation);
    Ok(CoverageQuery { on, known, region, by })
}

/// A position, an instant, or a day: then its last moment in Shanghai.
fn known(text: &str) -> Option<Known> {
    if let Ok(position) = text.parse() {
        return Some(Known::Position(Position(position)));
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(Known::Instant(instant));
    }
    let day: Date = text.parse().ok()?;
    let end = day.at(23, 59, 59, 999_999_999).to_zoned(TimeZone::fixed(jiff::tz::offset(8))).ok()?;
    Some(Known::Instant(end.timestamp()))
}

fn problem(error: &QueryError) -> Problem {
    match error {
        QueryError::Beyond { .. } => {
            let say = error.say();
            Problem::field("known", "beyond", &say.zh, &say.en)
        }
        QueryError::Behind { .. } | QueryError::Read(_) => Problem::broken("counting coverage", error),
    }
}

fn page(f: Frame, table: &Table, known: &str, l: Lang) -> Page {
    let dimension = |one: Dimension| (one.name(), l.say(&one.say()), table.by == Some(one));
    let heading = match l {
        Lang::ZH => format!("{}：{} 覆盖情况", l.place(&table.region), l.date(table.on)),
        _ => format!("{}: coverage on {}", l.place(&table.region), l.date(table.on)),
    };
    let basis = &table.basis;
    Page {
        l,
        f,
        on: table.on.to_string(),
        known: known.to_owned(),
        region: table.region.to_string(),
        dimensions: Dimension::ALL.map(dimension).into(),
        heading,
        by: table.by.map(|by| l.say(&by.say())).unwrap_or_default(),
        rows: table.rows.iter().map(|row| view(row, l.say(&row.label))).collect(),
        total: view(&table.total, l.t("合计", "total").to_owned()),
        definition: l.t(table.definition.zh, table.definition.en),
        basis: vec![
            (l.t("日志位置", "log position"), basis.position.to_string()),
            (l.t("链值", "chain"), basis.chain.to_string()),
            (l.t("规则版本", "rulebook"), basis.rulebook.to_string()),
            (l.t("日历版本", "calendar"), basis.calendar.to_string()),
            (l.t("定义", "definition"), basis.definition.to_owned()),
            (l.t("生物医药清单", "biomedicine list"), basis.biomedicine_list.clone()),
        ],
    }
}

fn view(row: &Row, label: String) -> RowView {
    // Rounded to tenths of a percent with whole numbers; the exact fraction stands beside it.
    let tenths = row.employers_covered.saturating_mul(1_000).checked_div(row.employers_total);
    let share = tenths.map_or_else(|| "–".to_owned(), |tenths| format!("{}.{}%", tenths / 10, tenths % 10));
    RowView { label, row: row.clone(), share }
}

#[cfg(test)]
mod tests {
    use heyi_core::text::Say;

    use super::*;

    #[test]
    fn known_is_a_position_an_instant_or_a_day() {
        assert_eq!(known("17"), Some(Known::Position(Position(17))));
        assert_eq!(known("2026-07-05T00:00:00Z"), Some(Known::Instant("2026-07-05T00:00:00Z".parse().unwrap())));
        assert_eq!(known("2026-07-05"), Some(Known::Instant("2026-07-05T15:59:59.999999999Z".parse().unwrap())));
        assert_eq!(known("soon"), None);
    }

    #[test]
    fn shares_are_of_the_register_and_nothing_is_divided_by_zero() {
        let mut row = Row::empty("x", Say::new("甲", "a"));
        assert_eq!(view(&row, String::new()).share, "–");
        (row.employers_covered, row.employers_total) = (1, 3);
        assert_eq!(view(&row, String::new()).share, "33.3%");
    }
}
