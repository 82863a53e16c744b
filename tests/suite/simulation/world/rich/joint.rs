//! Cases of many employers: opened and taken over, with employers that join, leave, join again, and vote each by itself.

use heyi_core::case::Case;
use heyi_core::decisions::list_employers::ListEmployers;
use heyi_core::decisions::open_joint_case::OpenJointCase;
use heyi_core::decisions::record_employer_vote::RecordEmployerVote;
use heyi_core::decisions::take_over_joint_case::TakeOverJointCase;
use heyi_core::event::congress::VoteResult;
use heyi_core::event::coverage_list::{Binding, CoverageListed, EmployerJoined, EmployerLeft};
use heyi_core::event::opening::{EmployersSide, HeadCount, JointCaseOpened, JointCaseTakenOver, JointScope};
use heyi_core::ids::EmployerId;
use heyi_core::place::Place;
use heyi_core::rules::SubjectMatter;
use heyi_core::scenario;
use rand::RngExt as _;

use super::super::World;
use super::openings::Ledger;

/// Jiangsu and Beijing, where the law binds every employer, Shanghai, where recognition does, and Shandong, where of wages the seal
/// does. At and above the county.
const PLACES: [&str; 8] = ["320706", "320300", "320576", "110105", "310000", "310115", "370000", "370102"];

const BINDINGS: [Binding; 4] = [Binding::Mandate, Binding::Recognition, Binding::Seal, Binding::None];

impl World {
    pub(super) async fn begin_many(&mut self) {
        let (opened, occurred) = (self.opened_by_many(), self.day_of_opening());
        let command = if self.chance(0.5) {
            let Ledger { stage, as_of, unknown, outcome } = self.ledger(None);
            let (opening, source) = (Box::new(opened), "市总工会网站报道".into());
            TakeOverJointCase(JointCaseTakenOver { opening, stage, as_of, unknown, source, outcome }).into()
        } else {
            OpenJointCase(opened).into()
        };
        let Some(id) = self.begin(command, None, occurred).await else { return };
        self.put_clauses(id).await;
        let case = self.store.cases.load(id, None).await.unwrap().unwrap();
        if let Some(listed) = self.listing(&case) {
            let occurred = self.day_after(&case);
            self.record(id, listed.into(), occurred).await;
        }
    }

    /// The coverage list of some case of many changes.
    pub(super) async fn change_list(&mut self) {
        // Most cases are of one employer: a few are looked at.
        for _ in 0..6 {
            let Some(case) = self.some_case().await else { return };
            if case.opening.as_ref().is_some_and(|opening| opening.employer().is_none())
                && let Some(listed) = self.listing(&case)
            {
                let occurred = self.day_after(&case);
                self.record(case.id, listed.into(), occurred).await;
                return;
            }
        }
    }

    /// Some place a case of many is of.
    pub(super) fn place_of_many(&mut self) -> Place {
        self.pick(&PLACES).parse().unwrap()
    }

    fn opened_by_many(&mut self) -> JointCaseOpened {
        let (staff, women) = self.staff_and_women();
        let people = self.random.random_range(2..200);
        JointCaseOpened {
            scope: self.pick(&[JointScope::Area, JointScope::Industry, JointScope::AreaIndustry]),
            place: self.place_of_many(),
            industry: self.pick(&[None, Some("27"), Some("13")]).map(str::to_owned),
            employers_side: self.pick(&[EmployersSide::Organisation, EmployersSide::Elected, EmployersSide::Unknown]),
            subject: self.pick(&[
                SubjectMatter::Women,
                SubjectMatter::Women,
                SubjectMatter::General,
                SubjectMatter::Wage,
            ]),
            procedure: self.procedure(),
            employers: self.chance(0.5).then(|| HeadCount { people, about: true, as_of: self.occurred() }),
            staff,
            women,
            made_up: self.chance(0.3),
            ..scenario::joint()
        }
    }

    /// Some employers join, or are entered anew with what is known now; sometimes one leaves. `None`: there are none.
    pub(super) fn listing(&mut self, case: &Case) -> Option<ListEmployers> {
        let listed: Vec<EmployerId> = case.listed().map(|(employer, _)| employer).collect();
        let gone: Vec<EmployerId> = case.covered.keys().filter(|id| !listed.contains(id)).copied().collect();
        let mut left = Vec::new();
        if !listed.is_empty() && self.chance(0.5) {
            let until = self.chance(0.6).then(|| self.back(60));
            left.push(EmployerLeft { employer: self.pick(&listed), until, reason: "迁出".into() });
        }
        let mut joined: Vec<EmployerJoined> = Vec::new();
        for _ in 0..self.random.random_range(1..4) {
            let from = if !gone.is_empty() && self.chance(0.6) { &gone } else { &self.employers };
            if from.is_empty() {
                break;
            }
            let employer = self.pick(&from.clone());
            let named = joined.iter().any(|joined| joined.employer == employer);
            if !named && left.iter().all(|left| left.employer != employer) {
                joined.push(self.joining(employer));
            }
        }
        let any = !joined.is_empty() || !left.is_empty();
        any.then_some(ListEmployers(CoverageListed { joined, left }))
    }

    fn joining(&mut self, employer: EmployerId) -> EmployerJoined {
        let (staff, women) = self.staff_and_women();
        let from = self.chance(0.6).then(|| self.back(400));
        EmployerJoined { employer, name: "示例厂".into(), from, binding: self.pick(&BINDINGS), staff, women }
    }

    /// The vote of one employer on the list whose staff have not passed the draft. `None`: there is none.
    pub(super) fn vote_of_one(&mut self, case: &Case) -> Option<RecordEmployerVote> {
        let missing =
            case.listed().filter(|(_, covered)| !matches!(covered.vote.as_deref(), Some((_, VoteResult::Passed))));
        let missing: Vec<EmployerId> = missing.map(|(employer, _)| employer).collect();
        if missing.is_empty() {
            return None;
        }
        let ballot = if self.chance(0.9) { scenario::ballot(30, 28, 25) } else { scenario::ballot(30, 28, 10) };
        Some(RecordEmployerVote { employer: self.pick(&missing), ballot })
    }
}
