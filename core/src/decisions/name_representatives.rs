//! Name one side's representatives (协商代表).

use jiff::civil::Date;

use crate::case::{Case, Mark};
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::representation::{Representative, RepresentativesNamed, Side};
use crate::ground::Ground;
use crate::jurisdiction::Level;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;
use crate::text::Say;

use super::Decision;

/// Names the representatives of a side, or names them anew.
///
/// Rules checked (集体合同规定): at least three, and the employer's side not more than the staff's (art 19), outsiders at most a
/// third and never chief (art 23), nobody on both sides (art 24). Art 19 asks for equal numbers: a larger staff side stands,
/// with a mark where no province says otherwise. Where the source does not say how many there are, numbers are not checked.
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

fn check_numbers(
    named: &RepresentativesNamed,
    number: u32,
    day: Date,
    case: &Case,
    ground: &Ground<'_>,
) -> Result<(), Refusal> {
    if (number as usize) < named.people.len() {
        return Err(Refusal::new(
            "number-too-small",
            format!("人数填 {number}，却列出了 {} 名代表。", named.people.len()),
            format!("The number given is {number}, but {} representatives are listed.", named.people.len()),
        )
        .at("number"));
    }
    if let Some(rule) = ground.rule(case, day, "rep.min")
        && let Some(least) = rule.number()
        && number < least
    {
        return Err(Refusal::new(
            "too-few-representatives",
            format!("每方代表不少于 {least} 人，现为 {number} 人。"),
            format!("Each side needs at least {least} representatives; there are {number}."),
        )
        .at("number")
        .citing(Some(rule.cite())));
    }
    let across = case.numbers.get(&other(named.side)).copied();
    let (staff, employer) = match named.side {
        Side::Staff => (Some(number), across),
        Side::Employer => (across, Some(number)),
    };
    if let (Some(staff), Some(employer)) = (staff, employer)
        && employer > staff
    {
        return Err(Refusal::new(
            "employer-outnumbers",
            format!("用人单位方代表（{employer} 人）不得多于职工方代表（{staff} 人）；人数都要增加时，先登记职工方。"),
            format!(
                "The employer's side ({employer}) may not outnumber the staff side ({staff}). To enlarge both, name the staff side first."
            ),
        )
        .at("number")
        .citing(ground.cite(case, "rep.min")));
    }
    let external = named.people.iter().filter(|person| person.external).count();
    check_external(external, number, case, ground)
}

/// Outsiders are at most a third of their side.
pub(super) fn check_external(external: usize, number: u32, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    let most = number / 3;
    if external > most as usize {
        return Err(Refusal::new(
            "too-many-external",
            format!("外聘代表不得超过本方代表的三分之一：{number} 人中至多 {most} 人，现为 {external} 人。"),
            format!("Outsiders are at most a third of their side: {most} of {number}; there are {external}."),
        )
        .at("people")
        .citing(ground.cite(case, "rep.external_max")));
    }
    Ok(())
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

/// Unequal numbers stand, with a mark, where the nation's rule alone answers: a province may let the staff side be larger.
pub(super) fn irregular(
    named: &RepresentativesNamed,
    at: &Occurred,
    case: &Case,
    ground: &Ground<'_>,
) -> Vec<Mark> {
    let day = ground.day(at);
    let national = ground.rule(case, day, "rep.min").is_some_and(|rule| rule.jurisdiction.level() == Some(Level::Nation));
    let across = case.numbers.get(&other(named.side)).copied();
    match (named.number, across) {
        (Some(here), Some(across))
            if here != across && national && ground.rule(case, day, "rep.range").is_none() =>
        {
            let say = Say::new(
                format!("双方代表人数应当对等，现为 {here} 人对 {across} 人。"),
                format!("Both sides are to have the same number of representatives; there are {here} and {across}."),
            );
            vec![Mark::Irregular(say, ground.cite(case, "rep.min"))]
        }
        _ => Vec::new(),
    }
}

fn other(side: Side) -> Side {
    match side {
        Side::Staff => Side::Employer,
        Side::Employer => Side::Staff,
    }
}

#[cfg(test)]
mod tests {
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
        let unequal = grown.when(NameRepresentatives(four(Side::Staff)), day(3)).recorded();
        assert!(matches!(unequal.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
        let same = RepresentativesNamed { side: Side::Employer, ..representatives(Side::Staff) };
        Scenario::opened()
            .and(staff, day(1))
            .when(NameRepresentatives(same), day(2))
            .refused_citing("both-sides", "24");
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
