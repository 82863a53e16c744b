//! Answer a clause with another text.

use crate::case::guard::May;
use crate::case::{Case, Clause, ClauseState};
use crate::event::CaseEvent;
use crate::event::clauses::{ClauseCountered, ClauseText};
use crate::event::representation::Side;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::propose_clause::on_the_table;

/// Puts the next version of a clause's text; an agreed clause is open again then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterClause {
    /// Which clause.
    pub clause: u32,
    /// Who.
    pub by: Side,
    /// What it says now.
    pub text: ClauseText,
}

impl Decision for CounterClause {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        on_the_table(case, ground)?.that(any_live(case), no_clause_yet)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("text", &self.text.text)?;
        let text_version = live(case, self.clause)?.latest() + 1;
        Ok(CaseEvent::ClauseCountered(ClauseCountered { clause: self.clause, text_version, by: self.by, text: self.text }))
    }
}

/// Whether any clause is on the table or agreed.
pub(super) fn any_live(case: &Case) -> bool {
    case.clauses.values().any(|clause| clause.state != ClauseState::Withdrawn)
}

/// The refusal when none is.
pub(super) fn no_clause_yet() -> Refusal {
    Refusal::new("no-clause", "还没有提出任何条款。", "No clause has been proposed yet.")
}

/// The clause of that number, unless it was withdrawn.
pub(super) fn live(case: &Case, number: u32) -> Result<&Clause, Refusal> {
    case.clauses.get(&number).filter(|clause| clause.state != ClauseState::Withdrawn).ok_or_else(|| {
        Refusal::new(
            "no-such-clause",
            format!("没有第 {number} 条，或该条已撤回。"),
            format!("There is no clause {number}, or it was withdrawn."),
        )
        .at("clause")
    })
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, clause_text, day, proposed};

    use super::*;

    #[test]
    fn a_counter_is_the_next_version_of_the_text() {
        let counter = CounterClause { clause: 1, by: Side::Employer, text: clause_text() };
        let countered =
            ClauseCountered { clause: 1, text_version: 2, by: Side::Employer, text: clause_text() };
        Scenario::opened()
            .and(proposed(1), day(1))
            .when(counter.clone(), day(2))
            .then(CaseEvent::ClauseCountered(countered));
        Scenario::opened().when(counter.clone(), day(2)).refused("no-clause");
        let other = CounterClause { clause: 7, ..counter };
        Scenario::opened().and(proposed(1), day(1)).when(other, day(2)).refused("no-such-clause");
    }
}
