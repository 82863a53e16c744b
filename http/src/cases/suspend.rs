//! The form of suspending the talks (中止).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::suspend::Suspend;
use heyi_core::event::talks::Suspended;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::Suspend,
    dated: true,
    fields: &[
        Field::required("reason", Widget::Area, "中止原因", "Why"),
        Field::optional("agreed_by_both", Widget::Check, "双方同意中止", "Both sides agreed"),
        Field::optional("resume_day", Widget::Day, "约定恢复日期", "Day agreed for going on").hint("可以是将来的日期。", "May lie ahead."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<Suspend> {
    Some(Suspend(Suspended {
        reason: form.text("reason"),
        agreed_by_both: form.check("agreed_by_both"),
        resume_day: form.day("resume_day"),
    }))
}

/// Fills in what was recorded.
pub fn fill(suspension: &Suspended, form: &mut Filler<'_>) {
    form.text("reason", &suspension.reason);
    form.check("agreed_by_both", suspension.agreed_by_both);
    form.day("resume_day", suspension.resume_day);
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_suspension_is_read_as_typed() {
        let typed = [("reason", "核算"), ("agreed_by_both", "on"), ("resume_day", "2026-03-01")];
        let resume_day = Some(date(2026, 3, 1));
        let suspension = Suspended { reason: "核算".into(), agreed_by_both: true, resume_day };
        assert_eq!(kit::command(DecisionKind::Suspend, &typed), Suspend(suspension).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::Suspend, &[("resume_day", "下周")]);
        assert_eq!(wrong, ["reason required", "resume_day not-a-day"]);
    }
}
