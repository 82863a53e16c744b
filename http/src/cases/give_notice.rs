//! The form of notice of a session.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::give_notice::GiveNotice;
use heyi_core::event::talks::NoticeGiven;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::GiveNotice,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "通知方", "Given by"),
        Field::optional("planned_day", Widget::Day, "拟定会议日期", "Day planned").hint("可以是将来的日期。", "May lie ahead."),
        Field::optional("place", Widget::Line, "拟定地点", "Place planned"),
        Field::required("agenda", Widget::Area, "会议议题", "Subjects announced"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<GiveNotice> {
    let by = form.choice("by", &SIDES);
    let planned_day = form.day("planned_day");
    let place = form.text("place");
    let agenda = form.text("agenda");
    Some(GiveNotice(NoticeGiven { by: by?, planned_day, place, agenda }))
}

/// Fills in what was recorded.
pub fn fill(notice: &NoticeGiven, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, notice.by);
    form.day("planned_day", notice.planned_day);
    form.text("place", &notice.place);
    form.text("agenda", &notice.agenda);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_notice_is_read_as_typed() {
        let typed = [("by", "staff"), ("planned_day", "2026/3/1"), ("place", "三楼"), ("agenda", "条款")];
        let planned_day = Some(date(2026, 3, 1));
        let notice = NoticeGiven { by: Side::Staff, planned_day, place: "三楼".into(), agenda: "条款".into() };
        assert_eq!(kit::command(DecisionKind::GiveNotice, &typed), GiveNotice(notice).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::GiveNotice, &[("planned_day", "1026-03-01"), ("place", "a\tb")]);
        let expected = ["by required", "planned_day year-out-of-range", "place not-plain-text", "agenda required"];
        assert_eq!(wrong, expected);
    }
}
