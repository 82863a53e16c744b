//! Which part of the streams what a page holds belongs to, so that each part folds its own beside the others.

use std::hash::BuildHasher as _;
use std::ops::Range;

use foldhash::fast::FixedState;
use heyi_core::ids::{CaseId, EmployerId, LetterId};
use heyi_store::append::{LogCommit, LogEvent, StreamId};
use heyi_store::streams;

/// Where something told stands: its commit in the page, then events, employers, letters and cases by id.
pub(super) type Order = (usize, Option<Touched>);

/// Whose stream an event is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Touched {
    Employer(EmployerId),
    Letter(LetterId),
    Case(CaseId),
}

/// What a commit of a page holds of one stream: a stream stands in a commit once, its events one after another.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) order: Order,
    events: Range<usize>,
}

impl Touched {
    fn of(stream: &StreamId) -> Option<Self> {
        let case = || streams::as_case(stream).map(Self::Case);
        let employer = || streams::as_employer(stream).map(Self::Employer);
        case().or_else(employer).or_else(|| streams::as_letter(stream).map(Self::Letter))
    }
}

impl Piece {
    /// Its commit and its events, of the page it is of.
    pub(super) fn of<'a>(&self, page: &'a [LogCommit]) -> Option<(&'a LogCommit, &'a [LogEvent])> {
        let commit = page.get(self.order.0)?;
        Some((commit, commit.events.get(self.events.clone())?))
    }
}

/// The pieces of a page in order, shared out to so many parts: a stream is always of the same one.
pub(super) fn shared_out(page: &[LogCommit], parts: usize) -> Vec<Vec<Piece>> {
    let hasher = FixedState::default();
    let mut shares = vec![Vec::new(); parts];
    for (number, commit) in page.iter().enumerate() {
        let mut begin = 0;
        for events in commit.events.chunk_by(|one, next| one.stream == next.stream) {
            let end = begin + events.len();
            let touched = events.first().and_then(|first| Touched::of(&first.stream));
            let part = touched.map_or(0, |touched| hasher.hash_one(touched) as usize % parts.max(1));
            if let Some(share) = shares.get_mut(part) {
                share.push(Piece { order: (number, touched), events: begin..end });
            }
            begin = end;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use heyi_core::digest::Digest;
    use heyi_core::ids::{AccountId, Position, Version};
    use heyi_store::append::Codec;
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn event(stream: StreamId, position: u64) -> LogEvent {
        LogEvent {
            position: Position(position),
            stream,
            version: Version(position),
            kind: "offer-issued".to_owned(),
            schema: 1,
            codec: Codec::Bincode2,
            recorded_at: Timestamp::UNIX_EPOCH,
            clock_held: false,
            by: AccountId(Uuid::nil()),
            earliest: None,
            latest: None,
            leaf: Digest::of(&[]),
            body: Vec::new(),
            commit_first: Position(position),
            commit_last: Position(position),
        }
    }

    fn commit(events: Vec<LogEvent>) -> LogCommit {
        LogCommit { key: None, chain: Digest::of(&[]), events }
    }

    /// Commits of so many events, each of another stream but for every third, which is of the one before it.
    fn page(commits: u64, events: u64) -> Vec<LogCommit> {
        let stream = |number: u64| match number % 4 {
            0 => streams::accounts().unwrap(),
            1 => streams::employer(EmployerId(Uuid::from_u64_pair(1, number / 9))).unwrap(),
            _ => streams::case(CaseId(Uuid::from_u64_pair(2, number / 9))).unwrap(),
        };
        let at = |commit: u64, event: u64| commit * 100 + event - u64::from(event % 3 == 2);
        let of =
            |commit: u64| (0..events).map(move |number| event(stream(at(commit, number)), commit * events + number));
        (0..commits).map(|number| commit(of(number).collect())).collect()
    }

    #[test]
    fn every_event_is_of_one_piece_and_a_stream_of_one_part() {
        let page = page(40, 30);
        let shares = shared_out(&page, 4);
        let mut seen = Vec::new();
        let mut part_of = std::collections::HashMap::new();
        for (part, share) in shares.iter().enumerate() {
            assert!(share.is_sorted_by_key(|piece| piece.order.0), "a part goes through the page in its order");
            for piece in share {
                let (_, events) = piece.of(&page).unwrap();
                assert!(events.iter().all(|event| Touched::of(&event.stream) == piece.order.1));
                assert_eq!(*part_of.entry(events[0].stream.clone()).or_insert(part), part);
                seen.extend(events.iter().map(|event| event.position.0));
            }
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..40 * 30).collect::<Vec<u64>>());
        assert!(shares.iter().all(|share| !share.is_empty()), "the work is shared");
    }

    #[test]
    fn what_one_commit_holds_of_a_stream_is_one_piece() {
        let case = || streams::case(CaseId(Uuid::from_u128(1))).unwrap();
        let page = vec![commit((0..5).map(|number| event(case(), number)).collect())];
        let pieces: Vec<Piece> = shared_out(&page, 3).concat();
        let [piece] = pieces.as_slice() else { panic!("{pieces:?}") };
        assert_eq!(piece.of(&page).unwrap().1.len(), 5);
    }
}
