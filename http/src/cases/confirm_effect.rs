//! The form of confirming the effect (即行生效); its day is worked out from the receipt.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::confirm_effect::ConfirmEffect;
use heyi_core::event::filing::{EffectBasis, EffectConfirmed};

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ConfirmEffect,
    dated: true,
    fields: &[
        Field::required("checked", Widget::Area, "如何核实", "How it was made sure")
            .hint("如何确认部门未出具审查意见书，如“电话核实”。", "That no opinion was served; such as \"asked by telephone\"."),
        Field::optional("told_day", Widget::Day, "资料所载生效日期", "Day of effect the source tells")
            .hint("只在受理日期不明时填写；知道受理日期的由系统推算。", "Only when the day of receipt is not known; it is worked out otherwise."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ConfirmEffect> {
    Some(ConfirmEffect { checked: form.text("checked"), told_day: form.day("told_day") })
}

/// Fills in what was recorded.
pub fn fill(effect: &EffectConfirmed, form: &mut Filler<'_>) {
    form.text("checked", &effect.checked);
    if effect.basis == EffectBasis::TakenOver {
        form.day("told_day", Some(effect.effective_on));
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::decisions::Command;
    use heyi_core::event::CaseEvent;
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_confirmation_is_read_as_typed() {
        let command = kit::command(DecisionKind::ConfirmEffect, &[("checked", "电话核实"), ("told_day", "2018.4.26")]);
        let told_day = Some(date(2018, 4, 26));
        assert_eq!(command, ConfirmEffect { checked: "电话核实".into(), told_day }.into());
    }

    #[test]
    fn a_day_told_by_the_source_is_shown_again_and_one_worked_out_is_not() {
        let effect = |basis| EffectConfirmed {
            basis,
            effective_on: date(2018, 4, 26),
            expires_on: None,
            checked: "台账".into(),
            rule: String::new(),
        };
        let told = |basis| match kit::again(&CaseEvent::EffectConfirmed(effect(basis))) {
            Command::ConfirmEffect(confirm) => confirm.told_day,
            other => panic!("{other:?}"),
        };
        assert_eq!(told(EffectBasis::TakenOver), Some(date(2018, 4, 26)));
        assert_eq!(told(EffectBasis::Deemed), None);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::ConfirmEffect, &[("told_day", "四月")]);
        assert_eq!(wrong, ["checked required", "told_day not-a-day"]);
    }
}
