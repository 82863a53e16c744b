//! A disk with a volatile cache, fed from a trace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::trace::Step;

/// What survives or not as one, in bytes.
const BLOCK: usize = 4_096;

/// A file as the system shows it, and as it would be after a power cut with nothing but what was synced.
#[derive(Clone, Debug, Default)]
struct File {
    shown: Vec<u8>,
    synced: Vec<u8>,
    /// Blocks written since the last sync.
    unsynced: std::collections::BTreeSet<usize>,
}

impl File {
    fn write(&mut self, at: u64, bytes: &[u8]) {
        let at = usize::try_from(at).unwrap();
        let end = at + bytes.len();
        if self.shown.len() < end {
            self.shown.resize(end, 0);
        }
        self.shown[at..end].copy_from_slice(bytes);
        self.unsynced.extend(at / BLOCK..end.div_ceil(BLOCK));
    }

    fn set_length(&mut self, length: usize) {
        let changed = self.shown.len().min(length)..self.shown.len().max(length);
        self.unsynced.extend(changed.start / BLOCK..changed.end.div_ceil(BLOCK));
        self.shown.resize(length, 0);
    }

    fn sync(&mut self) {
        let (shown, synced) = (&self.shown, &mut self.synced);
        synced.resize(shown.len(), 0);
        for block in std::mem::take(&mut self.unsynced) {
            let end = shown.len().min((block + 1) * BLOCK);
            if let Some(bytes) = shown.get(block * BLOCK..end) {
                synced[block * BLOCK..end].copy_from_slice(bytes);
            }
        }
    }

    /// What a power cut leaves, when each unsynced block survives by `coin`.
    fn after_power_cut(&self, coin: &mut dyn FnMut() -> bool) -> Vec<u8> {
        let mut left = self.synced.clone();
        for block in &self.unsynced {
            let start = block * BLOCK;
            let end = self.shown.len().min(start + BLOCK);
            if let (true, Some(bytes)) = (coin(), self.shown.get(start..end)) {
                if left.len() < end {
                    left.resize(end, 0);
                }
                left[start..end].copy_from_slice(bytes);
            }
        }
        left
    }
}

fn replay(steps: &[Step]) -> BTreeMap<PathBuf, File> {
    let mut files: BTreeMap<PathBuf, File> = BTreeMap::new();
    for step in steps {
        match step {
            Step::Empty(path) => files.entry(path.clone()).or_default().set_length(0),
            Step::Write(path, at, bytes) => files.get_mut(path).unwrap().write(*at, bytes),
            Step::Length(path, length) => files.get_mut(path).unwrap().set_length(usize::try_from(*length).unwrap()),
            Step::Sync(path) => files.get_mut(path).unwrap().sync(),
            Step::Rename(from, to) => {
                let file = files.remove(from).unwrap();
                files.insert(to.clone(), file);
            }
            Step::Delete(path) => {
                files.remove(path);
            }
            Step::Acknowledged => {}
        }
    }
    files
}

/// Writes to `dir` what a device has after these steps and a power cut.
pub(super) fn after_power_cut(steps: &[Step], dir: &Path, coin: &mut dyn FnMut() -> bool) {
    for (path, file) in replay(steps) {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.after_power_cut(coin)).unwrap();
    }
}

/// The trace was read rightly: without a power cut it gives the very files that are there.
///
/// # Panics
/// When it does not.
pub(super) fn same_as_on_disk(steps: &[Step], dir: &Path) {
    let files = replay(steps);
    assert!(!files.is_empty());
    for (path, file) in files {
        assert!(std::fs::read(dir.join(&path)).unwrap() == file.shown, "{} is not as the trace says", path.display());
    }
}
