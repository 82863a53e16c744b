//! How many represent a side, and who must be among them, by the texts of the place.

use jiff::civil::Date;

use crate::case::{Case, Mark};
use crate::event::representation::{Representative, RepresentativesNamed, Sex, Side};
use crate::ground::Ground;
use crate::jurisdiction::Level;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::rules::Rule;
use crate::text::Say;

use super::other;

/// The least and the most of a side, and its balance with the other.
pub(super) fn check_numbers(
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
    check_most(number, day, case, ground)?;
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
pub(in super::super) fn check_external(external: usize, number: u32, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
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

/// At most so many on a side: 3 to 10 in Beijing, 3 to 15 in Chongqing and in Jiangsu's text of 2004.
fn check_most(number: u32, day: Date, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    let most = |suffix: &str| {
        let rule = ground.rule(case, day, suffix)?;
        Some((rule.range().map(|(_, most)| most).or_else(|| rule.number())?, rule.cite()))
    };
    match most("rep.range").or_else(|| most("rep.max")) {
        Some((most, cite)) if number > most => Err(Refusal::new(
            "too-many-representatives",
            format!("每方代表不超过 {most} 人，现为 {number} 人。"),
            format!("A side has at most {most} representatives; there are {number}."),
        )
        .at("number")
        .citing(Some(cite))),
        _ => Ok(()),
    }
}

/// Unequal numbers stand, with a mark, where the nation's rule alone answers: a province may let the staff side be larger.
pub(in super::super) fn irregular(
    named: &RepresentativesNamed,
    at: &Occurred,
    case: &Case,
    ground: &Ground<'_>,
) -> Vec<Mark> {
    let day = ground.day(at);
    let national = ground.rule(case, day, "rep.min").is_some_and(|rule| rule.jurisdiction.level() == Some(Level::Nation));
    let across = case.numbers.get(&other(named.side)).copied();
    let mut marks: Vec<Mark> = without_a_woman(named, day, case, ground).into_iter().collect();
    match (named.number, across) {
        (Some(here), Some(across))
            if here != across && national && ground.rule(case, day, "rep.range").is_none() =>
        {
            let say = Say::new(
                format!("双方代表人数应当对等，现为 {here} 人对 {across} 人。"),
                format!("Both sides are to have the same number of representatives; there are {here} and {across}."),
            );
            marks.push(Mark::Irregular(say, ground.cite(case, "rep.min")));
        }
        _ => {}
    }
    marks
}
/// Where women are at least the share the text names, the staff side includes a woman (Jiangsu 2004, Chongqing: a fifth). Only what
/// is known is judged: head counts, and the sex of everybody on the side.
fn without_a_woman(named: &RepresentativesNamed, day: Date, case: &Case, ground: &Ground<'_>) -> Option<Mark> {
    let opening = case.opening.as_ref().filter(|_| named.side == Side::Staff)?;
    let (staff, women) = (opening.staff.as_ref()?.people, opening.women.as_ref()?.people);
    let rule = ground.rule(case, day, "rep.women")?;
    let applies = rule.op?.share(u64::from(women), u64::from(staff), rule.share()?);
    let all_known = named.number.is_some_and(|number| number as usize == named.people.len());
    let only_men = |people: &[Representative]| people.iter().all(|person| person.sex == Some(Sex::Man));
    (applies && all_known && only_men(&named.people)).then(|| no_woman(rule, women, staff))
}

fn no_woman(rule: &Rule, women: u32, staff: u32) -> Mark {
    let say = Say::new(
        format!("女职工 {women} 人，占职工 {staff} 人的比例达到规定，职工方代表中应有女职工代表，现无。"),
        format!("With {women} women among {staff} staff, the staff side must include a woman; there is none."),
    );
    Mark::Irregular(say, Some(rule.cite()))
}
