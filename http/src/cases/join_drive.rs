//! The form of taking a case into a drive.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::join_drive::JoinDrive;
use heyi_core::event::drive::DriveJoined;

use crate::form::{Field, Filler, FormSpec, Reader, Widget, sentences};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::JoinDrive,
    dated: true,
    fields: &[
        Field::required("drive", Widget::Drive, "哪次要约行动", "Which drive"),
        Field::required("name", Widget::Line, "行动名称", "Its name")
            .hint("从列表选择的，可不填。", "Need not be typed when it is chosen from the list."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<JoinDrive> {
    let drive = form.parsed("drive", |text| text.parse().map_err(|_| sentences::not_a_drive(text)));
    let name = form.text("name");
    Some(JoinDrive(DriveJoined { drive: drive?, name }))
}

/// Fills in what was recorded.
pub fn fill(joined: &DriveJoined, form: &mut Filler<'_>) {
    form.text("drive", &joined.drive.to_string());
    form.text("name", &joined.name);
}

#[cfg(test)]
mod tests {
    use heyi_core::ids::DriveId;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("drive", "00000000-0000-0000-0000-000000000009"), ("name", "三月要约行动")];
        let expected = DriveJoined { drive: DriveId(uuid::Uuid::from_u128(9)), name: "三月要约行动".into() };
        assert_eq!(kit::command(DecisionKind::JoinDrive, &typed), JoinDrive(expected).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::JoinDrive, &[("drive", "三月")]);
        assert_eq!(wrong, ["drive not-a-drive", "name required"]);
    }
}
