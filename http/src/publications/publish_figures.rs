//! The form of approving a proposal and publishing its figures (批准发布).

use heyi_core::publication::decisions::PublicationStep;
use heyi_core::publication::decisions::publish_figures::PublishFigures;
use heyi_projections::publications::withholding::RULE;

use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<PublicationStep> = FormSpec {
    kind: PublicationStep::PublishFigures,
    dated: true,
    fields: &[Field::optional("remark", Widget::Area, "审核意见", "Remark of the reviewer").hint("不写人名。", "Name nobody.")],
};

/// Reads the command; its tables are computed from the proposal's ids when it is recorded.
pub fn parse(form: &mut Reader<'_>) -> Option<PublishFigures> {
    let remark = form.text("remark");
    Some(PublishFigures { tables: Vec::new(), rule: RULE.to_owned(), remark })
}
