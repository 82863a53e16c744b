//! The form of signing and sealing (签字盖章).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::sign::Sign;
use heyi_core::event::outcome::Signed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::Sign,
    dated: true,
    fields: &[
        Field::optional("staff_chief", Widget::Check, "职工方首席代表已签字", "Signed by the staff side's chief"),
        Field::optional("employer_chief", Widget::Check, "用人单位方首席代表已签字", "Signed by the employer's chief"),
        Field::optional("sealed", Widget::YesNoUnknown, "双方已盖章", "Sealed by both"),
        Field::optional("dated", Widget::Day, "文本落款日期", "Date the paper bears").hint("与签字日期不同的填写。", "When it is not the day of signing."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<Sign> {
    Some(Sign(Signed {
        staff_chief: form.check("staff_chief"),
        employer_chief: form.check("employer_chief"),
        sealed: form.yes_no("sealed"),
        dated: form.day("dated"),
    }))
}

/// Fills in what was recorded.
pub fn fill(signed: &Signed, form: &mut Filler<'_>) {
    form.check("staff_chief", signed.staff_chief);
    form.check("employer_chief", signed.employer_chief);
    form.yes_no("sealed", signed.sealed);
    form.day("dated", signed.dated);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn boxes_not_ticked_are_not_signed() {
        let command = kit::command(DecisionKind::Sign, &[("staff_chief", "on"), ("sealed", "no")]);
        let signed = Signed { staff_chief: true, employer_chief: false, sealed: Some(false), dated: None };
        assert_eq!(command, Sign(signed).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::Sign, &[("staff_chief", "王"), ("dated", "2026-13-01")]);
        assert_eq!(wrong, ["staff_chief not-yes-or-no", "dated no-such-day"]);
    }
}
