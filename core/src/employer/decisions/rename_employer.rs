//! Rename an employer (单位更名). Agreements stay valid; the former name is kept and found.

use crate::employer::Employer;
use crate::employer::guard::{RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::EmployerRenamed;
use crate::refusal::Refusal;

use super::Decision;

/// Gives an employer another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameEmployer(pub EmployerRenamed);

impl Decision for RenameEmployer {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, employer: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        Refusal::unless_filled("name", &self.0.name)?;
        if employer.name() == self.0.name.trim() {
            return Err(Refusal::new("same-name", "这就是现在的名称。", "That is the name it has.").at("name"));
        }
        Ok(EmployerEvent::EmployerRenamed(EmployerRenamed { name: self.0.name.trim().to_owned() }))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::{Register, registered};
    use crate::scenario::day;

    use super::*;


    fn rename(name: &str) -> RenameEmployer {
        RenameEmployer(EmployerRenamed { name: name.into() })
    }

    #[test]
    fn the_former_name_is_kept() {
        let employer = Register::entered().when(rename("新名生物医药有限公司"), day(30)).recorded();
        assert_eq!(employer.name(), "新名生物医药有限公司");
        let former: Vec<_> = employer.facts.former_names.iter().map(|known| known.value.as_str()).collect();
        assert_eq!(former, [registered().name]);
    }

    #[test]
    fn a_name_is_new_and_of_an_employer_that_exists() {
        Register::entered().when(rename("  "), day(30)).refused("required");
        Register::entered().when(rename(&registered().name), day(30)).refused("same-name");
        Register::merged().when(rename("新名"), day(100)).refused("employer-merged");
        Register::merged().when(rename("新名"), day(30)).then(EmployerEvent::EmployerRenamed(EmployerRenamed {
            name: "新名".into(),
        }));
    }
}
