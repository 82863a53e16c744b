//! The question in an address, and addresses of other questions.

use std::fmt::Write as _;

use heyi_core::place::Place;
use heyi_projections::coverage::{CoverageQuery, Known, Period, Words, question};

use super::formats;
use crate::ask::Ask;
use crate::case_list::encode;
use crate::guard::permission::Permission;
use crate::problem::Problem;

/// The question asked: by its words, or by the id of a table (`basis`).
///
/// # Errors
/// 422 for what cannot be asked, or for more than one question; 403 for an id of a region outside the account's.
pub(super) fn of(ask: &Ask) -> Result<CoverageQuery, Problem> {
    for name in ["measure", "basis"] {
        if all(ask, name).filter(|value| !value.is_empty()).count() > 1 {
            let (zh, en) = (
                "一次只能查一项；几项一起，只能下载为工作簿（format=xlsx）。",
                "One question at a time; several go into a workbook only (format=xlsx).",
            );
            return Err(Problem::field(name, "several", zh, en));
        }
    }
    match ask.asked("basis") {
        "" => words(ask).read(ask.today(), &region(ask)?).map_err(|error| super::problem(&error)),
        id => of_id(ask, id),
    }
}

/// The questions asked, of which a workbook takes several: the ids of tables, else the measures.
///
/// # Errors
/// As [`of`], of each.
pub(super) fn several(ask: &Ask) -> Result<Vec<CoverageQuery>, Problem> {
    if ids(ask).next().is_some() {
        return ids(ask).map(|id| of_id(ask, id)).collect();
    }
    let named: Vec<&str> = all(ask, "measure").filter(|name| !name.is_empty()).collect();
    // As elsewhere, no name stands for the women covered.
    let names = if named.is_empty() { vec![""] } else { formats::measures(&named) };
    let (words, region) = (words(ask), region(ask)?);
    let read = |measure| Words { measure, ..words.clone() }.read(ask.today(), &region);
    names.into_iter().map(|name| read(name).map_err(|error| super::problem(&error))).collect()
}

/// The ids of tables asked for.
pub(super) fn ids(ask: &Ask) -> impl Iterator<Item = &str> {
    all(ask, "basis").filter(|id| !id.is_empty())
}

/// That the table computed is the one whose id was given, if one was.
///
/// # Errors
/// 422 when it is another.
pub(super) fn is_as_asked(ask: &Ask, found: &str) -> Result<(), Problem> {
    match ask.asked("basis") {
        "" => Ok(()),
        given => is_same(given, found),
    }
}

/// As [`is_as_asked`], of an id.
pub(super) fn is_same(given: &str, found: &str) -> Result<(), Problem> {
    if given == found {
        return Ok(());
    }
    Err(Problem::field(
        "basis",
        "another-basis",
        &format!("该编号（{given}）与本日志不符：日志、法规、日历、清单或口径不同。本日志上同一问题的编号为 {found}。"),
        &format!(
            "{given} rests on another log, law, calendar, list or definition than this one, where the same question is {found}."
        ),
    ))
}

fn of_id(ask: &Ask, id: &str) -> Result<CoverageQuery, Problem> {
    let query = question(id).map_err(|wrong| {
        let say = wrong.say();
        Problem::field("basis", "no-such-basis", &say.zh, &say.en)
    })?;
    match ask.permission {
        Permission::In(roles, _) if !ask.holds(roles, &query.region) => Err(Problem::outside_region()),
        _ => Ok(query),
    }
}

/// The region asked for, else the first of the account's.
pub(super) fn region(ask: &Ask) -> Result<Place, Problem> {
    Ok(ask.regions()?.into_iter().next().unwrap_or_else(Place::nation))
}

/// The length of a trend's steps; `None`: no trend is asked for.
pub(super) fn period(ask: &Ask) -> Result<Option<Period>, Problem> {
    match ask.asked("trend") {
        "" => Ok(None),
        name => Period::named(name).map(Some).ok_or_else(|| {
            let (zh, en) = ("趋势只能按月（month）或按季（quarter）。", "A trend goes by month or by quarter.");
            Problem::field("trend", "not-askable", zh, en)
        }),
    }
}

fn words(ask: &Ask) -> Words<'_> {
    Words {
        measure: ask.asked("measure"),
        from: ask.asked("from"),
        on: ask.asked("on"),
        known: ask.asked("known"),
        region: ask.asked("region"),
        by: all(ask, "by").flat_map(|value| value.split(',')).map(str::trim).collect(),
        filters: all(ask, "filter").collect(),
    }
}

/// Every value of a name in the address.
fn all<'a>(ask: &'a Ask, name: &'static str) -> impl Iterator<Item = &'a str> {
    ask.query.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
}

/// The question as the query of an address.
pub(super) fn address(query: &CoverageQuery) -> String {
    let mut address = format!("measure={}&on={}&region={}", query.measure.name(), query.on, query.region);
    // Writing to a text does not fail.
    if query.measure.is_of_a_span() || query.from.is_some() {
        let _ = write!(address, "&from={}", query.first_day());
    }
    match query.known {
        None => {}
        Some(Known::Position(position)) => {
            let _ = write!(address, "&known={position}");
        }
        Some(Known::Instant(instant)) => {
            let _ = write!(address, "&known={}", encode(&instant.to_string()));
        }
    }
    for by in &query.by {
        let _ = write!(address, "&by={}", by.name());
    }
    for (dimension, key) in &query.filters {
        let _ = write!(address, "&filter={}", encode(&format!("{}:{key}", dimension.name())));
    }
    address
}
