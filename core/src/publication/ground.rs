//! What decisions about a publication stand on besides it.

use jiff::civil::Date;

use crate::ids::AccountId;

/// What a decision about a publication stands on.
#[derive(Clone, Copy, Debug)]
pub struct PublicationGround {
    /// The day in Asia/Shanghai.
    pub today: Date,
    /// Who asks.
    pub by: AccountId,
    /// Whether the publication that the request says it restates was published; `false` where it names none.
    pub restates_what_was_published: bool,
}
