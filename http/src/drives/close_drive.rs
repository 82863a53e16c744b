//! The form of closing a drive with its report.

use heyi_core::drive::decisions::DriveKind;
use heyi_core::drive::decisions::close_drive::CloseDrive;
use heyi_core::event::drive::DriveClosed;

use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<DriveKind> = FormSpec {
    kind: DriveKind::CloseDrive,
    dated: true,
    fields: &[
        Field::required("report", Widget::Area, "总结", "Report")
            .hint("案件和函件各自继续。", "Cases and letters go on by themselves."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CloseDrive> {
    let report = form.text("report");
    Some(CloseDrive(DriveClosed { report }))
}
