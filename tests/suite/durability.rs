//! Nothing acknowledged is ever lost: power cuts on a disk that forgets what was not synced, and killed processes.
//!
//! `cargo test -p heyi-tests --test suite power_cut` runs 500 histories with a power cut each few operations; `HEYI_SEEDS`
//! widens it. `HEYI_KILLS` does the same for `killed`.

mod killed;
mod model;
mod power_cut;
