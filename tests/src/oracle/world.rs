//! What was known at a position: the law, the list of biomedicine, and the streams, each as its entries stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use heyi_core::calendar::Calendar;
use heyi_core::event::{CaseEvent, EmployerEvent, Event, LetterEvent, Recorded, SystemEvent};
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, EmployerId, LetterId, Position};
use heyi_core::industry::BiomedicineList;
use heyi_core::rules::Rulebook;
use heyi_store::append::StreamId;
use heyi_store::streams;

use super::case::Case;
use super::order::{Fact, standing};

/// A commit, read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The position of its last event.
    pub end: Position,
    /// Its events with their streams.
    pub events: Vec<(StreamId, Recorded<Event>)>,
}

/// Everything known at a position.
pub struct World {
    /// The rules and the working days.
    pub law: Law,
    /// Which industries are biomedicine.
    pub biomedicine: BiomedicineList,
    /// The cases, folded; those opened by mistake or not about women among them.
    pub cases: BTreeMap<CaseId, Case>,
    /// The entries of each employer that count.
    pub employers: BTreeMap<EmployerId, Vec<Fact<EmployerEvent>>>,
    /// The entries of each letter that count.
    pub letters: BTreeMap<LetterId, Vec<Fact<LetterEvent>>>,
}

impl World {
    /// What the commits that ended at or before that position say.
    #[must_use]
    pub fn known(commits: &[Read], known: Position) -> Self {
        let mut cases: BTreeMap<CaseId, Vec<Recorded<CaseEvent>>> = BTreeMap::new();
        let mut employers: BTreeMap<EmployerId, Vec<Recorded<EmployerEvent>>> = BTreeMap::new();
        let mut letters: BTreeMap<LetterId, Vec<Recorded<LetterEvent>>> = BTreeMap::new();
        let mut biomedicine = BiomedicineList::shipped();
        for (stream, recorded) in commits.iter().filter(|read| read.end <= known).flat_map(|read| &read.events) {
            match &recorded.event {
                Event::Case(event) => {
                    let id = streams::as_case(stream).expect("an event of a case lies in its stream");
                    cases.entry(id).or_default().push(seen(recorded, event));
                }
                Event::Employer(event) => {
                    let id = streams::as_employer(stream).expect("an event of an employer lies in its stream");
                    employers.entry(id).or_default().push(seen(recorded, event));
                }
                Event::Letter(event) => {
                    let id = streams::as_letter(stream).expect("an event of a letter lies in its stream");
                    letters.entry(id).or_default().push(seen(recorded, event));
                }
                Event::System(SystemEvent::IndustryListAdopted(adopted)) => {
                    let list = BiomedicineList::parse(&adopted.version, &adopted.content);
                    biomedicine = list.expect("a list that was adopted reads");
                }
                _ => {}
            }
        }
        let law = law_at(commits, known);
        let cases = cases.into_iter().map(|(id, history)| (id, Case::fold(&history, &law))).collect();
        let employers = employers.into_iter().map(|(id, history)| (id, standing(&history))).collect();
        let letters = letters.into_iter().map(|(id, history)| (id, standing(&history))).collect();
        Self { law, biomedicine, cases, employers, letters }
    }

    /// The cases that count: about women, and not opened by mistake.
    pub fn counted(&self) -> impl Iterator<Item = (CaseId, &Case)> {
        self.cases.iter().filter(|(_, case)| case.counts()).map(|(id, case)| (*id, case))
    }
}

/// The law of the last commit that adopted any by then; before that, what the first such commit adopted.
fn law_at(commits: &[Read], known: Position) -> Law {
    let mut law = Law::shipped();
    let mut adopted = false;
    for read in commits {
        if adopted && read.end > known {
            break;
        }
        for (_, recorded) in &read.events {
            match &recorded.event {
                Event::System(SystemEvent::RulebookAdopted(book)) => {
                    law.rulebook =
                        Arc::new(Rulebook::adopted(&book.content).expect("a rulebook that was adopted reads"));
                    adopted = true;
                }
                Event::System(SystemEvent::CalendarAdopted(days)) => {
                    law.calendar =
                        Arc::new(Calendar::adopted(&days.content).expect("a calendar that was adopted reads"));
                    adopted = true;
                }
                _ => {}
            }
        }
    }
    law
}

fn seen<E: Clone>(recorded: &Recorded<Event>, event: &E) -> Recorded<E> {
    let event = event.clone();
    recorded.clone().filter_map(|_| Some(event)).expect("it is of that family")
}
