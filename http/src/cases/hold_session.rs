//! The form of a session (协商会议) with its minutes.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::hold_session::HoldSession;
use heyi_core::event::talks::SessionHeld;

use crate::form::choices::CHAIRS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::HoldSession,
    dated: true,
    fields: &[
        Field::optional("place", Widget::Line, "地点", "Place"),
        Field::required("chair", Widget::Choice(CHAIRS.choices), "主持人", "Chair"),
        Field::optional("recorder", Widget::Name, "记录员", "Recorder")
            .hint("须由协商代表以外的人担任；姓名单独加密保存。", "Not one of the representatives; the name is kept apart, encrypted."),
        Field::optional("staff_present", Widget::Number, "职工方到会代表人数", "Staff representatives present"),
        Field::optional("employer_present", Widget::Number, "用人单位方到会代表人数", "Employer representatives present"),
        Field::required("agenda", Widget::Area, "议题", "What was on the table"),
        Field::optional("minutes", Widget::Area, "会议记录", "Minutes")
            .hint("诉求、答复、一致意见、未决事项；不写人名。", "What was claimed, answered, agreed, left open; name nobody."),
        Field::optional("minutes_signed", Widget::YesNoUnknown, "记录经双方首席代表签字", "Minutes signed by both chiefs"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<HoldSession> {
    let place = form.text("place");
    let chair = form.choice("chair", &CHAIRS);
    let recorder = form.name("recorder");
    let staff_present = form.number("staff_present");
    let employer_present = form.number("employer_present");
    let agenda = form.text("agenda");
    let minutes = form.text("minutes");
    let minutes_signed = form.yes_no("minutes_signed");
    let chair = chair?;
    Some(HoldSession(SessionHeld {
        place,
        chair,
        recorder,
        staff_present,
        employer_present,
        agenda,
        minutes,
        minutes_signed,
    }))
}

/// Fills in what was recorded.
pub fn fill(session: &SessionHeld, form: &mut Filler<'_>) {
    form.text("place", &session.place);
    form.choice("chair", &CHAIRS, session.chair);
    form.name("recorder", session.recorder.as_ref());
    form.number("staff_present", session.staff_present);
    form.number("employer_present", session.employer_present);
    form.text("agenda", &session.agenda);
    form.text("minutes", &session.minutes);
    form.yes_no("minutes_signed", session.minutes_signed);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::talks::Chair;

    use crate::form::kit;

    use super::*;


    #[test]
    fn what_is_left_empty_is_not_known() {
        let typed = [("chair", "adviser"), ("recorder", "陈某"), ("agenda", "岗位"), ("minutes_signed", "unknown")];
        let session = SessionHeld {
            place: String::new(),
            chair: Chair::Adviser,
            recorder: Some(kit::named("陈某")),
            staff_present: None,
            employer_present: None,
            agenda: "岗位".into(),
            minutes: String::new(),
            minutes_signed: None,
        };
        assert_eq!(kit::command(DecisionKind::HoldSession, &typed), HoldSession(session).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("chair", "x"), ("staff_present", "3.5"), ("employer_present", "100000000")];
        let wrong = kit::wrong(DecisionKind::HoldSession, &typed);
        let expected = [
            "chair unknown-choice",
            "staff_present not-a-number",
            "employer_present out-of-range",
            "agenda required",
        ];
        assert_eq!(wrong, expected);
    }
}
