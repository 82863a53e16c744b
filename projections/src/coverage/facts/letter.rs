//! What the tables hold of a letter.

use heyi_core::deadline::Deadline;
use heyi_core::event::letter::Addressee;
use heyi_core::ground::Law;
use heyi_core::letter::{Letter, clocks};

use super::day_number;
use crate::coverage::dimension::value::number_of;
use crate::coverage::numbers::Numbers;
use crate::coverage::records::{self, NOBODY, Span, UNNAMED};

/// Its row; `None` when it was not issued.
#[must_use]
pub(crate) fn of(letter: &Letter, law: &Law, numbers: &mut Numbers) -> Option<records::Letter> {
    let text = letter.text()?;
    let due = clocks::set(letter, law).iter().filter_map(Deadline::due).map(day_number).min();
    let employer = match &text.addressee {
        Addressee::Employer(employer, _) => numbers.employer(*employer),
        Addressee::Authority(_) => NOBODY,
        Addressee::Employers(_) => UNNAMED,
    };
    let answered = letter.answers.first().map(|answer| Span::from(&answer.as_of));
    Some(records::Letter {
        place: number_of(&text.place),
        employer,
        due: due.map_or_else(Span::unknown, |day| Span { earliest: day, latest: day }),
        is_answered: u8::from(answered.is_some()),
        answered: answered.unwrap_or_else(Span::never),
        made_up: u8::from(text.made_up),
    })
}
