//! Record that a representative's seat fell vacant: its day starts the clock of the replacement.

use crate::case::guard::{Guard, May};
use crate::case::{Case, Seat};
use crate::event::CaseEvent;
use crate::event::representation::{RepresentativeVacated, Side};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records a vacancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VacateSeat(pub RepresentativeVacated);

impl Decision for VacateSeat {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let held = case.sides.values().flatten().any(|seat| seat.vacant.is_none());
        Guard::open(case, ground)?
            .that(held, || {
                Refusal::new("no-seats", "尚未登记协商代表。", "No representative has been named yet.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let vacated = self.0;
        if seat(case, vacated.side, vacated.seat)?.vacant.is_some() {
            return Err(Refusal::new("seat-vacant", "该席位已经空缺。", "That seat is vacant already.").at("seat"));
        }
        Ok(CaseEvent::RepresentativeVacated(vacated))
    }
}

/// The seat of that number, from 1.
pub(super) fn seat(case: &Case, side: Side, number: u32) -> Result<&Seat, Refusal> {
    let seats = case.sides.get(&side).map_or(&[][..], Vec::as_slice);
    (number as usize).checked_sub(1).and_then(|index| seats.get(index)).ok_or_else(|| {
        Refusal::new(
            "no-such-seat",
            format!("没有第 {number} 席；该方登记了 {} 名代表。", seats.len()),
            format!("There is no seat {number}; that side has {} representatives on record.", seats.len()),
        )
        .at("seat")
    })
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, representatives};

    use super::*;

    fn vacancy(seat: u32) -> RepresentativeVacated {
        RepresentativeVacated { side: Side::Staff, seat, reason: "调离".into() }
    }

    #[test]
    fn a_seat_falls_vacant_once() {
        let named = Scenario::opened().and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(1));
        named.clone().when(VacateSeat(vacancy(4)), day(2)).refused("no-such-seat");
        named.clone().when(VacateSeat(vacancy(0)), day(2)).refused("no-such-seat");
        let vacant = named.and(CaseEvent::RepresentativeVacated(vacancy(2)), day(2));
        vacant.when(VacateSeat(vacancy(2)), day(3)).refused("seat-vacant");
    }

    #[test]
    fn without_representatives_no_seat_can_fall_vacant() {
        Scenario::opened().when(VacateSeat(vacancy(1)), day(2)).refused("no-seats");
    }
}
