//! The log of heyi and what lies beside it.
//!
//! Start at [`log`] (what a log promises) and [`append`] (what goes in and comes out); above them [`cases`] (read, decide,
//! append), [`subscription`] (follow the log), and beside them [`vault`] (texts about people, secrets) and [`files`] (papers).

pub mod accounts;
pub mod append;
pub mod backup;
pub mod cases;
mod chain;
pub mod checkpoints;
pub mod clock;
pub mod codec;
pub mod contract;
pub mod country;
pub mod cuts;
pub mod disk;
pub mod drives;
pub mod employers;
pub mod erasures;
pub mod export;
pub mod files;
pub mod findings;
pub mod ids;
mod index;
pub mod industry_lists;
pub mod laws;
pub mod letters;
pub mod lock;
pub mod log;
pub mod memory;
pub mod publications;
pub mod reading;
mod recording;
pub mod restore;
mod segment;

pub mod segment_log;
pub mod store;
pub mod streams;
pub mod subscription;
pub mod vault;
pub mod verify;
mod writer;
