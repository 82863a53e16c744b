//! The file layer below the log, the vault and the files: what may be done to the disk, and the two disks there are.
//!
//! [`real::RealDisk`] is a directory. [`simulated::SimulatedDisk`] forgets, at a power cut, what was not synced: the test
//! that shows a missing sync. Everything durable goes through this layer, so that the test can see it.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub mod real;
mod sequential;
pub mod simulated;

pub use sequential::Sequential;

/// Bytes read or written at once where a file is read or written from its beginning.
pub const PIECE: usize = 1 << 20;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// An existing file, to be read.
    Read,
    /// An existing file, to be read and written.
    Write,
    /// A file that must not exist yet, to be read and written. Its name is durable once its directory is synced.
    Create,
}

/// One thing in a directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its name, without the directory.
    pub name: String,
    /// Whether it is a directory itself.
    pub is_dir: bool,
}

/// A directory tree. Paths are relative to its root, with `/` between names; `""` is the root.
///
/// Nothing is durable before it is synced: bytes by [`File::sync_data`], names by [`Disk::sync_dir`].
pub trait Disk: fmt::Debug + Send + Sync + 'static {
    /// Opens a file.
    fn open(&self, path: &str, how: Open) -> io::Result<Arc<dyn File>>;

    /// What stands in a directory, by name.
    fn list(&self, dir: &str) -> io::Result<Vec<Listed>>;

    /// Creates a directory whose parent exists; no error when it is there already.
    fn create_dir(&self, dir: &str) -> io::Result<()>;

    /// Renames a file, replacing what has that name, in one step.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// How many bytes can still be written; `None` where that cannot be said.
    fn free(&self) -> Option<u64> {
        None
    }

    /// Makes the names in a directory durable: creations, renames and removals.
    fn sync_dir(&self, dir: &str) -> io::Result<()>;
}

/// An open file. Several threads may use it at once.
pub trait File: fmt::Debug + Send + Sync + 'static {
    /// Reads up to `buffer.len()` bytes at `offset`; 0 at the end of the file.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// As [`File::read_at`], but answers [`io::ErrorKind::WouldBlock`], or fewer bytes, rather than wait for the disk. A file that
    /// never waits has nothing of its own to say here.
    fn read_at_hand(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.read_at(buffer, offset)
    }

    /// Writes all of `bytes` at `offset`, extending the file if need be. After an error some of them may be written.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Makes the bytes and the length durable. After an error nothing written since the last sync can be trusted.
    fn sync_data(&self) -> io::Result<()>;

    /// Shortens the file, or extends it with zeros.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// Its length in bytes.
    fn len(&self) -> io::Result<u64>;

    /// Whether it holds no byte.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}

/// The directory part of a path.
#[must_use]
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// Reads as much of `buffer` as there is from `offset`; less than all only at the end of the file.
///
/// # Errors
/// What the disk answers.
pub fn read_up_to(file: &dyn File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset + done as u64) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// The whole contents of a file.
///
/// # Errors
/// What the disk answers; [`io::ErrorKind::NotFound`] when there is no such file.
pub fn read(disk: &dyn Disk, path: &str) -> io::Result<Vec<u8>> {
    let file = disk.open(path, Open::Read)?;
    let len = usize::try_from(file.len()?).map_err(|_| io::Error::other("the file is larger than memory"))?;
    let mut bytes = vec![0; len];
    let read = read_up_to(&*file, &mut bytes, 0)?;
    bytes.truncate(read);
    Ok(bytes)
}

/// The whole contents of a file, `None` when there is no such file.
///
/// # Errors
/// What the disk answers.
pub fn read_if_there(disk: &dyn Disk, path: &str) -> io::Result<Option<Vec<u8>>> {
    match read(disk, path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What stands in a directory, nothing when there is no such directory.
///
/// # Errors
/// What the disk answers.
pub fn list_if_there(disk: &dyn Disk, dir: &str) -> io::Result<Vec<Listed>> {
    match disk.list(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        listed => listed,
    }
}

/// Gives a file these contents in one step: after a power cut it holds the old ones or the new ones, and the new ones once
/// this has returned. Several may replace the same file at once: one of them stays, whole. A file `<path>.<number>.tmp` may be
/// left over by a power cut; it is litter that nothing reads.
///
/// # Errors
/// What the disk answers; the old contents are then still there, or the new ones.
pub fn replace(disk: &dyn Disk, path: &str, bytes: &[u8]) -> io::Result<()> {
    replace_with(disk, path, |to| to.write_all(bytes))
}

/// As [`replace`], of contents that are written a piece at a time.
///
/// # Errors
/// As [`replace`], and what `write` answers: nothing is replaced then.
pub fn replace_with(
    disk: &dyn Disk,
    path: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // One process has the directory, so a number of its own is enough; what an earlier process left is in the way.
    static REPLACEMENTS: AtomicU64 = AtomicU64::new(0);
    let temporary = format!("{path}.{}.tmp", REPLACEMENTS.fetch_add(1, Ordering::Relaxed));
    remove_if_there(disk, &temporary)?;
    let written = write_whole(disk, &temporary, write).and_then(|()| disk.rename(&temporary, path));
    if written.is_err() {
        // A full disk must not be filled with what could not be written; what went wrong first is what is told.
        let _ = remove_if_there(disk, &temporary);
    }
    written?;
    disk.sync_dir(parent(path))
}

fn write_whole(disk: &dyn Disk, path: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let file = disk.open(path, Open::Create)?;
    let mut to = BufWriter::with_capacity(PIECE, Sequential::new(Arc::clone(&file)));
    write(&mut to)?;
    to.flush()?;
    // What was not written may not be written later, when it is dropped.
    drop(to);
    file.sync_data()
}

/// Removes a file if it exists. The removal is durable once its directory is synced.
///
/// # Errors
/// What the disk answers.
pub fn remove_if_there(disk: &dyn Disk, path: &str) -> io::Result<()> {
    match disk.remove(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Creates a directory with those above it, and makes their names durable.
///
/// # Errors
/// What the disk answers.
pub fn make_dir(disk: &dyn Disk, dir: &str) -> io::Result<()> {
    if dir.is_empty() {
        return Ok(());
    }
    make_dir(disk, parent(dir))?;
    disk.create_dir(dir)?;
    disk.sync_dir(parent(dir))
}

#[cfg(test)]
mod tests {
    use super::real::RealDisk;
    use super::simulated::SimulatedDisk;
    use super::*;

    fn behaves(disk: &dyn Disk) {
        make_dir(disk, "a/b").unwrap();
        assert_eq!(read_if_there(disk, "a/b/x").unwrap(), None);
        replace(disk, "a/b/x", b"first").unwrap();
        replace(disk, "a/b/x", b"second").unwrap();
        assert_eq!(read(disk, "a/b/x").unwrap(), b"second");
        assert_eq!(disk.list("a/b").unwrap(), [Listed { name: "x".to_owned(), is_dir: false }]);
        assert_eq!(disk.list("a").unwrap(), [Listed { name: "b".to_owned(), is_dir: true }]);
        assert_eq!(disk.list("nowhere").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(disk.open("a/b/x", Open::Create).unwrap_err().kind(), io::ErrorKind::AlreadyExists);

        let file = disk.open("a/b/x", Open::Write).unwrap();
        file.write_at(b"!!", 8).unwrap();
        let mut buffer = [9; 16];
        assert_eq!(read_up_to(&*file, &mut buffer, 4).unwrap(), 6);
        assert_eq!(&buffer[..6], b"nd\0\0!!");
        file.set_len(3).unwrap();
        assert_eq!(file.len().unwrap(), 3);
        remove_if_there(disk, "a/b/x").unwrap();
        remove_if_there(disk, "a/b/x").unwrap();
        assert_eq!(disk.open("a/b/x", Open::Read).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn both_disks_behave_alike() {
        let dir = tempfile::tempdir().unwrap();
        behaves(&RealDisk::at(dir.path()));
        behaves(&SimulatedDisk::new(1));
    }

    #[test]
    fn replacements_at_once_do_not_disturb_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let (disk, start) = (RealDisk::at(dir.path()), std::sync::Barrier::new(8));
        std::thread::scope(|scope| {
            for byte in 0..8 {
                let (disk, start) = (&disk, &start);
                scope.spawn(move || {
                    start.wait();
                    (0..20).for_each(|_| replace(disk, "x", &[byte; 4_000]).unwrap());
                });
            }
        });
        let left = read(&disk, "x").unwrap();
        assert!(left.len() == 4_000 && left.iter().all(|byte| *byte == left[0]));
        assert_eq!(disk.list("").unwrap().len(), 1, "nothing is left lying about");
    }
}
