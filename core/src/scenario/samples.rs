//! One sample of each payload, made up.

use uuid::Uuid;

use crate::digest::Digest;
use crate::erasable::Erasable;
use crate::event::CaseEvent;
use crate::event::clauses::{ClauseAgreed, ClauseCountered, ClauseProposed, ClauseText, ClauseWithdrawn};
use crate::event::congress::{Assembly, Ballot, CongressConvened, VoteResult, VoteTaken};
use crate::event::entries::{
    CaseClosed, ClosingReason, CorrectionApproved, EntryCorrected, EntryWithdrawn, ReferenceKind, ReferenceLinked,
};
use crate::event::filing::{
    ClearedExpressly, EffectBasis, EffectConfirmed, Filed, FilingPaper, FilingReceived, ObjectionServed,
    SupplementRequested, SupplementSupplied,
};
use crate::event::offer::{Answer, DeliveryWay, DemandsCollected, OfferBy, OfferDelivered, OfferIssued, ReplyReceived};
use crate::event::opening::{CaseOpened, CaseTakenOver, HeadCount, Procedure};
use crate::event::outcome::{DraftAgreed, OutcomeForm, OutcomeRecorded, Signed, Term};
use crate::event::performance::{ClauseFinding, Finding, PerformanceInspected, Published, ReportedToCongress};
use crate::event::representation::{
    NamingWay, Representative, RepresentativeReplaced, RepresentativeVacated, RepresentativesNamed, Sex, Side,
};
use crate::event::talks::{
    Chair, InformationGiven, InformationRequested, NoticeGiven, Resumed, SessionHeld, Suspended,
};
use crate::ids::{EmployerId, OfficeId, Version};
use crate::occurred::Occurred;
use crate::place::Place;
use crate::rules::SubjectMatter;
use crate::stage::{Stage, Step};
use crate::topic::{Tier, TopicCode};

use super::joint::of_many;
use super::roads::side_roads;
use super::{date_of, day};

/// A made-up biomedicine employer in Jiangsu.
#[must_use]
pub fn opened() -> CaseOpened {
    CaseOpened {
        number: "〔2026〕1".into(),
        office: office(),
        employer: EmployerId(Uuid::from_u128(2)),
        employer_name: "示例生物医药有限公司".into(),
        place: place(),
        subject: SubjectMatter::Women,
        procedure: Procedure::Ordinary,
        staff: Some(HeadCount { people: 420, about: false, as_of: day(0) }),
        women: Some(HeadCount { people: 236, about: false, as_of: day(0) }),
        made_up: true,
    }
}

#[expect(clippy::expect_used, reason = "a literal of this file")]
fn office() -> OfficeId {
    OfficeId::try_from("js-nanjing".to_owned()).expect("an office name")
}

#[expect(clippy::expect_used, reason = "a literal of this file")]
fn place() -> Place {
    Place::try_from("320100".to_owned()).expect("a division code")
}

/// The sample case, taken over in session with those steps unknown.
#[must_use]
pub fn taken_over(unknown: &[Step]) -> CaseTakenOver {
    CaseTakenOver {
        opening: opened(),
        stage: Stage::InSession,
        as_of: date_of(0),
        unknown: unknown.to_vec(),
        source: "旧台账第 3 页".into(),
        outcome: None,
    }
}

/// An offer of the staff side.
#[must_use]
pub fn offer() -> OfferIssued {
    OfferIssued {
        by: OfferBy::Staff,
        in_writing: true,
        topics: vec![topic()],
        subject: "技术技能女职工生育后考核、职称、岗位保障".into(),
        proposed_day: Some(date_of(30)),
        proposed_place: "公司三楼会议室".into(),
        synchronised: Some(true),
    }
}

fn topic() -> TopicCode {
    TopicCode("CAR.01".into())
}

/// Handed over.
#[must_use]
pub fn delivery() -> OfferDelivered {
    OfferDelivered { way: DeliveryWay::Hand, received_by: "人力资源部".into() }
}

/// A reply with reasons.
#[must_use]
pub fn reply(answer: Answer) -> ReplyReceived {
    ReplyReceived { answer, in_writing: true, reasons: "正在改制".into(), proposed_day: None }
}

/// Three representatives of a side; the first is chief.
#[must_use]
pub fn representatives(side: Side) -> RepresentativesNamed {
    let base = if side == Side::Staff { 100 } else { 200 };
    let person = |index: u128| Representative {
        person: Some(name(base + index)),
        post: if index == 0 { "工会主席" } else { "女职工委员" }.into(),
        sex: Some(if index == 0 { Sex::Man } else { Sex::Woman }),
        external: false,
        chief: index == 0,
    };
    RepresentativesNamed { side, way: NamingWay::Elected, people: (0..3).map(person).collect(), number: Some(3) }
}

fn name(key: u128) -> Erasable {
    Erasable { key: Uuid::from_u128(key), commitment: Digest::of(&[&key.to_be_bytes()]) }
}

/// A session with the staff side's chief in the chair.
#[must_use]
pub fn session() -> SessionHeld {
    SessionHeld {
        place: "公司三楼会议室".into(),
        chair: Chair::StaffChief,
        recorder: Some(name(300)),
        staff_present: Some(3),
        employer_present: Some(3),
        agenda: "生育后岗位聘用".into(),
        minutes: "双方就第 1 条达成一致".into(),
        minutes_signed: Some(true),
    }
}

/// A clause on assessment after childbirth.
#[must_use]
pub fn clause_text() -> ClauseText {
    ClauseText {
        topic: topic(),
        text: "产假期间不计入年度考核周期，考核结果按产前年度评定".into(),
        tier: Some(Tier::Two),
        measure: "人力资源部每年一月核对名单（人数）".into(),
        beneficiaries: "技术技能女职工".into(),
        beneficiary_count: Some(88),
    }
}

/// That clause, proposed by the staff side.
#[must_use]
pub fn proposed(clause: u32) -> CaseEvent {
    CaseEvent::ClauseProposed(ClauseProposed { clause, by: Side::Staff, text: clause_text() })
}

/// So many members, present and in favour; the others present are against.
#[must_use]
pub fn ballot(members: u32, present: u32, in_favour: u32) -> Ballot {
    let against = present.saturating_sub(in_favour);
    Ballot { members, present, women_present: None, in_favour, against, abstained: 0, secret: Some(true) }
}

/// A passed vote.
#[must_use]
pub fn vote() -> VoteTaken {
    VoteTaken {
        ballot: ballot(180, 170, 165),
        result: VoteResult::Passed,
        quorum_rule: "cn.vote.quorum".into(),
        pass_rule: "cn.vote.pass".into(),
    }
}

/// Signed by both and sealed.
#[must_use]
pub fn signed() -> Signed {
    Signed { staff_chief: true, employer_chief: true, sealed: Some(true), dated: None }
}

/// The text and the resolution.
#[must_use]
pub fn filed() -> Filed {
    Filed {
        department: "南京市人力资源和社会保障局".into(),
        sent_by: Side::Employer,
        papers: vec![FilingPaper::Text, FilingPaper::Resolution],
    }
}

/// The sample main line through that step: each event with its day.
#[must_use]
pub fn main_line(through: Step) -> Vec<(CaseEvent, Occurred)> {
    let draft = DraftAgreed {
        form: OutcomeForm::SpecialContract,
        title: "女职工权益保护专项集体合同".into(),
        term: Term { months: Some(36), last_day: None },
        clauses: vec![(1, 1)],
    };
    let congress = CongressConvened {
        assembly: Assembly::Delegates,
        planned_day: Some(date_of(80)),
        papers_sent: Some(date_of(70)),
        members: Some(180),
        women: Some(96),
    };
    let effect = EffectConfirmed {
        basis: EffectBasis::Deemed,
        effective_on: date_of(120),
        expires_on: Some(jiff::civil::date(2029, 5, 1)),
        checked: "电话核实".into(),
        rule: "cn.effect.deemed".into(),
    };
    let line = [
        (None, CaseEvent::CaseOpened(opened().into()), 0),
        (Some(Step::Offer), CaseEvent::OfferIssued(offer()), 5),
        (Some(Step::Delivery), CaseEvent::OfferDelivered(delivery()), 6),
        (Some(Step::Reply), CaseEvent::ReplyReceived(reply(Answer::Agrees)), 20),
        (Some(Step::Session), CaseEvent::SessionHeld(session().into()), 40),
        (None, proposed(1), 40),
        (None, CaseEvent::ClauseAgreed(ClauseAgreed { clause: 1, text_version: 1 }), 45),
        (Some(Step::Draft), CaseEvent::DraftAgreed(draft), 60),
        (Some(Step::Congress), CaseEvent::CongressConvened(congress), 70),
        (Some(Step::Vote), CaseEvent::VoteTaken(vote()), 80),
        (Some(Step::Signature), CaseEvent::Signed(signed()), 85),
        (Some(Step::Filing), CaseEvent::Filed(filed()), 90),
        (Some(Step::Receipt), CaseEvent::FilingReceived(FilingReceived { registration: "2026-118".into() }), 104),
        (Some(Step::Effect), CaseEvent::EffectConfirmed(effect), 130),
        (Some(Step::Publication), CaseEvent::Published(Published { way: "公开栏".into() }), 135),
    ];
    let end = line.iter().position(|(step, ..)| *step == Some(through)).unwrap_or(line.len());
    line.into_iter().take(end + 1).map(|(_, event, on)| (event, day(on))).collect()
}

/// One event of each kind, for golden files and round trips.
#[must_use]
pub fn sample_of_each() -> Vec<CaseEvent> {
    let mut samples: Vec<CaseEvent> = main_line(Step::Publication).into_iter().map(|(event, _)| event).collect();
    let successor = Representative {
        person: Some(name(400)),
        post: "工艺员".into(),
        sex: Some(Sex::Woman),
        external: true,
        chief: false,
    };
    let finding =
        ClauseFinding { clause: 1, finding: Finding::Partly, basis: "台账".into(), women_reached: Some(12) };
    samples.extend([
        CaseEvent::CaseTakenOver(taken_over(&[Step::Offer, Step::Reply]).into()),
        CaseEvent::DemandsCollected(DemandsCollected {
            way: "问卷".into(),
            heard: Some(37),
            topics: vec![topic()],
            text: "更衣柜".into(),
        }),
        CaseEvent::RepresentativesNamed(representatives(Side::Staff)),
        CaseEvent::RepresentativeVacated(RepresentativeVacated { side: Side::Staff, seat: 2, reason: "调离".into() }),
        CaseEvent::RepresentativeReplaced(RepresentativeReplaced { side: Side::Staff, seat: 2, successor }),
        CaseEvent::NoticeGiven(NoticeGiven {
            by: Side::Staff,
            planned_day: Some(date_of(40)),
            place: "三楼".into(),
            agenda: "条款".into(),
        }),
        CaseEvent::InformationRequested(InformationRequested {
            by: Side::Staff, what: "职称名单（人数）".into()
        }),
        CaseEvent::InformationGiven(InformationGiven { by: Side::Employer, what: "职称名单（人数）".into() }),
        CaseEvent::Suspended(Suspended {
            reason: "核算".into(), agreed_by_both: true, resume_day: Some(date_of(55))
        }),
        CaseEvent::Resumed(Resumed { terms: "照原议程".into() }),
        CaseEvent::ClauseCountered(ClauseCountered {
            clause: 1,
            text_version: 2,
            by: Side::Employer,
            text: clause_text(),
        }),
        CaseEvent::ClauseWithdrawn(ClauseWithdrawn { clause: 1, reason: "并入第 2 条".into() }),
        CaseEvent::OutcomeRecorded(OutcomeRecorded {
            form: OutcomeForm::Minutes,
            title: "会议纪要".into(),
            signed_by_both: true,
            applies_from: Some(date_of(60)),
            applies_to: None,
        }),
        CaseEvent::SupplementRequested(SupplementRequested { what: "决议原件".into() }),
        CaseEvent::SupplementSupplied(SupplementSupplied { what: "决议原件".into(), restarts_review: None }),
        CaseEvent::ObjectionServed(ObjectionServed {
            opinion: "第 1 条低于法定标准".into(),
            clauses: vec![1],
            served_on_both: Some(true),
        }),
        CaseEvent::ClearedExpressly(ClearedExpressly { reference: "人社审〔2026〕9号".into() }),
        CaseEvent::PerformanceInspected(PerformanceInspected {
            by: "联合检查组".into(),
            inspectors: Some(4),
            findings: vec![finding],
            repair: "补发".into(),
            repair_due: Some(date_of(300)),
        }),
        CaseEvent::ReportedToCongress(ReportedToCongress { report: "均已履行".into() }),
        CaseEvent::ReferenceLinked(ReferenceLinked {
            kind: ReferenceKind::Report,
            title: "协商典型案例".into(),
            publisher: "市总工会".into(),
            read: "前半部分，读于 2026-11-22".into(),
            says: "三楼会议室".into(),
        }),
        CaseEvent::EntryCorrected(EntryCorrected {
            entry: Version(2),
            event: Box::new(CaseEvent::OfferIssued(offer())),
            occurred: day(4),
            reason: "录入错误".into(),
            awaits_approval: false,
        }),
        CaseEvent::EntryWithdrawn(EntryWithdrawn {
            entry: Version(3),
            reason: "记错案件".into(),
            awaits_approval: true,
        }),
        CaseEvent::CorrectionApproved(CorrectionApproved { entry: Version(9) }),
        CaseEvent::CaseClosed(CaseClosed { reason: ClosingReason::Completed, remark: "期满".into() }),
    ]);
    samples.extend(side_roads());
    samples.extend(of_many());
    samples
}
