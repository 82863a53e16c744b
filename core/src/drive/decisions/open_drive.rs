//! Open a drive (开展要约行动).

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::drive::Drive;
use crate::event::DriveEvent;
use crate::event::drive::{DriveOf, DriveOpened, DriveTarget};
use crate::refusal::Refusal;

use super::Decision;

/// The most employers one entry may name: their offers or letters are issued in the same commit.
pub const MOST_TARGETS: usize = 1_000;

/// Opens a drive. Its offers, or letters, are issued in the same commit, one for each employer it is addressed to; a drive that is
/// taken from a report may name none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDrive(pub Box<DriveOpened>);

impl Decision for OpenDrive {
    fn may(drive: &Drive) -> Result<(), Refusal> {
        if drive.opened.is_some() {
            return Err(Refusal::new("already-open", "行动已经开展。", "The drive is open already."));
        }
        Ok(())
    }

    fn decide(self, drive: &Drive, _: &Date) -> Result<DriveEvent, Refusal> {
        let opened = self.0;
        Refusal::unless_filled("name", &opened.name)?;
        if !opened.targets.is_empty() {
            Refusal::unless_filled("subject", &opened.subject)?;
            if opened.of == DriveOf::Letters {
                Refusal::unless_filled("issuer", &opened.issuer)?;
                Refusal::unless_filled("request", &opened.request)?;
            }
        }
        if let (Some(from), Some(to)) = (opened.from, opened.to)
            && to < from
        {
            return Err(Refusal::new(
                "ends-before-it-begins",
                format!("结束日期 {to} 早于开始日期 {from}。"),
                format!("It ends on {to}, before it begins on {from}."),
            )
            .at("to"));
        }
        check_targets(&opened.targets, drive)?;
        Ok(DriveEvent::DriveOpened(opened))
    }
}

/// Not too many, and nobody twice.
pub(super) fn check_targets(targets: &[DriveTarget], drive: &Drive) -> Result<(), Refusal> {
    if targets.len() > MOST_TARGETS {
        let number = targets.len();
        return Err(Refusal::new(
            "too-many-employers",
            format!("一次最多 {MOST_TARGETS} 家，现为 {number} 家；其余的请用“增加单位”分次加入。"),
            format!("At most {MOST_TARGETS} employers at once; there are {number}. Take in the others afterwards."),
        )
        .at("targets"));
    }
    let mut named = BTreeSet::new();
    let twice = targets.iter().find(|target| {
        !named.insert(target.employer) || drive.targets.contains_key(&target.employer)
    });
    match twice {
        Some(target) => Err(Refusal::new(
            "employer-twice",
            format!("“{}”已在名单中。", target.name),
            format!("\"{}\" is on the list already.", target.name),
        )
        .at("targets")),
        None => Ok(()),
    }
}
