//! The form of recording head counts.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::record_head_count::RecordHeadCount;
use heyi_core::event::employer::HeadCountRecorded;

use crate::form::opening::{COUNTS, fill_counts, read_counts};
use crate::form::{Filler, FormSpec, Reader};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RecordHeadCount,
    dated: true,
    fields: COUNTS,
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordHeadCount> {
    Some(RecordHeadCount(read_counts(form)))
}

/// Fills in what was recorded.
pub fn fill(recorded: &HeadCountRecorded, form: &mut Filler<'_>) {
    fill_counts(recorded, form);
}
