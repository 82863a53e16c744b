//! Withdraw what was published (撤回发布).

use crate::event::PublicationEvent;
use crate::event::publication::PublicationWithdrawn;
use crate::publication::Publication;
use crate::publication::ground::PublicationGround;
use crate::refusal::Refusal;

use super::{Decision, exists};

/// Withdraws a publication, openly: the figures stay readable, with the reason above them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawPublication(pub PublicationWithdrawn);

impl Decision for WithdrawPublication {
    fn may(publication: &Publication) -> Result<(), Refusal> {
        exists(publication)?;
        if publication.published.is_none() {
            return Err(Refusal::new(
                "not-published",
                "尚未发布，无需撤回；可以退回提议。",
                "It is not published; the proposal can be declined instead.",
            ));
        }
        if publication.withdrawn.is_some() {
            return Err(Refusal::new("already-withdrawn", "已经撤回。", "It is withdrawn already."));
        }
        Ok(())
    }

    fn decide(self, _: &Publication, _: &PublicationGround) -> Result<PublicationEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        Ok(PublicationEvent::PublicationWithdrawn(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::publication::PublicationState;
    use crate::publication::scenario::Desk;

    use super::*;

    fn withdraw(reason: &str) -> WithdrawPublication {
        WithdrawPublication(PublicationWithdrawn { reason: reason.into() })
    }

    #[test]
    fn what_was_withdrawn_stays_readable() {
        Desk::published().when(withdraw("")).refused("required");
        let publication = Desk::published().when(withdraw("地区填错")).recorded();
        assert_eq!(publication.state(), PublicationState::Withdrawn);
        assert!(publication.published.is_some());
    }

    #[test]
    fn only_what_is_published_is_withdrawn_and_once() {
        Desk::proposed().when(withdraw("x")).refused("not-published");
        Desk::empty().when(withdraw("x")).refused("publication-unknown");
        Desk::published().and_recorded(withdraw("x")).when(withdraw("y")).refused("already-withdrawn");
    }
}
