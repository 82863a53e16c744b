//! A table as comma-separated values: numbers as numbers, each row with the ids it can be computed again by.

use axum::http::header;
use axum::response::IntoResponse as _;
use heyi_projections::Cell;
use heyi_projections::coverage::{Table, Trend};

use crate::ask::Answer;
use crate::problem::Problem;
use crate::text::Lang;

/// The columns of the numbers.
const NUMBERS: [&str; 21] = [
    "confirmed",
    "derived",
    "undated",
    "imprecise",
    "untold",
    "open",
    "base",
    "base_unknown",
    "made_up",
    "employers_confirmed",
    "employers_derived",
    "employers_undated",
    "employers_imprecise",
    "employers_untold",
    "employers_base",
    "employers_without_count",
    "employers_base_without_count",
    "employers_stale",
    "days_median",
    "days_p90",
    "percent",
];

/// A table.
pub(super) fn table(table: &Table, l: Lang) -> Answer {
    let mut head: Vec<String> = Vec::new();
    for by in &table.question.by {
        head.extend([by.name().to_owned(), format!("{}_label", by.name())]);
    }
    let mut rows = Vec::new();
    for row in &table.rows {
        let labelled = row.keys.iter().zip(&row.labels).flat_map(|(key, label)| [key.clone(), l.say(label)]);
        rows.push((labelled.collect::<Vec<_>>(), row.cell, table.id.clone()));
    }
    let mut total = vec![String::new(); head.len()];
    if let Some(first) = total.first_mut() {
        "total".clone_into(first);
    }
    rows.push((total, table.total, table.id.clone()));
    write(head, rows, &table.definition.id)
}

/// A trend.
pub(super) fn trend(trend: &Trend) -> Answer {
    let head = vec!["from".to_owned(), "on".to_owned()];
    let points = trend.points.iter();
    let rows = points.map(|point| (vec![point.from.to_string(), point.on.to_string()], point.cell, point.id.clone()));
    write(head, rows.collect(), &trend.definition.id)
}

fn write(mut head: Vec<String>, rows: Vec<(Vec<String>, Cell, String)>, definition: &str) -> Answer {
    head.extend(NUMBERS.map(str::to_owned));
    head.extend(["definition".to_owned(), "id".to_owned()]);
    // Spreadsheets take UTF-8 for something else without this mark.
    let mut sheet = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let written = sheet.write_record(&head).and_then(|()| {
        rows.into_iter().try_for_each(|(mut row, cell, id)| {
            row.extend(numbers(&cell));
            row.extend([definition.to_owned(), id]);
            sheet.write_record(&row)
        })
    });
    written.map_err(|error| Problem::broken("writing a sheet", &error))?;
    let bytes = sheet.into_inner().map_err(|error| Problem::broken("writing a sheet", error.error()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"heyi-coverage.csv\""),
    ];
    Ok((headers, bytes).into_response())
}

fn numbers(cell: &Cell) -> Vec<String> {
    let of = |number: u64| number.to_string();
    let split = cell.split;
    let mut numbers = vec![
        of(split.confirmed),
        of(split.derived),
        of(split.undated),
        of(split.imprecise),
        of(split.untold),
        of(split.open),
        cell.base.map(of).unwrap_or_default(),
        of(cell.base_unknown),
        of(cell.made_up),
    ];
    match cell.employers {
        Some(employers) => numbers.extend([
            of(employers.split.confirmed),
            of(employers.split.derived),
            of(employers.split.undated),
            of(employers.split.imprecise),
            of(employers.split.untold),
            of(employers.base),
            of(employers.without_count),
            of(employers.base_without_count),
            of(employers.stale),
        ]),
        None => numbers.extend(vec![String::new(); 9]),
    }
    let days = |of: fn(heyi_projections::coverage::Days) -> i64| cell.days.map(|days| of(days).to_string());
    numbers.push(days(|days| days.median).unwrap_or_default());
    numbers.push(days(|days| days.p90).unwrap_or_default());
    numbers.push(cell.percent().unwrap_or_default());
    numbers
}
