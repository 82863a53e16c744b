//! Correct an earlier entry of the register. It stays readable; what it says from now on is judged as if entered right at first.

use crate::employer::Employer;
use crate::employer::guard::{RegisterGround, registered};
use crate::event::EmployerEvent;
use crate::event::employer::RegisterEntryCorrected;
use crate::history;
use crate::ids::Version;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::{Decision, RegisterCommand};

/// Corrects an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectRegisterEntry {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// What should have been recorded.
    pub command: Box<RegisterCommand>,
    /// When it should have been said to have occurred.
    pub occurred: Occurred,
    /// Why.
    pub reason: String,
}

impl Decision for CorrectRegisterEntry {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        registered(employer)
    }

    fn decide(self, employer: &Employer, ground: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        Refusal::unless_filled("correction_reason", &self.reason)?;
        let original = history::corrigible(&employer.lines, self.entry)?.kind();
        history::not_in_future(&self.occurred, ground.today)?;
        let then = employer.before_entry(self.entry, &self.occurred);
        self.command.kind().may(&then)?;
        let event = self.command.decide(&then, ground)?;
        if event.kind() != original {
            return Err(history::another_kind());
        }
        Ok(EmployerEvent::RegisterEntryCorrected(RegisterEntryCorrected {
            entry: self.entry,
            event: Box::new(event),
            occurred: self.occurred,
            reason: self.reason,
        }))
    }
}

#[cfg(test)]
mod tests {
    use crate::employer::decisions::recode_employer::RecodeEmployer;
    use crate::employer::decisions::rename_employer::RenameEmployer;
    use crate::employer::scenario::Register;
    use crate::event::employer::EmployerRenamed;
    use crate::scenario::{date_of, day};

    use super::*;

    fn renamed(name: &str) -> EmployerEvent {
        EmployerEvent::EmployerRenamed(EmployerRenamed { name: name.into() })
    }

    fn correct(entry: u64, command: impl Into<RegisterCommand>, occurred: Occurred) -> CorrectRegisterEntry {
        CorrectRegisterEntry {
            entry: Version(entry),
            command: Box::new(command.into()),
            occurred,
            reason: "录入错误".into(),
        }
    }

    #[test]
    fn a_corrected_entry_holds_as_if_entered_right_at_first() {
        let command = RenameEmployer(EmployerRenamed { name: "对名".into() });
        let register = Register::entered().and(renamed("错名"), day(10));
        let employer = register.when(correct(2, command, day(12)), day(20)).recorded();
        assert_eq!(employer.name(), "对名");
        assert_eq!(employer.facts, Register::entered().and(renamed("对名"), day(12)).employer().facts);
        assert_eq!(employer.line(Version(2)).unwrap().recorded.event, renamed("错名"), "the entry itself stays");
    }

    #[test]
    fn it_is_judged_like_the_entry_and_keeps_its_kind() {
        let register = || Register::entered().and(renamed("错名"), day(10));
        let blank = RenameEmployer(EmployerRenamed { name: " ".into() });
        register().when(correct(2, blank, day(10)), day(20)).refused("required");
        let other = RecodeEmployer { to: "320115".parse().unwrap(), code_set: date_of(0) };
        register().when(correct(2, other.clone(), day(10)), day(20)).refused("another-kind");
        register().when(correct(9, other, day(10)), day(20)).refused("no-such-entry");
        let ahead = RenameEmployer(EmployerRenamed { name: "对名".into() });
        register().when(correct(2, ahead, day(400)), day(20)).refused("occurred-in-future");
    }
}
