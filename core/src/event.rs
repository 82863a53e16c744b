//! What is recorded: every event heyi knows, by family.
//!
//! A payload struct, once released, never changes its shape: it is the frozen wire form of its kind and schema, written as
//! bincode on disk and as canonical JSON in proofs and exports (docs/adr/0002). A new shape is a new struct with the next
//! schema number, and a reader that lifts the old one. The golden files in `tests/golden/events/` hold one of each.

use serde::{Deserialize, Serialize};

use crate::erasable::{Erasable, FileRef};
use crate::ids::{AccountId, Position, Version};
use crate::occurred::Occurred;

pub mod account;
pub mod change;
pub mod clauses;
pub mod congress;
pub mod coordination;
pub mod coverage_list;
pub mod dispute;
pub mod drive;
pub mod employer;
pub mod ending;
pub mod entries;
pub mod filing;
pub mod letter;
mod nesting;
pub mod offer;
pub mod office;
pub mod opening;
pub mod outcome;
pub mod performance;
pub mod procedure;
pub mod publication;
pub mod representation;
pub mod system;
pub mod talks;
pub mod upper_union;

pub use account::AccountEvent;
pub use drive::DriveEvent;
pub use employer::EmployerEvent;
pub use letter::LetterEvent;
pub use office::OfficeEvent;
pub use publication::PublicationEvent;
pub use system::SystemEvent;

/// One event of any family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Of a case.
    Case(CaseEvent),
    /// Of an employer in the register.
    Employer(EmployerEvent),
    /// Of an account.
    Account(AccountEvent),
    /// Of an office and its numbering, or a reservation.
    Office(OfficeEvent),
    /// Of the store itself.
    System(SystemEvent),
    /// Of a supervision letter.
    Letter(LetterEvent),
    /// Of a drive.
    Drive(DriveEvent),
    /// Of a publication of figures.
    Publication(PublicationEvent),
}

impl Event {
    /// The kind, unique over all families, such as `offer-issued`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Case(event) => event.kind(),
            Self::Employer(event) => event.kind(),
            Self::Account(event) => event.kind(),
            Self::Office(event) => event.kind(),
            Self::System(event) => event.kind(),
            Self::Letter(event) => event.kind(),
            Self::Drive(event) => event.kind(),
            Self::Publication(event) => event.kind(),
        }
    }
}

/// What one recorded event carries besides the log's header: the claim, its date, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day it occurred on, as claimed.
    pub occurred: Occurred,
    /// What happened.
    pub event: Event,
    /// A remark of the person who recorded it. It may name people, so it lies in the vault.
    pub note: Option<Erasable>,
    /// The papers it rests on.
    pub evidence: Vec<FileRef>,
}

/// An event as the log holds it: `event` with both times, who, and where in the log and in its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<E> {
    /// Place in the log.
    pub position: Position,
    /// Place in the stream.
    pub version: Version,
    /// When it was recorded.
    pub recorded_at: jiff::Timestamp,
    /// Who recorded it.
    pub by: AccountId,
    /// The day it occurred on, as claimed.
    pub occurred: Occurred,
    /// What happened.
    pub event: E,
    /// A remark, in the vault.
    pub note: Option<Erasable>,
    /// The papers it rests on.
    pub evidence: Vec<FileRef>,
}

impl<E> Recorded<E> {
    /// The same record with the event seen differently; `None` when it is not of that family.
    pub fn filter_map<F>(self, see: impl FnOnce(E) -> Option<F>) -> Option<Recorded<F>> {
        let event = see(self.event)?;
        Some(Recorded {
            position: self.position,
            version: self.version,
            recorded_at: self.recorded_at,
            by: self.by,
            occurred: self.occurred,
            event,
            note: self.note,
            evidence: self.evidence,
        })
    }
}

/// Declares a family of events: the enum, each variant holding the payload of the same name, and their kinds.
macro_rules! family {
    ($(#[$doc:meta])* $family:ident { $($(#[$variant_doc:meta])* $variant:ident($payload:ty) = $kind:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $family {
            $($(#[$variant_doc])* #[serde(rename = $kind)] $variant($payload),)+
        }

        impl $family {
            /// Every kind of the family, in order of declaration.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The kind of this event.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind,)+ }
            }

            /// Hands the bare payload to `visitor`, which writes it in one format or another.
            pub fn visit<V: $crate::event::PayloadVisitor>(&self, visitor: V) -> V::Out {
                match self { $(Self::$variant(payload) => visitor.visit(payload),)+ }
            }

            /// Reads the payload of `kind` with `source`; `None` when the kind is not of this family.
            pub fn read<S: $crate::event::PayloadSource>(kind: &str, source: S) -> Option<Result<Self, S::Error>> {
                match kind {
                    $($kind => Some(source.read::<$payload>().map(Self::$variant)),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use family;

impl CaseEvent {
    /// Whether it begins a case: opened or taken over, for one employer or many.
    #[must_use]
    pub fn begins(&self) -> bool {
        matches!(
            self,
            Self::CaseOpened(_) | Self::CaseTakenOver(_) | Self::JointCaseOpened(_) | Self::JointCaseTakenOver(_)
        )
    }
}

/// Something that writes a payload: a codec, the canonical form, a page.
pub trait PayloadVisitor {
    /// What comes out.
    type Out;
    /// Writes one payload.
    fn visit<T: Serialize>(self, payload: &T) -> Self::Out;
}

/// Something a payload is read from.
pub trait PayloadSource {
    /// Why it cannot be read.
    type Error;
    /// Reads one payload.
    ///
    /// # Errors
    /// When the bytes are not a payload of this type.
    fn read<T: for<'de> Deserialize<'de>>(self) -> Result<T, Self::Error>;
}

impl Event {
    /// Hands the bare payload to `visitor`.
    pub fn visit<V: PayloadVisitor>(&self, visitor: V) -> V::Out {
        match self {
            Self::Case(event) => event.visit(visitor),
            Self::Employer(event) => event.visit(visitor),
            Self::Account(event) => event.visit(visitor),
            Self::Office(event) => event.visit(visitor),
            Self::System(event) => event.visit(visitor),
            Self::Letter(event) => event.visit(visitor),
            Self::Drive(event) => event.visit(visitor),
            Self::Publication(event) => event.visit(visitor),
        }
    }

    /// Reads the payload of `kind`; `None` when no family knows the kind.
    pub fn read<S: PayloadSource + Copy>(kind: &str, source: S) -> Option<Result<Self, S::Error>> {
        // One family after another, the most frequent first; a chain of `or_else` would move the event at each link.
        if let Some(read) = CaseEvent::read(kind, source) {
            return Some(read.map(Self::Case));
        }
        if let Some(read) = EmployerEvent::read(kind, source) {
            return Some(read.map(Self::Employer));
        }
        if let Some(read) = AccountEvent::read(kind, source) {
            return Some(read.map(Self::Account));
        }
        if let Some(read) = OfficeEvent::read(kind, source) {
            return Some(read.map(Self::Office));
        }
        if let Some(read) = LetterEvent::read(kind, source) {
            return Some(read.map(Self::Letter));
        }
        if let Some(read) = DriveEvent::read(kind, source) {
            return Some(read.map(Self::Drive));
        }
        if let Some(read) = PublicationEvent::read(kind, source) {
            return Some(read.map(Self::Publication));
        }
        SystemEvent::read(kind, source).map(|read| read.map(Self::System))
    }
}

family! {
    /// What can happen in a case. Kinds and payloads are listed with their decisions in `docs/events.md`.
    CaseEvent {
        /// The case was opened from its beginning.
        CaseOpened(Box<opening::CaseOpened>) = "case-opened",
        /// The case was taken over from an old ledger; its beginning is unknown.
        CaseTakenOver(Box<opening::CaseTakenOver>) = "case-taken-over",
        /// Women workers' demands were collected.
        DemandsCollected(offer::DemandsCollected) = "demands-collected",
        /// The offer (要约) was issued.
        OfferIssued(offer::OfferIssued) = "offer-issued",
        /// The offer reached the other side.
        OfferDelivered(offer::OfferDelivered) = "offer-delivered",
        /// The reply (答复) to the offer.
        ReplyReceived(offer::ReplyReceived) = "reply-received",
        /// One side named its representatives (协商代表).
        RepresentativesNamed(representation::RepresentativesNamed) = "representatives-named",
        /// A representative's seat fell vacant.
        RepresentativeVacated(representation::RepresentativeVacated) = "representative-vacated",
        /// A representative was replaced.
        RepresentativeReplaced(representation::RepresentativeReplaced) = "representative-replaced",
        /// Notice of a session was given.
        NoticeGiven(talks::NoticeGiven) = "notice-given",
        /// Information was asked of the other side.
        InformationRequested(talks::InformationRequested) = "information-requested",
        /// Information was given.
        InformationGiven(talks::InformationGiven) = "information-given",
        /// A session (协商会议) was held.
        SessionHeld(Box<talks::SessionHeld>) = "session-held",
        /// The talks were suspended (中止).
        Suspended(talks::Suspended) = "suspended",
        /// The talks were resumed.
        Resumed(talks::Resumed) = "resumed",
        /// A clause was proposed.
        ClauseProposed(clauses::ClauseProposed) = "clause-proposed",
        /// A clause was answered with another text.
        ClauseCountered(clauses::ClauseCountered) = "clause-countered",
        /// Both sides agreed on a clause.
        ClauseAgreed(clauses::ClauseAgreed) = "clause-agreed",
        /// A clause was withdrawn.
        ClauseWithdrawn(clauses::ClauseWithdrawn) = "clause-withdrawn",
        /// An outcome other than a contract was recorded.
        OutcomeRecorded(outcome::OutcomeRecorded) = "outcome-recorded",
        /// Both sides agreed on the draft (草案).
        DraftAgreed(outcome::DraftAgreed) = "draft-agreed",
        /// The congress (职工代表大会) was convened.
        CongressConvened(congress::CongressConvened) = "congress-convened",
        /// The congress voted (审议表决).
        VoteTaken(congress::VoteTaken) = "vote-taken",
        /// The contract was signed and sealed (签字盖章).
        Signed(outcome::Signed) = "signed",
        /// The text was filed (报送).
        Filed(filing::Filed) = "filed",
        /// The labour department's receipt (受理回执).
        FilingReceived(filing::FilingReceived) = "filing-received",
        /// The department asked for supplements.
        SupplementRequested(filing::SupplementRequested) = "supplement-requested",
        /// Supplements were supplied.
        SupplementSupplied(filing::SupplementSupplied) = "supplement-supplied",
        /// The department objected (审查意见书).
        ObjectionServed(filing::ObjectionServed) = "objection-served",
        /// The department cleared the text expressly.
        ClearedExpressly(filing::ClearedExpressly) = "cleared-expressly",
        /// A person confirmed that, and since when, the contract is in effect (即行生效).
        EffectConfirmed(filing::EffectConfirmed) = "effect-confirmed",
        /// The contract was published (公布) to the staff.
        Published(performance::Published) = "published",
        /// Performance was inspected (履约检查).
        PerformanceInspected(performance::PerformanceInspected) = "performance-inspected",
        /// Performance was reported to the congress.
        ReportedToCongress(performance::ReportedToCongress) = "reported-to-congress",
        /// Something outside the negotiation that bears on it: a report, a dispute, a prosecutor's action.
        ReferenceLinked(entries::ReferenceLinked) = "reference-linked",
        /// An earlier entry was corrected.
        EntryCorrected(entries::EntryCorrected) = "entry-corrected",
        /// An earlier entry was withdrawn.
        EntryWithdrawn(entries::EntryWithdrawn) = "entry-withdrawn",
        /// A correction of a closed case was approved by a second person.
        CorrectionApproved(entries::CorrectionApproved) = "correction-approved",
        /// The case was closed.
        CaseClosed(entries::CaseClosed) = "case-closed",
        /// The case goes on under another procedure.
        ProcedureChanged(procedure::ProcedureChanged) = "procedure-changed",
        /// A side's representatives were made known to the staff.
        RepresentativesPublished(representation::RepresentativesPublished) = "representatives-published",
        /// A representative's protection, and the end of their own labour contract.
        ProtectionNoted(representation::ProtectionNoted) = "protection-noted",
        /// The upper union was told of the negotiation.
        UpperUnionInformed(upper_union::UpperUnionInformed) = "upper-union-informed",
        /// The upper union guided.
        GuidanceGiven(upper_union::GuidanceGiven) = "guidance-given",
        /// The employer was told in writing that the draft was passed.
        PassageNotified(congress::PassageNotified) = "passage-notified",
        /// The signed text was copied to the upper union.
        CopiedToUpperUnion(upper_union::CopiedToUpperUnion) = "copied-to-upper-union",
        /// Coordination (协调处理) was applied for.
        CoordinationApplied(coordination::CoordinationApplied) = "coordination-applied",
        /// The department accepted the coordination.
        CoordinationAccepted(coordination::CoordinationAccepted) = "coordination-accepted",
        /// The department prolonged the coordination.
        CoordinationExtended(coordination::CoordinationExtended) = "coordination-extended",
        /// The coordination ended.
        CoordinationEnded(coordination::CoordinationEnded) = "coordination-ended",
        /// A breach of the agreement was alleged.
        BreachAlleged(dispute::BreachAlleged) = "breach-alleged",
        /// The union demanded performance.
        PerformanceDemanded(dispute::PerformanceDemanded) = "performance-demanded",
        /// An authority ordered the breach to be mended.
        RectificationOrdered(dispute::RectificationOrdered) = "rectification-ordered",
        /// The breach was mended.
        BreachRemedied(dispute::BreachRemedied) = "breach-remedied",
        /// The dispute was settled.
        DisputeSettled(dispute::DisputeSettled) = "dispute-settled",
        /// Labour arbitration was applied for.
        ArbitrationApplied(dispute::ArbitrationApplied) = "arbitration-applied",
        /// The commission accepted the claim.
        ArbitrationAccepted(dispute::ArbitrationAccepted) = "arbitration-accepted",
        /// The commission did not accept the claim.
        ArbitrationRefused(dispute::ArbitrationRefused) = "arbitration-refused",
        /// The commission made its award.
        AwardMade(dispute::AwardMade) = "award-made",
        /// The award was received.
        AwardReceived(dispute::AwardReceived) = "award-received",
        /// A lawsuit was filed.
        LawsuitFiled(dispute::LawsuitFiled) = "lawsuit-filed",
        /// The court gave judgment.
        JudgmentMade(dispute::JudgmentMade) = "judgment-made",
        /// A side asked to change the agreement.
        ChangeRequested(change::ChangeRequested) = "change-requested",
        /// The change was given up.
        ChangeDropped(change::ChangeDropped) = "change-dropped",
        /// A side asked to cancel the agreement.
        CancellationRequested(change::CancellationRequested) = "cancellation-requested",
        /// The agreement ended (终止) or was cancelled (解除).
        Ended(ending::Ended) = "ended",
        /// The end was reported to the labour department.
        EndingFiled(ending::EndingFiled) = "ending-filed",
        /// A side proposed to renew (续订).
        RenewalProposed(ending::RenewalProposed) = "renewal-proposed",
        /// A side refused to renew.
        RenewalRefused(ending::RenewalRefused) = "renewal-refused",
        /// This case renews the agreement of another.
        RenewalLinked(ending::RenewalLinked) = "renewal-linked",
        /// The agreement is renewed by another case.
        Renewed(ending::Renewed) = "renewed",
        /// A case of many employers was opened from its beginning.
        JointCaseOpened(Box<opening::JointCaseOpened>) = "joint-case-opened",
        /// A case of many employers was taken over; its beginning is unknown.
        JointCaseTakenOver(Box<opening::JointCaseTakenOver>) = "joint-case-taken-over",
        /// The coverage list changed.
        CoverageListed(coverage_list::CoverageListed) = "coverage-listed",
        /// The staff of one covered employer voted.
        EmployerVoteTaken(coverage_list::EmployerVoteTaken) = "employer-vote-taken",
        /// A vote of which the source tells the result and no numbers.
        VoteTold(congress::VoteTold) = "vote-told",
        /// A side settled its aims (协商目标).
        AimsSet(talks::AimsSet) = "aims-set",
        /// Both sides settled the subjects (商定议题).
        SubjectsAgreed(talks::SubjectsAgreed) = "subjects-agreed",
        /// The case was taken into a drive (要约行动).
        DriveJoined(drive::DriveJoined) = "drive-joined",
    }
}
