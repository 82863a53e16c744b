//! Reopen a drive (继续行动).

use jiff::civil::Date;

use crate::drive::Drive;
use crate::event::DriveEvent;
use crate::event::drive::DriveReopened;
use crate::refusal::Refusal;

use super::Decision;

/// Reopens a drive that was closed too early, or by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReopenDrive(pub DriveReopened);

impl Decision for ReopenDrive {
    fn may(drive: &Drive) -> Result<(), Refusal> {
        if drive.closed.is_none() {
            return Err(Refusal::new("not-closed", "行动没有结束。", "The drive is not closed."));
        }
        Ok(())
    }

    fn decide(self, _: &Drive, _: &Date) -> Result<DriveEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        Ok(DriveEvent::DriveReopened(self.0))
    }
}
