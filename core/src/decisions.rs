//! What can be decided: one file per decision, each with its command, its guard, its refusals and its tests.
//!
//! A decision records exactly one fact. Its guard ([`Decision::may`]) is asked by [`decide`], by the list of next steps
//! ([`next_steps`]) and when a history is folded, so that a page, a refusal and a mark cannot disagree.

use std::borrow::Cow;

use crate::case::guard::May;
use crate::case::{Case, Mark};
use crate::command::Request;
use crate::event::CaseEvent;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Stage;
use crate::text::Say;

/// One thing that can be decided.
pub trait Decision {
    /// Whether it can be recorded of this case now, whatever its details.
    ///
    /// # Errors
    /// Why not.
    fn may(case: &Case, ground: &Ground<'_>) -> May;

    /// The event to record, or why not. `case` is the case as it stood when this occurred; its guard was asked already.
    ///
    /// # Errors
    /// What is wrong with the details.
    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal>;
}

/// Declares the decisions: module, command, kind, the event each records, and its name in both languages.
macro_rules! decisions {
    ($($module:ident :: $command:ident = $kind:literal => $event:ident, $zh:literal, $en:literal;)+) => {
        $(pub mod $module;)+

        /// Everything a person can ask to record.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Command {
            $(#[doc = $en] $command($module::$command),)+
        }

        /// The decisions by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DecisionKind {
            $(#[doc = $en] $command,)+
        }

        impl DecisionKind {
            /// Every decision, in the order of the main line.
            pub const ALL: &'static [Self] = &[$(Self::$command),+];

            /// Its name in addresses and commands, such as `issue-offer`; also the stem of its files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$command => $kind,)+ }
            }

            /// Its name for people.
            #[must_use]
            pub fn say(self) -> Say {
                match self { $(Self::$command => Say::new($zh, $en),)+ }
            }

            /// Whether it can be recorded of `case` now.
            ///
            /// # Errors
            /// Why not.
            pub fn may(self, case: &Case, ground: &Ground<'_>) -> May {
                match self { $(Self::$command => <$module::$command as Decision>::may(case, ground),)+ }
            }

            /// The decision that records this event.
            #[must_use]
            pub fn of(event: &CaseEvent) -> Self {
                match event { $(CaseEvent::$event(_) => Self::$command,)+ }
            }
        }

        impl Command {
            /// Which decision this is.
            #[must_use]
            pub fn kind(&self) -> DecisionKind {
                match self { $(Self::$command(_) => DecisionKind::$command,)+ }
            }

            fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
                match self { $(Self::$command(command) => command.decide(at, case, ground),)+ }
            }
        }

        $(impl From<$module::$command> for Command {
            fn from(command: $module::$command) -> Self {
                Self::$command(command)
            }
        })+
    };
}

decisions! {
    open_case::OpenCase = "open-case" => CaseOpened, "立案", "Open a case";
    take_over_case::TakeOverCase = "take-over-case" => CaseTakenOver, "接管旧案", "Take over an old case";
    change_procedure::ChangeProcedure = "change-procedure" => ProcedureChanged, "变更程序", "Change the procedure";
    open_joint_case::OpenJointCase = "open-joint-case" => JointCaseOpened,
        "区域、行业案件立案", "Open a case of many employers";
    take_over_joint_case::TakeOverJointCase = "take-over-joint-case" => JointCaseTakenOver,
        "接管区域、行业旧案", "Take over a case of many employers";
    list_employers::ListEmployers = "list-employers" => CoverageListed, "登记覆盖名册", "Change the coverage list";
    collect_demands::CollectDemands = "collect-demands" => DemandsCollected, "收集女职工诉求", "Collect demands";
    issue_offer::IssueOffer = "issue-offer" => OfferIssued, "发出要约", "Issue the offer";
    deliver_offer::DeliverOffer = "deliver-offer" => OfferDelivered, "要约送达", "Deliver the offer";
    record_reply::RecordReply = "record-reply" => ReplyReceived, "记录答复", "Record the reply";
    give_guidance::GiveGuidance = "give-guidance" => GuidanceGiven, "上级工会指导", "Record guidance by the upper union";
    name_representatives::NameRepresentatives = "name-representatives" => RepresentativesNamed,
        "登记协商代表", "Name representatives";
    vacate_seat::VacateSeat = "vacate-seat" => RepresentativeVacated, "代表出缺", "Record a vacant seat";
    replace_representative::ReplaceRepresentative = "replace-representative" => RepresentativeReplaced,
        "更换协商代表", "Replace a representative";
    publish_representatives::PublishRepresentatives = "publish-representatives" => RepresentativesPublished,
        "公布协商代表", "Publish the representatives";
    note_protection::NoteProtection = "note-protection" => ProtectionNoted,
        "登记代表保护期", "Note a representative's protection";
    set_aims::SetAims = "set-aims" => AimsSet, "确定协商目标", "Set the aims of a side";
    agree_subjects::AgreeSubjects = "agree-subjects" => SubjectsAgreed, "商定议题", "Agree on the subjects";
    give_notice::GiveNotice = "give-notice" => NoticeGiven, "会议通知", "Give notice of a session";
    request_information::RequestInformation = "request-information" => InformationRequested,
        "要求提供资料", "Request information";
    give_information::GiveInformation = "give-information" => InformationGiven, "提供资料", "Give information";
    inform_upper_union::InformUpperUnion = "inform-upper-union" => UpperUnionInformed,
        "告知上级工会", "Inform the upper union";
    hold_session::HoldSession = "hold-session" => SessionHeld, "召开协商会议", "Hold a session";
    suspend::Suspend = "suspend" => Suspended, "中止协商", "Suspend the talks";
    resume::Resume = "resume" => Resumed, "恢复协商", "Resume the talks";
    propose_clause::ProposeClause = "propose-clause" => ClauseProposed, "提出条款", "Propose a clause";
    counter_clause::CounterClause = "counter-clause" => ClauseCountered, "提出修改文本", "Counter a clause";
    agree_clause::AgreeClause = "agree-clause" => ClauseAgreed, "条款达成一致", "Agree on a clause";
    withdraw_clause::WithdrawClause = "withdraw-clause" => ClauseWithdrawn, "撤回条款", "Withdraw a clause";
    record_outcome::RecordOutcome = "record-outcome" => OutcomeRecorded,
        "记录纪要、备忘录或制度", "Record minutes, a memorandum or a policy";
    agree_draft::AgreeDraft = "agree-draft" => DraftAgreed, "商定草案", "Agree on the draft";
    convene_congress::ConveneCongress = "convene-congress" => CongressConvened, "召开职代会", "Convene the congress";
    take_vote::TakeVote = "take-vote" => VoteTaken, "审议表决", "Record the vote";
    record_told_vote::RecordToldVote = "record-told-vote" => VoteTold,
        "登记没有票数的表决", "Record a vote without numbers";
    record_employer_vote::RecordEmployerVote = "record-employer-vote" => EmployerVoteTaken,
        "单位内表决", "Record the vote of one employer's staff";
    notify_passage::NotifyPassage = "notify-passage" => PassageNotified, "书面告知草案通过", "Notify the passage";
    sign::Sign = "sign" => Signed, "签字盖章", "Sign and seal";
    copy_to_upper_union::CopyToUpperUnion = "copy-to-upper-union" => CopiedToUpperUnion,
        "抄送上级工会", "Copy to the upper union";
    file_contract::FileContract = "file-contract" => Filed, "报送", "File";
    record_receipt::RecordReceipt = "record-receipt" => FilingReceived, "登记受理回执", "Record the receipt";
    request_supplement::RequestSupplement = "request-supplement" => SupplementRequested,
        "要求补正", "Record that supplements are asked for";
    supply_supplement::SupplySupplement = "supply-supplement" => SupplementSupplied, "补正材料", "Supply supplements";
    serve_objection::ServeObjection = "serve-objection" => ObjectionServed, "审查异议", "Record the objection";
    clear_expressly::ClearExpressly = "clear-expressly" => ClearedExpressly,
        "审查无异议", "Record the express clearance";
    confirm_effect::ConfirmEffect = "confirm-effect" => EffectConfirmed, "确认生效", "Confirm the effect";
    publish::Publish = "publish" => Published, "公布", "Publish";
    inspect_performance::InspectPerformance = "inspect-performance" => PerformanceInspected,
        "履约检查", "Inspect performance";
    report_to_congress::ReportToCongress = "report-to-congress" => ReportedToCongress,
        "向职代会报告", "Report to the congress";
    apply_coordination::ApplyCoordination = "apply-coordination" => CoordinationApplied,
        "申请协调处理", "Apply for coordination";
    accept_coordination::AcceptCoordination = "accept-coordination" => CoordinationAccepted,
        "受理协调处理", "Record the acceptance of the coordination";
    extend_coordination::ExtendCoordination = "extend-coordination" => CoordinationExtended,
        "延长协调处理", "Prolong the coordination";
    end_coordination::EndCoordination = "end-coordination" => CoordinationEnded, "结束协调处理", "End the coordination";
    allege_breach::AllegeBreach = "allege-breach" => BreachAlleged, "主张违约", "Allege a breach";
    demand_performance::DemandPerformance = "demand-performance" => PerformanceDemanded, "要求履行", "Demand performance";
    order_rectification::OrderRectification = "order-rectification" => RectificationOrdered,
        "责令改正", "Record an order to mend";
    remedy_breach::RemedyBreach = "remedy-breach" => BreachRemedied, "已改正", "Record that it was mended";
    settle_dispute::SettleDispute = "settle-dispute" => DisputeSettled, "和解", "Record a settlement";
    apply_arbitration::ApplyArbitration = "apply-arbitration" => ArbitrationApplied, "申请仲裁", "Apply for arbitration";
    accept_arbitration::AcceptArbitration = "accept-arbitration" => ArbitrationAccepted,
        "仲裁受理", "Record the acceptance of the claim";
    refuse_arbitration::RefuseArbitration = "refuse-arbitration" => ArbitrationRefused,
        "仲裁不予受理", "Record the refusal of the claim";
    record_award::RecordAward = "record-award" => AwardMade, "仲裁裁决", "Record the award";
    receive_award::ReceiveAward = "receive-award" => AwardReceived, "收到裁决", "Record the receipt of the award";
    file_lawsuit::FileLawsuit = "file-lawsuit" => LawsuitFiled, "提起诉讼", "File a lawsuit";
    record_judgment::RecordJudgment = "record-judgment" => JudgmentMade, "判决", "Record the judgment";
    request_change::RequestChange = "request-change" => ChangeRequested, "提出变更", "Request a change";
    drop_change::DropChange = "drop-change" => ChangeDropped, "放弃变更", "Give up the change";
    request_cancellation::RequestCancellation = "request-cancellation" => CancellationRequested,
        "提出解除", "Request the cancellation";
    propose_renewal::ProposeRenewal = "propose-renewal" => RenewalProposed, "提出续订", "Propose to renew";
    refuse_renewal::RefuseRenewal = "refuse-renewal" => RenewalRefused, "不同意续订", "Record the refusal to renew";
    link_renewal::LinkRenewal = "link-renewal" => RenewalLinked, "关联所续签的案件", "Link the case it renews";
    mark_renewed::MarkRenewed = "mark-renewed" => Renewed, "标记已续签", "Mark as renewed";
    end_agreement::EndAgreement = "end-agreement" => Ended, "终止或解除", "End the agreement";
    file_ending::FileEnding = "file-ending" => EndingFiled, "报告终止或解除", "Report the end";
    join_drive::JoinDrive = "join-drive" => DriveJoined, "纳入要约行动", "Take the case into a drive";
    link_reference::LinkReference = "link-reference" => ReferenceLinked, "关联资料", "Link a reference";
    correct_entry::CorrectEntry = "correct-entry" => EntryCorrected, "更正记录", "Correct an entry";
    withdraw_entry::WithdrawEntry = "withdraw-entry" => EntryWithdrawn, "撤回记录", "Withdraw an entry";
    approve_correction::ApproveCorrection = "approve-correction" => CorrectionApproved,
        "批准更正", "Approve a correction";
    close_case::CloseCase = "close-case" => CaseClosed, "结案", "Close the case";
}

/// Decides: the event to record, or why not.
///
/// What occurred earlier than other entries is judged against the case as it stood then: a step cannot rest on one that
/// came after it. A fact that did happen is recorded even where it takes the ground from later entries: those stay, marked, and
/// the case shows as contradictory until mended.
///
/// # Errors
/// The refusal; nothing is recorded then.
pub fn decide(request: Request, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
    not_in_future(&request.occurred, ground)?;
    let kind = request.command.kind();
    if case.stage == Stage::Closed {
        // Whatever day is claimed: what a closed case takes needs a second person.
        let _ = kind.may(case, ground)?;
    }
    let then = if kind.is_about_entries() { Cow::Borrowed(case) } else { case.before(&request.occurred, ground.law) };
    kind.may(&then, ground).map_err(|refusal| out_of_order(refusal, kind, case, ground))?;
    request.command.decide(&request.occurred, &then, ground)
}

impl DecisionKind {
    /// Whether it is about entries rather than steps: then it is judged against the case as it stands, whatever day is claimed. A
    /// correction dated before the closing would else need no approval.
    fn is_about_entries(self) -> bool {
        matches!(self, Self::CorrectEntry | Self::WithdrawEntry | Self::ApproveCorrection)
    }
}

/// Whether `event` could be recorded of `case` by its decision.
///
/// # Errors
/// Why not.
pub fn may_record(event: &CaseEvent, case: &Case, ground: &Ground<'_>) -> May {
    DecisionKind::of(event).may(case, ground)
}

/// What a rule would have had otherwise about an event that stands all the same.
#[must_use]
pub fn irregular(event: &CaseEvent, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    match event {
        CaseEvent::JointCaseOpened(opened) => open_joint_case::irregular(opened, at, ground),
        CaseEvent::SessionHeld(session) => hold_session::irregular(session, case, ground),
        CaseEvent::ObjectionServed(_) => serve_objection::irregular(at, case, ground),
        CaseEvent::RepresentativesNamed(named) => name_representatives::irregular(named, at, case, ground),
        CaseEvent::ReplyReceived(reply) => record_reply::irregular(reply, at, case, ground),
        CaseEvent::VoteTold(_) => record_told_vote::irregular(case, ground),
        CaseEvent::Ended(ended) => end_agreement::irregular(ended, case, ground),
        CaseEvent::RenewalProposed(_) => propose_renewal::irregular(at, case, ground),
        _ => crate::case::clocks::late(event, at, case, ground),
    }
}

/// Everything that can be recorded of `case` now.
#[must_use]
pub fn next_steps(case: &Case, ground: &Ground<'_>) -> Vec<DecisionKind> {
    DecisionKind::ALL.iter().copied().filter(|kind| kind.may(case, ground).is_ok()).collect()
}

fn not_in_future(occurred: &Occurred, ground: &Ground<'_>) -> Result<(), Refusal> {
    match occurred.earliest {
        Some(day) if day > ground.today => Err(Refusal::new(
            "occurred-in-future",
            format!("发生日期 {day} 晚于今天（{}）。只能记录已经发生的事。", ground.today),
            format!("The day {day} lies after today ({}). Only what has happened can be recorded.", ground.today),
        )
        .at("occurred")),
        _ => Ok(()),
    }
}

/// The case would allow it today, only not on the day claimed: say so.
fn out_of_order(refusal: Refusal, kind: DecisionKind, case: &Case, ground: &Ground<'_>) -> Refusal {
    if kind.may(case, ground).is_err() {
        return refusal;
    }
    Refusal {
        code: "out-of-order".to_owned(),
        say: Say::new(
            format!("按所填发生日期，当时还不能进行这一步：{}请核对日期。", refusal.say.zh),
            format!("On the day given this step was not possible yet: {} Check the day.", refusal.say.en),
        ),
        cite: refusal.cite,
        field: Some("occurred"),
    }
}

#[cfg(test)]
mod tests;
