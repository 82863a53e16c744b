//! What else is asked, and not shown, so that it is known what follows from a set of tables.

use crate::coverage::{CoverageQuery, Dimension};

use super::quantity::{What, is_of_texts, with_a_union};

/// Questions whose answers bound what the tables of a set say, though no row of theirs says it, at the same position:
///
/// - of a table by two dimensions, of which one is of texts, its margins: its rows do not add up to them;
/// - of each measure of people the rows of every table of another measure: women covered by a clause are some of those covered, city by
///   city, whichever of the two is shown by cities.
#[must_use]
pub fn beside(shown: &[CoverageQuery]) -> Vec<CoverageQuery> {
    let of_people: Vec<(&CoverageQuery, What)> =
        shown.iter().filter_map(|query| Some((query, What::counted(query.measure)?))).collect();
    let mut asked = Vec::new();
    let mut ask = |query: CoverageQuery| {
        if !shown.contains(&query) && !asked.contains(&query) {
            asked.push(query);
        }
    };
    for (query, what) in &of_people {
        if query.by.len() > 1 && query.by.iter().any(|by| is_of_texts(*by)) {
            query.by.iter().for_each(|by| ask(CoverageQuery { by: vec![*by], ..(*query).clone() }));
        }
        let others =
            of_people.iter().filter(|(other, of)| of != what && of.base() == what.base() && other.on == query.on);
        for (_, other) in others {
            if let Some(measure) = other.measure() {
                ask(CoverageQuery { measure, ..of_employers(query) });
            }
        }
    }
    asked
}

/// The same employers and rows, whatever measure asks: without what texts and clauses have, and with a filter where the measure is one.
fn of_employers(query: &CoverageQuery) -> CoverageQuery {
    let mut filters = query.filters.clone();
    filters.retain(|(dimension, _)| !is_of_texts(*dimension));
    if let Some(unions) = with_a_union(query) {
        filters.retain(|(dimension, _)| *dimension != Dimension::Union);
        filters.extend(unions.into_iter().map(|kind| (Dimension::Union, kind)));
    }
    let by = query.by.iter().copied().filter(|by| !is_of_texts(*by)).collect();
    CoverageQuery { by, filters, ..query.clone() }
}
