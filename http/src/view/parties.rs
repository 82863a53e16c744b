//! The two sides of the table, for people.

use heyi_core::case::Case;
use heyi_core::event::representation::Side;

use crate::text::Lang;
use crate::text::facts::{Reveal, representative};
use crate::text::words::Words as _;

/// One side and its seats.
#[derive(Clone, Debug)]
pub struct SideView {
    /// Its name.
    pub name: String,
    /// How many representatives in all.
    pub number: String,
    /// Its seats.
    pub seats: Vec<SeatView>,
}

/// One seat.
#[derive(Clone, Debug)]
pub struct SeatView {
    /// Its number.
    pub number: usize,
    /// Who has it.
    pub holder: String,
    /// The chief representative's.
    pub chief: bool,
    /// Since when it is vacant; empty when it is not.
    pub vacant: String,
}

/// Both sides; one that named nobody has no seats.
#[must_use]
pub fn sides(case: &Case, l: Lang, names: &dyn Reveal) -> Vec<SideView> {
    let side = |side: Side| SideView {
        name: side.words(l),
        number: case.numbers.get(&side).copied().words(l),
        seats: case
            .sides
            .get(&side)
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, seat)| SeatView {
                number: index + 1,
                holder: representative(&seat.holder, l, names),
                chief: seat.holder.chief,
                vacant: seat.vacant.as_ref().map(|since| l.occurred(&since.occurred)).unwrap_or_default(),
            })
            .collect(),
    };
    [Side::Staff, Side::Employer].into_iter().map(side).collect()
}

#[cfg(test)]
mod tests {
    use heyi_core::event::CaseEvent;
    use heyi_core::scenario::{Scenario, day, representatives};

    use super::*;
    use crate::text::facts::tests::Zhang;

    #[test]
    fn names_are_revealed_and_an_unnamed_side_is_shown_empty() {
        let named = CaseEvent::RepresentativesNamed(representatives(Side::Staff));
        let case = Scenario::opened().and(named, day(1)).case();
        let [staff, employer] = <[SideView; 2]>::try_from(sides(&case, Lang::ZH, &Zhang)).unwrap();
        assert!(staff.seats[0].holder.starts_with("张三，工会主席") && staff.seats[0].chief);
        assert_eq!((staff.number.as_str(), employer.number.as_str(), employer.seats.len()), ("3", "未知", 0));
    }
}
