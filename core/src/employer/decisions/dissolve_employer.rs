//! Record that an employer no longer exists (单位终止).

use crate::employer::Employer;
use crate::employer::guard::{RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::EmployerGone;
use crate::refusal::Refusal;

use super::Decision;

/// Records that an employer is gone. Its cases stay, and are closed by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DissolveEmployer(pub EmployerGone);

impl Decision for DissolveEmployer {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, _: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        Ok(EmployerEvent::EmployerGone(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::Register;
    use crate::scenario::day;

    use super::*;


    fn gone(reason: &str) -> DissolveEmployer {
        DissolveEmployer(EmployerGone { reason: reason.into() })
    }

    #[test]
    fn it_is_gone_once_and_for_a_reason() {
        let employer = Register::entered().when(gone("注销"), day(60)).recorded();
        assert_eq!(employer.facts.gone.unwrap().value, "注销");
        Register::entered().when(gone(""), day(60)).refused("required");
        Register::gone().when(gone("注销"), day(100)).refused("employer-gone");
    }
}
