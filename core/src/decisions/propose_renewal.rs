//! Propose to renew the agreement (提出续订).

use crate::case::Case;
use crate::case::Mark;
use crate::case::clocks;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::ending::RenewalProposed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::text::Say;

use super::Decision;

/// Records the proposal. Before the window of the place has opened it stands, with a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeRenewal(pub RenewalProposed);

impl Decision for ProposeRenewal {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let done = case.roads.renewal.renewed_by.is_some();
        Guard::in_effect(case, ground)?
            .that(!done, || Refusal::new("already-renewed", "本合同已续订。", "The agreement is renewed already."))?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
                Ok(CaseEvent::RenewalProposed(self.0))
    }
}

/// A proposal before the window opens stands, with a mark.
pub(super) fn irregular(at: &Occurred, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    match (at.latest, clocks::window_opens(case, ground)) {
        (Some(day), Some(opens)) if day < opens => {
            let say = Say::new(
                format!("{day} 提出，续订窗口自 {opens} 起。"),
                format!("Proposed on {day}; the window for renewal opens on {opens}."),
            );
            vec![Mark::Irregular(say, ground.cite(case, "renewal.window"))]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    #[test]
    fn before_the_window_it_stands_with_a_mark() {
        // The sample contract runs to 1 May 2029; the window opens three months before.
        let proposed = ProposeRenewal(RenewalProposed { by: Side::Staff, remark: String::new() });
        let far = Scenario::through(Step::Publication).on(2000);
        let early = far.clone().when(proposed.clone(), day(300)).recorded();
        assert!(matches!(early.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
        let opens = clocks::window_opens(&far.case(), &far.ground()).unwrap();
        let in_time = far.clone().when(proposed.clone(), Occurred::on(opens)).recorded();
        assert!(in_time.lines.last().unwrap().marks.is_empty());
        let a_day_early = far.when(proposed.clone(), Occurred::on(opens.yesterday().unwrap())).recorded();
        assert_eq!(a_day_early.lines.last().unwrap().marks.len(), 1);
        let _: CaseEvent = CaseEvent::RenewalProposed(proposed.0.clone());
        Scenario::through(Step::Receipt).when(proposed, day(110)).refused("needs-effect");
    }
}
