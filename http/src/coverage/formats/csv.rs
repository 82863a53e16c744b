//! As comma-separated values: numbers as numbers, each row with the id it can be computed again by.

use heyi_projections::coverage::{Definition, Table, Trend};
use heyi_projections::{Cell, Measure};

use super::numbers::{Figure, NUMBERS, Number};
use super::{Answered, FormatError};
use crate::text::Lang;

/// What is written before the numbers, the numbers, and the id.
type Line = (Vec<String>, Cell, String);

/// A table or a trend.
///
/// # Errors
/// None to be expected.
pub fn csv(answered: &Answered, l: Lang) -> Result<Vec<u8>, FormatError> {
    match answered {
        Answered::Table(table) => of_table(table, l),
        Answered::Trend(trend) => of_trend(trend),
    }
}

fn of_table(table: &Table, l: Lang) -> Result<Vec<u8>, FormatError> {
    let mut head: Vec<String> = Vec::new();
    for by in &table.question.by {
        head.extend([by.name().to_owned(), format!("{}_label", by.name())]);
    }
    let mut rows: Vec<Line> = Vec::new();
    for row in &table.rows {
        let labelled = row.keys.iter().zip(&row.labels).flat_map(|(key, label)| [key.clone(), l.say(label)]);
        rows.push((labelled.collect(), row.cell, table.id.clone()));
    }
    let mut total = vec![String::new(); head.len()];
    if let Some(first) = total.first_mut() {
        "total".clone_into(first);
    }
    rows.push((total, table.total, table.id.clone()));
    write(head, rows, (table.question.measure, &table.definition))
}

fn of_trend(trend: &Trend) -> Result<Vec<u8>, FormatError> {
    let head = vec!["from".to_owned(), "on".to_owned()];
    let points = trend.points.iter();
    let rows = points.map(|point| (vec![point.from.to_string(), point.on.to_string()], point.cell, point.id.clone()));
    write(head, rows.collect(), (trend.question.measure, &trend.definition))
}

fn write(
    mut head: Vec<String>,
    rows: Vec<Line>,
    (measure, definition): (Measure, &Definition),
) -> Result<Vec<u8>, FormatError> {
    head.extend(NUMBERS.map(|number| number.name.to_owned()));
    head.extend(["definition".to_owned(), "id".to_owned()]);
    // Spreadsheets take UTF-8 for something else without this mark.
    let mut sheet = ::csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    sheet.write_record(&head).map_err(FormatError::Csv)?;
    for (mut row, cell, id) in rows {
        // The columns are the same for every measure; what this one does not have is empty.
        let of = |number: &Number| number.of(&cell).filter(|_| number.is_of(measure, definition));
        row.extend(NUMBERS.iter().map(|number| of(number).map(text).unwrap_or_default()));
        row.extend([definition.id.clone(), id]);
        sheet.write_record(&row).map_err(FormatError::Csv)?;
    }
    sheet.into_inner().map_err(|error| FormatError::Csv(error.into_error().into()))
}

fn text(figure: Figure) -> String {
    match figure {
        Figure::Whole(number) => number.to_string(),
        Figure::Days(days) => days.to_string(),
        Figure::Percent(percent) => percent,
    }
}
