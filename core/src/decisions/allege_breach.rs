//! Allege a breach (主张违约): the beginning of a rights dispute.

use jiff::civil::Date;

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::dispute::{AllegedBy, BreachAlleged};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that something agreed is not kept. The road from here is demand, conciliation, arbitration, court (工会法 21), never the
/// coordination of an interest dispute ([`super::apply_coordination`]). One woman's own dispute goes its own road and is linked
/// as a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllegeBreach {
    /// Who alleges it.
    pub by: AllegedBy,
    /// The clauses it is about; empty when none is named.
    pub clauses: Vec<u32>,
    /// What happened, naming nobody.
    pub facts: String,
    /// The day on which the infringement was known: the year for arbitration runs from it.
    pub known_since: Option<Date>,
}

impl Decision for AllegeBreach {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::in_effect(case, ground)?.allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("facts", &self.facts)?;
        if let Some(unknown) = self.clauses.iter().find(|clause| !case.clauses.contains_key(clause)) {
            return Err(Refusal::new(
                "no-such-clause",
                format!("没有第 {unknown} 条。"),
                format!("There is no clause {unknown}."),
            )
            .at("clauses"));
        }
        if let (Some(known), Some(alleged)) = (self.known_since, at.latest)
            && known > alleged
        {
            return Err(Refusal::new(
                "known-after-allegation",
                format!("知道侵害的日期 {known} 晚于主张日期 {alleged}。"),
                format!("Known on {known}, after it was alleged on {alleged}."),
            )
            .at("known_since"));
        }
        let Self { by, clauses, facts, known_since } = self;
        let breach = case.roads.breaches_recorded + 1;
        Ok(CaseEvent::BreachAlleged(BreachAlleged { breach, by, clauses, facts, known_since }))
    }
}

#[cfg(test)]
mod tests {
    use crate::decisions::apply_coordination::ApplyCoordination;
    use crate::event::coordination::{CoordinationApplied, CoordinationBy};
    use crate::scenario::{Scenario, alleged, date_of, day};
    use crate::stage::Step;

    use super::*;

    fn alleging() -> AllegeBreach {
        let facts = "产后考核降等，未按第 1 条办理".into();
        AllegeBreach { by: AllegedBy::Union, clauses: vec![1], facts, known_since: Some(date_of(190)) }
    }

    #[test]
    fn breaches_are_numbered_and_a_number_is_never_given_twice() {
        let case = Scenario::through(Step::Effect).when(alleging(), day(200)).recorded();
        assert_eq!(case.roads.disputes.keys().copied().collect::<Vec<_>>(), [1]);
        let two = Scenario::through(Step::Effect).and(alleged(1), day(200)).when(alleging(), day(201)).recorded();
        assert_eq!(two.roads.disputes.keys().copied().collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn only_what_was_agreed_can_be_broken_and_the_two_roads_are_not_mixed() {
        Scenario::through(Step::Session).when(alleging(), day(50)).refused("needs-effect");
        let (department, matter) = ("市人社局".into(), "未履行第 1 条".into());
        let coordination = CoordinationApplied { by: CoordinationBy::Staff, department, matter };
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200));
        breach.when(ApplyCoordination(coordination), day(201)).refused("already-effect");
    }

    #[test]
    fn the_year_for_arbitration_runs_from_the_day_it_was_known() {
        let due = |known_since| {
            let alleging = AllegeBreach { known_since, ..alleging() };
            let case = Scenario::through(Step::Effect).when(alleging, day(200)).recorded();
            let clocks = crate::case::clocks::running(&case, &Scenario::empty().ground());
            clocks.iter().find(|clock| clock.suffix == "arb.limit").map(|clock| clock.due_latest)
        };
        assert_eq!(due(Some(date_of(190))), Some(Some(jiff::civil::date(2027, 7, 12))), "the 10th is a Saturday");
        assert_eq!(due(None), Some(None), "not known, and shown as not known");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let effect = || Scenario::through(Step::Effect);
        effect().when(AllegeBreach { clauses: vec![7], ..alleging() }, day(200)).refused("no-such-clause");
        effect().when(AllegeBreach { facts: " ".into(), ..alleging() }, day(200)).refused("required");
        let later = AllegeBreach { known_since: Some(date_of(201)), ..alleging() };
        effect().when(later, day(200)).refused("known-after-allegation");
        let same_day = AllegeBreach { known_since: Some(date_of(200)), ..alleging() };
        let _ = effect().when(same_day, day(200)).recorded();
    }
}
