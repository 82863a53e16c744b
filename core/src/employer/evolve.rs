//! Applying one event to an employer. Never refuses.

use crate::divisions;
use crate::event::EmployerEvent;
use crate::event::employer::{EmployerDescribed, EmployerRegistered, HeadCountRecorded, Ownership, UnionKind};
use crate::event::opening::HeadCount;
use crate::ids::Version;
use crate::occurred::Occurred;

use super::{Coded, Committee, Employer, Known, Merged, Spell};

impl Employer {
    pub(super) fn evolve(&mut self, event: &EmployerEvent, entry: Version, occurred: &Occurred) {
        let at = At { entry, occurred };
        let facts = &mut self.facts;
        match event {
            EmployerEvent::EmployerRegistered(registered) => self.register(registered, &at),
            // Counted by the day each is true of, whatever day it was told: see `count`.
            EmployerEvent::HeadCountRecorded(_) => return,
            EmployerEvent::EmployerRenamed(renamed) => {
                facts.former_names.extend(facts.name.replace(at.known(renamed.name.clone())));
            }
            EmployerEvent::EmployerRecoded(recoded) => {
                let coded = Coded { place: recoded.to.clone(), code_set: recoded.code_set };
                facts.former_places.extend(facts.place.replace(at.known(coded)));
            }
            EmployerEvent::EmployerMerged(merged) => {
                facts.merged = Some(at.known(Merged { into: merged.into, name: merged.into_name.clone() }));
            }
            EmployerEvent::CreditCodeRecorded(recorded) => {
                facts.credit_code = Some(at.known(recorded.credit_code.clone()));
                facts.no_code_reason.clear();
            }
            EmployerEvent::EmployerDescribed(described) => self.describe(described, &at),
            EmployerEvent::WomensCommitteeRecorded(recorded) => {
                facts.committee = Some(at.known(Committee { kind: recorded.kind, since: recorded.since }));
            }
            EmployerEvent::ContractHeldRecorded(held) => {
                facts.contracts.insert(held.contract, at.known(held.clone()));
            }
            EmployerEvent::NewBusinessFormRecorded(form) => facts.new_business_form = Some(at.known(form.clone())),
            EmployerEvent::EmployerGone(gone) => facts.gone = Some(at.known(gone.reason.clone())),
            // What they change stands in the lines already.
            EmployerEvent::RegisterEntryCorrected(_) | EmployerEvent::RegisterEntryWithdrawn(_) => return,
        }
        self.note_spell(occurred);
    }

    /// Takes in head counts, told one after another in the order of recording.
    pub(super) fn count(&mut self, counted: &HeadCountRecorded) {
        let HeadCountRecorded { staff, women, skilled_women } = counted;
        latest(&mut self.facts.staff, staff.as_ref());
        latest(&mut self.facts.women, women.as_ref());
        latest(&mut self.facts.skilled_women, skilled_women.as_ref());
    }

    fn register(&mut self, registered: &EmployerRegistered, at: &At<'_>) {
        let facts = &mut self.facts;
        facts.name = Some(at.known(registered.name.clone()));
        facts.credit_code = registered.credit_code.clone().map(|code| at.known(code));
        facts.no_code_reason.clone_from(&registered.no_code_reason);
        let coded = Coded { place: registered.place.clone(), code_set: divisions::FIRST_CODE_SET };
        facts.place = Some(at.known(coded));
        facts.made_up = registered.made_up;
        self.describe(
            &EmployerDescribed {
                industry: registered.industry.clone(),
                biomedicine: registered.biomedicine,
                size: None,
                ownership: Some(registered.ownership).filter(|ownership| *ownership != Ownership::Unknown),
                union: Some(registered.union).filter(|union| *union != UnionKind::Unknown),
            },
            at,
        );
    }

    fn describe(&mut self, described: &EmployerDescribed, at: &At<'_>) {
        let facts = &mut self.facts;
        at.learn(&mut facts.industry, described.industry.clone());
        at.learn(&mut facts.biomedicine, described.biomedicine);
        at.learn(&mut facts.size, described.size);
        at.learn(&mut facts.ownership, described.ownership);
        at.learn(&mut facts.union, described.union);
    }

    /// What it is from this day on. The registration speaks for all time before; a day that is not known, from where the entry stands.
    fn note_spell(&mut self, occurred: &Occurred) {
        let facts = &self.facts;
        let Some(place) = &facts.place else { return };
        let before = self.spells.last();
        let from = before.and_then(|before| before.from.max(occurred.latest.or(occurred.earliest)));
        let spell = Spell {
            from,
            place: place.value.place.clone(),
            industry: facts.industry.as_ref().map(|known| known.value.clone()),
            ownership: facts.ownership.as_ref().map_or(Ownership::Unknown, |known| known.value),
            size: facts.size.as_ref().map(|known| known.value),
            union: facts.union.as_ref().map_or(UnionKind::Unknown, |known| known.value),
            biomedicine: facts.biomedicine.as_ref().map(|known| known.value),
            new_business_form: facts.new_business_form.as_ref().map(|known| known.value.has),
            exists: facts.merged.is_none() && facts.gone.is_none(),
        };
        if before.is_none_or(|before| Spell { from, ..before.clone() } != spell) {
            self.spells.push(spell);
        }
    }
}

/// Where something is known from.
struct At<'a> {
    entry: Version,
    occurred: &'a Occurred,
}

impl At<'_> {
    fn known<T>(&self, value: T) -> Known<T> {
        Known { value, as_of: self.occurred.clone(), entry: self.entry }
    }

    fn learn<T>(&self, kept: &mut Option<Known<T>>, told: Option<T>) {
        if let Some(value) = told {
            *kept = Some(self.known(value));
        }
    }
}

/// The count with the latest day it is true of; of the same day, the one recorded last. One without a day yields.
fn latest(kept: &mut Option<HeadCount>, counted: Option<&HeadCount>) {
    let day = |count: &HeadCount| count.as_of.latest;
    if let Some(counted) = counted
        && kept.as_ref().is_none_or(|kept| day(kept) <= day(counted))
    {
        *kept = Some(counted.clone());
    }
}
