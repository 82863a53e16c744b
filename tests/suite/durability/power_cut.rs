//! The power goes at any operation of the disk, again and again in one history.

use std::sync::Arc;

use heyi_core::ids::{Position, Version};
use heyi_store::append::{Appended, Commit, LogCommit};
use heyi_store::clock::ManualClock;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::log::EventLog;
use heyi_store::segment_log::{Options, Preallocate, SegmentLog};
use heyi_store::verify::{Verify, verify};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::model::{canonical, is_recorded, random_commit, versions_have_no_gaps};

/// What happened in all histories: a test that reached nothing proves nothing.
#[derive(Debug, Default)]
struct Reached {
    cuts: u64,
    acknowledged: u64,
    tails_cut: u64,
    unanswered_kept: u64,
    unanswered_gone: u64,
    clean_stops: u64,
    lost: Vec<u64>,
}

/// One history on one disk; `Err` says how it was wrong.
struct History {
    disk: SimulatedDisk,
    random: StdRng,
    clock: Arc<ManualClock>,
    options: Options,
    /// What is durable for certain.
    acknowledged: Vec<(Commit, Option<Appended>)>,
    /// What was asked in the batch that was not answered.
    unanswered: Vec<Commit>,
}

impl History {
    fn new(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let preallocate = if random.random() { Preallocate::Inline } else { Preallocate::No };
        let segment_bytes = random.random_range(2_000..60_000);
        Self {
            disk: SimulatedDisk::new(seed),
            random,
            clock: Arc::new(ManualClock::at(Timestamp::constant(1_772_841_600, 0))),
            options: Options { segment_bytes, preallocate, ..Options::default() },
            acknowledged: Vec::new(),
            unanswered: Vec::new(),
        }
    }

    /// Appends until the power goes, or until it is enough.
    async fn live(&mut self, reached: &mut Reached) -> Result<(), String> {
        let (disk, clock) = (Arc::new(self.disk.clone()), self.clock.clone());
        let (log, report) = match SegmentLog::open(disk, clock, self.options.clone()) {
            Ok(opened) => opened,
            Err(_) if self.disk.is_off() => return Ok(()),
            Err(error) => return Err(format!("it does not open: {error:?}")),
        };
        reached.tails_cut += u64::from(report.tail_cut.is_some());
        if let Some(damage) = report.damage {
            return Err(format!("a power cut was taken for damage: {damage}"));
        }
        if !self.disk.is_off() {
            self.compare(&log, reached).await?;
        }
        for _ in 0..self.random.random_range(1..20) {
            self.clock.advance(SignedDuration::from_millis(self.random.random_range(-500..5_000)));
            let batch: Vec<Commit> =
                (0..self.random.random_range(1..6)).map(|_| random_commit(&mut self.random)).collect();
            let answers = log.append_many(batch.clone()).await;
            for (commit, answer) in batch.into_iter().zip(answers) {
                match answer {
                    Ok(answer) => {
                        reached.acknowledged += 1;
                        self.acknowledged.push((commit, Some(answer)));
                    }
                    Err(_) if self.disk.is_off() => self.unanswered.push(commit),
                    Err(error) => return Err(format!("an append failed with the power on: {error}")),
                }
            }
            if self.disk.is_off() {
                return Ok(());
            }
        }
        drop(log);
        reached.clean_stops += u64::from(!self.disk.is_off());
        Ok(())
    }

    /// Compares what is there with what was acknowledged: all of it, and behind it the first of what was not answered, whole.
    async fn compare(&mut self, log: &SegmentLog, reached: &mut Reached) -> Result<(), String> {
        let found = log.read_commits(Position(0), usize::MAX).await.map_err(|error| error.to_string())?;
        if found.len() < self.acknowledged.len() {
            return Err(format!("{} commits were acknowledged, {} are there", self.acknowledged.len(), found.len()));
        }
        let (old, new) = found.split_at(self.acknowledged.len());
        if !old
            .iter()
            .zip(&self.acknowledged)
            .all(|(found, (asked, answer))| is_recorded(found, asked, answer.as_ref()))
        {
            return Err("an acknowledged commit was changed".to_owned());
        }
        let unanswered = std::mem::take(&mut self.unanswered);
        if new.len() > unanswered.len()
            || !new.iter().zip(&unanswered).all(|(found, asked)| is_recorded(found, asked, None))
        {
            return Err("there is something that nobody asked for".to_owned());
        }
        reached.unanswered_kept += new.len() as u64;
        reached.unanswered_gone += (unanswered.len() - new.len()) as u64;
        self.acknowledged.extend(unanswered.into_iter().take(new.len()).map(|commit| (commit, None)));
        self.check_reads(log, &found).await
    }

    async fn check_reads(&self, log: &SegmentLog, found: &[LogCommit]) -> Result<(), String> {
        if !versions_have_no_gaps(found) {
            return Err("versions have gaps".to_owned());
        }
        if !found.is_sorted_by_key(|commit| commit.events[0].recorded_at) {
            return Err("recorded_at decreases".to_owned());
        }
        let Some(last) = found.last() else { return Ok(()) };
        let stream = &last.events[0].stream;
        let events = log.read_stream(stream, Version(0), usize::MAX).await.map_err(|error| error.to_string())?;
        let expected = found.iter().flat_map(|commit| &commit.events).filter(|event| event.stream == *stream);
        if !events.iter().eq(expected) {
            return Err(format!("{stream} does not read as the log does"));
        }
        let with = Verify { canonical: Some(&canonical), seen: Vec::new() };
        let report = verify(&self.disk, &with, &mut |_, _| {}).map_err(|error| error.to_string())?;
        if report.is_sound() && report.leaves == report.events && report.head == log.head() {
            Ok(())
        } else {
            Err(format!("verify: {report:?}"))
        }
    }
}

async fn run(seed: u64, lying: bool, reached: &mut Reached) -> Result<(), String> {
    let mut history = History::new(seed);
    for _ in 0..history.random.random_range(2..6) {
        if lying {
            history.disk.set_lying(true);
        }
        if history.random.random_ratio(9, 10) {
            history.disk.cut_power_in(history.random.random_range(1..90));
        }
        history.live(reached).await?;
        history.disk.power_cycle();
        reached.cuts += 1;
    }
    history.live(reached).await?;
    Ok(())
}

fn seeds() -> u64 {
    std::env::var("HEYI_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(500)
}

#[tokio::test]
async fn power_cut_loses_nothing_acknowledged() {
    let mut reached = Reached::default();
    for seed in 0..seeds() {
        if let Err(what) = run(seed, false, &mut reached).await {
            println!("seed {seed}: {what}");
            reached.lost.push(seed);
        }
    }
    println!("{reached:?}");
    assert!(reached.lost.is_empty(), "seeds that lost something: {:?}", reached.lost);
    let Reached { tails_cut, unanswered_kept, unanswered_gone, clean_stops, .. } = reached;
    for (what, times) in [
        ("a torn tail was cut", tails_cut),
        ("an unanswered commit survived", unanswered_kept),
        ("an unanswered commit vanished", unanswered_gone),
        ("a stop was clean", clean_stops),
    ] {
        assert!(times * 20 > seeds(), "only {times} times {what}");
    }
}

/// The test above can fail: on a disk that answers syncs without doing them it finds losses.
#[tokio::test]
async fn power_cut_test_sees_a_missing_sync() {
    let mut lost = 0;
    for seed in 0..40 {
        lost += u64::from(run(seed, true, &mut Reached::default()).await.is_err());
    }
    assert!(lost > 30, "a disk that lies about syncs lost something in only {lost} of 40 histories");
}
