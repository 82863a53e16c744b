//! Give information to the other side.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::talks::InformationGiven;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Gives information, asked for or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveInformation(pub InformationGiven);

impl Decision for GiveInformation {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::InformationGiven(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::event::representation::Side;

    use super::*;

    #[test]
    fn information_is_given_by_name() {
        let given = InformationGiven { by: Side::Employer, what: "近三年职称评定名单（人数）".into() };
        Scenario::opened()
            .when(GiveInformation(given.clone()), day(1))
            .then(CaseEvent::InformationGiven(given.clone()));
        let silent = InformationGiven { what: String::new(), ..given };
        Scenario::opened().when(GiveInformation(silent), day(1)).refused("required");
    }
}
