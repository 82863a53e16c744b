//! A data directory opened by this process: log, store and read side, put together once, here.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use heyi_projections::{self as projections, ReadSide, Runner, checkpoint};
use heyi_store::append::AppendError;
use heyi_store::clock::{Clock, SystemClock};
use heyi_store::cuts::Cuts;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::lock::{DataLock, LockError};
use heyi_store::log::{EventLog, Health};
use heyi_store::reading::StoreError;
use heyi_store::segment_log::{Options, SegmentLog};
use heyi_store::store::Store;

use crate::commands;
use crate::settings::Settings;

/// How long a command waits for the read side to catch up with the log.
const CATCH_UP: Duration = Duration::from_secs(600);

/// How often it is tried again to record a cut.
const SETTLE: Duration = Duration::from_secs(5);

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
    Here(Box<Office>),
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
        commands::is_finished(data)?;
        let settings = Settings::of(data)?;
        let lock = match DataLock::take(data) {
            Ok(lock) => Arc::new(lock),
            Err(LockError::Held(_)) => return Ok(Opened::Elsewhere),
            Err(error) => return Err(error).context("the data directory could not be locked"),
        };
        let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(data));
        // What projections have seen of the log was durable: a log that ends before it was shortened.
        let seen = checkpoint::remembered(&*disk)?.into_iter().map(|(_, end)| end).collect();
        let options = Options { seen, ..settings.log() };
        let (log, report) = SegmentLog::open_dir_with(lock, Arc::clone(&clock), options)
            .with_context(|| format!("the log in {} could not be opened", data.display()))?;
        let log = Arc::new(log);
        if let Some(damage) = &report.damage {
            tracing::error!(
                file = damage.file,
                offset = damage.offset,
                "the log is damaged: read-only; run heyi verify"
            );
        }
        let mut store = Store::open(Arc::clone(&log) as Arc<dyn EventLog>, Arc::clone(&disk), clock).await?;
        store.found = Some(Arc::new(report));
        if store.cuts.owed() > 0 {
            tokio::spawn(settle(Arc::clone(&store.cuts)));
        }
        let (read, runner) = projections::start(
            Arc::clone(&store.log),
            disk,
            Arc::clone(&log) as Arc<_>,
            projections::Options::default(),
        )
        .await?;
        Ok(Opened::Here(Box::new(Self { store, read, runner, log })))
    }

    /// Opens the directory for this process alone.
    pub(crate) async fn open_alone(data: &Path) -> anyhow::Result<Self> {
        Self::open_alone_with(data, Arc::new(SystemClock)).await
    }

    /// As [`Office::open_alone`], going by another clock.
    pub(crate) async fn open_alone_with(data: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        match Self::open_with(data, clock).await? {
            Opened::Here(office) => Ok(*office),
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

/// Records what was cut off the log as soon as the log takes appends again, as after a full disk.
async fn settle(cuts: Arc<Cuts>) {
    loop {
        tokio::time::sleep(SETTLE).await;
        match cuts.settle().await {
            Ok(()) => return tracing::info!("what was cut off the log is recorded now"),
            // It is written down in cut/, and recorded at the next start.
            Err(StoreError::Append(AppendError::Closed | AppendError::Poisoned | AppendError::ReadOnly { .. })) => {
                return;
            }
            Err(_) => {}
        }
    }
}
