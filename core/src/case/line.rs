//! An entry of the history, as it stands now.

use std::sync::Arc;

use crate::event::{CaseEvent, Recorded};
use crate::ids::Version;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::rules::Cite;
use crate::stage::{Stage, Step};
use crate::text::Say;

/// One entry, with what became of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// As recorded.
    pub recorded: Arc<Recorded<CaseEvent>>,
    /// What became of it.
    pub standing: Standing,
    /// What it says now, when it was corrected.
    pub corrected: Option<Box<(CaseEvent, Occurred)>>,
    /// What is to be said about it.
    pub marks: Vec<Mark>,
    /// The stage after it.
    pub stage: Stage,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands as recorded.
    Stands,
    /// It was corrected by that entry.
    Corrected(Version),
    /// It was withdrawn by that entry.
    Withdrawn(Version),
    /// It is a correction or withdrawal that waits for a second person.
    AwaitsApproval,
}

/// What is to be said about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It lost its ground, or never had it: the decision would be refused at this place of the history.
    WithoutGround(Refusal),
    /// A guard could not be checked: that step lies before the case was taken over.
    NotCheckable(Step),
    /// It stands, but not as a rule would have it.
    Irregular(Say, Option<Cite>),
}

impl Line {
    /// An entry that stands as recorded, before it is folded.
    #[must_use]
    pub(super) fn standing(recorded: Arc<Recorded<CaseEvent>>) -> Self {
        Self { recorded, standing: Standing::Stands, corrected: None, marks: Vec::new(), stage: Stage::None }
    }

    /// What it says now.
    #[must_use]
    pub fn event(&self) -> &CaseEvent {
        self.corrected.as_deref().map_or(&self.recorded.event, |(event, _)| event)
    }

    /// When it occurred, as claimed now.
    #[must_use]
    pub fn occurred(&self) -> &Occurred {
        self.corrected.as_deref().map_or(&self.recorded.occurred, |(_, occurred)| occurred)
    }

    /// Whether it counts: it was not withdrawn and does not wait.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.standing, Standing::Stands | Standing::Corrected(_))
    }

    /// Whether it is a correction or withdrawal of a closed case, which needed a second person.
    #[must_use]
    pub fn waited_for_approval(&self) -> bool {
        match &self.recorded.event {
            CaseEvent::EntryCorrected(change) => change.awaits_approval,
            CaseEvent::EntryWithdrawn(change) => change.awaits_approval,
            _ => false,
        }
    }
}
