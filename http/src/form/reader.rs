//! Reads a form field by field and notes everything that is wrong, so that all of it can be told at once.

use std::collections::BTreeSet;

use heyi_core::erasable::Erasable;
use heyi_core::ids::{CaseId, Version};
use heyi_core::occurred::Occurred;
use heyi_core::topic::TopicCode;
use jiff::civil::Date;

use super::sentences::{self, Wrong};
use super::{Field, FieldError, Input, NOTE, Names, OCCURRED, Table, Widget, day};

/// The most characters on a line.
pub const LONGEST_LINE: usize = 200;
/// The most characters of a text of several lines.
pub const LONGEST_AREA: usize = 10_000;
/// The most characters of a list of lines.
pub const LONGEST_LIST: usize = 200_000;
/// The most rows, choices or topics.
pub const MOST_ROWS: usize = 60;
/// The largest number.
pub const LARGEST_NUMBER: u32 = 99_999_999;

/// Names of a JSON body that another part reads.
const READ_ELSEWHERE: &[&str] = &["evidence"];

/// Reads the fields of a form.
///
/// Whether a field is required and how long it may be is told by its [`Field`]. A method that finds something wrong notes it
/// and answers `None`, or an empty value; what was read counts only when [`Reader::finish`] has nothing noted. So a `parse`
/// first reads every field and only then gives up on a missing one with `?`.
pub struct Reader<'a> {
    fields: &'static [Field],
    input: &'a Input,
    names: &'a mut dyn Names,
    prefix: String,
    asked: BTreeSet<String>,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    /// Reads `fields` from `input`.
    pub fn new(fields: &'static [Field], input: &'a Input, names: &'a mut dyn Names) -> Self {
        Self { fields, input, names, prefix: String::new(), asked: BTreeSet::new(), errors: Vec::new() }
    }

    /// Everything that was wrong, in the order of reading.
    #[must_use]
    pub fn finish(mut self) -> Vec<FieldError> {
        if self.input.is_strict() {
            let known = |name: &str| self.asked.contains(name) || READ_ELSEWHERE.contains(&name);
            let filled = self.input.names().filter(|name| !self.input.first(name).is_empty());
            let unknown = filled.filter(|name| !known(name)).map(|name| sentences::unknown_field(name).at(name));
            self.errors.extend(unknown);
        }
        self.errors
    }

    /// Notes that something is wrong with a field.
    pub fn refuse(&mut self, name: &str, wrong: Wrong) {
        let field = format!("{}{name}", self.prefix);
        if !self.errors.iter().any(|error| error.field == field && error.code == wrong.code) {
            self.errors.push(wrong.at(field));
        }
    }

    /// A text, of one line or several as the field says; empty when it was not filled in.
    pub fn text(&mut self, name: &str) -> String {
        self.value(name, sentences::required).and_then(|text| self.plain(name, text)).unwrap_or_default().to_owned()
    }

    /// A text about people, handed to the vault; `None`: not filled in.
    pub fn name(&mut self, name: &str) -> Option<Erasable> {
        let text = self.value(name, sentences::required).and_then(|text| self.plain(name, text))?;
        Some(self.names.name(text))
    }

    /// A whole number.
    pub fn number(&mut self, name: &str) -> Option<u32> {
        self.parsed(name, parse_number)
    }

    /// The number of an entry.
    pub fn entry(&mut self, name: &str) -> Option<Version> {
        self.number(name).map(|number| Version(number.into()))
    }

    /// The id of a case.
    pub fn case(&mut self, name: &str) -> Option<CaseId> {
        self.parsed(name, |text| text.parse().map_err(|_| sentences::not_a_case(text)))
    }

    /// Whole numbers: several values, or one such as `1、3`.
    pub fn numbers(&mut self, name: &str) -> Vec<u32> {
        self.several(name, parse_number)
    }

    /// A day.
    pub fn day(&mut self, name: &str) -> Option<Date> {
        self.parsed(name, day::parse)
    }

    /// A day, a span of days, or the words of the source where no day is known.
    pub fn span(&mut self, name: &str) -> Occurred {
        let required = self.field(name).required;
        let (first, last) = (format!("{name}_earliest"), format!("{name}_latest"));
        let words = self.text(&format!("{name}_words"));
        let wrong_before = self.errors.len();
        let exact = self.optional(name).and_then(|text| self.try_parse(name, text, day::parse));
        let (earliest, latest) = (self.day(&first), self.day(&last));
        if self.errors.len() > wrong_before {
            return Occurred::unknown(words);
        }
        match (exact, earliest, latest) {
            (None, None, None) if words.is_empty() && required => {
                self.refuse(name, sentences::day_or_words());
                Occurred::unknown(words)
            }
            (Some(day), None, None) => Occurred { words, ..Occurred::on(day) },
            (Some(_), _, _) => {
                self.refuse(name, sentences::day_and_span());
                Occurred::unknown(words)
            }
            (None, earliest, latest) => Occurred::between(earliest, latest, words).unwrap_or_else(|_| {
                self.refuse(&last, sentences::ends_before_it_begins());
                Occurred::default()
            }),
        }
    }

    /// Whether a box is ticked.
    pub fn check(&mut self, name: &str) -> bool {
        self.yes_no(name).unwrap_or(false)
    }

    /// Yes, no, or `None` when not known.
    pub fn yes_no(&mut self, name: &str) -> Option<bool> {
        self.parsed(name, parse_yes_no).flatten()
    }

    /// What the chosen value stands for.
    pub fn choice<T: Copy + PartialEq>(&mut self, name: &str, table: &Table<T>) -> Option<T> {
        self.parsed(name, |text| table.get(text).ok_or_else(|| sentences::unknown_choice(text, table.choices)))
    }

    /// What the chosen values stand for, each once, in the order given.
    pub fn choices<T: Copy + PartialEq>(&mut self, name: &str, table: &Table<T>) -> Vec<T> {
        self.several(name, |text| table.get(text).ok_or_else(|| sentences::unknown_choice(text, table.choices)))
    }

    /// A topic of the list.
    pub fn topic(&mut self, name: &str) -> Option<TopicCode> {
        self.parsed(name, parse_topic)
    }

    /// Topics of the list, each once, in the order given.
    pub fn topics(&mut self, name: &str) -> Vec<TopicCode> {
        self.several(name, parse_topic)
    }

    /// Anything else that is written on one line.
    pub fn parsed<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Wrong>) -> Option<T> {
        let missing = match self.field(name).widget {
            Widget::Choice(_) | Widget::Topic | Widget::Clause | Widget::YesNoUnknown => sentences::choose,
            _ => sentences::required,
        };
        let text = self.value(name, missing)?;
        self.try_parse(name, text, parse)
    }

    /// The fields of a group, read by `read`.
    pub fn group<T>(&mut self, name: &str, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Option<T> {
        let field = self.field(name);
        let Widget::Group(fields) = field.widget else { return None };
        let under = format!("{}{name}.", self.prefix);
        let filled = self.input.names().any(|name| name.starts_with(&under) && !self.input.first(name).is_empty());
        if field.required && !filled {
            self.refuse(name, sentences::required());
        }
        self.part(fields, &format!("{name}."), read)
    }

    /// The rows of a list, each read by `read`; blank rows are left out.
    pub fn rows<T>(&mut self, name: &str, mut read: impl FnMut(&mut Reader<'_>) -> Option<T>) -> Vec<T> {
        let field = self.field(name);
        let Widget::Rows(fields) = field.widget else { return Vec::new() };
        let rows = self.input.rows(&format!("{}{name}", self.prefix));
        if rows.is_empty() && field.required {
            self.refuse(name, sentences::at_least_one_row());
        }
        if rows.len() > MOST_ROWS {
            self.refuse(name, sentences::too_many_rows(MOST_ROWS));
        }
        let read_row = |row| self.part(fields, &format!("{name}[{row}]."), &mut read);
        rows.into_iter().take(MOST_ROWS).filter_map(read_row).collect()
    }

    /// What stands in each line of a list, read by `read`; blank lines are left out. What is wrong names its line.
    pub fn lines<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, Wrong>) -> Vec<T> {
        let text = self.text(name);
        let mut all = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match read(line) {
                Ok(one) => all.push(one),
                Err(wrong) => self.refuse(name, wrong.in_line(index + 1)),
            }
        }
        all
    }

    /// Other fields of the same input, read by `read`; `under` goes before their names.
    pub fn part<T>(
        &mut self,
        fields: &'static [Field],
        under: &str,
        read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
    ) -> Option<T> {
        let mut part = Reader {
            fields,
            input: self.input,
            names: &mut *self.names,
            prefix: format!("{}{under}", self.prefix),
            asked: std::mem::take(&mut self.asked),
            errors: std::mem::take(&mut self.errors),
        };
        let read = read(&mut part);
        (self.asked, self.errors) = (part.asked, part.errors);
        read
    }

    /// The one value of a field; `None` when it is empty, which is wrong where the field is required.
    fn value(&mut self, name: &str, missing: fn() -> Wrong) -> Option<&'a str> {
        let value = self.optional(name);
        if value.is_none() && self.field(name).required {
            self.refuse(name, missing());
        }
        value
    }

    fn optional(&mut self, name: &str) -> Option<&'a str> {
        let mut values = self.values(name).into_iter();
        let first = values.next();
        if values.next().is_some() {
            self.refuse(name, sentences::given_twice());
        }
        first
    }

    /// The values of a field that are not empty, each once.
    fn values(&mut self, name: &str) -> Vec<&'a str> {
        let path = format!("{}{name}", self.prefix);
        let input = self.input;
        let mut values: Vec<&'a str> = Vec::new();
        for value in input.all(&path).filter(|value| !value.is_empty()) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        self.asked.insert(path);
        values
    }

    fn several<T: PartialEq>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Wrong>) -> Vec<T> {
        let values = self.values(name);
        let parts = values.into_iter().flat_map(|value| value.split([',', '，', '、', ';', '；', ' ', '\n']));
        let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.is_empty() && self.field(name).required {
            self.refuse(name, sentences::choose());
        }
        if parts.len() > MOST_ROWS {
            self.refuse(name, sentences::too_many_rows(MOST_ROWS));
        }
        let mut read: Vec<T> = Vec::new();
        for part in parts.into_iter().take(MOST_ROWS) {
            if let Some(value) = self.try_parse(name, part, &parse).filter(|value| !read.contains(value)) {
                read.push(value);
            }
        }
        read
    }

    fn try_parse<T>(&mut self, name: &str, text: &str, parse: impl Fn(&str) -> Result<T, Wrong>) -> Option<T> {
        parse(text).map_err(|wrong| self.refuse(name, wrong)).ok()
    }

    /// The text, when it is no longer than its field allows and has nothing in it that is not printed.
    fn plain<'t>(&mut self, name: &str, text: &'t str) -> Option<&'t str> {
        let (several_lines, limit) = match self.field(name).widget {
            Widget::List => (true, LONGEST_LIST),
            Widget::Area | Widget::NameArea => (true, LONGEST_AREA),
            _ => (false, LONGEST_LINE),
        };
        let length = text.chars().count();
        if length > limit {
            self.refuse(name, sentences::too_long(length, limit));
            return None;
        }
        if text.chars().any(|c| c.is_control() && !(several_lines && (c == '\n' || c == '\t'))) {
            self.refuse(name, sentences::not_plain(several_lines));
            return None;
        }
        Some(text)
    }

    /// The field of that name. The parts of a span have none of their own and are optional lines.
    fn field(&self, name: &str) -> Field {
        let common = [&OCCURRED, &NOTE];
        let found = self.fields.iter().chain(common).find(|field| field.name == name);
        found.copied().unwrap_or(const { Field::optional("", Widget::Line, "", "") })
    }
}

/// A whole number, in half or full width.
pub(super) fn parse_number(text: &str) -> Result<u32, Wrong> {
    let plain = day::half_width(text);
    if plain.is_empty() || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return Err(sentences::not_a_number(text));
    }
    let number = plain.parse().ok().filter(|number| *number <= LARGEST_NUMBER);
    number.ok_or_else(|| sentences::out_of_range(LARGEST_NUMBER))
}

fn parse_yes_no(text: &str) -> Result<Option<bool>, Wrong> {
    match text {
        "yes" | "true" | "on" | "1" | "是" => Ok(Some(true)),
        "no" | "false" | "off" | "0" | "否" => Ok(Some(false)),
        "unknown" | "不详" | "不清楚" => Ok(None),
        other => Err(sentences::not_yes_or_no(other)),
    }
}

fn parse_topic(text: &str) -> Result<TopicCode, Wrong> {
    TopicCode::known(&text.to_ascii_uppercase()).map_err(|_| sentences::unknown_topic(text))
}
