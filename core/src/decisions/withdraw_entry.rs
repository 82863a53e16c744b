//! Withdraw an earlier entry. It stays readable and no longer counts.

use crate::case::guard::{Guard, May};
use crate::case::{Case, Stage, Standing};
use crate::event::CaseEvent;
use crate::event::entries::EntryWithdrawn;
use crate::ground::Ground;
use crate::ids::Version;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Withdraws an entry, or a correction. On a closed case it takes effect when a second person approves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawEntry {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// Why.
    pub reason: String,
}

impl Decision for WithdrawEntry {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::exists(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("reason", &self.reason)?;
        let line = case.line(self.entry).ok_or_else(|| {
            Refusal::new(
                "no-such-entry",
                format!("没有第 {} 号记录。", self.entry),
                format!("There is no entry {}.", self.entry),
            )
            .at("entry")
        })?;
        let refused = match (&line.recorded.event, line.standing) {
            (_, Standing::Withdrawn(_)) => Some(("entry-withdrawn", "该记录已撤回。", "That entry was withdrawn.")),
            (event, _) if event.begins() => Some((
                "opening-stays",
                "立案记录不能撤回；误立的案件请以“误立”结案。",
                "The opening cannot be withdrawn. Close a case that was opened by mistake.",
            )),
            (CaseEvent::EntryWithdrawn(_) | CaseEvent::CorrectionApproved(_), _) => Some((
                "withdrawal-stays",
                "撤回和批准不能撤回；请重新记录该步骤。",
                "A withdrawal or approval cannot be withdrawn. Record the step again.",
            )),
            _ => None,
        };
        if let Some((code, zh, en)) = refused {
            return Err(Refusal::new(code, zh, en).at("entry"));
        }
        Ok(CaseEvent::EntryWithdrawn(EntryWithdrawn {
            entry: self.entry,
            reason: self.reason,
            awaits_approval: case.stage == Stage::Closed,
        }))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::entries::{CaseClosed, ClosingReason};
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    fn withdraw(entry: Version) -> WithdrawEntry {
        WithdrawEntry { entry, reason: "记错案件".into() }
    }

    #[test]
    fn what_is_withdrawn_no_longer_counts_and_stays_readable() {
        let scenario = Scenario::through(Step::Reply);
        let reply = scenario.entry_of("reply-received");
        let case = scenario.when(withdraw(reply), day(50)).recorded();
        assert!(!case.has(Step::Reply));
        assert!(matches!(case.line(reply).unwrap().standing, Standing::Withdrawn(_)));
    }

    #[test]
    fn on_a_closed_case_it_waits_for_approval_whatever_day_is_claimed() {
        let closed = CaseClosed { reason: ClosingReason::NoAgreement, remark: String::new() };
        let scenario = Scenario::through(Step::Reply).and(CaseEvent::CaseClosed(closed), day(60));
        let reply = scenario.entry_of("reply-received");
        for claimed in [Occurred::unknown(""), day(30), day(61)] {
            let case = scenario.clone().when(withdraw(reply), claimed).recorded();
            assert!(case.line(reply).unwrap().counts(), "nothing changes before the approval");
            assert_eq!(case.awaiting_approval().count(), 1);
        }
    }

    #[test]
    fn a_withdrawal_stays() {
        let scenario = Scenario::through(Step::Reply);
        let reply = scenario.entry_of("reply-received");
        let withdrawn = EntryWithdrawn { entry: reply, reason: "记错案件".into(), awaits_approval: false };
        let scenario = scenario.and(CaseEvent::EntryWithdrawn(withdrawn), day(50));
        let withdrawal = scenario.entry_of("entry-withdrawn");
        scenario.clone().when(withdraw(withdrawal), day(51)).refused("withdrawal-stays");
        scenario.when(withdraw(reply), day(51)).refused("entry-withdrawn");
    }

    #[test]
    fn the_opening_stays() {
        Scenario::opened().when(withdraw(Version(1)), day(50)).refused("opening-stays");
        Scenario::opened().when(withdraw(Version(9)), day(50)).refused("no-such-entry");
    }
}
