//! A disk as it would be with some of its files replaced: what is to be put in place is proved before it is.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use crate::disk::{Disk, File, Listed, Open, parent};

/// A disk with other files over it. It is only read.
#[derive(Debug)]
pub(super) struct Overlay {
    under: Arc<dyn Disk>,
    over: BTreeMap<String, Arc<dyn File>>,
}

/// A file in memory. It is only read.
#[derive(Debug)]
pub(super) struct Memory(pub(super) Vec<u8>);

impl Overlay {
    pub(super) fn on(under: &Arc<dyn Disk>) -> Self {
        Self { under: Arc::clone(under), over: BTreeMap::new() }
    }

    /// Puts a file over what has that path.
    pub(super) fn put(&mut self, path: impl Into<String>, file: Arc<dyn File>) {
        self.over.insert(path.into(), file);
    }

    /// As [`Overlay::put`], with these bytes.
    pub(super) fn with(mut self, path: impl Into<String>, bytes: &[u8]) -> Self {
        self.put(path, Arc::new(Memory(bytes.to_vec())));
        self
    }
}

fn only_read() -> io::Error {
    io::Error::from(io::ErrorKind::ReadOnlyFilesystem)
}

impl Disk for Overlay {
    fn open(&self, path: &str, how: Open) -> io::Result<Arc<dyn File>> {
        match self.over.get(path) {
            _ if how != Open::Read => Err(only_read()),
            Some(file) => Ok(Arc::clone(file)),
            None => self.under.open(path, how),
        }
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Listed>> {
        let over = self.over.keys().filter(|path| parent(path) == dir);
        let over: Vec<_> = over.filter_map(|path| path.rsplit('/').next()).collect();
        let mut listed = match self.under.list(dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !over.is_empty() => Vec::new(),
            listed => listed?,
        };
        listed.extend(over.into_iter().map(|name| Listed { name: name.to_owned(), is_dir: false }));
        listed.sort_unstable();
        listed.dedup();
        Ok(listed)
    }

    fn create_dir(&self, _: &str) -> io::Result<()> {
        Err(only_read())
    }

    fn rename(&self, _: &str, _: &str) -> io::Result<()> {
        Err(only_read())
    }

    fn remove(&self, _: &str) -> io::Result<()> {
        Err(only_read())
    }

    fn sync_dir(&self, _: &str) -> io::Result<()> {
        Err(only_read())
    }
}

impl File for Memory {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = self.0.get(from..).unwrap_or_default();
        let len = bytes.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(bytes) {
            *to = *from;
        }
        Ok(len)
    }

    fn write_at(&self, _: &[u8], _: u64) -> io::Result<()> {
        Err(only_read())
    }

    fn sync_data(&self) -> io::Result<()> {
        Err(only_read())
    }

    fn set_len(&self, _: u64) -> io::Result<()> {
        Err(only_read())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }
}
