//! The form of the vote (审议表决): the numbers; what they come to is worked out.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::take_vote::TakeVote;
use heyi_core::event::congress::{Ballot, VoteTaken};

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::TakeVote,
    dated: true,
    fields: &[
        Field::required("members", Widget::Number, "应到人数", "Members entitled to vote").hint("全体代表或全体职工，不是到会人数。", "All of them, not those present."),
        Field::required("present", Widget::Number, "实到人数", "Present"),
        Field::optional("women_present", Widget::Number, "实到女性人数", "Women present").hint("不清楚的留空。", "Empty when not known."),
        Field::required("in_favour", Widget::Number, "赞成", "In favour"),
        Field::required("against", Widget::Number, "反对", "Against"),
        Field::required("abstained", Widget::Number, "弃权", "Abstained").hint("没有的填 0。三项之和等于实到人数。", "0 for none. The three add up to those present."),
        Field::optional("secret", Widget::YesNoUnknown, "无记名投票", "Secret ballot"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<TakeVote> {
    let members = form.number("members");
    let present = form.number("present");
    let women_present = form.number("women_present");
    let in_favour = form.number("in_favour");
    let against = form.number("against");
    let abstained = form.number("abstained");
    let secret = form.yes_no("secret");
    Some(TakeVote(Ballot {
        members: members?,
        present: present?,
        women_present,
        in_favour: in_favour?,
        against: against?,
        abstained: abstained?,
        secret,
    }))
}

/// Fills in what was recorded.
pub fn fill(vote: &VoteTaken, form: &mut Filler<'_>) {
    let ballot = &vote.ballot;
    form.number("members", ballot.members);
    form.number("present", ballot.present);
    form.number("women_present", ballot.women_present);
    form.number("in_favour", ballot.in_favour);
    form.number("against", ballot.against);
    form.number("abstained", ballot.abstained);
    form.yes_no("secret", ballot.secret);
}

#[cfg(test)]
mod tests {
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
