//! Agreements renewed: another case of the same employer, or of the same area, that says so in one commit with the one it renews.

use heyi_core::case::{Case, clocks};
use heyi_core::decisions::link_renewal::LinkRenewal;
use heyi_core::decisions::mark_renewed::MarkRenewed;
use heyi_core::event::ending::{RenewalLinked, Renewed};
use heyi_core::ids::CaseId;
use heyi_core::stage::Step;
use heyi_store::cases::Employer;
use jiff::ToSpan as _;
use rand::RngExt as _;

use super::super::World;

impl World {
    /// Some agreement is renewed, whether or not a case says so.
    pub(super) async fn renew(&mut self) {
        let Some(old) = self.agreement().await else { return };
        let new = match self.another_of(&old).await {
            Some(other) if self.chance(0.5) => other,
            _ => {
                let Some(new) = self.follow(&old).await else { return };
                new
            }
        };
        if self.chance(0.3) {
            return;
        }
        let (id, command) = if self.chance(0.5) {
            (new, LinkRenewal(RenewalLinked { renews: old.id }).into())
        } else {
            (old.id, MarkRenewed(Renewed { by: new }).into())
        };
        let occurred = self.occurred();
        self.record(id, command, occurred).await;
    }

    /// Some case that came to something. Most have not: a few are looked at.
    async fn agreement(&mut self) -> Option<Case> {
        for _ in 0..6 {
            let case = self.some_case().await?;
            let came = case.effect.is_some() || case.has(Step::Outcome) || case.unknown(Step::Effect);
            if came && case.roads.renewal.renewed_by.is_none() {
                return Some(case);
            }
        }
        None
    }

    /// Another case of the same employer; of many, another of many.
    async fn another_of(&mut self, old: &Case) -> Option<CaseId> {
        let of = |case: &Case| case.opening.as_ref().map(heyi_core::case::Opening::employer);
        for id in self.cases.clone() {
            let case = self.store.cases.load(id, None).await.unwrap().unwrap();
            if id != old.id && of(&case) == of(old) && case.roads.renewal.renews.is_none() {
                return Some(id);
            }
        }
        None
    }

    /// A contract of the same employer that begins about when the old one ends.
    async fn follow(&mut self, old: &Case) -> Option<CaseId> {
        let employer = old.opening.as_ref()?.employer()?;
        let last = clocks::expires_on(old).unwrap_or_else(|| self.back(60));
        let first = last + i64::from(self.random.random_range(-40..150)).days();
        self.take_over(Employer::Known(employer), Some(first)).await
    }
}
