//! The forms of the decisions, one file each, with the same stem as in `heyi_core::decisions`.
//!
//! Each file has three things: `FORM`, what is asked; `parse`, from what was typed to the command; `fill`, from a recorded event
//! back to what was typed, for correcting it. A form that is missing here does not compile.

use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::CaseEvent;

use crate::form::{Filler, FormSpec, Reader};

/// A form with its two directions.
pub struct Form {
    /// What is asked.
    pub spec: &'static FormSpec,
    /// Reads the command; `None` when something was wrong, which the reader has noted.
    pub parse: fn(&mut Reader<'_>) -> Option<Command>,
    /// Fills in what was recorded.
    pub fill: fn(&CaseEvent, &mut Filler<'_>),
}

/// Declares the forms: the file, its decision, and the event it records.
macro_rules! forms {
    ($($module:ident: $command:ident => $event:ident;)+) => {
        $(pub mod $module;)+

        /// The form of a decision.
        #[must_use]
        pub fn form_of(kind: DecisionKind) -> &'static Form {
            match kind {
                $(DecisionKind::$command => {
                    static FORM: Form = Form {
                        spec: &$module::FORM,
                        parse: |form| $module::parse(form).map(Command::from),
                        fill: |event, form| {
                            if let CaseEvent::$event(recorded) = event {
                                $module::fill(recorded, form);
                            }
                        },
                    };
                    &FORM
                })+
            }
        }
    };
}

forms! {
    open_case: OpenCase => CaseOpened;
    take_over_case: TakeOverCase => CaseTakenOver;
    open_joint_case: OpenJointCase => JointCaseOpened;
    take_over_joint_case: TakeOverJointCase => JointCaseTakenOver;
    list_employers: ListEmployers => CoverageListed;
    change_procedure: ChangeProcedure => ProcedureChanged;
    collect_demands: CollectDemands => DemandsCollected;
    issue_offer: IssueOffer => OfferIssued;
    deliver_offer: DeliverOffer => OfferDelivered;
    record_reply: RecordReply => ReplyReceived;
    give_guidance: GiveGuidance => GuidanceGiven;
    name_representatives: NameRepresentatives => RepresentativesNamed;
    vacate_seat: VacateSeat => RepresentativeVacated;
    replace_representative: ReplaceRepresentative => RepresentativeReplaced;
    publish_representatives: PublishRepresentatives => RepresentativesPublished;
    note_protection: NoteProtection => ProtectionNoted;
    set_aims: SetAims => AimsSet;
    agree_subjects: AgreeSubjects => SubjectsAgreed;
    give_notice: GiveNotice => NoticeGiven;
    request_information: RequestInformation => InformationRequested;
    give_information: GiveInformation => InformationGiven;
    inform_upper_union: InformUpperUnion => UpperUnionInformed;
    hold_session: HoldSession => SessionHeld;
    suspend: Suspend => Suspended;
    resume: Resume => Resumed;
    propose_clause: ProposeClause => ClauseProposed;
    counter_clause: CounterClause => ClauseCountered;
    agree_clause: AgreeClause => ClauseAgreed;
    withdraw_clause: WithdrawClause => ClauseWithdrawn;
    record_outcome: RecordOutcome => OutcomeRecorded;
    agree_draft: AgreeDraft => DraftAgreed;
    convene_congress: ConveneCongress => CongressConvened;
    take_vote: TakeVote => VoteTaken;
    record_told_vote: RecordToldVote => VoteTold;
    record_employer_vote: RecordEmployerVote => EmployerVoteTaken;
    notify_passage: NotifyPassage => PassageNotified;
    sign: Sign => Signed;
    copy_to_upper_union: CopyToUpperUnion => CopiedToUpperUnion;
    file_contract: FileContract => Filed;
    record_receipt: RecordReceipt => FilingReceived;
    request_supplement: RequestSupplement => SupplementRequested;
    supply_supplement: SupplySupplement => SupplementSupplied;
    serve_objection: ServeObjection => ObjectionServed;
    clear_expressly: ClearExpressly => ClearedExpressly;
    confirm_effect: ConfirmEffect => EffectConfirmed;
    publish: Publish => Published;
    inspect_performance: InspectPerformance => PerformanceInspected;
    report_to_congress: ReportToCongress => ReportedToCongress;
    apply_coordination: ApplyCoordination => CoordinationApplied;
    accept_coordination: AcceptCoordination => CoordinationAccepted;
    extend_coordination: ExtendCoordination => CoordinationExtended;
    end_coordination: EndCoordination => CoordinationEnded;
    allege_breach: AllegeBreach => BreachAlleged;
    demand_performance: DemandPerformance => PerformanceDemanded;
    order_rectification: OrderRectification => RectificationOrdered;
    remedy_breach: RemedyBreach => BreachRemedied;
    settle_dispute: SettleDispute => DisputeSettled;
    apply_arbitration: ApplyArbitration => ArbitrationApplied;
    accept_arbitration: AcceptArbitration => ArbitrationAccepted;
    refuse_arbitration: RefuseArbitration => ArbitrationRefused;
    record_award: RecordAward => AwardMade;
    receive_award: ReceiveAward => AwardReceived;
    file_lawsuit: FileLawsuit => LawsuitFiled;
    record_judgment: RecordJudgment => JudgmentMade;
    request_change: RequestChange => ChangeRequested;
    drop_change: DropChange => ChangeDropped;
    request_cancellation: RequestCancellation => CancellationRequested;
    end_agreement: EndAgreement => Ended;
    file_ending: FileEnding => EndingFiled;
    propose_renewal: ProposeRenewal => RenewalProposed;
    refuse_renewal: RefuseRenewal => RenewalRefused;
    link_renewal: LinkRenewal => RenewalLinked;
    mark_renewed: MarkRenewed => Renewed;
    join_drive: JoinDrive => DriveJoined;
    link_reference: LinkReference => ReferenceLinked;
    correct_entry: CorrectEntry => EntryCorrected;
    withdraw_entry: WithdrawEntry => EntryWithdrawn;
    approve_correction: ApproveCorrection => CorrectionApproved;
    close_case: CloseCase => CaseClosed;
}

/// Every form, in the order of the main line.
pub fn forms() -> impl Iterator<Item = &'static Form> {
    DecisionKind::ALL.iter().map(|kind| form_of(*kind))
}

#[cfg(test)]
mod tests;
