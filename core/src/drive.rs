//! A drive (要约行动): offers or reminder letters to many employers at once, with a closing report.
//!
//! As with cases nothing is stored but the entries; a [`Drive`] is folded from them. Folding never refuses. How its cases and letters
//! come along is not told here: each has its own stream, and says that it belongs to the drive.

use std::collections::BTreeMap;

use crate::event::drive::{ChaseListPublished, DriveOpened, DriveProgressTold, DriveTarget};
use crate::event::{DriveEvent, Recorded};
use crate::ids::{DriveId, EmployerId, Version};
use crate::occurred::Occurred;

pub mod decisions;

/// The state of one drive.
#[derive(Clone, Debug)]
pub struct Drive {
    /// Which.
    pub id: DriveId,
    /// How many entries its stream holds.
    pub version: Version,
    /// As opened; `None`: nothing is recorded.
    pub opened: Option<DriveOpened>,
    /// Whom it is addressed to, with their names then.
    pub targets: BTreeMap<EmployerId, String>,
    /// Lists published of those who had not answered.
    pub chased: Vec<(Occurred, ChaseListPublished)>,
    /// Progress as sources told it.
    pub told: Vec<(Occurred, DriveProgressTold)>,
    /// The closing report, with its day.
    pub closed: Option<(Occurred, String)>,
    /// Its entries, in the order of recording.
    pub entries: Vec<Recorded<DriveEvent>>,
}

impl Drive {
    /// A drive of which nothing is recorded.
    #[must_use]
    pub fn empty(id: DriveId) -> Self {
        Self {
            id,
            version: Version::ZERO,
            opened: None,
            targets: BTreeMap::new(),
            chased: Vec::new(),
            told: Vec::new(),
            closed: None,
            entries: Vec::new(),
        }
    }

    /// Folds what is recorded of a drive. For an answer "as known then", pass only what had been recorded by then.
    #[must_use]
    pub fn replay(id: DriveId, history: &[Recorded<DriveEvent>]) -> Self {
        let mut drive = Self::empty(id);
        for recorded in history {
            drive.evolve(&recorded.event, &recorded.occurred);
            drive.version = recorded.version;
            drive.entries.push(recorded.clone());
        }
        drive
    }

    /// Applies one event. Never refuses.
    pub fn evolve(&mut self, event: &DriveEvent, occurred: &Occurred) {
        match event {
            DriveEvent::DriveOpened(opened) => {
                self.take_in(&opened.targets);
                self.opened = Some(DriveOpened { targets: Vec::new(), ..(**opened).clone() });
            }
            DriveEvent::DriveExtended(extended) => self.take_in(&extended.targets),
            DriveEvent::ChaseListPublished(list) => self.chased.push((occurred.clone(), list.clone())),
            DriveEvent::DriveProgressTold(told) => self.told.push((occurred.clone(), told.clone())),
            DriveEvent::DriveClosed(closed) => self.closed = Some((occurred.clone(), closed.report.clone())),
            DriveEvent::DriveReopened(_) => self.closed = None,
        }
    }

    fn take_in(&mut self, targets: &[DriveTarget]) {
        self.targets.extend(targets.iter().map(|target| (target.employer, target.name.clone())));
    }
}
