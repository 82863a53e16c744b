//! The entries of an employer for people: both times apart, what each says, what became of it.

use heyi_core::case::Standing;
use heyi_core::employer::Line;
use heyi_core::employer::decisions::RegisterKind;
use heyi_core::event::EmployerEvent;
use heyi_core::ids::AccountId;

use crate::text::Lang;
use crate::text::facts::Fact;
use crate::text::register::facts;

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

impl EntryView {
    /// The entry; `login` gives the log-in name of an account.
    #[must_use]
    pub fn of(line: &Line, l: Lang, login: &dyn Fn(AccountId) -> String) -> Self {
        let recorded = &line.recorded;
        let about_an_entry = RegisterKind::of(&recorded.event).is_about_entries();
        let withdrawn = matches!(line.standing, Standing::Withdrawn(_));
        let (standing, class) = match line.standing {
            Standing::Stands | Standing::AwaitsApproval => (String::new(), "stands"),
            Standing::Corrected(by) => (format!("{} #{by}", l.t("已更正，见", "corrected by")), "corrected"),
            Standing::Withdrawn(by) => (format!("{} #{by}", l.t("已撤回，见", "withdrawn by")), "withdrawn"),
        };
        let stays =
            matches!(recorded.event, EmployerEvent::EmployerRegistered(_) | EmployerEvent::RegisterEntryWithdrawn(_));
        Self {
            entry: recorded.version.0,
            title: l.say(&RegisterKind::of(&recorded.event).say()),
            occurred: if about_an_entry { String::new() } else { l.occurred(line.occurred()) },
            words: line.occurred().words.clone(),
            recorded: l.instant(recorded.recorded_at),
            recorded_iso: recorded.recorded_at.to_string(),
            by: login(recorded.by),
            facts: facts(line.event(), l),
            old: line.corrected.as_ref().map(|_| facts(&recorded.event, l)),
            standing,
            class,
            correctable: !about_an_entry && !withdrawn,
            withdrawable: !stays && !withdrawn,
        }
    }
}
