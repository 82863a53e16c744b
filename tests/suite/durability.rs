//! Nothing acknowledged is ever lost: power cuts on a disk that forgets what was not synced, killed processes, and damage.
//!
//! `cargo test -p heyi-tests --test suite power_cut` runs 500 histories with a power cut each few operations; `HEYI_SEEDS`
//! widens it. `HEYI_KILLS` does the same for `killed` (100), `HEYI_DAMAGES` for `damage` (500).

mod damage;
mod faults;
mod killed;
mod model;
mod power_cut;
