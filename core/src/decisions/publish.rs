//! Publish (公布) the contract to the staff.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::performance::Published;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records the publication (集体合同规定 art 48: promptly, in a suitable form; no number of days).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publish(pub Published);

impl Decision for Publish {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Effect, Some("publish"))?.not_yet(Step::Publication)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("way", &self.0.way)?;
        Ok(CaseEvent::Published(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::stage::Stage;

    use super::*;

    #[test]
    fn what_is_in_effect_is_published() {
        let published = Published { way: "厂务公开栏".into() };
        let case = Scenario::through(Step::Effect).when(Publish(published.clone()), day(160)).recorded();
        assert_eq!(case.stage, Stage::InPerformance);
        Scenario::through(Step::Receipt).when(Publish(published), day(160)).refused_citing("needs-effect", "48");
    }
}
