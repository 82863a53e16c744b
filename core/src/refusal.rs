//! Why a decision is refused: a stable code for programs, a sentence for people, the article where the law says so.

use crate::rules::Cite;
use crate::text::Say;

/// A refusal. Nothing is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code, such as `needs-vote`.
    pub code: String,
    /// What is wrong and what to do, in both languages.
    pub say: Say,
    /// The article it rests on, when it is the law that refuses.
    pub cite: Option<Cite>,
    /// The field of the form it belongs to, when there is one.
    pub field: Option<&'static str>,
}

impl Refusal {
    /// A refusal with both wordings.
    pub fn new(code: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.into(), say: Say::new(zh, en), cite: None, field: None }
    }

    /// The same, at a field of the form.
    #[must_use]
    pub fn at(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// The same, with the article.
    #[must_use]
    pub fn citing(mut self, cite: Option<Cite>) -> Self {
        self.cite = cite;
        self
    }

    /// The text of a required field must not be blank.
    ///
    /// # Errors
    /// `required` at that field.
    pub fn unless_filled(field: &'static str, text: &str) -> Result<(), Self> {
        if text.trim().is_empty() {
            return Err(Self::new("required", "此项必填。", "This field is required.").at(field));
        }
        Ok(())
    }
}
