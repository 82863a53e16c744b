//! The form of recording the women workers' committee.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::record_womens_committee::RecordWomensCommittee;
use heyi_core::event::employer::WomensCommitteeRecorded;

use crate::form::choices::COMMITTEES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RecordWomensCommittee,
    dated: true,
    fields: &[
        Field::required("kind", Widget::Choice(COMMITTEES.choices), "女职工组织", "Women workers' organisation"),
        Field::optional("since", Widget::Day, "成立日期", "Set up on").hint("不清楚的留空。", "Empty when not known."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordWomensCommittee> {
    let kind = form.choice("kind", &COMMITTEES);
    let since = form.day("since");
    Some(RecordWomensCommittee(WomensCommitteeRecorded { kind: kind?, since }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &WomensCommitteeRecorded, form: &mut Filler<'_>) {
    form.choice("kind", &COMMITTEES, recorded.kind);
    form.day("since", recorded.since);
}
