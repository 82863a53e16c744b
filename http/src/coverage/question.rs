//! The question in an address, and addresses of other questions.

use std::fmt::Write as _;

use heyi_core::place::Place;
use heyi_projections::coverage::{CoverageQuery, Known, Period, Words, question};

use crate::ask::Ask;
use crate::case_list::encode;
use crate::guard::permission::Permission;
use crate::problem::Problem;

/// The question asked: by its words, or by the id of a table (`basis`).
///
/// # Errors
/// 422 for what cannot be asked; 403 for an id of a region outside the account's.
pub(super) fn of(ask: &Ask) -> Result<CoverageQuery, Problem> {
    let id = ask.asked("basis");
    if id.is_empty() {
        return words(ask).read(ask.today(), &region(ask)?).map_err(|error| super::problem(&error));
    }
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
    let all = |name: &'static str| ask.query.iter().filter(move |(field, _)| field == name);
    Words {
        measure: ask.asked("measure"),
        from: ask.asked("from"),
        on: ask.asked("on"),
        known: ask.asked("known"),
        region: ask.asked("region"),
        by: all("by").flat_map(|(_, value)| value.split(',')).map(str::trim).collect(),
        filters: all("filter").map(|(_, value)| value.trim()).collect(),
    }
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
