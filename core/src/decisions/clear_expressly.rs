//! Record that the department cleared the text expressly.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::filing::ClearedExpressly;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records an opinion letter without objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearExpressly(pub ClearedExpressly);

impl Decision for ClearExpressly {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .needs(Step::Receipt, Some("review.objection"))?
            .not_yet(Step::Clearance)?
            .not_yet(Step::Effect)?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("reference", &self.0.reference)?;
        Ok(CaseEvent::ClearedExpressly(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn a_clearance_names_its_letter() {
        let letter = ClearedExpressly { reference: "人社审〔2026〕9号".into() };
        Scenario::through(Step::Receipt)
            .when(ClearExpressly(letter.clone()), day(110))
            .then(CaseEvent::ClearedExpressly(letter));
        let bare = ClearedExpressly { reference: String::new() };
        Scenario::through(Step::Receipt).when(ClearExpressly(bare), day(110)).refused("required");
    }
}
