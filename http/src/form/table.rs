//! Choices: the value written in a form, its name in both languages, and what it stands for. One table serves all three.

use super::Label;

/// One choice of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value in forms and JSON, such as `upper-union`.
    pub value: &'static str,
    /// Its name for people.
    pub label: Label,
}

/// Choices with what they stand for; made by `table!`.
#[derive(Clone, Copy, Debug)]
pub struct Table<T: 'static> {
    /// The choices, in the order shown.
    pub choices: &'static [Choice],
    /// What each stands for, in the same order.
    pub values: &'static [T],
}

impl<T: Copy + PartialEq> Table<T> {
    /// What `value` stands for.
    #[must_use]
    pub fn get(&self, value: &str) -> Option<T> {
        self.rows().find(|(choice, _)| choice.value == value).map(|(_, stands_for)| stands_for)
    }

    /// What a choice named by a person stands for: by its value, or by its name in either language.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<T> {
        let is = |choice: &Choice| [choice.value, choice.label.zh, choice.label.en].contains(&text);
        self.rows().find(|(choice, _)| is(choice)).map(|(_, stands_for)| stands_for)
    }

    /// The choice that stands for `wanted`; `None` when the table leaves it out.
    #[must_use]
    pub fn choice(&self, wanted: T) -> Option<&'static Choice> {
        self.rows().find(|(_, stands_for)| *stands_for == wanted).map(|(choice, _)| choice)
    }

    fn rows(&self) -> impl Iterator<Item = (&'static Choice, T)> {
        self.choices.iter().zip(self.values.iter().copied())
    }
}

/// Declares a [`Table`]. Without `some of`, leaving out a variant of the enum does not compile.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident: $type:ident { $($variant:ident = $value:literal, $zh:literal, $en:literal;)+ }) => {
        $crate::form::table::table! { $(#[$doc])* $name: some of $type { $($variant = $value, $zh, $en;)+ } }
        const _: fn($type) = |value| match value { $($type::$variant)|+ => () };
    };
    ($(#[$doc:meta])* $name:ident: some of $type:ident {
        $($variant:ident = $value:literal, $zh:literal, $en:literal;)+
    }) => {
        $(#[$doc])*
        pub const $name: $crate::form::Table<$type> = $crate::form::Table {
            choices: &[$($crate::form::Choice { value: $value, label: $crate::form::Label::new($zh, $en) }),+],
            values: &[$($type::$variant),+],
        };
    };
}
pub(crate) use table;
