//! An entry of the timeline for people: both times apart, what it says, what became of it, what is to be said about it.

use heyi_core::case::{Line, Mark, Standing};
use heyi_core::decisions::DecisionKind;
use heyi_core::erasable::FileRef;
use heyi_core::event::CaseEvent;
use heyi_core::ids::{AccountId, CaseId};

use super::cited;
use crate::text::Lang;
use crate::text::facts::{Fact, Reveal, facts};

/// One entry.
#[derive(Clone, Debug)]
pub struct LineView {
    /// Its number in the case.
    pub entry: u64,
    /// Its position in the log.
    pub position: u64,
    /// What it records.
    pub title: String,
    /// When it occurred, as claimed now; empty for corrections, withdrawals and approvals, which claim no day.
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
    pub old: Option<OldView>,
    /// What became of it; empty: it stands.
    pub standing: String,
    /// `stands`, `corrected`, `withdrawn`, `awaits`.
    pub class: &'static str,
    /// What is to be said about it.
    pub marks: Vec<MarkView>,
    /// The remark.
    pub note: String,
    /// Its papers.
    pub files: Vec<FileView>,
    /// The stage after it.
    pub stage: String,
    /// Whether it can be corrected.
    pub correctable: bool,
    /// Whether it can be withdrawn.
    pub withdrawable: bool,
    /// Whether it waits for a second person.
    pub awaits: bool,
}

/// What an entry said before it was corrected.
#[derive(Clone, Debug)]
pub struct OldView {
    /// When it was said to have occurred.
    pub occurred: String,
    /// What it said.
    pub facts: Vec<Fact>,
}

/// A mark.
#[derive(Clone, Debug)]
pub struct MarkView {
    /// `ground`, `unknown`, `irregular`.
    pub class: &'static str,
    /// What kind, in words.
    pub kind: String,
    /// The sentence.
    pub text: String,
    /// The article.
    pub cite: String,
}

/// A paper.
#[derive(Clone, Debug)]
pub struct FileView {
    /// Where it is read.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its size in words.
    pub size: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// What a line is shown with.
pub struct Showing<'a> {
    /// The language.
    pub l: Lang,
    /// The case.
    pub case: CaseId,
    /// Shows texts of the vault.
    pub names: &'a dyn Reveal,
    /// The log-in name of an account.
    pub login: &'a dyn Fn(AccountId) -> String,
}

impl LineView {
    /// The entry as it stands.
    #[must_use]
    pub fn of(line: &Line, showing: &Showing<'_>) -> Self {
        let (l, names, recorded) = (showing.l, showing.names, &line.recorded);
        let files = recorded.evidence.iter().map(|file| paper(file, showing)).collect();
        let (standing, class) = standing(line.standing, l);
        let original = &recorded.event;
        Self {
            entry: recorded.version.0,
            position: recorded.position.0,
            title: l.say(&DecisionKind::of(original).say()),
            occurred: if about_an_entry(original) { String::new() } else { l.occurred(line.occurred()) },
            words: line.occurred().words.clone(),
            recorded: l.instant(recorded.recorded_at),
            recorded_iso: recorded.recorded_at.to_string(),
            by: (showing.login)(recorded.by),
            facts: facts(line.event(), l, names),
            old: line
                .corrected
                .is_some()
                .then(|| OldView { occurred: l.occurred(&recorded.occurred), facts: facts(original, l, names) }),
            standing,
            class,
            marks: line.marks.iter().map(|mark| marked(mark, l)).collect(),
            note: recorded.note.as_ref().map(|note| names.reveal(note, l)).unwrap_or_default(),
            files,
            stage: l.say(&line.stage.say()),
            correctable: line.counts() && !about_an_entry(original),
            withdrawable: line.counts()
                && !opening(original)
                && !matches!(original, CaseEvent::EntryWithdrawn(_) | CaseEvent::CorrectionApproved(_)),
            awaits: line.standing == Standing::AwaitsApproval,
        }
    }
}

fn standing(standing: Standing, l: Lang) -> (String, &'static str) {
    let by = |zh: &str, en: &str, by: heyi_core::ids::Version| match l {
        Lang::ZH => format!("{zh}（见记录 #{by}）"),
        _ => format!("{en} (see entry #{by})"),
    };
    match standing {
        Standing::Stands => (String::new(), "stands"),
        Standing::Corrected(entry) => (by("已更正", "corrected", entry), "corrected"),
        Standing::Withdrawn(entry) => (by("已撤回，不再计入", "withdrawn, no longer counts", entry), "withdrawn"),
        Standing::AwaitsApproval => {
            (l.t("等待他人批准，尚未生效", "waits for another person's approval").to_owned(), "awaits")
        }
    }
}

/// A mark in words.
#[must_use]
pub fn marked(mark: &Mark, l: Lang) -> MarkView {
    match mark {
        Mark::WithoutGround(refusal) => MarkView {
            class: "ground",
            kind: l.t("失去依据", "without ground").to_owned(),
            text: l.say(&refusal.say),
            cite: cited(refusal.cite.as_ref(), l),
        },
        Mark::NotCheckable(step) => MarkView {
            class: "unknown",
            kind: l.t("无法核对：接管旧案", "not checkable: taken over").to_owned(),
            text: l.say(&step.say()),
            cite: String::new(),
        },
        Mark::Irregular(say, cite) => MarkView {
            class: "irregular",
            kind: l.t("不合规定", "irregular").to_owned(),
            text: l.say(say),
            cite: cited(cite.as_ref(), l),
        },
    }
}

fn paper(file: &FileRef, showing: &Showing<'_>) -> FileView {
    FileView {
        href: format!("/cases/{}/files/{}", showing.case, file.sha256),
        name: showing.names.reveal(&file.name, showing.l),
        size: size(file.bytes),
        sha256: file.sha256.to_string(),
    }
}

/// 1.2 MB; exact below a kilobyte.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
    }
}

fn opening(event: &CaseEvent) -> bool {
    event.begins()
}

fn about_an_entry(event: &CaseEvent) -> bool {
    matches!(event, CaseEvent::EntryCorrected(_) | CaseEvent::EntryWithdrawn(_) | CaseEvent::CorrectionApproved(_))
}

#[cfg(test)]
mod tests {
    use heyi_core::case::Step;
    use heyi_core::event::entries::EntryCorrected;
    use heyi_core::event::offer::Answer;
    use heyi_core::scenario::{Scenario, day, reply};

    use super::*;
    use crate::text::facts::tests::Zhang;

    #[test]
    fn a_corrected_entry_shows_both_what_it_said_and_what_it_says() {
        let scenario = Scenario::through(Step::Reply);
        let entry = scenario.entry_of("reply-received");
        let corrected = EntryCorrected {
            entry,
            event: Box::new(CaseEvent::ReplyReceived(reply(Answer::InPart))),
            occurred: day(21),
            reason: "看错".into(),
            awaits_approval: false,
        };
        let case = scenario.and(CaseEvent::EntryCorrected(corrected), day(30)).case();
        let showing = Showing { l: Lang::ZH, case: case.id, names: &Zhang, login: &|_| "caseworker".to_owned() };
        let view = LineView::of(case.line(entry).unwrap(), &showing);
        let old = view.old.clone().unwrap();
        assert_eq!((old.facts[0].value.as_str(), view.facts[0].value.as_str()), ("同意协商", "部分同意"));
        assert_ne!(old.occurred, view.occurred);
        assert_eq!(view.class, "corrected");
        assert!(view.correctable && view.withdrawable);
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!([999, 12_345, 1_250_000, 3_960_000_000].map(size), ["999 B", "12 KB", "1.2 MB", "3.9 GB"]);
    }
}
