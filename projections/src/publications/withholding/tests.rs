use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use jiff::civil::date;

use super::*;
use crate::coverage::{Basis, CoverageQuery, Employers, Measure, Row, Split};

/// A table with rows of keys, counted, base.
fn table(measure: Measure, by: &[Dimension], region: &str, rows: &[(&[&str], u64, u64)], total: (u64, u64)) -> Table {
    let cell = |counted, base| Cell {
        split: Split { confirmed: counted, ..Split::default() },
        base: Some(base),
        employers: measure.unit().is_people().then(Employers::default),
        ..Cell::default()
    };
    let query = CoverageQuery {
        by: by.to_vec(),
        region: region.parse().unwrap(),
        ..CoverageQuery::of(measure, date(2026, 6, 30))
    };
    let digest = Digest::of(&[b"x"]);
    let basis = Basis {
        position: Position(9),
        chain: digest,
        rulebook: digest,
        calendar: digest,
        definition: measure.definition().id,
        biomedicine_list: "2026-11".into(),
        checklist: "2026-11".into(),
    };
    let row = |(keys, counted, base): &(&[&str], u64, u64)| Row {
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        labels: keys.iter().map(|key| Say::new(*key, *key)).collect(),
        cell: cell(*counted, *base),
    };
    Table {
        id: basis.id(&query),
        rows: rows.iter().map(row).collect(),
        total: cell(total.0, total.1),
        overlapping: query.by.iter().any(|by| measure.overlaps_by(*by)),
        definition: measure.definition(),
        question: query,
        basis,
    }
}

/// The numbers of a published table as text, row by row and the total last: `·` for what is withheld.
fn said(table: &PublishedTable) -> Vec<String> {
    let number = |number: PublishedNumber| match number {
        PublishedNumber::Number(number) => number.to_string(),
        PublishedNumber::Withheld => "·".to_owned(),
    };
    let numbers = table.rows.iter().map(|row| &row.numbers).chain([&table.total]);
    numbers.map(|it| format!("{}/{}", number(it.counted), it.base.map(number).unwrap_or_default())).collect()
}

fn published(tables: &[Table]) -> Vec<Vec<String>> {
    withhold(tables, &[], 5).unwrap().iter().map(said).collect()
}

const CITIES: [Dimension; 1] = [Dimension::City];

#[test]
fn a_small_number_takes_another_with_it() {
    let rows: &[(&[&str], u64, u64)] = &[(&["320100"], 3, 40), (&["320200"], 50, 600), (&["320500"], 20, 300)];
    let cities = table(Measure::WomenCovered, &CITIES, "320000", rows, (73, 940));
    assert_eq!(published(std::slice::from_ref(&cities)), [["·/40", "50/600", "·/300", "73/940"]]);
    let all = withhold(&[cities], &[], 5).unwrap();
    assert_eq!(all[0].rows[0].numbers.share, None, "a share would give the number away");
    assert_eq!(all[0].rows[1].numbers.share, Some(833));
    assert_eq!(all[0].total.share, Some(777));
}

#[test]
fn nothing_is_withheld_where_nothing_is_small() {
    let rows: &[(&[&str], u64, u64)] = &[(&["320100"], 30, 40), (&["320200"], 0, 600)];
    assert_eq!(
        published(&[table(Measure::WomenCovered, &CITIES, "320000", rows, (30, 640))]),
        [["30/40", "0/600", "30/640"]]
    );
}

#[test]
fn employers_and_contracts_are_no_people() {
    let rows: &[(&[&str], u64, u64)] = &[(&["320100"], 1, 2), (&["320200"], 2, 3)];
    assert_eq!(
        published(&[table(Measure::EmployersCovered, &CITIES, "320000", rows, (3, 5))]),
        [["1/2", "2/3", "3/5"]]
    );
}

#[test]
fn few_who_are_not_covered_are_few_people_too() {
    // 3 of 40 are not covered: 37 beside 40 would say so.
    let rows: &[(&[&str], u64, u64)] = &[(&["320100"], 37, 40), (&["320200"], 50, 600)];
    assert_eq!(
        published(&[table(Measure::WomenCovered, &CITIES, "320000", rows, (87, 640))]),
        [["·/40", "·/600", "87/640"]]
    );
}

#[test]
fn where_the_total_is_small_nothing_of_it_is_shown() {
    let rows: &[(&[&str], u64, u64)] = &[(&["320100"], 2, 2), (&["320200"], 1, 1), (&["320500"], 0, 0)];
    assert_eq!(
        published(&[table(Measure::WomenCovered, &CITIES, "320000", rows, (3, 3))]),
        [["·/·", "·/·", "0/0", "·/·"]]
    );
}

#[test]
fn what_one_table_withholds_no_other_of_the_set_gives_away() {
    let rows: &[(&[&str], u64, u64)] = &[(&["320100"], 3, 40), (&["320200"], 50, 600), (&["320500"], 20, 300)];
    let cities = table(Measure::WomenCovered, &CITIES, "320000", rows, (73, 940));
    let nanjing = table(Measure::WomenCovered, &[], "320100", &[], (3, 40));
    let wuxi = table(Measure::WomenCovered, &[], "320200", &[], (50, 600));
    let suzhou = table(Measure::WomenCovered, &[], "320500", &[], (20, 300));
    let set = published(&[cities, nanjing, wuxi, suzhou]);
    assert_eq!(set[0], ["·/40", "50/600", "·/300", "73/940"]);
    assert_eq!((&set[1][0], &set[2][0], &set[3][0]), (&"·/40".to_owned(), &"50/600".to_owned(), &"·/300".to_owned()));
}

#[test]
fn employers_with_a_union_are_some_of_all() {
    // 60 women of whom 58 are of employers with a union: 2 are not.
    let all = table(Measure::WomenCovered, &[], "320000", &[], (60, 900));
    let unionised = table(Measure::WomenCoveredUnionised, &[], "320000", &[], (58, 800));
    let set = published(&[all, unionised]);
    assert!(set[0][0].starts_with('·') || set[1][0].starts_with('·'), "{set:?}");
}

#[test]
fn by_how_many_women_an_employer_has_nothing_is_withheld_so_nothing_is_published() {
    let women = |counted| {
        let rows: &[(&[&str], u64, u64)] = &[(&["fewer"], counted, 40), (&["ten-or-more"], 60, 100)];
        let table = table(Measure::WomenCovered, &[Dimension::Women], "320000", rows, (counted + 60, 140));
        withhold(&[table], &[], 5)
    };
    assert_eq!(women(3), Err(NotPublishable::ByWomen));
    assert!(women(20).is_ok());
}

#[test]
fn a_circle_of_tables_is_not_published_where_something_is_small() {
    let crossed = |by: [Dimension; 2], keys: [[&str; 2]; 2], small: u64| {
        let rows: &[(&[&str], u64, u64)] = &[(&keys[0], small, 50), (&keys[1], 30, 60)];
        table(Measure::WomenCovered, &by, "320000", rows, (small + 30, 110))
    };
    let set = |small| {
        [
            crossed([Dimension::City, Dimension::Size], [["320100", "small"], ["320200", "large"]], small),
            crossed([Dimension::Size, Dimension::Ownership], [["small", "state"], ["large", "private"]], small),
            crossed([Dimension::Ownership, Dimension::City], [["state", "320100"], ["private", "320200"]], small),
        ]
    };
    assert_eq!(withhold(&set(3), &[], 5), Err(NotPublishable::Circle));
    assert!(withhold(&set(20), &[], 5).is_ok());
    assert!(withhold(&set(3)[..2], &[], 5).is_ok());
}

#[test]
fn the_same_tables_are_withheld_alike_for_ever() {
    // A released rule: should this differ, it is another rule with another name.
    let keys = ["320100", "320200", "320300", "320400", "320500"];
    let sizes = ["large", "small", "micro"];
    let mut rows: Vec<(Vec<&str>, u64, u64)> = Vec::new();
    for (at, city) in keys.iter().enumerate() {
        for (of, size) in sizes.iter().enumerate() {
            let (at, of) = (at as u64, of as u64);
            rows.push((vec![city, size], (at * 7 + of * 3) % 11, 11 + (at * 5 + of) % 17));
        }
    }
    let borrowed: Vec<(&[&str], u64, u64)> =
        rows.iter().map(|(keys, counted, base)| (&keys[..], *counted, *base)).collect();
    let sum = (rows.iter().map(|row| row.1).sum(), rows.iter().map(|row| row.2).sum());
    let by = [Dimension::City, Dimension::Size];
    let set = published(&[table(Measure::WomenCovered, &by, "320000", &borrowed, sum)]);
    assert_eq!(set[0].join(" "), "0/11 ·/12 ·/13 7/16 10/17 ·/18 ·/21 6/22 9/23 10/26 ·/27 5/11 6/14 9/15 ·/16 79/262");
}

#[test]
fn of_a_large_table_most_is_shown() {
    // A province by 8 cities and 14 divisions of industry, a third of the cells empty and many small.
    let cities: Vec<String> = (1..=8).map(|city| format!("32{city:02}00")).collect();
    let divisions: Vec<String> = (13..27).map(|division| division.to_string()).collect();
    let mut rows: Vec<([&str; 2], u64, u64)> = Vec::new();
    let mut state = 7u64;
    for city in &cities {
        for division in &divisions {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let counted = [0, 0, 3, 17, 120, 640][usize::try_from((state >> 33) % 6).unwrap()];
            rows.push(([city, division], counted, counted + (state >> 40) % 90));
        }
    }
    let borrowed: Vec<(&[&str], u64, u64)> =
        rows.iter().map(|(keys, counted, base)| (&keys[..], *counted, *base)).collect();
    let sum = (rows.iter().map(|row| row.1).sum(), rows.iter().map(|row| row.2).sum());
    let by = [Dimension::City, Dimension::Division];
    let table = table(Measure::WomenCovered, &by, "320000", &borrowed, sum);
    let set = published(&[table]);
    let withheld = set[0].iter().filter(|cell| cell.contains('·')).count();
    assert!(withheld < rows.len() / 2, "{withheld}");
}
