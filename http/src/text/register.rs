//! What an event of the register says, as pairs of label and value.

use heyi_core::event::EmployerEvent;
use heyi_core::event::employer::{EmployerDescribed, EmployerRegistered};
use heyi_core::industry;
use heyi_core::occurred::Occurred;

use super::Lang;
use super::facts::Fact;
use super::words::Words;

/// What `event` says. What it does not say is left out.
#[must_use]
pub fn facts(event: &EmployerEvent, l: Lang) -> Vec<Fact> {
    let mut f = Facts::new(l);
    match event {
        EmployerEvent::EmployerRegistered(e) => f.registered(e),
        EmployerEvent::HeadCountRecorded(e) => {
            f.known("职工总数", "staff", e.staff.as_ref()).known("女职工", "women", e.women.as_ref());
            f.known("技术技能女职工", "technical and skilled women", e.skilled_women.as_ref());
        }
        EmployerEvent::EmployerRenamed(e) => {
            f.add("新名称", "new name", &e.name);
        }
        EmployerEvent::EmployerRecoded(e) => {
            f.add("原区划", "from", &coded(l, &e.from)).add("新区划", "to", &coded(l, &e.to));
            f.add("代码集", "code set of", &e.code_set);
        }
        EmployerEvent::EmployerMerged(e) => {
            f.add("并入", "into", &e.into_name);
        }
        EmployerEvent::CreditCodeRecorded(e) => {
            f.add("统一社会信用代码", "credit code", &e.credit_code);
        }
        EmployerEvent::EmployerDescribed(e) => f.described(e),
        EmployerEvent::WomensCommitteeRecorded(e) => {
            f.add("女职工组织", "women workers' organisation", &e.kind).known("成立", "since", e.since.as_ref());
        }
        EmployerEvent::ContractHeldRecorded(e) => {
            f.add("合同", "contract", &e.contract).add("现有", "there is one", &e.held);
            f.known("起始日", "from", e.from.as_ref()).known("届满日", "until", e.to.as_ref());
        }
        EmployerEvent::NewBusinessFormRecorded(e) => {
            f.add("有新就业形态劳动者", "people in a new business form", &e.has);
            f.known("人数", "how many", e.people.as_ref()).known("其中女性", "women among them", e.women.as_ref());
        }
        EmployerEvent::EmployerGone(e) => {
            f.add("原因", "why", &e.reason);
        }
        EmployerEvent::RegisterEntryCorrected(e) => {
            f.add("针对记录", "entry", &format!("#{}", e.entry)).add("理由", "why", &e.reason);
            f.corrected(&e.occurred, facts(&e.event, l));
        }
        EmployerEvent::RegisterEntryWithdrawn(e) => {
            f.add("针对记录", "entry", &format!("#{}", e.entry)).add("理由", "why", &e.reason);
        }
    }
    f.finish()
}

/// A place with its code: after a change of the divisions two codes can have one name.
#[must_use]
pub fn coded(l: Lang, place: &heyi_core::place::Place) -> String {
    format!("{} {}", l.place(place), place.code())
}

/// An industry with its code.
#[must_use]
pub fn industry_name(code: &str) -> String {
    industry::find(code).map_or_else(|| code.to_owned(), |division| format!("{code} {}", division.name))
}

/// Pairs in the making.
pub(super) struct Facts {
    l: Lang,
    list: Vec<Fact>,
}

impl Facts {
    /// None yet.
    pub(super) fn new(l: Lang) -> Self {
        Self { l, list: Vec::new() }
    }

    /// All of them.
    pub(super) fn finish(self) -> Vec<Fact> {
        self.list
    }

    /// What an entry says after its correction.
    pub(super) fn corrected(&mut self, occurred: &Occurred, says: Vec<Fact>) {
        let l = self.l;
        let to = |label: &str| format!("{}{label}", l.t("改为：", "to: "));
        self.list.push(Fact { label: to(l.t("日期", "day")), value: l.occurred(occurred) });
        self.list.extend(says.into_iter().map(|fact| Fact { label: to(&fact.label), ..fact }));
    }

    /// A value; an empty one is left out.
    pub(super) fn add(&mut self, zh: &str, en: &str, value: &dyn Words) -> &mut Self {
        let value = value.words(self.l);
        if !value.is_empty() {
            self.list.push(Fact { label: self.l.t(zh, en).to_owned(), value });
        }
        self
    }

    /// A value, where it is known.
    pub(super) fn known<T: Words>(&mut self, zh: &str, en: &str, value: Option<&T>) -> &mut Self {
        if let Some(value) = value {
            self.add(zh, en, value);
        }
        self
    }

    fn registered(&mut self, e: &EmployerRegistered) {
        self.add("名称", "name", &e.name).known("统一社会信用代码", "credit code", e.credit_code.as_ref());
        self.add("无代码的原因", "why there is no code", &e.no_code_reason);
        self.add("用工地", "place of work", &coded(self.l, &e.place));
        self.described(&EmployerDescribed {
            industry: e.industry.clone(),
            biomedicine: e.biomedicine,
            size: None,
            ownership: Some(e.ownership),
            union: Some(e.union),
        });
    }

    fn described(&mut self, e: &EmployerDescribed) {
        self.known("行业", "industry", e.industry.as_deref().map(industry_name).as_ref());
        self.known("计入生物医药", "counted as biomedicine", e.biomedicine.as_ref());
        self.known("规模", "size", e.size.as_ref()).known("所有制", "ownership", e.ownership.as_ref());
        self.known("工会", "union", e.union.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::employer::scenario::sample_of_each;

    use super::*;

    #[test]
    fn every_event_says_something_in_both_languages() {
        for event in sample_of_each() {
            for l in [Lang::ZH, Lang::EN] {
                assert!(!facts(&event, l).is_empty(), "{}", event.kind());
            }
        }
    }
}
