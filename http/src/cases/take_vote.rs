//! The form of the vote (审议表决): the numbers; what they come to is worked out.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::take_vote::TakeVote;
use heyi_core::event::congress::VoteTaken;

use crate::form::{Filler, FormSpec, Reader, ballot};

/// What is asked.
pub static FORM: FormSpec = FormSpec { kind: DecisionKind::TakeVote, dated: true, fields: ballot::FIELDS };

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<TakeVote> {
    ballot::read(form).map(TakeVote)
}

/// Fills in what was recorded.
pub fn fill(vote: &VoteTaken, form: &mut Filler<'_>) {
    ballot::fill(&vote.ballot, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::congress::Ballot;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_vote_is_read_as_typed() {
        let typed = [
            ("members", "180"),
            ("present", "170"),
            ("in_favour", "165"),
            ("against", "5"),
            ("abstained", "0"),
            ("secret", "是"),
        ];
        let ballot = Ballot {
            members: 180,
            present: 170,
            women_present: None,
            in_favour: 165,
            against: 5,
            abstained: 0,
            secret: Some(true),
        };
        assert_eq!(kit::command(DecisionKind::TakeVote, &typed), TakeVote(ballot).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("members", "百八十"), ("present", "170"), ("in_favour", "1e3"), ("abstained", "0"), ("secret", "半")];
        let wrong = kit::wrong(DecisionKind::TakeVote, &typed);
        let expected =
            ["members not-a-number", "in_favour not-a-number", "against required", "secret not-yes-or-no"];
        assert_eq!(wrong, expected);
    }
}
