//! Inspect performance (履约检查).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::performance::PerformanceInspected;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records what an inspection found, clause by clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectPerformance(pub PerformanceInspected);

impl Decision for InspectPerformance {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::in_effect(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let inspection = self.0;
        Refusal::unless_filled("by", &inspection.by)?;
        if let Some(unknown) = inspection.findings.iter().find(|found| !case.clauses.contains_key(&found.clause)) {
            return Err(Refusal::new(
                "no-such-clause",
                format!("没有第 {} 条。", unknown.clause),
                format!("There is no clause {}.", unknown.clause),
            )
            .at("findings"));
        }
        Ok(CaseEvent::PerformanceInspected(inspection))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::performance::{ClauseFinding, Finding};
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    fn inspection(clause: u32) -> PerformanceInspected {
        let finding = ClauseFinding { clause, finding: Finding::Kept, basis: "台账".into(), women_reached: Some(12) };
        PerformanceInspected {
            by: "双方联合检查组".into(),
            inspectors: Some(4),
            findings: vec![finding],
            repair: String::new(),
            repair_due: None,
        }
    }

    #[test]
    fn clauses_in_effect_are_inspected() {
        Scenario::through(Step::Effect)
            .when(InspectPerformance(inspection(1)), day(300))
            .then(CaseEvent::PerformanceInspected(inspection(1)));
        Scenario::through(Step::Effect).when(InspectPerformance(inspection(9)), day(300)).refused("no-such-clause");
        Scenario::through(Step::Receipt).when(InspectPerformance(inspection(1)), day(300)).refused("needs-effect");
    }
}
