//! Samples of a case of many employers, made up.

use uuid::Uuid;

use crate::event::CaseEvent;
use crate::event::congress::{VoteResult, VoteTold};
use crate::event::coverage_list::{Binding, CoverageListed, EmployerJoined, EmployerLeft, EmployerVoteTaken};
use crate::event::opening::{EmployersSide, HeadCount, JointCaseOpened, JointCaseTakenOver, JointScope};
use crate::ids::EmployerId;
use crate::place::Place;
use crate::stage::{Stage, Step};

use super::{ballot, date_of, day, opened};

/// A made-up park in a county of Jiangsu.
#[must_use]
pub fn joint() -> JointCaseOpened {
    let one = opened();
    let count = |people| Some(HeadCount { people, about: true, as_of: day(0) });
    JointCaseOpened {
        number: "〔2026〕2".into(),
        office: one.office,
        scope: JointScope::Area,
        name: "示例工业园".into(),
        place: county(),
        industry: None,
        union: "示例工业园工会联合会".into(),
        employers_side: EmployersSide::Elected,
        organisation: String::new(),
        subject: one.subject,
        procedure: one.procedure,
        employers: count(92),
        staff: count(1_825),
        women: count(800),
        made_up: true,
    }
}

#[expect(clippy::expect_used, reason = "a literal of this file")]
fn county() -> Place {
    Place::try_from("320706".to_owned()).expect("a division code")
}

/// A made-up employer of the park.
#[must_use]
pub fn joined(number: u128) -> EmployerJoined {
    let count = |people| Some(HeadCount { people, about: false, as_of: day(0) });
    EmployerJoined {
        employer: EmployerId(Uuid::from_u128(number)),
        name: format!("示例第 {number} 厂"),
        from: Some(date_of(0)),
        binding: Binding::Mandate,
        staff: count(30),
        women: count(12),
    }
}

/// The events of a case of many, one of each kind.
#[must_use]
pub(super) fn of_many() -> Vec<CaseEvent> {
    let left =
        EmployerLeft { employer: EmployerId(Uuid::from_u128(3)), until: Some(date_of(30)), reason: "注销".into() };
    vec![
        CaseEvent::JointCaseOpened(joint().into()),
        CaseEvent::JointCaseTakenOver(Box::new(JointCaseTakenOver {
            opening: Box::new(joint()),
            stage: Stage::InSession,
            as_of: date_of(0),
            unknown: vec![Step::Offer, Step::Reply],
            source: "市总工会网站报道".into(),
            outcome: None,
        })),
        CaseEvent::CoverageListed(CoverageListed { joined: vec![joined(1), joined(2)], left: vec![left] }),
        CaseEvent::EmployerVoteTaken(EmployerVoteTaken {
            employer: EmployerId(Uuid::from_u128(1)),
            ballot: ballot(30, 28, 25),
            result: VoteResult::Passed,
            quorum_rule: "cn.vote.quorum".into(),
            pass_rule: "cn.vote.pass".into(),
        }),
        CaseEvent::VoteTold(VoteTold { passed: true, words: "大会审议通过".into() }),
    ]
}
