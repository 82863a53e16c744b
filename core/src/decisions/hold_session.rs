//! Hold a session (协商会议), with its minutes.

use crate::case::guard::{Guard, May};
use crate::case::{Case, Mark};
use crate::event::CaseEvent;
use crate::event::talks::{Chair, SessionHeld};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::text::Say;

use super::Decision;

/// Records a session. Its recorder is not a representative (集体合同规定 art 33); the chiefs take turns in the chair (art 34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldSession(pub SessionHeld);

impl Decision for HoldSession {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::in_talks(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let session = self.0;
        Refusal::unless_filled("agenda", &session.agenda)?;
        let seats = case.sides.values().flatten().filter(|seat| seat.vacant.is_none()).filter_map(|seat| seat.holder.person.as_ref());
        if let Some(recorder) = &session.recorder
            && seats.into_iter().any(|person| person.key == recorder.key)
        {
            return Err(Refusal::new(
                "recorder-is-representative",
                "记录员须由协商代表以外的人员担任。",
                "The recorder must be someone who is not a representative.",
            )
            .at("recorder")
            .citing(ground.cite(case, "session.recorder")));
        }
        Ok(CaseEvent::SessionHeld(session.into()))
    }
}

/// The same chief in the chair twice running stands, with a mark.
pub(super) fn irregular(session: &SessionHeld, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    let chief = matches!(session.chair, Chair::StaffChief | Chair::EmployerChief);
    if chief && case.last_chair == Some(session.chair) {
        let say = Say::new("首席代表应轮流主持，本次主持人与上次相同。", "The chiefs take turns in the chair; it was the same one as last time.");
        return vec![Mark::Irregular(say, ground.cite(case, "session.chair"))];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use crate::stage::Step;
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day, representatives, session};

    use super::*;

    #[test]
    fn a_session_follows_an_agreeing_reply() {
        Scenario::through(Step::Reply).when(HoldSession(session()), day(40)).then(CaseEvent::SessionHeld(session().into()));
        Scenario::through(Step::Delivery).when(HoldSession(session()), day(40)).refused_citing("needs-reply", "32");
    }

    #[test]
    fn the_recorder_is_not_a_representative() {
        let staff = representatives(Side::Staff);
        let recorder = staff.people[1].person.clone();
        let named = Scenario::through(Step::Reply).and(CaseEvent::RepresentativesNamed(staff), day(39));
        named
            .clone()
            .when(HoldSession(SessionHeld { recorder, ..session() }), day(40))
            .refused_citing("recorder-is-representative", "33");
        named.when(HoldSession(session()), day(40)).then(CaseEvent::SessionHeld(session().into()));
    }

    #[test]
    fn the_same_chief_twice_running_is_marked_not_refused() {
        let case = Scenario::through(Step::Session).when(HoldSession(session()), day(60)).recorded();
        assert!(matches!(case.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
    }
}
