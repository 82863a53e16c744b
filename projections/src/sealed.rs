//! Bytes known by their hash.

use std::io::{self, Read, Write};

use heyi_core::digest::Digest;
use sha2::{Digest as _, Sha256};

/// Bytes that go somewhere, hashed on their way.
#[derive(Debug)]
pub(crate) struct Sealing<T> {
    to: T,
    hasher: Sha256,
}

/// Bytes that come from somewhere: who reads beyond their end learns whether they are what was kept.
#[derive(Debug)]
pub(crate) struct Sealed<T> {
    from: T,
    left: u64,
    hasher: Sha256,
    hash: Digest,
}

impl<T> Sealing<T> {
    pub(crate) fn new(to: T) -> Self {
        Self { to, hasher: Sha256::new() }
    }

    /// The hash of what was written.
    pub(crate) fn hash(self) -> Digest {
        Digest(self.hasher.finalize().into())
    }
}

impl<T> Sealed<T> {
    /// So many bytes with this hash.
    pub(crate) fn new(from: T, length: u64, hash: Digest) -> Self {
        Self { from, left: length, hasher: Sha256::new(), hash }
    }
}

impl<T: Write> Write for Sealing<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl<T: Read> Read for Sealed<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        if self.left > 0 {
            let buffer = buffer.get_mut(..most).unwrap_or_default();
            let read = self.from.read(buffer)?;
            self.hasher.update(buffer.get(..read).unwrap_or_default());
            self.left -= read as u64;
            return Ok(read);
        }
        let found = Digest(self.hasher.clone().finalize().into());
        if found == self.hash { Ok(0) } else { Err(io::Error::other("the bytes are not those that were kept")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_reached_only_by_what_was_written() {
        let (mut bytes, mut read) = (Vec::new(), Vec::new());
        let mut to = Sealing::new(&mut bytes);
        to.write_all(b"what was kept").unwrap();
        let hash = to.hash();
        Sealed::new(&bytes[..], 13, hash).read_to_end(&mut read).unwrap();
        assert_eq!(read, b"what was kept");
        for other in [&b"what was kepT"[..], b"what was kep"] {
            assert!(Sealed::new(other, other.len() as u64, hash).read_to_end(&mut Vec::new()).is_err());
        }
    }
}
