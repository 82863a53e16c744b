//! The history as it stands: corrections and withdrawals applied, late entries in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::event::{CaseEvent, Recorded};
use crate::ids::Version;
use crate::occurred::Occurred;

use super::line::{Line, Standing};

/// The entries of `history` in the order they count in, each with its standing. No entry is dropped.
///
/// An entry goes before those already there which it certainly precedes: its latest day lies before their earliest. Where
/// the days do not tell, and where one is unknown, the order of recording holds; so a vague date of the second round never
/// slips into the first. The opening stays first.
#[must_use]
pub fn effective(history: &[Arc<Recorded<CaseEvent>>]) -> Vec<Line> {
    let changes = changes(history);
    let mut lines: Vec<Line> = Vec::with_capacity(history.len());
    for recorded in history {
        let line = standing(recorded, &changes);
        let place = place(&lines, line.occurred());
        lines.insert(place, line);
    }
    lines
}

/// Where an entry that occurred then belongs among `lines`.
#[must_use]
pub fn place(lines: &[Line], occurred: &Occurred) -> usize {
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

struct Changes<'a> {
    withdrawn: BTreeMap<Version, Version>,
    corrected: BTreeMap<Version, (Version, &'a CaseEvent, &'a Occurred)>,
    waiting: BTreeSet<Version>,
}

/// What corrections and withdrawals in force do. Read from the last to the first, so that a change that was itself
/// withdrawn does nothing, and the latest correction of an entry holds.
fn changes(history: &[Arc<Recorded<CaseEvent>>]) -> Changes<'_> {
    let mut changes = Changes { withdrawn: BTreeMap::new(), corrected: BTreeMap::new(), waiting: BTreeSet::new() };
    let mut approved = BTreeSet::new();
    for recorded in history.iter().rev() {
        if changes.withdrawn.contains_key(&recorded.version) {
            continue;
        }
        match &recorded.event {
            CaseEvent::CorrectionApproved(approval) => {
                approved.insert(approval.entry);
            }
            CaseEvent::EntryWithdrawn(change) if !change.awaits_approval || approved.contains(&recorded.version) => {
                changes.withdrawn.entry(change.entry).or_insert(recorded.version);
            }
            CaseEvent::EntryCorrected(change) if !change.awaits_approval || approved.contains(&recorded.version) => {
                changes.corrected.entry(change.entry).or_insert((recorded.version, &change.event, &change.occurred));
            }
            CaseEvent::EntryWithdrawn(_) | CaseEvent::EntryCorrected(_) => {
                changes.waiting.insert(recorded.version);
            }
            _ => {}
        }
    }
    changes
}

fn standing(recorded: &Arc<Recorded<CaseEvent>>, changes: &Changes<'_>) -> Line {
    let version = recorded.version;
    let (standing, corrected) = if let Some(by) = changes.withdrawn.get(&version) {
        (Standing::Withdrawn(*by), None)
    } else if let Some((by, event, occurred)) = changes.corrected.get(&version) {
        (Standing::Corrected(*by), Some(Box::new(((*event).clone(), (*occurred).clone()))))
    } else if changes.waiting.contains(&version) {
        (Standing::AwaitsApproval, None)
    } else {
        (Standing::Stands, None)
    };
    Line { standing, corrected, ..Line::standing(Arc::clone(recorded)) }
}
