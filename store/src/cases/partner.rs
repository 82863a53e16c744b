//! A step that stands in two cases: one renews the agreement of the other, and both are told in one commit.

use heyi_core::command::Request;
use heyi_core::decisions::Command;
use heyi_core::decisions::link_renewal::LinkRenewal;
use heyi_core::decisions::mark_renewed::MarkRenewed;
use heyi_core::event::ending::{RenewalLinked, Renewed};
use heyi_core::event::{CaseEvent, Event};
use heyi_core::ids::{AccountId, CaseId};
use heyi_core::occurred::Occurred;
use heyi_core::refusal::Refusal;

use crate::append::{Expect, StreamAppend};
use crate::streams;

use super::{Cases, ExecuteError, one};

/// What another case is told.
pub(super) struct Told {
    other: CaseId,
    command: Command,
    field: &'static str,
}

/// What `event`, recorded in `case`, tells another case; `None` for what concerns one case alone.
pub(super) fn told(event: &Event, case: CaseId) -> Option<Told> {
    match event {
        Event::Case(CaseEvent::RenewalLinked(linked)) => {
            let command = MarkRenewed(Renewed { by: case }).into();
            Some(Told { other: linked.renews, command, field: "renews" })
        }
        Event::Case(CaseEvent::Renewed(renewed)) => {
            let command = LinkRenewal(RenewalLinked { renews: case }).into();
            Some(Told { other: renewed.by, command, field: "by" })
        }
        _ => None,
    }
}

impl Cases {
    /// What is appended to the other case, decided there as if somebody had recorded it.
    ///
    /// # Errors
    /// `other-case` when there is no such case, or it refuses. Another employer's is no reason: one that took over the other renews what
    /// it is bound by.
    pub(super) async fn tell(
        &self,
        told: Told,
        occurred: &Occurred,
        by: AccountId,
    ) -> Result<StreamAppend, ExecuteError> {
        let Told { other, command, field } = told;
        let now = self.load(other, None).await?.ok_or_else(|| ExecuteError::of(unknown().at(field)))?;
        let request = Request { command, occurred: occurred.clone(), note: None, evidence: Vec::new() };
        let entry = self.decide(request, &now, by).map_err(|error| match error {
            ExecuteError::Refused { refusal, .. } => ExecuteError::of(of_the_other(*refusal).at(field)),
            other => other,
        })?;
        Ok(one(streams::case(other)?, Expect::Exact(now.version), &entry)?)
    }
}

fn unknown() -> Refusal {
    Refusal::new("other-case", "没有这个案件；请从列表中选择。", "There is no such case. Choose one from the list.")
}

fn of_the_other(refusal: Refusal) -> Refusal {
    let cite = refusal.cite;
    let (zh, en) = (refusal.say.zh, refusal.say.en);
    Refusal::new("other-case", format!("另一案件不能这样记录：{zh}"), format!("The other case does not allow it: {en}"))
        .citing(cite)
}
