//! The side roads of a case: beside the main line from offer to publication.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use litemap::LiteMap;

use crate::event::ending::EndGround;
use crate::event::filing::EffectConfirmed;
use crate::event::opening::Procedure;
use crate::event::outcome::DraftAgreed;
use crate::event::representation::Side;
use crate::ids::{CaseId, DriveId};
use crate::occurred::Occurred;
use crate::stage::{Stage, Step};

use super::dispute::Dispute;
use super::{Clause, Done};

/// What a case has met beside its main line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roads {
    /// Changes of the procedure, in order.
    pub procedures: Vec<(Procedure, Done)>,
    /// Sides whose representatives were made known to the staff.
    pub published: BTreeSet<Side>,
    /// What is watched for representatives, by side and seat (from 1).
    pub protections: BTreeMap<(Side, u32), Protection>,
    /// The coordination, the latest when there were several.
    pub coordination: Option<Box<Coordination>>,
    /// How many breaches were ever alleged, withdrawn entries included: the next one's number is one more.
    pub breaches_recorded: u32,
    /// Rights disputes by the number of the breach.
    pub disputes: BTreeMap<u32, Dispute>,
    /// The change under negotiation.
    pub change: Option<Box<Change>>,
    /// The texts that held before changes took effect, the oldest first.
    pub earlier: Vec<Earlier>,
    /// The cancellation asked for.
    pub cancellation: Option<Done>,
    /// The end.
    pub end: Option<End>,
    /// The report of the end to the labour department.
    pub ending_filed: Option<Done>,
    /// The last report to the congress.
    pub reported: Option<Occurred>,
    /// Renewal.
    pub renewal: Renewal,
    /// The drives it belongs to.
    pub drives: BTreeSet<DriveId>,
    /// The first session of the case.
    pub first_session: Option<Done>,
    /// The last notice of a session, with the day planned.
    pub notice: Option<(Done, Option<Date>)>,
    /// When each side last gave information.
    pub informed: BTreeMap<Side, Done>,
    /// The last call of the congress: the day planned, and the day its papers were sent.
    pub congress: Option<(Option<Date>, Option<Date>)>,
    /// A vote failed before the draft of this round.
    pub after_failed_vote: bool,
}

/// What is watched for a representative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// The last day of their own labour contract.
    pub contract_ends: Option<Date>,
    /// The last day of the protection.
    pub protected_until: Option<Date>,
}

/// A coordination by the labour department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordination {
    /// Since when.
    pub applied: Done,
    /// Accepted by the department.
    pub accepted: Option<Done>,
    /// Prolonged.
    pub extended: Option<Done>,
    /// Ended, with an agreement or without.
    pub ended: Option<(Done, bool)>,
    /// The stage the case had before.
    pub stage_before: Stage,
}

impl Coordination {
    /// Whether it still goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }
}

/// A change of an agreement in effect, while it is negotiated: what held before stays until the new text takes effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Since when.
    pub requested: Done,
    /// How things stood, to go back to when the change is given up.
    pub kept: Kept,
}

/// How things stood before a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Steps done.
    pub done: LiteMap<Step, Done>,
    /// The draft in force.
    pub draft: Option<DraftAgreed>,
    /// Its clauses.
    pub clauses: LiteMap<u32, Clause>,
    /// Since when the department's review counted.
    pub review_from: Option<Occurred>,
    /// Its effect.
    pub effect: Option<EffectConfirmed>,
    /// The stage.
    pub stage: Stage,
}

/// A text that a change took the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// How things stood with it.
    pub kept: Kept,
    /// The first day of effect of the text that took its place.
    pub until: Date,
    /// When the change that did was asked for.
    pub requested: Done,
}

/// The end of what was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The entry.
    pub done: Done,
    /// Why.
    pub ground: EndGround,
    /// The last day it held; `None`: not known.
    pub last_day: Option<Date>,
}

/// Renewal of an agreement by another case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renewal {
    /// Proposed by a side.
    pub proposed: Option<(Done, Side)>,
    /// Refused by a side.
    pub refused: Option<(Done, Side)>,
    /// The case whose agreement this one renews.
    pub renews: Option<CaseId>,
    /// The case that renews this one's.
    pub renewed_by: Option<CaseId>,
}
