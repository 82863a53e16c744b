//! The form: record the award (仲裁裁决).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::record_award::RecordAward;
use heyi_core::event::dispute::AwardMade;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RecordAward,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::optional("reference", Widget::Line, "裁决书文号", "Reference"),
        Field::required("outcome", Widget::Area, "裁决结果", "What it decides"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordAward> {
    let breach = form.number("breach");
    let reference = form.text("reference");
    let outcome = form.text("outcome");
    Some(RecordAward(AwardMade { breach: breach?, reference, outcome }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &AwardMade, form: &mut Filler<'_>) {
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
        let expected = RecordAward(AwardMade { breach: 2, reference: "依实际情况".into(), outcome: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::RecordAward, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二")];
        let wrong = kit::wrong(DecisionKind::RecordAward, &typed);
        assert_eq!(wrong, ["breach not-a-number", "outcome required"]);
    }
}
