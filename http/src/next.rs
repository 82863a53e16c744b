//! What a caseworker usually does next, and in one sentence when to record it.

use heyi_core::case::{Case, Stage};
use heyi_core::decisions::DecisionKind;

use crate::text::Lang;

/// What usually comes next at a stage, the likeliest first. What the law allows now is [`heyi_core::decisions::next_steps`]' to say.
#[must_use]
pub fn usual(stage: Stage) -> &'static [DecisionKind] {
    use DecisionKind as D;
    match stage {
        Stage::None => &[D::OpenCase, D::TakeOverCase, D::OpenJointCase, D::TakeOverJointCase],
        Stage::Opened => &[D::IssueOffer, D::CollectDemands, D::NameRepresentatives],
        Stage::Offered => &[D::DeliverOffer],
        Stage::Delivered => &[D::RecordReply, D::NameRepresentatives],
        Stage::Refused => &[D::GiveGuidance, D::IssueOffer, D::ApplyCoordination, D::CloseCase],
        Stage::Accepted => &[D::HoldSession, D::NameRepresentatives, D::GiveNotice],
        Stage::InSession => &[D::ProposeClause, D::CounterClause, D::AgreeClause, D::HoldSession, D::AgreeDraft],
        Stage::Suspended => &[D::Resume],
        Stage::OutcomeRecorded => &[D::InspectPerformance, D::CloseCase],
        Stage::DraftAgreed => &[D::ConveneCongress],
        Stage::BeforeCongress => &[D::TakeVote],
        Stage::VoteFailed | Stage::Objected => &[D::HoldSession, D::CounterClause, D::AgreeDraft],
        Stage::VotePassed => &[D::Sign],
        Stage::Signed => &[D::FileContract],
        Stage::Filed => &[D::RecordReceipt],
        Stage::UnderReview => &[D::ConfirmEffect, D::ClearExpressly, D::ServeObjection, D::RequestSupplement],
        Stage::SupplementAsked => &[D::SupplySupplement],
        Stage::Effective => &[D::Publish],
        Stage::InPerformance => {
            &[D::InspectPerformance, D::ReportToCongress, D::ProposeRenewal, D::AllegeBreach, D::EndAgreement]
        }
        Stage::Coordinating => &[D::AcceptCoordination, D::EndCoordination, D::ExtendCoordination],
        Stage::Changing => {
            &[D::HoldSession, D::CounterClause, D::ProposeClause, D::AgreeClause, D::AgreeDraft, D::DropChange]
        }
        Stage::Ended => &[D::FileEnding, D::CloseCase],
        Stage::Closed => &[],
    }
}

/// The same for a case: one of many employers begins with who they are.
#[must_use]
pub fn usual_of(case: &Case) -> Vec<DecisionKind> {
    let joint = case.opening.as_ref().is_some_and(|opening| opening.employer().is_none());
    let list = (joint && case.covered.is_empty()).then_some(DecisionKind::ListEmployers);
    list.into_iter().chain(usual(case.stage).iter().copied()).collect()
}

/// A part of the procedure, under which its steps are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// From the offer to the talks.
    Talks,
    /// The draft, the congress, the filing, the effect.
    Text,
    /// Performance.
    Performance,
    /// An interest dispute.
    Coordination,
    /// A rights dispute.
    Dispute,
    /// Change, renewal, end.
    Ending,
    /// The case itself and its entries.
    Entries,
}

impl Part {
    /// Every part, in the order of the procedure.
    pub const ALL: [Self; 7] =
        [Self::Talks, Self::Text, Self::Performance, Self::Coordination, Self::Dispute, Self::Ending, Self::Entries];

    /// Its heading.
    #[must_use]
    pub fn title(self, l: Lang) -> &'static str {
        match self {
            Self::Talks => l.t("要约、代表和协商", "Offer, representatives, talks"),
            Self::Text => l.t("草案、审议、报送和生效", "Draft, vote, filing, effect"),
            Self::Performance => l.t("公布和履行", "Publication and performance"),
            Self::Coordination => l.t("协商争议：协调处理", "Cannot agree: coordination"),
            Self::Dispute => l.t("履行争议：违约、仲裁、诉讼", "Not kept: demand, arbitration, court"),
            Self::Ending => l.t("变更、续订和终止", "Change, renewal, end"),
            Self::Entries => l.t("案件和记录", "The case and its entries"),
        }
    }
}

/// The part a decision belongs to.
#[must_use]
pub fn part_of(kind: DecisionKind) -> Part {
    use DecisionKind as D;
    match kind {
        D::CollectDemands
        | D::IssueOffer
        | D::DeliverOffer
        | D::RecordReply
        | D::GiveGuidance
        | D::NameRepresentatives
        | D::VacateSeat
        | D::ReplaceRepresentative
        | D::PublishRepresentatives
        | D::NoteProtection
        | D::SetAims
        | D::AgreeSubjects
        | D::GiveNotice
        | D::RequestInformation
        | D::GiveInformation
        | D::InformUpperUnion
        | D::HoldSession
        | D::Suspend
        | D::Resume
        | D::ProposeClause
        | D::CounterClause
        | D::AgreeClause
        | D::WithdrawClause
        | D::ChangeProcedure
        | D::RecordOutcome => Part::Talks,
        D::AgreeDraft
        | D::ConveneCongress
        | D::TakeVote
        | D::RecordToldVote
        | D::RecordEmployerVote
        | D::NotifyPassage
        | D::Sign
        | D::CopyToUpperUnion
        | D::FileContract
        | D::RecordReceipt
        | D::RequestSupplement
        | D::SupplySupplement
        | D::ServeObjection
        | D::ClearExpressly
        | D::ConfirmEffect => Part::Text,
        D::Publish | D::InspectPerformance | D::ReportToCongress => Part::Performance,
        D::ApplyCoordination | D::AcceptCoordination | D::ExtendCoordination | D::EndCoordination => Part::Coordination,
        D::AllegeBreach
        | D::DemandPerformance
        | D::OrderRectification
        | D::RemedyBreach
        | D::SettleDispute
        | D::ApplyArbitration
        | D::AcceptArbitration
        | D::RefuseArbitration
        | D::RecordAward
        | D::ReceiveAward
        | D::FileLawsuit
        | D::RecordJudgment => Part::Dispute,
        D::RequestChange
        | D::DropChange
        | D::RequestCancellation
        | D::EndAgreement
        | D::FileEnding
        | D::ProposeRenewal
        | D::RefuseRenewal
        | D::LinkRenewal
        | D::MarkRenewed => Part::Ending,
        D::OpenCase
        | D::TakeOverCase
        | D::OpenJointCase
        | D::TakeOverJointCase
        | D::ListEmployers
        | D::JoinDrive
        | D::LinkReference
        | D::CorrectEntry
        | D::WithdrawEntry
        | D::ApproveCorrection
        | D::CloseCase => Part::Entries,
    }
}

/// When to record this, in one sentence.
#[must_use]
pub fn hint(kind: DecisionKind, l: Lang) -> &'static str {
    use DecisionKind as D;
    match kind {
        D::OpenCase => l.t("从头开始跟踪一家单位的协商。", "Follow one employer's negotiation from its beginning."),
        D::TakeOverCase => {
            l.t("旧台账里的案件，开头不清楚也可以录入。", "A case of an old ledger, whose beginning is not known.")
        }
        D::OpenJointCase => l.t("跟踪一个区域或行业多家单位的协商。", "Follow the negotiation of an area or industry."),
        D::TakeOverJointCase => {
            l.t("旧台账或报道中的区域、行业协商。", "One of an old ledger or a report, whose beginning is not known.")
        }
        D::ListEmployers => {
            l.t("单位加入或退出；每次最多 1,000 家。", "Employers joined or left; at most 1,000 at once.")
        }
        D::RecordToldVote => l.t("资料只说通过或未通过，没有票数。", "The source tells the result and no numbers."),
        D::RecordEmployerVote => l.t("名册上一家单位的职工已表决。", "The staff of one listed employer voted."),
        D::CollectDemands => l.t("座谈、问卷收集到了女职工的诉求。", "Women workers' demands were heard."),
        D::IssueOffer => l.t("要约书已经发出。", "The offer was issued."),
        D::DeliverOffer => {
            l.t("对方已收到要约；答复期限从这一天起算。", "The other side has it; the clock of the reply starts.")
        }
        D::RecordReply => l.t("对方已答复同意、部分同意或拒绝。", "The other side agreed, agreed in part, or refused."),
        D::NameRepresentatives => {
            l.t("一方确定了协商代表和首席代表。", "A side named its representatives and their chief.")
        }
        D::VacateSeat => l.t("有代表离任或不能履职。", "A representative left."),
        D::ReplaceRepresentative => l.t("空缺的代表已按程序补上。", "A vacant seat was filled."),
        D::SetAims => l.t("一方内部确定了底线和最优目标。", "A side settled what it wants at least and at best."),
        D::AgreeSubjects => l.t("双方商定了协商的议题。", "Both sides settled what to negotiate about."),
        D::GiveNotice => l.t("已通知对方开会的时间、地点和议题。", "The other side was told day, place and subjects."),
        D::RequestInformation => l.t("一方要求对方提供资料。", "A side asked for information."),
        D::GiveInformation => l.t("一方提供了资料。", "A side gave information."),
        D::HoldSession => l.t("双方开过一次协商会议。", "Both sides met."),
        D::Suspend => l.t("双方同意暂停协商。", "Both sides agreed to pause."),
        D::Resume => l.t("协商重新开始。", "The talks went on."),
        D::ProposeClause => l.t("提出一条新的条款。", "Put a new clause on the table."),
        D::CounterClause => l.t("对某一条款提出修改文本。", "Put another text for a clause."),
        D::AgreeClause => l.t("双方就某一条款达成一致。", "Both sides agreed on a clause."),
        D::WithdrawClause => l.t("某一条款不再协商。", "A clause is off the table."),
        D::RecordOutcome => {
            l.t("结果是会议纪要、备忘录或制度，不是合同。", "It ended in minutes, a memorandum or a policy.")
        }
        D::AgreeDraft => l.t("双方就合同草案全文达成一致。", "Both sides agreed on the full draft."),
        D::ConveneCongress => l.t("已通知召开职代会审议草案。", "The congress was called to vote on the draft."),
        D::TakeVote => l.t("职代会已表决；录入到会和表决人数。", "The congress voted: enter the numbers."),
        D::Sign => l.t("双方首席代表已签字盖章；报送期限起算。", "Both chiefs signed; the clock of the filing starts."),
        D::FileContract => l.t("文本已报送人社部门。", "The text was sent to the labour department."),
        D::RecordReceipt => {
            l.t("人社部门出具了受理回执；审查期起算。", "The department gave a receipt; its review starts.")
        }
        D::RequestSupplement => l.t("人社部门要求补正材料。", "The department asked for more papers."),
        D::SupplySupplement => l.t("材料已补正。", "The papers were supplied."),
        D::ServeObjection => l.t("人社部门提出异议；双方需要重新协商。", "The department objected; the talks go on."),
        D::ClearExpressly => l.t("人社部门书面表示没有异议。", "The department wrote that it has no objection."),
        D::ConfirmEffect => l.t(
            "审查期满无异议，确认合同已生效（由复核人确认）。",
            "No objection came: a reviewer confirms the effect.",
        ),
        D::Publish => l.t("合同已向全体职工公布。", "The contract was made known to the staff."),
        D::InspectPerformance => l.t("对履行情况做了检查。", "Performance was inspected."),
        D::ReportToCongress => l.t("已向职代会报告履行情况。", "Performance was reported to the congress."),
        D::JoinDrive => l.t("本案属于某次要约行动。", "The case belongs to a drive."),
        D::LinkReference => {
            l.t("登记与本案有关的报道、争议或公益诉讼。", "A report, dispute or action that bears on the case.")
        }
        D::CorrectEntry => {
            l.t("某条记录写错了：更正它，原文保留。", "An entry is wrong: correct it; the old text stays readable.")
        }
        D::WithdrawEntry => {
            l.t("某条记录不该有：撤回它，原文保留。", "An entry should not be there: withdraw it; it stays readable.")
        }
        D::ApproveCorrection => {
            l.t("批准他人对已结案件的更正（由复核人批准）。", "A reviewer approves another person's correction.")
        }
        D::ChangeProcedure => l.t("改用普通、简易或应急程序。", "The case goes on under another procedure."),
        D::PublishRepresentatives => {
            l.t("一方的协商代表已向职工公布。", "A side's representatives were made known to the staff.")
        }
        D::NoteProtection => {
            l.t("登记代表本人劳动合同到期日，提前提醒。", "Watch the day a representative's own labour contract ends.")
        }
        D::InformUpperUnion => l.t("已把协商事项告知上级工会。", "The upper union was told of the negotiation."),
        D::GiveGuidance => l.t(
            "上级工会约谈、指导或派员参加。",
            "The upper union guided, after a refusal or when the talks are stuck.",
        ),
        D::NotifyPassage => l.t(
            "职工方首席代表已书面告知单位草案通过（上海报送期限自此起算）。",
            "The employer was told in writing that the draft was passed.",
        ),
        D::CopyToUpperUnion => l.t("签字后的文本已抄送上级工会。", "The signed text was copied to the upper union."),
        D::ApplyCoordination => l.t(
            "谈不拢或被拒绝，申请人社部门协调处理。",
            "The sides cannot agree: the labour department is asked to coordinate.",
        ),
        D::AcceptCoordination => {
            l.t("人社部门已受理；协调处理期限起算。", "The department accepted it; its period starts.")
        }
        D::ExtendCoordination => l.t("人社部门延长了协调处理期限。", "The department prolonged the period."),
        D::EndCoordination => {
            l.t("协调处理结束，达成或未达成协议书。", "The coordination ended, with an agreement or without.")
        }
        D::AllegeBreach => l.t(
            "合同没有履行：记录违约事实，走仲裁、诉讼的路。",
            "What was agreed is not kept: the road of arbitration and court.",
        ),
        D::DemandPerformance => l.t("工会已要求用人单位履行。", "The union demanded performance."),
        D::OrderRectification => l.t("有关机关责令改正。", "An authority ordered it mended."),
        D::RemedyBreach => l.t("违约已改正。", "The breach was mended."),
        D::SettleDispute => l.t("争议已和解。", "The dispute was settled."),
        D::ApplyArbitration => l.t("已申请劳动仲裁。", "Labour arbitration was applied for."),
        D::AcceptArbitration => {
            l.t("仲裁委员会已受理；裁决期限起算。", "The commission accepted the claim; its period starts.")
        }
        D::RefuseArbitration => l.t("仲裁委员会不予受理。", "The commission did not accept the claim."),
        D::RecordAward => l.t("仲裁委员会已作出裁决。", "The commission made its award."),
        D::ReceiveAward => {
            l.t("已收到裁决书；起诉期限起算。", "The award was received; the period for going to court starts.")
        }
        D::FileLawsuit => l.t("已向法院起诉。", "A side went to court."),
        D::RecordJudgment => l.t("法院已判决。", "The court gave judgment."),
        D::RequestChange => l.t(
            "一方提出变更已生效的合同；重新走协商程序。",
            "A side asks to change what is in effect; the procedure begins again.",
        ),
        D::DropChange => l.t("变更不再进行，合同照旧。", "The change is given up; the agreement goes on as it was."),
        D::RequestCancellation => l.t("一方提出提前解除合同。", "A side asks to cancel before the term is over."),
        D::EndAgreement => l.t("合同期满、解除或因故终止。", "The agreement ended or was cancelled."),
        D::FileEnding => l.t("终止或解除情况已报告人社部门。", "The end was reported to the labour department."),
        D::ProposeRenewal => l.t("一方提出续订。", "A side proposed to renew."),
        D::RefuseRenewal => l.t("对方不同意续订。", "Renewal was refused."),
        D::LinkRenewal => l.t("本案是续签：关联原来的案件。", "This case renews another: link the two."),
        D::MarkRenewed => l.t("已由另一案件续签。", "Another case renews this one."),
        D::CloseCase => l.t("协商已完成，或不再继续。", "The case is done, or goes no further."),
    }
}

/// Whether a decision is reached from an entry or a list rather than from the steps of a case.
#[must_use]
pub fn from_elsewhere(kind: DecisionKind) -> bool {
    use DecisionKind as D;
    matches!(
        kind,
        D::OpenCase
            | D::TakeOverCase
            | D::OpenJointCase
            | D::TakeOverJointCase
            | D::CorrectEntry
            | D::WithdrawEntry
            | D::ApproveCorrection
    )
}

#[cfg(test)]
mod tests {
    use heyi_core::case::Step;
    use heyi_core::decisions::next_steps;
    use heyi_core::scenario::Scenario;

    use super::*;

    #[test]
    fn along_the_main_line_the_first_usual_step_is_allowed() {
        for step in [
            Step::Offer,
            Step::Delivery,
            Step::Reply,
            Step::Draft,
            Step::Congress,
            Step::Vote,
            Step::Signature,
            Step::Filing,
            Step::Effect,
        ] {
            let scenario = Scenario::through(step);
            let case = scenario.case();
            let first = usual(case.stage)[0];
            assert!(next_steps(&case, &scenario.ground()).contains(&first), "{step:?}: {first:?}");
        }
    }

    #[test]
    fn minutes_a_memorandum_or_a_policy_are_not_published_as_a_contract_is() {
        assert!(!usual(Stage::OutcomeRecorded).contains(&DecisionKind::Publish));
        assert!(usual(Stage::Effective).contains(&DecisionKind::Publish));
    }

    #[test]
    fn every_decision_has_its_sentence() {
        for kind in DecisionKind::ALL {
            assert!(!hint(*kind, Lang::ZH).is_empty() && hint(*kind, Lang::EN).is_ascii(), "{kind:?}");
        }
    }
}
