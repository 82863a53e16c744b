//! Supervision letters, as they stand now, and the answers they wait for.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use heyi_core::event::letter::{Addressee, LetterKind};
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, DriveId, LetterId, OfficeId, Version};
use heyi_core::letter::clocks::{self, Basis};
use heyi_core::letter::{Letter, LetterState};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::columns::{Damaged, Reader, Writer};
use crate::projection::Projection;
use crate::search::Search;
use crate::worklist::Todo;

/// The letters, each in a row.
#[derive(Debug, Default)]
pub struct Letters {
    rows: BTreeMap<LetterId, LetterRow>,
}

/// What is kept of a letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LetterRow {
    card: LetterCard,
    /// What its clocks rest on, while it waits for an answer.
    waits: Option<Basis>,
    /// The clocks that were let go, because the matter was taken further after their last day.
    let_go: Vec<String>,
}

/// A letter as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterCard {
    /// Which.
    pub letter: LetterId,
    /// The office's number.
    pub number: String,
    /// The office that keeps it.
    pub office: OfficeId,
    /// Its kind.
    pub kind: LetterKind,
    /// Who issued it.
    pub issuer: String,
    /// To whom.
    pub addressee: Addressee,
    /// The place.
    pub place: Place,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The drive it was issued in.
    pub drive: Option<DriveId>,
    /// When it was issued, as claimed.
    pub issued: Occurred,
    /// The day by which the letter itself asks for a reply.
    pub reply_by: Option<Date>,
    /// Where it stands.
    pub state: LetterState,
    /// How many entries its stream holds.
    pub version: Version,
    /// A made-up example.
    pub made_up: bool,
}

/// An answer that a letter waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LetterItem {
    /// The letter.
    pub letter: Arc<LetterCard>,
    /// What is to be done.
    pub todo: Todo,
}

impl LetterCard {
    /// The card of a letter; `None` when it was not issued.
    #[must_use]
    pub fn of(letter: &Letter) -> Option<Self> {
        let issued = letter.issued.as_ref()?;
        let text = &issued.value;
        Some(Self {
            letter: letter.id,
            number: text.number.clone(),
            office: text.office.clone(),
            kind: text.kind,
            issuer: text.issuer.clone(),
            addressee: text.addressee.clone(),
            place: text.place.clone(),
            case: text.case,
            drive: text.drive,
            issued: issued.as_of.clone(),
            reply_by: text.reply_by,
            state: letter.state(),
            version: letter.version,
            made_up: text.made_up,
        })
    }

    fn is_found(&self, region: &Place, search: &Search) -> bool {
        let named = [self.number.as_str(), self.addressee.name(), self.issuer.as_str()];
        self.place.within(region) && named.into_iter().any(|text| search.is_in(text))
    }

    /// Open letters first, the newest first.
    fn order(&self) -> (bool, std::cmp::Reverse<LetterId>) {
        (self.state == LetterState::Closed, std::cmp::Reverse(self.letter))
    }
}

impl Letters {
    /// A letter as it stands now.
    pub(crate) fn put(&mut self, row: LetterRow) {
        self.rows.insert(row.card.letter, row);
    }

    /// The card of a letter.
    pub(crate) fn card(&self, id: LetterId) -> Option<&LetterCard> {
        self.rows.get(&id).map(|row| &row.card)
    }

    /// Every letter, the newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &LetterCard> {
        self.rows.values().rev().map(|row| &row.card)
    }

    /// What is found, open ones first; after one of them if it is given.
    pub(crate) fn found(&self, region: &Place, search: &str, after: Option<LetterId>) -> Vec<&LetterCard> {
        let search = Search::of(search);
        let after = after.and_then(|id| self.card(id)).map(LetterCard::order);
        let mut found: Vec<_> = self
            .newest_first()
            .filter(|card| card.is_found(region, &search) && after.is_none_or(|after| card.order() > after))
            .collect();
        found.sort_by_key(|card| card.order());
        found
    }

    /// The answers that are waited for in a region, the most urgent first.
    pub(crate) fn items(&self, region: &Place, today: Date, law: &Law) -> Vec<LetterItem> {
        let rows = self.rows.values().filter(|row| row.card.place.within(region));
        let mut items: Vec<LetterItem> = rows.flat_map(|row| row.items(today, law)).collect();
        items.sort_by_key(|item| (item.todo.urgency(), item.letter.letter));
        items
    }
}

impl LetterRow {
    /// Of a letter; `None`: it was not issued.
    pub(crate) fn of(letter: &Letter, law: &Law) -> Option<Self> {
        let running = clocks::running(letter, law);
        let waits = letter.closed.is_none() && letter.answers.is_empty();
        let still = |suffix: &String| running.iter().any(|clock| clock.suffix == *suffix);
        let set = clocks::set(letter, law).into_iter().map(|clock| clock.suffix);
        Some(Self {
            card: LetterCard::of(letter)?,
            waits: Basis::of(letter).filter(|_| waits),
            let_go: set.filter(|suffix| waits && !still(suffix)).collect(),
        })
    }

    fn items(&self, today: Date, law: &Law) -> Vec<LetterItem> {
        let clocks = self.waits.as_ref().map(|basis| basis.clocks(law)).unwrap_or_default();
        let clocks = clocks.into_iter().filter(|clock| !self.let_go.contains(&clock.suffix));
        let card = Arc::new(self.card.clone());
        let item = |deadline: heyi_core::deadline::Deadline| {
            let status = deadline.status(today);
            LetterItem { letter: Arc::clone(&card), todo: Todo::Deadline { deadline: Arc::new(deadline), status } }
        };
        clocks.map(item).collect()
    }
}

impl Projection for Letters {
    fn name(&self) -> &'static str {
        "letters"
    }

    fn format(&self) -> u32 {
        1
    }

    fn write(&self, to: Writer<'_>) -> io::Result<()> {
        to.rows("letters", self.rows.values()).finish()
    }

    fn read(&mut self, mut reader: Reader<'_>) -> Result<(), Damaged> {
        let rows: Vec<LetterRow> = reader.rows("letters")?;
        reader.finish()?;
        self.rows = rows.into_iter().map(|row| (row.card.letter, row)).collect();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns;
    use heyi_core::letter::scenario::{Desk, answered, escalated};
    use heyi_core::scenario::{date_of, day};

    fn items(desk: &Desk, today: i64) -> Vec<LetterItem> {
        let (mut letters, law) = (Letters::default(), Law::shipped());
        letters.put(LetterRow::of(&desk.letter(), &law).unwrap());
        let (bytes, mut kept) = (columns::bytes(|to| letters.write(to)), Letters::default());
        columns::read(&bytes, |from| kept.read(from)).unwrap();
        assert_eq!(kept.hash(), letters.hash());
        kept.items(&"330000".parse().unwrap(), date_of(today), &law)
    }

    #[test]
    fn a_letter_waits_for_its_answer_with_both_days() {
        assert_eq!(items(&Desk::received(0), 5).len(), 2);
        assert!(items(&Desk::received(0).and(answered(None), day(4)), 5).is_empty());
        assert!(items(&Desk::closed(), 60).is_empty());
        assert!(items(&Desk::received(0).and(escalated(), day(40)), 50).is_empty());
        assert_eq!(items(&Desk::received(0).and(escalated(), day(10)), 12).len(), 2, "its day had not passed");
    }
}
