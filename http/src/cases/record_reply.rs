//! The form of the reply (答复) to the offer.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::record_reply::RecordReply;
use heyi_core::event::offer::ReplyReceived;

use crate::form::choices::ANSWERS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RecordReply,
    dated: true,
    fields: &[
        Field::required("answer", Widget::Choice(ANSWERS.choices), "答复意见", "What it says"),
        Field::optional("in_writing", Widget::Check, "书面答复", "In writing"),
        Field::optional("reasons", Widget::Area, "理由或部分同意的内容", "Reasons, or what is agreed to in part")
            .hint("不同意或部分同意的，须写明理由。", "A refusal, or a reply in part, must give its reasons."),
        Field::optional("proposed_day", Widget::Day, "另行建议的协商日期", "Another day proposed for the first session"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordReply> {
    let answer = form.choice("answer", &ANSWERS);
    let in_writing = form.check("in_writing");
    let reasons = form.text("reasons");
    let proposed_day = form.day("proposed_day");
    Some(RecordReply(ReplyReceived { answer: answer?, in_writing, reasons, proposed_day }))
}

/// Fills in what was recorded.
pub fn fill(reply: &ReplyReceived, form: &mut Filler<'_>) {
    form.choice("answer", &ANSWERS, reply.answer);
    form.check("in_writing", reply.in_writing);
    form.text("reasons", &reply.reasons);
    form.day("proposed_day", reply.proposed_day);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::offer::Answer;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_reply_is_read_as_typed() {
        let typed = [("answer", "refuses"), ("in_writing", "true"), ("reasons", "正在改制")];
        let reply =
            ReplyReceived { answer: Answer::Refuses, in_writing: true, reasons: "正在改制".into(), proposed_day: None };
        assert_eq!(kit::command(DecisionKind::RecordReply, &typed), RecordReply(reply).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::RecordReply, &[("proposed_day", "三月"), ("in_writing", "?")]);
        assert_eq!(wrong, ["answer required", "in_writing not-yes-or-no", "proposed_day not-a-day"]);
    }
}
