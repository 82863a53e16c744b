//! The entries of a letter for people, with what is to be said about each.

use heyi_core::event::LetterEvent;
use heyi_core::ground::Law;
use heyi_core::ids::AccountId;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::letter::{Letter, Line, clocks};

use crate::employers::history::{EntryView, Said};
use crate::text::Lang;
use crate::text::letters::facts;
use crate::view::line::marked;

/// An entry of a letter; `login` gives the log-in name of an account.
#[must_use]
pub fn entry(letter: &Letter, line: &Line, law: &Law, l: Lang, login: &dyn Fn(AccountId) -> String) -> EntryView {
    let event = &line.recorded.event;
    let said = Said {
        title: l.say(&LetterStep::of(event).say()),
        facts: facts(line.event(), l),
        old: line.corrected.as_ref().map(|_| facts(event, l)),
        about_an_entry: LetterStep::of(event).is_about_entries(),
        stays: matches!(event, LetterEvent::LetterIssued(_) | LetterEvent::LetterEntryWithdrawn(_)),
    };
    let marks = clocks::marks(letter, line, law).iter().map(|mark| marked(mark, l)).collect();
    EntryView { marks, ..EntryView::saying(line, said, l, login) }
}
