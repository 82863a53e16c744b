//! What histories met: kinds of events recorded, and facts that only several events together make.

use std::collections::BTreeMap;

use heyi_core::case::instrument::Basis;
use heyi_core::case::texts::Text;
use heyi_core::case::{Case, Mark};
use heyi_core::event::coverage_list::Binding;
use heyi_core::event::entries::ClosingReason;
use heyi_core::event::performance::Finding;
use heyi_core::event::{CaseEvent, EmployerEvent, Event, LetterEvent};
use heyi_core::ids::Position;
use heyi_core::topic::Tier;
use heyi_store::codec;
use heyi_store::log::EventLog;

/// How often is enough to say that a decision is not refused always.
const OFTEN: usize = 3;

/// Kinds that need not be met often: one needs a drive, of which these histories have none; the others end a dispute, of which no
/// figure asks anything and few come so far.
const RARE: [&str; 11] = [
    "drive-joined",
    "rectification-ordered",
    "breach-remedied",
    "dispute-settled",
    "arbitration-applied",
    "arbitration-accepted",
    "arbitration-refused",
    "award-made",
    "award-received",
    "lawsuit-filed",
    "judgment-made",
];

/// How often each was met.
#[derive(Default)]
pub struct Met {
    kinds: BTreeMap<&'static str, usize>,
    facts: BTreeMap<&'static str, usize>,
    cases: usize,
    instruments: usize,
}

impl Met {
    pub async fn note_log(&mut self, log: &dyn EventLog) {
        let commits = log.read_commits(Position::ZERO, usize::MAX).await.unwrap();
        for event in commits.iter().flat_map(|commit| &commit.events) {
            let event = codec::decode(event).unwrap().event;
            *self.kinds.entry(event.kind()).or_default() += 1;
            if let Event::Case(event) = &event {
                self.note_event(event);
            }
        }
    }

    /// A case as it stands, with the texts of its instrument.
    pub fn note_case(&mut self, case: &Case, texts: &[Text]) {
        self.cases += 1;
        self.instruments += usize::from(!texts.is_empty());
        let joint = case.opening.as_ref().is_some_and(|opening| opening.employer().is_none());
        let offers = case.lines.iter().filter(|line| line.counts() && line.event().kind() == "offer-issued").count();
        let late = |line: &heyi_core::case::Line| {
            line.event().kind() == "reply-received" && line.marks.iter().any(|mark| matches!(mark, Mark::Irregular(..)))
        };
        for (fact, met) in [
            ("an instrument of many employers", joint && !texts.is_empty()),
            ("an employer that joined again", case.covered.values().any(|covered| covered.stays.len() > 1)),
            ("a second offer", offers > 1),
            ("a reply out of order or time", case.lines.iter().any(late)),
            ("a change that took effect", !case.roads.earlier.is_empty()),
            ("a text derived", texts.iter().any(|text| text.basis == Basis::Derived)),
            ("a text undated", texts.iter().any(|text| text.basis == Basis::Unknown)),
            ("a text without a known last day", texts.iter().any(|text| text.last.day().is_none())),
            ("a text with a last day", texts.iter().any(|text| text.last.day().is_some())),
            ("a text without clauses", texts.iter().any(|text| text.clauses.is_empty())),
            ("a text of several clauses", texts.iter().any(|text| text.clauses.len() > 1)),
            ("minutes, a memorandum or a policy", texts.iter().any(|text| !text.form.is_contract())),
            ("several inspections", inspections(case) > 1),
            ("an instrument that ended", case.roads.end.is_some()),
            ("a case opened by mistake", matches!(case.closed, Some((_, ClosingReason::OpenedByMistake)))),
        ] {
            *self.facts.entry(fact).or_default() += usize::from(met);
        }
    }

    fn note_event(&mut self, event: &CaseEvent) {
        let mut met = |fact| *self.facts.entry(fact).or_default() += 1;
        match event {
            CaseEvent::PerformanceInspected(inspected) => {
                inspected.findings.iter().for_each(|found| {
                    met(match found.finding {
                        Finding::Kept => "a clause kept",
                        Finding::Partly => "a clause kept in part",
                        Finding::NotKept => "a clause not kept",
                        Finding::NotYetDue => "a clause not yet due",
                    });
                });
            }
            CaseEvent::CoverageListed(listed) => {
                listed.joined.iter().for_each(|joined| {
                    met(match joined.binding {
                        Binding::Mandate => "bound by mandate",
                        Binding::Recognition => "bound by recognition",
                        Binding::Seal => "bound by seal",
                        Binding::None => "bound by nothing",
                    });
                });
            }
            CaseEvent::ClauseProposed(proposed) => met(match proposed.text.tier {
                None => "a clause of no tier",
                Some(Tier::One) => "a clause of tier 1",
                Some(Tier::Two) => "a clause of tier 2",
                Some(Tier::Three) => "a clause of tier 3",
            }),
            _ => {}
        }
    }

    /// # Panics
    /// When something was met too rarely, with what it is.
    pub fn assert_everything_was_met(&self) {
        let kinds = CaseEvent::KINDS.iter().chain(EmployerEvent::KINDS).chain(LetterEvent::KINDS);
        let enough = |kind: &&str| RARE.contains(kind) || self.kinds.get(kind).is_some_and(|times| *times >= OFTEN);
        let rare: Vec<_> = kinds.filter(|kind| !enough(kind)).collect();
        let unmet: Vec<_> = self.facts.iter().filter(|(_, times)| **times < OFTEN).collect();
        println!("{:?}\n{:?}", self.kinds, self.facts);
        assert!(rare.is_empty() && unmet.is_empty(), "met too rarely: {rare:?}, {unmet:?}");
        let (cases, instruments) = (self.cases, self.instruments);
        println!("{instruments} of {cases} cases have an instrument");
        assert!(4 * instruments >= cases, "only {instruments} of {cases} cases have an instrument");
    }
}

fn inspections(case: &Case) -> usize {
    case.lines.iter().filter(|line| line.counts() && line.event().kind() == "performance-inspected").count()
}
