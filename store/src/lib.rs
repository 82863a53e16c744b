//! The log of heyi and what lies beside it.
//!
//! Start at [`log`] (what a log promises) and [`append`] (what goes in and comes out).

pub mod append;
mod chain;
pub mod checkpoints;
pub mod clock;
pub mod contract;
pub mod disk;
pub mod log;
pub mod memory;
