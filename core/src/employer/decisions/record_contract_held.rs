//! Record a general or wage contract an employer has, or that it has none.

use crate::employer::Employer;
use crate::employer::guard::{RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::ContractHeldRecorded;
use crate::refusal::Refusal;

use super::Decision;

/// Records a contract other than the special one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordContractHeld(pub ContractHeldRecorded);

impl Decision for RecordContractHeld {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, _: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        let ContractHeldRecorded { held, from, to, .. } = self.0;
        if !held && (from.is_some() || to.is_some()) {
            return Err(Refusal::new(
                "none-has-no-days",
                "没有合同的，不填起止日期。",
                "Where there is no contract there are no days.",
            )
            .at("from"));
        }
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(Refusal::new(
                "ends-before-it-begins",
                "届满日早于起始日，请核对。",
                "The last day lies before the first. Check both.",
            )
            .at("to"));
        }
        Ok(EmployerEvent::ContractHeldRecorded(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::Register;
    use crate::event::employer::HeldContract;
    use crate::scenario::{date_of, day};

    use super::*;


    fn held(contract: HeldContract, held: bool, from: Option<i64>, to: Option<i64>) -> RecordContractHeld {
        RecordContractHeld(ContractHeldRecorded { contract, held, from: from.map(date_of), to: to.map(date_of) })
    }

    #[test]
    fn each_kind_of_contract_is_known_by_itself() {
        let general = held(HeldContract::General, true, Some(1), Some(300));
        let employer = Register::entered().when(general, day(9)).recorded();
        assert!(employer.facts.contracts[&HeldContract::General].value.held);
        assert!(!employer.facts.contracts.contains_key(&HeldContract::Wage), "not known is not none");
    }

    #[test]
    fn its_days_are_in_order_and_none_has_no_days() {
        let refused = |contract, code| {
            Register::entered().when(contract, day(9)).refused(code);
        };
        refused(held(HeldContract::Wage, true, Some(9), Some(8)), "ends-before-it-begins");
        refused(held(HeldContract::Wage, false, None, Some(8)), "none-has-no-days");
    }
}
