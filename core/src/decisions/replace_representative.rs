//! Replace a representative.

use crate::case::Case;
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::representation::RepresentativeReplaced;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::name_representatives::{check_external, check_inside, check_no_dual_seat};
use super::{Decision, vacate_seat};

/// Gives a seat to another person, by the procedure of appointment (集体合同规定 art 31).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplaceRepresentative(pub RepresentativeReplaced);

impl Decision for ReplaceRepresentative {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let seats = case.sides.values().flatten().next().is_some();
        crate::case::guard::Guard::open(case, ground)?
            .that(seats, || {
                Refusal::new("no-seats", "尚未登记协商代表。", "No representative has been named yet.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let replaced = self.0;
        let seat = vacate_seat::seat(case, replaced.side, replaced.seat)?;
        check_no_dual_seat(&replaced.successor, replaced.side, case, ground)?;
        check_inside(&replaced.successor, case, ground)?;
        check_side(&replaced, case, ground)?;
        if seat.holder.chief != replaced.successor.chief {
            return Err(Refusal::new(
                "chief-changes",
                "首席代表席位由首席代表接任，其他席位不能改为首席代表；如需更换首席代表请重新登记该方代表。",
                "A chief is succeeded by a chief, other seats by others. To choose another chief, name the side anew.",
            )
            .at("successor"));
        }
        Ok(CaseEvent::RepresentativeReplaced(replaced))
    }
}

/// Seat by seat no side becomes one of outsiders.
fn check_side(replaced: &RepresentativeReplaced, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    let Some(number) = case.numbers.get(&replaced.side) else { return Ok(()) };
    let seats = case.sides.get(&replaced.side).into_iter().flatten();
    let others = (1..).zip(seats).filter(|(seat, _)| *seat != replaced.seat);
    let external = others.filter(|(_, seat)| seat.holder.external).count() + usize::from(replaced.successor.external);
    check_external(external, *number, case, ground)
}

#[cfg(test)]
mod tests {
    use crate::event::representation::{Representative, RepresentativeVacated, Side};
    use crate::scenario::{Scenario, day, representatives};

    use super::*;

    #[test]
    fn a_vacant_seat_is_filled() {
        let mut successor = representatives(Side::Staff).people[1].clone();
        successor.post = "工艺员".into();
        let replaced = RepresentativeReplaced { side: Side::Staff, seat: 2, successor };
        let vacated = RepresentativeVacated { side: Side::Staff, seat: 2, reason: "调离".into() };
        let case = Scenario::opened()
            .and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(1))
            .and(CaseEvent::RepresentativeVacated(vacated), day(2))
            .when(ReplaceRepresentative(replaced), day(3))
            .recorded();
        assert!(case.sides[&Side::Staff].iter().all(|seat| seat.vacant.is_none()));
        assert_eq!(case.sides[&Side::Staff][1].holder.post, "工艺员");
    }

    #[test]
    fn outsiders_do_not_get_in_seat_by_seat() {
        let named = representatives(Side::Staff);
        let outsider = |seat: usize| {
            let successor = Representative { external: true, person: None, ..named.people[seat - 1].clone() };
            RepresentativeReplaced { side: Side::Staff, seat: u32::try_from(seat).unwrap(), successor }
        };
        let scenario = Scenario::opened().and(CaseEvent::RepresentativesNamed(named.clone()), day(1));
        scenario.clone().when(ReplaceRepresentative(outsider(1)), day(3)).refused_citing("chief-external", "23");
        let one = scenario.and(CaseEvent::RepresentativeReplaced(outsider(2)), day(3));
        one.when(ReplaceRepresentative(outsider(3)), day(4)).refused_citing("too-many-external", "23");
    }

    #[test]
    fn the_chief_is_succeeded_by_a_chief() {
        let successor = representatives(Side::Staff).people[1].clone();
        let replaced = RepresentativeReplaced { side: Side::Staff, seat: 1, successor };
        Scenario::opened()
            .and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(1))
            .when(ReplaceRepresentative(replaced), day(3))
            .refused("chief-changes");
    }
}
