//! The form of taking more employers into a drive.

use heyi_core::drive::decisions::DriveKind;
use heyi_core::drive::decisions::extend_drive::ExtendDrive;
use heyi_core::event::drive::DriveExtended;
use crate::form::employer_lines;
use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<DriveKind> = FormSpec {
    kind: DriveKind::ExtendDrive,
    dated: true,
    fields: &[
        Field::optional("selection", Widget::Line, "选取条件", "How they were chosen"),
        Field::required("targets", Widget::List, "名单", "Employers").hint(
            "每行一家：统一社会信用代码或名册编号。可从名册按条件选出后删改；一次最多 1,000 家。",
            "One in a line: credit code, or id in the register. Choose them from the register, then take off whom you like; at most 1,000.",
        ),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ExtendDrive> {
    let selection = form.text("selection");
    let targets = form.lines("targets", employer_lines::target);
    Some(ExtendDrive(DriveExtended { selection, targets }))
}
