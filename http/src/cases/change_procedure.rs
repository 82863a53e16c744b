//! The form: change the procedure (普通、简易、应急程序).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::change_procedure::ChangeProcedure;
use heyi_core::event::procedure::ProcedureChanged;

use crate::form::choices::PROCEDURES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ChangeProcedure,
    dated: true,
    fields: &[
        Field::required("to", Widget::Choice(PROCEDURES.choices), "改为", "Change to"),
        Field::required("reason", Widget::Area, "变更原因", "Why").hint("转为普通程序后，双方须登记协商代表，才能商定合同草案。", "Back in the ordinary procedure, both sides name their representatives before a draft is agreed."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ChangeProcedure> {
    let to = form.choice("to", &PROCEDURES);
    let reason = form.text("reason");
    Some(ChangeProcedure(ProcedureChanged { to: to?, reason }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ProcedureChanged, form: &mut Filler<'_>) {
    form.choice("to", &PROCEDURES, recorded.to);
    form.text("reason", &recorded.reason);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::opening::Procedure;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("to", "simple"), ("reason", "依实际情况")];
        let expected = ChangeProcedure(ProcedureChanged { to: Procedure::Simple, reason: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::ChangeProcedure, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("to", "其他")];
        let wrong = kit::wrong(DecisionKind::ChangeProcedure, &typed);
        assert_eq!(wrong, ["to unknown-choice", "reason required"]);
    }
}
