//! Writes what was recorded back into a form: the other direction of [`super::Reader`].

use heyi_core::erasable::Erasable;
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;
use heyi_core::topic::TopicCode;
use jiff::civil::Date;

use super::{Input, Table};

/// Fills a form. What is empty or not known stays empty.
pub struct Filler<'a> {
    input: Input,
    prefix: String,
    reveal: &'a dyn Fn(&Erasable) -> String,
}

impl<'a> Filler<'a> {
    /// An empty form; `reveal` gives the text of a reference.
    pub fn new(reveal: &'a dyn Fn(&Erasable) -> String) -> Self {
        Self { input: Input::default(), prefix: String::new(), reveal }
    }

    /// The filled form.
    #[must_use]
    pub fn finish(self) -> Input {
        self.input
    }

    /// A text.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.input.add(format!("{}{name}", self.prefix), text);
        }
    }

    /// A text about people.
    pub fn name(&mut self, name: &str, text: Option<&Erasable>) {
        if let Some(text) = text {
            let text = (self.reveal)(text);
            self.text(name, &text);
        }
    }

    /// A number, when known.
    pub fn number(&mut self, name: &str, number: impl Into<Option<u32>>) {
        if let Some(number) = number.into() {
            self.text(name, &number.to_string());
        }
    }

    /// The number of an entry.
    pub fn entry(&mut self, name: &str, entry: Version) {
        self.text(name, &entry.to_string());
    }

    /// Numbers.
    pub fn numbers(&mut self, name: &str, numbers: &[u32]) {
        for number in numbers {
            self.number(name, *number);
        }
    }

    /// A day, when known.
    pub fn day(&mut self, name: &str, day: Option<Date>) {
        if let Some(day) = day {
            self.text(name, &day.to_string());
        }
    }

    /// A day or a span of days.
    pub fn span(&mut self, name: &str, span: &Occurred) {
        if let Some(day) = span.day() {
            self.day(name, Some(day));
        } else {
            self.day(&format!("{name}_earliest"), span.earliest);
            self.day(&format!("{name}_latest"), span.latest);
        }
        self.text(&format!("{name}_words"), &span.words);
    }

    /// A box.
    pub fn check(&mut self, name: &str, ticked: bool) {
        if ticked {
            self.text(name, "yes");
        }
    }

    /// Yes or no, when known.
    pub fn yes_no(&mut self, name: &str, answer: Option<bool>) {
        if let Some(answer) = answer {
            self.text(name, if answer { "yes" } else { "no" });
        }
    }

    /// The choice that stands for `value`.
    pub fn choice<T: Copy + PartialEq>(&mut self, name: &str, table: &Table<T>, value: T) {
        if let Some(choice) = table.choice(value) {
            self.text(name, choice.value);
        }
    }

    /// Choices.
    pub fn choices<T: Copy + PartialEq>(&mut self, name: &str, table: &Table<T>, values: &[T]) {
        for value in values {
            self.choice(name, table, *value);
        }
    }

    /// Topics.
    pub fn topics(&mut self, name: &str, topics: &[TopicCode]) {
        for topic in topics {
            self.text(name, topic.as_str());
        }
    }

    /// The fields of a group.
    pub fn group(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        let outer = self.prefix.clone();
        self.prefix = format!("{outer}{name}.");
        fill(self);
        self.prefix = outer;
    }

    /// The rows of a list.
    pub fn rows<T>(&mut self, name: &str, rows: &[T], mut fill: impl FnMut(&T, &mut Self)) {
        for (index, row) in rows.iter().enumerate() {
            self.group(&format!("{name}[{index}]"), |form| fill(row, form));
        }
    }
}
