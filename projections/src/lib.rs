//! Folds of the log into answers: the worklist, the register, coverage. All of it can be thrown away and computed again.
//!
//! Start at [`read_side`] (what can be asked) and [`projection`] (how a fold is made). [`runner`] keeps them at the head of
//! the log; [`checkpoint`] keeps them over a restart.

pub mod case_card;
pub mod checkpoint;
pub mod columns;
pub mod coverage;
pub mod drives;
mod ids;
mod instants;
pub mod law;
pub mod letters;
mod links;
pub mod projection;
pub mod publications;
pub mod read_side;
pub mod register;
mod rows;
pub mod runner;
mod sealed;
mod search;
mod sorted;
mod state;
pub mod worklist;

pub use case_card::{CaseCard, InstrumentCard};
pub use coverage::{Cell, CoverageQuery, Dimension, Known, Measure, QueryError, Row, Table};
pub use drives::{DriveCard, Progress};
pub use law::{Due, Moved, Preview};
pub use letters::{LetterCard, LetterItem};
pub use publications::{PublicationCard, PublishError, Publishing};
pub use read_side::{Page, ReadSide};
pub use register::EmployerCard;
pub use runner::{Options, Runner, StartError, start};
pub use worklist::{Todo, WorkItem};
