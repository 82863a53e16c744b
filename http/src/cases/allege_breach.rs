//! The form: allege a breach.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::allege_breach::AllegeBreach;
use heyi_core::event::dispute::BreachAlleged;

use crate::form::choices::ALLEGED_BY;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::AllegeBreach,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(ALLEGED_BY.choices), "主张人", "Alleged by"),
        Field::optional("clauses", Widget::Clauses, "所涉条款", "Clauses it is about"),
        Field::required("facts", Widget::Area, "违约事实", "What happened").hint("写事实和人数，不写个人姓名。", "Facts and numbers; name nobody."),
        Field::optional("known_since", Widget::Day, "知道侵害之日", "Day it was known").hint("一年仲裁时效自此起算；不清楚的留空。", "The year for arbitration runs from it; empty when not known."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AllegeBreach> {
    let by = form.choice("by", &ALLEGED_BY);
    let clauses = form.numbers("clauses");
    let facts = form.text("facts");
    let known_since = form.day("known_since");
    Some(AllegeBreach { by: by?, clauses, facts, known_since })
}

/// Fills in what was recorded.
pub fn fill(recorded: &BreachAlleged, form: &mut Filler<'_>) {
    form.choice("by", &ALLEGED_BY, recorded.by);
    form.numbers("clauses", &recorded.clauses);
    form.text("facts", &recorded.facts);
    form.day("known_since", recorded.known_since);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::dispute::AllegedBy;
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "workers"), ("clauses", "1、3"), ("facts", "依实际情况"), ("known_since", "2026年3月8日")];
        let expected = AllegeBreach { by: AllegedBy::Workers, clauses: vec![1, 3], facts: "依实际情况".into(), known_since: Some(date(2026, 3, 8)) };
        assert_eq!(kit::command(DecisionKind::AllegeBreach, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "其他"), ("clauses", "第一条"), ("known_since", "2026-02-30")];
        let wrong = kit::wrong(DecisionKind::AllegeBreach, &typed);
        assert_eq!(wrong, ["by unknown-choice", "clauses not-a-number", "facts required", "known_since no-such-day"]);
    }
}
