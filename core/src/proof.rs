//! What proofs hash: the canonical form of a recorded event, its leaf, and the chain over commits.
//!
//! The canonical form is RFC 8785 JSON with ASCII keys, no floats and integers below 2^53, so that any tool in any language
//! can write the same bytes.

pub mod canonical;
pub mod leaf;
