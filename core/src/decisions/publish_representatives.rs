//! Publish a side's representatives.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::case::seats_of;
use crate::event::CaseEvent;
use crate::event::representation::RepresentativesPublished;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records that a side's representatives were made known to the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishRepresentatives(pub RepresentativesPublished);

impl Decision for PublishRepresentatives {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let named = [Step::StaffRepresentatives, Step::EmployerRepresentatives];
        let any = named.iter().any(|step| case.has(*step) || case.unknown(*step));
        Guard::open(case, ground)?.that(any, nobody_named)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let step = seats_of(self.0.side);
        if !case.has(step) && !case.unknown(step) {
            return Err(nobody_named().at("side"));
        }
        Ok(CaseEvent::RepresentativesPublished(self.0))
    }
}

fn nobody_named() -> Refusal {
    Refusal::new(
        "no-representatives",
        "该方协商代表尚未登记；请先登记。",
        "That side's representatives are not recorded. First name them.",
    )
}

#[cfg(test)]
mod tests {
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day, representatives};

    use super::*;

    #[test]
    fn those_who_are_named_are_made_known() {
        let staff = Scenario::opened().and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(1));
        let of = |side| PublishRepresentatives(RepresentativesPublished { side, way: "公开栏".into() });
        let _ = staff.clone().when(of(Side::Staff), day(3)).recorded();
        staff.when(of(Side::Employer), day(3)).refused("no-representatives");
        Scenario::opened().when(of(Side::Staff), day(3)).refused("no-representatives");
    }
}
