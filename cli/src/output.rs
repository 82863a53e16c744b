//! Where answers and failures go: standard output carries the answer and nothing else.

use std::io::{self, Write};
use std::process::ExitCode;

use heyi_core::text::Say;

/// The exit code of a command that ran and found something wrong: damage, an unknown case.
pub(crate) const FOUND_WRONG: u8 = 1;
/// The exit code of a command that could not run.
pub(crate) const FAILED: u8 = 2;

/// Says on standard error why the program failed, cause by cause.
#[expect(clippy::print_stderr, reason = "the one place where failures are told to the operator")]
pub(crate) fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("heyi: {error:#}");
    ExitCode::from(FAILED)
}

/// What a command answers: its bytes and its exit code.
pub(crate) struct Answer<'a> {
    out: &'a mut (dyn Write + Send),
}

impl<'a> Answer<'a> {
    /// An answer written to `out`.
    pub(crate) fn to(out: &'a mut (dyn Write + Send)) -> Self {
        Self { out }
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) -> io::Result<()> {
        writeln!(self.out, "{}", line.as_ref())
    }

    /// Writes a value as JSON with a line end.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> anyhow::Result<()> {
        serde_json::to_writer_pretty(&mut *self.out, value)?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// The bytes' way out, for what writes them itself.
    pub(crate) fn raw(&mut self) -> &mut (dyn Write + Send) {
        self.out
    }
}

/// A mistake of the person who typed the command, in the language they asked for.
pub(crate) fn mistake(say: &Say, language: heyi_core::text::Language) -> anyhow::Error {
    anyhow::anyhow!("{}", say.to(language))
}
