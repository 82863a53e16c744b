//! Pages and JSON API of heyi over the same handlers.
//!
//! Start at [`routes`] (the table: method, path, permission, handler), then [`guard`] (what every request passes), then one
//! operation, such as [`record`]. What goes wrong becomes an answer in [`problem`] only.

pub mod accounts;
pub mod app;
pub mod ask;
pub mod audit;
pub mod case_list;
pub mod case_page;
pub mod cases;
pub mod coverage;
pub mod deadlines;
pub mod documents;
pub mod drives;
pub mod employers;
pub mod events;
pub mod form;
pub mod form_page;
pub mod guard;
pub mod health;
pub mod industries;
pub mod law;
pub mod letters;
pub mod login;
pub mod next;
pub mod openapi;
pub mod people;
pub mod problem;
pub mod publications;
pub mod record;
pub mod routes;
pub mod storage;
pub mod text;
pub mod topics;
pub mod view;
pub mod worklist;

pub use app::{App, Settings, VERSION};
