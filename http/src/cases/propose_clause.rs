//! The form of proposing a clause; its number is given when it is recorded.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::propose_clause::ProposeClause;
use heyi_core::event::clauses::ClauseProposed;

use crate::form::clause_text;
use crate::form::choices::SIDES;
use crate::form::field::join;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

const OWN: &[Field] = &[Field::required("by", Widget::Choice(SIDES.choices), "提出方", "Proposed by")];

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ProposeClause,
    dated: true,
    fields: &join::<{ OWN.len() + clause_text::FIELDS.len() }>(OWN, clause_text::FIELDS),
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ProposeClause> {
    let by = form.choice("by", &SIDES);
    let text = clause_text::read(form);
    Some(ProposeClause { by: by?, text: text? })
}

/// Fills in what was recorded.
pub fn fill(proposed: &ClauseProposed, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, proposed.by);
    clause_text::fill(&proposed.text, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::clauses::ClauseText;
    use heyi_core::event::representation::Side;
    use heyi_core::topic::{Tier, TopicCode};

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_proposal_is_read_as_typed() {
        let typed = [("by", "staff"), ("topic", "CAR.01"), ("text", "产假不计入考核"), ("tier", "2"), ("beneficiary_count", "88")];
        let text = ClauseText {
            topic: TopicCode::known("CAR.01").unwrap(),
            text: "产假不计入考核".into(),
            tier: Some(Tier::Two),
            measure: String::new(),
            beneficiaries: String::new(),
            beneficiary_count: Some(88),
        };
        assert_eq!(kit::command(DecisionKind::ProposeClause, &typed), ProposeClause { by: Side::Staff, text }.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("topic", "哺乳"), ("tier", "4"), ("beneficiary_count", "约九十")];
        let wrong = kit::wrong(DecisionKind::ProposeClause, &typed);
        let expected = [
            "by required",
            "topic unknown-topic",
            "text required",
            "tier unknown-choice",
            "beneficiary_count not-a-number",
        ];
        assert_eq!(wrong, expected);
    }
}
