//! Where each projection has got to: a name, a position and the hash of its contents. Kept in the index, so it may be lost;
//! the projection then starts again from 0.

use async_trait::async_trait;
use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use serde::{Deserialize, Serialize};

/// Points at a kept state of a projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointPointer {
    /// The last position the state contains.
    pub position: Position,
    /// Hash of the state, by which its file is known.
    pub hash: Digest,
}

/// A place for pointers that may lose them: it answers `None` rather than fail.
#[async_trait]
pub trait Checkpoints: Send + Sync + 'static {
    /// The pointer last set under this name.
    async fn checkpoint(&self, name: &str) -> Option<CheckpointPointer>;

    /// Sets the pointer of this name. A failure is logged, and costs a rebuild later.
    async fn set_checkpoint(&self, name: &str, pointer: CheckpointPointer);
}
