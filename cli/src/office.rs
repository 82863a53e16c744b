//! A data directory opened by this process: log, store and read side, put together once, here.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use heyi_core::event::system::TailCut;
use heyi_core::event::{Entry, Event, SystemEvent};
use heyi_core::ids::Position;
use heyi_core::occurred::Occurred;
use heyi_projections::{self as projections, ReadSide, Runner};
use heyi_store::append::{Commit, Expect};
use heyi_store::clock::{Clock, SystemClock};
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::laws::nobody;
use heyi_store::lock::{DataLock, LockError};
use heyi_store::log::EventLog;
use heyi_store::segment_log::{Health, SegmentLog};
use heyi_store::store::Store;
use heyi_store::{codec, streams};

/// How long a command waits for the read side to catch up with the log.
const CATCH_UP: Duration = Duration::from_secs(600);

/// An open data directory.
pub(crate) struct Office {
    /// Everything below the pages.
    pub(crate) store: Store,
    /// Answers folded from the log.
    pub(crate) read: ReadSide,
    runner: Runner,
    log: Arc<SegmentLog>,
}

/// Whether this process got the directory.
pub(crate) enum Opened {
    /// It did.
    Here(Office),
    /// Another holds it: a server, most likely.
    Elsewhere,
}

impl Office {
    /// Opens the directory for this process, unless another holds it.
    pub(crate) async fn open(data: &Path) -> anyhow::Result<Opened> {
        Self::open_with(data, Arc::new(SystemClock)).await
    }

    /// As [`Office::open`], going by another clock.
    pub(crate) async fn open_with(data: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Opened> {
        let lock = match DataLock::take(data) {
            Ok(lock) => Arc::new(lock),
            Err(LockError::Held(_)) => return Ok(Opened::Elsewhere),
            Err(error) => return Err(error).context("the data directory could not be locked"),
        };
        let (log, report) = SegmentLog::open_dir(lock, Arc::clone(&clock))
            .with_context(|| format!("the log in {} could not be opened", data.display()))?;
        let log = Arc::new(log);
        if let Some(damage) = &report.damage {
            tracing::error!(
                file = damage.file,
                offset = damage.offset,
                "the log is damaged: read-only; run heyi verify"
            );
        }
        if let Some(cut) = &report.tail_cut {
            tracing::warn!(from = %cut.position, bytes = cut.bytes, "the torn end of the log was cut and set aside in cut/");
            record_cut(&*log, cut.position, cut.bytes, cut.hash).await?;
        }
        let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(data));
        let store = Store::open(Arc::clone(&log) as Arc<dyn EventLog>, Arc::clone(&disk), clock).await?;
        let (read, runner) = projections::start(
            Arc::clone(&store.log),
            disk,
            Arc::clone(&log) as Arc<_>,
            projections::Options::default(),
        )
        .await?;
        Ok(Opened::Here(Self { store, read, runner, log }))
    }

    /// Opens the directory for this process alone.
    pub(crate) async fn open_alone(data: &Path) -> anyhow::Result<Self> {
        match Self::open(data).await? {
            Opened::Here(office) => Ok(office),
            Opened::Elsewhere => anyhow::bail!(
                "{} is in use by another process of heyi; stop it first / 数据目录正被另一个 heyi 进程使用，请先停止它",
                data.display()
            ),
        }
    }

    /// Whether the log takes appends: it is neither damaged nor poisoned.
    pub(crate) fn is_writable(&self) -> bool {
        self.log.health() == Health::Writable
    }

    /// Waits until the read side has seen everything recorded so far.
    pub(crate) async fn caught_up(&self) -> anyhow::Result<()> {
        let head = self.store.log.head();
        if self.read.caught_up_to(head, CATCH_UP).await {
            return Ok(());
        }
        anyhow::bail!("the read side did not catch up with position {head} in time")
    }

    /// Stops in an orderly way: the read side keeps where it is, the log is marked as cleanly stopped.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.runner.stop().await;
        let log = self.log;
        tokio::task::spawn_blocking(move || log.close()).await.context("the log could not be closed")
    }
}

/// What was cut is never silent: it is the next event.
async fn record_cut(
    log: &dyn EventLog,
    from: Position,
    bytes: u64,
    hash: heyi_core::digest::Digest,
) -> anyhow::Result<()> {
    let event = Event::System(SystemEvent::TailCut(TailCut { from, bytes, hash }));
    let entry = Entry { occurred: Occurred::unknown(""), event, note: None, evidence: Vec::new() };
    let commit = Commit::to_one(streams::system()?, Expect::Any, vec![codec::encode(&entry)?], nobody());
    log.append(commit).await.context("the cut could not be recorded")?;
    Ok(())
}
