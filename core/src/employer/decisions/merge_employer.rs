//! Merge an employer into another of the register (并入其他单位).

use crate::employer::Employer;
use crate::employer::guard::{RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::EmployerMerged;
use crate::ids::EmployerId;
use crate::refusal::Refusal;

use super::Decision;

/// Merges an employer into another, which must be in the register and go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeEmployer {
    /// The employer that goes on.
    pub into: EmployerId,
}

impl Decision for MergeEmployer {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, employer: &Employer, ground: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        if self.into == employer.id {
            return Err(Refusal::new(
                "into-itself",
                "单位不能并入自己，请选择另一单位。",
                "An employer cannot be merged into itself; choose the other one.",
            )
            .at("into"));
        }
        let other = ground.other.filter(|other| other.id == self.into && other.is_registered());
        let Some(other) = other else {
            return Err(Refusal::new(
                "unknown-employer",
                "名册中没有要并入的单位；请先登记。",
                "The employer it is merged into is not in the register; enter it first.",
            )
            .at("into"));
        };
        // A circle of mergers would leave nobody to talk with.
        exists(other).map_err(|refusal| refusal.at("into"))?;
        let into_name = other.name().to_owned();
        Ok(EmployerEvent::EmployerMerged(EmployerMerged { into: self.into, into_name }))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::Register;
    use crate::scenario::day;

    use super::*;


    #[test]
    fn it_is_merged_into_another_that_goes_on() {
        let other = Register::another().employer();
        let merge = MergeEmployer { into: other.id };
        let employer = Register::entered().beside(&other).when(merge.clone(), day(60)).recorded();
        assert_eq!(employer.facts.merged.unwrap().value.name, other.name());
        assert!(!employer.spells.last().unwrap().exists);
        Register::entered().when(merge, day(60)).refused("unknown-employer");
    }

    #[test]
    fn not_into_itself_and_not_into_one_that_is_gone() {
        let itself = Register::entered().employer().id;
        Register::entered().when(MergeEmployer { into: itself }, day(60)).refused("into-itself");
        let mut gone = Register::gone().employer();
        gone.id = Register::another().employer().id;
        let merge = MergeEmployer { into: gone.id };
        Register::entered().beside(&gone).when(merge, day(60)).refused("employer-gone");
    }
}
