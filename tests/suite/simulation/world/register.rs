//! The register: employers entered, counted, moved, described, merged and dissolved.

use heyi_core::employer::decisions::correct_register_entry::CorrectRegisterEntry;
use heyi_core::employer::decisions::describe_employer::DescribeEmployer;
use heyi_core::employer::decisions::dissolve_employer::DissolveEmployer;
use heyi_core::employer::decisions::merge_employer::MergeEmployer;
use heyi_core::employer::decisions::recode_employer::RecodeEmployer;
use heyi_core::employer::decisions::record_head_count::RecordHeadCount;
use heyi_core::employer::decisions::rename_employer::RenameEmployer;
use heyi_core::employer::decisions::withdraw_register_entry::WithdrawRegisterEntry;
use heyi_core::employer::decisions::{RegisterCommand, RegisterRequest};
use heyi_core::event::employer::{
    EmployerDescribed, EmployerGone, EmployerRegistered, EmployerRenamed, HeadCountRecorded, Ownership, UnionKind,
};
use heyi_core::event::opening::HeadCount;
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;
use heyi_store::append::Commit;
use heyi_store::employers;
use rand::RngExt as _;

use super::{PLACES, World, asked};

impl World {
    pub(super) fn head_count(&mut self) -> Option<HeadCount> {
        let people = self.random.random_range(1..400);
        let as_of = self.occurred();
        self.random.random_bool(0.5).then_some(HeadCount { people, about: false, as_of })
    }

    pub(super) fn counted(&mut self) -> HeadCountRecorded {
        HeadCountRecorded { staff: self.head_count(), women: self.head_count(), skilled_women: None }
    }

    pub(super) fn registered(&mut self) -> EmployerRegistered {
        EmployerRegistered {
            name: format!("示例第{}厂", self.employers.len()),
            credit_code: None,
            no_code_reason: "示例".into(),
            place: self.pick(&PLACES).parse().unwrap(),
            industry: self.pick(&[None, Some("27"), Some("13")]).map(str::to_owned),
            biomedicine: self.pick(&[None, Some(true), Some(false)]),
            ownership: self.pick(&[Ownership::Unknown, Ownership::State, Ownership::Private]),
            union: UnionKind::Own,
            made_up: self.random.random_bool(0.3),
        }
    }

    pub(super) async fn count_heads(&mut self) {
        if self.employers.is_empty() {
            return;
        }
        let employer = self.pick(&self.employers.clone());
        let (counted, occurred) = (self.counted(), self.occurred());
        let append = employers::head_count(&*self.log, employer, counted, occurred).await.unwrap();
        self.log.append(Commit { appends: vec![append], by: asked(1).by, key: None }).await.unwrap();
    }

    /// Something about some employer is recorded: what it is, where it lies, that it is gone; or an entry of it is put right.
    pub(super) async fn change_register(&mut self) {
        if self.employers.is_empty() {
            return;
        }
        let ids = self.employers.clone();
        let employer = self.pick(&ids);
        let entry = Version(self.random.random_range(2..5));
        let right = RecordHeadCount(self.counted());
        let command: RegisterCommand = match self.random.random_range(0..12) {
            0 => RenameEmployer(EmployerRenamed { name: format!("新名{}", self.random.random_range(0..99)) }).into(),
            1 | 2 => {
                let to = self.pick(&["320106", "320500", "110105"]).parse().unwrap();
                RecodeEmployer { to, code_set: self.first_day() }.into()
            }
            3 | 4 => DescribeEmployer(EmployerDescribed {
                industry: self.pick(&[None, Some("27"), Some("13")]).map(str::to_owned),
                biomedicine: self.pick(&[None, Some(true), Some(false)]),
                ownership: self.pick(&[None, Some(Ownership::State)]),
                ..EmployerDescribed::default()
            })
            .into(),
            5 => MergeEmployer { into: self.pick(&ids) }.into(),
            6 => DissolveEmployer(EmployerGone { reason: "注销".into() }).into(),
            7 | 8 => CorrectRegisterEntry {
                entry,
                command: Box::new(right.into()),
                occurred: self.occurred(),
                reason: "误".into(),
            }
            .into(),
            _ => WithdrawRegisterEntry { entry, reason: "误".into() }.into(),
        };
        let occurred = if command.kind().is_about_entries() { Occurred::unknown("") } else { self.occurred() };
        // What cannot be is refused, as everywhere here.
        let _ = self.store.employers.execute(employer, &RegisterRequest { command, occurred }, &asked(1)).await;
    }
}
