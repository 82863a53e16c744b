//! What is drawn of a table or a trend, by Apache ECharts in the reader's browser. The script reads the numbers from the table on the
//! same page, which is all there is without script.

use std::cmp::Reverse;

use axum::http::{HeaderValue, header};
use heyi_projections::{Cell, Measure};

use super::formats::tells_days;
use super::page::Page;
use crate::ask::{self, Answer};
use crate::documents::CHARTS;
use crate::text::Lang;

/// The most rows that are drawn: more bars than fit on two sheets of paper tell nobody anything.
const MOST_BARS: usize = 30;

/// As everywhere, and the program's own scripts, which no other page runs.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; \
                              frame-ancestors 'none'; base-uri 'none'";

/// A drawing.
pub(super) struct Chart {
    /// `bars` for rows, `line` for a course over time.
    pub(super) kind: &'static str,
    /// What is drawn: each number by its name in the table, with the words of the legend.
    pub(super) series: Vec<(&'static str, &'static str)>,
    /// For those who do not see it.
    pub(super) about: &'static str,
    /// Says which rows are not drawn; empty: all are.
    pub(super) cut: String,
    /// The version of the library, for its address.
    pub(super) version: &'static str,
}

impl Chart {
    /// Of the rows of a table, with whether each is drawn; `None`: there are none.
    pub(super) fn of_rows(measure: Measure, cells: &[Cell], l: Lang) -> (Option<Self>, Vec<bool>) {
        let drawn = largest(cells, MOST_BARS);
        let cut = match (cells.len(), l) {
            (rows, _) if rows <= MOST_BARS => String::new(),
            (rows, Lang::ZH) => format!("图中只画单位最多的 {MOST_BARS} 行（共 {rows} 行）；全部见表。"),
            (rows, _) => format!("The {MOST_BARS} largest of {rows} rows are drawn; the table has them all."),
        };
        let chart = Self { kind: "bars", cut, ..Self::of(measure, l) };
        ((!cells.is_empty()).then_some(chart), drawn)
    }

    /// Of the points of a trend: lines do not add up as the parts of a bar do, so the first is the headline.
    pub(super) fn of_points(measure: Measure, l: Lang) -> Self {
        let mut chart = Self { kind: "line", ..Self::of(measure, l) };
        if !tells_days(measure) {
            chart.series = vec![
                ("counted", l.t("计入", "counted")),
                ("derived", l.t("其中推算未确认", "of these not confirmed")),
                ("unknown", l.t("不明", "not known")),
            ];
        }
        chart
    }

    fn of(measure: Measure, l: Lang) -> Self {
        let series = if tells_days(measure) {
            vec![
                ("median", l.t("中位数（天）", "median, days")),
                ("p90", l.t("第九十百分位（天）", "90th percentile, days")),
            ]
        } else {
            let mut series = vec![
                ("confirmed", l.t("计入，已确认", "counted, confirmed")),
                ("derived", l.t("计入，推算未确认", "counted, not confirmed")),
                ("unknown", l.t("不明", "not known")),
            ];
            if measure.definition().base.is_some() {
                series.push(("rest", l.t("未计入", "not counted")));
            }
            series
        };
        Self {
            kind: "",
            series,
            about: l.t("图：同样的数字见下表。", "A chart; the table below has the same figures."),
            cut: String::new(),
            version: CHARTS.version,
        }
    }
}

/// The page; one that draws may run the program's own scripts.
///
/// # Errors
/// As [`ask::html`].
pub(super) fn html(page: &Page) -> Answer {
    let mut response = ask::html(page)?;
    if page.draws() {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY));
    }
    Ok(response)
}

/// Which of many rows are drawn: those with the most units behind them, so many at most.
fn largest(cells: &[Cell], most: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..cells.len()).collect();
    let size = |place: &usize| {
        cells.get(*place).map(|cell| cell.base.unwrap_or_else(|| cell.split.counted() + cell.split.unknown()))
    };
    order.sort_by_key(|place| (Reverse(size(place)), *place));
    let mut drawn = vec![false; cells.len()];
    for place in order.into_iter().take(most) {
        if let Some(one) = drawn.get_mut(place) {
            *one = true;
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use heyi_projections::coverage::Split;

    use super::*;

    fn of(counted: u64, base: Option<u64>) -> Cell {
        Cell { split: Split { confirmed: counted, ..Split::default() }, base, ..Cell::default() }
    }

    #[test]
    fn of_many_rows_the_largest_are_drawn_in_their_order() {
        let cells = [of(1, Some(5)), of(1, Some(90)), of(1, Some(5)), of(0, Some(70))];
        assert_eq!(largest(&cells, 2), [false, true, false, true]);
        assert_eq!(largest(&cells, 3), [true, true, false, true], "of equal ones the first");
        assert_eq!(largest(&[of(3, None), of(4, None)], 1), [false, true]);
        let many = vec![of(1, Some(1)); MOST_BARS + 1];
        let (chart, drawn) = Chart::of_rows(Measure::EmployersCovered, &many, Lang::EN);
        assert_eq!(drawn.into_iter().filter(|one| *one).count(), MOST_BARS);
        assert!(chart.is_some_and(|chart| chart.cut.contains("31")));
    }
}
