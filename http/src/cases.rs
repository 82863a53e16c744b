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
    collect_demands: CollectDemands => DemandsCollected;
    issue_offer: IssueOffer => OfferIssued;
    deliver_offer: DeliverOffer => OfferDelivered;
    record_reply: RecordReply => ReplyReceived;
    name_representatives: NameRepresentatives => RepresentativesNamed;
    vacate_seat: VacateSeat => RepresentativeVacated;
    replace_representative: ReplaceRepresentative => RepresentativeReplaced;
    give_notice: GiveNotice => NoticeGiven;
    request_information: RequestInformation => InformationRequested;
    give_information: GiveInformation => InformationGiven;
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
    sign: Sign => Signed;
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
