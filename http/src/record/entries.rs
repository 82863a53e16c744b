//! Correcting and withdrawing do not reach further than recording: who could not record an entry does not change it, and a
//! corrected opening stays where the person may open a case.

use heyi_core::case::{Case, Opening};
use heyi_core::command::Request;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::CaseEvent;
use heyi_store::employers;

use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes;

/// The decision whose recorders may correct or withdraw this entry: its own, or for a correction that of the entry it corrects.
#[must_use]
pub fn kind_of(event: &CaseEvent) -> DecisionKind {
    match event {
        CaseEvent::EntryCorrected(correction) => kind_of(&correction.event),
        other => DecisionKind::of(other),
    }
}

/// Whether who asks may change the entry that the request corrects or withdraws; any other request passes.
///
/// # Errors
/// 403 without the role of the entry's own kind, or for a place outside the region; 422 for an employer that is not in the
/// register.
pub(super) async fn may_change(ask: &Ask, request: &Request, case: &Case) -> Result<(), Problem> {
    let entry = match &request.command {
        Command::CorrectEntry(correction) => correction.entry,
        Command::WithdrawEntry(withdrawal) => withdrawal.entry,
        _ => return Ok(()),
    };
    // An entry that is not there is refused by the decision.
    let (Some(line), Some(opening)) = (case.line(entry), &case.opening) else { return Ok(()) };
    let roles = routes::recorders_of(kind_of(&line.recorded.event));
    if !ask.holds(roles, &opening.place) {
        return Err(Problem::not_permitted());
    }
    match &request.command {
        Command::CorrectEntry(correction) => opening_stays_inside(ask, &correction.command, opening).await,
        _ => Ok(()),
    }
}

async fn opening_stays_inside(ask: &Ask, corrected: &Command, now: &Opening) -> Result<(), Problem> {
    let inside = |place| if ask.holds(routes::RECORDERS, place) { Ok(()) } else { Err(Problem::outside_region()) };
    if let Some(place) = super::place(corrected) {
        inside(place)?;
    }
    let Some(corrected) = super::opened(corrected) else { return Ok(()) };
    if Some(corrected.employer) == now.employer() {
        return Ok(());
    }
    let employer = employers::load(&*ask.app.store.log, corrected.employer).await;
    match employer.map_err(|error| Problem::store(&error))? {
        Some(employer) => employer.place().map_or(Ok(()), inside),
        None => Err(Problem::refused(employers::unknown(), Vec::new())),
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::event::entries::EntryCorrected;
    use heyi_core::ids::Version;
    use heyi_core::occurred::Occurred;
    use heyi_core::scenario::sample_of_each;

    use super::*;

    #[test]
    fn what_a_reviewer_confirmed_and_its_correction_are_the_reviewers() {
        let confirmed = sample_of_each().into_iter().find(|event| event.kind() == "effect-confirmed").unwrap();
        let corrected = CaseEvent::EntryCorrected(EntryCorrected {
            entry: Version(9),
            event: Box::new(confirmed.clone()),
            occurred: Occurred::unknown(""),
            reason: "录入错误".into(),
            awaits_approval: false,
        });
        for event in [confirmed, corrected] {
            assert_eq!(routes::recorders_of(kind_of(&event)), routes::REVIEWERS);
        }
    }
}
