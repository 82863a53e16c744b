//! The form of publishing the chase list (催办名单).

use heyi_core::drive::decisions::DriveKind;
use heyi_core::drive::decisions::publish_chase_list::PublishChaseList;
use heyi_core::event::drive::ChaseListPublished;

use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<DriveKind> = FormSpec {
    kind: DriveKind::PublishChaseList,
    dated: true,
    fields: &[
        Field::required("way", Widget::Line, "公布方式", "Where").hint("如报纸、网站、公开栏。", "Such as a newspaper or a notice board."),
        Field::optional("employers", Widget::Number, "公布家数", "How many were named"),
        Field::optional("answer_by", Widget::Day, "要求答复的期限", "To answer by").hint("可以是将来的日期。", "May lie ahead."),
        Field::optional("answer_days", Widget::Number, "或：自公布起多少日内答复", "Or: days from publication to answer in"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<PublishChaseList> {
    let way = form.text("way");
    let employers = form.number("employers");
    let answer_by = form.day("answer_by");
    let answer_days = form.number("answer_days");
    Some(PublishChaseList(ChaseListPublished { way, employers, answer_by, answer_days }))
}
