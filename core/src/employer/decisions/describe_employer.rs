//! Record what a source says of an employer: industry, biomedicine, size, ownership, union.

use crate::employer::Employer;
use crate::employer::guard::{self, RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::EmployerDescribed;
use crate::refusal::Refusal;

use super::Decision;

/// Records what a source says; what it does not say stays as it was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribeEmployer(pub EmployerDescribed);

impl Decision for DescribeEmployer {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, _: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        if self.0 == EmployerDescribed::default() {
            return Err(Refusal::new(
                "nothing-said",
                "至少填写一项；不清楚的留空，仍按原有记录。",
                "Fill in at least one thing; what is left empty stays as it was known.",
            )
            .at("industry"));
        }
        guard::industry(self.0.industry.as_deref())?;
        Ok(EmployerEvent::EmployerDescribed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::Register;
    use crate::event::employer::{Size, UnionKind};
    use crate::scenario::day;

    use super::*;


    #[test]
    fn what_is_not_said_stays_and_what_is_said_has_its_day() {
        let said = EmployerDescribed {
            size: Some(Size::Medium),
            union: Some(UnionKind::Federation),
            ..EmployerDescribed::default()
        };
        let employer = Register::entered().when(DescribeEmployer(said), day(30)).recorded();
        let size = employer.facts.size.unwrap();
        assert_eq!((size.value, size.as_of), (Size::Medium, day(30)));
        assert_eq!(employer.facts.industry.unwrap().value, "27");
        assert_eq!(employer.facts.union.unwrap().value, UnionKind::Federation);
    }

    #[test]
    fn something_is_said_and_the_industry_exists() {
        let nothing = DescribeEmployer(EmployerDescribed::default());
        Register::entered().when(nothing, day(30)).refused("nothing-said");
        let unknown = EmployerDescribed { industry: Some("00".into()), ..EmployerDescribed::default() };
        Register::entered().when(DescribeEmployer(unknown), day(30)).refused("unknown-industry");
    }
}
