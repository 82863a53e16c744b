//! Collect women workers' demands, before or during the talks.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::offer::DemandsCollected;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records demands. They may precede the offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectDemands(pub DemandsCollected);

impl Decision for CollectDemands {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("text", &self.0.text)?;
        Ok(CaseEvent::DemandsCollected(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};

    use super::*;

    fn demands(text: &str) -> DemandsCollected {
        DemandsCollected { way: "survey".into(), heard: Some(37), topics: vec![], text: text.into() }
    }

    #[test]
    fn demands_precede_the_offer() {
        Scenario::opened()
            .when(CollectDemands(demands("洗手间与更衣柜")), day(1))
            .then(CaseEvent::DemandsCollected(demands("洗手间与更衣柜")));
    }

    #[test]
    fn a_demand_says_something() {
        Scenario::opened().when(CollectDemands(demands(" ")), day(1)).refused("required");
    }
}
