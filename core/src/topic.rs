//! Topics of negotiation.
use serde::{Deserialize, Serialize};
/// Code of a topic, such as `CAR.01`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicCode(pub String);
/// Tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tier {
    /// 1
    One,
    /// 2
    Two,
    /// 3
    Three,
}
