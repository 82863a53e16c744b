//! A log at whose reading a thread dies: the projections say so, begin again where they stand, and come to the same.

use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use heyi_core::ids::Version;
use heyi_store::append::{LogEvent, ReadError, StreamId};
use heyi_store::clock::ManualClock;
use heyi_store::country::Country;
use heyi_store::log::before::Before;

use super::*;

/// Once so many streams were read, the reading of one more dies.
struct DyingLog {
    log: Arc<dyn EventLog>,
    left: AtomicI64,
}

#[async_trait]
impl Before for DyingLog {
    fn behind(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn read_stream(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        assert_ne!(self.left.fetch_sub(1, Ordering::SeqCst), 0, "this reading dies, as the test asks for");
        self.log.read_stream(stream, after, limit).await
    }
}

/// The projections of a log in which the reading of a stream dies, after so many, and what they told of it.
async fn until_told(log: &Arc<dyn EventLog>, readings: i64, batch: usize) -> (ReadSide, Runner, Option<String>) {
    let dying = Arc::new(DyingLog { log: Arc::clone(log), left: AtomicI64::new(readings) });
    let options = Options { batch, retry: Duration::from_millis(300), ..Options::default() };
    let (read_side, runner) = Keeping::new().start(&(dying as Arc<dyn EventLog>), options).await;
    let mut told = read_side.failure();
    for _ in 0..10_000 {
        if told.is_some() || read_side.position() == log.head() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        told = read_side.failure();
    }
    (read_side, runner, told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn simulation_a_thread_that_dies_while_folding_is_told_and_nothing_is_lost() {
    let clock = Arc::new(ManualClock::at("2017-01-01T00:00:00Z".parse().unwrap()));
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(clock.clone()));
    // Of 480 employers one is counted anew each month, for which its history is read.
    Country::new(Arc::clone(&log), clock, 480, 1).live().await.unwrap();
    let (expected, runner) = Keeping::new().start(&log, SMALL).await;
    caught_up(&expected, &log).await;
    runner.stop().await;
    // In small pages the task that reads dies; in large ones a part that folds beside others.
    for batch in [3, 1_000] {
        let (read_side, runner, told) = until_told(&log, 20, batch).await;
        assert!(told.is_some(), "in pages of {batch} a death was not told");
        caught_up(&read_side, &log).await;
        assert_eq!((read_side.failure(), read_side.hashes()), (None, expected.hashes()), "in pages of {batch}");
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn simulation_projections_that_die_while_they_take_in_say_so_and_go_on_after_a_restart() {
    let mut world = World::new(7).await;
    for _ in 0..MOVES {
        world.step().await;
    }
    let before = world.log.head();
    // Under another law every case is read again, in the middle of taking in.
    world.adopt_rules().await;
    let counting = Arc::new(DyingLog { log: Arc::clone(&world.log), left: AtomicI64::new(i64::MAX) });
    let (expected, runner) = Keeping::new().start(&(Arc::clone(&counting) as Arc<dyn EventLog>), SMALL).await;
    caught_up(&expected, &world.log).await;
    runner.stop().await;
    let readings = i64::MAX - counting.left.load(Ordering::SeqCst);

    let (read_side, runner, told) = until_told(&world.log, readings - 1, SMALL.batch).await;
    assert!(told.is_some(), "a death was not told");
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(read_side.failure().is_some() && read_side.position() <= before, "it stands still, and says so still");
    runner.stop().await;
    let (again, runner) = Keeping::new().start(&world.log, SMALL).await;
    caught_up(&again, &world.log).await;
    assert_eq!((again.failure(), again.hashes()), (None, expected.hashes()));
    runner.stop().await;
}
