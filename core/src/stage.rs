//! How far a case has come, and the steps it is made of.

use serde::{Deserialize, Serialize};

use crate::text::Say;

/// How far a case has come. Overdue and due are not stages: they are read off the clocks, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Nothing recorded yet.
    None,
    /// Opened; preparing.
    Opened,
    /// The offer was issued.
    Offered,
    /// The offer reached the other side.
    Delivered,
    /// The other side refused.
    Refused,
    /// The other side agreed, wholly or in part.
    Accepted,
    /// Talks are under way.
    InSession,
    /// Talks are suspended.
    Suspended,
    /// Ended in minutes, a memorandum or a policy.
    OutcomeRecorded,
    /// The draft is agreed.
    DraftAgreed,
    /// The congress is called.
    BeforeCongress,
    /// The congress did not pass it.
    VoteFailed,
    /// The congress passed it.
    VotePassed,
    /// Signed.
    Signed,
    /// Filed.
    Filed,
    /// Received by the department: the period of review runs.
    UnderReview,
    /// The department asked for supplements.
    SupplementAsked,
    /// The department objected: talks go on.
    Objected,
    /// In effect.
    Effective,
    /// Published and in performance.
    InPerformance,
    /// Closed.
    Closed,
    /// The labour department coordinates.
    Coordinating,
    /// In effect, and a change is negotiated.
    Changing,
    /// What was agreed has ended.
    Ended,
}

impl Stage {
    /// The stage in words.
    #[must_use]
    pub fn say(self) -> Say {
        let (zh, en) = match self {
            Self::None => ("尚无记录", "nothing recorded"),
            Self::Opened => ("已立案，准备中", "opened, preparing"),
            Self::Offered => ("已发出要约", "offer issued"),
            Self::Delivered => ("要约已送达", "offer delivered"),
            Self::Refused => ("对方拒绝", "refused"),
            Self::Accepted => ("已同意协商", "agreed to negotiate"),
            Self::InSession => ("协商中", "in session"),
            Self::Suspended => ("协商中止", "suspended"),
            Self::OutcomeRecorded => ("已形成非合同成果", "ended in an outcome other than a contract"),
            Self::DraftAgreed => ("草案已商定", "draft agreed"),
            Self::BeforeCongress => ("待职代会审议", "before the congress"),
            Self::VoteFailed => ("审议未通过", "vote not passed"),
            Self::VotePassed => ("审议已通过", "vote passed"),
            Self::Signed => ("已签字盖章", "signed"),
            Self::Filed => ("已报送", "filed"),
            Self::UnderReview => ("已受理，审查期内", "received, under review"),
            Self::SupplementAsked => ("待补正材料", "supplements asked for"),
            Self::Objected => ("审查有异议，重新协商", "objected to, talks go on"),
            Self::Effective => ("已生效", "in effect"),
            Self::InPerformance => ("已公布，履行中", "published, in performance"),
            Self::Closed => ("已结案", "closed"),
            Self::Coordinating => ("协调处理中", "being coordinated"),
            Self::Changing => ("已生效，协商变更中", "in effect, a change is negotiated"),
            Self::Ended => ("已终止或解除", "ended or cancelled"),
        };
        Say::new(zh, en)
    }
}

/// A step that later steps may rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The offer.
    Offer,
    /// Its delivery.
    Delivery,
    /// The reply.
    Reply,
    /// The staff side's representatives.
    StaffRepresentatives,
    /// The employer's representatives.
    EmployerRepresentatives,
    /// A session.
    Session,
    /// The agreed draft.
    Draft,
    /// The call of the congress.
    Congress,
    /// A passed vote.
    Vote,
    /// The signatures.
    Signature,
    /// The filing.
    Filing,
    /// The department's receipt.
    Receipt,
    /// The department's express clearance.
    Clearance,
    /// The confirmed effect.
    Effect,
    /// The publication.
    Publication,
    /// Minutes, a memorandum or a policy.
    Outcome,
    /// The upper union was told.
    UpperUnion,
    /// The written notice that the draft was passed.
    Passage,
    /// The copy to the upper union.
    Copy,
}

impl Step {
    /// Every step, in the order of the main line.
    pub const ALL: [Self; 19] = [
        Self::Offer,
        Self::Delivery,
        Self::Reply,
        Self::StaffRepresentatives,
        Self::EmployerRepresentatives,
        Self::UpperUnion,
        Self::Session,
        Self::Draft,
        Self::Congress,
        Self::Vote,
        Self::Passage,
        Self::Signature,
        Self::Filing,
        Self::Receipt,
        Self::Clearance,
        Self::Effect,
        Self::Publication,
        Self::Copy,
        Self::Outcome,
    ];

    /// The step in words.
    #[must_use]
    pub fn say(self) -> Say {
        let (zh, en) = match self {
            Self::Offer => ("要约", "the offer"),
            Self::Delivery => ("要约送达", "delivery of the offer"),
            Self::Reply => ("同意协商的答复", "a reply that agrees to negotiate"),
            Self::StaffRepresentatives => ("职工方协商代表", "representatives of the staff side"),
            Self::EmployerRepresentatives => ("用人单位方协商代表", "representatives of the employer"),
            Self::Session => ("协商会议", "a session"),
            Self::Draft => ("商定的草案", "an agreed draft"),
            Self::Congress => ("召开职代会的通知", "the call of the congress"),
            Self::Vote => ("职代会审议通过", "a passed vote of the congress"),
            Self::Signature => ("签字盖章", "the signatures"),
            Self::Filing => ("报送", "the filing"),
            Self::Receipt => ("受理回执", "the department's receipt"),
            Self::Clearance => ("无异议的审查意见", "an express clearance"),
            Self::Effect => ("生效确认", "the confirmed effect"),
            Self::Publication => ("公布", "the publication"),
            Self::Outcome => ("会议纪要、备忘录或制度", "minutes, a memorandum or a policy"),
            Self::UpperUnion => ("告知上级工会", "word to the upper union"),
            Self::Passage => ("书面告知草案通过", "the written notice of the passage"),
            Self::Copy => ("抄送上级工会", "the copy to the upper union"),
        };
        Say::new(zh, en)
    }

    /// The stable code of this step, such as `vote`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Delivery => "delivery",
            Self::Reply => "reply",
            Self::StaffRepresentatives => "staff-representatives",
            Self::EmployerRepresentatives => "employer-representatives",
            Self::Session => "session",
            Self::Draft => "draft",
            Self::Congress => "congress",
            Self::Vote => "vote",
            Self::Signature => "signature",
            Self::Filing => "filing",
            Self::Receipt => "receipt",
            Self::Clearance => "clearance",
            Self::Effect => "effect",
            Self::Publication => "publication",
            Self::Outcome => "outcome",
            Self::UpperUnion => "upper-union",
            Self::Passage => "passage",
            Self::Copy => "copy",
        }
    }
}
