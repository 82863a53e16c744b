//! Drives (要约行动): offers or reminder letters to many employers at once, one stream for each drive.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{DriveId, EmployerId, OfficeId};
use crate::place::Place;
use crate::topic::TopicCode;

use super::family;

family! {
    /// What can happen to a drive.
    DriveEvent {
        /// The drive was opened, and its offers or letters issued in the same commit.
        DriveOpened(Box<DriveOpened>) = "drive-opened",
        /// More employers were taken in, and their offers or letters issued in the same commit.
        DriveExtended(DriveExtended) = "drive-extended",
        /// The list of those who have not answered was published.
        ChaseListPublished(ChaseListPublished) = "chase-list-published",
        /// A source tells how far the drive has come, without naming the employers.
        DriveProgressTold(DriveProgressTold) = "drive-progress-told",
        /// The drive was closed with its report.
        DriveClosed(DriveClosed) = "drive-closed",
        /// The drive goes on after it was closed.
        DriveReopened(DriveReopened) = "drive-reopened",
    }
}

/// What a drive issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriveOf {
    /// Offers (要约): each opens a case.
    Offers,
    /// Reminder letters (提示函).
    Letters,
}

/// An employer a drive is addressed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveTarget {
    /// Which employer.
    pub employer: EmployerId,
    /// Its name then.
    pub name: String,
}

/// The drive, as opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveOpened {
    /// Its name, such as "三月要约行动".
    pub name: String,
    /// The office that keeps it.
    pub office: OfficeId,
    /// The place it is held in.
    pub place: Place,
    /// What it issues.
    pub of: DriveOf,
    /// Its first day; `None`: not known.
    pub from: Option<Date>,
    /// Its last day; `None`: none is set, or it is not known.
    pub to: Option<Date>,
    /// Made together with the general offer; `None`: not known.
    pub synchronised: Option<bool>,
    /// Topics of the offers or letters; empty when the source names none.
    pub topics: Vec<TopicCode>,
    /// Their subject in words.
    pub subject: String,
    /// Of letters: who issues them, the federation by name.
    pub issuer: String,
    /// Of letters: the law that changed or is broken; may be empty.
    pub law: String,
    /// Of letters: what is asked.
    pub request: String,
    /// Of letters: the day by which they ask for a reply.
    pub reply_by: Option<Date>,
    /// How the employers were chosen from the register, in words.
    pub selection: String,
    /// Where it was read, for a drive taken from a report; empty otherwise.
    pub source: String,
    /// How many employers the source tells of; those named are in `targets`.
    pub employers_told: Option<u32>,
    /// Whom it is addressed to: at most 1,000 in one event.
    pub targets: Vec<DriveTarget>,
    /// A made-up example for demonstration.
    pub made_up: bool,
}

/// More employers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveExtended {
    /// How they were chosen, in words.
    pub selection: String,
    /// Who they are: at most 1,000 in one event.
    pub targets: Vec<DriveTarget>,
}

/// Names of those who have not answered were published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChaseListPublished {
    /// Where.
    pub way: String,
    /// How many were named, when told.
    pub employers: Option<u32>,
    /// The day by which they are to answer; `None`: none is set, or it is not known.
    pub answer_by: Option<Date>,
    /// The days from publication in which they are to answer, where a number of days is told.
    pub answer_days: Option<u32>,
}

/// How far a drive has come, as a source tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveProgressTold {
    /// How many employers have answered, when told.
    pub answered: Option<u32>,
    /// How many have signed, when told.
    pub signed: Option<u32>,
    /// Of how many; `None`: not told.
    pub of: Option<u32>,
    /// The words of the source.
    pub words: String,
}

/// The drive was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveClosed {
    /// Its report.
    pub report: String,
}

/// A case was taken into a drive, or opened in it. Recorded in the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveJoined {
    /// Which drive.
    pub drive: DriveId,
    /// Its name then.
    pub name: String,
}

/// The drive goes on: it was closed too early, or by mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveReopened {
    /// Why.
    pub reason: String,
}
