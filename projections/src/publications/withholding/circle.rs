//! Whether tables hang together in a circle: ownership by city, city by size, size by ownership. There more follows from all of them than
//! from the sums they share, and no sum shows what; so such a set is not published where something must be withheld.

use std::collections::BTreeSet;

use crate::coverage::{Dimension, Table};

use super::quantity::{What, Whom, whom};

/// Whether the tables of people hang together in a circle.
pub(super) fn hangs_in_a_circle(tables: &[Table]) -> bool {
    let of_people = |table: &&Table| What::counted(table.question.measure).is_some();
    let people: Vec<&Table> = tables.iter().filter(of_people).collect();
    let of_all: Vec<Whom> = people.iter().map(|table| whom(&table.question, &[])).collect();
    let divided: BTreeSet<Dimension> = people.iter().flat_map(|table| table.question.by.iter().copied()).collect();
    // What every table asks for alike divides nothing.
    let alike = |dimension: &Dimension| {
        let mut values = of_all.iter().map(|whom| whom.get(dimension));
        let first = values.next().flatten();
        !divided.contains(dimension) && values.all(|other| other == first)
    };
    let sides = people.iter().zip(&of_all).map(|(table, whom)| {
        let asked = whom.keys().copied().filter(|dimension| !alike(dimension));
        asked.chain(table.question.by.iter().copied()).map(family).collect()
    });
    let sides: Vec<BTreeSet<Dimension>> = sides.collect();
    is_circle(sides.clone()) || two_parts_of_one_base(&people, &sides)
}

/// Two measures that are parts of one base, neither of the other, over different dimensions: each bounds the base for the other.
fn two_parts_of_one_base(people: &[&Table], sides: &[BTreeSet<Dimension>]) -> bool {
    let measures: BTreeSet<What> =
        people.iter().filter_map(|table| What::counted(table.question.measure)).collect();
    let widest = sides.iter().max_by_key(|side| side.len());
    let within_one = widest.is_some_and(|widest| sides.iter().all(|side| side.is_subset(widest)));
    measures.contains(&What::Career) && measures.contains(&What::Periods) && !within_one
}

/// Dimensions that divide the same thing finer or coarser.
fn family(dimension: Dimension) -> Dimension {
    match dimension {
        Dimension::Province | Dimension::City | Dimension::Zone => Dimension::County,
        Dimension::Section => Dimension::Division,
        other => other,
    }
}

/// What stands in one set only, and a set within another, is taken away until nothing changes: a circle is what is left.
fn is_circle(mut sets: Vec<BTreeSet<Dimension>>) -> bool {
    loop {
        let before = sets.clone();
        let times = |dimension: &Dimension| before.iter().filter(|set| set.contains(dimension)).count();
        for set in &mut sets {
            set.retain(|dimension| times(dimension) > 1);
        }
        let mut kept: Vec<BTreeSet<Dimension>> = Vec::new();
        for set in &sets {
            let within = |other: &BTreeSet<Dimension>| set.is_subset(other);
            if set.is_empty() || kept.iter().any(within) {
                continue;
            }
            kept.retain(|other| !other.is_subset(set));
            kept.push(set.clone());
        }
        sets = kept;
        if sets == before {
            return !sets.is_empty();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(sets: &[&[Dimension]]) -> Vec<BTreeSet<Dimension>> {
        sets.iter().map(|set| set.iter().copied().collect()).collect()
    }

    #[test]
    fn three_tables_by_pairs_are_a_circle_and_a_chain_is_none() {
        let (place, size, ownership) = (Dimension::County, Dimension::Size, Dimension::Ownership);
        assert!(is_circle(sets(&[&[place, size], &[size, ownership], &[ownership, place]])));
        assert!(!is_circle(sets(&[&[place, size], &[size, ownership]])));
        assert!(!is_circle(sets(&[&[place, size], &[size], &[place], &[]])));
        assert!(!is_circle(sets(&[&[place, size], &[place, size]])));
        assert!(!is_circle(Vec::new()));
    }
}
