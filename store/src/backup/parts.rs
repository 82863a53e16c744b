//! Writing and reading one part of a backup.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::sync::Arc;

use heyi_core::digest::Digest;
use sha2::{Digest as _, Sha256};

use super::error::{BackupError, doing};
use super::keys::{Opening, Sealing, decryptor};
use super::manifest::Part;
use crate::disk::{self, Disk, Open, Sequential};

const PIECE: usize = 256 << 10;

/// Writes a part, encrypted as `sealing` says, and makes it durable with its name. What had that name before is replaced.
pub(crate) fn write(
    disk: &dyn Disk,
    sealing: &Sealing,
    name: &str,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), BackupError>,
) -> Result<Part, BackupError> {
    let refused = doing("writing the backup");
    let name = format!("{name}{}", sealing.suffix());
    let temporary = format!("{name}.tmp");
    disk::make_dir(disk, disk::parent(&name)).map_err(&refused)?;
    disk::remove_if_there(disk, &temporary).map_err(&refused)?;
    let file = disk.open(&temporary, Open::Create).map_err(&refused)?;
    let out = BufWriter::with_capacity(PIECE, Out { file: Sequential::new(Arc::clone(&file)), hasher: Sha256::new() });
    let out = match sealing.encryptor()? {
        None => {
            let mut out = out;
            fill(&mut out)?;
            out
        }
        Some(encryptor) => {
            let mut sealed = encryptor.wrap_output(out).map_err(&refused)?;
            fill(&mut sealed)?;
            sealed.finish().map_err(&refused)?
        }
    };
    let out = out.into_inner().map_err(|error| refused(error.into_error()))?;
    file.sync_data().map_err(&refused)?;
    disk.rename(&temporary, &name).map_err(&refused)?;
    disk.sync_dir(disk::parent(&name)).map_err(&refused)?;
    Ok(Part { name, bytes: out.file.at(), sha256: Digest(out.hasher.finalize().into()) })
}

/// Whether a part is there with the length it must have.
pub(crate) fn is_there(disk: &dyn Disk, part: &Part) -> Result<bool, BackupError> {
    match disk.open(&part.name, Open::Read).and_then(|file| file.len()) {
        Ok(len) => Ok(len == part.bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(doing("reading the backup")(error)),
    }
}

/// All plain bytes of a part, which has the digest it must have.
pub(crate) fn read(disk: &dyn Disk, opening: &Opening, part: &Part) -> Result<Vec<u8>, BackupError> {
    let mut plain = Vec::new();
    let mut reader = stream(disk, opening, part)?;
    reader.read_to_end(&mut plain).map_err(|error| BackupError::part(&part.name, error.to_string()))?;
    Ok(plain)
}

/// The plain bytes of a part, after all its stored bytes were found to have the digest they must have.
pub(crate) fn stream(disk: &dyn Disk, opening: &Opening, part: &Part) -> Result<Box<dyn Read>, BackupError> {
    let file = match disk.open(&part.name, Open::Read) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(BackupError::part(&part.name, "the file is missing"));
        }
        opened => opened.map_err(doing("reading the backup"))?,
    };
    let mut hasher = Sha256::new();
    let mut stored = Sequential::new(Arc::clone(&file));
    let mut piece = vec![0; PIECE];
    loop {
        let read = stored.read(&mut piece).map_err(doing("reading the backup"))?;
        if read == 0 {
            break;
        }
        hasher.update(piece.get(..read).unwrap_or_default());
    }
    if stored.at() != part.bytes || Digest(hasher.finalize().into()) != part.sha256 {
        return Err(BackupError::part(&part.name, "its bytes are not those that were written"));
    }
    let stored = BufReader::with_capacity(PIECE, Sequential::new(file));
    if opening.is_plain() {
        return Ok(Box::new(stored));
    }
    Ok(Box::new(decryptor(&part.name, opening, stored)?))
}

/// Writes to a file and hashes what it writes.
struct Out {
    file: Sequential,
    hasher: Sha256,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
