//! The contents of a projection in a file, so that a restart need not begin at 0.
//!
//! ```text
//! projections/<name>-<position>   head (JSON, one line), columns, SHA-256 of both
//! ```
//!
//! A file is written beside and renamed; then the pointer (name, position, hash) is set in the index, and files
//! older than the one before are removed. A file is read only when pointer, hash, program and log agree with it: otherwise the
//! projection starts again from 0, which costs time and changes no answer.

use std::io;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use heyi_store::append::ChainPoint;
use heyi_store::checkpoints::{CheckpointPointer, Checkpoints};
use heyi_store::disk::{self, Disk};
use heyi_store::log::EventLog;
use serde::{Deserialize, Serialize};

use crate::projection::Projection;

/// The directory.
const DIR: &str = "projections";
/// Bytes of the hash at the end of a file.
const HASH: usize = 32;

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

/// Contents to be kept, written down.
#[derive(Debug)]
pub struct Written {
    name: &'static str,
    format: u32,
    position: Position,
    columns: Vec<u8>,
}

impl Written {
    /// The contents of a projection that has come to `position`.
    #[must_use]
    pub fn of(projection: &dyn Projection, position: Position) -> Self {
        Self { name: projection.name(), format: projection.format(), position, columns: projection.write() }
    }
}

impl Shelf {
    /// On that disk, with the pointers in that index, for that log.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, pointers: Arc<dyn Checkpoints>, log: Arc<dyn EventLog>) -> Self {
        Self { disk, pointers, log }
    }

    /// Keeps contents.
    ///
    /// # Errors
    /// When the disk refuses or the log cannot be read; what was kept before is still there.
    pub async fn keep(&self, written: Written) -> io::Result<()> {
        let (name, position) = (written.name, written.position);
        let (bytes, hash) = self.file(written).await?;
        let before = self.pointers.checkpoint(name).await;
        let disk = Arc::clone(&self.disk);
        let path = path(name, position);
        let replacing = tokio::task::spawn_blocking(move || {
            disk::make_dir(&*disk, DIR)?;
            disk::replace(&*disk, &path, &bytes)
        });
        replacing.await.map_err(io::Error::other)??;
        self.pointers.set_checkpoint(name, CheckpointPointer { position, hash }).await;
        self.remove_but(name, &[Some(position), before.map(|before| before.position)])
    }

    /// Puts what was kept into `projection`, and gives its position; 0 when there is nothing that can be trusted.
    pub async fn read(&self, projection: &mut dyn Projection) -> Position {
        let name = projection.name();
        let Some(pointer) = self.pointers.checkpoint(name).await else { return Position::ZERO };
        match self.contents(projection, pointer).await {
            Ok(()) => pointer.position,
            Err(why) => {
                tracing::warn!(projection = name, position = %pointer.position, %why, "checkpoint not used; starting from 0");
                Position::ZERO
            }
        }
    }

    /// The file, and its hash.
    async fn file(&self, written: Written) -> io::Result<(Vec<u8>, Digest)> {
        let chain = self.log.chain_at(written.position).await.map_err(io::Error::other)?.chain;
        let head = head(written.name, written.format, written.position, chain);
        let mut bytes = serde_json::to_vec(&head)?;
        bytes.push(b'\n');
        bytes.extend(written.columns);
        let hash = Digest::of(&[&bytes]);
        bytes.extend(hash.0);
        Ok((bytes, hash))
    }

    async fn contents(&self, projection: &mut dyn Projection, pointer: CheckpointPointer) -> Result<(), String> {
        let bytes = disk::read(&*self.disk, &path(projection.name(), pointer.position)).map_err(|e| e.to_string())?;
        let (content, hash) = bytes.split_last_chunk::<HASH>().ok_or("the file is too short")?;
        let found = Digest::of(&[content]);
        if found.0 != *hash || found != pointer.hash {
            return Err("the file is not the one that was kept".to_owned());
        }
        let mut parts = content.splitn(2, |byte| *byte == b'\n');
        let (first, columns) = parts.next().zip(parts.next()).ok_or("the file has no head")?;
        let found: Head = serde_json::from_slice(first).map_err(|error| error.to_string())?;
        let chain = self.log.chain_at(pointer.position).await.map_err(|error| error.to_string())?.chain;
        if found != head(projection.name(), projection.format(), pointer.position, chain) {
            return Err("it was kept by another program, or for another log".to_owned());
        }
        projection.read(columns).map_err(|error| error.to_string())
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

/// The ends of the log that the files remember, each with its path; without the index, so beside a server too. A file that is not
/// whole remembers nothing.
///
/// # Errors
/// When the disk refuses to be read.
pub fn remembered(disk: &dyn Disk) -> io::Result<Vec<(String, ChainPoint)>> {
    let listed = disk::list_if_there(disk, DIR)?;
    let mut ends = Vec::new();
    for path in listed.into_iter().map(|listed| format!("{DIR}/{}", listed.name)) {
        // One may be replaced by a newer one meanwhile.
        let Some(bytes) = disk::read_if_there(disk, &path)? else { continue };
        let Some((content, hash)) = bytes.split_last_chunk::<HASH>() else { continue };
        let first = content.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if let (Ok(head), true) = (serde_json::from_slice::<Head>(first), Digest::of(&[content]).0 == *hash) {
            ends.push((path, ChainPoint { position: head.position, chain: head.chain }));
        }
    }
    Ok(ends)
}

fn head(name: &str, format: u32, position: Position, chain: Digest) -> Head {
    // What a fold gives may change with any version of the program, so only the same version's contents are read.
    let program = concat!("heyi ", env!("CARGO_PKG_VERSION")).to_owned();
    Head { program, name: name.to_owned(), format, position, chain }
}

fn path(name: &str, position: Position) -> String {
    format!("{DIR}/{name}-{position:020}", position = position.0)
}
