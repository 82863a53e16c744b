//! Close a drive with its report (结束行动).

use jiff::civil::Date;

use crate::drive::Drive;
use crate::event::DriveEvent;
use crate::event::drive::DriveClosed;
use crate::refusal::Refusal;

use super::{Decision, goes_on};

/// Closes the drive. Its cases and letters go on by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseDrive(pub DriveClosed);

impl Decision for CloseDrive {
    fn may(drive: &Drive) -> Result<(), Refusal> {
        goes_on(drive)
    }

    fn decide(self, _: &Drive, _: &Date) -> Result<DriveEvent, Refusal> {
        Refusal::unless_filled("report", &self.0.report)?;
        Ok(DriveEvent::DriveClosed(self.0))
    }
}
