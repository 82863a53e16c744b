//! What the tables hold of a letter.

use heyi_core::deadline::Deadline;
use heyi_core::event::letter::Addressee;
use heyi_core::ground::Law;
use heyi_core::ids::{EmployerId, LetterId};
use heyi_core::letter::{Letter, clocks};

use super::day_number;
use crate::coverage::dimension::value::number_of;
use crate::coverage::numbers::Numbers;
use crate::coverage::records::{self, NOBODY, Span, UNNAMED};

/// The row of a letter as it stands.
#[derive(Debug)]
pub(crate) struct LetterFacts {
    /// Which.
    pub(crate) id: LetterId,
    /// Its row, without the number of its employer; `None` when it was not issued.
    row: Option<records::Letter>,
    employer: Option<EmployerId>,
}

impl LetterFacts {
    /// Of a letter.
    #[must_use]
    pub(crate) fn of(letter: &Letter, law: &Law) -> Self {
        let Some(text) = letter.text() else { return Self { id: letter.id, row: None, employer: None } };
        let due = clocks::set(letter, law).iter().filter_map(Deadline::due).map(day_number).min();
        let (addressee, employer) = match &text.addressee {
            Addressee::Employer(employer, _) => (NOBODY, Some(*employer)),
            Addressee::Authority(_) => (NOBODY, None),
            Addressee::Employers(_) => (UNNAMED, None),
        };
        let answered = letter.answers.first().map(|answer| Span::from(&answer.as_of));
        let row = records::Letter {
            place: number_of(&text.place),
            employer: addressee,
            due: due.map_or_else(Span::unknown, |day| Span { earliest: day, latest: day }),
            is_answered: u8::from(answered.is_some()),
            answered: answered.unwrap_or_else(Span::never),
            made_up: u8::from(text.made_up),
        };
        Self { id: letter.id, row: Some(row), employer }
    }

    /// Its row, with numbers instead of ids.
    pub(crate) fn numbered(&self, numbers: &mut Numbers) -> Option<records::Letter> {
        let row = self.row?;
        Some(records::Letter { employer: self.employer.map_or(row.employer, |id| numbers.employer(id)), ..row })
    }
}
