use heyi_core::event::drive::DriveOf;
use heyi_core::ids::EmployerId;

use super::*;

const ID: &str = "00000000-0000-0000-0000-000000000007";

fn read(kind: DriveKind, pairs: &[(&str, &str)]) -> Result<DriveCommand, Vec<String>> {
    let mut input =
        Input::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).unwrap();
    input.or("occurred", "2026-03-02");
    let wrong =
        |errors: Vec<FieldError>| errors.iter().map(|error| format!("{} {}", error.field, error.code)).collect();
    parse(kind, &input).map(|request| request.command).map_err(wrong)
}

#[test]
fn a_drive_is_read_as_typed() {
    let targets = format!("{ID} 示例厂\n\n");
    let typed =
        [("office", "js"), ("name", "三月要约行动"), ("of", "offers"), ("place", "320100"), ("targets", &targets)];
    let DriveCommand::OpenDrive(open) = read(DriveKind::OpenDrive, &typed).unwrap() else { panic!("another command") };
    assert_eq!((open.0.of, open.0.targets.len()), (DriveOf::Offers, 1));
    assert_eq!(open.0.targets[0].employer, EmployerId(Uuid::from_u128(7)));
    assert_eq!(open.0.targets[0].name, "示例厂");
}

#[test]
fn everything_wrong_is_told_at_once() {
    let typed = [("office", "js"), ("of", "words"), ("to", "2026-02-30"), ("targets", "某厂")];
    let wrong = read(DriveKind::OpenDrive, &typed).unwrap_err();
    let expected =
        ["name required", "of unknown-choice", "place required", "to no-such-day", "targets not-an-employer"];
    assert_eq!(wrong, expected);
}

#[test]
fn each_form_tells_its_required_fields() {
    let required = [
        (DriveKind::ExtendDrive, vec!["targets required"]),
        (DriveKind::PublishChaseList, vec!["way required"]),
        (DriveKind::TellProgress, vec!["words required"]),
        (DriveKind::CloseDrive, vec!["report required"]),
        (DriveKind::ReopenDrive, vec!["reason required"]),
    ];
    for (kind, expected) in required {
        assert_eq!(read(kind, &[]).unwrap_err(), expected, "{kind:?}");
        assert_eq!(form_of(kind).spec.kind, kind);
    }
}
