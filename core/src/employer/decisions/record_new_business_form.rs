//! Record whether an employer works in a new business form (新就业形态), its people counted apart.

use crate::employer::Employer;
use crate::employer::guard::{self, RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::NewBusinessFormRecorded;
use crate::refusal::Refusal;

use super::Decision;

/// Records work in a new business form. Its people are no part of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordNewBusinessForm(pub NewBusinessFormRecorded);

impl Decision for RecordNewBusinessForm {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, _: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        let NewBusinessFormRecorded { has, people, women } = &self.0;
        if !has && (people.is_some() || women.is_some()) {
            return Err(Refusal::new(
                "none-has-no-people",
                "没有新就业形态劳动者的，不填人数。",
                "Where there is no such work there is nobody to count.",
            )
            .at("people"));
        }
        guard::part_of((women.as_ref(), "women", "其中女性", "women"), (people.as_ref(), "总人数", "people"))?;
        Ok(EmployerEvent::NewBusinessFormRecorded(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::{Register, count};
    use crate::scenario::day;

    use super::*;


    fn form(has: bool, people: Option<u32>, women: Option<u32>) -> RecordNewBusinessForm {
        let count = |people: Option<u32>| people.map(|people| count(people, 9));
        RecordNewBusinessForm(NewBusinessFormRecorded { has, people: count(people), women: count(women) })
    }

    #[test]
    fn its_people_are_no_part_of_the_staff() {
        let employer = Register::entered().when(form(true, Some(90), Some(30)), day(9)).recorded();
        assert_eq!(employer.facts.new_business_form.unwrap().value.people, Some(count(90, 9)));
        assert_eq!((employer.facts.staff, employer.facts.women), (None, None));
    }

    #[test]
    fn nobody_is_counted_where_there_is_none_and_women_are_among_the_people() {
        Register::entered().when(form(false, Some(1), None), day(9)).refused("none-has-no-people");
        Register::entered().when(form(true, Some(1), Some(2)), day(9)).refused("part-exceeds-whole");
    }
}
