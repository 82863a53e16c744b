//! Recording a decision: the commit is made, appended, and made again when somebody else was faster.

use crate::append::{AppendError, Appended};
use crate::cases::Asked;
use crate::log::EventLog;

/// How often a decision is made again when somebody else was faster.
const ATTEMPTS: usize = 64;

/// The first answer, when this very request was recorded before.
///
/// # Errors
/// [`AppendError::KeyReused`] when the key was used for another; when the store cannot answer.
pub(crate) async fn answered(log: &dyn EventLog, asked: &Asked) -> Result<Option<Appended>, AppendError> {
    let Some(key) = &asked.key else { return Ok(None) };
    let first = log.answered(key).await?;
    Ok(first.map(|first| Appended { repeated: true, ..first }))
}

/// How often a commit was made of the streams as they stood.
#[derive(Debug, Default)]
pub(crate) struct Attempts(usize);

impl Attempts {
    /// What an append came to; `None`: somebody else was faster, so the commit is to be made again.
    ///
    /// # Errors
    /// What the log refused; nothing is recorded then.
    pub(crate) fn settle(&mut self, appended: Result<Appended, AppendError>) -> Result<Option<Appended>, AppendError> {
        self.0 += 1;
        match appended {
            Err(AppendError::Conflict { .. }) if self.0 < ATTEMPTS => Ok(None),
            appended => appended.map(Some),
        }
    }
}
