//! Lists of the industries that are biomedicine, as adopted by this log. What counts is the last one adopted; a log that adopted none
//! has what the program ships.

use heyi_core::digest::Digest;
use heyi_core::event::system::IndustryListAdopted;
use heyi_core::event::{Event, SystemEvent};
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::industry::BiomedicineList;
use heyi_core::occurred::Occurred;

use crate::append::{AppendError, Commit, Expect};
use crate::codec;
use crate::employers::entry;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::streams;

/// A list could not be adopted.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// A list of that version was adopted before, or is the one shipped: a version names one list.
    #[error("there is a list of version {0} already")]
    Version(String),
    /// The store could not answer.
    #[error("the store could not answer")]
    Store(#[source] StoreError),
}

impl<E: Into<StoreError>> From<E> for AdoptError {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

/// Adopts a list; the position it is known from.
///
/// # Errors
/// [`AdoptError::Version`] when its version is taken, or when the log cannot take it.
pub async fn adopt(log: &dyn EventLog, list: &BiomedicineList, by: AccountId) -> Result<Position, AdoptError> {
    let stream = streams::system()?;
    loop {
        let recorded = reading::stream(log, &stream).await?;
        let version = recorded.last().map_or(Version::ZERO, |last| last.version);
        let taken = recorded.iter().any(|recorded| match &recorded.event {
            Event::System(SystemEvent::IndustryListAdopted(adopted)) => adopted.version == list.version(),
            _ => false,
        });
        if taken || BiomedicineList::shipped().version() == list.version() {
            return Err(AdoptError::Version(list.version().to_owned()));
        }
        let content = list.text();
        let hash = Digest::of(&[content.as_bytes()]);
        let adopted = IndustryListAdopted { version: list.version().to_owned(), hash, content };
        let event =
            codec::encode(&entry(Occurred::unknown(""), Event::System(SystemEvent::IndustryListAdopted(adopted))))?;
        match log.append(Commit::to_one(stream.clone(), Expect::Exact(version), vec![event], by)).await {
            // Somebody recorded something in between: it may be this very version.
            Err(AppendError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(appended) => return Ok(appended.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::SystemClock;
    use crate::laws::nobody;
    use crate::memory::MemoryLog;

    #[tokio::test]
    async fn a_version_names_one_list() {
        let log = MemoryLog::new(Arc::new(SystemClock));
        let list = |version| BiomedicineList::parse(version, "27,core").unwrap();
        adopt(&log, &list("2027-01"), nobody()).await.unwrap();
        assert!(matches!(adopt(&log, &list("2027-01"), nobody()).await, Err(AdoptError::Version(_))));
        let shipped = BiomedicineList::shipped();
        assert!(matches!(adopt(&log, &shipped, nobody()).await, Err(AdoptError::Version(_))));
        adopt(&log, &list("2027-02"), nobody()).await.unwrap();
    }
}
