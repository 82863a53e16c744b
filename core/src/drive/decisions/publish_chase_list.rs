//! Publish the list of those who have not answered (催办名单).

use jiff::civil::Date;

use crate::drive::Drive;
use crate::event::DriveEvent;
use crate::event::drive::ChaseListPublished;
use crate::refusal::Refusal;

use super::{Decision, goes_on};

/// Records that the names were published, and by when those named are to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishChaseList(pub ChaseListPublished);

impl Decision for PublishChaseList {
    fn may(drive: &Drive) -> Result<(), Refusal> {
        goes_on(drive)
    }

    fn decide(self, _: &Drive, _: &Date) -> Result<DriveEvent, Refusal> {
        Refusal::unless_filled("way", &self.0.way)?;
        Ok(DriveEvent::ChaseListPublished(self.0))
    }
}
