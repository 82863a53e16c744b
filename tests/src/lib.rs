//! The test kit: samples of every event, and what the suite's tests share.

pub mod app;
pub mod attack;
pub mod bench;
pub mod browser;
pub mod oracle;
pub mod samples;
pub mod visitor;
