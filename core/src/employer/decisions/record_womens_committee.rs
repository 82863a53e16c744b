//! Record the women workers' committee (女职工委员会).

use crate::employer::Employer;
use crate::employer::guard::{RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::{CommitteeKind, WomensCommitteeRecorded};
use crate::refusal::Refusal;

use super::Decision;

/// Records which women workers' organisation there is, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordWomensCommittee(pub WomensCommitteeRecorded);

impl Decision for RecordWomensCommittee {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, _: &Employer, ground: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        if self.0.kind == CommitteeKind::None && self.0.since.is_some() {
            return Err(Refusal::new(
                "none-has-no-day",
                "没有女职工委员会的，不填成立日期。",
                "Where there is no committee there is no day it was set up.",
            )
            .at("since"));
        }
        if self.0.since.is_some_and(|since| since > ground.today) {
            return Err(Refusal::new(
                "since-in-future",
                "成立日期晚于今天，请核对。",
                "The day it was set up lies after today. Check it.",
            )
            .at("since"));
        }
        Ok(EmployerEvent::WomensCommitteeRecorded(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::scenario::Register;
    use crate::scenario::{date_of, day};

    use super::*;


    fn committee(kind: CommitteeKind, since: Option<i64>) -> RecordWomensCommittee {
        RecordWomensCommittee(WomensCommitteeRecorded { kind, since: since.map(date_of) })
    }

    #[test]
    fn a_committee_is_known_with_its_kind_and_since_when() {
        let employer = Register::entered().when(committee(CommitteeKind::Committee, Some(5)), day(9)).recorded();
        let known = employer.facts.committee.unwrap();
        assert_eq!((known.value.kind, known.value.since), (CommitteeKind::Committee, Some(date_of(5))));
        assert_eq!(known.as_of, day(9));
    }

    #[test]
    fn its_day_lies_in_the_past_and_only_a_committee_has_one() {
        Register::entered().when(committee(CommitteeKind::None, Some(5)), day(9)).refused("none-has-no-day");
        Register::entered().when(committee(CommitteeKind::Joint, Some(366)), day(9)).refused("since-in-future");
    }
}
