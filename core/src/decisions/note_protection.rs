//! Note a representative's protection.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::representation::ProtectionNoted;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Notes until when a representative is protected, and when their own labour contract would end, so that the worklist can warn
/// before that day. What the days rest on is told by the one who records them: no text read for this program sets them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteProtection(pub ProtectionNoted);

impl Decision for NoteProtection {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let seated = case.sides.values().flatten().any(|seat| seat.vacant.is_none());
        Guard::open(case, ground)?.that(seated, no_seat)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("basis", &self.0.basis)?;
        let seats = case.sides.get(&self.0.side);
        let index = (self.0.seat as usize).checked_sub(1);
        let held = seats.zip(index).and_then(|(seats, index)| seats.get(index)).is_some_and(|seat| seat.vacant.is_none());
        if !held {
            return Err(no_seat().at("seat"));
        }
        if self.0.contract_ends.is_none() && self.0.protected_until.is_none() {
            return Err(Refusal::new("required", "两个日期至少填写一个。", "Give at least one of the two days.").at("contract_ends"));
        }
        Ok(CaseEvent::ProtectionNoted(self.0))
    }
}

fn no_seat() -> Refusal {
    Refusal::new("no-seat-held", "该席位没有在任的协商代表。", "No representative holds that seat.")
}

#[cfg(test)]
mod tests {
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, date_of, day, representatives};

    use super::*;

    fn noted(seat: u32) -> ProtectionNoted {
        let contract_ends = Some(date_of(300));
        ProtectionNoted { side: Side::Staff, seat, contract_ends, protected_until: None, basis: "劳动合同".into() }
    }

    #[test]
    fn the_day_a_representatives_own_contract_ends_is_watched() {
        let staff = Scenario::opened().and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(1)).on(200);
        let watched = staff.clone().and(CaseEvent::ProtectionNoted(noted(2)), day(2)).running();
        let due = watched.iter().find(|clock| clock.suffix == "rep.protection").and_then(|clock| clock.due_latest);
        assert_eq!(due, Some(date_of(300)));
        staff.clone().when(NoteProtection(noted(9)), day(2)).refused("no-seat-held");
        let none = ProtectionNoted { contract_ends: None, ..noted(1) };
        staff.when(NoteProtection(none), day(2)).refused("required");
        Scenario::opened().when(NoteProtection(noted(1)), day(2)).refused("no-seat-held");
    }

    #[test]
    fn one_of_the_two_days_is_enough() {
        let staff = Scenario::opened().and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(1)).on(200);
        let protected = ProtectionNoted { contract_ends: None, protected_until: Some(date_of(400)), ..noted(1) };
        let _ = staff.when(NoteProtection(protected), day(2)).recorded();
    }
}
