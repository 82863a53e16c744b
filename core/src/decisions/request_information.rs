//! Request information of the other side.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::talks::InformationRequested;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Asks for information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestInformation(pub InformationRequested);

impl Decision for RequestInformation {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::InformationRequested(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::event::representation::Side;

    use super::*;

    #[test]
    fn information_is_asked_for_by_name() {
        let asked = InformationRequested { by: Side::Staff, what: "女职工岗位与职称情况".into() };
        Scenario::opened()
            .when(RequestInformation(asked.clone()), day(1))
            .then(CaseEvent::InformationRequested(asked.clone()));
        let silent = InformationRequested { what: String::new(), ..asked };
        Scenario::opened().when(RequestInformation(silent), day(1)).refused("required");
    }
}
