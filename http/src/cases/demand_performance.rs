//! The form: demand performance (要求履行).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::demand_performance::DemandPerformance;
use heyi_core::event::dispute::PerformanceDemanded;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::DemandPerformance,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::required("what", Widget::Area, "要求内容", "What is demanded"),
        Field::optional("by_day", Widget::Day, "要求履行的期限", "By when").hint("可以是将来的日期。", "May lie ahead."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<DemandPerformance> {
    let breach = form.number("breach");
    let what = form.text("what");
    let by_day = form.day("by_day");
    Some(DemandPerformance(PerformanceDemanded { breach: breach?, what, by_day }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &PerformanceDemanded, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.text("what", &recorded.what);
    form.day("by_day", recorded.by_day);
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("what", "依实际情况"), ("by_day", "2026年3月8日")];
        let expected = DemandPerformance(PerformanceDemanded { breach: 2, what: "依实际情况".into(), by_day: Some(date(2026, 3, 8)) });
        assert_eq!(kit::command(DecisionKind::DemandPerformance, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二"), ("by_day", "2026-02-30")];
        let wrong = kit::wrong(DecisionKind::DemandPerformance, &typed);
        assert_eq!(wrong, ["breach not-a-number", "what required", "by_day no-such-day"]);
    }
}
