//! Details of the steps of the main line, at random.

use heyi_core::case::{Case, ClauseState};
use heyi_core::decisions::agree_clause::AgreeClause;
use heyi_core::decisions::agree_draft::AgreeDraft;
use heyi_core::decisions::confirm_effect::ConfirmEffect;
use heyi_core::decisions::convene_congress::ConveneCongress;
use heyi_core::decisions::counter_clause::CounterClause;
use heyi_core::decisions::deliver_offer::DeliverOffer;
use heyi_core::decisions::file_contract::FileContract;
use heyi_core::decisions::hold_session::HoldSession;
use heyi_core::decisions::issue_offer::IssueOffer;
use heyi_core::decisions::propose_clause::ProposeClause;
use heyi_core::decisions::publish::Publish;
use heyi_core::decisions::record_receipt::RecordReceipt;
use heyi_core::decisions::record_reply::RecordReply;
use heyi_core::decisions::record_told_vote::RecordToldVote;
use heyi_core::decisions::sign::Sign;
use heyi_core::decisions::take_vote::TakeVote;
use heyi_core::decisions::withdraw_clause::WithdrawClause;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::clauses::{ClauseText, ClauseWithdrawn};
use heyi_core::event::congress::{Assembly, Ballot, CongressConvened, VoteTold};
use heyi_core::event::filing::FilingReceived;
use heyi_core::event::offer::{Answer, OfferBy, OfferIssued};
use heyi_core::event::outcome::{OutcomeForm, Term};
use heyi_core::event::performance::Published;
use heyi_core::event::representation::Side;
use heyi_core::event::talks::{Chair, SessionHeld};
use heyi_core::scenario;
use heyi_core::topic::Tier;
use jiff::ToSpan as _;
use rand::RngExt as _;

use super::super::World;

const SIDES: [Side; 2] = [Side::Staff, Side::Employer];
const CHAIRS: [Chair; 4] = [Chair::StaffChief, Chair::EmployerChief, Chair::Adviser, Chair::Unknown];

impl World {
    /// What is decided, with details at random; `None`: there is nothing to say of this case.
    pub(super) fn details(&mut self, kind: DecisionKind, case: &Case) -> Option<Command> {
        if let Some(command) = self.on_the_main_line(kind, case) {
            return Some(command);
        }
        self.beside(kind, case)
    }

    fn on_the_main_line(&mut self, kind: DecisionKind, case: &Case) -> Option<Command> {
        Some(match kind {
            DecisionKind::IssueOffer => IssueOffer(self.offer()).into(),
            DecisionKind::DeliverOffer => DeliverOffer(scenario::delivery()).into(),
            DecisionKind::RecordReply => RecordReply(scenario::reply(self.answer())).into(),
            DecisionKind::HoldSession => {
                HoldSession(SessionHeld { chair: self.pick(&CHAIRS), ..scenario::session() }).into()
            }
            DecisionKind::ProposeClause => ProposeClause { by: self.pick(&SIDES), text: self.clause() }.into(),
            DecisionKind::CounterClause => {
                let (clause, by, text) = (self.live_clause(case)?, self.pick(&SIDES), self.clause());
                CounterClause { clause, by, text }.into()
            }
            DecisionKind::AgreeClause => {
                let text_version = self.pick(&[None, None, Some(1)]);
                AgreeClause { clause: self.live_clause(case)?, text_version }.into()
            }
            DecisionKind::WithdrawClause => {
                let clause = self.live_clause(case)?;
                WithdrawClause(ClauseWithdrawn { clause, reason: "并入他条".into() }).into()
            }
            DecisionKind::AgreeDraft => self.draft().into(),
            DecisionKind::ConveneCongress => ConveneCongress(CongressConvened {
                assembly: self.pick(&[Assembly::Delegates, Assembly::AllStaff]),
                planned_day: self.chance(0.5).then(|| self.around(10, 30)),
                papers_sent: self.chance(0.5).then(|| self.back(10)),
                members: Some(180),
                women: Some(96),
            })
            .into(),
            DecisionKind::TakeVote => TakeVote(self.ballot()).into(),
            DecisionKind::RecordToldVote => {
                RecordToldVote(VoteTold { passed: self.chance(0.85), words: "大会审议通过".into() }).into()
            }
            DecisionKind::RecordEmployerVote => self.vote_of_one(case)?.into(),
            DecisionKind::Sign => Sign(scenario::signed()).into(),
            DecisionKind::FileContract => FileContract(scenario::filed()).into(),
            DecisionKind::RecordReceipt => RecordReceipt(FilingReceived { registration: "2026-118".into() }).into(),
            DecisionKind::ConfirmEffect => {
                let told_day = self.chance(0.85).then(|| self.back(400));
                ConfirmEffect { checked: "电话核实".into(), told_day }.into()
            }
            DecisionKind::Publish => Publish(Published { way: "公开栏".into() }).into(),
            _ => return None,
        })
    }

    fn offer(&mut self) -> OfferIssued {
        OfferIssued {
            by: self.pick(&[OfferBy::Staff, OfferBy::Staff, OfferBy::Employer, OfferBy::UpperUnion]),
            topics: if self.chance(0.5) { vec![self.topic()] } else { Vec::new() },
            synchronised: self.pick(&[None, Some(true), Some(false)]),
            ..scenario::offer()
        }
    }

    fn answer(&mut self) -> Answer {
        match self.random.random_range(0..8) {
            0 => Answer::InPart,
            1..3 => Answer::Refuses,
            _ => Answer::Agrees,
        }
    }

    /// On a topic at random; without a measure it only repeats the law.
    fn clause(&mut self) -> ClauseText {
        ClauseText {
            topic: self.topic(),
            tier: self.pick(&[None, Some(Tier::One), Some(Tier::Two), Some(Tier::Three)]),
            measure: self.pick(&["", "每年一月核对名单"]).into(),
            ..scenario::clause_text()
        }
    }

    /// Preferably one not agreed on yet, or nothing would be agreed on to the end.
    fn live_clause(&mut self, case: &Case) -> Option<u32> {
        let of = |wanted: fn(&ClauseState) -> bool| -> Vec<u32> {
            case.clauses.iter().filter(|(_, clause)| wanted(&clause.state)).map(|(number, _)| *number).collect()
        };
        let (open, live) = (of(|state| *state == ClauseState::Open), of(|state| *state != ClauseState::Withdrawn));
        let from = if !open.is_empty() && self.chance(0.8) { open } else { live };
        (!from.is_empty()).then(|| self.pick(&from))
    }

    fn draft(&mut self) -> AgreeDraft {
        let forms =
            [OutcomeForm::SpecialContract, OutcomeForm::SpecialContract, OutcomeForm::Chapter, OutcomeForm::Annex];
        let term = match self.random.random_range(0..6) {
            0 => Term { months: None, last_day: None },
            1..3 => Term { months: None, last_day: Some(self.today() + self.random.random_range(20..600).days()) },
            _ => Term { months: Some(self.pick(&[12, 24, 36])), last_day: None },
        };
        AgreeDraft { form: self.pick(&forms), title: "合同".into(), term }
    }

    fn ballot(&mut self) -> Ballot {
        match self.random.random_range(0..12) {
            0 => scenario::ballot(180, 170, 60),
            1 => scenario::ballot(180, 90, 85),
            _ => scenario::ballot(180, 170, 165),
        }
    }
}
