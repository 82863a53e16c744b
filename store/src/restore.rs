//! Restoring from a backup: a whole store into an empty directory, or exactly what is damaged into a store.
//!
//! Nothing of the backup is believed that does not prove itself: a part by its digest, a segment by its frames, leaves and chain and
//! by its neighbours, a text by its commitment, a file by its digest. Whatever is cut off can be begun again.

use std::io;
use std::sync::Arc;

use serde::Serialize;

use crate::append::ChainPoint;
use crate::backup::{Backup, BackupError, Doing, doing};
use crate::disk::{self, Disk, Open};
use crate::verify::{Doing as Verifying, Problem, Seen, Whole, verify_whole};

mod kept;
mod log;
mod overlay;
mod segment;
mod whole;

pub use segment::Range;

/// Says that a store is being restored and must not be served yet.
const UNFINISHED: &str = "restore-unfinished";

/// What a restore has done, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Restored {
    /// Where the log ends in the backup.
    pub backup: ChainPoint,
    /// Whether the whole store came from it, into an empty directory.
    pub whole: bool,
    /// Whether it was only looked at.
    pub dry_run: bool,
    /// Segments that were mended.
    pub segments: Vec<SegmentMended>,
    /// How many texts were mended.
    pub texts: u64,
    /// How many hashes of passwords and tokens.
    pub secrets: u64,
    /// How many attached files.
    pub files: u64,
    /// Texts that the log says were erased, and that are erased here too now.
    pub erased: u64,
    /// Parts of the backup that are damaged and were not used.
    pub unusable: Vec<Unusable>,
    /// What is still wrong, or would be.
    pub remaining: Vec<Problem>,
    /// What a check of the whole store has found afterwards; not on a dry run.
    pub verified: Option<Whole>,
}

/// A segment that was mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SegmentMended {
    /// The file, within the data directory.
    pub file: String,
    /// What came from the backup.
    pub ranges: Vec<Range>,
    /// Where the damaged file is kept; `None` when there was none.
    pub set_aside: Option<String>,
}

/// A part of the backup that is damaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unusable {
    /// The file, within the backup.
    pub part: String,
    /// What is wrong.
    pub what: String,
}

impl Restored {
    /// Whether nothing is wrong any more, or would be.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.remaining.is_empty() && self.unusable.is_empty()
    }
}

/// Whether a restore into this directory was begun and is not finished.
///
/// # Errors
/// What the disk answers.
pub fn is_unfinished(disk: &dyn Disk) -> io::Result<bool> {
    Ok(disk::read_if_there(disk, UNFINISHED)?.is_some())
}

/// Restores from a backup. `seen` are ends of the log that something outside it remembers. Nobody else uses the directory.
///
/// # Errors
/// [`BackupError`]; the same call may be made again.
pub fn restore(
    backup: &Backup,
    disk: &Arc<dyn Disk>,
    seen: Vec<Seen>,
    dry_run: bool,
    progress: &mut dyn FnMut(Doing, u64, u64),
) -> Result<Restored, BackupError> {
    let whole = is_empty(&**disk)?;
    let mut mending = Mending {
        backup,
        disk,
        dry_run,
        progress,
        segments: Vec::new(),
        texts: 0,
        secrets: 0,
        files: 0,
        erased: 0,
        unusable: Vec::new(),
    };
    let mut remaining = Vec::new();
    if whole {
        mending.whole()?;
    }
    let mut verified = None;
    if !(whole && dry_run) {
        let ends = seen.iter().map(|seen| seen.end).collect();
        let found = mending.log(ends)?;
        remaining.extend(found.report.problems);
        remaining.extend(mending.kept(&found.references)?);
    }
    if !dry_run {
        let mut seen = seen;
        seen.push(Seen { by: "the backup".to_owned(), end: backup.end() });
        let found = verify_whole(disk, seen, &mut |doing, done, all| (mending.progress)(named(doing), done, all));
        let found = found.map_err(doing("checking what was restored"))?;
        remaining.clone_from(&found.log.problems);
        // A store that lacks an attached file can be served; one that lacks a part of its log is not what was asked for.
        if whole && remaining.iter().all(|problem| kept::digest_of(&problem.file).is_some()) {
            whole::finish(&**disk)?;
        }
        verified = Some(found);
    }
    let Mending { segments, texts, secrets, files, erased, unusable, .. } = mending;
    let backup = backup.end();
    Ok(Restored { backup, whole, dry_run, segments, texts, secrets, files, erased, unusable, remaining, verified })
}

fn named(doing: Verifying) -> Doing {
    match doing {
        Verifying::Log => Doing::Check,
        Verifying::Vault => Doing::Vault,
        Verifying::Files => Doing::Files,
    }
}

/// Whether a directory is to be filled: it is empty, or being filled.
fn is_empty(disk: &dyn Disk) -> Result<bool, BackupError> {
    if is_unfinished(disk).map_err(doing("reading the directory"))? {
        return Ok(true);
    }
    let listed = disk::list_if_there(disk, "").map_err(doing("reading the directory"))?;
    if listed.iter().any(|listed| listed.is_dir && ["log", "vault", "files"].contains(&&*listed.name)) {
        return Ok(false);
    }
    let nothing = |name: &str| ["lock", "heyi.sock"].contains(&name) || name.starts_with(UNFINISHED);
    if listed.iter().all(|listed| nothing(&listed.name)) {
        return Ok(true);
    }
    Err(BackupError::NotAStore)
}

/// A restore under way.
struct Mending<'a> {
    backup: &'a Backup,
    disk: &'a Arc<dyn Disk>,
    dry_run: bool,
    progress: &'a mut dyn FnMut(Doing, u64, u64),
    segments: Vec<SegmentMended>,
    texts: u64,
    secrets: u64,
    files: u64,
    erased: u64,
    unusable: Vec<Unusable>,
}

impl Mending<'_> {
    fn unusable(&mut self, part: String, what: String) {
        if !self.unusable.iter().any(|known| known.part == part) {
            self.unusable.push(Unusable { part, what });
        }
    }
}

/// Gives a file these contents in one step; the name is durable once its directory is synced.
fn put(disk: &dyn Disk, path: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = format!("{path}.tmp");
    disk::remove_if_there(disk, &temporary)?;
    let file = match disk.open(&temporary, Open::Create) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            disk::make_dir(disk, disk::parent(path))?;
            disk.open(&temporary, Open::Create)?
        }
        opened => opened?,
    };
    file.write_at(bytes, 0)?;
    file.sync_data()?;
    disk.rename(&temporary, path)
}
