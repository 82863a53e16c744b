//! What an employer of the register is on a day.

use heyi_core::event::EmployerEvent;
use heyi_core::event::employer::{
    CommitteeKind, EmployerDescribed, EmployerRegistered, HeadCountRecorded, HeldContract, Ownership, Size, UnionKind,
};
use heyi_core::event::opening::HeadCount;
use heyi_core::industry::{BiomedicineList, Part, find};
use heyi_core::place::Place;
use jiff::civil::Date;

use super::order::Fact;
use super::span::months_after;

/// An employer on a day.
#[derive(Clone, Debug)]
pub struct Attributes {
    /// Neither merged nor gone.
    pub exists: bool,
    /// Place of work.
    pub place: Place,
    /// Industry.
    pub industry: Option<String>,
    /// A person's flag, else what the list says of the industry; `None`: not known.
    pub biomedicine: Option<bool>,
    /// Ownership.
    pub ownership: Ownership,
    /// Size.
    pub size: Option<Size>,
    /// Kind of union.
    pub union: UnionKind,
    /// Work in a new business form.
    pub new_form: Option<bool>,
    /// Its women.
    pub women: Option<Count>,
    /// Its technical and skilled women.
    pub skilled_women: Option<Count>,
    /// Whether it has a women workers' organisation.
    pub organisation: Option<bool>,
    /// Whether it has a general contract.
    pub general_contract: Option<bool>,
    /// Made up.
    pub made_up: bool,
}

/// A head count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many people.
    pub people: u64,
    /// Older than 24 months.
    pub stale: bool,
}

impl Attributes {
    /// What the entries up to that day say; `None`: it is not in the register.
    #[must_use]
    pub fn on(facts: &[Fact<EmployerEvent>], day: Date, list: &BiomedicineList) -> Option<Self> {
        let registered = facts.iter().find_map(|fact| match &fact.event {
            EmployerEvent::EmployerRegistered(registered) => Some(registered),
            _ => None,
        })?;
        let mut told = Self::registered(registered);
        // The registration speaks for all time before it. Each entry holds from its latest possible day on (its earliest, when that is
        // open), and not before the entries that precede it; one of an unknown day holds since the one before it does.
        let mut since = Date::MIN;
        for fact in facts {
            if !told_by(&fact.event) {
                continue;
            }
            let registration = matches!(fact.event, EmployerEvent::EmployerRegistered(_));
            if !registration {
                since = since.max(fact.occurred.latest.or(fact.occurred.earliest).unwrap_or(Date::MIN));
            }
            if registration || since <= day {
                told.learn(&fact.event);
            }
        }
        told.biomedicine = told.biomedicine.or_else(|| by_list(told.industry.as_deref()?, list));
        told.women = count(facts, day, |counted| counted.women.as_ref());
        told.skilled_women = count(facts, day, |counted| counted.skilled_women.as_ref());
        told.organisation = organisation(facts, day);
        told.general_contract = general_contract(facts, day);
        Some(told)
    }

    fn registered(registered: &EmployerRegistered) -> Self {
        Self {
            exists: true,
            place: registered.place.clone(),
            industry: None,
            biomedicine: None,
            ownership: Ownership::Unknown,
            size: None,
            union: UnionKind::Unknown,
            new_form: None,
            women: None,
            skilled_women: None,
            organisation: None,
            general_contract: None,
            made_up: registered.made_up,
        }
    }

    fn learn(&mut self, event: &EmployerEvent) {
        match event {
            EmployerEvent::EmployerRegistered(e) => {
                self.place = e.place.clone();
                self.made_up = e.made_up;
                self.describe(&EmployerDescribed {
                    industry: e.industry.clone(),
                    biomedicine: e.biomedicine,
                    size: None,
                    ownership: Some(e.ownership).filter(|ownership| *ownership != Ownership::Unknown),
                    union: Some(e.union).filter(|union| *union != UnionKind::Unknown),
                });
            }
            EmployerEvent::EmployerDescribed(e) => self.describe(e),
            EmployerEvent::EmployerRecoded(e) => self.place = e.to.clone(),
            EmployerEvent::NewBusinessFormRecorded(e) => self.new_form = Some(e.has),
            EmployerEvent::EmployerMerged(_) | EmployerEvent::EmployerGone(_) => self.exists = false,
            _ => {}
        }
    }

    fn describe(&mut self, told: &EmployerDescribed) {
        self.industry = told.industry.clone().or(self.industry.take());
        self.biomedicine = told.biomedicine.or(self.biomedicine);
        self.size = told.size.or(self.size);
        self.ownership = told.ownership.unwrap_or(self.ownership);
        self.union = told.union.unwrap_or(self.union);
    }

    /// Whether it has a union.
    #[must_use]
    pub fn unionised(&self) -> Option<bool> {
        match self.union {
            UnionKind::Unknown => None,
            UnionKind::None => Some(false),
            UnionKind::Own | UnionKind::Joint | UnionKind::Federation => Some(true),
        }
    }

    /// Whether it is state-owned.
    #[must_use]
    pub fn state_owned(&self) -> Option<bool> {
        (self.ownership != Ownership::Unknown).then_some(self.ownership == Ownership::State)
    }

    /// Whether it has a women workers' organisation and a general contract.
    #[must_use]
    pub fn organised(&self) -> Option<bool> {
        match (self.organisation, self.general_contract) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }
}

/// Whether an entry tells what an employer is.
fn told_by(event: &EmployerEvent) -> bool {
    matches!(
        event,
        EmployerEvent::EmployerRegistered(_)
            | EmployerEvent::EmployerDescribed(_)
            | EmployerEvent::EmployerRecoded(_)
            | EmployerEvent::NewBusinessFormRecorded(_)
            | EmployerEvent::EmployerMerged(_)
            | EmployerEvent::EmployerGone(_)
    )
}

/// A division that belongs altogether is biomedicine; one in part or beside it is not known; any other is not.
fn by_list(industry: &str, list: &BiomedicineList) -> Option<bool> {
    match list.part(find(industry)?.code) {
        Some(Part::Core) => Some(true),
        Some(Part::Partial(_) | Part::Related(_)) => None,
        None => Some(false),
    }
}

/// Of the counts whose as-of day is surely not after the day, the one with the latest; of one day the one recorded last.
fn count(
    facts: &[Fact<EmployerEvent>],
    day: Date,
    of: impl Fn(&HeadCountRecorded) -> Option<&HeadCount>,
) -> Option<Count> {
    let counted = facts.iter().filter_map(|fact| match &fact.event {
        EmployerEvent::HeadCountRecorded(recorded) => {
            let count = of(recorded)?;
            Some((count.as_of.latest.filter(|as_of| *as_of <= day)?, fact.version, count.people))
        }
        _ => None,
    });
    let (as_of, _, people) = counted.max_by_key(|(as_of, version, _)| (*as_of, *version))?;
    Some(Count { people: u64::from(people), stale: months_after(as_of, 24) < day })
}

/// From the last entry that began by the day; what began on a day not known began by any.
fn organisation(facts: &[Fact<EmployerEvent>], day: Date) -> Option<bool> {
    let entries = facts.iter().rev().filter_map(|fact| match &fact.event {
        EmployerEvent::WomensCommitteeRecorded(e) => Some((e.since.or(fact.occurred.latest), e.kind)),
        _ => None,
    });
    let mut begun = entries.filter(|(began, _)| began.is_none_or(|began| began <= day));
    begun.next().map(|(_, kind)| kind != CommitteeKind::None)
}

fn general_contract(facts: &[Fact<EmployerEvent>], day: Date) -> Option<bool> {
    let entries = facts.iter().rev().filter_map(|fact| match &fact.event {
        EmployerEvent::ContractHeldRecorded(e) if e.contract == HeldContract::General => {
            Some((e.from.or(fact.occurred.latest), e))
        }
        _ => None,
    });
    let mut begun = entries.filter(|(began, _)| began.is_none_or(|began| began <= day));
    begun.next().map(|(_, held)| held.held && held.to.is_none_or(|to| to >= day))
}

/// Whether a general contract begins in a span of days; `None`: nothing is recorded of one.
#[must_use]
pub fn general_contract_begins(facts: &[Fact<EmployerEvent>], from: Date, to: Date) -> Option<bool> {
    let mut recorded = false;
    let mut begins = false;
    for fact in facts {
        if let EmployerEvent::ContractHeldRecorded(held) = &fact.event
            && held.contract == HeldContract::General
        {
            recorded = true;
            let began = held.from.or(fact.occurred.latest);
            begins |= held.held && began.is_some_and(|began| from <= began && began <= to);
        }
    }
    recorded.then_some(begins)
}
