//! One sample of every kind of event, of every family.

use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::account::{
    AccountDisabled, AccountOpened, PasswordSet, Role, RoleGranted, RoleRevoked, TokenIssued, TokenRevoked,
};
use heyi_core::event::drive::{
    ChaseListPublished, DriveClosed, DriveExtended, DriveOf, DriveOpened, DriveProgressTold, DriveReopened, DriveTarget,
};
use heyi_core::event::office::{CaseNumbered, LetterNumbered, ValueReserved};
use heyi_core::event::publication::{
    FigurePublished, FiguresProposed, ProposalAmended, ProposalDeclined, PublicationWithdrawn, PublishedDays,
    PublishedEmployers, PublishedNumber, PublishedNumbers, PublishedRow, PublishedTable,
};
use heyi_core::event::system::{
    CalendarAdopted, IndustryListAdopted, RulebookAdopted, TailCut, TailCutAcknowledged, TextErased,
};
use heyi_core::event::{AccountEvent, DriveEvent, Entry, Event, OfficeEvent, PublicationEvent, SystemEvent};
use heyi_core::ids::{CaseId, EmployerId, LetterId, OfficeId, Position, PublicationId};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::scenario;
use heyi_core::text::Say;
use heyi_core::topic::TopicCode;
use uuid::Uuid;

/// A sample of each kind, with note and evidence.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let occurred = Occurred::between(Some(scenario::date_of(3)), Some(scenario::date_of(9)), "一月上旬").unwrap();
    let entry = |event| Entry {
        occurred: occurred.clone(),
        event,
        note: Some(text(900)),
        evidence: vec![FileRef {
            sha256: Digest::of(&[b"scan"]),
            bytes: 4,
            name: text(901),
            media_type: "application/pdf".into(),
        }],
    };
    events().into_iter().map(entry).collect()
}

/// A sample of each kind. Where the case samples have several of a kind, the first.
#[must_use]
pub fn events() -> Vec<Event> {
    let mut events: Vec<Event> = scenario::sample_of_each().into_iter().map(Event::Case).collect();
    events.extend(heyi_core::employer::scenario::sample_of_each().into_iter().map(Event::Employer));
    events.extend(heyi_core::letter::scenario::sample_of_each().into_iter().map(Event::Letter));
    events.extend(account());
    events.extend(drive());
    events.extend(publication());
    events.extend(office());
    events.extend(system());
    let mut seen = std::collections::BTreeSet::new();
    events.retain(|event| seen.insert(event.kind()));
    events
}

/// A reference to a text in a vault.
#[must_use]
pub fn text(key: u128) -> Erasable {
    Erasable { key: Uuid::from_u128(key), commitment: Digest::of(&[&key.to_be_bytes()]) }
}

fn place() -> Place {
    "320106".parse().unwrap()
}

fn office_id() -> OfficeId {
    "js-nanjing".parse().unwrap()
}

fn account() -> [Event; 7] {
    let (role, region) = (Role::Reviewer, place());
    [
        AccountEvent::AccountOpened(AccountOpened { name: text(1), login: "reviewer".into(), office: office_id() }),
        AccountEvent::RoleGranted(RoleGranted { role, region: region.clone() }),
        AccountEvent::RoleRevoked(RoleRevoked { role, region }),
        AccountEvent::PasswordSet(PasswordSet { secret: Uuid::from_u128(5) }),
        AccountEvent::AccountDisabled(AccountDisabled { reason: "离职".into() }),
        AccountEvent::TokenIssued(TokenIssued { token: Uuid::from_u128(6), label: "月报".into() }),
        AccountEvent::TokenRevoked(TokenRevoked { token: Uuid::from_u128(6) }),
    ]
    .map(Event::Account)
}

fn drive() -> [Event; 6] {
    let target = |id| DriveTarget { employer: EmployerId(Uuid::from_u128(id)), name: format!("示例第{id}厂") };
    [
        DriveEvent::DriveOpened(Box::new(DriveOpened {
            name: "三月要约行动".into(),
            office: office_id(),
            place: place(),
            of: DriveOf::Offers,
            from: Some(scenario::date_of(1)),
            to: Some(scenario::date_of(31)),
            synchronised: Some(true),
            topics: vec![TopicCode("CAR.01".into())],
            subject: "女职工权益保护专项集体协商".into(),
            issuer: "市总工会".into(),
            law: "女职工劳动保护特别规定".into(),
            request: "签订专项集体合同".into(),
            reply_by: Some(scenario::date_of(21)),
            selection: "女职工不少于 10 人的单位".into(),
            source: "市总工会通报".into(),
            employers_told: Some(40),
            targets: vec![target(31), target(32)],
            made_up: true,
        })),
        DriveEvent::DriveExtended(DriveExtended {
            selection: "后来登记的单位".into(), targets: vec![target(33)]
        }),
        DriveEvent::ChaseListPublished(ChaseListPublished {
            way: "市总工会网站".into(),
            employers: Some(2),
            answer_by: Some(scenario::date_of(40)),
            answer_days: Some(15),
        }),
        DriveEvent::DriveProgressTold(DriveProgressTold {
            answered: Some(30),
            signed: Some(20),
            of: Some(40),
            words: "大多数单位已答复".into(),
        }),
        DriveEvent::DriveClosed(DriveClosed { report: "已签 20 份".into() }),
        DriveEvent::DriveReopened(DriveReopened { reason: "继续催办".into() }),
    ]
    .map(Event::Drive)
}

fn publication() -> [Event; 5] {
    let (withheld, shown) = (PublishedNumber::Withheld, PublishedNumber::Number);
    let numbers = |counted, share| PublishedNumbers {
        counted,
        base: Some(shown(32)),
        share,
        derived: 1,
        unknown: 2,
        base_unknown: 3,
        made_up: 4,
        employers: Some(PublishedEmployers { counted: 5, base: 6, without_count: 1, base_without_count: 2 }),
        days: Some(PublishedDays { median: 40, p90: 90 }),
    };
    let id = "women-covered.1~on.2026-06-30~known.9~in.320000~by.city~0123456789abcdef".to_owned();
    let proposed = FiguresProposed {
        title: "上半年覆盖情况".into(),
        place: place(),
        tables: vec![id.clone()],
        threshold: 5,
        replaces: Some(PublicationId(Uuid::from_u128(40))),
        remark: "半年报".into(),
    };
    let row = PublishedRow {
        keys: vec!["320100".into()],
        labels: vec![Say::new("江苏省南京市", "Nanjing")],
        numbers: numbers(withheld, None),
    };
    let table = PublishedTable { id, rows: vec![row], total: numbers(shown(26), Some(8125)), overlapping: false };
    [
        PublicationEvent::FiguresProposed(proposed.clone()),
        PublicationEvent::ProposalAmended(ProposalAmended { threshold: 10, ..proposed.into() }),
        PublicationEvent::FigurePublished(Box::new(FigurePublished {
            tables: vec![table],
            threshold: 10,
            rule: "withholding/1".into(),
            remark: "同意".into(),
        })),
        PublicationEvent::ProposalDeclined(ProposalDeclined { reason: "应按市分组".into() }),
        PublicationEvent::PublicationWithdrawn(PublicationWithdrawn { reason: "地区填错".into() }),
    ]
    .map(Event::Publication)
}

fn office() -> [Event; 3] {
    let case = CaseId(Uuid::from_u128(3));
    [
        OfficeEvent::CaseNumbered(CaseNumbered { office: office_id(), year: 2026, serial: 12, case }),
        OfficeEvent::ValueReserved(ValueReserved { what: "login".into(), owner: "account-x".into() }),
        OfficeEvent::LetterNumbered(LetterNumbered {
            office: office_id(),
            year: 2026,
            serial: 4,
            letter: LetterId(Uuid::from_u128(9)),
        }),
    ]
    .map(Event::Office)
}

fn system() -> [Event; 6] {
    let (hash, content) = (Digest::of(&[b"rules"]), "schema = 1\n".to_owned());
    [
        SystemEvent::RulebookAdopted(RulebookAdopted { hash, content: content.clone() }),
        SystemEvent::CalendarAdopted(CalendarAdopted { hash, content }),
        SystemEvent::TailCut(TailCut { from: Position(7), bytes: 512, hash }),
        SystemEvent::TextErased(TextErased {
            key: Uuid::from_u128(8),
            case: CaseId(Uuid::from_u128(3)),
            reason: "本人要求".into(),
        }),
        SystemEvent::TailCutAcknowledged(TailCutAcknowledged { cut: Position(8), reason: "停电".into() }),
        SystemEvent::IndustryListAdopted(IndustryListAdopted {
            version: "2027-01".into(),
            hash,
            content: "27,core\n".into(),
        }),
    ]
    .map(Event::System)
}
