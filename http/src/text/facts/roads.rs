//! What the events of the side roads say.

use heyi_core::event::CaseEvent;

use super::Facts;

/// Adds what an event beside the main line says; nothing for others.
pub(super) fn add(event: &CaseEvent, f: &mut Facts<'_>) {
    match event {
        CaseEvent::ProcedureChanged(e) => {
            f.add("改为", "change to", &e.to);
            f.add("变更原因", "why", &e.reason);
        }
        CaseEvent::RepresentativesPublished(e) => {
            f.add("一方", "side", &e.side);
            f.add("公布方式", "how", &e.way);
        }
        CaseEvent::ProtectionNoted(e) => {
            f.add("一方", "side", &e.side);
            f.add("席位", "seat", &e.seat);
            f.known("本人劳动合同到期日", "last day of their own labour contract", &e.contract_ends);
            f.known("保护期至", "protected until", &e.protected_until);
            f.add("日期依据", "what the days rest on", &e.basis);
        }
        CaseEvent::UpperUnionInformed(e) => {
            f.add("上级工会", "upper union", &e.union);
            f.add("告知内容", "what it was told", &e.what);
        }
        CaseEvent::GuidanceGiven(e) => {
            f.add("指导方", "guided by", &e.by);
            f.add("指导内容", "what was done or advised", &e.what);
        }
        CaseEvent::PassageNotified(e) => {
            f.add("送达方式", "how it was served", &e.way);
        }
        CaseEvent::CopiedToUpperUnion(e) => {
            f.add("上级工会", "upper union", &e.union);
        }
        CaseEvent::CoordinationApplied(e) => {
            f.add("提出方", "set going by", &e.by);
            f.add("受理部门", "department", &e.department);
            f.add("争议事项", "what the sides cannot agree on", &e.matter);
        }
        CaseEvent::CoordinationAccepted(e) => {
            f.add("受理文号", "reference", &e.reference);
        }
        CaseEvent::CoordinationExtended(e) => {
            f.add("延长原因", "why", &e.reason);
        }
        CaseEvent::CoordinationEnded(e) => {
            f.add("达成协调处理协议书", "ended in a coordination agreement", &e.agreed);
            f.add("协议内容或未决事项", "what was agreed, or what stays open", &e.terms);
        }
        CaseEvent::BreachAlleged(e) => {
            f.add("第几项", "number", &e.breach);
            f.add("主张人", "alleged by", &e.by);
            f.list("所涉条款", "clauses it is about", &e.clauses);
            f.add("违约事实", "what happened", &e.facts);
            f.known("知道侵害之日", "day it was known", &e.known_since);
        }
        CaseEvent::PerformanceDemanded(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("要求内容", "what is demanded", &e.what);
            f.known("要求履行的期限", "by when", &e.by_day);
        }
        CaseEvent::RectificationOrdered(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("作出机关", "authority", &e.authority);
            f.add("责令内容", "what is ordered", &e.what);
        }
        CaseEvent::BreachRemedied(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("改正情况", "how it was mended", &e.how);
        }
        CaseEvent::DisputeSettled(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("和解方式", "how", &e.way);
            f.add("和解内容", "terms", &e.terms);
        }
        CaseEvent::ArbitrationApplied(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("申请人", "claimant", &e.claimant);
            f.add("仲裁委员会", "commission", &e.commission);
            f.add("仲裁请求", "what is claimed", &e.claim);
        }
        CaseEvent::ArbitrationAccepted(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("案号", "reference", &e.reference);
        }
        CaseEvent::ArbitrationRefused(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("不予受理的理由", "why", &e.reasons);
        }
        CaseEvent::AwardMade(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("裁决书文号", "reference", &e.reference);
            f.add("裁决结果", "what it decides", &e.outcome);
        }
        CaseEvent::AwardReceived(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("收到方", "received by", &e.by);
        }
        CaseEvent::LawsuitFiled(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("起诉方", "filed by", &e.by);
            f.add("受诉法院", "court", &e.court);
            f.add("诉讼请求", "what is asked", &e.claim);
        }
        CaseEvent::JudgmentMade(e) => {
            f.add("违约", "breach", &e.breach);
            f.add("案号", "reference", &e.reference);
            f.add("判决结果", "what it decides", &e.outcome);
        }
        CaseEvent::ChangeRequested(e) => {
            f.add("提出方", "asked by", &e.by);
            f.add("变更内容", "what is to change", &e.what);
            f.add("变更原因", "why", &e.reason);
        }
        CaseEvent::ChangeDropped(e) => {
            f.add("放弃原因", "why", &e.reason);
        }
        CaseEvent::CancellationRequested(e) => {
            f.add("提出方", "asked by", &e.by);
            f.add("解除原因", "why", &e.reason);
        }
        CaseEvent::Ended(e) => {
            f.add("终止或解除原因", "why", &e.ground);
            f.known("最后有效日", "last day it held", &e.last_day);
            f.add("解除是否经过协商和审议程序", "whether a cancellation followed the procedure", &e.by_procedure);
            f.add("说明", "remark", &e.remark);
        }
        CaseEvent::EndingFiled(e) => {
            f.add("受理部门", "department", &e.department);
        }
        CaseEvent::RenewalProposed(e) => {
            f.add("提出方", "proposed by", &e.by);
            f.add("说明", "remark", &e.remark);
        }
        CaseEvent::RenewalRefused(e) => {
            f.add("不同意方", "refused by", &e.by);
            f.add("理由", "reasons", &e.reasons);
        }
        CaseEvent::RenewalLinked(e) => {
            f.add("所续签的案件", "case whose agreement is renewed", &e.renews.to_string());
        }
        CaseEvent::Renewed(e) => {
            f.add("续签的新案件", "case that renews it", &e.by.to_string());
        }
        _ => {}
    }
}
