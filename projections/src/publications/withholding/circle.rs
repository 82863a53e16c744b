//! Whether tables hang together in a way that says more than the sums they share: in a circle (ownership by city, city by size, size by
//! ownership), or by filters over more than two dimensions. No sum shows what follows then; so such a set is not published where something
//! must be withheld. What hangs together as a tree of pairs can always be filled in: any numbers that fit the sums are those of some country.

use std::collections::BTreeSet;

use crate::coverage::{Dimension, Table};

use super::quantity::{What, Whom, whom, with_a_union};

/// How tables of people hang together, where that says more than the sums they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crossing {
    /// In a circle.
    Circle,
    /// A table of other employers than the rest is divided and filtered by more than two dimensions together, or asks for any of several
    /// values of one.
    Filtered,
}

/// How the tables of people hang together; `None`: as a tree, of which the sums say everything.
pub(super) fn crossing(tables: &[Table]) -> Option<Crossing> {
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
    let mut sides: Vec<BTreeSet<Dimension>> = Vec::new();
    for (table, whom) in people.iter().zip(&of_all) {
        let filtered: BTreeSet<Dimension> =
            whom.keys().copied().filter(|dimension| !alike(dimension)).map(family).collect();
        let side: BTreeSet<Dimension> =
            table.question.by.iter().copied().map(family).chain(filtered.iter().copied()).collect();
        let unions = with_a_union(&table.question);
        let any_of_several = whom.iter().any(|(dimension, values)| {
            values.len() > 1 && !alike(dimension) && !(*dimension == Dimension::Union && unions.is_some())
        });
        if any_of_several || (!filtered.is_empty() && side.len() > 2) {
            return Some(Crossing::Filtered);
        }
        sides.push(side);
    }
    (is_circle(sides.clone()) || two_parts_of_one_base(&people, &sides)).then_some(Crossing::Circle)
}

/// Two measures that are parts of one base, neither of the other, over different dimensions: each bounds the base for the other.
fn two_parts_of_one_base(people: &[&Table], sides: &[BTreeSet<Dimension>]) -> bool {
    let measures: BTreeSet<What> = people.iter().filter_map(|table| What::counted(table.question.measure)).collect();
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
