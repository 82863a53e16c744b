//! Withdraw a clause from the table.

use crate::case::Case;
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::clauses::ClauseWithdrawn;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::counter_clause::{any_live, live, no_clause_yet};
use super::propose_clause::on_the_table;

/// Takes a clause off the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawClause(pub ClauseWithdrawn);

impl Decision for WithdrawClause {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        on_the_table(case, ground)?.that(any_live(case), no_clause_yet)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        live(case, self.0.clause)?;
        Ok(CaseEvent::ClauseWithdrawn(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, proposed};

    use super::*;

    #[test]
    fn a_clause_is_withdrawn_once() {
        let withdrawn = ClauseWithdrawn { clause: 1, reason: "并入第 2 条".into() };
        let put = Scenario::opened().and(proposed(1), day(1)).and(proposed(2), day(1));
        let gone = put.and(CaseEvent::ClauseWithdrawn(withdrawn.clone()), day(2));
        gone.when(WithdrawClause(withdrawn), day(3)).refused("no-such-clause");
    }
}
