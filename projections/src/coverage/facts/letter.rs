//! What the tables hold of a letter.

use heyi_core::ground::Law;
use heyi_core::letter::{Letter, clocks};

use super::day_number;
use crate::coverage::dimension::value::number_of;
use crate::coverage::numbers::Numbers;
use crate::coverage::records::{self, NOBODY, Span};

/// Its row; `None` when it was not issued.
#[must_use]
pub(crate) fn of(letter: &Letter, law: &Law, numbers: &mut Numbers) -> Option<records::Letter> {
    let text = letter.text()?;
    let due = clocks::set(letter, law).into_iter().map(|clock| match clock.due_earliest.zip(clock.due_latest) {
        Some((earliest, latest)) => Span { earliest: day_number(earliest), latest: day_number(latest) },
        None => Span::unknown(),
    });
    let answered = letter.answers.first().map(|answer| Span::from(&answer.as_of));
    Some(records::Letter {
        place: number_of(&text.place),
        employer: letter.employer().map_or(NOBODY, |employer| numbers.employer(employer)),
        due: due.reduce(Span::or_earlier).unwrap_or_else(Span::never),
        is_answered: u8::from(answered.is_some()),
        answered: answered.unwrap_or_else(Span::never),
        made_up: u8::from(text.made_up),
    })
}
