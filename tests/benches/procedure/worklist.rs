//! Every deadline of 100,000 open cases in ten places, at eight points of the procedure, for today.

use std::time::Instant;

use heyi_core::case::{Case, Step};
use heyi_core::event::CaseEvent;
use heyi_core::event::representation::{RepresentativeVacated, Side};
use heyi_core::event::talks::Suspended;
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, EmployerId};
use heyi_core::occurred::Occurred;
use heyi_core::scenario::{Scenario, date_of, day, main_line, opened, representatives};
use heyi_projections::columns::{Reader, Writer};
use heyi_projections::projection::Projection as _;
use heyi_projections::worklist::Worklist;
use heyi_tests::bench::machine;
use heyi_tests::bench::rounds::median;
use jiff::ToSpan as _;
use uuid::Uuid;

const PLACES: [&str; 10] =
    ["320106", "310115", "110105", "330106", "500103", "410102", "370102", "350102", "440300", "510100"];

pub(crate) fn measure(cases: u64, rounds: u64) {
    let law = Law::shipped();
    let (nation, today) = ("100000".parse().expect("the nation"), date_of(365));
    let mut worklist = Worklist::default();
    let before = machine::memory("VmRSS");
    let begun = Instant::now();
    let mut telling = 0.0;
    for n in 0..cases {
        let case = case(n);
        let told = Instant::now();
        worklist.take(&case, date_of(365), &law);
        telling += told.elapsed().as_secs_f64();
    }
    println!(
        "\n{cases} open cases, folded in {:.1} s, of which told to the worklist {telling:.2} s",
        begun.elapsed().as_secs_f64()
    );
    println!("  memory they take in the worklist: {} MiB", machine::memory("VmRSS").saturating_sub(before));

    let ask = |worklist: &Worklist, day: i64| {
        let begun = Instant::now();
        let items = worklist.items(&nation, today.saturating_add(day.days()), &law);
        (begun.elapsed().as_secs_f64(), items.len())
    };
    let answers: Vec<(f64, usize)> = (0..rounds).map(|round| ask(&worklist, round as i64)).collect();
    let figures: Vec<f64> = answers.iter().map(|(took, _)| *took).collect();
    let most = figures.iter().fold(0.0, |a: f64, b| a.max(*b));
    println!("  all their deadlines for a day, s: {:.3}, at most {most:.3}; {} items", median(&figures), answers[0].1);

    let begun = Instant::now();
    let mut kept = Vec::new();
    worklist.write(Writer::new(&mut kept)).expect("written");
    println!("  written down in {:.2} s, {} MiB", begun.elapsed().as_secs_f64(), kept.len() >> 20);
    drop(worklist);
    let mut again = Worklist::default();
    let begun = Instant::now();
    again.read(Reader::new(&mut &kept[..], kept.len() as u64)).expect("what was written");
    println!("  read back in {:.2} s", begun.elapsed().as_secs_f64());
    println!(
        "  all their deadlines for a day, asked first after that: {:.3} s, then {:.3} s",
        ask(&again, 0).0,
        ask(&again, 0).0
    );
}

/// The n-th case.
fn case(n: u64) -> Case {
    let shift = (n / 80 % 200) as i64;
    let of = |step| {
        let line = main_line(step).into_iter();
        line.fold(Scenario::empty(), |scenario, (event, at)| scenario.and(event, later(&at, shift)))
    };
    let mut opening = opened();
    opening.place = PLACES[n as usize % PLACES.len()].parse().expect("a place");
    opening.employer = EmployerId(Uuid::from_u64_pair(n, 1));
    opening.number = format!("〔2026〕{n}");
    let scenario = match n / 10 % 8 {
        0 => of(Step::Delivery),
        1 => of(Step::Signature),
        2 => of(Step::Receipt),
        3 => of(Step::Effect),
        4 => of(Step::Publication),
        5 => {
            let suspended =
                Suspended {
                    reason: "等待资料".into(), agreed_by_both: true, resume_day: Some(date_of(shift + 90))
                };
            of(Step::Session).and(CaseEvent::Suspended(suspended), day(shift + 60))
        }
        6 => {
            let vacated = RepresentativeVacated { side: Side::Staff, seat: 2, reason: "调离".into() };
            of(Step::Delivery)
                .and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(shift + 8))
                .and(CaseEvent::RepresentativeVacated(vacated), day(shift + 15))
        }
        _ => {
            let mut line = main_line(Step::Delivery);
            let (delivered, _) = line.pop().expect("the delivery");
            let about = Occurred::between(Some(date_of(shift + 6)), Some(date_of(shift + 16)), "中旬").expect("a span");
            let line = line.into_iter().fold(Scenario::empty(), |s, (event, at)| s.and(event, later(&at, shift)));
            line.and(delivered, about)
        }
    };
    let mut case = scenario.but_first(CaseEvent::CaseOpened(opening.into())).case();
    case.id = CaseId(Uuid::from_u64_pair(n + 1, 0));
    case
}

fn later(at: &Occurred, days: i64) -> Occurred {
    Occurred::on(at.earliest.expect("a day").saturating_add(days.days()))
}
