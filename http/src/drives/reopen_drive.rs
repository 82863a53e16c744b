//! The form of reopening a drive.

use heyi_core::drive::decisions::DriveKind;
use heyi_core::drive::decisions::reopen_drive::ReopenDrive;
use heyi_core::event::drive::DriveReopened;

use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<DriveKind> = FormSpec {
    kind: DriveKind::ReopenDrive,
    dated: true,
    fields: &[
        Field::required("reason", Widget::Line, "原因", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ReopenDrive> {
    let reason = form.text("reason");
    Some(ReopenDrive(DriveReopened { reason }))
}
