//! The page of one measure: the question, the answer, its rows or its course over time, and what it rests on.

use askama::Template;
use heyi_projections::coverage::{Basis, CoverageQuery, Definition, Dimension, Measure, Part, Table, Trend};
use heyi_projections::{Cell, Row};

use super::chart::Chart;
use super::figure::{Fact, facts, headline};
use super::formats::Answered;
use super::question::address;
use super::row::{RowView, cells, column_names};
use super::tiles::TileMap;
use crate::ask::Ask;
use crate::text::Lang;
use crate::view::{Frame, Link};

/// The page of a table or a trend.
#[derive(Template)]
#[template(path = "coverage.html")]
pub(super) struct Page {
    l: Lang,
    f: Frame,
    form: Form,
    heading: String,
    headline: String,
    /// Who is counted.
    members: String,
    facts: Vec<Fact>,
    /// By city, the map of Jiangsu.
    tiles: Option<TileMap>,
    /// What is drawn of the rows.
    chart: Option<Chart>,
    columns: Vec<String>,
    rows: Vec<RowView>,
    note: String,
    links: Vec<Link>,
    definition: DefinitionView,
    basis: Vec<(&'static str, String)>,
}

impl Page {
    /// Whether something is drawn on it.
    pub(super) fn draws(&self) -> bool {
        self.chart.is_some()
    }
}

/// The question, to be asked again another way.
pub(super) struct Form {
    pub(super) measures: Vec<(&'static str, String, bool)>,
    pub(super) from: String,
    pub(super) on: String,
    pub(super) known: String,
    pub(super) region: String,
    by: [Vec<(&'static str, String, bool)>; 2],
    filters: Vec<Filter>,
    dimensions: Vec<(&'static str, String)>,
}

struct Filter {
    value: String,
    label: String,
    /// The question without it.
    without: String,
}

struct DefinitionView {
    counted: String,
    base: String,
}

/// The page of an answer.
pub(super) fn of(ask: &Ask, answered: &Answered) -> Page {
    match answered {
        Answered::Table(table) => of_table(ask, table),
        Answered::Trend(trend) => of_trend(ask, trend),
    }
}

fn of_table(ask: &Ask, table: &Table) -> Page {
    let (l, query) = (ask.l(), &table.question);
    let drawn: Vec<Cell> = table.rows.iter().map(|row| row.cell).collect();
    let (chart, drawn) = Chart::of_rows(query.measure, &drawn, l);
    let row = |(row, drawn): (&Row, bool)| {
        let mut one = query.clone();
        one.by.clear();
        one.filters.extend(query.by.iter().copied().zip(row.keys.iter().cloned()));
        let label = |(index, say)| Link { href: link(&one, index), label: l.say(say), current: false };
        let labels: Vec<String> = row.labels.iter().map(|say| l.say(say)).collect();
        let head = row.labels.iter().enumerate().map(label).collect();
        let name = if drawn { labels.join(" · ") } else { String::new() };
        RowView { head, name, cells: cells(&row.cell, &one, l) }
    };
    let mut rows: Vec<RowView> = table.rows.iter().zip(drawn).map(row).collect();
    if !query.by.is_empty() {
        let mut head = vec![Link { href: String::new(), label: l.t("合计", "total").to_owned(), current: false }];
        head.resize(query.by.len(), Link { href: String::new(), label: String::new(), current: false });
        let all = CoverageQuery { by: Vec::new(), ..query.clone() };
        rows.push(RowView { head, name: String::new(), cells: cells(&table.total, &all, l) });
    }
    let note = if table.overlapping {
        l.t(
            "同一单位（或合同）可能列入多行，各行相加大于合计；各行的分母是全部。",
            "One unit may stand in several rows: they add up to more than the total, and each has the whole base.",
        )
    } else {
        ""
    };
    let mut columns: Vec<String> = query.by.iter().map(|by| l.say(&by.say())).collect();
    columns.extend(column_names(query.measure, l));
    let at = address(query);
    let mut links = files(&at, l);
    links.extend([
        file(
            l.t("工作簿，另附按月趋势", "Workbook with the course by month"),
            format!("/coverage?{}&format=xlsx&trend=month", address(&with_a_year(query))),
        ),
        file(l.t("按月趋势", "By month"), format!("/coverage?{}&trend=month", address(&a_year(query)))),
        file(l.t("按季趋势", "By quarter"), format!("/coverage?{}&trend=quarter", address(&a_year(query)))),
    ]);
    links.extend(crate::publications::links(ask, table));
    let tiles = TileMap::of(table, l);
    let mut page = page(ask, query, &table.definition, &table.basis, &table.total);
    page.basis.insert(0, (l.t("统计表编号", "id of this table"), table.id.clone()));
    Page { tiles, chart, columns, rows, note: note.to_owned(), links, ..page }
}

fn of_trend(ask: &Ask, trend: &Trend) -> Page {
    let (l, measure) = (ask.l(), trend.question.measure);
    let row = |point: &heyi_projections::coverage::Point| {
        let one = CoverageQuery { from: Some(point.from), on: point.on, ..trend.question.clone() };
        let label = format!("{} – {}", point.from, point.on);
        RowView {
            head: vec![Link { href: link(&one, 0), label, current: false }],
            name: trend.period.label(point.on),
            cells: cells(&point.cell, &one, l),
        }
    };
    let last = trend.points.last().map(|point| point.cell).unwrap_or_default();
    let mut columns = vec![l.t("期间", "period").to_owned()];
    columns.extend(column_names(measure, l));
    let links = files(&format!("{}&trend={}", address(&trend.question), trend.period.name()), l);
    let rows = trend.points.iter().map(row).collect();
    let note = l.t("各期均按同一日志位置所知计算。", "Every period as known at the same position of the log.");
    Page {
        chart: Some(Chart::of_points(measure, l)),
        columns,
        rows,
        note: note.to_owned(),
        links,
        ..page(ask, &trend.question, &trend.definition, &trend.basis, &last)
    }
}

fn page(ask: &Ask, query: &CoverageQuery, definition: &Definition, basis: &Basis, total: &Cell) -> Page {
    let l = ask.l();
    let days = match query.measure.is_of_a_span() {
        true => format!("{} – {}", l.date(query.first_day()), l.date(query.on)),
        false => l.date(query.on),
    };
    let name = l.say(&definition.name);
    let base = definition.base.as_ref().map(|base| l.say(base)).unwrap_or_default();
    let undivided = CoverageQuery { by: Vec::new(), ..query.clone() };
    Page {
        l,
        f: Frame::of(ask, name),
        form: Form::of(ask, query),
        heading: format!("{} · {}", l.place(&query.region), days),
        headline: headline(total, query.measure, l),
        members: format!("/coverage/members?{}&part={}", address(&undivided), Part::Counted.name()),
        facts: facts(total, &undivided, l),
        tiles: None,
        chart: None,
        columns: Vec::new(),
        rows: Vec::new(),
        note: String::new(),
        links: Vec::new(),
        definition: DefinitionView { counted: l.say(&definition.counted), base },
        basis: basis_facts(basis, l),
    }
}

/// What a table rests on, in words.
pub(super) fn basis_facts(basis: &Basis, l: Lang) -> Vec<(&'static str, String)> {
    vec![
        (l.t("口径", "definition"), basis.definition.clone()),
        (l.t("日志位置", "log position"), basis.position.to_string()),
        (l.t("链值", "chain"), basis.chain.to_string()),
        (l.t("规则版本", "rulebook"), basis.rulebook.to_string()),
        (l.t("日历版本", "calendar"), basis.calendar.to_string()),
        (l.t("生物医药清单", "biomedicine list"), basis.biomedicine_list.clone()),
        (l.t("规范核对清单", "checklist"), basis.checklist.clone()),
    ]
}

/// The same day a year before is where a trend begins, unless the question says.
fn a_year(query: &CoverageQuery) -> CoverageQuery {
    let from = query.on.saturating_sub(jiff::Span::new().months(11)).first_of_month();
    CoverageQuery { from: Some(from), by: Vec::new(), ..query.clone() }
}

/// The same question, with a course that begins a year before, unless the question has a beginning.
fn with_a_year(query: &CoverageQuery) -> CoverageQuery {
    match query.measure.is_of_a_span() {
        true => query.clone(),
        false => CoverageQuery { from: a_year(query).from, ..query.clone() },
    }
}

fn link(query: &CoverageQuery, index: usize) -> String {
    if index == 0 { format!("/coverage?{}", address(query)) } else { String::new() }
}

fn file(label: &str, href: String) -> Link {
    Link { href, label: label.to_owned(), current: false }
}

/// The same answer in other forms.
fn files(at: &str, l: Lang) -> Vec<Link> {
    vec![
        file(l.t("下载工作簿", "Download a workbook"), format!("/coverage?{at}&format=xlsx")),
        file("CSV", format!("/coverage?{at}&format=csv")),
        file("JSON", format!("/api/v1/coverage?{at}")),
        file("JSON-stat", format!("/api/v1/coverage?{at}&format=json-stat")),
    ]
}

impl Form {
    /// The form that asks this question.
    pub(super) fn of(ask: &Ask, query: &CoverageQuery) -> Self {
        let l = ask.l();
        let by = |place: usize| {
            let chosen = query.by.get(place).copied();
            let taken = Dimension::ALL.into_iter().filter(|one| query.measure.takes(*one));
            taken.map(|one| (one.name(), l.say(&one.say()), chosen == Some(one))).collect()
        };
        let filter = |(index, (dimension, key)): (usize, &(Dimension, String))| {
            let mut without = query.clone();
            without.filters.remove(index);
            let value = heyi_projections::coverage::dimension::value::say(*dimension, key);
            Filter {
                value: format!("{}:{key}", dimension.name()),
                label: format!("{}: {}", l.say(&dimension.say()), l.say(&value)),
                without: format!("/coverage?{}", address(&without)),
            }
        };
        Self {
            measures: measures(l, Some(query.measure)),
            from: if query.measure.is_of_a_span() { query.first_day().to_string() } else { String::new() },
            on: query.on.to_string(),
            known: ask.asked("known").to_owned(),
            region: query.region.to_string(),
            by: [by(0), by(1)],
            filters: query.filters.iter().enumerate().map(filter).collect(),
            dimensions: Dimension::ALL.map(|one| (one.name(), l.say(&one.say()))).into(),
        }
    }
}

/// The measures to choose from.
pub(super) fn measures(l: Lang, chosen: Option<Measure>) -> Vec<(&'static str, String, bool)> {
    let choice = |one: Measure| (one.name(), l.say(&one.definition().name), chosen == Some(one));
    Measure::ALL.map(choice).into()
}
