//! The questions guards ask of a letter, and what decisions stand on besides it.

use jiff::civil::Date;

use crate::employer::Employer;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Letter;

/// What a decision about a letter stands on.
#[derive(Clone, Copy, Debug)]
pub struct LetterGround<'a> {
    /// The day in Asia/Shanghai.
    pub today: Date,
    /// The employer the request addresses; `None`: it names none, or there is none of that id.
    pub employer: Option<&'a Employer>,
    /// Whether the case that the request names exists; `false` where it names none.
    pub case_exists: bool,
    /// Whether the letter that it follows exists, likewise.
    pub followed_exists: bool,
}

/// The letter must have been issued.
///
/// # Errors
/// `letter-unknown`.
pub fn issued(letter: &Letter) -> Result<(), Refusal> {
    if letter.issued.is_some() {
        return Ok(());
    }
    Err(Refusal::new("letter-unknown", "没有这份函件。", "There is no such letter."))
}

/// The letter must have been issued and not be closed.
///
/// # Errors
/// `letter-unknown`, `letter-closed`.
pub fn open(letter: &Letter) -> Result<(), Refusal> {
    issued(letter)?;
    if letter.closed.is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        "letter-closed",
        "这份函件已经办结。办结有误的，请先撤回办结记录。",
        "This letter is closed. If that is wrong, withdraw the entry that closed it.",
    ))
}

/// Nothing happens to a letter before the day it was issued.
///
/// # Errors
/// `before-issue`.
pub fn not_before_issue(letter: &Letter, occurred: &Occurred) -> Result<(), Refusal> {
    match &letter.issued {
        Some(issued) if occurred.certainly_before(&issued.as_of) => {
            let day = issued.as_of.earliest.map(|day| day.to_string()).unwrap_or_default();
            Err(Refusal::new(
                "before-issue",
                format!("日期早于发函日期（{day}），请核对。"),
                format!("The day lies before the letter was issued ({day}). Check it."),
            )
            .at("occurred"))
        }
        _ => Ok(()),
    }
}
