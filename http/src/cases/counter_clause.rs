//! The form of countering a clause with another text.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::counter_clause::CounterClause;
use heyi_core::event::clauses::ClauseCountered;

use crate::form::clause_text;
use crate::form::choices::SIDES;
use crate::form::field::join;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

const OWN: &[Field] = &[
    Field::required("clause", Widget::Clause, "第几条", "Clause"),
    Field::required("by", Widget::Choice(SIDES.choices), "提出方", "Put by"),
];

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::CounterClause,
    dated: true,
    fields: &join::<{ OWN.len() + clause_text::FIELDS.len() }>(OWN, clause_text::FIELDS),
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CounterClause> {
    let clause = form.number("clause");
    let by = form.choice("by", &SIDES);
    let text = clause_text::read(form);
    Some(CounterClause { clause: clause?, by: by?, text: text? })
}

/// Fills in what was recorded.
pub fn fill(countered: &ClauseCountered, form: &mut Filler<'_>) {
    form.number("clause", countered.clause);
    form.choice("by", &SIDES, countered.by);
    clause_text::fill(&countered.text, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::decisions::Command;
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_counter_is_read_as_typed() {
        let typed = [("clause", "1"), ("by", "employer"), ("topic", "CAR.01"), ("text", "另一文本")];
        let Command::CounterClause(counter) = kit::command(DecisionKind::CounterClause, &typed) else { panic!() };
        assert_eq!((counter.clause, counter.by, counter.text.text.as_str()), (1, Side::Employer, "另一文本"));
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::CounterClause, &[("clause", "一"), ("by", "staff"), ("by", "employer")]);
        assert_eq!(wrong, ["clause not-a-number", "by given-twice", "topic required", "text required"]);
    }
}
