//! The entries of an employer, or of a letter, for people: both times apart, what each says, what became of it.

use heyi_core::case::Standing;
use heyi_core::employer::Line;
use heyi_core::employer::decisions::RegisterKind;
use heyi_core::event::EmployerEvent;
use heyi_core::history;
use heyi_core::ids::AccountId;

use crate::text::Lang;
use crate::text::facts::Fact;
use crate::text::register::facts;
use crate::view::line::MarkView;

/// One entry.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// Its number in the stream.
    pub entry: u64,
    /// What it records.
    pub title: String,
    /// The day it is true of, as claimed now; empty for corrections and withdrawals, which claim none.
    pub occurred: String,
    /// The words of the source about that.
    pub words: String,
    /// When it was recorded.
    pub recorded: String,
    /// The same, for machines.
    pub recorded_iso: String,
    /// Who recorded it.
    pub by: String,
    /// What is to be said about it.
    pub marks: Vec<MarkView>,
    /// What it says now.
    pub facts: Vec<Fact>,
    /// What it said first, when it was corrected.
    pub old: Option<Vec<Fact>>,
    /// What became of it; empty: it stands.
    pub standing: String,
    /// `stands`, `corrected`, `withdrawn`.
    pub class: &'static str,
    /// Whether it can be corrected.
    pub correctable: bool,
    /// Whether it can be withdrawn.
    pub withdrawable: bool,
}

/// What an entry says, in words, and what can be done about it.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it records.
    pub title: String,
    /// What it says now.
    pub facts: Vec<Fact>,
    /// What it said first, when it was corrected.
    pub old: Option<Vec<Fact>>,
    /// It is a correction or a withdrawal.
    pub about_an_entry: bool,
    /// It cannot be withdrawn.
    pub stays: bool,
}

impl EntryView {
    /// An entry of an employer; `login` gives the log-in name of an account.
    #[must_use]
    pub fn of(line: &Line, l: Lang, login: &dyn Fn(AccountId) -> String) -> Self {
        let event = &line.recorded.event;
        let said = Said {
            title: l.say(&RegisterKind::of(event).say()),
            facts: facts(line.event(), l),
            old: line.corrected.as_ref().map(|_| facts(event, l)),
            about_an_entry: RegisterKind::of(event).is_about_entries(),
            stays: matches!(event, EmployerEvent::EmployerRegistered(_) | EmployerEvent::RegisterEntryWithdrawn(_)),
        };
        Self::saying(line, said, l, login)
    }

    /// An entry of anything, with what it says.
    #[must_use]
    pub fn saying<E>(line: &history::Line<E>, said: Said, l: Lang, login: &dyn Fn(AccountId) -> String) -> Self {
        let recorded = &line.recorded;
        let withdrawn = matches!(line.standing, Standing::Withdrawn(_));
        let (standing, class) = match line.standing {
            Standing::Stands | Standing::AwaitsApproval => (String::new(), "stands"),
            Standing::Corrected(by) => (format!("{} #{by}", l.t("已更正，见", "corrected by")), "corrected"),
            Standing::Withdrawn(by) => (format!("{} #{by}", l.t("已撤回，见", "withdrawn by")), "withdrawn"),
        };
        Self {
            entry: recorded.version.0,
            title: said.title,
            occurred: if said.about_an_entry { String::new() } else { l.occurred(line.occurred()) },
            words: line.occurred().words.clone(),
            recorded: l.instant(recorded.recorded_at),
            recorded_iso: recorded.recorded_at.to_string(),
            by: login(recorded.by),
            marks: Vec::new(),
            facts: said.facts,
            old: said.old,
            standing,
            class,
            correctable: !said.about_an_entry && !withdrawn,
            withdrawable: !said.stays && !withdrawn,
        }
    }
}
