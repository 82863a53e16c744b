//! Give notice of a session.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::talks::NoticeGiven;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Gives notice. The day planned may lie ahead; preparation may precede the offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveNotice(pub NoticeGiven);

impl Decision for GiveNotice {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("agenda", &self.0.agenda)?;
        Ok(CaseEvent::NoticeGiven(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::event::representation::Side;

    use super::*;

    #[test]
    fn a_notice_says_what_about() {
        let notice = NoticeGiven { by: Side::Staff, planned_day: None, place: String::new(), agenda: "条款".into() };
        Scenario::opened().when(GiveNotice(notice.clone()), day(1)).then(CaseEvent::NoticeGiven(notice.clone()));
        let silent = NoticeGiven { agenda: String::new(), ..notice };
        Scenario::opened().when(GiveNotice(silent), day(1)).refused("required");
    }
}
