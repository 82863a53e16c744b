//! A file read or written from its beginning, as `std::io` has it.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::{File, read_up_to};

/// A file, with how far it was read or written.
#[derive(Debug)]
pub struct Sequential {
    file: Arc<dyn File>,
    at: u64,
}

impl Sequential {
    /// From the beginning.
    #[must_use]
    pub fn new(file: Arc<dyn File>) -> Self {
        Self { file, at: 0 }
    }

    /// How many bytes were read or written.
    #[must_use]
    pub fn at(&self) -> u64 {
        self.at
    }
}

impl Read for Sequential {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = read_up_to(&*self.file, buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Write for Sequential {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_at(bytes, self.at)?;
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
