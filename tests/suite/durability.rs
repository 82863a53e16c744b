//! Nothing acknowledged is ever lost: power cuts on a disk that forgets what was not synced, and killed processes.
//!
//! `cargo test -p heyi-tests --test suite power_cut` runs 500 histories with a power cut each few operations; `HEYI_SEEDS`
//! widens it. `HEYI_KILLS` does the same for `killed`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what failed by panicking")]

mod killed;
mod model;
mod power_cut;
