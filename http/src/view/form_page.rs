//! The page around a form, whatever is recorded with it.

use askama::Template;
use heyi_core::ids::Version;

use crate::ask::{Answer, Ask, html};
use crate::form::{Field, FieldError};
use crate::guard::session::random;
use crate::problem::{Meanwhile, Problem};
use crate::text::Lang;

use super::form::{FieldView, Showing, id_of};
use super::{Frame, Link};

/// What a form is asked for.
pub struct Asking<'a> {
    /// Its name.
    pub name: String,
    /// Where it belongs.
    pub head: Link,
    /// When to record this.
    pub lead: &'a str,
    /// The version of what it is recorded of, as the person saw it.
    pub version: Option<Version>,
    /// What is wrong with what was sent.
    pub problem: Option<&'a Problem>,
    /// What can be recorded instead.
    pub allowed: Vec<Link>,
    /// Whether papers can be attached.
    pub evidence: bool,
}

#[derive(Template)]
#[template(path = "form.html")]
struct Page<'a> {
    l: Lang,
    f: Frame,
    head: Link,
    lead: &'a str,
    problem: Option<&'a Problem>,
    /// The fields that are wrong.
    wrong: Vec<Link>,
    /// What was recorded meanwhile.
    meanwhile: Vec<String>,
    allowed: Vec<Link>,
    /// Files cannot be kept over a mended form.
    files_lost: bool,
    action: String,
    /// The idempotency key: a double click records once.
    key: String,
    version: Option<Version>,
    hidden: Vec<(String, String)>,
    fields: Vec<FieldView>,
    evidence: bool,
}

impl Asking<'_> {
    /// The page with `fields`, those hidden that the page knows and does not ask.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn page(
        self,
        ask: &Ask,
        fields: &[&Field],
        is_hidden: impl Fn(&Field) -> bool,
        showing: &Showing<'_>,
    ) -> Answer {
        let l = showing.l;
        let (hidden, shown): (Vec<&Field>, Vec<&Field>) = fields.iter().copied().partition(|field| is_hidden(field));
        let title = match showing.errors {
            [] => self.name,
            _ => format!("{} · {}", l.t("请改正", "Please mend"), self.name),
        };
        let meanwhile = self.problem.map(|problem| problem.meanwhile.as_slice()).unwrap_or_default();
        html(&Page {
            l,
            f: Frame::of(ask, title),
            head: self.head,
            lead: self.lead,
            problem: self.problem,
            wrong: self.problem.map(|problem| wrong(problem, fields, l)).unwrap_or_default(),
            meanwhile: meanwhile.iter().map(|entry| recorded_meanwhile(entry, l)).collect(),
            allowed: self.allowed,
            files_lost: self.problem.is_some() && !ask.sent.files.is_empty(),
            action: ask.reader.here.split('?').next().unwrap_or_default().to_owned(),
            key: random().map_err(|error| Problem::broken("making a key", &error))?,
            version: self.version,
            hidden: hidden
                .iter()
                .map(|field| (field.name.to_owned(), showing.input.first(field.name).to_owned()))
                .collect(),
            fields: showing.fields(shown.into_iter()),
            evidence: self.evidence,
        })
    }
}

/// Each with the name of its field: "required" alone does not say what.
fn wrong(problem: &Problem, fields: &[&Field], l: Lang) -> Vec<Link> {
    let named = |error: &FieldError| {
        let of = |field: &&&Field| {
            let rest = error.field.strip_prefix(field.name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.', '_']))
        };
        // The longest name: `staff_as_of` is not a part of `staff`.
        fields.iter().filter(of).max_by_key(|field| field.name.len()).map(|field| field.label.to(l.0))
    };
    let label = |error: &FieldError| match named(error) {
        Some(name) => format!("{name}{}{}", l.t("：", ": "), l.say(&error.say)),
        None => l.say(&error.say),
    };
    let link =
        |error: &FieldError| Link { href: format!("#{}", id_of(&error.field)), label: label(error), current: false };
    problem.fields.iter().map(link).collect()
}

/// What somebody else recorded meanwhile, in one line.
fn recorded_meanwhile(entry: &Meanwhile, l: Lang) -> String {
    format!("#{} {} · {}", entry.entry, l.say(&entry.title), l.instant(entry.recorded_at))
}

#[cfg(test)]
mod tests;
