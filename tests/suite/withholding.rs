//! What is withheld of published tables cannot be worked out: sets of tables of made-up people, attacked by a reader who shares no
//! code with what withholds.

use std::collections::BTreeMap;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use heyi_core::text::Say;
use heyi_projections::coverage::{Basis, Employers, Split, Table};
use heyi_projections::publications::withholding::{NotPublishable, beside, withhold};
use heyi_projections::{Cell, CoverageQuery, Dimension, Measure, Row};
use heyi_tests::attack::{Found, Seen, attack};
use jiff::civil::date;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// How many sets of tables are attacked.
const SETS: u64 = 80;
/// The threshold.
const THRESHOLD: u32 = 5;

/// Dimensions employers are told apart by, with their values.
const DIMENSIONS: [(Dimension, &[&str]); 5] = [
    (Dimension::City, &["320100", "320200", "320500", "unknown"]),
    (Dimension::Size, &["large", "small", "micro"]),
    (Dimension::Ownership, &["private", "state"]),
    (Dimension::Union, &["own", "joint", "none"]),
    (Dimension::Division, &["13", "27", "62", "unknown"]),
];

/// Women of the employers with these values: not covered, covered, covered by a clause; and those covered by texts of two scopes.
struct Group {
    values: BTreeMap<Dimension, &'static str>,
    layers: [u64; 3],
    scopes: [u64; 2],
}

/// A made-up country of few people, told apart by some dimensions.
fn people(random: &mut StdRng) -> Vec<Group> {
    let told_apart: Vec<usize> = match random.random_range(0..6) {
        0 => vec![0, 1],
        1 => vec![0, 2, 3],
        2 => vec![0, 1, 2],
        3 => vec![1, 3],
        4 => vec![0, 4],
        _ => vec![2, 4],
    };
    let mut groups = vec![BTreeMap::new()];
    for (dimension, values) in told_apart.into_iter().map(|at| DIMENSIONS[at]) {
        let with = |group: &BTreeMap<Dimension, &'static str>, value: &'static str| {
            let mut group = group.clone();
            group.insert(dimension, value);
            group
        };
        groups =
            groups.iter().flat_map(|group| values.iter().map(|value| with(group, value)).collect::<Vec<_>>()).collect();
    }
    let some = |random: &mut StdRng| match random.random_range(0..10) {
        0..4 => 0,
        4..7 => random.random_range(1..5),
        7..9 => random.random_range(5..20),
        _ => random.random_range(20..400),
    };
    let group = |values| {
        let layers = [some(random), some(random), some(random)];
        // Each woman covered stands under one scope, or both.
        let covered = layers[1] + layers[2];
        let one = random.random_range(0..=covered);
        let both = random.random_range(0..=one);
        Group { values, layers, scopes: [one, covered - one + both] }
    };
    groups.into_iter().map(group).collect()
}

/// The value of a group in a dimension; a division lies in its section.
fn value(group: &Group, dimension: Dimension) -> Option<&'static str> {
    let of = |dimension| group.values.get(&dimension).copied();
    match (dimension, of(Dimension::Division)) {
        (Dimension::Section, Some("13" | "27")) => Some("C"),
        (Dimension::Section, Some("62")) => Some("H"),
        (Dimension::Section, division) => division,
        _ => of(dimension),
    }
}

/// A table of these people, counted here.
fn table(people: &[Group], query: &CoverageQuery) -> Table {
    let passes = |group: &&Group| {
        let unionised = query.measure == Measure::WomenCoveredUnionised;
        // Of one dimension any of its values.
        let filters = query.filters.iter().all(|(dimension, _)| {
            query.filters.iter().any(|(other, key)| other == dimension && value(group, *dimension) == Some(key))
        });
        let region = query.region.code();
        let inside = region == "320000" || group.values.get(&Dimension::City) == Some(&region);
        filters && inside && !(unionised && group.values.get(&Dimension::Union) == Some(&"none"))
    };
    let counted = |group: &Group| match query.measure {
        Measure::TopicWomen => group.layers[2],
        _ => group.layers[1] + group.layers[2],
    };
    let mut rows: BTreeMap<Vec<String>, (u64, u64)> = BTreeMap::new();
    let mut total = (0, 0);
    for group in people.iter().filter(passes) {
        let base = group.layers.iter().sum::<u64>();
        (total.0, total.1) = (total.0 + counted(group), total.1 + base);
        let keys = query.by.iter().filter_map(|by| value(group, *by)).map(str::to_owned);
        let keys: Vec<String> = keys.collect();
        if query.by.contains(&Dimension::Scope) {
            for (scope, women) in ["area", "single"].into_iter().zip(group.scopes) {
                let row = rows.entry([keys.clone(), vec![scope.to_owned()]].concat()).or_default();
                (row.0, row.1) = (row.0 + women, row.1 + base);
            }
        } else if !query.by.is_empty() {
            let row = rows.entry(keys).or_default();
            (row.0, row.1) = (row.0 + counted(group), row.1 + base);
        }
    }
    let cell = |(counted, base): (u64, u64)| Cell {
        split: Split { confirmed: counted, ..Split::default() },
        base: Some(base),
        employers: Some(Employers::default()),
        ..Cell::default()
    };
    let digest = Digest::of(&[b"x"]);
    let definition = query.measure.definition();
    let basis = Basis {
        position: Position(9),
        chain: digest,
        rulebook: digest,
        calendar: digest,
        definition: definition.id.clone(),
        biomedicine_list: "2026-11".into(),
        checklist: "2026-11".into(),
    };
    let row = |(keys, numbers): (Vec<String>, (u64, u64))| Row {
        labels: keys.iter().map(|key| Say::new(key, key)).collect(),
        keys,
        cell: cell(numbers),
    };
    Table {
        id: basis.id(query),
        question: query.clone(),
        rows: rows.into_iter().map(row).collect(),
        total: cell(total),
        overlapping: query.by.contains(&Dimension::Scope),
        definition,
        basis,
    }
}

/// Some tables of these people, as somebody might publish together.
fn some_tables(random: &mut StdRng, people: &[Group]) -> Vec<CoverageQuery> {
    let known: Vec<Dimension> = people[0].values.keys().copied().collect();
    let mut queries: Vec<CoverageQuery> = Vec::new();
    for _ in 0..random.random_range(1..5) {
        let mut measures = vec![Measure::WomenCovered, Measure::WomenCovered, Measure::TopicWomen];
        if known.contains(&Dimension::Union) {
            measures.push(Measure::WomenCoveredUnionised);
        }
        let measure = measures[random.random_range(0..measures.len())];
        let mut by: Vec<Dimension> = known.iter().copied().filter(|_| random.random_bool(0.5)).take(2).collect();
        let mut filters = Vec::new();
        let rest: Vec<Dimension> = known.iter().copied().filter(|one| !by.contains(one)).collect();
        if !rest.is_empty() && random.random_bool(0.25) {
            let dimension = rest[random.random_range(0..rest.len())];
            let (_, values) = DIMENSIONS.into_iter().find(|(one, _)| *one == dimension).unwrap();
            // One value, or any of two.
            for _ in 0..random.random_range(1..3) {
                filters.push((dimension, values[random.random_range(0..values.len())].to_owned()));
            }
            filters.dedup();
        }
        // Sections in the place of divisions.
        if random.random_bool(0.4) {
            by.iter_mut().filter(|by| **by == Dimension::Division).for_each(|by| *by = Dimension::Section);
        }
        if by.len() < 2 && measure == Measure::WomenCovered && filters.is_empty() && random.random_bool(0.2) {
            by.push(Dimension::Scope);
        }
        let one_city = known.contains(&Dimension::City) && !by.contains(&Dimension::Scope) && random.random_bool(0.15);
        let region = if one_city { "320100" } else { "320000" }.parse().unwrap();
        let on = date(2026, 6, 30);
        let query = CoverageQuery { by, filters, region, ..CoverageQuery::of(measure, on) };
        if !queries.contains(&query) {
            queries.push(query);
        }
    }
    queries
}

fn naive(table: &Table) -> Seen {
    let mut rows: Vec<(Vec<String>, u64, u64)> =
        table.rows.iter().map(|row| (row.keys.clone(), row.cell.split.counted(), row.cell.base.unwrap())).collect();
    rows.push((Vec::new(), table.total.split.counted(), table.total.base.unwrap()));
    Seen::naive(&table.id, &rows, THRESHOLD.into())
}

fn known(found: &[Found]) -> Vec<&Found> {
    found.iter().filter(|found| found.is_known()).collect()
}

#[test]
fn withholding_nothing_withheld_can_be_worked_out_from_tables_published_together() {
    let (mut withheld, mut shown, mut circles, mut naively_known) = (0, 0, 0, 0);
    let sets = std::env::var("HEYI_SETS").ok().and_then(|sets| sets.parse().ok()).unwrap_or(SETS);
    for seed in 0..sets {
        let random = &mut StdRng::seed_from_u64(seed);
        let people = people(random);
        let queries = some_tables(random, &people);
        let tables: Vec<Table> = queries.iter().map(|query| table(&people, query)).collect();
        let others: Vec<Table> = beside(&queries).iter().map(|query| table(&people, query)).collect();
        let published = match withhold(&tables, &others, THRESHOLD) {
            Ok(published) => published,
            Err(NotPublishable::Circle | NotPublishable::Filtered) => {
                circles += 1;
                continue;
            }
            Err(error) => panic!("seed {seed}: {error}"),
        };
        let seen: Vec<Seen> = published.iter().map(Seen::of).collect();
        let Some(found) = attack(&seen) else { panic!("seed {seed}: no world fits\n{seen:#?}") };
        withheld += found.len();
        shown += published.iter().map(|table| 2 * (table.rows.len() + 1)).sum::<usize>() - found.len();
        assert!(known(&found).is_empty(), "seed {seed}: {:?}\n{seen:#?}", known(&found));
        let below: Vec<_> = found.iter().filter(|found| found.is_known_to_be_below(THRESHOLD.into())).collect();
        assert!(below.is_empty(), "seed {seed}: known to be small: {below:?}\n{seen:#?}");
        naively_known += known(&attack(&tables.iter().map(naive).collect::<Vec<_>>()).unwrap()).len();
    }
    println!(
        "{withheld} numbers withheld, {shown} shown; {circles} sets were refused; without more than the small ones {naively_known} would be known"
    );
    let sets = usize::try_from(sets).unwrap();
    assert!(withheld > 3 * sets && shown > withheld / 2, "{withheld} {shown}");
    assert!(circles < sets / 2, "{circles}");
    assert!(naively_known > sets / 2, "the attack must be able to succeed: {naively_known}");
}

#[test]
fn withholding_the_small_numbers_alone_is_not_enough() {
    // Nanjing 3, Wuxi 50, Suzhou 20, of 73: the total gives Nanjing away.
    let group = |city, covered| Group {
        values: BTreeMap::from([(Dimension::City, city)]),
        layers: [100, covered, 0],
        scopes: [covered, 0],
    };
    let people = [group("320100", 3), group("320200", 50), group("320500", 20)];
    let query = CoverageQuery {
        by: vec![Dimension::City],
        region: "320000".parse().unwrap(),
        ..CoverageQuery::of(Measure::WomenCovered, date(2026, 6, 30))
    };
    let table = table(&people, &query);
    let found = attack(&[naive(&table)]).unwrap();
    assert_eq!(found.iter().map(|found| found.range).collect::<Vec<_>>(), [(3, Some(3))]);
    let published = withhold(&[table], &[], THRESHOLD).unwrap();
    let found = attack(&published.iter().map(Seen::of).collect::<Vec<_>>()).unwrap();
    assert_eq!(found.iter().map(|found| found.range).collect::<Vec<_>>(), [(1, Some(22)), (1, Some(22))]);
}
