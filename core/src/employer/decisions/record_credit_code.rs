//! Record the unified social credit code, when it was not known or is another now.

use crate::employer::Employer;
use crate::employer::guard::{self, RegisterGround};
use crate::event::EmployerEvent;
use crate::event::employer::CreditCodeRecorded;
use crate::refusal::Refusal;

use super::Decision;

/// Records the code; it is reserved in the same commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCreditCode(pub CreditCodeRecorded);

impl Decision for RecordCreditCode {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        guard::registered(employer)
    }

    fn decide(self, employer: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        let credit_code = guard::credit_code(&self.0.credit_code)?;
        if employer.credit_code() == Some(&credit_code) {
            return Err(Refusal::new("same-code", "名册中已是这个代码。", "The register has this code already.")
                .at("credit_code"));
        }
        Ok(EmployerEvent::CreditCodeRecorded(CreditCodeRecorded { credit_code }))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::{OTHER_CODE, Register, registered};
    use crate::scenario::day;

    use super::*;


    fn code(code: &str) -> RecordCreditCode {
        RecordCreditCode(CreditCodeRecorded { credit_code: code.into() })
    }

    #[test]
    fn a_code_found_later_ends_the_reason_for_none() {
        let mut without = registered();
        (without.credit_code, without.no_code_reason) = (None, "尚未取得".into());
        let register = Register::empty().and(EmployerEvent::EmployerRegistered(without), day(0));
        let employer = register.when(code(" 9144 0300 7152 6726xg"), day(9)).recorded();
        assert_eq!(employer.credit_code(), Some(OTHER_CODE));
        assert_eq!(employer.facts.no_code_reason, "");
    }

    #[test]
    fn a_wrong_code_is_refused_with_the_character_and_the_same_one_too() {
        let refusal = Register::entered().when(code("9144030071526726XH"), day(9)).refused("credit-code");
        assert!(refusal.say.zh.contains("第 18 位为“H”，按前面各位推算应为“G”"), "{}", refusal.say.zh);
        Register::entered().when(code("914403001922038216"), day(9)).refused("same-code");
    }
}
