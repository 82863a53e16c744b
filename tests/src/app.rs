//! heyi as it runs: a data directory of its own, the log on disk, the projections, the web server on a free port.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use heyi_core::event::account::Role;
use heyi_core::ground::Law;
use heyi_core::ids::{AccountId, OfficeId};
use heyi_core::place::Place;
use heyi_http::guard::password::hash_of;
use heyi_http::{App, Settings};
use heyi_projections::{ReadSide, Runner};
use heyi_store::accounts::NewAccount;
use heyi_store::clock::ManualClock;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::laws::nobody;
use heyi_store::lock::{DataLock, LockError};
use heyi_store::segment_log::{OpenReport, Options, Preallocate, SegmentLog};
use heyi_store::store::Store;
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The day the tests take for today: 20 November 2026, at noon in Shanghai.
pub const NOW: &str = "2026-11-20T04:00:00Z";

/// The password of every account the tests open.
pub const PASSWORD: &str = "test-password-1";

/// A running heyi.
pub struct TestApp {
    /// Where it listens.
    pub address: SocketAddr,
    /// Everything below the pages.
    pub store: Store,
    /// Answers folded from the log.
    pub read: ReadSide,
    /// Its clock, which stands still.
    pub clock: Arc<ManualClock>,
    /// Its data directory.
    pub data: Arc<TempDir>,
    log: Arc<SegmentLog>,
    runner: Option<Runner>,
    server: JoinHandle<()>,
}

impl TestApp {
    /// Starts in an empty directory.
    pub async fn start() -> Self {
        Self::start_in(Arc::new(TempDir::new().unwrap())).await
    }

    /// Starts in a directory that may hold a store already.
    pub async fn start_in(data: Arc<TempDir>) -> Self {
        Self::start_shipping(data, Law::shipped()).await
    }

    /// Starts another program: one that ships that law.
    pub async fn start_shipping(data: Arc<TempDir>, law: Law) -> Self {
        let clock = Arc::new(ManualClock::at(NOW.parse::<Timestamp>().unwrap()));
        let lock = Arc::new(locked(data.path()).await);
        let (log, found) = SegmentLog::open_dir(lock, clock.clone()).unwrap();
        let disk = Arc::new(RealDisk::at(data.path()));
        Self::serve((Arc::new(log), found), disk, clock, data, law).await
    }

    /// Starts on a disk that may hold a store already, with small segments that are not prepared and the index in memory, so that
    /// every fault of the disk reaches the log.
    pub async fn start_on(disk: Arc<dyn Disk>) -> Self {
        let clock = Arc::new(ManualClock::at(NOW.parse::<Timestamp>().unwrap()));
        let options = Options { segment_bytes: 1 << 20, preallocate: Preallocate::No, ..Options::default() };
        let (log, found) = SegmentLog::open(Arc::clone(&disk), clock.clone(), options).unwrap();
        Self::serve((Arc::new(log), found), disk, clock, Arc::new(TempDir::new().unwrap()), Law::shipped()).await
    }

    async fn serve(
        (log, found): (Arc<SegmentLog>, OpenReport),
        disk: Arc<dyn Disk>,
        clock: Arc<ManualClock>,
        data: Arc<TempDir>,
        law: Law,
    ) -> Self {
        let mut store = Store::open_shipping(log.clone(), Arc::clone(&disk), clock.clone(), law).await.unwrap();
        store.found = Some(Arc::new(found));
        let options = heyi_projections::Options::default();
        let (read, runner) = heyi_projections::start(log.clone(), disk, log.clone(), options).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        // A stream gives a sign of life often, so that a test need not wait for it.
        let settings = Settings { heartbeat: Duration::from_millis(300), followers: 16, ..Settings::default() };
        let router = App::new(store.clone(), read.clone(), settings).router();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, store, read, clock, data, log, runner: Some(runner), server }
    }

    /// Opens an account with one role in one region.
    pub async fn account(&self, login: &str, role: Role, region: &str) -> AccountId {
        self.account_with(login, vec![(role, region.parse().unwrap())]).await
    }

    /// Opens an account with these roles.
    pub async fn account_with(&self, login: &str, grants: Vec<(Role, Place)>) -> AccountId {
        let office: OfficeId = "js-nanjing".parse().unwrap();
        let password_hash = Some(hash_of(PASSWORD).unwrap());
        let new = NewAccount { login: login.into(), name: format!("name of {login}"), office, grants, password_hash };
        self.store.accounts.create(new, nobody()).await.unwrap().0
    }

    /// The address of a page.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Waits until the read side has seen everything recorded so far.
    pub async fn caught_up(&self) {
        let head = self.store.log.head();
        assert!(self.read.caught_up_to(head, Duration::from_secs(30)).await, "the read side does not catch up");
    }

    /// Stops in an orderly way and hands back the directory.
    pub async fn stop(mut self) -> Arc<TempDir> {
        self.server.abort();
        let _ = (&mut self.server).await;
        if let Some(runner) = self.runner.take() {
            runner.stop().await;
        }
        self.log.close();
        Arc::clone(&self.data)
    }
}

/// Makes a stopped store look as if it had been killed while it wrote: bytes that are no whole frame stand behind the last one.
pub fn tear(data: &Path) {
    let mut segments: Vec<_> =
        std::fs::read_dir(data.join("log")).unwrap().map(|entry| entry.unwrap().path()).collect();
    segments.retain(|path| path.extension().is_some_and(|end| end == "seg"));
    let last = segments.into_iter().max().unwrap();
    let mut bytes = std::fs::read(&last).unwrap();
    let end = (bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1).next_multiple_of(8);
    let torn = b"heyF a commit that was being written";
    bytes.resize(bytes.len().max(end + torn.len()), 0);
    bytes[end..end + torn.len()].copy_from_slice(torn);
    std::fs::write(&last, bytes).unwrap();
    std::fs::remove_file(data.join("log/clean-stop.json")).unwrap();
}

/// Takes the lock. Connections of an app that was stopped just now let go of it a moment later.
async fn locked(data: &Path) -> DataLock {
    let until = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        match DataLock::take(data) {
            Err(LockError::Held(_)) if tokio::time::Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            taken => return taken.unwrap(),
        }
    }
}
