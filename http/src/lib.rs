//! Pages and JSON API of heyi over the same handlers.

pub mod cases;
pub mod form;
