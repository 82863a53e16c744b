//! The form of the publication (公布) to the staff.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::publish::Publish;
use heyi_core::event::performance::Published;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::Publish,
    dated: true,
    fields: &[
        Field::required("way", Widget::Line, "公布方式", "How").hint("如公开栏、职工大会、内网。", "Such as notice board, meeting, intranet."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<Publish> {
    Some(Publish(Published { way: form.text("way") }))
}

/// Fills in what was recorded.
pub fn fill(publication: &Published, form: &mut Filler<'_>) {
    form.text("way", &publication.way);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn it_is_read_as_typed() {
        let publication = Published { way: "公开栏".into() };
        assert_eq!(kit::command(DecisionKind::Publish, &[("way", " 公开栏 ")]), Publish(publication).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::Publish, &[("way", "a\u{0}"), ("occurred", "?")]);
        assert_eq!(wrong, ["way not-plain-text", "occurred not-a-day"]);
    }
}
