//! The form of the vote inside one covered employer: which, and the numbers; what they come to is worked out.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::record_employer_vote::RecordEmployerVote;
use heyi_core::event::coverage_list::EmployerVoteTaken;

use crate::form::field::join;
use crate::form::{Field, Filler, FormSpec, Reader, Widget, ballot, sentences};

const OWN: &[Field] = &[Field::required("employer", Widget::Listed, "哪家单位", "Employer")
    .hint("覆盖名册上的单位。", "One of the coverage list.")];

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RecordEmployerVote,
    dated: true,
    fields: &join::<{ OWN.len() + ballot::FIELDS.len() }>(OWN, ballot::FIELDS),
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordEmployerVote> {
    let employer = form.parsed("employer", |text| text.parse().map_err(|_| sentences::not_an_employer(text)));
    let ballot = ballot::read(form);
    Some(RecordEmployerVote { employer: employer?, ballot: ballot? })
}

/// Fills in what was recorded.
pub fn fill(vote: &EmployerVoteTaken, form: &mut Filler<'_>) {
    form.text("employer", &vote.employer.to_string());
    ballot::fill(&vote.ballot, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::ids::EmployerId;
    use heyi_core::scenario::ballot;

    use crate::form::kit;

    use super::*;

    #[test]
    fn the_numbers_are_read_as_typed() {
        let id = uuid::Uuid::from_u128(7).to_string();
        let typed = [
            ("employer", id.as_str()),
            ("members", "30"),
            ("present", "28"),
            ("in_favour", "25"),
            ("against", "3"),
            ("abstained", "0"),
            ("secret", "yes"),
        ];
        let expected = RecordEmployerVote { employer: EmployerId(uuid::Uuid::from_u128(7)), ballot: ballot(30, 28, 25) };
        assert_eq!(kit::command(DecisionKind::RecordEmployerVote, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("employer", "某厂"), ("members", "三十"), ("present", "28"), ("in_favour", "25")];
        let wrong = kit::wrong(DecisionKind::RecordEmployerVote, &typed);
        assert_eq!(wrong, ["employer not-an-employer", "members not-a-number", "against required", "abstained required"]);
    }
}
