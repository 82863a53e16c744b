//! The history of a stream as it stands: corrections and withdrawals applied, late entries in their place.
//!
//! One shape for every subject whose entries need no second person: employers, letters, drives. A case has its own
//! ([`crate::case`]), because its corrections can wait for approval.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::case::Standing;
use crate::event::Recorded;
use crate::ids::Version;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

mod decisions;

pub(crate) use decisions::decisions;

/// An event that may be about an earlier entry.
pub trait Amends: Clone {
    /// What it changes.
    fn amends(&self) -> Amendment<'_, Self>;
}

/// What an event changes.
#[derive(Clone, Copy, Debug)]
pub enum Amendment<'a, E> {
    /// Nothing: it is a fact of its own.
    Nothing,
    /// That entry, which should have said this, of this day.
    Corrects(Version, &'a E, &'a Occurred),
    /// That entry, which no longer counts.
    Withdraws(Version),
}

/// One entry, with what became of it.
#[derive(Clone, Debug)]
pub struct Line<E> {
    /// As recorded.
    pub recorded: Recorded<E>,
    /// What became of it. These entries never wait for approval.
    pub standing: Standing,
    /// What it says now, when it was corrected.
    pub corrected: Option<(E, Occurred)>,
}

impl<E> Line<E> {
    /// What it says now.
    #[must_use]
    pub fn event(&self) -> &E {
        self.corrected.as_ref().map_or(&self.recorded.event, |(event, _)| event)
    }

    /// When it occurred, as claimed now.
    #[must_use]
    pub fn occurred(&self) -> &Occurred {
        self.corrected.as_ref().map_or(&self.recorded.occurred, |(_, occurred)| occurred)
    }

    /// Whether it counts: it was not withdrawn.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.standing, Standing::Stands | Standing::Corrected(_))
    }
}

/// The entries of `history` in the order they count in, each with its standing. No entry is dropped. An entry goes before those
/// which it certainly precedes; where the days do not tell, the order of recording holds; the first entry stays first.
#[must_use]
pub fn effective<E: Amends>(history: &[Recorded<E>]) -> Vec<Line<E>> {
    let changes = Changes::of(history);
    let mut lines: Vec<Line<E>> = Vec::with_capacity(history.len());
    for recorded in history {
        let line = changes.line(recorded);
        let place = place(&lines, line.occurred());
        lines.insert(place, line);
    }
    lines
}

/// Where an entry that occurred then belongs among `lines`.
#[must_use]
pub fn place<E>(lines: &[Line<E>], occurred: &Occurred) -> usize {
    let mut place = lines.len();
    for (index, line) in lines.iter().enumerate().skip(1).rev() {
        if occurred.certainly_before(line.occurred()) {
            place = index;
        } else if !line.occurred().is_unknown() {
            break;
        }
    }
    place
}

/// The lines before `entry`, had that entry been said to have occurred then from the first.
#[must_use]
pub fn before_entry<E: Amends>(lines: &[Line<E>], entry: Version, occurred: &Occurred) -> Vec<Line<E>> {
    let mut history = recorded(lines);
    for recorded in history.iter_mut().filter(|recorded| recorded.version == entry) {
        recorded.occurred = occurred.clone();
    }
    // A correction of the entry in force would put its own day in the place of the one asked for.
    history.retain(|recorded| !matches!(recorded.event.amends(), Amendment::Corrects(of, ..) if of == entry));
    let mut moved = effective(&history);
    let place = moved.iter().position(|line| line.recorded.version == entry);
    moved.truncate(place.unwrap_or(moved.len()));
    moved
}

/// What is recorded, in the order of recording.
#[must_use]
pub fn recorded<E: Clone>(lines: &[Line<E>]) -> Vec<Recorded<E>> {
    let mut history: Vec<_> = lines.iter().map(|line| line.recorded.clone()).collect();
    history.sort_by_key(|recorded| recorded.version);
    history
}

/// The entry as it stands, when it can be corrected.
///
/// # Errors
/// `no-such-entry`, `entry-withdrawn`, or `correction-of-a-correction`.
pub fn corrigible<E: Amends>(lines: &[Line<E>], entry: Version) -> Result<&E, Refusal> {
    let line = standing(lines, entry)?;
    if matches!(line.recorded.event.amends(), Amendment::Nothing) {
        return Ok(line.event());
    }
    Err(Refusal::new(
        "correction-of-a-correction",
        "更正和撤回本身不能更正；更正可以撤回，或对原记录再次更正。",
        "Corrections and withdrawals are not corrected themselves: withdraw the correction, or correct the entry again.",
    )
    .at("entry"))
}

/// The entry as recorded, when it can be withdrawn as far as its standing goes.
///
/// # Errors
/// `no-such-entry`, `entry-withdrawn`, or `withdrawal-stays`.
pub fn withdrawable<E: Amends>(lines: &[Line<E>], entry: Version) -> Result<&E, Refusal> {
    let line = standing(lines, entry)?;
    if matches!(line.recorded.event.amends(), Amendment::Withdraws(_)) {
        return Err(Refusal::new(
            "withdrawal-stays",
            "撤回不能撤回；请重新记录。",
            "A withdrawal cannot be withdrawn. Record the fact again.",
        )
        .at("entry"));
    }
    Ok(&line.recorded.event)
}

/// A correction keeps the kind of what it corrects.
#[must_use]
pub fn another_kind() -> Refusal {
    Refusal::new(
        "another-kind",
        "更正不能改变记录的种类；请撤回原记录后另行记录。",
        "A correction keeps the kind of the entry. Withdraw it and record the other fact instead.",
    )
    .at("command")
}

fn standing<E>(lines: &[Line<E>], entry: Version) -> Result<&Line<E>, Refusal> {
    let line = lines.iter().find(|line| line.recorded.version == entry).ok_or_else(|| {
        Refusal::new("no-such-entry", format!("没有第 {entry} 号记录。"), format!("There is no entry {entry}."))
            .at("entry")
    })?;
    if matches!(line.standing, Standing::Withdrawn(_)) {
        return Err(Refusal::new("entry-withdrawn", "该记录已撤回。", "That entry was withdrawn.").at("entry"));
    }
    Ok(line)
}

/// Only what has happened can be recorded.
///
/// # Errors
/// `occurred-in-future`.
pub fn not_in_future(occurred: &Occurred, today: Date) -> Result<(), Refusal> {
    match occurred.earliest {
        Some(day) if day > today => Err(Refusal::new(
            "occurred-in-future",
            format!("日期 {day} 晚于今天（{today}）。只能记录已经发生的事。"),
            format!("The day {day} lies after today ({today}). Only what has happened can be recorded."),
        )
        .at("occurred")),
        _ => Ok(()),
    }
}

struct Changes<'a, E> {
    withdrawn: BTreeMap<Version, Version>,
    corrected: BTreeMap<Version, (Version, &'a E, &'a Occurred)>,
}

impl<'a, E: Amends> Changes<'a, E> {
    /// Read from the last to the first, so that a change that was itself withdrawn does nothing, and the latest correction of an
    /// entry holds.
    fn of(history: &'a [Recorded<E>]) -> Self {
        let mut changes = Self { withdrawn: BTreeMap::new(), corrected: BTreeMap::new() };
        for recorded in history.iter().rev() {
            if changes.withdrawn.contains_key(&recorded.version) {
                continue;
            }
            match recorded.event.amends() {
                Amendment::Withdraws(entry) => {
                    changes.withdrawn.entry(entry).or_insert(recorded.version);
                }
                Amendment::Corrects(entry, event, occurred) => {
                    changes.corrected.entry(entry).or_insert((recorded.version, event, occurred));
                }
                Amendment::Nothing => {}
            }
        }
        changes
    }

    fn line(&self, recorded: &Recorded<E>) -> Line<E> {
        let version = recorded.version;
        let (standing, corrected) = match (self.withdrawn.get(&version), self.corrected.get(&version)) {
            (Some(by), _) => (Standing::Withdrawn(*by), None),
            (None, Some((by, event, occurred))) => {
                (Standing::Corrected(*by), Some(((*event).clone(), (*occurred).clone())))
            }
            (None, None) => (Standing::Stands, None),
        };
        Line { recorded: recorded.clone(), standing, corrected }
    }
}
