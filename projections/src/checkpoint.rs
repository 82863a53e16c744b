//! The contents of a projection in a file, so that a restart need not begin at 0.
//!
//! ```text
//! projections/<name>-<position>   head (JSON, one line), SHA-256 of the head, columns
//! ```
//!
//! A file is written beside and renamed; then the pointer (name, position, SHA-256 of the file) is set in the index, and
//! files older than the one before are removed. A file is read only when pointer, hash, program and log agree with it: otherwise the
//! projection starts again from 0, which costs time and changes no answer.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use heyi_store::append::ChainPoint;
use heyi_store::checkpoints::{CheckpointPointer, Checkpoints};
use heyi_store::disk::{self, Disk, Open, PIECE, Sequential};
use heyi_store::log::EventLog;
use serde::{Deserialize, Serialize};

use crate::columns::{Reader, Writer};
use crate::projection::Projection;
use crate::sealed::{Sealed, Sealing};

/// The directory.
const DIR: &str = "projections";
/// Bytes of a hash.
const HASH: usize = 32;
/// Bytes of the longest head that is read.
const HEAD: usize = 4_096;

/// Keeps and reads contents of projections.
#[derive(Clone)]
pub struct Shelf {
    disk: Arc<dyn Disk>,
    pointers: Arc<dyn Checkpoints>,
    log: Arc<dyn EventLog>,
}

/// The first line of a file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    program: String,
    name: String,
    format: u32,
    position: Position,
    /// The chain of the log at `position`: contents of another log are not taken for this one's.
    chain: Digest,
}

/// What a pointer points at, to be read.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pointer: CheckpointPointer,
    chain: Digest,
}

/// A file that was written, with the hash by which it is known.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    name: &'static str,
    pointer: CheckpointPointer,
}

impl Shelf {
    /// On that disk, with the pointers in that index, for that log.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, pointers: Arc<dyn Checkpoints>, log: Arc<dyn EventLog>) -> Self {
        Self { disk, pointers, log }
    }

    /// The chain of the log at a position, which is written with what is kept of it.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn chain(&self, position: Position) -> io::Result<Digest> {
        Ok(self.log.chain_at(position).await.map_err(io::Error::other)?.chain)
    }

    /// Writes the contents of a projection that has come to `position`, where the log has this chain.
    ///
    /// # Errors
    /// When the disk refuses; what was kept before is still there.
    pub fn write(&self, projection: &dyn Projection, position: Position, chain: Digest) -> io::Result<Written> {
        let name = projection.name();
        let mut first = serde_json::to_vec(&head(projection, position, chain))?;
        first.push(b'\n');
        first.extend(Digest::of(&[&first]).0);
        disk::make_dir(&*self.disk, DIR)?;
        let mut hash = Digest::default();
        disk::replace_with(&*self.disk, &path(name, position), |to| {
            let mut to = BufWriter::with_capacity(PIECE, Sealing::new(to));
            to.write_all(&first)?;
            projection.write(Writer::new(&mut to))?;
            hash = to.into_inner().map_err(io::IntoInnerError::into_error)?.hash();
            Ok(())
        })?;
        Ok(Written { name, pointer: CheckpointPointer { position, hash } })
    }

    /// Points at what was written.
    ///
    /// # Errors
    /// When the disk refuses to remove what was kept before the last time.
    pub async fn point_at(&self, written: Written) -> io::Result<()> {
        let Written { name, pointer } = written;
        let before = self.pointers.checkpoint(name).await;
        self.pointers.set_checkpoint(name, pointer).await;
        self.remove_but(name, &[Some(pointer.position), before.map(|before| before.position)])
    }

    /// What is pointed at under a name; `None`: nothing that the log agrees with.
    pub async fn kept(&self, name: &str) -> Option<Kept> {
        let pointer = self.pointers.checkpoint(name).await?;
        match self.chain(pointer.position).await {
            Ok(chain) => Some(Kept { pointer, chain }),
            Err(why) => {
                not_used(name, pointer.position, &why.to_string());
                None
            }
        }
    }

    /// Puts what was kept into `projection`, and gives its position; 0 when it cannot be trusted.
    pub fn read(&self, projection: &mut dyn Projection, kept: Kept) -> Position {
        match self.contents(projection, kept) {
            Ok(()) => kept.pointer.position,
            Err(why) => {
                not_used(projection.name(), kept.pointer.position, &why);
                Position::ZERO
            }
        }
    }

    fn contents(&self, projection: &mut dyn Projection, kept: Kept) -> Result<(), String> {
        let (name, position) = (projection.name(), kept.pointer.position);
        let file = self.disk.open(&path(name, position), Open::Read).map_err(|error| error.to_string())?;
        let length = file.len().map_err(|error| error.to_string())?;
        let mut first = [0; HEAD];
        let read = disk::read_up_to(&*file, &mut first, 0).map_err(|error| error.to_string())?;
        let (found, begin) = first.get(..read).and_then(first_line).ok_or("the file has no head")?;
        if found != head(projection, position, kept.chain) {
            return Err("it was kept by another program, or for another log".to_owned());
        }
        let columns = length.checked_sub(begin as u64).ok_or("the file is too short")?;
        let sealed = Sealed::new(Sequential::new(file), length, kept.pointer.hash);
        let mut from = BufReader::with_capacity(PIECE, sealed);
        io::copy(&mut from.by_ref().take(begin as u64), &mut io::sink()).map_err(|error| error.to_string())?;
        projection.read(Reader::new(&mut from, columns)).map_err(|error| error.to_string())
    }

    fn remove_but(&self, name: &str, kept: &[Option<Position>]) -> io::Result<()> {
        for listed in self.disk.list(DIR)? {
            let position = listed.name.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')?.parse().ok());
            if position.is_some() && !kept.contains(&position) {
                self.disk.remove(&format!("{DIR}/{}", listed.name))?;
            }
        }
        Ok(())
    }
}

fn not_used(projection: &str, position: Position, why: &str) {
    tracing::warn!(projection, %position, why, "checkpoint not used; starting from 0");
}

/// The ends of the log that the files remember, each with its path; without the index, so beside a server too. A file whose head is
/// not whole remembers nothing.
///
/// # Errors
/// When the disk refuses to be read.
pub fn remembered(disk: &dyn Disk) -> io::Result<Vec<(String, ChainPoint)>> {
    let listed = disk::list_if_there(disk, DIR)?;
    let mut ends = Vec::new();
    for path in listed.into_iter().map(|listed| format!("{DIR}/{}", listed.name)) {
        let file = match disk.open(&path, Open::Read) {
            // One may be replaced by a newer one meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened?,
        };
        let mut first = [0; HEAD];
        let read = disk::read_up_to(&*file, &mut first, 0)?;
        if let Some((head, _)) = first.get(..read).and_then(first_line) {
            ends.push((path, ChainPoint { position: head.position, chain: head.chain }));
        }
    }
    Ok(ends)
}

/// The head that a file begins with, and where its columns begin; `None`: it is not whole.
fn first_line(bytes: &[u8]) -> Option<(Head, usize)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')? + 1;
    let (line, rest) = bytes.split_at_checked(end)?;
    let hash = rest.first_chunk::<HASH>()?;
    let head = serde_json::from_slice(line).ok().filter(|_| Digest::of(&[line]).0 == *hash)?;
    Some((head, end + HASH))
}

fn head(projection: &dyn Projection, position: Position, chain: Digest) -> Head {
    // What a fold gives may change with any version of the program, so only the same version's contents are read.
    let program = concat!("heyi ", env!("CARGO_PKG_VERSION")).to_owned();
    Head { program, name: projection.name().to_owned(), format: projection.format(), position, chain }
}

fn path(name: &str, position: Position) -> String {
    format!("{DIR}/{name}-{position:020}", position = position.0)
}
