//! Open a case (立案).

use crate::case::Case;
use crate::case::guard::{Allowed, May};
use crate::event::CaseEvent;
use crate::event::opening::{CaseOpened, HeadCount};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::change_procedure::provided;

/// Opens a case for one employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase(pub CaseOpened);

impl Decision for OpenCase {
    fn may(case: &Case, _: &Ground<'_>) -> May {
        if case.opening.is_some() {
            return Err(Refusal::new("already-open", "本案已立案。", "The case is open already."));
        }
        Ok(Allowed::default())
    }

    fn decide(self, at: &Occurred, _: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        check(&self.0)?;
        let CaseOpened { procedure, place, subject, .. } = &self.0;
        provided(*procedure, place, *subject, ground.day(at), ground).map_err(|refusal| refusal.at("procedure"))?;
        Ok(CaseEvent::CaseOpened(self.0.into()))
    }
}

/// What holds of an opening, whether from the beginning or taken over.
pub(super) fn check(opened: &CaseOpened) -> Result<(), Refusal> {
    Refusal::unless_filled("employer_name", &opened.employer_name)?;
    women_within_staff(opened.staff.as_ref(), opened.women.as_ref())
}

/// Women are part of the staff; two numbers that are only about right are let be.
pub(super) fn women_within_staff(staff: Option<&HeadCount>, women: Option<&HeadCount>) -> Result<(), Refusal> {
    if let (Some(staff), Some(women)) = (staff, women)
        && women.people > staff.people
        && !staff.about
        && !women.about
    {
        return Err(Refusal::new(
            "women-exceed-staff",
            format!("女职工人数（{}）多于职工总数（{}）。", women.people, staff.people),
            format!("There are more women ({}) than staff ({}).", women.people, staff.people),
        )
        .at("women"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::event::opening::Procedure;
    use crate::scenario::{Scenario, day, opened};

    use super::*;

    #[test]
    fn a_case_is_opened_once() {
        Scenario::empty().when(OpenCase(opened()), day(1)).then(CaseEvent::CaseOpened(opened().into()));
        Scenario::opened().when(OpenCase(opened()), day(1)).refused("already-open");
    }

    #[test]
    fn the_simple_procedure_exists_where_and_since_a_text_provides_it() {
        let simple = |place: &str, on: i64| {
            let opened = CaseOpened { procedure: Procedure::Simple, place: place.parse().unwrap(), ..opened() };
            Scenario::empty().when(OpenCase(opened), day(on))
        };
        let _ = simple("320900", 1).recorded();
        simple("310000", 1).refused("procedure-not-provided");
        // Jiangsu's rules of 2023 are in force since 1 May 2023.
        simple("320900", -977).refused("procedure-not-provided");
    }

    #[test]
    fn women_are_part_of_the_staff() {
        let mut impossible = opened();
        if let Some(women) = &mut impossible.women {
            women.people = 1_000;
        }
        Scenario::empty().when(OpenCase(impossible), day(1)).refused("women-exceed-staff");
    }

    #[test]
    fn all_staff_may_be_women() {
        let mut all = opened();
        all.women.clone_from(&all.staff);
        let _ = Scenario::empty().when(OpenCase(all), day(1)).recorded();
    }
}
