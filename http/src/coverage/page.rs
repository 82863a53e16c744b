//! The page of one measure: the question, the answer, its rows or its course over time, and what it rests on.

use askama::Template;
use heyi_projections::coverage::{Basis, CoverageQuery, Definition, Dimension, Measure, Part, Table, Trend, Unit};
use heyi_projections::{Cell, Row};

use super::figure::{Fact, facts, headline};
use super::question::address;
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
    columns: Vec<String>,
    rows: Vec<RowView>,
    note: String,
    links: Vec<Link>,
    definition: DefinitionView,
    basis: Vec<(&'static str, String)>,
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

struct RowView {
    head: Vec<Link>,
    cells: Vec<Fact>,
}

struct DefinitionView {
    counted: String,
    base: String,
}

/// The page of a table.
pub(super) fn table(ask: &Ask, table: &Table) -> Page {
    let (l, query, unit) = (ask.l(), &table.question, table.definition.unit);
    let row = |row: &Row| {
        let mut one = query.clone();
        one.by.clear();
        one.filters.extend(query.by.iter().copied().zip(row.keys.iter().cloned()));
        let label = |(index, say)| Link { href: link(&one, index), label: l.say(say), current: false };
        RowView { head: row.labels.iter().enumerate().map(label).collect(), cells: cells(&row.cell, &one, unit, l) }
    };
    let mut rows: Vec<RowView> = table.rows.iter().map(row).collect();
    if !query.by.is_empty() {
        let mut head = vec![Link { href: String::new(), label: l.t("合计", "total").to_owned(), current: false }];
        head.resize(query.by.len(), Link { href: String::new(), label: String::new(), current: false });
        rows.push(RowView {
            head,
            cells: cells(&table.total, &CoverageQuery { by: Vec::new(), ..query.clone() }, unit, l),
        });
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
    columns.extend(column_names(unit, table.total.base.is_some(), l));
    let at = address(query);
    let mut links = vec![
        file(l.t("下载 CSV", "Download as CSV"), format!("/coverage?{at}&format=csv")),
        file("JSON", format!("/api/v1/coverage?{at}")),
        file(l.t("按月趋势", "By month"), format!("/coverage?{}&trend=month", address(&a_year(query)))),
        file(l.t("按季趋势", "By quarter"), format!("/coverage?{}&trend=quarter", address(&a_year(query)))),
    ];
    links.extend(crate::publications::links(ask, table));
    let mut page = page(ask, query, &table.definition, &table.basis, &table.total);
    page.basis.insert(0, (l.t("统计表编号", "id of this table"), table.id.clone()));
    Page { columns, rows, note: note.to_owned(), links, ..page }
}

/// The page of a trend.
pub(super) fn trend(ask: &Ask, trend: &Trend) -> Page {
    let (l, unit) = (ask.l(), trend.definition.unit);
    let row = |point: &heyi_projections::coverage::Point| {
        let one = CoverageQuery { from: Some(point.from), on: point.on, ..trend.question.clone() };
        let label = format!("{} – {}", point.from, point.on);
        RowView {
            head: vec![Link { href: link(&one, 0), label, current: false }],
            cells: cells(&point.cell, &one, unit, l),
        }
    };
    let last = trend.points.last().map(|point| point.cell).unwrap_or_default();
    let mut columns = vec![l.t("期间", "period").to_owned()];
    columns.extend(column_names(unit, last.base.is_some(), l));
    let at = format!("{}&trend={}", address(&trend.question), trend.period.name());
    let links = vec![
        file(l.t("下载 CSV", "Download as CSV"), format!("/coverage?{at}&format=csv")),
        file("JSON", format!("/api/v1/coverage?{at}")),
    ];
    let rows = trend.points.iter().map(row).collect();
    let note = l.t("各期均按同一日志位置所知计算。", "Every period as known at the same position of the log.");
    Page {
        columns,
        rows,
        note: note.to_owned(),
        links,
        ..page(ask, &trend.question, &trend.definition, &trend.basis, &last)
    }
}

fn page(ask: &Ask, query: &CoverageQuery, definition: &Definition, basis: &Basis, total: &Cell) -> Page {
    let (l, unit) = (ask.l(), definition.unit);
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
        headline: headline(total, unit, l),
        members: format!("/coverage/members?{}&part={}", address(&undivided), Part::Counted.name()),
        facts: facts(total, &undivided, l),
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

fn link(query: &CoverageQuery, index: usize) -> String {
    if index == 0 { format!("/coverage?{}", address(query)) } else { String::new() }
}

fn file(label: &str, href: String) -> Link {
    Link { href, label: label.to_owned(), current: false }
}

fn column_names(unit: Unit, base: bool, l: Lang) -> Vec<String> {
    let mut names = vec![l.t("计入", "counted")];
    if base {
        names.extend([l.t("分母", "of"), l.t("占比", "share")]);
    }
    names.push(l.t("推算未确认", "not confirmed"));
    names.push(l.t("不明", "not known"));
    if unit.is_people() {
        names.push(l.t("覆盖单位", "employers"));
        names.push(l.t("人数不明的单位", "without a count"));
    }
    names.into_iter().map(str::to_owned).collect()
}

fn cells(cell: &Cell, query: &CoverageQuery, unit: Unit, l: Lang) -> Vec<Fact> {
    let list = |part: Part| format!("/coverage/members?{}&part={}", address(query), part.name());
    let split = cell.employers.map_or(cell.split, |employers| employers.split);
    let mut cells = vec![(cell.split.counted().to_string(), list(Part::Counted))];
    if let Some(base) = cell.base {
        cells.push((base.to_string(), list(Part::NotCounted)));
        cells.push((cell.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent}%")), String::new()));
    }
    cells.push((split.derived.to_string(), String::new()));
    cells.push((split.unknown().to_string(), list(Part::Unknown)));
    if let Some(employers) = cell.employers {
        cells.push((format!("{} / {}", employers.split.counted(), employers.base), list(Part::Counted)));
        cells.push((format!("{} / {}", employers.without_count, employers.base_without_count), String::new()));
    }
    let names = column_names(unit, cell.base.is_some(), l);
    names.into_iter().zip(cells).map(|(label, (value, href))| Fact { label, value, href }).collect()
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
