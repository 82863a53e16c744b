//! The form: record the judgment (判决).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::record_judgment::RecordJudgment;
use heyi_core::event::dispute::JudgmentMade;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RecordJudgment,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::optional("reference", Widget::Line, "案号", "Reference"),
        Field::required("outcome", Widget::Area, "判决结果", "What it decides"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordJudgment> {
    let breach = form.number("breach");
    let reference = form.text("reference");
    let outcome = form.text("outcome");
    Some(RecordJudgment(JudgmentMade { breach: breach?, reference, outcome }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &JudgmentMade, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.text("reference", &recorded.reference);
    form.text("outcome", &recorded.outcome);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("reference", "依实际情况"), ("outcome", "依实际情况")];
        let expected = RecordJudgment(JudgmentMade { breach: 2, reference: "依实际情况".into(), outcome: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::RecordJudgment, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二")];
        let wrong = kit::wrong(DecisionKind::RecordJudgment, &typed);
        assert_eq!(wrong, ["breach not-a-number", "outcome required"]);
    }
}
