//! What holds of all decisions together.

mod history;

use std::collections::BTreeSet;

use proptest::prelude::{Strategy, any, proptest};
use proptest::sample::Index;

use super::{Command, DecisionKind, decide, next_steps};
use crate::case::{Case, Mark};
use crate::command::Request;
use crate::event::CaseEvent;
use crate::event::clauses::ClauseWithdrawn;
use crate::event::congress::Ballot;
use crate::event::outcome::{OutcomeForm, OutcomeRecorded, Term};
use crate::ids::Version;
use crate::scenario::{Scenario, clause_text, day, sample_of_each};

use super::accept_arbitration::AcceptArbitration;
use super::accept_coordination::AcceptCoordination;
use super::agree_clause::AgreeClause;
use super::agree_draft::AgreeDraft;
use super::agree_subjects::AgreeSubjects;
use super::allege_breach::AllegeBreach;
use super::apply_arbitration::ApplyArbitration;
use super::apply_coordination::ApplyCoordination;
use super::approve_correction::ApproveCorrection;
use super::change_procedure::ChangeProcedure;
use super::clear_expressly::ClearExpressly;
use super::close_case::CloseCase;
use super::collect_demands::CollectDemands;
use super::confirm_effect::ConfirmEffect;
use super::convene_congress::ConveneCongress;
use super::copy_to_upper_union::CopyToUpperUnion;
use super::counter_clause::CounterClause;
use super::deliver_offer::DeliverOffer;
use super::demand_performance::DemandPerformance;
use super::drop_change::DropChange;
use super::end_agreement::EndAgreement;
use super::end_coordination::EndCoordination;
use super::extend_coordination::ExtendCoordination;
use super::file_contract::FileContract;
use super::file_ending::FileEnding;
use super::file_lawsuit::FileLawsuit;
use super::give_guidance::GiveGuidance;
use super::give_information::GiveInformation;
use super::give_notice::GiveNotice;
use super::hold_session::HoldSession;
use super::inform_upper_union::InformUpperUnion;
use super::inspect_performance::InspectPerformance;
use super::issue_offer::IssueOffer;
use super::join_drive::JoinDrive;
use super::link_reference::LinkReference;
use super::link_renewal::LinkRenewal;
use super::list_employers::ListEmployers;
use super::mark_renewed::MarkRenewed;
use super::name_representatives::NameRepresentatives;
use super::note_protection::NoteProtection;
use super::notify_passage::NotifyPassage;
use super::open_case::OpenCase;
use super::open_joint_case::OpenJointCase;
use super::order_rectification::OrderRectification;
use super::propose_clause::ProposeClause;
use super::propose_renewal::ProposeRenewal;
use super::publish::Publish;
use super::publish_representatives::PublishRepresentatives;
use super::receive_award::ReceiveAward;
use super::record_award::RecordAward;
use super::record_employer_vote::RecordEmployerVote;
use super::record_judgment::RecordJudgment;
use super::record_outcome::RecordOutcome;
use super::record_receipt::RecordReceipt;
use super::record_reply::RecordReply;
use super::record_told_vote::RecordToldVote;
use super::refuse_arbitration::RefuseArbitration;
use super::refuse_renewal::RefuseRenewal;
use super::remedy_breach::RemedyBreach;
use super::replace_representative::ReplaceRepresentative;
use super::report_to_congress::ReportToCongress;
use super::request_cancellation::RequestCancellation;
use super::request_change::RequestChange;
use super::request_information::RequestInformation;
use super::request_supplement::RequestSupplement;
use super::resume::Resume;
use super::serve_objection::ServeObjection;
use super::set_aims::SetAims;
use super::settle_dispute::SettleDispute;
use super::sign::Sign;
use super::supply_supplement::SupplySupplement;
use super::suspend::Suspend;
use super::take_over_case::TakeOverCase;
use super::take_over_joint_case::TakeOverJointCase;
use super::take_vote::TakeVote;
use super::vacate_seat::VacateSeat;
use super::withdraw_clause::WithdrawClause;
use super::withdraw_entry::WithdrawEntry;

/// A command that asks for what the event tells.
pub(crate) fn command_for(event: CaseEvent) -> Option<Command> {
    Some(match event {
        CaseEvent::CaseOpened(e) => OpenCase(*e).into(),
        CaseEvent::CaseTakenOver(e) => TakeOverCase(*e).into(),
        CaseEvent::DemandsCollected(e) => CollectDemands(e).into(),
        CaseEvent::OfferIssued(e) => IssueOffer(e).into(),
        CaseEvent::OfferDelivered(e) => DeliverOffer(e).into(),
        CaseEvent::ReplyReceived(e) => RecordReply(e).into(),
        CaseEvent::RepresentativesNamed(e) => NameRepresentatives(e).into(),
        CaseEvent::RepresentativeVacated(e) => VacateSeat(e).into(),
        CaseEvent::RepresentativeReplaced(e) => ReplaceRepresentative(e).into(),
        CaseEvent::NoticeGiven(e) => GiveNotice(e).into(),
        CaseEvent::InformationRequested(e) => RequestInformation(e).into(),
        CaseEvent::InformationGiven(e) => GiveInformation(e).into(),
        CaseEvent::SessionHeld(e) => HoldSession(*e).into(),
        CaseEvent::Suspended(e) => Suspend(e).into(),
        CaseEvent::Resumed(e) => Resume(e).into(),
        CaseEvent::ClauseProposed(e) => ProposeClause { by: e.by, text: e.text }.into(),
        CaseEvent::ClauseCountered(e) => CounterClause { clause: e.clause, by: e.by, text: e.text }.into(),
        CaseEvent::ClauseAgreed(e) => AgreeClause { clause: e.clause, text_version: Some(e.text_version) }.into(),
        CaseEvent::ClauseWithdrawn(e) => WithdrawClause(e).into(),
        CaseEvent::OutcomeRecorded(e) => RecordOutcome(e).into(),
        CaseEvent::DraftAgreed(e) => AgreeDraft { form: e.form, title: e.title, term: e.term }.into(),
        CaseEvent::CongressConvened(e) => ConveneCongress(e).into(),
        CaseEvent::VoteTaken(e) => TakeVote(e.ballot).into(),
        CaseEvent::Signed(e) => Sign(e).into(),
        CaseEvent::Filed(e) => FileContract(e).into(),
        CaseEvent::FilingReceived(e) => RecordReceipt(e).into(),
        CaseEvent::SupplementRequested(e) => RequestSupplement(e).into(),
        CaseEvent::SupplementSupplied(e) => SupplySupplement(e).into(),
        CaseEvent::ObjectionServed(e) => ServeObjection(e).into(),
        CaseEvent::ClearedExpressly(e) => ClearExpressly(e).into(),
        CaseEvent::EffectConfirmed(e) => ConfirmEffect { checked: e.checked, told_day: Some(e.effective_on) }.into(),
        CaseEvent::Published(e) => Publish(e).into(),
        CaseEvent::PerformanceInspected(e) => InspectPerformance(e).into(),
        CaseEvent::ReportedToCongress(e) => ReportToCongress(e).into(),
        CaseEvent::ReferenceLinked(e) => LinkReference(e).into(),
        CaseEvent::EntryWithdrawn(e) => WithdrawEntry { entry: e.entry, reason: e.reason }.into(),
        CaseEvent::CorrectionApproved(e) => ApproveCorrection(e).into(),
        CaseEvent::CaseClosed(e) => CloseCase(e).into(),
        CaseEvent::ProcedureChanged(e) => ChangeProcedure(e).into(),
        CaseEvent::RepresentativesPublished(e) => PublishRepresentatives(e).into(),
        CaseEvent::ProtectionNoted(e) => NoteProtection(e).into(),
        CaseEvent::UpperUnionInformed(e) => InformUpperUnion(e).into(),
        CaseEvent::GuidanceGiven(e) => GiveGuidance(e).into(),
        CaseEvent::PassageNotified(e) => NotifyPassage(e).into(),
        CaseEvent::CopiedToUpperUnion(e) => CopyToUpperUnion(e).into(),
        CaseEvent::CoordinationApplied(e) => ApplyCoordination(e).into(),
        CaseEvent::CoordinationAccepted(e) => AcceptCoordination(e).into(),
        CaseEvent::CoordinationExtended(e) => ExtendCoordination(e).into(),
        CaseEvent::CoordinationEnded(e) => EndCoordination(e).into(),
        CaseEvent::PerformanceDemanded(e) => DemandPerformance(e).into(),
        CaseEvent::RectificationOrdered(e) => OrderRectification(e).into(),
        CaseEvent::BreachRemedied(e) => RemedyBreach(e).into(),
        CaseEvent::DisputeSettled(e) => SettleDispute(e).into(),
        CaseEvent::ArbitrationApplied(e) => ApplyArbitration(e).into(),
        CaseEvent::ArbitrationAccepted(e) => AcceptArbitration(e).into(),
        CaseEvent::ArbitrationRefused(e) => RefuseArbitration(e).into(),
        CaseEvent::AwardMade(e) => RecordAward(e).into(),
        CaseEvent::AwardReceived(e) => ReceiveAward(e).into(),
        CaseEvent::LawsuitFiled(e) => FileLawsuit(e).into(),
        CaseEvent::JudgmentMade(e) => RecordJudgment(e).into(),
        CaseEvent::ChangeRequested(e) => RequestChange(e).into(),
        CaseEvent::ChangeDropped(e) => DropChange(e).into(),
        CaseEvent::CancellationRequested(e) => RequestCancellation(e).into(),
        CaseEvent::Ended(e) => EndAgreement(e).into(),
        CaseEvent::EndingFiled(e) => FileEnding(e).into(),
        CaseEvent::RenewalProposed(e) => ProposeRenewal(e).into(),
        CaseEvent::RenewalRefused(e) => RefuseRenewal(e).into(),
        CaseEvent::RenewalLinked(e) => LinkRenewal(e).into(),
        CaseEvent::Renewed(e) => MarkRenewed(e).into(),
        CaseEvent::BreachAlleged(e) => {
            AllegeBreach { by: e.by, clauses: e.clauses, facts: e.facts, known_since: e.known_since }.into()
        }
        CaseEvent::JointCaseOpened(e) => OpenJointCase(*e).into(),
        CaseEvent::JointCaseTakenOver(e) => TakeOverJointCase(*e).into(),
        CaseEvent::CoverageListed(e) => ListEmployers(e).into(),
        CaseEvent::EmployerVoteTaken(e) => RecordEmployerVote { employer: e.employer, ballot: e.ballot }.into(),
        CaseEvent::AimsSet(e) => SetAims(e).into(),
        CaseEvent::SubjectsAgreed(e) => AgreeSubjects(e).into(),
        CaseEvent::DriveJoined(e) => JoinDrive(e).into(),
        CaseEvent::VoteTold(e) => RecordToldVote(e).into(),
        CaseEvent::EntryCorrected(_) => return None,
    })
}

/// Samples, and variants that take the loops: a failed vote, a refusal, an outcome other than a contract.
fn commands() -> Vec<Command> {
    let mut commands: Vec<Command> = sample_of_each().into_iter().filter_map(command_for).collect();
    let failing = Ballot {
        members: 180,
        present: 150,
        women_present: None,
        in_favour: 60,
        against: 90,
        abstained: 0,
        secret: None,
    };
    commands.push(TakeVote(failing).into());
    commands.push(ProposeClause { by: crate::event::representation::Side::Employer, text: clause_text() }.into());
    commands.push(WithdrawClause(ClauseWithdrawn { clause: 2, reason: String::new() }).into());
    commands.push(
        AgreeDraft { form: OutcomeForm::Annex, title: "附件".into(), term: Term { months: None, last_day: None } }
            .into(),
    );
    commands.push(
        RecordOutcome(OutcomeRecorded {
            form: OutcomeForm::Policy,
            title: "制度".into(),
            signed_by_both: true,
            applies_from: None,
            applies_to: None,
        })
        .into(),
    );
    commands
}

/// Indices into the commands, with a day for each.
fn walks() -> impl Strategy<Value = Vec<(Index, u16)>> {
    proptest::collection::vec((any::<Index>(), 0_u16..300), 0..80)
}

/// Records what is allowed of a walk, starting from the sample main line's beginning.
fn walk(
    steps: &[(Index, u16)],
    mut each: impl FnMut(&Scenario, &Command, &Result<CaseEvent, crate::refusal::Refusal>),
) {
    let commands = commands();
    let mut scenario = Scenario::opened();
    for (index, offset) in steps {
        let case = scenario.case();
        let command = choose(&commands, &case, &scenario, *index, *offset);
        // Most entries come in order, some late.
        let at = if offset % 15 == 0 { day(i64::from(*offset)) } else { day(scenario.history().len() as i64 * 6) };
        let request = Request { command: command.clone(), occurred: at.clone(), note: None, evidence: Vec::new() };
        let result = decide(request, &case, &scenario.ground());
        each(&scenario, &command, &result);
        if let Ok(event) = result {
            scenario = scenario.and(event, at);
        }
    }
}

/// Drawn from all commands alone a walk would hardly get past the offer: most steps are among those that lead on along the main line, or
/// that may be recorded now; the rest is anything.
fn choose(commands: &[Command], case: &Case, scenario: &Scenario, index: Index, offset: u16) -> Command {
    let ground = scenario.ground();
    let may =
        |command: &&Command| command.kind() != DecisionKind::CloseCase && command.kind().may(case, &ground).is_ok();
    let allowed = MAIN_LINE.iter().rev().filter(|kind| kind.may(case, &ground).is_ok());
    let furthest: Vec<_> = allowed.take(2).copied().collect();
    let leads_on = |command: &&Command| furthest.contains(&command.kind());
    let pool: Vec<&Command> = match offset % 4 {
        0 | 1 => commands.iter().filter(leads_on).collect(),
        2 => commands.iter().filter(may).collect(),
        _ => commands.iter().collect(),
    };
    if pool.is_empty() { index.get(commands).clone() } else { (*index.get(&pool)).clone() }
}

/// From the offer to the publication; a clause can be put and agreed at any time before the draft.
const MAIN_LINE: [DecisionKind; 13] = [
    DecisionKind::ProposeClause,
    DecisionKind::IssueOffer,
    DecisionKind::DeliverOffer,
    DecisionKind::RecordReply,
    DecisionKind::HoldSession,
    DecisionKind::AgreeClause,
    DecisionKind::AgreeDraft,
    DecisionKind::TakeVote,
    DecisionKind::Sign,
    DecisionKind::FileContract,
    DecisionKind::RecordReceipt,
    DecisionKind::ConfirmEffect,
    DecisionKind::Publish,
];

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(96))]

    /// Invariant 15: what the list of next steps offers is what the guard of the decision lets through, today.
    #[test]
    fn next_steps_and_decisions_agree(steps in walks()) {
        walk(&steps, |scenario, command, _| {
            let (case, ground) = (scenario.case(), scenario.ground());
            let offered = next_steps(&case, &ground).contains(&command.kind());
            let today = crate::occurred::Occurred::on(ground.today);
            let request = Request { command: command.clone(), occurred: today, note: None, evidence: Vec::new() };
            let decided = decide(request, &case, &ground);
            if offered {
                // The details may still be wrong, but never the moment.
                let guard = command.kind().may(&case, &ground);
                assert!(guard.is_ok());
            } else {
                let guard = command.kind().may(&case, &ground).unwrap_err();
                assert_eq!(decided.unwrap_err().code, guard.code);
            }
        });
    }

    /// Replaying any prefix never fails, and what a decision let through has ground where it stands.
    #[test]
    fn what_was_decided_has_ground(steps in walks()) {
        walk(&steps, |scenario, _, result| {
            if let Ok(event) = result
                && !matches!(event, CaseEvent::EntryWithdrawn(_))
            {
                let case = scenario.case();
                for line in &case.lines {
                    let lost = line.marks.iter().any(|mark| matches!(mark, Mark::WithoutGround(_)));
                    assert!(!lost || changed_the_past(scenario.history()), "{line:?}");
                }
            }
        });
    }
}

/// Withdrawals, and late entries put before others, can take the ground from what stands; nothing else can.
fn changed_the_past(history: &[crate::event::Recorded<CaseEvent>]) -> bool {
    let late = |index: usize| {
        let entry = &history[index];
        history[..index].iter().any(|earlier| entry.occurred.certainly_before(&earlier.occurred))
    };
    history.iter().any(|recorded| matches!(recorded.event, CaseEvent::EntryWithdrawn(_)))
        || (0..history.len()).any(late)
}

#[test]
fn every_decision_has_a_name_of_its_own() {
    let names: BTreeSet<_> = DecisionKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), DecisionKind::ALL.len());
    let kinds: BTreeSet<_> = CaseEvent::KINDS.iter().collect();
    assert_eq!(kinds.len(), CaseEvent::KINDS.len());
    assert_eq!(names.len(), kinds.len(), "one decision for each kind of event");
}

#[test]
fn there_is_a_sample_of_each_kind() {
    let samples: BTreeSet<_> = sample_of_each().iter().map(CaseEvent::kind).collect();
    assert_eq!(samples, CaseEvent::KINDS.iter().copied().collect());
}

#[test]
fn a_withdrawn_entry_changes_what_is_offered_next() {
    let scenario = Scenario::through(crate::case::Step::Reply);
    let withdraw = WithdrawEntry { entry: Version(4), reason: "误录".into() };
    let case = scenario.clone().when(withdraw, day(50)).recorded();
    let offered = next_steps(&case, &scenario.ground());
    assert!(offered.contains(&DecisionKind::RecordReply));
    assert!(!offered.contains(&DecisionKind::HoldSession));
}

/// The laws of histories say little if no walk comes far: many do.
#[test]
fn walks_come_far() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{Config, TestRng, TestRunner};
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(Config::default().rng_algorithm));
    let (mut signed, mut effective, mut rounds, mut beside) = (0, 0, 0, 0);
    for _ in 0..60 {
        let steps = walks().new_tree(&mut runner).unwrap().current();
        let mut scenario = Scenario::opened();
        walk(&steps, |then, _, _| scenario = then.clone());
        let case = scenario.case();
        signed += usize::from(case.has(crate::case::Step::Signature));
        effective += usize::from(case.effect.is_some());
        rounds += usize::from(case.round > 1);
        beside +=
            usize::from(case.roads.change.is_some() || !case.roads.disputes.is_empty() || case.roads.end.is_some());
    }
    assert!(signed >= 8 && effective >= 4 && rounds >= 8 && beside >= 4, "{signed} {effective} {rounds} {beside}");
}

#[test]
fn what_lies_ahead_is_not_recorded_and_today_is_not_ahead() {
    let offered = |today| Scenario::opened().on(today).when(IssueOffer(crate::scenario::offer()), day(30));
    offered(29).refused("occurred-in-future");
    let _ = offered(30).recorded();
}
