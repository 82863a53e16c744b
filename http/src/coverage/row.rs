//! A row of figures on a page: its numbers, each with its name, its words and who stands behind it.

use heyi_projections::coverage::{CoverageQuery, Days, Part};
use heyi_projections::{Cell, Measure};

use super::figure::Fact;
use super::formats::tells_days;
use super::question::address;
use crate::text::Lang;
use crate::view::Link;

/// A row.
pub(super) struct RowView {
    /// Its values in words, the first with the question for it alone.
    pub(super) head: Vec<Link>,
    /// What the chart calls it; empty: it is not drawn, as the total is not.
    pub(super) name: String,
    pub(super) cells: Vec<CellView>,
}

/// A number of a row. The chart reads it from the page: the table is its only source.
pub(super) struct CellView {
    /// What it is, for the chart.
    pub(super) of: &'static str,
    pub(super) fact: Fact,
}

/// What the numbers of a row are: for the chart, and in words.
fn columns_of(measure: Measure, l: Lang) -> Vec<(&'static str, &'static str)> {
    let (people, base) = (measure.unit().is_people(), measure.definition().base.is_some());
    let mut names = vec![("counted", l.t("计入", "counted"))];
    if base {
        names.push(("base", l.t("分母", "of")));
    }
    if tells_days(measure) {
        names
            .extend([("median", l.t("中位数（天）", "median, days")), ("p90", l.t("第九十百分位", "90th percentile"))]);
    } else if base {
        names.push(("share", l.t("占比", "share")));
    }
    names.extend([("derived", l.t("推算未确认", "not confirmed")), ("unknown", l.t("不明", "not known"))]);
    if people {
        names.extend([
            ("employers", l.t("覆盖单位", "employers")),
            ("employers-unknown", l.t("不明的单位", "employers not known")),
            ("without-count", l.t("人数不明的单位", "without a count")),
        ]);
    }
    names
}

/// The headings of the numbers.
pub(super) fn column_names(measure: Measure, l: Lang) -> Vec<String> {
    columns_of(measure, l).into_iter().map(|(_, label)| label.to_owned()).collect()
}

/// The numbers of a row, each in the unit of its column; of measures of people, employers stand apart behind them.
pub(super) fn cells(cell: &Cell, query: &CoverageQuery, l: Lang) -> Vec<CellView> {
    let list = |part: Part| format!("/coverage/members?{}&part={}", address(query), part.name());
    let employers = cell.employers.unwrap_or_default();
    let days = |of: fn(Days) -> i64| cell.days.map_or_else(|| "–".to_owned(), |days| of(days).to_string());
    let number = |(of, label): (&'static str, &'static str)| {
        let (value, part) = match of {
            "counted" => (cell.split.counted().to_string(), Some(Part::Counted)),
            "base" => (cell.base.unwrap_or_default().to_string(), Some(Part::NotCounted)),
            "share" => (cell.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent}%")), None),
            "median" => (days(|days| days.median), None),
            "p90" => (days(|days| days.p90), None),
            "derived" => (cell.split.derived.to_string(), None),
            "unknown" => (cell.split.unknown().to_string(), Some(Part::Unknown)),
            "employers" => (format!("{} / {}", employers.split.counted(), employers.base), Some(Part::Counted)),
            "employers-unknown" => (employers.split.unknown().to_string(), Some(Part::Unknown)),
            _ => (format!("{} / {}", employers.without_count, employers.base_without_count), None),
        };
        let href = part.map(list).unwrap_or_default();
        CellView { of, fact: Fact { label: label.to_owned(), value, href } }
    };
    columns_of(query.measure, l).into_iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use heyi_projections::coverage::{Employers, Split};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn people_stand_in_columns_of_people_and_their_employers_behind_them() {
        let split = |confirmed, undated| Split { confirmed, undated, ..Split::default() };
        let employers = Employers { split: split(2, 1), base: 9, base_without_count: 4, ..Employers::default() };
        let cell = Cell { split: split(96, 30), base: Some(120), employers: Some(employers), ..Cell::default() };
        let query = CoverageQuery::of(Measure::WomenCovered, date(2026, 6, 30));
        let row = cells(&cell, &query, Lang::EN);
        let said: Vec<(&str, &str)> = row.iter().map(|cell| (cell.of, cell.fact.value.as_str())).collect();
        let expected = [
            ("counted", "96"),
            ("base", "120"),
            ("share", "80.00%"),
            ("derived", "0"),
            ("unknown", "30"),
            ("employers", "2 / 9"),
            ("employers-unknown", "1"),
            ("without-count", "0 / 4"),
        ];
        assert_eq!(said, expected);
        assert_eq!(row.len(), column_names(Measure::WomenCovered, Lang::EN).len());
        let days = CoverageQuery::of(Measure::OfferToEffect, date(2026, 6, 30));
        let none: Vec<&str> = cells(&Cell::default(), &days, Lang::EN).iter().map(|cell| cell.of).collect();
        assert!(none.contains(&"median") && !none.contains(&"share"), "a duration is no rate");
    }
}
