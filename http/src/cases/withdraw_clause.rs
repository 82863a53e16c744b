//! The form of withdrawing a clause.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::withdraw_clause::WithdrawClause;
use heyi_core::event::clauses::ClauseWithdrawn;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::WithdrawClause,
    dated: true,
    fields: &[
        Field::required("clause", Widget::Clause, "第几条", "Clause"),
        Field::optional("reason", Widget::Line, "撤回原因", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<WithdrawClause> {
    let clause = form.number("clause");
    let reason = form.text("reason");
    Some(WithdrawClause(ClauseWithdrawn { clause: clause?, reason }))
}

/// Fills in what was recorded.
pub fn fill(withdrawn: &ClauseWithdrawn, form: &mut Filler<'_>) {
    form.number("clause", withdrawn.clause);
    form.text("reason", &withdrawn.reason);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn a_withdrawal_is_read_as_typed() {
        let command = kit::command(DecisionKind::WithdrawClause, &[("clause", "1"), ("reason", "并入第 2 条")]);
        assert_eq!(command, WithdrawClause(ClauseWithdrawn { clause: 1, reason: "并入第 2 条".into() }).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::WithdrawClause, &[("reason", &"长".repeat(201))]);
        assert_eq!(wrong, ["clause required", "reason too-long"]);
    }
}
