//! The coverage list of a case of many employers, for people.

use heyi_core::case::covered::Covered;
use heyi_core::case::{Case, Party};
use heyi_core::event::opening::HeadCount;
use heyi_core::ground::Ground;
use heyi_core::ids::EmployerId;

use super::cited;
use crate::text::Lang;
use crate::text::words::Words as _;

/// The most rows a page shows; the JSON answer has them all.
const SHOWN: usize = 200;

/// The coverage list.
#[derive(Clone, Debug)]
pub struct CoverageListView {
    /// How many employers are on it now.
    pub listed: usize,
    /// How many of them are bound.
    pub bound: usize,
    /// The rows shown, by name.
    pub rows: Vec<CoveredView>,
    /// How many more there are.
    pub more: usize,
}

/// An employer on the list.
#[derive(Clone, Debug)]
pub struct CoveredView {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The days it belongs to the list.
    pub days: String,
    /// Whether it is bound, and why.
    pub bound: String,
    /// `done` when it is bound, `open` when not.
    pub class: &'static str,
    /// The text that says so.
    pub cite: String,
    /// Its staff and women.
    pub people: String,
    /// The vote of its own staff; empty when there was none.
    pub vote: String,
}

/// The coverage list of `case`; `None` for a case of one employer.
pub(super) fn coverage_list(case: &Case, ground: &Ground<'_>, l: Lang) -> Option<CoverageListView> {
    let joint = matches!(case.opening.as_ref()?.party, Party::Joint { .. });
    let day = case.effect.as_ref().map_or(ground.today, |effect| effect.effective_on);
    let bound = |covered: &Covered| case.bound(covered, day, ground).bound;
    let mut all: Vec<(&EmployerId, &Covered)> = case.covered.iter().collect();
    all.sort_by(|(_, a), (_, b)| (!a.listed, &a.name).cmp(&(!b.listed, &b.name)));
    let row = |(id, covered): &(&EmployerId, &Covered)| {
        let bound = case.bound(covered, day, ground);
        CoveredView {
            href: format!("/employers/{id}"),
            name: covered.name.clone(),
            days: days(covered, l),
            bound: l.say(&bound.why),
            class: if bound.bound && covered.listed { "done" } else { "open" },
            cite: cited(bound.cite.as_ref(), l),
            people: people(covered, l),
            vote: covered.vote.as_deref().map(|(_, result)| result.words(l)).unwrap_or_default(),
        }
    };
    joint.then(|| CoverageListView {
        listed: case.listed().count(),
        bound: case.listed().filter(|(_, covered)| bound(covered)).count(),
        rows: all.iter().take(SHOWN).map(row).collect(),
        more: all.len().saturating_sub(SHOWN),
    })
}

fn days(covered: &Covered, l: Lang) -> String {
    let stays = covered.stays.iter().map(|stay| {
        let from = stay.from.map_or_else(|| l.t("起始", "the beginning").to_owned(), |day| l.date(day));
        let to = match stay.until {
            Some(until) => until.day().map_or_else(|| l.unknown().to_owned(), |day| l.date(day)),
            None => l.t("至今", "now").to_owned(),
        };
        format!("{from} – {to}")
    });
    stays.collect::<Vec<_>>().join(l.t("；", "; "))
}

fn people(covered: &Covered, l: Lang) -> String {
    let counted = |label: &str, count: &Option<Box<HeadCount>>| format!("{label} {}", count.words(l));
    [counted(l.t("职工", "staff"), &covered.staff), counted(l.t("女职工", "women"), &covered.women)]
        .join(l.t("，", ", "))
}

#[cfg(test)]
mod tests {
    use heyi_core::event::CaseEvent;
    use heyi_core::event::coverage_list::{Binding, CoverageListed, EmployerJoined};
    use heyi_core::event::opening::JointCaseOpened;
    use heyi_core::scenario::{Scenario, day, joined, joint};

    use super::*;

    #[test]
    fn each_employer_is_shown_with_why_it_is_bound() {
        let shanghai = JointCaseOpened { place: "310114".parse().unwrap(), ..joint() };
        let recognised = EmployerJoined { binding: Binding::Recognition, ..joined(2) };
        let listed = CoverageListed { joined: vec![joined(1), recognised], left: vec![] };
        let scenario = Scenario::empty()
            .and(CaseEvent::JointCaseOpened(shanghai.into()), day(0))
            .and(CaseEvent::CoverageListed(listed), day(1));
        let view = coverage_list(&scenario.case(), &scenario.ground(), Lang::ZH).unwrap();
        assert_eq!((view.listed, view.bound, view.more), (2, 1, 0));
        assert!(view.rows[0].bound.contains("尚未认可") && view.rows[1].bound.contains("已认可"));
        assert!(coverage_list(&Scenario::opened().case(), &Scenario::opened().ground(), Lang::ZH).is_none());
    }
}
