//! The register, with everything it tells of an employer: kinds of union and committee, size, contracts held, new business forms, and
//! head counts old and new, some of nobody.

use heyi_core::employer::decisions::correct_register_entry::CorrectRegisterEntry;
use heyi_core::employer::decisions::describe_employer::DescribeEmployer;
use heyi_core::employer::decisions::dissolve_employer::DissolveEmployer;
use heyi_core::employer::decisions::merge_employer::MergeEmployer;
use heyi_core::employer::decisions::recode_employer::RecodeEmployer;
use heyi_core::employer::decisions::record_contract_held::RecordContractHeld;
use heyi_core::employer::decisions::record_credit_code::RecordCreditCode;
use heyi_core::employer::decisions::record_head_count::RecordHeadCount;
use heyi_core::employer::decisions::record_new_business_form::RecordNewBusinessForm;
use heyi_core::employer::decisions::record_womens_committee::RecordWomensCommittee;
use heyi_core::employer::decisions::register_employer::RegisterEmployer;
use heyi_core::employer::decisions::rename_employer::RenameEmployer;
use heyi_core::employer::decisions::withdraw_register_entry::WithdrawRegisterEntry;
use heyi_core::employer::decisions::{RegisterCommand, RegisterKind, RegisterRequest};
use heyi_core::employer::scenario::OTHER_CODE;
use heyi_core::event::employer::{
    CommitteeKind, ContractHeldRecorded, CreditCodeRecorded, EmployerDescribed, EmployerGone, EmployerRegistered,
    EmployerRenamed, HeadCountRecorded, HeldContract, NewBusinessFormRecorded, Ownership, Size, UnionKind,
    WomensCommitteeRecorded,
};
use heyi_core::event::opening::HeadCount;
use heyi_core::ids::{EmployerId, Version};
use heyi_core::occurred::Occurred;
use rand::RngExt as _;
use uuid::Uuid;

use super::super::{World, asked};

const INDUSTRIES: [Option<&str>; 5] = [None, Some("27"), Some("13"), Some("35"), Some("97")];
const OWNERSHIPS: [Ownership; 5] =
    [Ownership::Unknown, Ownership::State, Ownership::State, Ownership::Private, Ownership::Foreign];
const UNIONS: [UnionKind; 7] = [
    UnionKind::Own,
    UnionKind::Own,
    UnionKind::Own,
    UnionKind::Joint,
    UnionKind::Federation,
    UnionKind::None,
    UnionKind::Unknown,
];
const COMMITTEES: [CommitteeKind; 4] =
    [CommitteeKind::Committee, CommitteeKind::Member, CommitteeKind::Joint, CommitteeKind::None];

/// What is told of an employer, the more often the more figures ask for it.
const TOLD: [RegisterKind; 27] = [
    RegisterKind::RecordHeadCount,
    RegisterKind::RecordHeadCount,
    RegisterKind::RecordHeadCount,
    RegisterKind::RecordHeadCount,
    RegisterKind::RecordWomensCommittee,
    RegisterKind::RecordWomensCommittee,
    RegisterKind::RecordWomensCommittee,
    RegisterKind::RecordWomensCommittee,
    RegisterKind::RecordWomensCommittee,
    RegisterKind::RecordContractHeld,
    RegisterKind::RecordContractHeld,
    RegisterKind::RecordContractHeld,
    RegisterKind::RecordContractHeld,
    RegisterKind::RecordContractHeld,
    RegisterKind::DescribeEmployer,
    RegisterKind::DescribeEmployer,
    RegisterKind::RecordNewBusinessForm,
    RegisterKind::RecordNewBusinessForm,
    RegisterKind::RecordNewBusinessForm,
    RegisterKind::RecodeEmployer,
    RegisterKind::RenameEmployer,
    RegisterKind::RecordCreditCode,
    RegisterKind::MergeEmployer,
    RegisterKind::DissolveEmployer,
    RegisterKind::CorrectRegisterEntry,
    RegisterKind::CorrectRegisterEntry,
    RegisterKind::CorrectRegisterEntry,
];

impl World {
    /// An employer is entered that no case is of.
    pub(super) async fn enter(&mut self) {
        let id = EmployerId(Uuid::from_u128(self.random.random()));
        let command = RegisterEmployer(self.entered()).into();
        let request = RegisterRequest { command, occurred: self.some_time() };
        if self.store.employers.execute(id, &request, &asked(1)).await.is_ok() {
            self.employers.push(id);
        }
    }

    /// A few things are told of some employer, or an entry of it is put right.
    pub(super) async fn tell_of_employer(&mut self) {
        if self.employers.is_empty() {
            return;
        }
        let employer = self.pick(&self.employers.clone());
        for _ in 0..self.random.random_range(2..6) {
            let kind = self.pick(&TOLD);
            let request = if kind == RegisterKind::CorrectRegisterEntry {
                let Some(command) = self.amendment(employer).await else { return };
                RegisterRequest { command, occurred: Occurred::unknown("") }
            } else {
                let Some(command) = self.told(kind) else { return };
                RegisterRequest { command, occurred: self.some_time() }
            };
            let _ = self.store.employers.execute(employer, &request, &asked(1)).await;
        }
    }

    async fn amendment(&mut self, employer: EmployerId) -> Option<RegisterCommand> {
        let employer = self.store.employers.load(employer).await.unwrap()?;
        let line = &employer.lines[self.random.random_range(0..employer.lines.len())];
        let (entry, kind): (Version, _) = (line.recorded.version, RegisterKind::of(line.event()));
        if self.chance(0.4) {
            return Some(WithdrawRegisterEntry { entry, reason: "误".into() }.into());
        }
        let (command, occurred) = (Box::new(self.told(kind)?), self.some_time());
        Some(CorrectRegisterEntry { entry, command, occurred, reason: "误".into() }.into())
    }

    /// What is told, with details at random; `None`: of amendments.
    fn told(&mut self, kind: RegisterKind) -> Option<RegisterCommand> {
        Some(match kind {
            RegisterKind::RegisterEmployer => RegisterEmployer(self.entered()).into(),
            RegisterKind::RecordHeadCount => RecordHeadCount(self.counts()).into(),
            RegisterKind::RecordWomensCommittee => RecordWomensCommittee(self.committee()).into(),
            RegisterKind::DescribeEmployer => DescribeEmployer(self.described()).into(),
            RegisterKind::RecordContractHeld => RecordContractHeld(self.held()).into(),
            RegisterKind::RecordNewBusinessForm => {
                let has = self.chance(0.5);
                let (people, women) = if has { self.staff_and_women() } else { (None, None) };
                RecordNewBusinessForm(NewBusinessFormRecorded { has, people, women }).into()
            }
            RegisterKind::RecordCreditCode => {
                let credit_code = self.pick(&[OTHER_CODE, "914403001922038216"]).to_owned();
                RecordCreditCode(CreditCodeRecorded { credit_code }).into()
            }
            RegisterKind::RenameEmployer => {
                let name = format!("新名{}", self.random.random_range(0..99));
                RenameEmployer(EmployerRenamed { name }).into()
            }
            RegisterKind::RecodeEmployer => RecodeEmployer { to: self.some_place(), code_set: self.first_day() }.into(),
            RegisterKind::MergeEmployer => MergeEmployer { into: self.pick(&self.employers.clone()) }.into(),
            RegisterKind::DissolveEmployer => DissolveEmployer(EmployerGone { reason: "注销".into() }).into(),
            RegisterKind::CorrectRegisterEntry | RegisterKind::WithdrawRegisterEntry => return None,
        })
    }

    pub(super) fn entered(&mut self) -> EmployerRegistered {
        EmployerRegistered {
            place: self.some_place(),
            industry: self.pick(&INDUSTRIES).map(str::to_owned),
            biomedicine: self.pick(&[None, Some(true), Some(false)]),
            ownership: self.pick(&OWNERSHIPS),
            union: self.pick(&UNIONS),
            ..self.registered()
        }
    }

    fn described(&mut self) -> EmployerDescribed {
        EmployerDescribed {
            industry: self.pick(&INDUSTRIES).map(str::to_owned),
            biomedicine: self.pick(&[None, Some(true), Some(false)]),
            size: self.pick(&[None, Some(Size::Large), Some(Size::Medium), Some(Size::Small), Some(Size::Micro)]),
            ownership: self.chance(0.5).then(|| self.pick(&OWNERSHIPS)),
            union: self.chance(0.5).then(|| self.pick(&UNIONS)),
        }
    }

    fn committee(&mut self) -> WomensCommitteeRecorded {
        let kind = self.pick(&COMMITTEES);
        let since = (kind != CommitteeKind::None && self.chance(0.6)).then(|| self.back(900));
        WomensCommitteeRecorded { kind, since }
    }

    fn held(&mut self) -> ContractHeldRecorded {
        let held = self.chance(0.75);
        let from = (held && self.chance(0.8)).then(|| self.around(700, 60));
        let to = (held && self.chance(0.6)).then(|| self.around(200, 700));
        let contract = self.pick(&[HeldContract::General, HeldContract::General, HeldContract::Wage]);
        ContractHeldRecorded { contract, held, from, to }
    }

    /// Of one day mostly, as a form has it, each known or not.
    pub(super) fn counts(&mut self) -> HeadCountRecorded {
        let (staff, women) = self.staff_and_women();
        let most = women.as_ref().map_or(60, |women| women.people);
        let as_of = women.as_ref().map(|women| women.as_of.clone());
        let skilled_women = self.chance(0.5).then(|| HeadCount {
            people: self.random.random_range(0..=most),
            about: false,
            as_of: as_of.unwrap_or_else(|| self.some_time()),
        });
        HeadCountRecorded { staff, women, skilled_women }
    }

    pub(super) fn staff_and_women(&mut self) -> (Option<HeadCount>, Option<HeadCount>) {
        let any = self.random.random_range(0..400);
        let women = self.pick(&[0, 9, 10, any, any, any]);
        let (day, staff) = (self.some_time(), women + self.random.random_range(0..300));
        let later = if self.chance(0.8) { day.clone() } else { self.some_time() };
        let (staff, women) = (HeadCount { people: staff, about: false, as_of: day }, (women, later));
        let women = HeadCount { people: women.0, about: self.chance(0.2), as_of: women.1 };
        (self.chance(0.6).then_some(staff), self.chance(0.75).then_some(women))
    }
}
