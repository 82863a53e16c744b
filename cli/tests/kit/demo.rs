//! `heyi demo` as a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) const HEYI: &str = env!("CARGO_BIN_EXE_heyi");

/// The demonstration on a free port, killed when dropped.
pub(crate) struct Demo {
    child: Child,
    /// What it has printed until it served.
    pub(crate) told: Vec<String>,
}

impl Demo {
    /// Starts it, and waits until it has told its address and accounts.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// The same with further options.
    pub(crate) fn start_with(data: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(HEYI)
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap) {
            let last = line.starts_with("Ctrl-C");
            told.push(line);
            if last {
                break;
            }
        }
        Self { child, told }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        self.told.iter().find_map(|line| line.split_once("http://")).unwrap().1.trim()
    }

    /// Stops it as an operator does.
    pub(crate) fn stop(mut self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "the server stops in an orderly way");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
