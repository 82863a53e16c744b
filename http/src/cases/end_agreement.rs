//! The form: end the agreement: 终止 or 解除.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::end_agreement::EndAgreement;
use heyi_core::event::ending::Ended;

use crate::form::choices::END_GROUNDS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::EndAgreement,
    dated: true,
    fields: &[
        Field::required("ground", Widget::Choice(END_GROUNDS.choices), "终止或解除原因", "Why"),
        Field::optional("last_day", Widget::Day, "最后有效日", "Last day it held").hint("不填即为发生之日。", "Empty when it is the day this happened."),
        Field::optional("by_procedure", Widget::YesNoUnknown, "解除是否经过协商和审议程序", "Whether a cancellation followed the procedure").hint("仅双方协商解除时填写。", "Of a cancellation by both sides only."),
        Field::optional("remark", Widget::Area, "说明", "Remark"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<EndAgreement> {
    let ground = form.choice("ground", &END_GROUNDS);
    let last_day = form.day("last_day");
    let by_procedure = form.yes_no("by_procedure");
    let remark = form.text("remark");
    Some(EndAgreement(Ended { ground: ground?, last_day, by_procedure, remark }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &Ended, form: &mut Filler<'_>) {
    form.choice("ground", &END_GROUNDS, recorded.ground);
    form.day("last_day", recorded.last_day);
    form.yes_no("by_procedure", recorded.by_procedure);
    form.text("remark", &recorded.remark);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::ending::EndGround;
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("ground", "condition-met"), ("last_day", "2026年3月8日"), ("by_procedure", "no"), ("remark", "依实际情况")];
        let expected = EndAgreement(Ended { ground: EndGround::ConditionMet, last_day: Some(date(2026, 3, 8)), by_procedure: Some(false), remark: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::EndAgreement, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("ground", "其他"), ("last_day", "2026-02-30"), ("by_procedure", "也许")];
        let wrong = kit::wrong(DecisionKind::EndAgreement, &typed);
        assert_eq!(wrong, ["ground unknown-choice", "last_day no-such-day", "by_procedure not-yes-or-no"]);
    }
}
