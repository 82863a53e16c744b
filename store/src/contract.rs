//! The promises of [`EventLog`] as a suite that every backend must pass. One function for each promise, in its number.
//!
//! Durability over a restart (the second half of P1) is tested where the backend can be restarted.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::proof::leaf::chain;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::append::{
    AppendError, Appended, ChainPoint, Codec, Commit, Expect, IdempotencyKey, LogEvent, NewEvent, ReadError,
    StreamAppend, StreamId,
};
use crate::clock::{Clock, ManualClock};
use crate::log::EventLog;
use crate::subscription::Subscription;

/// A promise that does not hold, and what was seen.
#[derive(Debug)]
pub struct Broken(String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

type Kept = Result<(), Broken>;

macro_rules! ensure {
    ($holds:expr, $($what:tt)+) => {
        if !$holds {
            return Err(Broken(format!($($what)+)));
        }
    };
}

/// Runs every promise against fresh, empty logs made by `make`, which is handed the clock they must use.
///
/// # Errors
/// The first promise that does not hold.
pub async fn holds<Make, Made>(make: Make) -> Kept
where
    Make: Fn(Arc<dyn Clock>) -> Made,
    Made: Future<Output = Arc<dyn EventLog>>,
{
    let fresh = || async {
        let clock = Arc::new(ManualClock::at(START));
        let log = make(clock.clone()).await;
        (log, clock)
    };
    acknowledged_is_there(&*fresh().await.0).await?;
    all_or_nothing(&*fresh().await.0).await?;
    positions_have_no_gaps(&*fresh().await.0).await?;
    versions_are_optimistic(&*fresh().await.0).await?;
    one_of_many_wins(fresh().await.0).await?;
    let (log, clock) = fresh().await;
    time_never_decreases(&*log, &clock).await?;
    own_writes_are_seen(fresh().await.0).await?;
    keys_repeat_the_first_answer(&*fresh().await.0).await?;
    keys_hold_within_one_batch(fresh().await.0).await?;
    let (log, clock) = fresh().await;
    leaves_and_chain_are_those_of_core(&*log, &clock).await?;
    head_and_watch_follow(&*fresh().await.0).await?;
    refusals_leave_nothing(&*fresh().await.0).await?;
    followers_see_everything_once(fresh().await.0).await
}

const START: Timestamp = Timestamp::constant(1_772_841_600, 123_456_789);

/// P1: what was acknowledged is there, unchanged.
async fn acknowledged_is_there(log: &dyn EventLog) -> Kept {
    let answer = append(log, one("case-1", Expect::NoStream, 2)).await?;
    let events = read_all(log, 0).await?;
    ensure!(events.len() == 2, "P1: two events were acknowledged, {} are there", events.len());
    for (event, n) in events.iter().zip(0_u64..) {
        let given = sample(n);
        let same = event.kind == given.kind && event.body == given.body && event.schema == given.schema;
        ensure!(same && event.earliest == given.earliest && event.latest == given.latest, "P1: changed: {event:?}");
        ensure!(event.by == BY && event.recorded_at == answer.recorded_at, "P1: header changed: {event:?}");
    }
    Ok(())
}

/// P2: a commit over several streams is whole or absent.
async fn all_or_nothing(log: &dyn EventLog) -> Kept {
    append(log, one("taken", Expect::NoStream, 1)).await?;
    let refused = log.append(many(&[("a", Expect::NoStream, 2), ("taken", Expect::NoStream, 1)])).await;
    ensure!(matches!(refused, Err(AppendError::Conflict { .. })), "P2: not refused: {refused:?}");
    ensure!(version(log, "a").await? == Version(0), "P2: a refused commit left events in its first stream");
    append(log, many(&[("a", Expect::NoStream, 2), ("b", Expect::NoStream, 3)])).await?;
    let commits = log.read_commits(Position(2), 1).await.map_err(unreadable)?;
    let sizes: Vec<usize> = commits.iter().map(|commit| commit.events.len()).collect();
    ensure!(sizes == [5], "P2: a commit was read in part: {sizes:?}");
    Ok(())
}

/// P3: positions are 1, 2, 3, … in the order of commits; the events of a commit are neighbours in the order given.
async fn positions_have_no_gaps(log: &dyn EventLog) -> Kept {
    append(log, many(&[("b", Expect::Any, 2), ("a", Expect::Any, 1)])).await?;
    let _ = log.append(one("a", Expect::NoStream, 1)).await;
    let answer = append(log, one("a", Expect::Any, 2)).await?;
    ensure!((answer.first, answer.last) == (Position(4), Position(5)), "P3: a refusal used up positions: {answer:?}");
    let seen: Vec<_> = read_all(log, 0).await?.iter().map(|e| (e.position.0, e.stream.to_string())).collect();
    let expected = [(1, "b"), (2, "b"), (3, "a"), (4, "a"), (5, "a")].map(|(n, stream)| (n, stream.to_owned()));
    ensure!(seen == expected, "P3: {seen:?}");
    let spans: Vec<_> = read_all(log, 0).await?.iter().map(|e| (e.commit_first.0, e.commit_last.0)).collect();
    ensure!(spans == [(1, 3), (1, 3), (1, 3), (4, 5), (4, 5)], "P3: commit bounds: {spans:?}");
    let page = log.read_all(Position(1), 2).await.map_err(unreadable)?;
    let page: Vec<u64> = page.iter().map(|event| event.position.0).collect();
    ensure!(page == [2, 3], "P3: a page after 1 of at most 2 holds {page:?}");
    Ok(())
}

/// P4: versions are 1, 2, 3, … and expectations are checked.
async fn versions_are_optimistic(log: &dyn EventLog) -> Kept {
    let stream = id("s")?;
    for (expect, events, actual) in
        [(Expect::NoStream, 2, None), (Expect::NoStream, 1, Some(2)), (Expect::Exact(Version(1)), 1, Some(2))]
    {
        let answer = log.append(one("s", expect, events)).await;
        match actual {
            None => ensure!(answer.is_ok(), "P4: {expect:?} should hold: {answer:?}"),
            Some(actual) => {
                let actual = Version(actual);
                let conflict = AppendError::Conflict { stream: stream.clone(), expected: expect, actual };
                ensure!(answer == Err(conflict), "P4: {expect:?} at {actual}: {answer:?}");
            }
        }
    }
    let answer = append(log, one("s", Expect::Exact(Version(2)), 2)).await?;
    ensure!(answer.versions == [(stream.clone(), Version(4))], "P4: {answer:?}");
    let versions: Vec<u64> = read(log, "s", 1, 2).await?.iter().map(|event| event.version.0).collect();
    ensure!(versions == [2, 3], "P4: after version 1, at most 2: {versions:?}");
    ensure!(read(log, "unknown", 0, 9).await?.is_empty(), "P4: an unknown stream has events");
    Ok(())
}

/// P4: of several commits that expect the same version, one wins.
async fn one_of_many_wins(log: Arc<dyn EventLog>) -> Kept {
    let tries = (0..16).map(|_| log.append(one("unique-x", Expect::NoStream, 1)));
    let answers = futures::future::join_all(tries).await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    ensure!(won == 1, "P4: {won} of 16 reserved the same name");
    ensure!(version(&*log, "unique-x").await? == Version(1), "P4: the stream holds more than the winner");
    Ok(())
}

/// P5: the instant is one for a commit, never decreases, and is flagged when it was held.
async fn time_never_decreases(log: &dyn EventLog, clock: &ManualClock) -> Kept {
    let hour = SignedDuration::from_hours(1);
    append(log, one("s", Expect::Any, 1)).await?;
    clock.advance(-hour);
    append(log, one("s", Expect::Any, 2)).await?;
    clock.advance(hour + hour);
    append(log, one("s", Expect::Any, 1)).await?;
    let seen: Vec<_> = read_all(log, 0).await?.iter().map(|e| (e.recorded_at - START, e.clock_held)).collect();
    let zero = jiff::Span::new();
    let moments: Vec<bool> = seen.iter().map(|(_, held)| *held).collect();
    ensure!(moments == [false, true, true, false], "P5: held flags: {moments:?}");
    let still = seen.iter().take(3).all(|(span, _)| span.fieldwise() == zero.fieldwise());
    ensure!(still, "P5: the clock went back and so did the log: {seen:?}");
    Ok(())
}

/// P6: a read that starts after the acknowledgement sees it.
async fn own_writes_are_seen(log: Arc<dyn EventLog>) -> Kept {
    let writers = (0..8).map(|writer| {
        let log = log.clone();
        async move {
            let name = format!("s-{writer}");
            for n in 1..=8 {
                let answer = append(&*log, one(&name, Expect::Exact(Version(n - 1)), 1)).await?;
                ensure!(version(&*log, &name).await? == Version(n), "P6: version lags behind the answer");
                ensure!(read(&*log, &name, n - 1, 9).await?.len() == 1, "P6: the stream lags behind the answer");
                let all = log.read_all(Position(answer.first.0 - 1), 1).await.map_err(unreadable)?;
                ensure!(all.first().is_some_and(|e| e.position == answer.first), "P6: the log lags behind the answer");
            }
            Ok(())
        }
    });
    futures::future::try_join_all(writers).await.map(|_| ())
}

/// P7: a key gives the first answer again, belongs to account and route, and is refused with another fingerprint.
async fn keys_repeat_the_first_answer(log: &dyn EventLog) -> Kept {
    let mut commit = many(&[("b", Expect::NoStream, 1), ("a", Expect::NoStream, 2)]);
    commit.key = Some(key("k", "asked"));
    let first = append(log, commit.clone()).await?;
    append(log, one("a", Expect::Any, 1)).await?;
    let again = append(log, commit.clone()).await?;
    ensure!(!first.repeated && again == Appended { repeated: true, ..first.clone() }, "P7: {first:?} then {again:?}");
    let answered = log.answered(&key("k", "asked")).await;
    ensure!(answered == Ok(Some(again)), "P7: asked for the answer: {answered:?}");
    ensure!(log.answered(&key("other", "asked")).await == Ok(None), "P7: an unused key has an answer");
    let reused = log.answered(&key("k", "other")).await;
    ensure!(reused == Err(AppendError::KeyReused), "P7: asked with another fingerprint: {reused:?}");
    commit.key = Some(key("k", "other"));
    let reused = log.append(commit.clone()).await;
    ensure!(reused == Err(AppendError::KeyReused), "P7: another fingerprint: {reused:?}");
    ensure!(log.head() == Position(4), "P7: a repeated request recorded something");
    for key in [
        IdempotencyKey { account: AccountId(Uuid::from_u128(9)), ..key("k", "asked") },
        IdempotencyKey { route: "PUT /y".to_owned(), ..key("k", "asked") },
    ] {
        let mut commit = one("c", Expect::Any, 1);
        commit.key = Some(key);
        ensure!(!append(log, commit).await?.repeated, "P7: a key of another account or route was taken for this one");
    }
    Ok(())
}

/// P7: also when both requests arrive together.
async fn keys_hold_within_one_batch(log: Arc<dyn EventLog>) -> Kept {
    let mut commit = one("s", Expect::Any, 1);
    commit.key = Some(key("k", "asked"));
    let answers = futures::future::join_all((0..8).map(|_| log.append(commit.clone()))).await;
    let fresh = answers.iter().filter(|answer| answer.as_ref().is_ok_and(|answer| !answer.repeated)).count();
    ensure!(fresh == 1 && answers.iter().all(Result::is_ok), "P7: together: {answers:?}");
    ensure!(log.head() == Position(1), "P7: together they recorded {} events", log.head());
    Ok(())
}

/// P8: leaves and chain are those of `heyi_core::proof`, and the same in every backend.
async fn leaves_and_chain_are_those_of_core(log: &dyn EventLog, clock: &ManualClock) -> Kept {
    append(log, many(&[("case-1", Expect::NoStream, 2), ("unique-1", Expect::NoStream, 1)])).await?;
    clock.advance(SignedDuration::from_millis(1_500));
    append(log, one("case-1", Expect::Any, 1)).await?;
    let events = read_all(log, 0).await?;
    let leaves: Vec<Digest> = events.iter().map(|event| event.leaf).collect();
    let expected: Vec<Digest> = events.iter().zip([0, 1, 0, 0]).map(|(event, n)| leaf(event, n)).collect();
    ensure!(leaves == expected, "P8: leaves differ from those of core: {leaves:?}");
    let (Some(one), Some(two)) = (leaves.get(..3), leaves.get(3..)) else {
        return Err(Broken(format!("P8: four events were recorded, {} are there", leaves.len())));
    };
    let first = chain(Digest::default(), one);
    let second = chain(first, two);
    let zero = Digest::default();
    for (asked, position, chain) in [(0, 0, zero), (2, 0, zero), (3, 3, first), (4, 4, second)] {
        let expected = Ok(ChainPoint { position: Position(position), chain });
        let point = log.chain_at(Position(asked)).await;
        ensure!(point == expected, "P8: chain at {asked}: {point:?}, not {expected:?}");
    }
    let chains: Vec<_> = log.read_commits(Position(0), 9).await.map_err(unreadable)?.iter().map(|c| c.chain).collect();
    ensure!(chains == [first, second], "P8: chains of the commits read: {chains:?}");
    let beyond = log.chain_at(Position(5)).await;
    ensure!(matches!(beyond, Err(ReadError::Beyond { .. })), "P8: a chain beyond the head: {beyond:?}");
    // The same commits at the same instants: every backend gives these bytes.
    let known = "81a4a411c4feee53ed9585854c448b6452391f73c8f828ad8d4f13538605ca16";
    ensure!(second.to_string() == known, "P8: the chain is {second}, not {known}");
    Ok(())
}

/// P9: the head follows the last acknowledged event, and watchers are woken.
async fn head_and_watch_follow(log: &dyn EventLog) -> Kept {
    let mut watch = log.watch();
    ensure!(log.head() == Position(0) && *watch.borrow_and_update() == Position(0), "P9: an empty log has a head");
    let answer = append(log, one("s", Expect::Any, 3)).await?;
    ensure!(log.head() == answer.last, "P9: head {} after {}", log.head(), answer.last);
    ensure!(watch.has_changed().unwrap_or(false), "P9: the watcher was not woken");
    ensure!(*watch.borrow_and_update() == answer.last, "P9: the watcher sees another head");
    ensure!(log.read_all(answer.last, 9).await.is_ok_and(|events| events.is_empty()), "P9: events beyond the head");
    Ok(())
}

/// P10: what is refused leaves nothing behind.
async fn refusals_leave_nothing(log: &dyn EventLog) -> Kept {
    let mut large = one("s", Expect::Any, 1);
    if let Some(event) = large.appends.iter_mut().flat_map(|append| &mut append.events).next() {
        event.body = vec![0; crate::append::MAX_BODY + 1];
    }
    large.key = Some(key("k", "large"));
    let answer = log.append(large).await;
    ensure!(matches!(answer, Err(AppendError::TooLarge { .. })), "P10: too large: {answer:?}");
    for bad in [many(&[]), one("s", Expect::Any, 0), many(&[("s", Expect::Any, 1), ("s", Expect::Any, 1)])] {
        let answer = log.append(bad).await;
        ensure!(matches!(answer, Err(AppendError::Invalid(_))), "P10: malformed: {answer:?}");
    }
    let mut conflict = one("s", Expect::Exact(Version(7)), 1);
    conflict.key = Some(key("k", "conflict"));
    ensure!(log.append(conflict).await.is_err(), "P10: a conflict was accepted");
    let mut commit = one("s", Expect::NoStream, 1);
    commit.key = Some(key("k", "right"));
    let answer = append(log, commit).await?;
    let first = answer.first == Position(1) && answer.versions.first().is_some_and(|(_, version)| version.0 == 1);
    ensure!(first && !answer.repeated, "P10: a refusal used something up: {answer:?}");
    Ok(())
}

/// P11: who follows from any position is given every commit once, whole and in order, while others append; a slow one slows
/// nobody; after the close they are given what is left, and end.
async fn followers_see_everything_once(log: Arc<dyn EventLog>) -> Kept {
    const COMMITS: u64 = 40;
    append(&*log, many(&[("a", Expect::Any, 3), ("b", Expect::Any, 2)])).await?;
    append(&*log, one("a", Expect::Any, 1)).await?;
    let writing = async {
        let writers = (0..4_u64).map(|writer| {
            let log = log.clone();
            async move {
                for n in 0..COMMITS {
                    append(&*log, one(&format!("s-{writer}"), Expect::Any, 1 + n % 3)).await?;
                }
                Ok::<_, Broken>(())
            }
        });
        futures::future::try_join_all(writers).await?;
        // They do not know yet whether more comes.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let closing = log.clone();
        tokio::task::spawn_blocking(move || closing.close()).await.map_err(|error| Broken(error.to_string()))
    };
    // From the start, from within a commit, from the head, from beyond it; in small pages and large ones, one of them slow.
    let followers =
        [(0, 1, 1), (2, 3, 1), (5, 7, 1), (6, 1, 1), (9, 500, 1), (0, 4, 1_000)].map(|(after, page, pause)| {
            let subscription = Subscription::after(log.clone(), Position(after), page);
            follow(subscription, Duration::from_micros(pause))
        });
    let (written, seen) =
        futures::future::join(writing, futures::future::try_join_all(followers.into_iter().map(Box::pin))).await;
    written?;
    let head = log.head().0;
    for (seen, first) in seen?.into_iter().zip([1_u64, 1, 6, 7, 10, 1]) {
        let expected: Vec<u64> = (first..=head).collect();
        // One that begins within a commit is given the whole of it.
        let right = seen == expected || (first == 10 && seen.ends_with(&expected) && seen.len() < expected.len() + 3);
        ensure!(right, "P11: followed from {first} to {head}: {seen:?}");
    }
    let refused = log.append(one("a", Expect::Any, 1)).await;
    ensure!(refused == Err(AppendError::Closed), "P11: closed, and an append is answered {refused:?}");
    ensure!(read_all(&*log, 0).await?.len() as u64 == head, "P11: closed, and it cannot be read");
    let late = follow(Subscription::after(log.clone(), Position(head - 1), 9), Duration::ZERO).await?;
    ensure!(late.last() == Some(&head), "P11: followed a closed log to {late:?}, not {head}");
    Ok(())
}

/// The positions a follower is given until its log is closed.
async fn follow(mut subscription: Subscription, pause: Duration) -> Result<Vec<u64>, Broken> {
    let mut seen = Vec::new();
    while let Some(commits) = subscription.next().await.map_err(unreadable)? {
        for commit in commits {
            let bounds = commit.events.first().map(|event| (event.commit_first, event.commit_last));
            let given = commit.events.first().zip(commit.events.last()).map(|(a, b)| (a.position, b.position));
            ensure!(bounds == given, "P11: a commit was given in part: {given:?} of {bounds:?}");
            seen.extend(commit.events.iter().map(|event| event.position.0));
        }
        ensure!(seen.last() == Some(&subscription.position().0), "P11: it stands at {}", subscription.position());
        tokio::time::sleep(pause).await;
    }
    Ok(seen)
}

const BY: AccountId = AccountId(Uuid::from_u128(7));

/// The `n`-th event of a stream in this suite: every field carries something.
fn sample(n: u64) -> NewEvent {
    NewEvent {
        kind: "offer-issued".into(),
        schema: 1,
        codec: Codec::Bincode2,
        earliest: (!n.is_multiple_of(3)).then_some(jiff::civil::date(2026, 3, 1)),
        latest: Some(jiff::civil::date(2026, 3, 7)),
        body: format!("要约 {n}").into_bytes(),
        canonical: format!(r#"{{"event":{{"n":{n}}},"note":"要约"}}"#).into(),
    }
}

fn leaf(event: &LogEvent, n: u64) -> Digest {
    let recorded = crate::chain::Recorded {
        position: event.position,
        stream: event.stream.as_str(),
        version: event.version,
        kind: &event.kind,
        schema: event.schema,
        by: event.by,
        recorded_at: event.recorded_at,
    };
    crate::chain::leaf_of(&recorded, &sample(n).canonical)
}

fn many(appends: &[(&str, Expect, u64)]) -> Commit {
    let appends = appends.iter().filter_map(|(stream, expect, events)| {
        let stream = StreamId::new(stream).ok()?;
        Some(StreamAppend { stream, expect: *expect, events: (0..*events).map(sample).collect() })
    });
    Commit { appends: appends.collect(), by: BY, key: None }
}

fn one(stream: &str, expect: Expect, events: u64) -> Commit {
    many(&[(stream, expect, events)])
}

fn key(name: &str, asked: &str) -> IdempotencyKey {
    let fingerprint = Digest::of(&[asked.as_bytes()]);
    IdempotencyKey { account: BY, route: "POST /x".to_owned(), key: name.to_owned(), fingerprint }
}

fn id(stream: &str) -> Result<StreamId, Broken> {
    StreamId::new(stream).map_err(|error| Broken(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
fn unreadable(error: ReadError) -> Broken {
    Broken(format!("a read failed: {error}"))
}

async fn append(log: &dyn EventLog, commit: Commit) -> Result<Appended, Broken> {
    log.append(commit).await.map_err(|error| Broken(format!("an append failed: {error}")))
}

async fn read_all(log: &dyn EventLog, after: u64) -> Result<Vec<LogEvent>, Broken> {
    log.read_all(Position(after), usize::MAX).await.map_err(unreadable)
}

async fn read(log: &dyn EventLog, stream: &str, after: u64, limit: usize) -> Result<Vec<LogEvent>, Broken> {
    log.read_stream(&id(stream)?, Version(after), limit).await.map_err(unreadable)
}

async fn version(log: &dyn EventLog, stream: &str) -> Result<Version, Broken> {
    log.version(&id(stream)?).await.map_err(unreadable)
}
