//! Mark an agreement as renewed by another case.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::ending::Renewed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::link_renewal::itself;

/// Records which case renews this one's agreement. The other case is told in the same commit ([`super::link_renewal`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRenewed(pub Renewed);

impl Decision for MarkRenewed {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let done = case.roads.renewal.renewed_by.is_some();
        Guard::in_effect(case, ground)?
            .that(!done, || Refusal::new("already-renewed", "本合同已续订。", "The agreement is renewed already."))?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        if self.0.by == case.id {
            return Err(itself().at("by"));
        }
        Ok(CaseEvent::Renewed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::ids::CaseId;
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    #[test]
    fn what_is_in_effect_is_renewed_once() {
        let by = |number| MarkRenewed(Renewed { by: CaseId(uuid::Uuid::from_u128(number)) });
        Scenario::through(Step::Receipt).when(by(9), day(110)).refused("needs-effect");
        Scenario::through(Step::Effect).when(by(1), day(200)).refused("renews-itself");
        let renewed = Scenario::through(Step::Publication).and(CaseEvent::Renewed(by(9).0), day(300));
        assert!(renewed.running().iter().all(|clock| clock.suffix != "renewal.window"));
        renewed.when(by(8), day(301)).refused("already-renewed");
    }
}
