//! Somebody who wants to know what was withheld. They have nothing but the published tables, know what each word of a table's id means,
//! and reason without mistake: every group of women that can be told apart by the tables is a thing of which there are none or more, every number
//! shown is a sum of them, every number withheld a sum that is not 0. What the least and the most of a sum are, [`exact`] finds out.
//!
//! It shares no code with what withholds: neither how tables are read nor how sums are solved.

use std::collections::{BTreeMap, BTreeSet};

use heyi_core::event::publication::{PublishedNumber, PublishedNumbers, PublishedTable};

pub mod exact;

use exact::{Known, Worlds};

/// How far up a woman is: not covered, covered, covered by a clause.
const LAYERS: usize = 3;
/// Dimensions of which an employer may have several values.
const OF_TEXTS: [&str; 7] = ["scope", "form", "order", "procedure", "topic", "tier", "measure"];
/// What stands for every value that nobody names.
const OTHER: &str = "(other)";

/// A table as anybody reads it.
#[derive(Clone, Debug)]
pub struct Seen {
    measure: String,
    region: String,
    by: Vec<String>,
    filters: Vec<(String, String)>,
    rows: Vec<Line>,
}

/// A row, or the total without keys: what is counted, and of how many; `None`: withheld.
#[derive(Clone, Debug)]
struct Line {
    keys: Vec<String>,
    counted: Option<u64>,
    base: Option<u64>,
}

/// A number that was withheld, and what can be said of it all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The table.
    pub table: usize,
    /// The row's keys; none: the total.
    pub keys: Vec<String>,
    /// Whether it is the base.
    pub base: bool,
    /// The least and the most it can be.
    pub range: (i128, Option<i128>),
}

impl Found {
    /// It is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.range.1 == Some(self.range.0)
    }

    /// It is known to be below a threshold.
    #[must_use]
    pub fn is_known_to_be_below(&self, threshold: i128) -> bool {
        self.range.1.is_some_and(|most| most < threshold)
    }
}

impl Seen {
    /// What is read in a published table.
    #[must_use]
    pub fn of(table: &PublishedTable) -> Self {
        let mut seen = Self::of_id(&table.id);
        let line = |keys: &[String], numbers: &PublishedNumbers| Line {
            keys: keys.to_vec(),
            counted: shown(numbers.counted),
            base: numbers.base.and_then(shown),
        };
        seen.rows = table.rows.iter().map(|row| line(&row.keys, &row.numbers)).collect();
        seen.rows.push(line(&[], &table.total));
        seen
    }

    /// The same with every number from 1 to below the threshold withheld, and no other.
    #[must_use]
    pub fn naive(id: &str, rows: &[(Vec<String>, u64, u64)], threshold: u64) -> Self {
        let hidden = |number: u64| Some(number).filter(|number| *number == 0 || *number >= threshold);
        let line = |(keys, counted, base): &(Vec<String>, u64, u64)| Line {
            keys: keys.clone(),
            counted: hidden(*counted),
            base: hidden(*base),
        };
        Self { rows: rows.iter().map(line).collect(), ..Self::of_id(id) }
    }

    /// How many numbers are withheld.
    #[must_use]
    pub fn withheld(&self) -> usize {
        self.rows.iter().flat_map(|row| [row.counted, row.base]).filter(Option::is_none).count()
    }

    /// The words of an id: measure, region, by what, filters.
    fn of_id(id: &str) -> Self {
        let mut parts = id.split('~');
        let measure = parts.next().unwrap().rsplit_once('.').unwrap().0.to_owned();
        let (mut region, mut by, mut filters) = (String::new(), Vec::new(), Vec::new());
        for part in parts {
            match part.split_once('.') {
                Some(("in", code)) => code.clone_into(&mut region),
                Some(("by", dimension)) => by.push(dimension.to_owned()),
                Some(("where", filter)) => {
                    let (dimension, value) = filter.split_once('.').unwrap();
                    filters.push((dimension.to_owned(), value.to_owned()));
                }
                _ => {}
            }
        }
        Self { measure, region, by, filters, rows: Vec::new() }
    }
}

fn shown(number: PublishedNumber) -> Option<u64> {
    match number {
        PublishedNumber::Number(number) => Some(number),
        PublishedNumber::Withheld => None,
    }
}

/// Everything withheld in a set of tables, and what can be said of it.
/// `None`: no world fits the tables, so that they are wrong.
#[must_use]
pub fn attack(tables: &[Seen]) -> Option<Vec<Found>> {
    let people = People::of(tables);
    let (mut known, mut wanted) = (Known::default(), Vec::new());
    let mut things = Things::default();
    for (at, table) in tables.iter().enumerate() {
        for line in &table.rows {
            for (base, number) in [(false, line.counted), (true, line.base)] {
                let sum = people.sum(table, &line.keys, base, &mut things);
                let of = |sum: &[usize]| sum.iter().map(|thing| (*thing, 1)).collect::<Vec<(usize, i128)>>();
                match number {
                    Some(number) => known.equal.push((of(&sum), number.into())),
                    None => {
                        known.at_least.push((of(&sum), 1));
                        wanted.push((at, line.keys.clone(), base, sum));
                    }
                }
            }
        }
    }
    people.overlaps(tables, &mut things, &mut known);
    known.things = things.0.len();
    let mut worlds: Worlds = known.worlds()?;
    let found = wanted.into_iter().map(|(table, keys, base, sum)| {
        let range = worlds.range(&sum);
        Found { table, keys, base, range }
    });
    Some(found.collect())
}

/// Groups of women, each with a number; and the women of a row of a dimension of texts, by their names.
#[derive(Default)]
struct Things(BTreeMap<Thing, usize>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    /// Women of employers with these values, so far up.
    Group(Vec<String>, usize),
    /// Women covered in a row of a dimension of texts: measure, region, filters, the values.
    Row(String, String, Vec<(String, String)>, Vec<(String, String)>),
}

impl Things {
    fn number(&mut self, thing: Thing) -> usize {
        let next = self.0.len();
        *self.0.entry(thing).or_insert(next)
    }
}

/// By what employers can be told apart: dimensions with their values.
struct People {
    dimensions: Vec<(String, Vec<String>)>,
}

impl People {
    fn of(tables: &[Seen]) -> Self {
        let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut divided = BTreeSet::new();
        let by_division = tables
            .iter()
            .any(|table| table.by.iter().chain(table.filters.iter().map(|(by, _)| by)).any(|by| by == "division"));
        let widest = tables.iter().map(|table| table.region.trim_end_matches('0').len()).min();
        for table in tables {
            // Rows of a part of the country, or of some employers, need not name every value.
            let is_wide = Some(table.region.trim_end_matches('0').len()) == widest;
            let of_all = is_wide && table.filters.is_empty() && table.measure != "women-covered-unionised";
            let own = |by: &str| !(is_of_texts(by) || by == "section" && by_division);
            for (dimension, of) in table.by.iter().enumerate().filter(|(_, by)| own(by)) {
                divided.extend(of_all.then(|| of.clone()));
                let keys = table.rows.iter().filter_map(|row| row.keys.get(dimension).cloned());
                values.entry(of.clone()).or_default().extend(keys);
            }
            for (dimension, value) in table.filters.iter().filter(|(dimension, _)| own(dimension)) {
                values.entry(dimension.clone()).or_default().insert(value.clone());
            }
            if table.measure == "women-covered-unionised" {
                values.entry("union".to_owned()).or_default().insert("own".to_owned());
            }
            if tables.iter().any(|other| other.region != table.region) && table.region.ends_with("00") {
                values.entry("city".to_owned()).or_default();
                if !table.region.ends_with("0000") {
                    values.entry("city".to_owned()).or_default().insert(table.region.clone());
                }
            }
        }
        let sections = tables.iter().flat_map(|table| {
            let at = table.by.iter().position(|by| by == "section");
            table.rows.iter().filter_map(move |row| row.keys.get(at?).cloned())
        });
        let sections: Vec<String> = sections.map(|section| format!("{OTHER}{section}")).collect();
        for (dimension, values) in &mut values {
            if !divided.contains(dimension) {
                values.insert(OTHER.to_owned());
                // Other divisions, of each section that is named.
                values.extend(sections.iter().filter(|_| dimension == "division").cloned());
            }
        }
        Self { dimensions: values.into_iter().map(|(name, values)| (name, values.into_iter().collect())).collect() }
    }

    /// The women of a row.
    fn sum(&self, table: &Seen, keys: &[String], base: bool, things: &mut Things) -> Vec<usize> {
        let of_texts: Vec<(String, String)> = named(table, keys).filter(|(by, _)| is_of_texts(by)).collect();
        let by_filter = table.filters.iter().any(|(dimension, _)| is_of_texts(dimension));
        if !base && (!of_texts.is_empty() || by_filter) {
            let keys = named(table, keys).collect();
            let row = Thing::Row(table.measure.clone(), table.region.clone(), table.filters.clone(), keys);
            return vec![things.number(row)];
        }
        let keys: Vec<(String, String)> = named(table, keys).filter(|(by, _)| !is_of_texts(by)).collect();
        let layers = match (base, table.measure.as_str()) {
            (true, _) => 0..LAYERS,
            (_, "topic-women") => 2..LAYERS,
            _ => 1..LAYERS,
        };
        let mut sum = Vec::new();
        for group in self.groups() {
            if self.belongs(&group, table, &keys) {
                sum.extend(layers.clone().map(|layer| things.number(Thing::Group(group.clone(), layer))));
            }
        }
        sum
    }

    fn groups(&self) -> Vec<Vec<String>> {
        let mut groups = vec![Vec::new()];
        for (_, values) in &self.dimensions {
            let with = |group: &Vec<String>, value: &String| [group.clone(), vec![value.clone()]].concat();
            groups = groups.iter().flat_map(|group| values.iter().map(move |value| with(group, value))).collect();
        }
        groups
    }

    fn belongs(&self, group: &[String], table: &Seen, keys: &[(String, String)]) -> bool {
        self.dimensions.iter().zip(group).all(|((dimension, _), value)| {
            let of_row = keys.iter().all(|(by, key)| value_in(by, dimension, value).is_none_or(|value| value == *key));
            let asked = |by: &str| table.filters.iter().any(|(other, _)| other == by);
            let passes = ["section", dimension.as_str()].into_iter().filter(|by| asked(by)).all(|by| {
                value_in(by, dimension, value)
                    .is_none_or(|value| table.filters.iter().any(|(other, of)| other == by && *of == value))
            });
            let with_a_union = ["own", "joint", "federation"].contains(&value.as_str());
            let unionised = table.measure != "women-covered-unionised" || dimension != "union" || with_a_union;
            let inside = dimension != "city" || lies_in(value, &table.region);
            of_row && passes && unionised && inside
        })
    }

    /// Rows of a dimension of texts: none has more than all, all together have no fewer than all, and crossed with another dimension they
    /// add up to the rows of that dimension alone.
    fn overlaps(&self, tables: &[Seen], things: &mut Things, known: &mut Known) {
        for table in tables {
            let mut of_rest: BTreeMap<Vec<(String, String)>, Vec<usize>> = BTreeMap::new();
            let mut alone: BTreeMap<Vec<(String, String)>, Vec<usize>> = BTreeMap::new();
            for line in table.rows.iter().filter(|line| !line.keys.is_empty()) {
                let (of_texts, rest): (Vec<_>, Vec<_>) = named(table, &line.keys).partition(|(by, _)| is_of_texts(by));
                if of_texts.is_empty() {
                    continue;
                }
                let row = self.sum(table, &line.keys, false, things);
                if !rest.is_empty() {
                    alone.entry(of_texts).or_default().extend(row.iter().copied());
                }
                of_rest.entry(rest).or_default().extend(row);
            }
            for (of_texts, rows) in alone {
                let row = Thing::Row(table.measure.clone(), table.region.clone(), table.filters.clone(), of_texts);
                let all = [(things.number(row), -1)];
                known.equal.push((rows.iter().map(|row| (*row, 1)).chain(all).collect(), 0));
            }
            for (rest, rows) in of_rest {
                let keys: Vec<String> = rest.iter().map(|(_, key)| key.clone()).collect();
                let plain = Seen { by: rest.iter().map(|(by, _)| by.clone()).collect(), ..table.clone() };
                let all = self.sum(&plain, &keys, false, things);
                let sum = |one: &[usize], less: &[usize]| -> Vec<(usize, i128)> {
                    one.iter().map(|thing| (*thing, 1)).chain(less.iter().map(|thing| (*thing, -1))).collect()
                };
                for row in &rows {
                    known.at_least.push((sum(&all, &[*row]), 0));
                }
                known.at_least.push((sum(&rows, &all), 0));
            }
        }
    }
}

fn named<'a>(table: &'a Seen, keys: &'a [String]) -> impl Iterator<Item = (String, String)> + 'a {
    table.by.iter().cloned().zip(keys.iter().cloned())
}

/// The value in a dimension that follows from one in another; `None`: nothing does.
fn value_in(by: &str, dimension: &str, value: &str) -> Option<String> {
    match (by, dimension) {
        _ if by == dimension => Some(value.to_owned()),
        // GB/T 4754-2017, as far as the tests go.
        ("section", "division") => Some(match value.parse::<u8>() {
            Ok(13..=43) => "C".to_owned(),
            Ok(61..=62) => "H".to_owned(),
            _ => value.strip_prefix(OTHER).filter(|section| !section.is_empty()).unwrap_or(value).to_owned(),
        }),
        _ => None,
    }
}

fn is_of_texts(dimension: &str) -> bool {
    OF_TEXTS.contains(&dimension)
}

fn lies_in(city: &str, region: &str) -> bool {
    match region {
        "100000" => true,
        _ if region.ends_with("0000") => city.starts_with(&region[..2]) || city == OTHER || city == "unknown",
        _ => city == region,
    }
}
