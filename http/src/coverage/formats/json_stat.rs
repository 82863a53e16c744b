//! As JSON-stat 2.0 (json-stat.org), which statistical packages read: a cube whose last dimension is the numbers of a cell.
//!
//! Its dimensions are the region, the period, those of the question, and the figure. What is no number there says why in `status`;
//! the total stands in `extension`, as it is not the sum of rows that overlap.

use heyi_core::text::Say;
use heyi_projections::Cell;
use heyi_projections::coverage::dimension::Of;
use heyi_projections::coverage::{Basis, CoverageQuery, Definition, Point, Table, Trend};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Answered;
use super::numbers::{Figure, Kind, Number, of_measure};
use crate::text::Lang;

/// A headline or share: of some units it is not known whether they count, so that it is the least it can be.
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
        cube["updated"] = json!(updated.to_string());
    }
    cube
}

fn of_table(table: &Table, l: Lang) -> Value {
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
    let mut value = cube.finish(&geo, &rows);
    value["extension"] = extension(query, &table.basis, l);
    value["extension"]["id"] = json!(table.id);
    value["extension"]["total"] = json!(table.total);
    value["extension"]["overlapping"] = json!(table.overlapping);
    value
}

fn of_trend(trend: &Trend, l: Lang) -> Value {
    let mut cube = Cube::of(&trend.question, &trend.definition, l);
    let points = || trend.points.iter().map(|point| (interval(point.from, point.on), point));
    let name = |point: &Point| trend.period.label(point.on);
    cube.add("period", l.t("期间", "period"), points().map(|(key, point)| (key, name(point))).collect());
    let keys: Vec<(String, &Point)> = points().collect();
    let rows: Vec<(Vec<&str>, &Cell)> = keys.iter().map(|(key, point)| (vec![key.as_str()], &point.cell)).collect();
    let mut value = cube.finish(&[], &rows);
    value["extension"] = extension(&trend.question, &trend.basis, l);
    value["extension"]["ids"] = points().map(|(key, point)| (key, json!(point.id))).collect::<Map<_, _>>().into();
    value
}

/// Both days, as ISO 8601 writes an interval.
fn interval(from: jiff::civil::Date, on: jiff::civil::Date) -> String {
    format!("{from}/{on}")
}

/// What the format has no place for.
fn extension(query: &CoverageQuery, basis: &Basis, l: Lang) -> Value {
    let status = |code: &str, say: Say| (code.to_owned(), json!(l.say(&say)));
    let incomplete = Say::new(
        "有的单位是否计入、或人数多少，尚不明：此数为最低数",
        "of some units it is not known whether they count, or how many people they have: the least it can be",
    );
    let none = Say::new("没有可计算的", "nothing to compute it from");
    let status: Map<_, _> = [status(INCOMPLETE, incomplete), status(NONE, none)].into_iter().collect();
    json!({"question": query, "basis": basis, "status": {"label": status}})
}

/// A cube in the making: dimensions in their order, each with its categories.
struct Cube {
    dimensions: Vec<(String, String, Vec<(String, String)>)>,
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
        self.dimensions.push((id.to_owned(), label.to_owned(), categories));
    }

    /// The cube with its values. A row's keys are those of the last dimensions; those before have one category each.
    fn finish(mut self, geo: &[&str], rows: &[(Vec<&str>, &Cell)]) -> Value {
        let figures = self.numbers.iter().map(|number| (number.name.to_owned(), self.l.say(&number.say()))).collect();
        self.add("figure", self.l.t("数字", "figure"), figures);
        let sizes: Vec<usize> = self.dimensions.iter().map(|(_, _, categories)| categories.len()).collect();
        let (mut values, mut status) = (Map::new(), Map::new());
        for (keys, cell) in rows {
            let incomplete = is_incomplete(cell);
            let first = self.index(keys, &sizes);
            for (place, number) in self.numbers.iter().enumerate() {
                let at = (first + place).to_string();
                let figure = number.of(cell);
                if figure.is_none() {
                    status.insert(at.clone(), json!(NONE));
                } else if incomplete && ["counted", "percent"].contains(&number.name) {
                    status.insert(at.clone(), json!(INCOMPLETE));
                }
                values.insert(at, figure.map_or(Value::Null, written));
            }
        }
        let ids: Vec<&str> = self.dimensions.iter().map(|(id, _, _)| id.as_str()).collect();
        let geo: Vec<&str> = std::iter::once("region").chain(geo.iter().copied()).collect();
        let mut notes = vec![format!("{}{}", self.l.t("计入：", "Counted: "), self.l.say(&self.definition.counted))];
        if let Some(base) = &self.definition.base {
            notes.push(format!("{}{}", self.l.t("分母：", "Of: "), self.l.say(base)));
        }
        // Where some of the pairs of two dimensions do not occur, only those that do are written.
        let whole = sizes.iter().product::<usize>() == values.len();
        let value = if whole { in_order(values) } else { values.into() };
        let mut cube = json!({
            "version": "2.0",
            "class": "dataset",
            "label": self.l.say(&self.definition.name),
            "note": notes,
            "source": self.l.t("合意：女职工权益保护专项集体协商记录", "heyi: the record of special negotiations on women workers' rights"),
            "id": ids,
            "size": sizes,
            "role": {"geo": geo, "time": ["period"], "metric": ["figure"]},
            "dimension": self.described(),
            "value": value,
        });
        if !status.is_empty() {
            cube["status"] = status.into();
        }
        cube
    }

    /// Where the numbers of a row begin.
    fn index(&self, keys: &[&str], sizes: &[usize]) -> usize {
        let keyed = self.dimensions.len() - 1 - keys.len();
        let mut index = 0;
        for (place, ((_, _, categories), size)) in self.dimensions.iter().zip(sizes).enumerate() {
            let key = place.checked_sub(keyed).and_then(|place| keys.get(place));
            let found = key.and_then(|key| categories.iter().position(|(one, _)| one == key));
            index = index * size + found.unwrap_or_default();
        }
        index
    }

    fn described(&self) -> Value {
        let describe = |(id, label, categories): &(String, String, Vec<(String, String)>)| {
            let index: Vec<&str> = categories.iter().map(|(key, _)| key.as_str()).collect();
            let labels: Map<_, _> = categories.iter().map(|(key, label)| (key.clone(), json!(label))).collect();
            let mut category = json!({"index": index, "label": labels});
            if id == "figure" {
                category["unit"] = self.units();
            }
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

/// Whether a cell would count more if everything were known.
fn is_incomplete(cell: &Cell) -> bool {
    let of_employers =
        cell.employers.is_some_and(|of| of.split.unknown() + of.without_count + of.base_without_count > 0);
    cell.split.unknown() + cell.base_unknown > 0 || of_employers
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
