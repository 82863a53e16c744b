//! Agree on a clause.

use crate::case::Case;
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::clauses::ClauseAgreed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::counter_clause::{any_live, live, no_clause_yet};
use super::propose_clause::on_the_table;

/// Both sides agree on a version of a clause's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreeClause {
    /// Which clause.
    pub clause: u32,
    /// Which version; `None`: the latest.
    pub text_version: Option<u32>,
}

impl Decision for AgreeClause {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        on_the_table(case, ground)?.that(any_live(case), no_clause_yet)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let latest = live(case, self.clause)?.latest();
        let text_version = self.text_version.unwrap_or(latest);
        if text_version == 0 || text_version > latest {
            return Err(Refusal::new(
                "no-such-text",
                format!("第 {} 条没有第 {text_version} 版文本；最新为第 {latest} 版。", self.clause),
                format!("Clause {} has no version {text_version}; the latest is {latest}.", self.clause),
            )
            .at("text_version"));
        }
        Ok(CaseEvent::ClauseAgreed(ClauseAgreed { clause: self.clause, text_version }))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, proposed};

    use super::*;

    #[test]
    fn the_latest_text_is_agreed_unless_another_is_named() {
        let agree = |text_version| AgreeClause { clause: 1, text_version };
        let put = Scenario::opened().and(proposed(1), day(1));
        let agreed = ClauseAgreed { clause: 1, text_version: 1 };
        put.clone().when(agree(None), day(2)).then(CaseEvent::ClauseAgreed(agreed));
        put.clone().when(agree(Some(2)), day(2)).refused("no-such-text");
        put.when(agree(Some(0)), day(2)).refused("no-such-text");
    }
}
