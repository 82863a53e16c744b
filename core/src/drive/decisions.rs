//! What can be decided about a drive: one file per decision, each with its command, guard, refusals and tests.

use jiff::civil::Date;

use crate::event::DriveEvent;
use crate::history::{self, decisions};
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Drive;

/// What a person asks to record of a drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriveRequest {
    /// What is to be recorded.
    pub command: DriveCommand,
    /// The day it occurred on, as claimed.
    pub occurred: Occurred,
}

decisions! {
    of Drive, on Date, recording DriveEvent, as DriveCommand and DriveKind:
    open_drive::OpenDrive = "open-drive" => DriveOpened, "开展要约行动", "Open a drive";
    extend_drive::ExtendDrive = "extend-drive" => DriveExtended, "增加单位", "Take in more employers";
    publish_chase_list::PublishChaseList = "publish-chase-list" => ChaseListPublished,
        "公布催办名单", "Publish the chase list";
    tell_progress::TellProgress = "tell-progress" => DriveProgressTold, "登记资料所载进展", "Record progress as told";
    close_drive::CloseDrive = "close-drive" => DriveClosed, "结束行动", "Close the drive";
    reopen_drive::ReopenDrive = "reopen-drive" => DriveReopened, "继续行动", "Reopen the drive";
}

/// Decides: the event to record, or why not.
///
/// # Errors
/// The refusal; nothing is recorded then.
pub fn decide(request: DriveRequest, drive: &Drive, today: Date) -> Result<DriveEvent, Refusal> {
    history::not_in_future(&request.occurred, today)?;
    request.command.kind().may(drive)?;
    request.command.decide(drive, &today)
}

/// The drive goes on.
///
/// # Errors
/// `drive-unknown` or `drive-closed`.
fn goes_on(drive: &Drive) -> Result<(), Refusal> {
    if drive.opened.is_none() {
        return Err(Refusal::new("drive-unknown", "没有这次要约行动。", "There is no such drive."));
    }
    if drive.closed.is_some() {
        return Err(Refusal::new(
            "drive-closed",
            "行动已结束；如需继续，请先记录“继续行动”。",
            "The drive is closed. To go on, first reopen it.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
