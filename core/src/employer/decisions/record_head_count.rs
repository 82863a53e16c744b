//! Record head counts (登记人数), each true of a day.

use crate::employer::Employer;
use crate::employer::guard::{self, RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::HeadCountRecorded;
use crate::refusal::Refusal;

use super::Decision;

/// Records head counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHeadCount(pub HeadCountRecorded);

impl Decision for RecordHeadCount {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, _: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        let HeadCountRecorded { staff, women, skilled_women } = &self.0;
        if staff.is_none() && women.is_none() && skilled_women.is_none() {
            return Err(Refusal::new(
                "nothing-counted",
                "至少填写一项人数；不清楚的留空。",
                "Give at least one number; leave empty what is not known.",
            )
            .at("staff"));
        }
        let women = women.as_ref();
        guard::part_of((women, "women", "女职工人数", "women"), (staff.as_ref(), "职工总数", "staff"))?;
        guard::part_of(
            (skilled_women.as_ref(), "skilled_women", "技术技能女职工人数", "skilled women"),
            (women, "女职工人数", "women"),
        )?;
        Ok(EmployerEvent::HeadCountRecorded(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::{Register, count};
    use crate::scenario::day;

    use super::*;


    fn counts(staff: Option<u32>, women: Option<u32>, skilled: Option<u32>) -> RecordHeadCount {
        let count = |people: Option<u32>| people.map(|people| count(people, 10));
        RecordHeadCount(HeadCountRecorded {
            staff: count(staff),
            women: count(women),
            skilled_women: count(skilled),
        })
    }

    #[test]
    fn the_count_with_the_latest_day_holds() {
        let employer = Register::entered().when(counts(Some(420), Some(236), None), day(10)).recorded();
        assert_eq!(employer.facts.women, Some(count(236, 10)));
        assert_eq!(employer.facts.skilled_women, None, "what is not known stays unknown");
    }

    #[test]
    fn something_is_counted_and_a_part_is_not_larger_than_the_whole() {
        let refused = |counts, code| {
            Register::entered().when(counts, day(10)).refused(code);
        };
        refused(counts(None, None, None), "nothing-counted");
        refused(counts(Some(10), Some(11), None), "part-exceeds-whole");
        refused(counts(None, Some(11), Some(12)), "part-exceeds-whole");
        Register::gone().when(counts(Some(10), None, None), day(100)).refused("employer-gone");
    }
}
