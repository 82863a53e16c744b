//! Change the coverage list (覆盖名册) of a case of many employers.

use std::collections::BTreeSet;

use crate::case::guard::{Guard, May};
use crate::case::{Case, Party};
use crate::event::CaseEvent;
use crate::event::coverage_list::{CoverageListed, EmployerJoined, EmployerLeft};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::open_case::women_within_staff;

/// The most employers one entry may name, so that recording it stays quick whatever the size of the area.
pub const MOST_EMPLOYERS: usize = 1_000;

/// Enters employers that joined the list or left it, each with its day, how it is bound, and its head counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEmployers(pub CoverageListed);

impl Decision for ListEmployers {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.that(is_joint(case), not_joint)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let listed = self.0;
        let number = listed.joined.len() + listed.left.len();
        if number == 0 {
            return Err(Refusal::new("required", "至少填写一家单位。", "Name at least one employer.").at("joined"));
        }
        if number > MOST_EMPLOYERS {
            return Err(Refusal::new(
                "too-many-employers",
                format!("一次最多登记 {MOST_EMPLOYERS} 家，现为 {number} 家；请分几次登记。"),
                format!("At most {MOST_EMPLOYERS} employers in one entry; there are {number}. Enter them in several."),
            )
            .at("joined"));
        }
        let mut named = BTreeSet::new();
        let employers = listed.joined.iter().map(|joined| joined.employer);
        for employer in employers.chain(listed.left.iter().map(|left| left.employer)) {
            if !named.insert(employer) {
                return Err(Refusal::new(
                    "employer-twice",
                    format!("同一单位出现两次：{employer}。"),
                    format!("The same employer is named twice: {employer}."),
                )
                .at("joined"));
            }
        }
        listed.joined.iter().try_for_each(|joined| check_joined(joined, ground))?;
        listed.left.iter().try_for_each(|left| check_left(left, case, ground))?;
        Ok(CaseEvent::CoverageListed(listed))
    }
}

/// Whether the case is one of many employers.
pub(super) fn is_joint(case: &Case) -> bool {
    case.opening.as_ref().is_some_and(|opening| matches!(opening.party, Party::Joint { .. }))
}

pub(super) fn not_joint() -> Refusal {
    Refusal::new(
        "not-joint",
        "本案只有一家用人单位，没有覆盖名册。",
        "This case has one employer and no coverage list.",
    )
}

fn check_joined(joined: &EmployerJoined, ground: &Ground<'_>) -> Result<(), Refusal> {
    Refusal::unless_filled("joined", &joined.name)?;
    if let Some(day) = joined.from.filter(|day| *day > ground.today) {
        return Err(in_future(&joined.name, day, ground, "joined"));
    }
    women_within_staff(joined.staff.as_ref(), joined.women.as_ref()).map_err(|refusal| Refusal {
        say: crate::text::Say::new(
            format!("{}：{}", joined.name, refusal.say.zh),
            format!("{}: {}", joined.name, refusal.say.en),
        ),
        ..refusal.at("joined")
    })
}

fn check_left(left: &EmployerLeft, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    let Some(covered) = case.covered.get(&left.employer).filter(|covered| covered.listed) else {
        return Err(Refusal::new(
            "not-on-the-list",
            format!("该单位不在覆盖名册上：{}。", left.employer),
            format!("That employer is not on the coverage list: {}.", left.employer),
        )
        .at("left"));
    };
    let joined = covered.stays.last().and_then(|stay| stay.from);
    match left.until {
        Some(day) if day > ground.today => Err(in_future(&covered.name, day, ground, "left")),
        Some(day) if joined.is_some_and(|from| day < from) => Err(Refusal::new(
            "left-before-joining",
            format!("{}：退出日期 {day} 早于加入日期。", covered.name),
            format!("{}: it left on {day}, before it joined.", covered.name),
        )
        .at("left")),
        _ => Ok(()),
    }
}

fn in_future(name: &str, day: jiff::civil::Date, ground: &Ground<'_>, field: &'static str) -> Refusal {
    Refusal::new(
        "day-in-future",
        format!("{name}：日期 {day} 晚于今天（{}）。", ground.today),
        format!("{name}: the day {day} lies after today ({}).", ground.today),
    )
    .at(field)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::case::Bounds;
    use crate::case::covered::Stay;
    use crate::event::coverage_list::Binding;
    use crate::event::opening::{HeadCount, JointCaseOpened};
    use crate::ids::EmployerId;
    use crate::scenario::{Scenario, date_of, day, joined, joint};

    use super::*;

    fn id(number: u128) -> EmployerId {
        EmployerId(Uuid::from_u128(number))
    }

    fn opened() -> Scenario {
        Scenario::empty().and(CaseEvent::JointCaseOpened(joint().into()), day(0))
    }

    fn list(joined: Vec<EmployerJoined>, left: Vec<EmployerLeft>) -> ListEmployers {
        ListEmployers(CoverageListed { joined, left })
    }

    fn left(number: u128, on: i64) -> EmployerLeft {
        EmployerLeft { employer: id(number), until: Some(date_of(on)), reason: "注销".into() }
    }

    #[test]
    fn employers_join_leave_and_join_again() {
        let both = opened().and(CaseEvent::CoverageListed(list(vec![joined(1), joined(2)], vec![]).0), day(1));
        let gone = both.and(CaseEvent::CoverageListed(list(vec![], vec![left(1, 30)]).0), day(30));
        assert_eq!(gone.case().listed().count(), 1);
        let back = gone.when(list(vec![EmployerJoined { from: Some(date_of(60)), ..joined(1) }], vec![]), day(60));
        let case = back.recorded();
        let stays = &case.covered.get(&id(1)).unwrap().stays;
        let first = Stay { from: Some(date_of(0)), until: Some(Bounds::on(date_of(30))) };
        assert_eq!(stays, &[first, Stay { from: Some(date_of(60)), until: None }]);
    }

    #[test]
    fn what_cannot_be_is_refused_and_names_the_employer() {
        let one = opened().and(CaseEvent::CoverageListed(list(vec![joined(1)], vec![]).0), day(1));
        one.clone().when(list(vec![], vec![]), day(2)).refused("required");
        one.clone().when(list(vec![joined(2), joined(2)], vec![]), day(2)).refused("employer-twice");
        one.clone().when(list(vec![], vec![left(9, 2)]), day(2)).refused("not-on-the-list");
        one.clone().when(list(vec![], vec![left(1, -5)]), day(2)).refused("left-before-joining");
        one.clone().on(9).when(list(vec![], vec![left(1, 10)]), day(2)).refused("day-in-future");
        let _ = one.clone().on(10).when(list(vec![], vec![left(1, 10)]), day(2)).recorded();
        let far = EmployerJoined { from: Some(date_of(999)), ..joined(2) };
        one.clone().when(list(vec![far], vec![]), day(2)).refused("day-in-future");
        let women = joined(2).staff.map(|staff| HeadCount { people: staff.people + 1, ..staff });
        let impossible = check_joined(&EmployerJoined { women, ..joined(2) }, &one.ground()).unwrap_err();
        assert!(impossible.say.zh.starts_with(&format!("{}：", joined(2).name)), "{}", impossible.say.zh);
        let many = (0..1_001).map(|number| joined(number + 10)).collect();
        one.when(list(many, vec![]), day(2)).refused("too-many-employers");
        Scenario::opened().when(list(vec![joined(1)], vec![]), day(2)).refused("not-joint");
    }

    #[test]
    fn who_is_bound_is_computed_with_its_reason() {
        let of = |place: &str, subject, binding| {
            let opening = JointCaseOpened { place: place.parse().unwrap(), subject, ..joint() };
            let joined = EmployerJoined { binding, ..joined(1) };
            let scenario = Scenario::empty()
                .and(CaseEvent::JointCaseOpened(opening.into()), day(0))
                .and(CaseEvent::CoverageListed(list(vec![joined], vec![]).0), day(1));
            let case = scenario.case();
            let bound = case.bound(case.covered.get(&id(1)).unwrap(), date_of(100), &scenario.ground());
            (bound.bound, bound.cite.and_then(|cite| cite.article))
        };
        use crate::rules::SubjectMatter::{Wage, Women};
        assert_eq!(of("320706", Women, Binding::None), (true, Some("53".into())), "the law binds every employer there");
        assert!(!of("310114", Women, Binding::Mandate).0, "Shanghai: by recognition");
        assert!(of("310114", Women, Binding::Recognition).0);
        assert!(!of("370102", Wage, Binding::Recognition).0, "Shandong, wages: by seal");
        assert!(of("370102", Wage, Binding::Seal).0);
        assert!(of("370102", Women, Binding::None).0, "its text is for wages alone");
    }

    #[test]
    fn a_thousand_at_once_today_and_for_a_single_day() {
        let today = |number| EmployerJoined { from: Some(date_of(9)), ..joined(number) };
        let thousand = (0..1_000).map(|number| today(number + 10)).collect();
        let _ = opened().on(9).when(list(thousand, vec![]), day(9)).recorded();
        let one = opened().and(CaseEvent::CoverageListed(list(vec![today(1)], vec![]).0), day(9));
        let _ = one.on(20).when(list(vec![], vec![left(1, 9)]), day(9)).recorded();
    }
}
