//! The lock on a data directory: one process at a time writes to it and opens its index.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Holds a data directory until it is dropped, or its process ends in any way.
#[derive(Debug)]
pub struct DataLock {
    root: PathBuf,
    _file: File,
}

/// The data directory could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it, most likely a running server.
    #[error("{0} is in use by another process")]
    Held(PathBuf),
    /// The disk refused.
    #[error("{path} cannot be locked")]
    Io {
        /// The file of the lock.
        path: PathBuf,
        /// What the disk answered.
        source: io::Error,
    },
}

impl DataLock {
    /// Locks a data directory, creating it if it is not there.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn take(root: impl Into<PathBuf>) -> Result<Self, LockError> {
        let root = root.into();
        let path = root.join("lock");
        let refused = |source| LockError::Io { path: path.clone(), source };
        std::fs::create_dir_all(&root).map_err(refused)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(refused)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { root, _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(root)),
            Err(TryLockError::Error(source)) => Err(refused(source)),
        }
    }

    /// The data directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let first = DataLock::take(dir.path().join("data")).unwrap();
        assert!(matches!(DataLock::take(first.root()), Err(LockError::Held(_))));
        let root = first.root().to_owned();
        drop(first);
        DataLock::take(root).unwrap();
    }
}
