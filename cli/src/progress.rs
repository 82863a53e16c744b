//! How far a command has got, on standard error; nothing where that is no terminal.

use heyi_store::backup;
use heyi_store::verify::Doing;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that is made anew for each part of the work.
#[derive(Default)]
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    what: String,
}

impl Progress {
    /// Of a check of the whole store.
    pub(crate) fn verify(&mut self, doing: Doing, done: u64, all: u64) {
        match doing {
            Doing::Log => self.bytes("log", done, all),
            Doing::Vault => self.count("vault", done, all),
            Doing::Files => self.bytes("files", done, all),
        }
    }

    /// Of a backup.
    pub(crate) fn backup(&mut self, doing: backup::Doing, done: u64, all: u64) {
        match doing {
            backup::Doing::Check => self.bytes("check", done, all),
            backup::Doing::Log => self.count("segments", done, all),
            backup::Doing::Vault => self.count("vault", done, all),
            backup::Doing::Files => self.count("files", done, all),
        }
    }

    /// So many bytes of `what` are done.
    pub(crate) fn bytes(&mut self, what: &str, done: u64, all: u64) {
        self.show(what, "{msg:>8} {bar:40} {bytes}/{total_bytes}", done, all);
    }

    /// So many things of `what` are done.
    pub(crate) fn count(&mut self, what: &str, done: u64, all: u64) {
        self.show(what, "{msg:>8} {bar:40} {pos}/{len}", done, all);
    }

    fn show(&mut self, what: &str, template: &str, done: u64, all: u64) {
        if self.what != what {
            self.end();
            // A template that is not of its form would only look different.
            let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            self.bar = Some(ProgressBar::new(all).with_style(style).with_message(what.to_owned()));
            what.clone_into(&mut self.what);
        }
        if let Some(bar) = &self.bar {
            bar.set_length(all);
            bar.set_position(done);
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
