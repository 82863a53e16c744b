//! The vault and what else cannot be computed again, packed as a tar archive: texts, keys, secrets and marks of erasure, what was
//! cut off the log, and the settings.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use super::error::{BackupError, doing};
use super::manifest::is_within;
use crate::disk::{self, Disk};
use crate::vault;

/// Single files that are packed if they are there.
const SINGLE: [&str; 2] = ["heyi.toml", "demo"];

/// Keys whose erasure is noted.
pub(crate) fn erased(disk: &dyn Disk) -> Result<BTreeSet<String>, BackupError> {
    Ok(files_in(disk, "vault/erased").map_err(doing("reading the vault"))?.into_iter().collect())
}

/// Packs everything. What is erased or removed meanwhile is left out.
pub(crate) fn pack(disk: &dyn Disk, out: &mut dyn Write) -> Result<(), BackupError> {
    pack_all(disk, out).map_err(doing("packing the vault"))
}

fn pack_all(disk: &dyn Disk, out: &mut dyn Write) -> io::Result<()> {
    let mut archive = tar::Builder::new(out);
    for path in SINGLE.map(str::to_owned).into_iter().chain(files_in(disk, "cut")?) {
        add(disk, &mut archive, &path)?;
    }
    for path in files_in(disk, "vault/keys")? {
        let Some(bytes) = disk::read_if_there(disk, &path)? else { continue };
        // The note stands before the key is overwritten: without it, what was read is the key.
        let noted = path.replace("vault/keys/", "vault/erased/");
        if disk::read_if_there(disk, &noted)?.is_none() {
            append(&mut archive, &path, &bytes)?;
        }
    }
    for scope in disk::list_if_there(disk, "vault/texts")?.into_iter().filter(|listed| listed.is_dir) {
        for path in files_in(disk, &format!("vault/texts/{}", scope.name))? {
            add(disk, &mut archive, &path)?;
        }
    }
    for path in files_in(disk, "vault/secrets")? {
        let bytes = disk::read_if_there(disk, &path)?;
        // One that is just being destroyed: nothing refers to it.
        if let Some(bytes) = bytes.filter(|bytes| vault::unchecked(bytes).is_some()) {
            append(&mut archive, &path, &bytes)?;
        }
    }
    for path in files_in(disk, "vault/erased")? {
        add(disk, &mut archive, &path)?;
    }
    archive.finish()
}

fn add(disk: &dyn Disk, archive: &mut tar::Builder<impl Write>, path: &str) -> io::Result<()> {
    match disk::read_if_there(disk, path)? {
        Some(bytes) => append(archive, path, &bytes),
        None => Ok(()),
    }
}

fn append(archive: &mut tar::Builder<impl Write>, path: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_entry_type(tar::EntryType::Regular);
    archive.append_data(&mut header, path, bytes)
}

/// The files in a directory, without what was left half written.
fn files_in(disk: &dyn Disk, dir: &str) -> io::Result<Vec<String>> {
    let listed = disk::list_if_there(disk, dir)?;
    let files = listed.into_iter().filter(|listed| !listed.is_dir && !listed.name.ends_with(".tmp"));
    Ok(files.map(|listed| format!("{dir}/{}", listed.name)).filter(|path| is_within(path)).collect())
}

/// Gives each packed file, with its path in the data directory, to `take`.
pub(crate) fn unpack(
    part: &str,
    packed: impl Read,
    mut take: impl FnMut(&str, Vec<u8>) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    let wrong = |error: io::Error| BackupError::part(part, error.to_string());
    let mut archive = tar::Archive::new(packed);
    for entry in archive.entries().map_err(wrong)? {
        let mut entry = entry.map_err(wrong)?;
        let path = entry.path().map_err(wrong)?.to_str().unwrap_or_default().to_owned();
        let ours = SINGLE.contains(&path.as_str()) || path.starts_with("cut/") || path.starts_with("vault/");
        if !(ours && is_within(&path) && entry.header().entry_type() == tar::EntryType::Regular) {
            return Err(BackupError::part(part, format!("it holds {path}")));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(wrong)?;
        take(&path, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(path: &str, kind: tar::EntryType) -> Vec<u8> {
        let mut archive = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(1);
        header.set_entry_type(kind);
        // Written past the library, which refuses such names itself.
        let name = &mut header.as_old_mut().name;
        name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        archive.append(&header, &b"x"[..]).unwrap();
        archive.into_inner().unwrap()
    }

    fn taken(path: &str, kind: tar::EntryType) -> Result<Vec<String>, BackupError> {
        let mut taken = Vec::new();
        unpack("vault/x.tar", &*archive(path, kind), |path, _| {
            taken.push(path.to_owned());
            Ok(())
        })?;
        Ok(taken)
    }

    #[test]
    fn nothing_is_unpacked_outside_of_what_was_packed() {
        let file = tar::EntryType::Regular;
        for path in ["heyi.toml", "cut/00000001-96-ab.bin", "vault/keys/k", "vault/texts/s/k"] {
            assert_eq!(taken(path, file).unwrap(), [path]);
        }
        for path in
            ["../x", "/etc/x", "vault/../../x", "log/00000001.seg", "vault/.x", "vault//x", "heyi.sock", "vault/a b"]
        {
            assert!(matches!(taken(path, file), Err(BackupError::PartDamaged { .. })), "{path}");
        }
        for kind in [tar::EntryType::Symlink, tar::EntryType::Directory, tar::EntryType::Link] {
            assert!(taken("vault/keys/k", kind).is_err(), "{kind:?}");
        }
        let mut cut = archive("vault/keys/k", file);
        cut.truncate(512);
        assert!(unpack("vault/x.tar", &*cut, |_, _| Ok(())).is_err(), "an archive that is cut short");
    }
}
