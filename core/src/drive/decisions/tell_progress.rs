//! Record how far a drive has come, as a source tells it.

use jiff::civil::Date;

use crate::drive::Drive;
use crate::event::DriveEvent;
use crate::event::drive::DriveProgressTold;
use crate::refusal::Refusal;

use super::{Decision, goes_on};

/// Records published figures with the words of the source. They stand beside what is counted from the cases, and are never merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TellProgress(pub DriveProgressTold);

impl Decision for TellProgress {
    fn may(drive: &Drive) -> Result<(), Refusal> {
        goes_on(drive)
    }

    fn decide(self, _: &Drive, _: &Date) -> Result<DriveEvent, Refusal> {
        let told = self.0;
        Refusal::unless_filled("words", &told.words)?;
        if let Some(of) = told.of
            && let Some(part) = [told.answered, told.signed].into_iter().flatten().find(|part| *part > of)
        {
            return Err(Refusal::new(
                "part-exceeds-whole",
                format!("{part} 家多于总数 {of} 家。"),
                format!("{part} are more than the {of} there are."),
            )
            .at("of"));
        }
        Ok(DriveEvent::DriveProgressTold(told))
    }
}
