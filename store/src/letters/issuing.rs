//! What issuing letters appends: each letter's first entry, and the numbers their offices give them, in one commit.

use std::collections::BTreeMap;

use heyi_core::event::letter::LetterIssued;
use heyi_core::event::office::LetterNumbered;
use heyi_core::event::{Event, LetterEvent, OfficeEvent};
use heyi_core::ids::{LetterId, OfficeId, Version};
use heyi_core::letter::Letter;
use heyi_core::letter::decisions::issue_letter::IssueLetter;
use heyi_core::letter::decisions::{self, LetterRequest};
use heyi_core::letter::guard::LetterGround;
use heyi_core::occurred::Occurred;
use jiff::civil::Date;

use crate::append::{Expect, StreamAppend};
use crate::cases::one;
use crate::employers::{self, entry};
use crate::log::EventLog;
use crate::reading::StoreError;
use crate::{codec, streams};

use super::LetterError;

/// A letter to be issued. Its number is given here.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The new letter.
    pub letter: LetterId,
    /// What it says; whatever number it has is replaced.
    pub issued: LetterIssued,
    /// The day it is issued.
    pub occurred: Occurred,
}

/// The numbers one office gives in a commit.
struct Numbers {
    last: Version,
    given: Vec<LetterNumbered>,
}

/// What issuing these letters appends, in one commit with whatever else it holds: a drive issues many at once. Each gets the next
/// number of its office in the year of `today`.
///
/// # Errors
/// [`LetterError::Refused`] with what is wrong with one of them, or when the log cannot be read.
pub async fn issuing(log: &dyn EventLog, today: Date, letters: Vec<Issue>) -> Result<Vec<StreamAppend>, LetterError> {
    let year = today.year();
    let mut offices: BTreeMap<OfficeId, Numbers> = BTreeMap::new();
    let mut appends = Vec::with_capacity(letters.len() + 1);
    for Issue { letter, mut issued, occurred } in letters {
        let office = issued.office.clone();
        if !offices.contains_key(&office) {
            let last = log.version(&streams::letter_numbering(&office, year)?).await?;
            offices.insert(office.clone(), Numbers { last, given: Vec::new() });
        }
        if let Some(numbers) = offices.get_mut(&office) {
            let serial = u32::try_from(numbers.last.0).unwrap_or(u32::MAX).saturating_add(1);
            let serial = serial.saturating_add(u32::try_from(numbers.given.len()).unwrap_or(u32::MAX));
            issued.number = format!("〔{year}〕函{serial}");
            numbers.given.push(LetterNumbered { office, year, serial, letter });
        }
        let request = LetterRequest { command: IssueLetter(issued).into(), occurred: occurred.clone() };
        let event = decide(log, today, request, &Letter::empty(letter)).await?;
        appends.push(one(streams::letter(letter)?, Expect::NoStream, &entry(occurred, Event::Letter(event)))?);
    }
    for (office, numbers) in offices {
        appends.push(numbering(&office, year, numbers, today)?);
    }
    Ok(appends)
}

fn numbering(office: &OfficeId, year: i16, numbers: Numbers, today: Date) -> Result<StreamAppend, StoreError> {
    let stream = streams::letter_numbering(office, year)?;
    let encode = |given| codec::encode(&entry(Occurred::on(today), Event::Office(OfficeEvent::LetterNumbered(given))));
    let events = numbers.given.into_iter().map(encode).collect::<Result<_, _>>()?;
    Ok(StreamAppend { stream, expect: Expect::Exact(numbers.last), events })
}

/// The event a request comes to, with what it names looked up.
pub(super) async fn decide(
    log: &dyn EventLog,
    today: Date,
    request: LetterRequest,
    now: &Letter,
) -> Result<LetterEvent, LetterError> {
    let issues = request.command.issues();
    let employer = match issues.and_then(|issued| issued.addressee.employer()) {
        Some(id) => employers::load(log, id).await?,
        None => None,
    };
    let case_exists = match issues.and_then(|issued| issued.case) {
        Some(case) => log.version(&streams::case(case)?).await? > Version::ZERO,
        None => false,
    };
    let followed_exists = match issues.and_then(|issued| issued.follows) {
        Some(letter) => log.version(&streams::letter(letter)?).await? > Version::ZERO,
        None => false,
    };
    let ground = LetterGround { today, employer: employer.as_ref(), case_exists, followed_exists };
    decisions::decide(request, now, &ground).map_err(LetterError::of)
}
