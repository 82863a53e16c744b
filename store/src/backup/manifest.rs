//! What a backup consists of: written last, so that all it names is there.

use std::collections::{BTreeMap, BTreeSet};

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::{BackupError, doing};
use crate::append::ChainPoint;
use crate::disk::{self, Disk};

/// The manifest.
pub(crate) const MANIFEST: &str = "heyi-backup.json";
/// What a run that was not finished has copied already.
pub(crate) const PROGRESS: &str = "progress.json";
/// The version of the layout.
const VERSION: u32 = 1;

/// Everything a backup consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The version of the layout.
    heyi_backup: u32,
    /// The log's own number.
    pub(crate) log: Uuid,
    /// Where the log ends in this backup.
    #[serde(flatten)]
    pub(crate) end: ChainPoint,
    pub(crate) made_at: Timestamp,
    pub(crate) protection: Protected,
    /// Sealed segments, by number.
    pub(crate) segments: BTreeMap<u64, SealedPart>,
    /// The last segment up to the end, unless the log ends with a sealed one.
    pub(crate) open: Option<OpenPart>,
    /// The vault, and what else is kept.
    pub(crate) vault: Option<Part>,
    /// Attached files, by the digest of their plain bytes.
    pub(crate) files: BTreeMap<Digest, Part>,
}

/// A file of the backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Within the directory of the backup.
    pub(crate) name: String,
    /// How many bytes it has there.
    pub(crate) bytes: u64,
    /// SHA-256 of them.
    pub(crate) sha256: Digest,
}

/// A sealed segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedPart {
    /// Its last position, and the chain there.
    pub(crate) last: Position,
    pub(crate) chain: Digest,
    #[serde(flatten)]
    pub(crate) part: Part,
}

/// The segment that was being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenPart {
    pub(crate) segment: u64,
    #[serde(flatten)]
    pub(crate) part: Part,
}

/// How the parts are encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protected {
    /// Not at all.
    Plain,
    /// To an identity that lies beside them, encrypted to a passphrase.
    Passphrase,
    /// To these age recipients.
    Recipients(BTreeSet<String>),
}

impl Manifest {
    pub(crate) fn new(log: Uuid, protection: Protected, now: Timestamp) -> Self {
        Self {
            heyi_backup: VERSION,
            log,
            end: ChainPoint::START,
            made_at: now,
            protection,
            segments: BTreeMap::new(),
            open: None,
            vault: None,
            files: BTreeMap::new(),
        }
    }

    /// The manifest of a finished backup, or the notes of one under way; `None` when there are none.
    pub(crate) fn read(disk: &dyn Disk, name: &str) -> Result<Option<Self>, BackupError> {
        let Some(bytes) = disk::read_if_there(disk, name).map_err(doing("reading the backup"))? else {
            return Ok(None);
        };
        #[derive(Deserialize)]
        struct Version {
            heyi_backup: u32,
        }
        let wrong = |error: serde_json::Error| BackupError::part(name, error.to_string());
        if serde_json::from_slice::<Version>(&bytes).map_err(wrong)?.heyi_backup != VERSION {
            return Err(BackupError::Later);
        }
        let manifest: Self = serde_json::from_slice(&bytes).map_err(wrong)?;
        if let Some(part) = manifest.parts().find(|part| !is_within(&part.name)) {
            return Err(BackupError::part(name, format!("it names {}", part.name)));
        }
        Ok(Some(manifest))
    }

    pub(crate) fn write(&self, disk: &dyn Disk, name: &str) -> Result<(), BackupError> {
        let bytes = serde_json::to_vec_pretty(self).map_err(std::io::Error::other);
        bytes.and_then(|bytes| disk::replace(disk, name, &bytes)).map_err(doing("writing the list of the backup"))
    }

    /// All files it names.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        let sealed = self.segments.values().map(|sealed| &sealed.part);
        let open = self.open.iter().map(|open| &open.part);
        sealed.chain(open).chain(&self.vault).chain(self.files.values())
    }
}

/// Whether a name stays within the directory it is in, one folder deep at most, of letters that no system reads in its own way.
pub(crate) fn is_within(name: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let mut levels = name.split('/');
    levels.clone().count() <= 4
        && levels.all(|level| !level.is_empty() && !level.starts_with('.') && level.bytes().all(fine))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::simulated::SimulatedDisk;

    fn manifest(open: &str) -> Manifest {
        let mut manifest = Manifest::new(Uuid::from_u128(1), Protected::Plain, Timestamp::UNIX_EPOCH);
        let part = |name: &str| Part { name: name.to_owned(), bytes: 1, sha256: Digest::of(&[b"x"]) };
        manifest
            .segments
            .insert(1, SealedPart { last: Position(9), chain: Digest::default(), part: part("segments/1") });
        manifest.open = Some(OpenPart { segment: 2, part: part(open) });
        manifest.files.insert(Digest::of(&[b"y"]), part("files/y"));
        manifest
    }

    #[test]
    fn reads_back_and_names_nothing_outside() {
        let disk = SimulatedDisk::new(1);
        assert_eq!(Manifest::read(&disk, MANIFEST).unwrap(), None);
        for protection in [Protected::Plain, Protected::Passphrase, Protected::Recipients(["age1x".to_owned()].into())]
        {
            let written = Manifest { protection, ..manifest("open/2") };
            written.write(&disk, MANIFEST).unwrap();
            assert_eq!(Manifest::read(&disk, MANIFEST).unwrap(), Some(written));
        }
        for name in ["../heyi-data/log/1", "/etc/passwd", "open/../../x", "", "open//x"] {
            manifest(name).write(&disk, MANIFEST).unwrap();
            assert!(matches!(Manifest::read(&disk, MANIFEST), Err(BackupError::PartDamaged { .. })), "{name}");
        }
        disk::replace(&disk, MANIFEST, b"{\"heyi_backup\":2}").unwrap();
        assert!(matches!(Manifest::read(&disk, MANIFEST), Err(BackupError::Later)));
        disk::replace(&disk, MANIFEST, b"{").unwrap();
        assert!(Manifest::read(&disk, MANIFEST).is_err());
    }
}
