//! Link a case to the one whose agreement it renews (续签).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::ending::RenewalLinked;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records which case's agreement this one renews. The other case is told in the same commit ([`super::mark_renewed`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRenewal(pub RenewalLinked);

impl Decision for LinkRenewal {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let linked = case.roads.renewal.renews.is_some();
        Guard::open(case, ground)?
            .that(!linked, || {
                Refusal::new("renewal-linked", "本案已关联所续签的案件。", "The case is linked to the one it renews already.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        if self.0.renews == case.id {
            return Err(itself().at("renews"));
        }
        Ok(CaseEvent::RenewalLinked(self.0))
    }
}

pub(super) fn itself() -> Refusal {
    Refusal::new("renews-itself", "案件不能续签自己；请选择另一案件。", "A case does not renew itself. Choose another case.")
}

#[cfg(test)]
mod tests {
    use crate::ids::CaseId;
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn a_case_renews_one_other_case() {
        let of = |number| LinkRenewal(RenewalLinked { renews: CaseId(uuid::Uuid::from_u128(number)) });
        let _ = Scenario::opened().when(of(9), day(1)).recorded();
        Scenario::opened().when(of(1), day(1)).refused("renews-itself");
        let linked = Scenario::opened().and(CaseEvent::RenewalLinked(of(9).0), day(1));
        linked.when(of(8), day(2)).refused("renewal-linked");
    }
}
