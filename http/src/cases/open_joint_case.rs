//! The form of opening a case of many employers (区域、行业案件立案).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::open_joint_case::OpenJointCase;
use heyi_core::event::opening::JointCaseOpened;

use crate::form::{Filler, FormSpec, Reader, joint};

/// What is asked.
pub static FORM: FormSpec = FormSpec { kind: DecisionKind::OpenJointCase, dated: true, fields: joint::FIELDS };

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<OpenJointCase> {
    joint::read(form).map(OpenJointCase)
}

/// Fills in what was recorded.
pub fn fill(opened: &JointCaseOpened, form: &mut Filler<'_>) {
    joint::fill(opened, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::decisions::Command;
    use heyi_core::event::opening::{EmployersSide, JointScope};
    use heyi_core::occurred::Occurred;
    use jiff::civil::date;

    use crate::form::{kit, parse_opening};

    use super::*;

    const PARK: &[(&str, &str)] = &[
        ("office", "js"),
        ("scope", "area"),
        ("name", "示例工业园"),
        ("place", "320706"),
        ("union", "园区工会联合会"),
        ("employers_side", "elected"),
        ("employers", "92"),
        ("women", "800"),
        ("about", "on"),
        ("occurred", "2026-02-10"),
    ];

    #[test]
    fn an_area_is_read_as_typed_and_its_numbers_are_of_the_day() {
        let typed = kit::typed(PARK);
        let form = parse_opening(DecisionKind::OpenJointCase, &typed, &mut kit::Texts::default()).unwrap();
        let Command::OpenJointCase(OpenJointCase(opened)) = form.request.command else { panic!("another command") };
        assert_eq!((opened.scope, opened.employers_side), (JointScope::Area, EmployersSide::Elected));
        let employers = opened.employers.unwrap();
        assert_eq!((employers.people, employers.about), (92, true));
        assert_eq!(employers.as_of, Occurred::on(date(2026, 2, 10)));
        assert!(form.register.is_none(), "no employer is entered with it");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::OpenJointCase, &[("office", "js"), ("scope", "国"), ("employers", "多")]);
        let expected = [
            "scope unknown-choice",
            "name required",
            "place required",
            "employers_side required",
            "employers not-a-number",
        ];
        assert_eq!(wrong, expected);
    }
}
