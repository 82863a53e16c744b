//! Everything below the pages, put together over one log and one disk.

use std::sync::Arc;

use heyi_core::ground::Law;

use crate::accounts::Accounts;
use crate::cases::Cases;
use crate::clock::Clock;
use crate::cuts::Cuts;
use crate::disk::Disk;
use crate::drives::Drives;
use crate::employers::Employers;
use crate::files::Files;
use crate::files::sweep::Sweeper;
use crate::laws::Laws;
use crate::letters::Letters;
use crate::log::EventLog;
use crate::publications::Publications;
use crate::reading::StoreError;
use crate::segment_log::OpenReport;
use crate::vault::Vault;

/// The store's upper half.
#[derive(Clone)]
pub struct Store {
    /// The record.
    pub log: Arc<dyn EventLog>,
    /// Texts about people, and secrets.
    pub vault: Arc<Vault>,
    /// Attached files.
    pub files: Files,
    /// Read, decide, append.
    pub cases: Cases,
    /// The register of employers.
    pub employers: Employers,
    /// Supervision letters.
    pub letters: Letters,
    /// Drives: offers or letters to many at once.
    pub drives: Drives,
    /// Publications of figures.
    pub publications: Publications,
    /// Who may do what.
    pub accounts: Arc<Accounts>,
    /// The law as adopted.
    pub laws: Arc<Laws>,
    /// Torn ends that were cut off the log.
    pub cuts: Arc<Cuts>,
    /// How the log was found when it was opened; `None` where nothing is found, as in memory.
    pub found: Option<Arc<OpenReport>>,
    /// Where the store lies.
    pub disk: Arc<dyn Disk>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

impl Store {
    /// Opens what lies on `disk` beside `log`.
    ///
    /// # Errors
    /// When the disk or the log cannot be read, or a fresh log cannot adopt the law.
    pub async fn open(log: Arc<dyn EventLog>, disk: Arc<dyn Disk>, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Self::open_shipping(log, disk, clock, Law::shipped()).await
    }

    /// As [`Store::open`], in a program that ships that law.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_shipping(
        log: Arc<dyn EventLog>,
        disk: Arc<dyn Disk>,
        clock: Arc<dyn Clock>,
        shipped: Law,
    ) -> Result<Self, StoreError> {
        // First of all: what was cut is never silent, and no other event comes before it.
        let cuts = Arc::new(Cuts::open(Arc::clone(&log), Arc::clone(&disk)).await?);
        let vault = Arc::new(Vault::open(Arc::clone(&disk))?);
        let files = Files::open(Arc::clone(&disk), Arc::clone(&vault))?;
        let laws = Arc::new(Laws::open(Arc::clone(&log), shipped).await?);
        let accounts = Accounts::open(Arc::clone(&log), Arc::clone(&vault), Arc::clone(&clock)).await?;
        let cases = Cases::new(Arc::clone(&log), Arc::clone(&laws), Arc::clone(&clock));
        let employers = Employers::new(Arc::clone(&log), Arc::clone(&clock));
        let letters = Letters::new(Arc::clone(&log), Arc::clone(&clock));
        let drives = Drives::new(Arc::clone(&log), cases.clone(), Arc::clone(&clock));
        let publications = Publications::new(Arc::clone(&log), Arc::clone(&clock));
        let (accounts, found) = (Arc::new(accounts), None);
        Ok(Self {
            log,
            vault,
            files,
            cases,
            employers,
            drives,
            publications,
            letters,
            accounts,
            laws,
            cuts,
            found,
            disk,
            clock,
        })
    }

    /// What removes files that no event names.
    #[must_use]
    pub fn sweeper(&self) -> Sweeper {
        Sweeper::new(Arc::clone(&self.log), self.files.clone(), Arc::clone(&self.clock))
    }
}
