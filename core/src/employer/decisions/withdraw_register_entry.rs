//! Withdraw an earlier entry of the register. It stays readable and no longer counts.

use crate::employer::Employer;
use crate::employer::guard::{RegisterGround, registered};
use crate::event::EmployerEvent;
use crate::event::employer::RegisterEntryWithdrawn;
use crate::history;
use crate::ids::Version;
use crate::refusal::Refusal;

use super::Decision;

/// Withdraws an entry, or a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawRegisterEntry {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// Why.
    pub reason: String,
}

impl Decision for WithdrawRegisterEntry {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        registered(employer)
    }

    fn decide(self, employer: &Employer, _: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        Refusal::unless_filled("reason", &self.reason)?;
        match history::withdrawable(&employer.lines, self.entry)? {
            EmployerEvent::EmployerRegistered(_) => Err(Refusal::new(
                "registration-stays",
                "登记不能撤回：案件以它为准。登记有误请更正；单位不存在的，记录单位终止。",
                "The registration cannot be withdrawn: cases rest on it. Correct it, or record that the employer no longer exists.",
            )
            .at("entry")),
            _ => Ok(EmployerEvent::RegisterEntryWithdrawn(RegisterEntryWithdrawn {
                entry: self.entry,
                reason: self.reason,
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::case::Standing;
    use crate::employer::scenario::{Register, registered};
    use crate::event::employer::EmployerRenamed;
    use crate::scenario::day;

    use super::*;

    fn withdraw(entry: u64) -> WithdrawRegisterEntry {
        WithdrawRegisterEntry { entry: Version(entry), reason: "记错单位".into() }
    }

    #[test]
    fn what_is_withdrawn_no_longer_counts_and_stays_readable() {
        let renamed = EmployerEvent::EmployerRenamed(EmployerRenamed { name: "别家".into() });
        let employer = Register::entered().and(renamed, day(10)).when(withdraw(2), day(20)).recorded();
        assert_eq!(employer.name(), registered().name);
        assert!(matches!(employer.line(Version(2)).unwrap().standing, Standing::Withdrawn(Version(3))));
        assert!(employer.facts.former_names.is_empty());
    }

    #[test]
    fn a_merger_that_never_was_is_withdrawn() {
        let employer = Register::merged().when(withdraw(2), day(100)).recorded();
        assert_eq!(employer.facts.merged, None);
    }

    #[test]
    fn the_registration_and_a_withdrawal_stay() {
        Register::entered().when(withdraw(1), day(20)).refused("registration-stays");
        let gone = Register::gone().and(
            EmployerEvent::RegisterEntryWithdrawn(RegisterEntryWithdrawn { entry: Version(2), reason: "误".into() }),
            day(90),
        );
        gone.clone().when(withdraw(3), day(100)).refused("withdrawal-stays");
        gone.clone().when(withdraw(2), day(100)).refused("entry-withdrawn");
        gone.when(withdraw(7), day(100)).refused("no-such-entry");
    }
}
