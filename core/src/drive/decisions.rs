//! What can be decided about a drive: one file per decision, each with its command, guard, refusals and tests.

use jiff::civil::Date;

use crate::event::DriveEvent;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::text::Say;

use super::Drive;

/// One thing that can be decided about a drive.
pub trait Decision {
    /// Whether it can be recorded of this drive, whatever its details.
    ///
    /// # Errors
    /// Why not.
    fn may(drive: &Drive) -> Result<(), Refusal>;

    /// The event to record, or why not; the guard was asked already.
    ///
    /// # Errors
    /// What is wrong with the details.
    fn decide(self, drive: &Drive, today: Date) -> Result<DriveEvent, Refusal>;
}

/// What a person asks to record of a drive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriveRequest {
    /// What is to be recorded.
    pub command: DriveCommand,
    /// The day it occurred on, as claimed.
    pub occurred: Occurred,
}

/// Declares the decisions: module, command, kind, the event each records, and its name in both languages.
macro_rules! decisions {
    ($($module:ident :: $command:ident = $kind:literal => $event:ident, $zh:literal, $en:literal;)+) => {
        $(pub mod $module;)+

        /// Everything a person can ask to record of a drive.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum DriveCommand {
            $(#[doc = $en] $command($module::$command),)+
        }

        /// The decisions by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DriveKind {
            $(#[doc = $en] $command,)+
        }

        impl DriveKind {
            /// Every decision, in the order pages show them.
            pub const ALL: &'static [Self] = &[$(Self::$command),+];

            /// Its name in addresses and commands, such as `close-drive`; also the stem of its files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$command => $kind,)+ }
            }

            /// Its name for people.
            #[must_use]
            pub fn say(self) -> Say {
                match self { $(Self::$command => Say::new($zh, $en),)+ }
            }

            /// Whether it can be recorded of `drive`.
            ///
            /// # Errors
            /// Why not.
            pub fn may(self, drive: &Drive) -> Result<(), Refusal> {
                match self { $(Self::$command => <$module::$command as Decision>::may(drive),)+ }
            }

            /// The decision that records this event.
            #[must_use]
            pub fn of(event: &DriveEvent) -> Self {
                match event { $(DriveEvent::$event(_) => Self::$command,)+ }
            }
        }

        impl DriveCommand {
            /// Which decision this is.
            #[must_use]
            pub fn kind(&self) -> DriveKind {
                match self { $(Self::$command(_) => DriveKind::$command,)+ }
            }

            fn decide(self, drive: &Drive, today: Date) -> Result<DriveEvent, Refusal> {
                match self { $(Self::$command(command) => command.decide(drive, today),)+ }
            }
        }

        $(impl From<$module::$command> for DriveCommand {
            fn from(command: $module::$command) -> Self {
                Self::$command(command)
            }
        })+
    };
}

decisions! {
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
    if let Some(day) = request.occurred.earliest.filter(|day| *day > today) {
        return Err(Refusal::new(
            "occurred-in-future",
            format!("日期 {day} 晚于今天（{today}）。只能记录已经发生的事。"),
            format!("The day {day} lies after today ({today}). Only what has happened can be recorded."),
        )
        .at("occurred"));
    }
    request.command.kind().may(drive)?;
    request.command.decide(drive, today)
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
