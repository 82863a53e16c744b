//! Take more employers into a drive.

use jiff::civil::Date;

use crate::drive::Drive;
use crate::event::DriveEvent;
use crate::event::drive::DriveExtended;
use crate::refusal::Refusal;

use super::open_drive::check_targets;
use super::{Decision, goes_on};

/// Takes in more employers; their offers or letters are issued in the same commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendDrive(pub DriveExtended);

impl Decision for ExtendDrive {
    fn may(drive: &Drive) -> Result<(), Refusal> {
        goes_on(drive)
    }

    fn decide(self, drive: &Drive, _: &Date) -> Result<DriveEvent, Refusal> {
        if self.0.targets.is_empty() {
            return Err(Refusal::new("required", "至少填写一家单位。", "Name at least one employer.").at("targets"));
        }
        check_targets(&self.0.targets, drive)?;
        Ok(DriveEvent::DriveExtended(self.0))
    }
}
