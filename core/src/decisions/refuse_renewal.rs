//! Record that renewal was refused (不同意续订).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::ending::RenewalRefused;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records the refusal: the agreement runs to the end of its term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefuseRenewal(pub RenewalRefused);

impl Decision for RefuseRenewal {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let proposed = case.roads.renewal.proposed.is_some();
        let done = case.roads.renewal.renewed_by.is_some();
        let refused = case.roads.renewal.refused.is_some();
        Guard::in_effect(case, ground)?
            .that(proposed, || {
                Refusal::new("renewal-not-proposed", "尚未提出续订。", "Renewal was not proposed.")
            })?
            .that(!done, || Refusal::new("already-renewed", "本合同已续订。", "The agreement is renewed already."))?
            .that(!refused, || {
                Refusal::new(
                    "already-refused",
                    "续订已被拒绝，此后没有新的提议。",
                    "Renewal was refused, and not proposed again since.",
                )
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
                Ok(CaseEvent::RenewalRefused(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::ending::RenewalProposed;
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    #[test]
    fn what_was_proposed_can_be_refused_and_the_window_is_watched_no_more() {
        let refused = RefuseRenewal(RenewalRefused { by: Side::Employer, reasons: "另行协商".into() });
        let before = Scenario::through(Step::Publication);
        before.clone().when(refused.clone(), day(300)).refused("renewal-not-proposed");
        let proposed = CaseEvent::RenewalProposed(RenewalProposed { by: Side::Staff, remark: String::new() });
        let asked = before.and(proposed, day(290));
        let _ = asked.clone().when(refused.clone(), day(300)).recorded();
        let after = asked.and(CaseEvent::RenewalRefused(refused.clone().0), day(300));
        assert!(after.running().iter().all(|clock| clock.suffix != "renewal.window"));
        after.clone().when(refused.clone(), day(301)).refused("already-refused");
        let again = after.and(CaseEvent::RenewalProposed(RenewalProposed { by: Side::Staff, remark: String::new() }), day(302));
        let _ = again.when(refused, day(303)).recorded();
    }
}
