//! A case for people.

use heyi_core::case::{Case, Line, Mark, Opening, Party, Step, clocks};
use heyi_core::decisions::DecisionKind;
use heyi_core::ground::Ground;
use heyi_core::ids::AccountId;

use super::clauses::{ClauseView, clauses};
use super::covered::{CoverageListView, coverage_list};
use super::deadline::DeadlineView;
use super::line::{LineView, Showing};
use super::parties::{SideView, sides};
use super::roads::{SideRoadView, roads};
use super::steps::StepsView;
use crate::record::entries;
use crate::text::Lang;
use crate::text::facts::{Fact, Reveal};
use crate::text::words::{Employers, Words as _};

/// A case.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// Its address, without the end.
    pub href: String,
    /// Its number.
    pub number: String,
    /// The employer's name when it was opened.
    pub employer: String,
    /// The employer's page; empty for a case of many.
    pub employer_href: String,
    /// How far it has come.
    pub stage: String,
    /// Its version.
    pub version: u64,
    /// Place, office, procedure, head counts, round.
    pub facts: Vec<Fact>,
    /// Steps of the main line, with whether each is done.
    pub road: Vec<RoadView>,
    /// A made-up example.
    pub made_up: bool,
    /// Some entry lost its ground.
    pub contradictory: bool,
    /// How many guards could not be checked.
    pub not_checkable: usize,
    /// Of a case taken over: source, day, unknown steps.
    pub taken_over: Option<TakenOverView>,
    /// Entries that wait for a second person.
    pub awaiting: Vec<u64>,
    /// The clocks that run, the most urgent first.
    pub deadlines: Vec<DeadlineView>,
    /// What can be recorded, and what cannot and why.
    pub steps: StepsView,
    /// The coverage list of a case of many employers.
    pub coverage_list: Option<CoverageListView>,
    /// Side roads taken.
    pub roads: Vec<SideRoadView>,
    /// Both sides.
    pub sides: Vec<SideView>,
    /// The clauses.
    pub clauses: Vec<ClauseView>,
    /// What covers people, when there is something.
    pub instrument: Vec<Fact>,
    /// The history, the latest first.
    pub timeline: Vec<LineView>,
}

/// A step of the main line.
#[derive(Clone, Debug)]
pub struct RoadView {
    /// Its name.
    pub name: String,
    /// When it was done; empty when it was not.
    pub done: String,
    /// `done`, `unknown`, `open`.
    pub class: &'static str,
}

/// What is unknown of a case taken over.
#[derive(Clone, Debug)]
pub struct TakenOverView {
    /// The day the ledger speaks of.
    pub as_of: String,
    /// Where it is known from.
    pub source: String,
    /// Steps of which nothing is known.
    pub unknown: String,
}

/// What a case is shown with.
pub struct Around<'a> {
    /// The language.
    pub l: Lang,
    /// What decisions stand on.
    pub ground: Ground<'a>,
    /// Shows texts of the vault.
    pub names: &'a dyn Reveal,
    /// The log-in name of an account.
    pub login: &'a dyn Fn(AccountId) -> String,
    /// Whether this account may record a decision here.
    pub may: &'a dyn Fn(DecisionKind) -> bool,
}

const ROAD: [Step; 9] = [
    Step::Offer,
    Step::Reply,
    Step::Session,
    Step::Draft,
    Step::Vote,
    Step::Signature,
    Step::Filing,
    Step::Effect,
    Step::Publication,
];

impl CaseView {
    /// The case as it stands.
    #[must_use]
    pub fn of(case: &Case, around: &Around<'_>) -> Self {
        let l = around.l;
        let href = format!("/cases/{}", case.id);
        let showing = Showing { l, case: case.id, names: around.names, login: around.login };
        let opening = case.opening.as_ref();
        let shown = |line: &Line| {
            let may = (around.may)(entries::kind_of(&line.recorded.event));
            let shown = LineView::of(line, &showing);
            LineView { correctable: shown.correctable && may, withdrawable: shown.withdrawable && may, ..shown }
        };
        let mut timeline: Vec<LineView> = case.lines.iter().map(shown).collect();
        timeline.reverse();
        Self {
            number: opening.map(|opened| opened.number.clone()).unwrap_or_default(),
            employer: opening.map(|opened| opened.title().to_owned()).unwrap_or_default(),
            employer_href: opening
                .and_then(Opening::employer)
                .map(|employer| format!("/employers/{employer}"))
                .unwrap_or_default(),
            stage: l.say(&case.stage.say()),
            version: case.version.0,
            facts: about(case, l),
            road: ROAD.iter().map(|step| road(case, *step, l)).collect(),
            made_up: opening.is_some_and(|opened| opened.made_up),
            contradictory: case.contradictory(),
            not_checkable: case
                .lines
                .iter()
                .flat_map(|line| &line.marks)
                .filter(|mark| matches!(mark, Mark::NotCheckable(_)))
                .count(),
            taken_over: case.taken_over.as_ref().map(|taken| {
                let unknown: Vec<String> = taken.unknown.iter().map(|step| l.say(&step.say())).collect();
                TakenOverView {
                    as_of: l.date(taken.as_of),
                    source: taken.source.clone(),
                    unknown: unknown.join(l.t("、", ", ")),
                }
            }),
            awaiting: case.awaiting_approval().map(|(entry, _)| entry.0).collect(),
            deadlines: deadlines(case, around),
            steps: StepsView::of(case, around, &href),
            coverage_list: coverage_list(case, &around.ground, l),
            roads: roads(case, l),
            sides: sides(case, l, around.names),
            clauses: clauses(case, l),
            instrument: instrument(case, around),
            timeline,
            href,
        }
    }
}

fn about(case: &Case, l: Lang) -> Vec<Fact> {
    let Some(opened) = &case.opening else { return Vec::new() };
    let fact = |zh: &str, en: &str, value: String| Fact { label: l.t(zh, en).to_owned(), value };
    let mut facts = joint(&opened.party, l);
    facts.extend([
        fact("用工地", "Place of work", l.place(&opened.place)),
        fact("承办单位", "Office", opened.office.to_string()),
        fact("程序", "Procedure", case.procedure.words(l)),
        fact("职工总数", "Staff", opened.staff.words(l)),
        fact("女职工", "Women", opened.women.words(l)),
        fact("轮次", "Round", case.round.to_string()),
    ]);
    facts
}

/// What the many employers of a case share, and who speaks; nothing for one employer.
fn joint(party: &Party, l: Lang) -> Vec<Fact> {
    let Party::Joint { scope, union, employers_side, organisation, employers, .. } = party else { return Vec::new() };
    let fact = |zh: &str, en: &str, value: String| Fact { label: l.t(zh, en).to_owned(), value };
    let named = |text: &str| if text.is_empty() { l.unknown().to_owned() } else { text.to_owned() };
    vec![
        fact("范围", "Scope", scope.words(l)),
        fact("工会", "Union", named(union)),
        fact("用人单位方", "Employers' side", format!("{} {organisation}", employers_side.words(l))),
        fact("资料所载单位数", "Employers told of", employers.as_ref().map(Employers).words(l)),
    ]
}

fn road(case: &Case, step: Step, l: Lang) -> RoadView {
    let done = case.done.get(&step).map(|done| l.occurred(&done.occurred)).unwrap_or_default();
    let class = match (case.has(step), case.unknown(step)) {
        (true, _) => "done",
        (false, true) => "unknown",
        (false, false) => "open",
    };
    RoadView { name: l.say(&step.say()), done, class }
}

fn deadlines(case: &Case, around: &Around<'_>) -> Vec<DeadlineView> {
    let mut running = clocks::running(case, &around.ground);
    running.sort_by_key(|deadline| (deadline.due_latest.is_none(), deadline.due_latest));
    running.iter().map(|deadline| DeadlineView::of(deadline, around.ground.today, around.l)).collect()
}

fn instrument(case: &Case, around: &Around<'_>) -> Vec<Fact> {
    let (l, Some(instrument)) = (around.l, case.instrument(&around.ground)) else { return Vec::new() };
    let fact = |zh: &str, en: &str, value: String| Fact { label: l.t(zh, en).to_owned(), value };
    let basis = match instrument.basis {
        heyi_core::case::instrument::Basis::Confirmed => l.t("已确认", "confirmed"),
        heyi_core::case::instrument::Basis::Derived => l.t("推算，尚待确认", "derived, not confirmed yet"),
        heyi_core::case::instrument::Basis::Unknown => l.unknown(),
    };
    let to = instrument.to.map_or_else(|| l.t("未载明", "no end known").to_owned(), |day| l.date(day));
    vec![
        fact("形式", "Form", instrument.form.words(l)),
        fact("名称", "Title", instrument.title),
        fact("自", "From", l.maybe_date(instrument.from)),
        fact("至", "Until", to),
        fact("起始日依据", "First day", basis.to_owned()),
    ]
}

#[cfg(test)]
pub(crate) mod tests {
    use heyi_core::scenario::Scenario;

    use super::*;
    use crate::text::facts::tests::Zhang;

    pub(crate) fn sample(scenario: &Scenario, l: Lang) -> CaseView {
        let around = Around {
            l,
            ground: scenario.ground(),
            names: &Zhang,
            login: &|_| "caseworker-nanjing".to_owned(),
            may: &|kind| kind != DecisionKind::ConfirmEffect,
        };
        CaseView::of(&scenario.case(), &around)
    }

    #[test]
    fn the_next_usual_step_comes_first_and_what_is_not_allowed_says_why() {
        let view = sample(&Scenario::through(Step::Offer), Lang::ZH);
        assert!(view.steps.usual[0].link.href.ends_with("/deliver-offer"));
        let vote =
            view.steps.not_now.iter().flat_map(|part| &part.steps).find(|step| step.label == "审议表决").unwrap();
        assert!(vote.why.contains("须先"));
    }

    #[test]
    fn what_another_role_does_is_shown_apart() {
        let view = sample(&Scenario::through(Step::Receipt), Lang::ZH);
        assert!(view.steps.others_do.iter().any(|step| step.link.href.ends_with("/confirm-effect")));
        assert!(view.steps.usual.iter().all(|step| !step.link.href.ends_with("/confirm-effect")));
        assert_eq!(view.road[6].class, "done");
        assert_eq!(view.instrument.len(), 5);
    }
}
