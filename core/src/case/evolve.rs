//! Applying one event to a case. Never refuses: history is applied, not judged.

mod roads;

use jiff::civil::Date;

use crate::event::CaseEvent;
use crate::event::congress::VoteResult;
use crate::event::offer::Answer;
use crate::event::opening::{CaseTakenOver, JointCaseTakenOver, TakenOverOutcome};
use crate::event::representation::{Representative, Side};
use crate::ids::Version;
use crate::occurred::Occurred;
use crate::stage::{Stage, Step};

use super::clause::{Clause, ClauseState};
use super::roads::{Change, Earlier};
use super::{Case, Done, Opening, Seat, Suspension, TakenOver};

/// Steps that belong to a round: a new round begins without them.
const OF_A_ROUND: [Step; 9] = [
    Step::Draft,
    Step::Congress,
    Step::Vote,
    Step::Passage,
    Step::Signature,
    Step::Copy,
    Step::Filing,
    Step::Receipt,
    Step::Clearance,
];

impl Case {
    /// Takes in one event that counts, whatever was before it. Its line is not added: that is [`Case::replay`]'s to do.
    pub fn evolve(&mut self, event: &CaseEvent, entry: Version, occurred: &Occurred) {
        let done = || Done { entry, occurred: occurred.clone() };
        match event {
            CaseEvent::CaseOpened(opened) => self.open((&**opened).into()),
            CaseEvent::JointCaseOpened(opened) => self.open((&**opened).into()),
            CaseEvent::CaseTakenOver(taken) => {
                let CaseTakenOver { opening, stage, as_of, unknown, source, outcome } = &**taken;
                self.take_over(opening.into(), *stage, known(*as_of, unknown, source, outcome.as_ref()));
            }
            CaseEvent::JointCaseTakenOver(taken) => {
                let JointCaseTakenOver { opening, stage, as_of, unknown, source, outcome } = &**taken;
                self.take_over((&**opening).into(), *stage, known(*as_of, unknown, source, outcome.as_ref()));
            }
            CaseEvent::CoverageListed(listed) => {
                self.list(listed, occurred);
                self.pass_by_employers(done());
            }
            CaseEvent::EmployerVoteTaken(vote) => {
                self.employer_voted(vote, done());
                self.pass_by_employers(done());
            }
            CaseEvent::OfferIssued(_) => {
                self.done.retain(|step, _| !matches!(step, Step::Delivery | Step::Reply));
                self.reach(Step::Offer, done(), Stage::Offered);
            }
            CaseEvent::OfferDelivered(_) => self.reach(Step::Delivery, done(), Stage::Delivered),
            CaseEvent::ReplyReceived(reply) if reply.answer == Answer::Refuses => {
                // A refusal is a reply to this offer, but not one that talks can rest on.
                self.done.retain(|step, _| !matches!(step, Step::Offer | Step::Delivery | Step::Reply));
                self.stage = Stage::Refused;
            }
            CaseEvent::ReplyReceived(_) => self.reach(Step::Reply, done(), Stage::Accepted),
            CaseEvent::RepresentativesNamed(named) => {
                let seats = named.people.iter().map(|holder| Seat { holder: holder.clone(), vacant: None }).collect();
                self.sides.insert(named.side, seats);
                match named.number {
                    Some(number) => self.numbers.insert(named.side, number),
                    None => self.numbers.remove(&named.side),
                };
                self.done.insert(seats_of(named.side), done());
            }
            CaseEvent::RepresentativeVacated(vacated) => {
                if let Some(seat) = self.seat(vacated.side, vacated.seat) {
                    seat.vacant = Some(done());
                }
            }
            CaseEvent::RepresentativeReplaced(replaced) => {
                self.replace(replaced.side, replaced.seat, replaced.successor.clone());
            }
            CaseEvent::SessionHeld(session) => {
                self.last_chair = Some(session.chair);
                self.roads.first_session.get_or_insert_with(done);
                self.done.insert(Step::Session, done());
                if self.before_draft() && self.stage != Stage::Coordinating {
                    self.stage = Stage::InSession;
                }
            }
            CaseEvent::Suspended(suspended) => {
                self.suspension = Some(Suspension { since: done(), resume_day: suspended.resume_day });
                self.stage = Stage::Suspended;
            }
            CaseEvent::Resumed(_) => {
                self.suspension = None;
                self.stage = Stage::InSession;
            }
            CaseEvent::ClauseProposed(proposed) => {
                let clause = Clause { texts: vec![proposed.text.clone()], state: ClauseState::Open };
                self.clauses.insert(proposed.clause, clause);
            }
            CaseEvent::ClauseCountered(countered) => {
                if let Some(clause) = self.clauses.get_mut(&countered.clause) {
                    clause.texts.push(countered.text.clone());
                    clause.state = ClauseState::Open;
                }
            }
            CaseEvent::ClauseAgreed(agreed) => self.settle(agreed.clause, ClauseState::Agreed(agreed.text_version)),
            CaseEvent::ClauseWithdrawn(withdrawn) => self.settle(withdrawn.clause, ClauseState::Withdrawn),
            CaseEvent::OutcomeRecorded(outcome) => {
                self.outcome = Some(outcome.clone());
                self.reach(Step::Outcome, done(), Stage::OutcomeRecorded);
            }
            CaseEvent::DraftAgreed(draft) => {
                self.draft = Some(draft.clone());
                self.reach(Step::Draft, done(), Stage::DraftAgreed);
            }
            CaseEvent::CongressConvened(congress) => {
                self.roads.congress = Some((congress.planned_day, congress.papers_sent));
                self.reach(Step::Congress, done(), Stage::BeforeCongress);
            }
            CaseEvent::VoteTaken(vote) => self.voted(vote.result, done()),
            CaseEvent::VoteTold(told) => {
                let result = if told.passed { VoteResult::Passed } else { VoteResult::Failed };
                self.voted(result, done());
            }
            CaseEvent::Signed(_) => self.reach(Step::Signature, done(), Stage::Signed),
            CaseEvent::Filed(_) => self.reach(Step::Filing, done(), Stage::Filed),
            CaseEvent::FilingReceived(_) => {
                self.review_from = Some(occurred.clone());
                self.reach(Step::Receipt, done(), Stage::UnderReview);
            }
            CaseEvent::SupplementRequested(_) => {
                self.supplement_open = true;
                self.stage = Stage::SupplementAsked;
            }
            CaseEvent::SupplementSupplied(supplied) => {
                self.supplement_open = false;
                let received = self.has(Step::Receipt);
                self.stage = if received { Stage::UnderReview } else { Stage::Filed };
                if received && supplied.restarts_review == Some(true) {
                    self.review_from = Some(occurred.clone());
                }
            }
            CaseEvent::ObjectionServed(_) => self.next_round(Stage::Objected),
            CaseEvent::ClearedExpressly(_) => {
                self.done.insert(Step::Clearance, done());
            }
            CaseEvent::EffectConfirmed(effect) => {
                if let Some(change) = self.roads.change.take() {
                    let Change { requested, kept } = *change;
                    let until = effect.effective_on;
                    self.roads.earlier.push(Earlier { kept, until, requested });
                }
                self.effect = Some(effect.clone());
                self.reach(Step::Effect, done(), Stage::Effective);
            }
            CaseEvent::Published(_) => self.reach(Step::Publication, done(), Stage::InPerformance),
            CaseEvent::CaseClosed(closing) => {
                self.stage_before_closing = self.stage;
                self.closed = Some((done(), closing.reason));
                self.stage = Stage::Closed;
            }
            CaseEvent::NoticeGiven(_)
            | CaseEvent::InformationGiven(_)
            | CaseEvent::ReportedToCongress(_)
            | CaseEvent::ProcedureChanged(_)
            | CaseEvent::RepresentativesPublished(_)
            | CaseEvent::ProtectionNoted(_)
            | CaseEvent::UpperUnionInformed(_)
            | CaseEvent::PassageNotified(_)
            | CaseEvent::CopiedToUpperUnion(_)
            | CaseEvent::CoordinationApplied(_)
            | CaseEvent::CoordinationAccepted(_)
            | CaseEvent::CoordinationExtended(_)
            | CaseEvent::CoordinationEnded(_)
            | CaseEvent::BreachAlleged(_)
            | CaseEvent::PerformanceDemanded(_)
            | CaseEvent::RectificationOrdered(_)
            | CaseEvent::BreachRemedied(_)
            | CaseEvent::DisputeSettled(_)
            | CaseEvent::ArbitrationApplied(_)
            | CaseEvent::ArbitrationAccepted(_)
            | CaseEvent::ArbitrationRefused(_)
            | CaseEvent::AwardMade(_)
            | CaseEvent::AwardReceived(_)
            | CaseEvent::LawsuitFiled(_)
            | CaseEvent::JudgmentMade(_)
            | CaseEvent::ChangeRequested(_)
            | CaseEvent::ChangeDropped(_)
            | CaseEvent::CancellationRequested(_)
            | CaseEvent::Ended(_)
            | CaseEvent::EndingFiled(_)
            | CaseEvent::RenewalProposed(_)
            | CaseEvent::RenewalRefused(_)
            | CaseEvent::RenewalLinked(_)
            | CaseEvent::DriveJoined(_)
            | CaseEvent::Renewed(_) => self.evolve_roads(event, done()),
            CaseEvent::DemandsCollected(_)
            | CaseEvent::InformationRequested(_)
            | CaseEvent::AimsSet(_)
            | CaseEvent::SubjectsAgreed(_)
            | CaseEvent::GuidanceGiven(_)
            | CaseEvent::PerformanceInspected(_)
            | CaseEvent::ReferenceLinked(_)
            | CaseEvent::EntryCorrected(_)
            | CaseEvent::EntryWithdrawn(_)
            | CaseEvent::CorrectionApproved(_) => {}
        }
    }

    fn open(&mut self, opening: Opening) {
        self.procedure = opening.procedure;
        self.opening = Some(opening);
        self.stage = Stage::Opened;
    }

    fn take_over(&mut self, opening: Opening, stage: Stage, taken: TakenOver) {
        self.open(opening);
        self.stage = stage;
        self.taken_over = Some(taken);
    }

    /// Where each covered employer votes by itself, the draft is passed when all of them have passed it.
    fn pass_by_employers(&mut self, done: Done) {
        if self.has(Step::Draft) && !self.has(Step::Vote) && self.every_employer_passed() {
            self.reach(Step::Vote, done, Stage::VotePassed);
        }
    }

    fn reach(&mut self, step: Step, done: Done, stage: Stage) {
        self.done.insert(step, done);
        self.stage = stage;
    }

    fn before_draft(&self) -> bool {
        !self.has(Step::Draft) && !self.has(Step::Outcome) && self.suspension.is_none()
    }

    fn voted(&mut self, result: VoteResult, done: Done) {
        match result {
            VoteResult::Passed => {
                self.roads.after_failed_vote = false;
                self.reach(Step::Vote, done, Stage::VotePassed);
            }
            VoteResult::Failed => {
                self.roads.after_failed_vote = true;
                self.next_round(Stage::VoteFailed);
            }
            // The draft stands; the congress is called again.
            VoteResult::NoQuorum => {
                self.done.remove(&Step::Congress);
                self.stage = Stage::DraftAgreed;
            }
        }
    }

    fn next_round(&mut self, stage: Stage) {
        self.round += 1;
        self.done.retain(|step, _| !OF_A_ROUND.contains(step));
        self.draft = None;
        self.review_from = None;
        self.supplement_open = false;
        self.roads.congress = None;
        self.covered.values_mut().for_each(|covered| covered.vote = None);
        self.stage = stage;
        // What was not known of the round taken over says nothing about a round begun here.
        if let Some(taken) = &mut self.taken_over {
            taken.unknown.retain(|step| !OF_A_ROUND.contains(step));
        }
    }

    fn settle(&mut self, clause: u32, state: ClauseState) {
        if let Some(clause) = self.clauses.get_mut(&clause) {
            clause.state = state;
        }
    }

    fn seat(&mut self, side: Side, seat: u32) -> Option<&mut Seat> {
        self.sides.get_mut(&side)?.get_mut((seat as usize).checked_sub(1)?)
    }

    fn replace(&mut self, side: Side, seat: u32, successor: Representative) {
        if let Some(seat) = self.seat(side, seat) {
            *seat = Seat { holder: successor, vacant: None };
        }
    }
}

fn known(as_of: Date, unknown: &[Step], source: &str, outcome: Option<&TakenOverOutcome>) -> TakenOver {
    let unknown = unknown.iter().copied().collect();
    TakenOver { as_of, unknown, source: source.to_owned(), outcome: outcome.cloned() }
}

/// The step of naming a side's representatives.
pub(crate) fn seats_of(side: Side) -> Step {
    match side {
        Side::Staff => Step::StaffRepresentatives,
        Side::Employer => Step::EmployerRepresentatives,
    }
}
