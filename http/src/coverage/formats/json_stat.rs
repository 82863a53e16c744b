//! As JSON-stat 2.0 (json-stat.org), which statistical packages read: a cube whose last dimension is the numbers of a cell.
//!
//! Its dimensions are the region, the period, those of the question, and the figure. What is no number there says why in `status`;
//! the total stands in `extension`, as it is not the sum of rows that overlap.

use heyi_projections::Cell;
use heyi_projections::coverage::dimension::Of;
use heyi_projections::coverage::{Basis, CoverageQuery, Definition, Point, Table, Trend};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Answered;
use super::numbers::{Figure, Kind, Number, of_measure};
use crate::text::Lang;

/// A headline, base or share: of some units it is not known whether they count, belong to the base, or how many people they have.
const INCOMPLETE: &str = "incomplete";
/// Nothing to tell: the share of an empty base, the median of nothing.
const NONE: &str = "none";

/// A table or a trend. `updated` is when the last position that was known was recorded.
#[must_use]
pub fn json_stat(answered: &Answered, updated: Option<Timestamp>, l: Lang) -> Value {
    let mut cube = match answered {
        Answered::Table(table) => of_table(table, l),
        Answered::Trend(trend) => of_trend(trend, l),
    };
    if let Some(updated) = updated {
        cube.insert("updated".to_owned(), json!(updated.to_string()));
    }
    cube.into()
}

fn of_table(table: &Table, l: Lang) -> Map<String, Value> {
    let query = &table.question;
    let mut cube = Cube::of(query, &table.definition, l);
    let (day, label) = match query.measure.is_of_a_span() {
        true => (interval(query.first_day(), query.on), format!("{} – {}", query.first_day(), query.on)),
        false => (query.on.to_string(), query.on.to_string()),
    };
    cube.add("period", l.t("期间", "period"), vec![(day, label)]);
    for (place, by) in query.by.iter().enumerate() {
        let mut met: Vec<(String, String)> = Vec::new();
        for row in &table.rows {
            if let (Some(key), Some(label)) = (row.keys.get(place), row.labels.get(place))
                && !met.iter().any(|(known, _)| known == key)
            {
                met.push((key.clone(), l.say(label)));
            }
        }
        cube.add(by.name(), &l.say(&by.say()), met);
    }
    let geo: Vec<&str> = query.by.iter().filter(|by| by.of() == Of::Place).map(|by| by.name()).collect();
    let rows: Vec<(Vec<&str>, &Cell)> = match query.by.as_slice() {
        [] => vec![(Vec::new(), &table.total)],
        _ => table.rows.iter().map(|row| (row.keys.iter().map(String::as_str).collect(), &row.cell)).collect(),
    };
    let own = [("id", json!(table.id)), ("total", json!(table.total)), ("overlapping", json!(table.overlapping))];
    cube.finish(&geo, &rows, extension(query, &table.basis, own, l))
}

fn of_trend(trend: &Trend, l: Lang) -> Map<String, Value> {
    let mut cube = Cube::of(&trend.question, &trend.definition, l);
    let points = || trend.points.iter().map(|point| (interval(point.from, point.on), point));
    let name = |point: &Point| trend.period.label(point.on);
    cube.add("period", l.t("期间", "period"), points().map(|(key, point)| (key, name(point))).collect());
    let keys: Vec<(String, &Point)> = points().collect();
    let rows: Vec<(Vec<&str>, &Cell)> = keys.iter().map(|(key, point)| (vec![key.as_str()], &point.cell)).collect();
    let ids: Map<_, _> = points().map(|(key, point)| (key, json!(point.id))).collect();
    cube.finish(&[], &rows, extension(&trend.question, &trend.basis, [("ids", ids.into())], l))
}

/// Both days, as ISO 8601 writes an interval.
fn interval(from: jiff::civil::Date, on: jiff::civil::Date) -> String {
    format!("{from}/{on}")
}

/// What the format has no place for.
fn extension<const N: usize>(query: &CoverageQuery, basis: &Basis, own: [(&str, Value); N], l: Lang) -> Value {
    let incomplete = l.t(
        "有的单位是否计入、是否属于分母或人数多少尚不明，未算在内",
        "of some units it is not known whether they count, belong to the base, or how many people they have; they are not in it",
    );
    let none = l.t("没有可计算的", "nothing to compute it from");
    let status = json!({"label": {INCOMPLETE: incomplete, NONE: none}});
    let shared = [("question", json!(query)), ("basis", json!(basis)), ("status", status)];
    shared.into_iter().chain(own).map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

/// A dimension with its categories: each its key and its words.
struct Axis {
    id: String,
    label: String,
    categories: Vec<(String, String)>,
}

/// A cube in the making: dimensions in their order, each with its categories.
struct Cube {
    dimensions: Vec<Axis>,
    numbers: Vec<Number>,
    definition: Definition,
    l: Lang,
}

impl Cube {
    fn of(query: &CoverageQuery, definition: &Definition, l: Lang) -> Self {
        let numbers = of_measure(query.measure, definition);
        let mut cube = Self { dimensions: Vec::new(), numbers, definition: definition.clone(), l };
        cube.add("region", l.t("地区", "region"), vec![(query.region.to_string(), l.place(&query.region))]);
        cube
    }

    fn add(&mut self, id: &str, label: &str, categories: Vec<(String, String)>) {
        self.dimensions.push(Axis { id: id.to_owned(), label: label.to_owned(), categories });
    }

    /// The cube with its values. A row's keys are those of the last dimensions; those before have one category each.
    fn finish(mut self, geo: &[&str], rows: &[(Vec<&str>, &Cell)], extension: Value) -> Map<String, Value> {
        let figures = self.numbers.iter().map(|number| (number.name.to_owned(), self.l.say(&number.say()))).collect();
        self.add("figure", self.l.t("数字", "figure"), figures);
        let sizes: Vec<usize> = self.dimensions.iter().map(|axis| axis.categories.len()).collect();
        let (mut values, mut status) = (Map::new(), Map::new());
        for (keys, cell) in rows {
            let first = self.index(keys, &sizes);
            for (place, number) in self.numbers.iter().enumerate() {
                let at = (first + place).to_string();
                let figure = number.of(cell);
                if figure.is_none() {
                    status.insert(at.clone(), json!(NONE));
                } else if is_incomplete(number, cell) {
                    status.insert(at.clone(), json!(INCOMPLETE));
                }
                values.insert(at, figure.map_or(Value::Null, written));
            }
        }
        let ids: Vec<&str> = self.dimensions.iter().map(|axis| axis.id.as_str()).collect();
        let geo: Vec<&str> = std::iter::once("region").chain(geo.iter().copied()).collect();
        let mut notes = vec![format!("{}{}", self.l.t("计入：", "Counted: "), self.l.say(&self.definition.counted))];
        if let Some(base) = &self.definition.base {
            notes.push(format!("{}{}", self.l.t("分母：", "Of: "), self.l.say(base)));
        }
        // Where some of the pairs of two dimensions do not occur, only those that do are written.
        let whole = sizes.iter().product::<usize>() == values.len();
        let value = if whole { in_order(values) } else { values.into() };
        let source = self.l.t(
            "合意：女职工权益保护专项集体协商记录",
            "heyi: the record of special negotiations on women workers' rights",
        );
        let mut members = vec![
            ("version", json!("2.0")),
            ("class", json!("dataset")),
            ("label", json!(self.l.say(&self.definition.name))),
            ("note", json!(notes)),
            ("source", json!(source)),
            ("id", json!(ids)),
            ("size", json!(sizes)),
            ("role", json!({"geo": geo, "time": ["period"], "metric": ["figure"]})),
            ("dimension", self.described()),
            ("value", value),
            ("extension", extension),
        ];
        if !status.is_empty() {
            members.push(("status", status.into()));
        }
        members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()
    }

    /// Where the numbers of a row begin.
    fn index(&self, keys: &[&str], sizes: &[usize]) -> usize {
        let keyed = self.dimensions.len() - 1 - keys.len();
        let mut index = 0;
        for (place, (axis, size)) in self.dimensions.iter().zip(sizes).enumerate() {
            let key = place.checked_sub(keyed).and_then(|place| keys.get(place));
            let found = key.and_then(|key| axis.categories.iter().position(|(one, _)| one == key));
            index = index * size + found.unwrap_or_default();
        }
        index
    }

    fn described(&self) -> Value {
        let describe = |Axis { id, label, categories }: &Axis| {
            let index: Vec<&str> = categories.iter().map(|(key, _)| key.as_str()).collect();
            let labels: Map<_, _> = categories.iter().map(|(key, label)| (key.clone(), json!(label))).collect();
            let category = match id.as_str() {
                "figure" => json!({"index": index, "label": labels, "unit": self.units()}),
                _ => json!({"index": index, "label": labels}),
            };
            (id.clone(), json!({"label": label, "category": category}))
        };
        self.dimensions.iter().map(describe).collect::<Map<_, _>>().into()
    }

    fn units(&self) -> Value {
        let unit = |number: &Number| {
            let label = self.l.say(&number.unit(self.definition.unit));
            let unit = match number.kind {
                Kind::Share => json!({"decimals": 2, "symbol": "%", "position": "end"}),
                _ => json!({"decimals": 0, "label": label}),
            };
            (number.name.to_owned(), unit)
        };
        self.numbers.iter().map(unit).collect::<Map<_, _>>().into()
    }
}

/// Whether a number would be another if everything were known.
fn is_incomplete(number: &Number, cell: &Cell) -> bool {
    let employers = cell.employers.unwrap_or_default();
    let counted = cell.split.unknown() + employers.split.unknown() + employers.without_count > 0;
    let base = cell.base_unknown + employers.base_without_count > 0;
    match number.name {
        "counted" | "percent" => counted || base,
        "base" => base,
        _ => false,
    }
}

fn written(figure: Figure) -> Value {
    match figure {
        Figure::Whole(number) => json!(number),
        Figure::Days(days) => json!(days),
        Figure::Percent(percent) => percent.parse::<f64>().map_or(Value::Null, |percent| json!(percent)),
    }
}

/// Every value, in the order of its place.
fn in_order(mut values: Map<String, Value>) -> Value {
    (0..values.len()).map(|place| values.remove(&place.to_string()).unwrap_or(Value::Null)).collect()
}
