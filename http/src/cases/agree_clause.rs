//! The form of agreeing on a clause.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::agree_clause::AgreeClause;
use heyi_core::event::clauses::ClauseAgreed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::AgreeClause,
    dated: true,
    fields: &[
        Field::required("clause", Widget::Clause, "第几条", "Clause"),
        Field::optional("text_version", Widget::Number, "文本版本", "Version of the text").hint("不填即为最新版本。", "The latest, when empty."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AgreeClause> {
    let clause = form.number("clause");
    let text_version = form.number("text_version");
    Some(AgreeClause { clause: clause?, text_version })
}

/// Fills in what was recorded.
pub fn fill(agreed: &ClauseAgreed, form: &mut Filler<'_>) {
    form.number("clause", agreed.clause);
    form.number("text_version", agreed.text_version);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn an_agreement_is_read_as_typed() {
        let latest = kit::command(DecisionKind::AgreeClause, &[("clause", "3")]);
        assert_eq!(latest, AgreeClause { clause: 3, text_version: None }.into());
        let second = kit::command(DecisionKind::AgreeClause, &[("clause", "3"), ("text_version", "2")]);
        assert_eq!(second, AgreeClause { clause: 3, text_version: Some(2) }.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::AgreeClause, &[("text_version", "v2")]);
        assert_eq!(wrong, ["clause required", "text_version not-a-number"]);
    }
}
