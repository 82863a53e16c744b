//! Every measure at once, for a region and a day: where a statistician begins.

use askama::Template;
use heyi_projections::coverage::{self as figures, CoverageQuery, Dimension, Known, Measure, Words};
use jiff::Span;

use super::figure::headline;
use super::formats;
use super::page::measures;
use super::question::{address, region};
use crate::ask::{Answer, Ask, html};
use crate::text::Lang;
use crate::view::{Frame, Link};

#[derive(Template)]
#[template(path = "coverage_overview.html")]
struct Page {
    l: Lang,
    f: Frame,
    measures: Vec<(&'static str, String, bool)>,
    from: String,
    on: String,
    known: String,
    region: String,
    heading: String,
    /// Figures of the day, and of the span.
    parts: [Part; 2],
    /// Lists that are looked at every day: who is not covered, what expires.
    lists: [Link; 2],
    /// Every measure, with the same days, region and position.
    workbook: String,
    position: String,
}

struct Part {
    heading: String,
    rows: Vec<RowView>,
}

struct RowView {
    href: String,
    name: String,
    figure: String,
    /// Units of which it is not known whether they count, or belong to the base.
    unknown: u64,
}

/// Shows every measure.
///
/// # Errors
/// As a single question.
pub(super) async fn get(ask: &Ask) -> Answer {
    let l = ask.l();
    let words =
        Words { on: ask.asked("on"), known: ask.asked("known"), region: ask.asked("region"), ..Words::default() };
    let first = words.read(ask.today(), &region(ask)?).map_err(|error| super::problem(&error))?;
    let from = Words { from: ask.asked("from"), measure: Measure::Review.name(), ..words };
    let from = from.read(ask.today(), &first.region).map_err(|error| super::problem(&error))?.first_day();
    // Every figure of the page is of one position, whatever is recorded meanwhile.
    let mut known = first.known;
    let (mut of_day, mut of_span, mut position) = (Vec::new(), Vec::new(), String::new());
    for measure in Measure::ALL {
        let query = CoverageQuery { measure, from: Some(from).filter(|_| measure.is_of_a_span()), ..first.clone() };
        let asked = CoverageQuery { known, ..query.clone() };
        let table = ask.app.read.coverage(&asked).await.map_err(|error| super::problem(&error))?;
        known = Some(Known::Position(table.basis.position));
        position = table.basis.position.to_string();
        let split = table.total.employers.map_or(table.total.split, |employers| employers.split);
        let days = table.total.days.map(|days| format!(" · {} {}", l.t("中位数", "median"), days.median));
        let row = RowView {
            href: format!("/coverage?{}", address(&query)),
            name: l.say(&table.definition.name),
            figure: headline(&table.total, measure, l) + &days.unwrap_or_default(),
            unknown: split.unknown() + table.total.base_unknown,
        };
        if measure.is_of_a_span() { of_span.push(row) } else { of_day.push(row) }
    }
    let shown = CoverageQuery { from: Some(from), known, ..first.clone() };
    let asked = address(&shown).replacen(first.measure.name(), formats::EVERY, 1);
    html(&Page {
        l,
        f: Frame::of(ask, l.t("覆盖统计", "Coverage")),
        workbook: format!("/coverage?{asked}&format=xlsx"),
        measures: measures(l, None),
        from: from.to_string(),
        on: first.on.to_string(),
        known: ask.asked("known").to_owned(),
        region: first.region.to_string(),
        heading: l.place(&first.region),
        parts: [
            Part { heading: l.date(first.on), rows: of_day },
            Part { heading: format!("{} – {}", l.date(from), l.date(first.on)), rows: of_span },
        ],
        position,
        lists: lists(&first, l),
    })
}

/// Employers with ten women or more that nothing covers, and the contracts that expire within a year, month by month.
fn lists(asked: &CoverageQuery, l: Lang) -> [Link; 2] {
    let filters = vec![(Dimension::Women, "ten-or-more".to_owned())];
    let uncovered = CoverageQuery { measure: Measure::EmployersCovered, from: None, filters, ..asked.clone() };
    let ahead = asked.on.saturating_add(Span::new().months(11)).last_of_month();
    let expiring =
        CoverageQuery { measure: Measure::ContractsExpiring, from: Some(asked.on), on: ahead, ..asked.clone() };
    let link = |href: String, label: &str| Link { href, label: label.to_owned(), current: false };
    [
        link(
            format!("/coverage/members?{}&part={}", address(&uncovered), figures::Part::NotCounted.name()),
            l.t("女职工十人以上而未覆盖的单位", "Employers with ten women or more that nothing covers"),
        ),
        link(
            format!("/coverage?{}&trend=month", address(&expiring)),
            l.t("今后一年按月到期的合同", "Contracts that expire in the coming year, by month"),
        ),
    ]
}
