//! The form of opening a case (立案), with the employer when it is new.

use heyi_core::decisions::open_case::OpenCase;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::opening::CaseOpened;

use crate::form::opening::{self, Register};
use crate::form::{Filler, FormSpec, Reader};

/// What is asked.
pub static FORM: FormSpec = FormSpec { kind: DecisionKind::OpenCase, dated: true, fields: opening::FIELDS };

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<OpenCase> {
    opening::read(form).map(|(opened, _)| OpenCase(opened))
}

/// Reads the command with what it brings to the register of employers.
pub fn parse_opening(form: &mut Reader<'_>) -> Option<(Command, Register)> {
    opening::read(form).map(|(opened, register)| (OpenCase(opened).into(), register))
}

/// Fills in what was recorded.
pub fn fill(opened: &CaseOpened, form: &mut Filler<'_>) {
    opening::fill(opened, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::employer::{Ownership, UnionKind};
    use heyi_core::ids::EmployerId;
    use heyi_core::occurred::Occurred;
    use heyi_core::rules::SubjectMatter;
    use jiff::civil::date;
    use uuid::Uuid;

    use crate::form::{FieldError, OpeningForm, kit, parse_opening};

    use super::*;

    const NEW: &[(&str, &str)] = &[
        ("office", "js-nanjing"),
        ("employer_name", "示例有限公司"),
        ("no_code_reason", "报道未载明"),
        ("place", "320100"),
        ("industry", "27"),
        ("biomedicine", "yes"),
        ("ownership", "private"),
        ("occurred", "2026-02-10"),
    ];

    fn open(pairs: &[(&str, &str)]) -> Result<OpeningForm, Vec<FieldError>> {
        parse_opening(DecisionKind::OpenCase, &kit::typed(pairs), &mut kit::Texts::default())
    }

    fn register(form: &OpeningForm) -> &Register {
        form.register.as_ref().unwrap()
    }

    fn opened(form: &OpeningForm) -> &CaseOpened {
        match &form.request.command {
            Command::OpenCase(open) => &open.0,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_new_employer_is_entered_in_the_register() {
        let form = open(NEW).unwrap();
        let employer = register(&form).employer.as_ref().unwrap();
        assert_eq!((employer.ownership, employer.union), (Ownership::Private, UnionKind::Unknown));
        assert_eq!((employer.industry.as_deref(), employer.biomedicine), (Some("27"), Some(true)));
        assert_eq!((employer.name.as_str(), employer.no_code_reason.as_str()), ("示例有限公司", "报道未载明"));
        assert_eq!((&opened(&form).number, opened(&form).employer), (&String::new(), EmployerId(Uuid::nil())));
        assert_eq!((opened(&form).subject, register(&form).counts.as_ref()), (SubjectMatter::Women, None));
    }

    #[test]
    fn an_employer_of_the_register_is_chosen() {
        let id = Uuid::from_u128(7).to_string();
        let chosen = [("office", "js"), ("employer", &id), ("employer_name", "某厂"), ("place", "320000"), ("occurred", "2026-02-10")];
        let form = open(&chosen).unwrap();
        assert_eq!((register(&form).employer.as_ref(), opened(&form).employer), (None, EmployerId(Uuid::from_u128(7))));
        let errors = open(&[&chosen[..], &[("no_code_reason", "无")]].concat()).unwrap_err();
        assert_eq!(errors.first().unwrap().code, "employer-is-registered");
    }

    #[test]
    fn head_counts_are_of_a_day_and_the_women_share_that_of_the_staff() {
        let counted = [
            NEW,
            &[("staff", "420"), ("women", "236"), ("women_about", "on"), ("skilled_women", "88"), ("staff_as_of", "2026-01-01")],
        ]
        .concat();
        let counts = register(&open(&counted).unwrap()).counts.clone().unwrap();
        let women = counts.women.unwrap();
        assert_eq!((women.people, women.about, women.as_of), (236, true, Occurred::on(date(2026, 1, 1))));
        assert_eq!(counts.skilled_women.unwrap().people, 88);
        let own = open(&[&counted[..], &[("women_as_of_words", "年初")]].concat()).unwrap();
        let own = register(&own).counts.clone().unwrap();
        assert_eq!(own.women.unwrap().as_of, Occurred::unknown("年初"));
    }

    #[test]
    fn head_counts_without_a_day_are_of_the_day_of_the_opening() {
        let form = open(&[NEW, &[("staff", "420"), ("women", "236")]].concat()).unwrap();
        let day = form.request.occurred.clone();
        assert_ne!(day, Occurred::default());
        let counts = register(&form).counts.as_ref().unwrap();
        for count in [&counts.staff, &counts.women, &opened(&form).staff, &opened(&form).women] {
            assert_eq!(count.as_ref().unwrap().as_of, day);
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("office", "江苏"), ("employer", "7"), ("place", "南京"), ("industry", "999"), ("staff", "多")];
        let wrong = kit::wrong(DecisionKind::OpenCase, &typed);
        let expected = [
            "office not-an-office",
            "employer not-an-employer",
            "employer_name required",
            "place not-a-place",
            "staff not-a-number",
            "credit_code required",
            "industry unknown-industry",
        ];
        assert_eq!(wrong, expected);
        let typed = [&NEW[..2], &[("place", "320100"), ("credit_code", "91320100MA1234567X")]].concat();
        assert_eq!(kit::wrong(DecisionKind::OpenCase, &typed), ["credit_code not-a-credit-code"]);
    }
}
