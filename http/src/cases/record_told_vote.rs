//! The form of a vote of which the source tells the result and no numbers.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::record_told_vote::RecordToldVote;
use heyi_core::event::congress::VoteTold;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RecordToldVote,
    dated: true,
    fields: &[
        Field::optional("passed", Widget::Check, "资料称已通过", "The source says it was passed")
            .hint("有票数的，请用“审议表决”。", "With numbers, use \"Record the vote\"."),
        Field::required("words", Widget::Line, "资料原话", "Words of the source"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordToldVote> {
    let passed = form.check("passed");
    let words = form.text("words");
    Some(RecordToldVote(VoteTold { passed, words }))
}

/// Fills in what was recorded.
pub fn fill(told: &VoteTold, form: &mut Filler<'_>) {
    form.check("passed", told.passed);
    form.text("words", &told.words);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let command = kit::command(DecisionKind::RecordToldVote, &[("passed", "on"), ("words", "大会审议通过")]);
        assert_eq!(command, RecordToldVote(VoteTold { passed: true, words: "大会审议通过".into() }).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::RecordToldVote, &[("passed", "也许")]);
        assert_eq!(wrong, ["passed not-yes-or-no", "words required"]);
    }
}
