//! Open a case of many employers (区域性、行业性协商立案).

use crate::case::guard::May;
use crate::case::{Case, Mark};
use crate::event::CaseEvent;
use crate::event::opening::JointCaseOpened;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::text::Say;

use super::change_procedure::provided;
use super::open_case::{OpenCase, women_within_staff};
use super::Decision;

/// Opens a case for the employers of an area or industry. Which they are is told by the coverage list
/// ([`super::list_employers`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenJointCase(pub JointCaseOpened);

impl Decision for OpenJointCase {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        OpenCase::may(case, ground)
    }

    fn decide(self, at: &Occurred, _: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        check(&self.0, at, ground)?;
        Ok(CaseEvent::JointCaseOpened(self.0.into()))
    }
}

/// What holds of an opening, whether from the beginning or taken over.
pub(super) fn check(opened: &JointCaseOpened, at: &Occurred, ground: &Ground<'_>) -> Result<(), Refusal> {
    Refusal::unless_filled("name", &opened.name)?;
    women_within_staff(opened.staff.as_ref(), opened.women.as_ref())?;
    let JointCaseOpened { procedure, place, subject, .. } = opened;
    provided(*procedure, place, *subject, ground.day(at), ground).map_err(|refusal| refusal.at("procedure"))
}

/// Joint contracts are for areas at or below the county: a city or a province stands, with a mark.
pub(super) fn irregular(opened: &JointCaseOpened, at: &Occurred, ground: &Ground<'_>) -> Vec<Mark> {
    let JointCaseOpened { place, subject, .. } = opened;
    if !place.code().ends_with("00") {
        return Vec::new();
    }
    let found = ground.law.rulebook.lookup(place, *subject, ground.day(at), "regional.level");
    let Some(rule) = found.rule() else { return Vec::new() };
    let say = Say::new(
        "区域性、行业性集体合同在县级以下区域内订立；所填地点为市级以上，请核对。",
        "Contracts of an area or industry are made at or below the county; the place given is a city or province. Check it.",
    );
    vec![Mark::Irregular(say, Some(rule.cite()))]
}

#[cfg(test)]
mod tests {
    use crate::event::opening::HeadCount;
    use crate::scenario::{Scenario, day, joint, opened};

    use super::*;

    #[test]
    fn a_case_is_opened_once_whether_for_one_or_for_many() {
        let case = Scenario::empty().when(OpenJointCase(joint()), day(1)).recorded();
        assert_eq!(case.opening.as_ref().unwrap().employer(), None);
        assert!(case.lines.last().unwrap().marks.is_empty(), "the sample park lies in a county");
        Scenario::opened().when(OpenJointCase(joint()), day(1)).refused("already-open");
        let many = Scenario::empty().and(CaseEvent::JointCaseOpened(joint().into()), day(1));
        many.when(OpenCase(opened()), day(1)).refused("already-open");
    }

    #[test]
    fn a_whole_city_stands_with_a_mark() {
        let city = JointCaseOpened { place: "320700".parse().unwrap(), ..joint() };
        let case = Scenario::empty().when(OpenJointCase(city), day(1)).recorded();
        assert!(matches!(case.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(_, Some(_))]));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let nameless = JointCaseOpened { name: " ".into(), ..joint() };
        Scenario::empty().when(OpenJointCase(nameless), day(1)).refused("required");
        let counted = |people| joint().staff.map(|count| HeadCount { people, about: false, ..count });
        let impossible = JointCaseOpened { staff: counted(100), women: counted(101), ..joint() };
        Scenario::empty().when(OpenJointCase(impossible), day(1)).refused("women-exceed-staff");
    }
}
