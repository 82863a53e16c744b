//! Working days from text and back.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use toml::value::Datetime;

use super::Year;
use crate::rows::{self, RowError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    year: i16,
    /// Where the notices were read: for whoever checks the data, not kept.
    #[serde(default, rename = "notices")]
    _notices: Vec<String>,
    off: Vec<Datetime>,
    work: Vec<Datetime>,
}

/// The years of a text.
pub(super) fn years(text: &str) -> Result<BTreeMap<i16, Year>, Vec<RowError>> {
    let mut years = BTreeMap::new();
    let mut errors = Vec::new();
    for (place, table) in rows::rows(text, "year").map_err(|error| vec![error])? {
        match year(&place, table) {
            Ok((number, year)) => {
                if years.insert(number, year).is_some() {
                    errors.push(RowError::new(number.to_string(), "这一年出现两次", "this year is given twice"));
                }
            }
            Err(mut wrong) => errors.append(&mut wrong),
        }
    }
    if errors.is_empty() { Ok(years) } else { Err(errors) }
}

fn year(place: &str, table: toml::Table) -> Result<(i16, Year), Vec<RowError>> {
    let row: Row = table.try_into().map_err(|error: toml::de::Error| {
        let message = error.message();
        vec![RowError::new(place, format!("读不懂：{message}"), format!("this cannot be read: {message}"))]
    })?;
    let name = row.year.to_string();
    let mut errors = Vec::new();
    if row.off.is_empty() {
        // An empty year file exists before the notice is out; taken as a notice it would make guessed dates look firm.
        errors.push(RowError::new(
            &name,
            "一年中没有任何休息日，不是放假通知",
            "a year without a day off is no notice",
        ));
    }
    let off = days(&name, row.year, &row.off, false, &mut errors);
    let work = days(&name, row.year, &row.work, true, &mut errors);
    if errors.is_empty() { Ok((row.year, Year { off, work })) } else { Err(errors) }
}

/// The days, checked to lie in the year and to differ from what their weekday says.
fn days(name: &str, year: i16, given: &[Datetime], weekend: bool, errors: &mut Vec<RowError>) -> Vec<Date> {
    let mut days = Vec::with_capacity(given.len());
    for value in given {
        let Some(day) = rows::day(value).filter(|day| day.year() == year) else {
            let (zh, en) = (format!("{value} 不是这一年的日期"), format!("{value} is not a day of this year"));
            errors.push(RowError::new(name, zh, en));
            continue;
        };
        if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) != weekend {
            let (zh, en) = if weekend {
                (
                    format!("{day} 是工作日，不能列为调休上班日"),
                    format!("{day} is a weekday and cannot be a make-up day"),
                )
            } else {
                (format!("{day} 是周末，不必列为休息日"), format!("{day} is a weekend day and rests anyway"))
            };
            errors.push(RowError::new(name, zh, en));
        }
        days.push(day);
    }
    days.sort_unstable();
    if let Some(twice) = days.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| pair.first()) {
        errors.push(RowError::new(name, format!("{twice} 出现两次"), format!("{twice} is given twice")));
    }
    days
}

/// The years as text that [`years`] reads back.
pub(super) fn to_text(years: &BTreeMap<i16, Year>) -> String {
    let list = |days: &[Date]| days.iter().map(Date::to_string).collect::<Vec<_>>().join(", ");
    let mut text = String::new();
    for (number, year) in years {
        text.push_str(&format!(
            "[[year]]\nyear = {number}\noff = [{}]\nwork = [{}]\n",
            list(&year.off),
            list(&year.work)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::calendar::Calendar;

    fn refused(text: &str) -> Vec<String> {
        Calendar::parse(text).unwrap_err().iter().map(|error| error.sentence().en).collect()
    }

    #[test]
    fn a_wrong_row_is_named_by_its_year() {
        assert_eq!(
            refused("[[year]]\nyear = 2027\noff = [2027-01-02, 2026-01-01]\nwork = [2027-01-04]\n"),
            [
                "2027: 2027-01-02 is a weekend day and rests anyway",
                "2027: 2026-01-01 is not a day of this year",
                "2027: 2027-01-04 is a weekday and cannot be a make-up day",
            ]
        );
        assert_eq!(
            refused("[[year]]\nyear = 2027\noff = [2027-01-01, 2027-01-01]\nwork = []\n"),
            ["2027: 2027-01-01 is given twice"]
        );
        assert_eq!(
            refused("[[year]]\nyear = 2027\noff = []\nwork = []\n"),
            ["2027: a year without a day off is no notice"]
        );
    }

    #[test]
    fn a_year_given_twice_or_misspelt_is_refused() {
        let year = "[[year]]\nyear = 2027\noff = [2027-01-01]\nwork = []\n";
        assert_eq!(refused(&year.repeat(2)), ["2027: this year is given twice"]);
        assert!(refused("[[year]]\nyear = 2027\nof = []\n")[0].starts_with("[[year]] 1: this cannot be read"));
    }
}
