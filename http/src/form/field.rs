//! What a form is made of.

use heyi_core::decisions::DecisionKind;
use heyi_core::drive::decisions::DriveKind;
use heyi_core::employer::decisions::RegisterKind;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::publication::decisions::PublicationStep;
use heyi_core::text::{Language, Say};

use super::Choice;

/// Words shown to people, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// 中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Label {
    /// The two wordings.
    #[must_use]
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The wording in one language.
    #[must_use]
    pub const fn to(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

/// How a field is asked for, and what it may hold.
#[derive(Clone, Copy, Debug)]
pub enum Widget {
    /// One line, at most 200 characters.
    Line,
    /// Several lines, at most 10,000 characters.
    Area,
    /// One line about a person, which goes to the vault.
    Name,
    /// Up to 1,000 lines, one thing in each.
    List,
    /// Several lines that may name people, which go to the vault.
    NameArea,
    /// A whole number from 0 to 99,999,999.
    Number,
    /// A day, such as `2026-02-10` or 2026年2月10日.
    Day,
    /// A day, or a span of days with the words of the source: `NAME`, or `NAME_earliest` and `NAME_latest` (either may be
    /// empty), with `NAME_words`.
    Span,
    /// Ticked or not.
    Check,
    /// `yes`, `no`, or empty when not known.
    YesNoUnknown,
    /// One of these.
    Choice(&'static [Choice]),
    /// Any of these.
    Choices(&'static [Choice]),
    /// The code of a topic.
    Topic,
    /// Codes of topics.
    Topics,
    /// The number of a clause of the case.
    Clause,
    /// Numbers of clauses of the case.
    Clauses,
    /// The number of an entry of the case.
    Entry,
    /// The number of a representative's seat.
    Seat,
    /// The number of a breach alleged in the case.
    Breach,
    /// The id of another case of the same employer.
    OtherCase,
    /// The id of an employer on the coverage list.
    Listed,
    /// The id of a drive.
    Drive,
    /// The id of a supervision letter.
    Letter,
    /// The name of the decision that an entry records.
    Decision,
    /// An administrative division, by its six digits.
    Place,
    /// A division of GB/T 4754-2017, by its two digits.
    Industry,
    /// The id of an employer in the register.
    Employer,
    /// The short name of an office.
    Office,
    /// Fields under one heading: `NAME.field`.
    Group(&'static [Field]),
    /// Up to 60 rows of these fields: `NAME[0].field`.
    Rows(&'static [Field]),
}

/// One field of a form.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in addresses and JSON.
    pub name: &'static str,
    /// Its name for people.
    pub label: Label,
    /// What to write into it.
    pub hint: Option<Label>,
    /// How it is asked for.
    pub widget: Widget,
    /// Whether it must be filled in.
    pub required: bool,
}

impl Field {
    /// A field that must be filled in.
    #[must_use]
    pub const fn required(name: &'static str, widget: Widget, zh: &'static str, en: &'static str) -> Self {
        Self { name, label: Label::new(zh, en), hint: None, widget, required: true }
    }

    /// A field that may stay empty.
    #[must_use]
    pub const fn optional(name: &'static str, widget: Widget, zh: &'static str, en: &'static str) -> Self {
        Self { name, label: Label::new(zh, en), hint: None, widget, required: false }
    }

    /// The same, with a word on what to write.
    #[must_use]
    pub const fn hint(mut self, zh: &'static str, en: &'static str) -> Self {
        self.hint = Some(Label::new(zh, en));
        self
    }
}

/// The two lists, one after the other. `N` is the sum of their lengths.
#[must_use]
#[expect(clippy::indexing_slicing, reason = "run while compiling, where a wrong N does not compile")]
pub const fn join<const N: usize>(first: &[Field], then: &[Field]) -> [Field; N] {
    assert!(first.len() + then.len() == N, "N is the sum of the lengths");
    let mut all = [Field::optional("", Widget::Line, "", ""); N];
    let mut index = 0;
    while index < N {
        all[index] = if index < first.len() { first[index] } else { then[index - first.len()] };
        index += 1;
    }
    all
}

/// What a form records: a step of a case, a fact of the register, or a step of a letter.
pub trait Records: Copy + 'static {
    /// Its name for people.
    fn say(self) -> Say;

    /// The day it asks for.
    fn occurred() -> &'static Field;

    /// Whether it takes a note, which may name people and can be erased.
    const NOTES: bool;
}

impl Records for DecisionKind {
    fn say(self) -> Say {
        Self::say(self)
    }

    fn occurred() -> &'static Field {
        &OCCURRED
    }

    const NOTES: bool = true;
}

impl Records for RegisterKind {
    fn say(self) -> Say {
        Self::say(self)
    }

    fn occurred() -> &'static Field {
        &AS_OF
    }

    // The register is about employers and counts, and names nobody.
    const NOTES: bool = false;
}

impl Records for LetterStep {
    fn say(self) -> Say {
        Self::say(self)
    }

    fn occurred() -> &'static Field {
        &OCCURRED
    }

    // A letter names nobody: offices are told, not people.
    const NOTES: bool = false;
}

impl Records for DriveKind {
    fn say(self) -> Say {
        Self::say(self)
    }

    fn occurred() -> &'static Field {
        &OCCURRED
    }

    // A drive is about employers and numbers, and names nobody.
    const NOTES: bool = false;
}

impl Records for PublicationStep {
    fn say(self) -> Say {
        Self::say(self)
    }

    fn occurred() -> &'static Field {
        &OCCURRED
    }

    // A publication is about numbers, and names nobody.
    const NOTES: bool = false;
}

/// The form of a decision.
#[derive(Clone, Copy, Debug)]
pub struct FormSpec<K: 'static = DecisionKind> {
    /// Which decision.
    pub kind: K,
    /// Whether it asks for the day it occurred on. Withdrawals, corrections and approvals do not: they count from their recording.
    pub dated: bool,
    /// Its own fields.
    pub fields: &'static [Field],
}

impl<K: Records> FormSpec<K> {
    /// Every field to show: its own, then those all forms share.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> + use<K> {
        let occurred = self.dated.then(K::occurred);
        self.fields.iter().chain(occurred).chain(K::NOTES.then_some(&NOTE))
    }
}

/// The day a fact of the register is true of, asked for by every dated form of it. Named as in all forms.
pub static AS_OF: Field = Field::required("occurred", Widget::Span, "从哪一天起（截至哪一天）", "True of which day").hint(
    "填写事情发生或情况属实的日期（不是录入日期）。只知道大概时间的，填最早和最晚日期并抄录资料原话；完全不知道的，只写原话。",
    "The day it happened or is true of, not the day you record it. If only roughly known: the earliest and latest day and the words \
     of the source; if not known at all, the words alone.",
);

/// The day something occurred on, asked for by every dated form.
pub static OCCURRED: Field = Field::required("occurred", Widget::Span, "发生日期", "The day it happened").hint(
    "填写事情发生的日期（不是录入日期）。只知道大概时间的，填最早和最晚日期并抄录资料原话；完全不知道的，只写原话。",
    "The day it happened, not the day you record it. If only roughly known: the earliest and latest day and the words of \
     the source; if not known at all, the words alone.",
);

/// A remark, asked for by every form.
pub static NOTE: Field = Field::optional("note", Widget::NameArea, "备注", "Note").hint(
    "可以写人名；备注单独加密保存，可依法删除。",
    "May name people: it is kept apart, encrypted, and can be erased.",
);
