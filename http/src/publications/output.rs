//! The published figures by themselves, to be handed on: as JSON, or as comma-separated values.

use axum::Json;
use axum::http::header;
use axum::response::IntoResponse as _;
use heyi_core::event::publication::{PublishedNumber, PublishedNumbers, PublishedTable};
use heyi_core::publication::{Publication, PublicationState, Published};
use heyi_projections::coverage::{CoverageQuery, question};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask};
use crate::problem::Problem;
use crate::text::Lang;

use super::numbers::{note, share};
use super::record;

/// The columns of the numbers.
const NUMBERS: [&str; 13] = [
    "counted",
    "base",
    "percent",
    "derived",
    "unknown",
    "base_unknown",
    "made_up",
    "employers",
    "employers_base",
    "employers_without_count",
    "employers_base_without_count",
    "days_median",
    "days_p90",
];

/// What stands in a file in the place of a number that is withheld.
const WITHHELD: &str = "withheld";

/// The figures as published, and nothing else.
///
/// # Errors
/// 404 when there is no such publication, or it is not published.
pub async fn get(ask: Ask) -> Answer {
    let publication = record::publication(&ask).await?.ok_or_else(Problem::not_found)?;
    let published = publication.published.as_ref().ok_or_else(Problem::not_found)?;
    match ask.asked("format") {
        "csv" => csv(published, ask.l()),
        _ => Ok(Json(figures(&publication, published)).into_response()),
    }
}

/// The figures for programs.
pub(super) fn figures(publication: &Publication, published: &Published) -> Value {
    let withdrawn = publication.state() == PublicationState::Withdrawn;
    json!({
        "publication": publication.id,
        "title": publication.proposal.as_ref().map(|proposal| &proposal.title),
        "published_on": published.occurred,
        "withdrawn": withdrawn,
        "threshold": published.figures.threshold,
        "rule": published.figures.rule,
        "note": note(published.figures.threshold),
        "tables": published.figures.tables.iter().map(table).collect::<Vec<_>>(),
    })
}

/// A published table for programs.
pub(super) fn table(table: &PublishedTable) -> Value {
    let asked = question(&table.id).ok();
    let definition = asked.as_ref().map(|asked| asked.measure.definition());
    let rows =
        table.rows.iter().map(|row| json!({"keys": row.keys, "labels": row.labels, "numbers": numbers(&row.numbers)}));
    json!({
        "id": table.id,
        "question": asked,
        "definition": definition,
        "overlapping": table.overlapping,
        "rows": rows.collect::<Vec<_>>(),
        "total": numbers(&table.total),
    })
}

/// Numbers for programs: `null` where there is none, `"withheld"` where it is withheld.
pub(super) fn numbers(numbers: &PublishedNumbers) -> Value {
    let number = |number: PublishedNumber| match number {
        PublishedNumber::Number(number) => json!(number),
        PublishedNumber::Withheld => json!(WITHHELD),
    };
    json!({
        "counted": number(numbers.counted),
        "base": numbers.base.map(number),
        "percent": Some(share(numbers)).filter(|share| !share.is_empty()),
        "derived": numbers.derived,
        "unknown": numbers.unknown,
        "base_unknown": numbers.base_unknown,
        "made_up": numbers.made_up,
        "employers": numbers.employers,
        "days": numbers.days,
    })
}

fn csv(published: &Published, l: Lang) -> Answer {
    // Spreadsheets take UTF-8 for something else without this mark.
    let mut sheet = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let broken = |error: csv::Error| Problem::broken("writing a sheet", &error);
    let head = ["table", "measure", "from", "on", "by", "row", "label"];
    sheet.write_record(head.iter().chain(&NUMBERS)).map_err(broken)?;
    for table in &published.figures.tables {
        let about = about(table);
        let labels =
            |labels: &[heyi_core::text::Say]| labels.iter().map(|label| l.say(label)).collect::<Vec<_>>().join(" · ");
        let rows = table.rows.iter().map(|row| (row.keys.join(" "), labels(&row.labels), &row.numbers));
        let total = ("total".to_owned(), l.t("合计", "total").to_owned(), &table.total);
        for (keys, label, numbers) in rows.chain([total]) {
            let row = about.iter().cloned().chain([keys, label]).chain(cells(numbers));
            sheet.write_record(row).map_err(broken)?;
        }
    }
    let bytes = sheet.into_inner().map_err(|error| Problem::broken("writing a sheet", error.error()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"heyi-publication.csv\""),
    ];
    Ok((headers, bytes).into_response())
}

/// Id, measure, days and dimensions of a table.
fn about(table: &PublishedTable) -> [String; 5] {
    let of = |say: fn(&CoverageQuery) -> String| question(&table.id).map(|asked| say(&asked)).unwrap_or_default();
    [
        table.id.clone(),
        of(|asked| asked.measure.definition().id),
        of(|asked| if asked.measure.is_of_a_span() { asked.first_day().to_string() } else { String::new() }),
        of(|asked| asked.on.to_string()),
        of(|asked| asked.by.iter().map(|by| by.name()).collect::<Vec<_>>().join(" ")),
    ]
}

fn cells(numbers: &PublishedNumbers) -> Vec<String> {
    let number = |number: PublishedNumber| match number {
        PublishedNumber::Number(number) => number.to_string(),
        PublishedNumber::Withheld => WITHHELD.to_owned(),
    };
    let employers = |of: fn(heyi_core::event::publication::PublishedEmployers) -> u64| {
        numbers.employers.map(|employers| of(employers).to_string()).unwrap_or_default()
    };
    vec![
        number(numbers.counted),
        numbers.base.map(number).unwrap_or_default(),
        share(numbers),
        numbers.derived.to_string(),
        numbers.unknown.to_string(),
        numbers.base_unknown.to_string(),
        numbers.made_up.to_string(),
        employers(|it| it.counted),
        employers(|it| it.base),
        employers(|it| it.without_count),
        employers(|it| it.base_without_count),
        numbers.days.map(|days| days.median.to_string()).unwrap_or_default(),
        numbers.days.map(|days| days.p90.to_string()).unwrap_or_default(),
    ]
}
