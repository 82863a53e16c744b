//! The history of an employer as it stands: corrections and withdrawals applied, late entries in their place.

use std::collections::BTreeMap;

use crate::case::Standing;
use crate::event::{EmployerEvent, Recorded};
use crate::ids::Version;
use crate::occurred::Occurred;

/// One entry, with what became of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// As recorded.
    pub recorded: Recorded<EmployerEvent>,
    /// What became of it. Entries of the register never wait for approval.
    pub standing: Standing,
    /// What it says now, when it was corrected.
    pub corrected: Option<(EmployerEvent, Occurred)>,
}

impl Line {
    /// What it says now.
    #[must_use]
    pub fn event(&self) -> &EmployerEvent {
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
/// which it certainly precedes; where the days do not tell, the order of recording holds; the registration stays first.
#[must_use]
pub fn effective(history: &[Recorded<EmployerEvent>]) -> Vec<Line> {
    let changes = Changes::of(history);
    let mut lines: Vec<Line> = Vec::with_capacity(history.len());
    for recorded in history {
        let line = changes.line(recorded);
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
    corrected: BTreeMap<Version, (Version, &'a EmployerEvent, &'a Occurred)>,
}

impl<'a> Changes<'a> {
    /// Read from the last to the first, so that a change that was itself withdrawn does nothing, and the latest correction of an
    /// entry holds.
    fn of(history: &'a [Recorded<EmployerEvent>]) -> Self {
        let mut changes = Self { withdrawn: BTreeMap::new(), corrected: BTreeMap::new() };
        for recorded in history.iter().rev() {
            if changes.withdrawn.contains_key(&recorded.version) {
                continue;
            }
            match &recorded.event {
                EmployerEvent::RegisterEntryWithdrawn(change) => {
                    changes.withdrawn.entry(change.entry).or_insert(recorded.version);
                }
                EmployerEvent::RegisterEntryCorrected(change) => {
                    let says = (recorded.version, &*change.event, &change.occurred);
                    changes.corrected.entry(change.entry).or_insert(says);
                }
                _ => {}
            }
        }
        changes
    }

    fn line(&self, recorded: &Recorded<EmployerEvent>) -> Line {
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
