//! Take a case into a drive (要约行动).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::drive::DriveJoined;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that the case belongs to a drive. A case that a drive opened is told so in the same commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinDrive(pub DriveJoined);

impl Decision for JoinDrive {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        if case.roads.drives.contains(&self.0.drive) {
            return Err(Refusal::new("in-the-drive", "本案已在该要约行动中。", "The case is in that drive already.").at("drive"));
        }
        Ok(CaseEvent::DriveJoined(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::ids::DriveId;
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn a_case_is_in_a_drive_once() {
        let joined = |number| {
            JoinDrive(DriveJoined { drive: DriveId(uuid::Uuid::from_u128(number)), name: "三月要约行动".into() })
        };
        let _ = Scenario::opened().when(joined(1), day(1)).recorded();
        let inside = Scenario::opened().and(CaseEvent::DriveJoined(joined(1).0), day(1));
        inside.clone().when(joined(1), day(2)).refused("in-the-drive");
        let _ = inside.when(joined(2), day(2)).recorded();
    }
}
