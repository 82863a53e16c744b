//! Enter an employer in the register (登记用人单位).

use crate::employer::Employer;
use crate::employer::guard::{self, RegisterGround};
use crate::event::EmployerEvent;
use crate::event::employer::EmployerRegistered;
use crate::refusal::Refusal;

use super::Decision;

/// Enters an employer. Its code, when it has one, is reserved in the same commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterEmployer(pub EmployerRegistered);

impl Decision for RegisterEmployer {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        if employer.is_registered() {
            return Err(Refusal::new("already-registered", "该单位已在名册中。", "It is in the register already."));
        }
        Ok(())
    }

    fn decide(self, _: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        let mut registered = self.0;
        Refusal::unless_filled("name", &registered.name)?;
        registered.credit_code = match registered.credit_code {
            Some(code) => Some(guard::credit_code(&code)?),
            None if registered.no_code_reason.trim().is_empty() => return Err(code_or_reason()),
            None => None,
        };
        guard::division(&registered.place, "place")?;
        guard::industry(registered.industry.as_deref())?;
        Ok(EmployerEvent::EmployerRegistered(registered))
    }
}

fn code_or_reason() -> Refusal {
    Refusal::new(
        "code-or-reason",
        "请填写统一社会信用代码；没有代码的须说明原因。",
        "Give the unified social credit code, or the reason why there is none.",
    )
    .at("credit_code")
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::{Register, registered};
    use crate::scenario::day;

    use super::*;


    #[test]
    fn an_employer_is_entered_once_with_a_code_or_the_reason_for_none() {
        let entered = EmployerEvent::EmployerRegistered(registered());
        Register::empty().when(RegisterEmployer(registered()), day(1)).then(entered);
        Register::entered().when(RegisterEmployer(registered()), day(1)).refused("already-registered");
        let without = EmployerRegistered { credit_code: None, ..registered() };
        Register::empty().when(RegisterEmployer(without), day(1)).refused("code-or-reason");
    }

    #[test]
    fn a_wrong_check_character_is_named_with_the_one_expected() {
        let wrong = EmployerRegistered { credit_code: Some("914403001922038217".into()), ..registered() };
        let refusal = Register::empty().when(RegisterEmployer(wrong), day(1)).refused("credit-code");
        assert_eq!(refusal.say.zh, "第 18 位为“7”，按前面各位推算应为“6”，请核对是否输错");
        assert_eq!(refusal.field, Some("credit_code"));
    }

    #[test]
    fn a_division_or_industry_that_does_not_exist_is_refused() {
        let nowhere = EmployerRegistered { place: "320199".parse().unwrap(), ..registered() };
        let refusal = Register::empty().when(RegisterEmployer(nowhere), day(1)).refused("unknown-division");
        assert!(refusal.say.zh.contains("320199"), "{}", refusal.say.zh);
        let nothing = EmployerRegistered { industry: Some("98".into()), ..registered() };
        Register::empty().when(RegisterEmployer(nothing), day(1)).refused("unknown-industry");
    }
}
