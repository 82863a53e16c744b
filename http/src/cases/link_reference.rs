//! The form of linking a reference: something outside the negotiation that bears on it.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::link_reference::LinkReference;
use heyi_core::event::entries::ReferenceLinked;

use crate::form::choices::REFERENCE_KINDS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::LinkReference,
    dated: true,
    fields: &[
        Field::required("kind", Widget::Choice(REFERENCE_KINDS.choices), "资料种类", "Kind"),
        Field::required("title", Widget::Line, "标题", "Title"),
        Field::required("publisher", Widget::Line, "发布或保存单位", "Published or kept by"),
        Field::optional("read", Widget::Line, "阅读情况", "How much was read, and when")
            .hint("如“全文，读于 2026-11-22”。", "Such as \"first part, copy read on 2026-11-22\"."),
        Field::optional("says", Widget::Area, "与本案有关的内容", "What it says of this case")
            .hint("简要写明，不写人名。", "In few words; name nobody."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<LinkReference> {
    let kind = form.choice("kind", &REFERENCE_KINDS);
    let title = form.text("title");
    let publisher = form.text("publisher");
    let read = form.text("read");
    let says = form.text("says");
    Some(LinkReference(ReferenceLinked { kind: kind?, title, publisher, read, says }))
}

/// Fills in what was recorded.
pub fn fill(reference: &ReferenceLinked, form: &mut Filler<'_>) {
    form.choice("kind", &REFERENCE_KINDS, reference.kind);
    form.text("title", &reference.title);
    form.text("publisher", &reference.publisher);
    form.text("read", &reference.read);
    form.text("says", &reference.says);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::entries::ReferenceKind;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_reference_is_read_as_typed() {
        let typed = [("kind", "report"), ("title", "典型案例"), ("publisher", "市总工会")];
        let reference = ReferenceLinked {
            kind: ReferenceKind::Report,
            title: "典型案例".into(),
            publisher: "市总工会".into(),
            read: String::new(),
            says: String::new(),
        };
        assert_eq!(kit::command(DecisionKind::LinkReference, &typed), LinkReference(reference).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::LinkReference, &[("kind", "rumour")]);
        assert_eq!(wrong, ["kind unknown-choice", "title required", "publisher required"]);
    }
}
