//! Deciding a command, evolving an event, folding a history: over the whole main line of the samples, from the opening to the
//! publication, each step from the case as it stands before it.

use std::hint::black_box;
use std::time::Instant;

use heyi_core::case::{Case, Step};
use heyi_core::command::{Command, Request};
use heyi_core::decisions::agree_clause::AgreeClause;
use heyi_core::decisions::agree_draft::AgreeDraft;
use heyi_core::decisions::confirm_effect::ConfirmEffect;
use heyi_core::decisions::convene_congress::ConveneCongress;
use heyi_core::decisions::deliver_offer::DeliverOffer;
use heyi_core::decisions::file_contract::FileContract;
use heyi_core::decisions::hold_session::HoldSession;
use heyi_core::decisions::issue_offer::IssueOffer;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::decisions::propose_clause::ProposeClause;
use heyi_core::decisions::publish::Publish;
use heyi_core::decisions::record_receipt::RecordReceipt;
use heyi_core::decisions::record_reply::RecordReply;
use heyi_core::decisions::sign::Sign;
use heyi_core::decisions::take_vote::TakeVote;
use heyi_core::decisions::{self};
use heyi_core::event::{CaseEvent, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::CaseId;
use heyi_core::scenario::{Scenario, main_line};
use heyi_tests::bench::rounds::median;
use uuid::Uuid;

/// How often each step is taken in one round.
const TIMES: usize = 2_000;

pub(crate) fn measure(rounds: u64) {
    let scenario = Scenario::through(Step::Publication);
    let history = scenario.history();
    let befores: Vec<Scenario> = (0..history.len())
        .map(|done| {
            main_line(Step::Publication).into_iter().take(done).fold(Scenario::empty(), |s, (e, at)| s.and(e, at))
        })
        .collect();
    let befores: Vec<Case> = befores.iter().map(Scenario::case).collect();
    println!(
        "\none step, µs: median of {rounds} rounds over the {} steps of the main line, and the slowest step",
        history.len()
    );
    let decide: Vec<f64> =
        history.iter().zip(&befores).map(|(one, case)| decide(&scenario, one, case, rounds)).collect();
    told("deciding a command", &decide);
    let evolve: Vec<f64> = history.iter().zip(&befores).map(|(one, case)| evolve(one, case, rounds)).collect();
    told("evolving one event", &evolve);
    let fold: Vec<f64> = (0..rounds).map(|_| fold(history)).collect();
    println!("  folding a history, with the guard and the marks of each entry, an event: {:.2}", median(&fold));
}

fn told(what: &str, steps: &[f64]) {
    let (mean, most) = (steps.iter().sum::<f64>() / steps.len() as f64, steps.iter().fold(0.0, |a: f64, b| a.max(*b)));
    let all: Vec<String> = steps.iter().map(|step| format!("{step:.2}")).collect();
    println!("  {what}: {mean:.2}, at most {most:.2} ({})", all.join(" "));
}

/// The request is made before the clock runs, as the pages make it; what is decided is dropped after.
fn decide(scenario: &Scenario, one: &Recorded<CaseEvent>, case: &Case, rounds: u64) -> f64 {
    let ground = scenario.ground();
    let request = Request {
        command: command(one.event.clone()),
        occurred: one.occurred.clone(),
        note: None,
        evidence: Vec::new(),
    };
    let figures: Vec<f64> = (0..rounds)
        .map(|_| {
            let requests = vec![request.clone(); TIMES];
            let mut decided = Vec::with_capacity(TIMES);
            let begun = Instant::now();
            for request in requests {
                decided.push(decisions::decide(request, black_box(case), &ground));
            }
            let took = begun.elapsed();
            assert!(decided.iter().all(Result::is_ok), "{:?}", decided[0]);
            took.as_secs_f64() * 1e6 / TIMES as f64
        })
        .collect();
    median(&figures)
}

/// The state is taken on by one event. Its copies are made before the clock runs.
fn evolve(one: &Recorded<CaseEvent>, case: &Case, rounds: u64) -> f64 {
    let figures: Vec<f64> = (0..rounds)
        .map(|_| {
            let mut cases = vec![case.clone(); TIMES];
            let begun = Instant::now();
            for case in &mut cases {
                case.evolve(black_box(&one.event), one.version, &one.occurred);
            }
            let took = begun.elapsed();
            drop(cases);
            took.as_secs_f64() * 1e6 / TIMES as f64
        })
        .collect();
    median(&figures)
}

fn fold(history: &[Recorded<CaseEvent>]) -> f64 {
    let law = Law::shipped();
    let begun = Instant::now();
    for _ in 0..TIMES {
        black_box(Case::replay(CaseId(Uuid::nil()), black_box(history), &law));
    }
    begun.elapsed().as_secs_f64() * 1e6 / (TIMES * history.len()) as f64
}

/// The command that asks for an event of the main line.
fn command(event: CaseEvent) -> Command {
    match event {
        CaseEvent::CaseOpened(e) => OpenCase(*e).into(),
        CaseEvent::OfferIssued(e) => IssueOffer(e).into(),
        CaseEvent::OfferDelivered(e) => DeliverOffer(e).into(),
        CaseEvent::ReplyReceived(e) => RecordReply(e).into(),
        CaseEvent::SessionHeld(e) => HoldSession(*e).into(),
        CaseEvent::ClauseProposed(e) => ProposeClause { by: e.by, text: e.text }.into(),
        CaseEvent::ClauseAgreed(e) => AgreeClause { clause: e.clause, text_version: Some(e.text_version) }.into(),
        CaseEvent::DraftAgreed(e) => AgreeDraft { form: e.form, title: e.title, term: e.term }.into(),
        CaseEvent::CongressConvened(e) => ConveneCongress(e).into(),
        CaseEvent::VoteTaken(e) => TakeVote(e.ballot).into(),
        CaseEvent::Signed(e) => Sign(e).into(),
        CaseEvent::Filed(e) => FileContract(e).into(),
        CaseEvent::FilingReceived(e) => RecordReceipt(e).into(),
        CaseEvent::EffectConfirmed(e) => ConfirmEffect { checked: e.checked, told_day: None }.into(),
        CaseEvent::Published(e) => Publish(e).into(),
        other => unreachable!("{} is not of the main line", other.kind()),
    }
}
