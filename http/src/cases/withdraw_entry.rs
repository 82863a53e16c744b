//! The form of withdrawing an entry; it stays readable.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::withdraw_entry::WithdrawEntry;
use heyi_core::event::entries::EntryWithdrawn;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::WithdrawEntry,
    dated: false,
    fields: &[
        Field::required("entry", Widget::Entry, "第几号记录", "Entry"),
        Field::required("reason", Widget::Area, "撤回原因", "Why"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<WithdrawEntry> {
    let entry = form.entry("entry");
    let reason = form.text("reason");
    Some(WithdrawEntry { entry: entry?, reason })
}

/// Fills in what was recorded.
pub fn fill(withdrawal: &EntryWithdrawn, form: &mut Filler<'_>) {
    form.entry("entry", withdrawal.entry);
    form.text("reason", &withdrawal.reason);
}

#[cfg(test)]
mod tests {
    use heyi_core::ids::Version;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_withdrawal_is_read_as_typed() {
        let command = kit::command(DecisionKind::WithdrawEntry, &[("entry", "12"), ("reason", "记错案件")]);
        assert_eq!(command, WithdrawEntry { entry: Version(12), reason: "记错案件".into() }.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        assert_eq!(kit::wrong(DecisionKind::WithdrawEntry, &[("entry", "#12")]), ["entry not-a-number", "reason required"]);
    }
}
