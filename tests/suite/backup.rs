//! Backups beside a running store, whole restores, and damage mended to the byte.

mod copied;
mod growing;
mod kit;
mod mended;
mod power_cut;
mod serving;
