//! What a traced process did to the files of one directory, in order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ACKNOWLEDGED;

/// One thing done.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A file was made, or emptied.
    Empty(PathBuf),
    /// Bytes were written at an offset.
    Write(PathBuf, u64, Vec<u8>),
    /// A file was given a length.
    Length(PathBuf, u64),
    /// A file was synced, data and length.
    Sync(PathBuf),
    /// A file got another name.
    Rename(PathBuf, PathBuf),
    /// A file was deleted.
    Delete(PathBuf),
    /// The process said that a commit is durable.
    Acknowledged,
}

/// An open file: its path and where plain writes go.
#[derive(Debug)]
struct Open {
    path: PathBuf,
    at: u64,
}

/// Reads the output of `strace -f -xx`. A call that another thread interrupts in the trace counts as done where it ends.
pub(super) fn parse(text: &str, dir: &Path) -> Vec<Step> {
    let mut reader = Reader { dir, open: BTreeMap::new(), steps: Vec::new() };
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    for line in text.lines() {
        let (thread, rest) = line.split_once(' ').unwrap();
        let rest = rest.trim_start();
        if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, start);
        } else if let Some((_, end)) = rest.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            let whole = format!("{}{end}", begun.remove(thread).unwrap());
            reader.call(&whole);
        } else {
            reader.call(rest);
        }
    }
    reader.steps
}

struct Reader<'a> {
    dir: &'a Path,
    open: BTreeMap<u64, Open>,
    steps: Vec<Step>,
}

impl Reader<'_> {
    /// One whole call, such as `pwrite64(5, "\x00", 1, 0) = 1`.
    fn call(&mut self, text: &str) {
        let Some((call, result)) = text.rsplit_once(" = ") else { return };
        let Some((name, arguments)) = call.trim_end().split_once('(') else { return };
        let arguments: Vec<&str> = arguments.strip_suffix(')').unwrap_or(arguments).split(", ").collect();
        let result = result.split(' ').next().unwrap();
        // A failed call did nothing; none of these fails halfway.
        let Ok(result) = result.parse::<u64>() else { return };
        let number = |place: usize| arguments[place].parse::<u64>().unwrap();
        match name {
            "open" => self.opened(arguments[0], arguments[1], result),
            "openat" => self.opened(arguments[1], arguments[2], result),
            "pwrite64" => self.written(number(0), &bytes(arguments[1]), Some(number(3)), result),
            "write" => self.written(number(0), &bytes(arguments[1]), None, result),
            "lseek" => {
                if let Some(open) = self.open.get_mut(&number(0)) {
                    open.at = result;
                }
            }
            "ftruncate" => {
                let length = number(1);
                self.of(number(0), |path| Step::Length(path, length));
            }
            "fsync" | "fdatasync" => self.of(number(0), Step::Sync),
            "rename" => self.renamed(arguments[0], arguments[1]),
            "renameat" | "renameat2" => self.renamed(arguments[1], arguments[3]),
            "unlink" => self.deleted(arguments[0]),
            "unlinkat" => self.deleted(arguments[1]),
            // It neither writes metadata nor empties the device's cache.
            "sync_file_range" => {}
            other => panic!("the trace holds a call nobody asked for: {other}"),
        }
    }

    fn opened(&mut self, path: &str, flags: &str, descriptor: u64) {
        let path = self.inside(path);
        self.open.remove(&descriptor);
        let Some(path) = path else { return };
        if flags.contains("O_DIRECTORY") {
            return;
        }
        assert!(!flags.contains("O_APPEND"), "a file is appended to, which is not followed here");
        if flags.contains("O_TRUNC") || flags.contains("O_CREAT") && !self.known(&path) {
            self.steps.push(Step::Empty(path.clone()));
        }
        self.open.insert(descriptor, Open { path, at: 0 });
    }

    fn written(&mut self, descriptor: u64, bytes: &[u8], at: Option<u64>, length: u64) {
        let bytes = &bytes[..usize::try_from(length).unwrap()];
        if let Some(open) = self.open.get_mut(&descriptor) {
            let at = at.unwrap_or_else(|| {
                open.at += length;
                open.at - length
            });
            self.steps.push(Step::Write(open.path.clone(), at, bytes.to_vec()));
        } else if descriptor == 1 && String::from_utf8_lossy(bytes).contains(ACKNOWLEDGED) {
            self.steps.push(Step::Acknowledged);
        }
    }

    fn of(&mut self, descriptor: u64, step: impl FnOnce(PathBuf) -> Step) {
        if let Some(open) = self.open.get(&descriptor) {
            self.steps.push(step(open.path.clone()));
        }
    }

    fn renamed(&mut self, from: &str, to: &str) {
        if let (Some(from), Some(to)) = (self.inside(from), self.inside(to)) {
            for open in self.open.values_mut().filter(|open| open.path == from) {
                open.path.clone_from(&to);
            }
            self.steps.push(Step::Rename(from, to));
        }
    }

    fn deleted(&mut self, path: &str) {
        if let Some(path) = self.inside(path) {
            self.steps.push(Step::Delete(path));
        }
    }

    /// The path below the directory, if it lies there.
    fn inside(&self, quoted: &str) -> Option<PathBuf> {
        let path = String::from_utf8(bytes(quoted)).ok()?;
        Some(Path::new(&path).strip_prefix(self.dir).ok()?.to_owned())
    }

    /// Whether the file is there at this point of the trace.
    fn known(&self, path: &Path) -> bool {
        let last = self.steps.iter().rev().find_map(|step| match step {
            Step::Empty(named) | Step::Rename(_, named) if named == path => Some(true),
            Step::Delete(named) | Step::Rename(named, _) if named == path => Some(false),
            _ => None,
        });
        last.unwrap_or(false)
    }
}

/// `"\x41\x42"` to bytes.
fn bytes(quoted: &str) -> Vec<u8> {
    let text = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let text = text.unwrap_or_else(|| panic!("a text of the trace was shortened: {} bytes", quoted.len()));
    hex::decode(text.replace("\\x", "")).unwrap()
}
