//! Attached files: streamed in and out over real HTTP, and kept and swept on a disk whose power goes at any operation.

mod power_cut;
mod streamed;
