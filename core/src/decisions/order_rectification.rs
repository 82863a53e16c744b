//! Record an order to mend a breach (责令改正).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::RectificationOrdered;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that an authority ordered the breach to be mended (fifteen days in Chongqing, `cq.rectify`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRectification(pub RectificationOrdered);

impl Decision for OrderRectification {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Ordered)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Ordered)?;
        Refusal::unless_filled("authority", &self.0.authority)?;
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::RectificationOrdered(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, alleged, date_of, day, opened};
    use crate::stage::Step;

    use super::*;

    fn ordered() -> OrderRectification {
        let (authority, what) = ("区人社局".into(), "履行第 1 条".into());
        OrderRectification(RectificationOrdered { breach: 1, authority, what })
    }

    #[test]
    fn in_chongqing_fifteen_days_run_from_the_order() {
        let mut there = opened();
        there.place = "500000".parse().unwrap();
        let breach = Scenario::through(Step::Effect).but_first(CaseEvent::CaseOpened(there.into())).and(alleged(1), day(200));
        let clocks = breach.and(CaseEvent::RectificationOrdered(ordered().0), day(205)).running();
        let due = clocks.iter().find(|clock| clock.suffix == "rectify").and_then(|clock| clock.due_latest);
        // Ordered on day 205, Saturday 25 July 2026; the fifteenth day, 9 August, is a Sunday: on to the 10th.
        assert_eq!(due, Some(date_of(221)));
    }

    #[test]
    fn a_breach_is_ordered_mended_once() {
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200));
        let twice = breach.and(CaseEvent::RectificationOrdered(ordered().0), day(205));
        twice.when(ordered(), day(206)).refused("dispute-step-done");
    }
}
