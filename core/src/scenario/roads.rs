//! One sample of each payload of the side roads, made up.

use uuid::Uuid;

use crate::event::CaseEvent;
use crate::event::change::{CancellationRequested, ChangeDropped, ChangeRequested};
use crate::event::congress::PassageNotified;
use crate::event::coordination::{
    CoordinationAccepted, CoordinationApplied, CoordinationBy, CoordinationEnded, CoordinationExtended,
};
use crate::event::dispute::{
    AllegedBy, ArbitrationAccepted, ArbitrationApplied, ArbitrationRefused, AwardMade, AwardReceived, BreachAlleged,
    BreachRemedied, Claimant, DisputeSettled, JudgmentMade, LawsuitFiled, PerformanceDemanded, RectificationOrdered,
    SettlementWay,
};
use crate::event::drive::DriveJoined;
use crate::event::ending::{EndGround, Ended, EndingFiled, RenewalLinked, RenewalProposed, RenewalRefused, Renewed};
use crate::event::offer::DeliveryWay;
use crate::event::opening::Procedure;
use crate::event::procedure::ProcedureChanged;
use crate::event::representation::{ProtectionNoted, RepresentativesPublished, Side};
use crate::event::talks::{AimsSet, SubjectsAgreed};
use crate::event::upper_union::{CopiedToUpperUnion, GuidanceGiven, UpperUnionInformed};
use crate::ids::{CaseId, DriveId};
use crate::topic::TopicCode;

use super::date_of;

/// A breach of the sample clause, known since 10 July 2026.
#[must_use]
pub fn alleged(breach: u32) -> CaseEvent {
    CaseEvent::BreachAlleged(BreachAlleged {
        breach,
        by: AllegedBy::Union,
        clauses: vec![1],
        facts: "产后考核降等，未按第 1 条办理".into(),
        known_since: Some(date_of(190)),
    })
}

/// The events of the side roads, one of each kind.
#[must_use]
pub(super) fn side_roads() -> Vec<CaseEvent> {
    vec![
        CaseEvent::ProcedureChanged(ProcedureChanged { to: Procedure::Emergency, reason: "突发情况".into() }),
        CaseEvent::RepresentativesPublished(RepresentativesPublished { side: Side::Staff, way: "公开栏".into() }),
        CaseEvent::ProtectionNoted(ProtectionNoted {
            side: Side::Staff,
            seat: 2,
            contract_ends: Some(date_of(300)),
            protected_until: None,
            basis: "劳动合同".into(),
        }),
        CaseEvent::AimsSet(AimsSet {
            by: Side::Staff,
            topics: vec![TopicCode("CAR.01".into())],
            least: "不低于法定".into(),
            best: "另加一年".into(),
        }),
        CaseEvent::SubjectsAgreed(SubjectsAgreed {
            topics: vec![TopicCode("CAR.01".into())],
            text: "生育后考核".into(),
        }),
        CaseEvent::UpperUnionInformed(UpperUnionInformed {
            union: "市总工会".into(), what: "拟开展协商".into()
        }),
        CaseEvent::GuidanceGiven(GuidanceGiven { by: "市总工会".into(), what: "指导重新要约".into() }),
        CaseEvent::PassageNotified(PassageNotified { way: DeliveryWay::Hand }),
        CaseEvent::CopiedToUpperUnion(CopiedToUpperUnion { union: "市总工会".into() }),
        CaseEvent::CoordinationApplied(CoordinationApplied {
            by: CoordinationBy::Staff,
            department: "市人社局".into(),
            matter: "岗位条款".into(),
        }),
        CaseEvent::CoordinationAccepted(CoordinationAccepted { reference: "协〔2026〕1号".into() }),
        CaseEvent::CoordinationExtended(CoordinationExtended { reason: "情况复杂".into() }),
        CaseEvent::CoordinationEnded(CoordinationEnded { agreed: true, terms: "岗位条款".into() }),
        alleged(1),
        CaseEvent::PerformanceDemanded(PerformanceDemanded {
            breach: 1,
            what: "按第 1 条评定".into(),
            by_day: Some(date_of(230)),
        }),
        CaseEvent::RectificationOrdered(RectificationOrdered {
            breach: 1,
            authority: "区人社局".into(),
            what: "履行第 1 条".into(),
        }),
        CaseEvent::BreachRemedied(BreachRemedied { breach: 1, how: "已重新评定".into() }),
        CaseEvent::DisputeSettled(DisputeSettled {
            breach: 1,
            way: SettlementWay::Conciliation,
            terms: "重新评定".into(),
        }),
        CaseEvent::ArbitrationApplied(ArbitrationApplied {
            breach: 1,
            claimant: Claimant::Union,
            commission: "市劳动人事争议仲裁委员会".into(),
            claim: "履行第 1 条".into(),
        }),
        CaseEvent::ArbitrationAccepted(ArbitrationAccepted { breach: 1, reference: "仲〔2026〕7号".into() }),
        CaseEvent::ArbitrationRefused(ArbitrationRefused { breach: 1, reasons: "超出范围".into() }),
        CaseEvent::AwardMade(AwardMade { breach: 1, reference: "裁〔2026〕7号".into(), outcome: "支持".into() }),
        CaseEvent::AwardReceived(AwardReceived { breach: 1, by: Side::Employer }),
        CaseEvent::LawsuitFiled(LawsuitFiled {
            breach: 1,
            by: Side::Employer,
            court: "区人民法院".into(),
            claim: "不履行第 1 条".into(),
        }),
        CaseEvent::JudgmentMade(JudgmentMade { breach: 1, reference: "民初 9 号".into(), outcome: "驳回".into() }),
        CaseEvent::ChangeRequested(ChangeRequested {
            by: Side::Staff,
            what: "增加托育条款".into(),
            reason: "职工诉求".into(),
        }),
        CaseEvent::ChangeDropped(ChangeDropped { reason: "未能一致".into() }),
        CaseEvent::CancellationRequested(CancellationRequested { by: Side::Employer, reason: "停产".into() }),
        CaseEvent::Ended(Ended {
            ground: EndGround::Cancelled,
            last_day: Some(date_of(340)),
            by_procedure: Some(true),
            remark: "双方协商解除".into(),
        }),
        CaseEvent::EndingFiled(EndingFiled { department: "市人社局".into() }),
        CaseEvent::RenewalProposed(RenewalProposed { by: Side::Staff, remark: "续订三年".into() }),
        CaseEvent::RenewalRefused(RenewalRefused { by: Side::Employer, reasons: "另行协商".into() }),
        CaseEvent::RenewalLinked(RenewalLinked { renews: CaseId(Uuid::from_u128(20)) }),
        CaseEvent::DriveJoined(DriveJoined { drive: DriveId(Uuid::from_u128(30)), name: "三月要约行动".into() }),
        CaseEvent::Renewed(Renewed { by: CaseId(Uuid::from_u128(21)) }),
    ]
}
