//! One damage at a time to a store that real code made: a bit flipped, a page of zeros, a file cut short or gone. Whatever it
//! hits, every answer afterwards is the right one or an error; the log is never shorter without saying so.
//!
//! `HEYI_DAMAGES` says how many (500 without it). Each follows from its number; `HEYI_DAMAGE=17` repeats number 17 alone.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::thread;

use futures::FutureExt as _;
use heyi_store::vault::Revealed;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

mod known;
mod place;
mod read;

use known::Known;
use place::{Damaged, Fault, Target};
use read::Outcome;

/// How the process that had the store open ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ended {
    /// In an orderly way.
    Closed,
    /// Killed.
    Killed,
    /// Killed, and then the index was removed: nothing but the log says where it ends.
    KilledWithoutIndex,
}

const ENDS: [Ended; 3] = [Ended::Closed, Ended::Killed, Ended::KilledWithoutIndex];
const TARGETS: [Target; 8] = [
    Target::Segment,
    Target::Segment,
    Target::LastSegment,
    Target::Index,
    Target::Index,
    Target::Vault,
    Target::File,
    Target::Mark,
];
const FAULTS: [Fault; 4] = [Fault::Bit, Fault::Page, Fault::Short, Fault::Missing];

/// What a damage hit, and what came of it.
type Counts = BTreeMap<(Target, Fault, Ended, Outcome), u64>;

fn number_from(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|number| number.parse().ok())
}

/// The damage that follows from a number; `None` when it would change no byte.
fn damaged(known: &Known, number: u64) -> Option<(Ended, Damaged)> {
    let mut random = StdRng::seed_from_u64(number);
    let ended = ENDS[random.random_range(0..ENDS.len())];
    let target = TARGETS[random.random_range(0..TARGETS.len())];
    let fault = FAULTS[random.random_range(0..FAULTS.len())];
    Some((ended, Damaged::choose(known, ended, target, fault, &mut random)?))
}

/// Does the damages of these numbers, each to a copy of its own.
fn work(known: &Known, numbers: impl Iterator<Item = u64>, counts: &Mutex<Counts>, wrong: &Mutex<Vec<String>>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for number in numbers {
        let Some((ended, damaged)) = damaged(known, number) else { continue };
        let reading = AssertUnwindSafe(read::after(known, ended, &damaged)).catch_unwind();
        let result = runtime.block_on(reading).unwrap_or_else(|_| Err("it panicked".to_owned()));
        match result {
            Ok(outcome) => {
                *counts.lock().unwrap().entry((damaged.target, damaged.fault, ended, outcome)).or_default() += 1;
            }
            Err(what) => wrong.lock().unwrap().push(format!("HEYI_DAMAGE={number}: {ended:?}, {damaged:?}: {what}")),
        }
    }
}

#[test]
fn damage_changes_no_answer_silently() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let known = runtime.block_on(known::made());
    let (counts, wrong) = (Mutex::default(), Mutex::default());
    let wanted = number_from("HEYI_DAMAGES").unwrap_or(500);
    if let Some(only) = number_from("HEYI_DAMAGE") {
        work(&known, [only].into_iter(), &counts, &wrong);
    } else {
        let mut numbers: Vec<u64> =
            (0..).filter(|number| damaged(&known, *number).is_some()).take(wanted as usize).collect();
        let half = numbers.split_off(numbers.len() / 2);
        thread::scope(|scope| {
            for numbers in [numbers, half] {
                scope.spawn(|| work(&known, numbers.into_iter(), &counts, &wrong));
            }
        });
    }
    let (counts, wrong) = (counts.into_inner().unwrap(), wrong.into_inner().unwrap());
    tell(&counts);
    assert!(wrong.is_empty(), "{} damages were not seen:\n{}", wrong.len(), wrong.join("\n"));
    if number_from("HEYI_DAMAGE").is_none() {
        must_be_reached(&counts);
    }
}

/// The test above can fail: it finds each kind of answer that is not the one that was recorded.
#[test]
fn damage_test_sees_a_wrong_answer() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let changes: [fn(&mut Known); 6] = [
        |known| known.commits[3].events[0].body.push(0),
        |known| drop(known.streams.first_entry().unwrap().get_mut().pop()),
        |known| known.keys[2].1.last.0 += 1,
        |known| known.texts[1].1 = Revealed::Text("another".into()),
        |known| known.secrets[0].1.push(0),
        |known| known.papers[1].1[7] ^= 1,
    ];
    let mut known = runtime.block_on(known::made());
    let (ended, harmless) = (0..)
        .filter_map(|number| damaged(&known, number))
        .find(|(ended, damaged)| *ended == Ended::Closed && damaged.target == Target::Mark)
        .unwrap();
    assert!(runtime.block_on(read::after(&known, ended, &harmless)).is_ok());
    for (number, change) in changes.iter().enumerate() {
        change(&mut known);
        assert!(runtime.block_on(read::after(&known, ended, &harmless)).is_err(), "change {number} was not seen");
        known = runtime.block_on(known::made());
    }
}

fn tell(counts: &Counts) {
    let mut of = BTreeMap::<_, BTreeMap<_, u64>>::new();
    for ((target, fault, _, outcome), times) in counts {
        *of.entry((target, fault)).or_default().entry(outcome).or_default() += times;
    }
    for ((target, fault), outcomes) in of {
        println!("{target:?} {fault:?}: {outcomes:?}");
    }
    let sum = |outcome| counts.iter().filter(|((.., of), _)| *of == outcome).map(|(_, times)| times).sum::<u64>();
    let of = [
        Outcome::Refused,
        Outcome::Mended,
        Outcome::Cut,
        Outcome::CutFurther,
        Outcome::EndUnknown,
        Outcome::Unharmed,
        Outcome::Unused,
    ];
    let totals: Vec<_> = of.map(|outcome| format!("{outcome:?} {}", sum(outcome))).into();
    println!("{} damages: {}", counts.values().sum::<u64>(), totals.join(", "));
}

/// A kind that was never reached shows nothing.
fn must_be_reached(counts: &Counts) {
    for (target, fault) in TARGETS.iter().flat_map(|target| FAULTS.map(|fault| (*target, fault))) {
        let reached =
            counts.keys().any(|(t, f, _, outcome)| (*t, *f) == (target, fault) && *outcome != Outcome::Unused);
        // The mark is less than a page.
        assert!(reached || (target, fault) == (Target::Mark, Fault::Page), "{target:?} {fault:?} was never reached");
    }
    let reached = |target, outcome| counts.keys().any(|(t, .., o)| *t == target && *o == outcome);
    for (target, outcome) in [
        (Target::Segment, Outcome::Refused),
        (Target::LastSegment, Outcome::Refused),
        (Target::LastSegment, Outcome::Cut),
        (Target::Index, Outcome::Mended),
        (Target::Vault, Outcome::Refused),
        (Target::File, Outcome::Refused),
        (Target::Mark, Outcome::Refused),
    ] {
        assert!(reached(target, outcome), "{target:?} was never {outcome:?}");
    }
}
