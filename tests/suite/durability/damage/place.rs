//! Where a damage strikes.

use std::ops::Range;
use std::path::Path;

use rand::RngExt as _;
use rand::rngs::StdRng;

use super::Ended;
use super::known::Known;

const PAGE: usize = 4_096;

/// What is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Segment,
    LastSegment,
    Index,
    Vault,
    File,
    /// `log/clean-stop.json`.
    Mark,
}

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// One bit flipped.
    Bit,
    /// A page of 4 KiB zeroed.
    Page,
    /// The file cut short.
    Short,
    /// The file gone.
    Missing,
}

/// A damage to be done.
#[derive(Clone)]
pub(super) struct Damaged {
    pub(super) target: Target,
    pub(super) fault: Fault,
    pub(super) path: String,
    /// What the file holds then; `None`: it is gone.
    after: Option<Vec<u8>>,
    /// Where bytes differ; what is cut off differs.
    pub(super) changed: Range<usize>,
    /// Whether only room was hit that nothing was ever written to.
    pub(super) unused: bool,
}

impl std::fmt::Debug for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} of {} at {:?}", self.fault, self.path, self.changed)
    }
}

impl Damaged {
    /// A damage of this kind somewhere; `None` when there is no such file, or no byte would change.
    pub(super) fn choose(
        known: &Known,
        ended: Ended,
        target: Target,
        fault: Fault,
        random: &mut StdRng,
    ) -> Option<Self> {
        let is_target = |path: &str| match target {
            Target::Segment => path.ends_with(".seg") && *path != known.last_segment,
            Target::LastSegment => *path == known.last_segment,
            Target::Index => path.starts_with("index/") && ended != Ended::KilledWithoutIndex,
            Target::Vault => path.starts_with("vault/"),
            Target::File => path.starts_with("files/") && !path.ends_with(".json"),
            Target::Mark => path == "log/clean-stop.json" && ended == Ended::Closed,
        };
        let paths: Vec<&String> = known.files_on_disk.keys().filter(|path| is_target(path)).collect();
        let path = *paths.get(random.random_range(0..paths.len().max(1)))?;
        let before = &known.files_on_disk[path];
        // Of the last segment some strike the last frame, and some the room behind the frames.
        let (begin, end) = known.last_frame;
        let range = match (target, random.random_range(0..8)) {
            (Target::LastSegment, 0) => end..before.len(),
            (Target::LastSegment, 1 | 2) => begin..end,
            (Target::LastSegment, _) => 0..end,
            _ => 0..before.len(),
        };
        let mut after = before.clone();
        match fault {
            Fault::Missing => return Some(Self::new(known, target, fault, path, None)),
            _ if range.is_empty() => return None,
            Fault::Bit => after[random.random_range(range)] ^= 1 << random.random_range(0..8),
            Fault::Page => {
                let page = random.random_range(range) / PAGE * PAGE;
                let end = after.len().min(page + PAGE);
                after[page..end].fill(0);
            }
            Fault::Short => after.truncate(random.random_range(range)),
        }
        (after != *before).then(|| Self::new(known, target, fault, path, Some(after)))
    }

    fn new(known: &Known, target: Target, fault: Fault, path: &str, after: Option<Vec<u8>>) -> Self {
        let before = &known.files_on_disk[path];
        let now = after.as_deref().unwrap_or_default();
        let begin = before.iter().zip(now).position(|(a, b)| a != b).unwrap_or(now.len());
        let same = if now.len() == before.len() {
            before.iter().rev().zip(now.iter().rev()).take_while(|(a, b)| a == b).count()
        } else {
            0
        };
        let changed = begin..before.len() - same;
        let unused = target == Target::LastSegment && begin >= known.last_frame.1 && after.is_some();
        Self { target, fault, path: path.to_owned(), after, changed, unused }
    }

    /// Whether without index and mark nothing can tell that the log was longer: what was changed reaches from before the last frame
    /// to the end of all frames, so that no frame is left that knows of those before it.
    pub(super) fn hides_the_end(&self, known: &Known) -> bool {
        let (begin, end) = known.last_frame;
        self.target == Target::LastSegment
            && self.changed.start < begin
            && (begin..end).contains(&(self.changed.end - 1).min(end - 1))
    }

    /// Writes the damaged store to an empty directory.
    pub(super) fn write(&self, known: &Known, ended: Ended, root: &Path) {
        let without = |path: &str| match ended {
            Ended::Closed => false,
            Ended::Killed => path == "log/clean-stop.json",
            Ended::KilledWithoutIndex => path == "log/clean-stop.json" || path.starts_with("index"),
        };
        for dir in known.dirs.iter().filter(|dir| !without(dir)) {
            std::fs::create_dir_all(root.join(dir)).unwrap();
        }
        for (path, bytes) in known.files_on_disk.iter().filter(|(path, _)| !without(path)) {
            let bytes = if *path == self.path { self.after.as_ref() } else { Some(bytes) };
            if let Some(bytes) = bytes {
                std::fs::write(root.join(path), bytes).unwrap();
            }
        }
    }
}
