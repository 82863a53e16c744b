//! Report performance to the congress.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::performance::ReportedToCongress;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportToCongress(pub ReportedToCongress);

impl Decision for ReportToCongress {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::in_effect(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("report", &self.0.report)?;
        Ok(CaseEvent::ReportedToCongress(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    #[test]
    fn performance_is_reported_once_there_is_some() {
        let report = ReportedToCongress { report: "三项条款均已履行".into() };
        Scenario::through(Step::Effect)
            .when(ReportToCongress(report.clone()), day(300))
            .then(CaseEvent::ReportedToCongress(report.clone()));
        Scenario::through(Step::Vote).when(ReportToCongress(report), day(300)).refused("needs-effect");
    }
}
