//! The questions guards ask of an employer, and what decisions stand on besides it.

use jiff::civil::Date;

use crate::credit_code::CreditCode;
use crate::divisions;
use crate::event::opening::HeadCount;
use crate::industry;
use crate::place::Place;
use crate::refusal::Refusal;

use super::Employer;

/// What a decision about an employer stands on.
#[derive(Clone, Copy, Debug)]
pub struct RegisterGround<'a> {
    /// The day in Asia/Shanghai.
    pub today: Date,
    /// The other employer that the request names; `None`: it names none, or there is none of that id.
    pub other: Option<&'a Employer>,
}

/// The employer must be in the register, and exist: neither merged nor dissolved by then.
///
/// # Errors
/// `employer-unknown`, `employer-merged` or `employer-gone`.
pub fn exists(employer: &Employer) -> Result<(), Refusal> {
    registered(employer)?;
    if let Some(merged) = &employer.facts.merged {
        return Err(Refusal::new(
            "employer-merged",
            format!("该单位已并入“{}”；请记在并入后的单位。如并入有误，请更正或撤回该记录。", merged.value.name),
            format!(
                "It was merged into \"{}\"; record this there. If that is wrong, correct or withdraw that entry.",
                merged.value.name
            ),
        ));
    }
    if employer.facts.gone.is_some() {
        return Err(Refusal::new(
            "employer-gone",
            "该单位已不存在。如有误，请更正或撤回该记录。",
            "This employer no longer exists. If that is wrong, correct or withdraw that entry.",
        ));
    }
    Ok(())
}

/// The employer must be in the register.
///
/// # Errors
/// `employer-unknown`.
pub fn registered(employer: &Employer) -> Result<(), Refusal> {
    if employer.is_registered() {
        return Ok(());
    }
    Err(Refusal::new(
        "employer-unknown",
        "名册中没有这个单位，或当时尚未登记。",
        "There is no such employer in the register, or there was none then.",
    ))
}

/// The code as recorded, when its check characters are right.
///
/// # Errors
/// `credit-code`, naming the character and the one expected.
pub fn credit_code(text: &str) -> Result<String, Refusal> {
    let refused = |error: crate::credit_code::NotACreditCode| {
        let say = error.say();
        Refusal::new("credit-code", say.zh, say.en).at("credit_code")
    };
    CreditCode::parse(text).map(|code| code.as_str().to_owned()).map_err(refused)
}

/// The division code must be one that exists.
///
/// # Errors
/// `unknown-division`, naming the code.
pub fn division(place: &Place, field: &'static str) -> Result<(), Refusal> {
    divisions::exists(place).map_err(|error| {
        let say = error.say();
        Refusal::new("unknown-division", say.zh, say.en).at(field)
    })
}

/// The industry, when one is named, must be a division of the standard.
///
/// # Errors
/// `unknown-industry`.
pub fn industry(code: Option<&str>) -> Result<(), Refusal> {
    match code {
        Some(code) if industry::find(code).is_none_or(|division| division.code != code) => Err(Refusal::new(
            "unknown-industry",
            format!("GB/T 4754-2017 没有大类“{code}”。"),
            format!("GB/T 4754-2017 has no division \"{code}\"."),
        )
        .at("industry")),
        _ => Ok(()),
    }
}

/// A part cannot have more people than the whole, where both are exact and of the same day.
///
/// # Errors
/// `part-exceeds-whole` at the part's field.
pub fn part_of(
    (part, field, zh, en): (Option<&HeadCount>, &'static str, &str, &str),
    (whole, whole_zh, whole_en): (Option<&HeadCount>, &str, &str),
) -> Result<(), Refusal> {
    let (Some(part), Some(whole)) = (part, whole) else { return Ok(()) };
    if part.about || whole.about || part.as_of != whole.as_of || part.people <= whole.people {
        return Ok(());
    }
    Err(Refusal::new(
        "part-exceeds-whole",
        format!("{zh}（{}）多于{whole_zh}（{}）。", part.people, whole.people),
        format!("There are more {en} ({}) than {whole_en} ({}).", part.people, whole.people),
    )
    .at(field))
}
