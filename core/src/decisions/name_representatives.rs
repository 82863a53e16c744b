//! Name one side's representatives (协商代表).

mod numbers;

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::representation::{Representative, RepresentativesNamed, Side};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;
use numbers::check_numbers;
pub(super) use numbers::{check_external, irregular};

/// Names the representatives of a side, or names them anew.
///
/// Rules checked (集体合同规定): at least three, and the employer's side not more than the staff's (art 19), outsiders at most a
/// third and never chief (art 23), nobody on both sides (art 24); at most so many where the place says so, and a woman among the staff
/// side where women are the share it names (`numbers`). Art 19 asks for equal numbers: a larger staff side stands, with a mark where
/// no province says otherwise. Where the source does not say how many there are, numbers are not checked. Whether a union's staff sit
/// for the employer (Jiangsu 2004) and whether a women's committee exists (Shanghai) is not known to a case and not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRepresentatives(pub RepresentativesNamed);

impl Decision for NameRepresentatives {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.not_yet(Step::Draft)?.not_yet(Step::Outcome)?.allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let named = self.0;
        check_chief(&named.people, case, ground)?;
        if let Some(number) = named.number {
            check_numbers(&named, number, ground.day(at), case, ground)?;
        }
        for person in &named.people {
            check_no_dual_seat(person, named.side, case, ground)?;
        }
        Ok(CaseEvent::RepresentativesNamed(named))
    }
}

/// A chief comes from inside.
pub(super) fn check_inside(chief: &Representative, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    if !(chief.chief && chief.external) {
        return Ok(());
    }
    Err(Refusal::new(
        "chief-external",
        "首席代表不得由本单位以外的人员担任。",
        "The chief representative may not come from outside the employer.",
    )
    .at("people")
    .citing(ground.cite(case, "rep.external_max")))
}

fn check_chief(people: &[Representative], case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    let chiefs: Vec<_> = people.iter().filter(|person| person.chief).collect();
    match chiefs.as_slice() {
        [chief] => check_inside(chief, case, ground),
        others => Err(Refusal::new(
            "one-chief",
            format!("每方须有且仅有一名首席代表，现有 {} 名。", others.len()),
            format!("Each side has exactly one chief representative; {} are named.", others.len()),
        )
        .at("people")),
    }
}

/// Nobody represents both sides. One person of a case has one key in the vault, so equal keys mean the same person.
pub(super) fn check_no_dual_seat(
    person: &Representative,
    side: Side,
    case: &Case,
    ground: &Ground<'_>,
) -> Result<(), Refusal> {
    let Some(name) = &person.person else { return Ok(()) };
    let across = case.sides.get(&other(side)).into_iter().flatten();
    if across.filter(|seat| seat.vacant.is_none()).filter_map(|seat| seat.holder.person.as_ref()).any(|taken| taken.key == name.key) {
        return Err(Refusal::new(
            "both-sides",
            "同一人不得同时担任双方的协商代表。",
            "Nobody may represent both sides.",
        )
        .at("people")
        .citing(ground.cite(case, "rep.no_dual")));
    }
    Ok(())
}

fn other(side: Side) -> Side {
    match side {
        Side::Staff => Side::Employer,
        Side::Employer => Side::Staff,
    }
}

#[cfg(test)]
mod tests {
    use crate::case::Mark;
    use crate::scenario::{Scenario, day, representatives};

    use super::*;

    fn with(change: impl FnOnce(&mut RepresentativesNamed)) -> NameRepresentatives {
        let mut named = representatives(Side::Staff);
        change(&mut named);
        NameRepresentatives(named)
    }

    #[test]
    fn three_with_one_chief_are_enough() {
        let _ = Scenario::opened().when(with(|_| ()), day(1)).recorded();
    }

    #[test]
    fn two_are_too_few() {
        let two = with(|named| {
            named.people.truncate(2);
            named.number = Some(2);
        });
        Scenario::opened().when(two, day(1)).refused_citing("too-few-representatives", "19");
    }

    #[test]
    fn of_three_one_may_be_an_outsider_but_not_the_chief() {
        let _ = Scenario::opened().when(with(|named| named.people[1].external = true), day(1)).recorded();
        let two = with(|named| named.people.iter_mut().skip(1).for_each(|person| person.external = true));
        Scenario::opened().when(two, day(1)).refused_citing("too-many-external", "23");
        Scenario::opened().when(with(|named| named.people[0].external = true), day(1)).refused("chief-external");
    }

    #[test]
    fn the_employer_does_not_outnumber_the_staff_and_nobody_sits_on_both_sides() {
        let staff = CaseEvent::RepresentativesNamed(representatives(Side::Staff));
        let four = |side| RepresentativesNamed { number: Some(4), ..representatives(side) };
        Scenario::opened()
            .and(staff.clone(), day(1))
            .when(NameRepresentatives(four(Side::Employer)), day(2))
            .refused_citing("employer-outnumbers", "19");
        let employer = CaseEvent::RepresentativesNamed(representatives(Side::Employer));
        let grown = Scenario::opened().and(staff.clone(), day(1)).and(employer, day(2));
        assert!(grown.case().lines.last().unwrap().marks.is_empty(), "three and three are equal");
        let unequal = grown.when(NameRepresentatives(four(Side::Staff)), day(3)).recorded();
        assert!(matches!(unequal.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
        let same = RepresentativesNamed { side: Side::Employer, ..representatives(Side::Staff) };
        Scenario::opened()
            .and(staff, day(1))
            .when(NameRepresentatives(same), day(2))
            .refused_citing("both-sides", "24");
    }

    #[test]
    fn a_side_has_at_most_as_many_as_the_text_of_the_place_and_time_says() {
        let there = |place: &str, on: i64, number: u32| {
            let mut opened = crate::scenario::opened();
            opened.place = place.parse().unwrap();
            let scenario = Scenario::empty().and(CaseEvent::CaseOpened(opened.into()), day(on));
            scenario.when(with(|named| named.number = Some(number)), day(on))
        };
        there("110000", 1, 11).refused("too-many-representatives");
        let _ = there("500000", 1, 15).recorded();
        there("500000", 1, 16).refused("too-many-representatives");
        // Jiangsu's 15 of 2004 is a row without a day of entry into force, and answers for no day.
        let _ = there("320100", -1000, 16).recorded();
    }

    #[test]
    fn where_women_are_a_fifth_of_the_staff_the_side_includes_one() {
        let men = |named: &mut RepresentativesNamed| {
            named.people.iter_mut().for_each(|person| person.sex = Some(crate::event::representation::Sex::Man));
        };
        let marks = |place: &str, women: u32| {
            let mut opened = crate::scenario::opened();
            opened.place = place.parse().unwrap();
            if let Some(count) = &mut opened.women {
                count.people = women;
            }
            let scenario = Scenario::empty().and(CaseEvent::CaseOpened(opened.into()), day(0));
            scenario.when(with(men), day(1)).recorded().lines.last().unwrap().marks.len()
        };
        // The sample employer has 420 staff: 84 are exactly a fifth, and 以上 includes the number.
        assert_eq!((marks("500000", 84), marks("500000", 83)), (1, 0));
        assert_eq!(marks("110000", 236), 0, "Beijing's text sets no share");
    }

    #[test]
    fn an_unknown_number_is_not_checked() {
        let silent = with(|named| {
            named.people.truncate(1);
            named.number = None;
        });
        let _ = Scenario::opened().when(silent, day(1)).recorded();
    }
}
