//! Report the end to the labour department (报告终止、解除).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::ending::EndingFiled;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records the report of the end or cancellation: ten days in Beijing (`bj.end.report`), five working days after a cancellation in Zhejiang (`zj.cancel.report`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEnding(pub EndingFiled);

impl Decision for FileEnding {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let filed = case.roads.ending_filed.is_some();
        Guard::open(case, ground)?
            .that(case.roads.end.is_some(), || {
                Refusal::new("not-ended", "合同尚未终止或解除。", "The agreement has not ended.")
            })?
            .that(!filed, || {
                Refusal::new("ending-filed", "已报告终止或解除。", "The end was reported already.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("department", &self.0.department)?;
        Ok(CaseEvent::EndingFiled(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::ending::{EndGround, Ended};
    use crate::scenario::{Scenario, day, opened};
    use crate::stage::Step;

    use super::*;

    fn ended(place: &str, ground: EndGround) -> Scenario {
        let mut there = opened();
        there.place = place.parse().unwrap();
        let end = Ended { ground, last_day: None, by_procedure: Some(true), remark: String::new() };
        Scenario::through(Step::Publication).but_first(CaseEvent::CaseOpened(there.into())).and(CaseEvent::Ended(end), day(260))
    }

    #[test]
    fn the_clock_of_the_report_is_that_of_the_place() {
        let runs = |place, ground, rule: &str| {
            ended(place, ground).running().iter().any(|clock| clock.suffix == rule && clock.due_latest.is_some())
        };
        assert!(runs("110000", EndGround::EmployerDissolved, "end.report"));
        assert!(runs("330000", EndGround::Cancelled, "cancel.report"));
        assert!(!runs("330000", EndGround::EmployerDissolved, "cancel.report"), "only a cancellation is reported there");
    }

    #[test]
    fn what_has_ended_is_reported_once() {
        let report = FileEnding(EndingFiled { department: "市人社局".into() });
        Scenario::through(Step::Effect).when(report.clone(), day(262)).refused("not-ended");
        let once = ended("110000", EndGround::Cancelled).and(CaseEvent::EndingFiled(report.0.clone()), day(262));
        once.when(report, day(263)).refused("ending-filed");
    }
}
