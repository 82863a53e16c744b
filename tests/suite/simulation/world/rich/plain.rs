//! Decisions whose details no figure asks for: as the samples have them.

use heyi_core::decisions::accept_arbitration::AcceptArbitration;
use heyi_core::decisions::accept_coordination::AcceptCoordination;
use heyi_core::decisions::agree_subjects::AgreeSubjects;
use heyi_core::decisions::allege_breach::AllegeBreach;
use heyi_core::decisions::apply_arbitration::ApplyArbitration;
use heyi_core::decisions::apply_coordination::ApplyCoordination;
use heyi_core::decisions::clear_expressly::ClearExpressly;
use heyi_core::decisions::collect_demands::CollectDemands;
use heyi_core::decisions::copy_to_upper_union::CopyToUpperUnion;
use heyi_core::decisions::demand_performance::DemandPerformance;
use heyi_core::decisions::drop_change::DropChange;
use heyi_core::decisions::extend_coordination::ExtendCoordination;
use heyi_core::decisions::file_ending::FileEnding;
use heyi_core::decisions::file_lawsuit::FileLawsuit;
use heyi_core::decisions::give_guidance::GiveGuidance;
use heyi_core::decisions::give_information::GiveInformation;
use heyi_core::decisions::give_notice::GiveNotice;
use heyi_core::decisions::inform_upper_union::InformUpperUnion;
use heyi_core::decisions::link_reference::LinkReference;
use heyi_core::decisions::note_protection::NoteProtection;
use heyi_core::decisions::notify_passage::NotifyPassage;
use heyi_core::decisions::order_rectification::OrderRectification;
use heyi_core::decisions::propose_renewal::ProposeRenewal;
use heyi_core::decisions::publish_representatives::PublishRepresentatives;
use heyi_core::decisions::receive_award::ReceiveAward;
use heyi_core::decisions::record_award::RecordAward;
use heyi_core::decisions::record_judgment::RecordJudgment;
use heyi_core::decisions::refuse_arbitration::RefuseArbitration;
use heyi_core::decisions::refuse_renewal::RefuseRenewal;
use heyi_core::decisions::remedy_breach::RemedyBreach;
use heyi_core::decisions::replace_representative::ReplaceRepresentative;
use heyi_core::decisions::report_to_congress::ReportToCongress;
use heyi_core::decisions::request_cancellation::RequestCancellation;
use heyi_core::decisions::request_change::RequestChange;
use heyi_core::decisions::request_information::RequestInformation;
use heyi_core::decisions::request_supplement::RequestSupplement;
use heyi_core::decisions::resume::Resume;
use heyi_core::decisions::serve_objection::ServeObjection;
use heyi_core::decisions::set_aims::SetAims;
use heyi_core::decisions::settle_dispute::SettleDispute;
use heyi_core::decisions::supply_supplement::SupplySupplement;
use heyi_core::decisions::vacate_seat::VacateSeat;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::CaseEvent;
use heyi_core::event::filing::ObjectionServed;
use heyi_core::scenario;

/// The decision that would record the sample of its kind; `None` where details are at random.
pub(super) fn command(kind: DecisionKind) -> Option<Command> {
    let sample = scenario::sample_of_each().into_iter().find(|event| DecisionKind::of(event) == kind)?;
    Some(match sample {
        CaseEvent::DemandsCollected(e) => CollectDemands(e).into(),
        CaseEvent::RepresentativeVacated(e) => VacateSeat(e).into(),
        CaseEvent::RepresentativeReplaced(e) => ReplaceRepresentative(e).into(),
        CaseEvent::RepresentativesPublished(e) => PublishRepresentatives(e).into(),
        CaseEvent::ProtectionNoted(e) => NoteProtection(e).into(),
        CaseEvent::UpperUnionInformed(e) => InformUpperUnion(e).into(),
        CaseEvent::GuidanceGiven(e) => GiveGuidance(e).into(),
        CaseEvent::AimsSet(e) => SetAims(e).into(),
        CaseEvent::SubjectsAgreed(e) => AgreeSubjects(e).into(),
        CaseEvent::NoticeGiven(e) => GiveNotice(e).into(),
        CaseEvent::InformationRequested(e) => RequestInformation(e).into(),
        CaseEvent::InformationGiven(e) => GiveInformation(e).into(),
        CaseEvent::Resumed(e) => Resume(e).into(),
        CaseEvent::PassageNotified(e) => NotifyPassage(e).into(),
        CaseEvent::CopiedToUpperUnion(e) => CopyToUpperUnion(e).into(),
        CaseEvent::SupplementRequested(e) => RequestSupplement(e).into(),
        CaseEvent::SupplementSupplied(e) => SupplySupplement(e).into(),
        CaseEvent::ObjectionServed(e) => ServeObjection(ObjectionServed { clauses: Vec::new(), ..e }).into(),
        CaseEvent::ClearedExpressly(e) => ClearExpressly(e).into(),
        CaseEvent::ReportedToCongress(e) => ReportToCongress(e).into(),
        CaseEvent::CoordinationApplied(e) => ApplyCoordination(e).into(),
        CaseEvent::CoordinationAccepted(e) => AcceptCoordination(e).into(),
        CaseEvent::CoordinationExtended(e) => ExtendCoordination(e).into(),
        CaseEvent::BreachAlleged(e) => {
            AllegeBreach { by: e.by, clauses: Vec::new(), facts: e.facts, known_since: None }.into()
        }
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
        CaseEvent::EndingFiled(e) => FileEnding(e).into(),
        CaseEvent::RenewalProposed(e) => ProposeRenewal(e).into(),
        CaseEvent::RenewalRefused(e) => RefuseRenewal(e).into(),
        CaseEvent::ReferenceLinked(e) => LinkReference(e).into(),
        _ => return None,
    })
}
