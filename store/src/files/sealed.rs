//! How an attached file lies on disk: chunks, each encrypted and authenticated for itself, so that neither writing nor reading
//! ever holds more than one of them. The layout byte by byte is in `docs/log-format.md`.
//!
//! The chunks form a STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015): each nonce holds the number of the chunk and
//! whether it is the last, so that chunks can neither change places nor be missing at the end.

use std::io;
use std::sync::Arc;

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::aead::{KeyInit as _, Payload};
use heyi_core::digest::Digest;
use sha2::{Digest as _, Sha256};

use crate::disk::{File, read_up_to};

/// Plain bytes of every chunk but the last.
pub(crate) const CHUNK: usize = 64 << 10;
/// Bytes of a key.
pub(crate) const KEY: usize = 32;
const HEADER: usize = 32;
const TAG: usize = 16;
const PREFIX: usize = 19;
const MAGIC: [u8; 8] = *b"heyiFile";
const VERSION: u16 = 1;
const PREFIX_AT: usize = 12;

/// Bytes that are not those that were sealed, or another key.
#[derive(Debug)]
pub(crate) struct NotWhole;

/// Writes a file, chunk by chunk.
pub(crate) struct Sealer {
    file: Arc<dyn File>,
    header: [u8; HEADER],
    chunks: EncryptorBE32<XChaCha20Poly1305>,
    /// What is not written yet: the chunk after which nothing comes is sealed differently.
    waiting: Vec<u8>,
    end: u64,
    hasher: Sha256,
    bytes: u64,
}

impl Sealer {
    /// Begins an empty file.
    pub(crate) fn begin(file: Arc<dyn File>, key: &[u8; KEY], prefix: [u8; PREFIX]) -> io::Result<Self> {
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(&MAGIC);
        header.extend_from_slice(&VERSION.to_le_bytes());
        header.resize(PREFIX_AT, 0);
        header.extend_from_slice(&prefix);
        header.resize(HEADER, 0);
        let header: [u8; HEADER] = header.try_into().map_err(|_| io::Error::other("the header has another length"))?;
        file.write_at(&header, 0)?;
        let chunks = EncryptorBE32::from_aead(XChaCha20Poly1305::new(key.into()), &prefix.into());
        let (end, hasher) = (HEADER as u64, Sha256::new());
        Ok(Self { file, header, chunks, waiting: Vec::with_capacity(CHUNK), end, hasher, bytes: 0 })
    }

    /// How many plain bytes it was given.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes the next plain bytes.
    pub(crate) fn write(&mut self, mut plain: &[u8]) -> io::Result<()> {
        self.hasher.update(plain);
        self.bytes += plain.len() as u64;
        while !plain.is_empty() {
            if self.waiting.len() == CHUNK {
                let payload = Payload { msg: &self.waiting, aad: &self.header };
                let sealed = self.chunks.encrypt_next(payload).map_err(|_| too_long())?;
                self.file.write_at(&sealed, self.end)?;
                self.end += sealed.len() as u64;
                self.waiting.clear();
            }
            let (now, later) = plain.split_at(plain.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            plain = later;
        }
        Ok(())
    }

    /// Writes the last chunk; what was written is not synced. Answers digest and number of the plain bytes.
    pub(crate) fn finish(self) -> io::Result<(Digest, u64)> {
        let payload = Payload { msg: &self.waiting, aad: &self.header };
        let sealed = self.chunks.encrypt_last(payload).map_err(|_| too_long())?;
        self.file.write_at(&sealed, self.end)?;
        Ok((Digest(self.hasher.finalize().into()), self.bytes))
    }
}

fn too_long() -> io::Error {
    io::Error::other("the file has too many chunks")
}

/// Reads a file, chunk by chunk.
pub(crate) struct Opener {
    file: Arc<dyn File>,
    header: [u8; HEADER],
    /// Gone once the last chunk was read.
    chunks: Option<DecryptorBE32<XChaCha20Poly1305>>,
    at: u64,
    left: u64,
    hasher: Sha256,
    expected: Digest,
}

impl Opener {
    /// Begins to read a file that must hold these plain bytes.
    pub(crate) fn begin(
        file: Arc<dyn File>,
        key: &[u8],
        expected: Digest,
        bytes: u64,
    ) -> io::Result<Result<Self, NotWhole>> {
        let mut header = [0; HEADER];
        if read_up_to(&*file, &mut header, 0)? < HEADER || Some(file.len()?) != sealed_len(bytes) {
            return Ok(Err(NotWhole));
        }
        let magic = header.starts_with(&MAGIC) && header.get(8..10) == Some(&VERSION.to_le_bytes());
        let prefix: Option<[u8; PREFIX]> = header.get(PREFIX_AT..PREFIX_AT + PREFIX).and_then(|at| at.try_into().ok());
        let (true, Some(prefix), Ok(cipher)) = (magic, prefix, XChaCha20Poly1305::new_from_slice(key)) else {
            return Ok(Err(NotWhole));
        };
        let chunks = Some(DecryptorBE32::from_aead(cipher, &prefix.into()));
        Ok(Ok(Self { file, header, chunks, at: HEADER as u64, left: bytes, hasher: Sha256::new(), expected }))
    }

    /// The next plain bytes; `None` after the last. The last are given only when all of them have the digest they must have.
    pub(crate) fn next(&mut self) -> io::Result<Result<Option<Vec<u8>>, NotWhole>> {
        let Some(mut chunks) = self.chunks.take() else { return Ok(Ok(None)) };
        let plain = usize::try_from(self.left).unwrap_or(usize::MAX).min(CHUNK);
        let mut sealed = vec![0; plain + TAG];
        if read_up_to(&*self.file, &mut sealed, self.at)? < sealed.len() {
            return Ok(Err(NotWhole));
        }
        self.at += sealed.len() as u64;
        self.left -= plain as u64;
        let payload = Payload { msg: &sealed, aad: &self.header };
        let opened = if self.left > 0 {
            let opened = chunks.decrypt_next(payload);
            self.chunks = Some(chunks);
            opened
        } else {
            chunks.decrypt_last(payload)
        };
        let Ok(opened) = opened else {
            self.chunks = None;
            return Ok(Err(NotWhole));
        };
        self.hasher.update(&opened);
        let whole = self.left > 0 || Digest(self.hasher.clone().finalize().into()) == self.expected;
        Ok(if whole { Ok(Some(opened)) } else { Err(NotWhole) })
    }
}

/// How long the file of so many plain bytes is; `None` for more than can be.
fn sealed_len(bytes: u64) -> Option<u64> {
    let chunks = bytes.div_ceil(CHUNK as u64).max(1);
    bytes.checked_add(chunks.checked_mul(TAG as u64)?)?.checked_add(HEADER as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::simulated::SimulatedDisk;
    use crate::disk::{Disk as _, Open};

    fn sealed(disk: &SimulatedDisk, plain: &[u8]) -> (Arc<dyn File>, Digest) {
        let _ = disk.remove("x");
        let file = disk.open("x", Open::Create).unwrap();
        let mut sealer = Sealer::begin(Arc::clone(&file), &[7; KEY], [9; PREFIX]).unwrap();
        for piece in plain.chunks(1_000) {
            sealer.write(piece).unwrap();
        }
        let (digest, bytes) = sealer.finish().unwrap();
        assert_eq!((digest, bytes), (Digest::of(&[plain]), plain.len() as u64));
        (file, digest)
    }

    fn opened(file: &Arc<dyn File>, key: u8, digest: Digest, bytes: u64) -> Option<Vec<u8>> {
        let mut opener = Opener::begin(Arc::clone(file), &[key; KEY], digest, bytes).unwrap().ok()?;
        let mut plain = Vec::new();
        while let Some(chunk) = opener.next().unwrap().ok()? {
            assert!(chunk.len() <= CHUNK);
            plain.extend(chunk);
        }
        Some(plain)
    }

    #[test]
    fn every_length_around_a_chunk_reads_back() {
        let disk = SimulatedDisk::new(1);
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5] {
            let plain: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let (file, digest) = sealed(&disk, &plain);
            assert_eq!(opened(&file, 7, digest, len as u64).as_deref(), Some(plain.as_slice()), "{len}");
            assert_eq!(opened(&file, 8, digest, len as u64), None, "another key");
            assert_eq!(opened(&file, 7, Digest::of(&[b"x"]), len as u64), None, "other bytes were expected");
            assert_eq!(opened(&file, 7, digest, len as u64 + 1), None, "another length was expected");
        }
    }

    #[test]
    fn no_change_passes_and_chunks_neither_move_nor_go_missing() {
        let disk = SimulatedDisk::new(2);
        let plain: Vec<u8> = (0..2 * CHUNK + 9).map(|at| (at % 251) as u8).collect();
        let chunk = CHUNK + TAG;
        let changes: [fn(&mut Vec<u8>, usize); 4] = [
            |bytes, chunk| bytes.copy_within(HEADER..HEADER + chunk, HEADER + chunk),
            |bytes, chunk| drop(bytes.drain(HEADER..HEADER + chunk)),
            |bytes, _| bytes.truncate(bytes.len() - 9 - TAG),
            |bytes, _| bytes.push(0),
        ];
        for (number, change) in changes.iter().enumerate() {
            let (file, digest) = sealed(&disk, &plain);
            disk.damage("x", |bytes| change(bytes, chunk)).unwrap();
            assert_eq!(opened(&file, 7, digest, plain.len() as u64), None, "change {number}");
        }
        let (file, _) = sealed(&disk, &plain);
        let len = usize::try_from(file.len().unwrap()).unwrap();
        for at in (0..len).step_by(997).chain(0..HEADER).chain([len - 1]) {
            let (file, digest) = sealed(&disk, &plain);
            disk.damage("x", |bytes| bytes[at] ^= 4).unwrap();
            assert_eq!(opened(&file, 7, digest, plain.len() as u64), None, "byte {at}");
        }
    }
}
