//! What is said to people, always in both languages.

use serde::{Deserialize, Serialize};

/// A sentence in Chinese and in English with the same meaning.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Say {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Say {
    /// The two wordings of one sentence.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The wording in one language.
    #[must_use]
    pub fn to(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// The languages heyi speaks; Chinese unless asked otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}
