//! The domain of heyi (合意): special collective negotiations on women workers' rights, each one an append-only stream
//! of facts from the offer (要约) through agreement and performance.
//!
//! Everything here is pure: no I/O, no clock, no randomness, no async. Time enters as a parameter
//! ([`ground::Ground::today`]), identifiers are made at the edge, and what a decision needs to know it is handed.
//!
//! Start at [`case`] (what a case is), then [`decisions`] (one file per thing that can be done), then [`rules`].

pub mod calendar;
pub mod case;
pub mod checklist;
pub mod command;
pub mod credit_code;
pub mod deadline;
pub mod decisions;
pub mod digest;
pub mod divisions;
pub mod drive;
pub mod employer;
pub mod erasable;
pub mod event;
pub mod ground;
pub mod history;
pub mod ids;
pub mod industry;
pub mod jurisdiction;
pub mod letter;
pub mod occurred;
pub mod place;
pub mod proof;
pub mod publication;
pub mod refusal;
pub mod rows;
pub mod rules;
pub mod scenario;
pub mod share;
pub mod stage;
pub mod text;
pub mod topic;
