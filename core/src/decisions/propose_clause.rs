//! Propose a clause.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::clauses::{ClauseProposed, ClauseText};
use crate::event::representation::Side;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Puts a clause on the table; it gets the next number of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeClause {
    /// Who proposes it.
    pub by: Side,
    /// What it says.
    pub text: ClauseText,
}

impl Decision for ProposeClause {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        on_the_table(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("text", &self.text.text)?;
        // Numbers are given in order of recording, over the whole history, so that a late entry takes no number twice.
        let clause = case.clauses_recorded + 1;
        Ok(CaseEvent::ClauseProposed(ClauseProposed { clause, by: self.by, text: self.text }))
    }
}

/// A guard for what touches clauses: until the draft is agreed.
pub(super) fn on_the_table<'a>(case: &'a Case, ground: &'a Ground<'a>) -> Result<Guard<'a>, Refusal> {
    let mut guard = Guard::open(case, ground)?;
    guard.not_suspended()?.not_yet(Step::Draft)?.not_yet(Step::Outcome)?;
    Ok(guard)
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, clause_text, day};

    use super::*;

    #[test]
    fn clauses_are_numbered_in_the_order_they_are_put() {
        let proposed = |clause| CaseEvent::ClauseProposed(ClauseProposed { clause, by: Side::Staff, text: clause_text() });
        let propose = || ProposeClause { by: Side::Staff, text: clause_text() };
        Scenario::opened().when(propose(), day(1)).then(proposed(1));
        Scenario::opened().and(proposed(1), day(5)).when(propose(), day(2)).then(proposed(2));
    }

    #[test]
    fn nothing_new_is_put_once_the_draft_is_agreed() {
        let propose = ProposeClause { by: Side::Staff, text: clause_text() };
        Scenario::through(Step::Draft).when(propose, day(99)).refused("already-draft");
    }
}
