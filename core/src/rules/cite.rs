//! How a rule of law is cited to people: law and article, never a web address.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::rules::Confidence;
use crate::text::Say;

/// A law, the article, and how well the text is known.
///
/// Displayed in Chinese, as the law is; [`Cite::say`] has both languages. The name of a law stays Chinese in English too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cite {
    /// The law's name, with its version where one is meant.
    pub law: String,
    /// The article, such as `32` or `28,30`; `None`: not known.
    pub article: Option<String>,
    /// How well the text is known.
    pub confidence: Confidence,
}

impl Cite {
    /// 《江苏省集体协商条例》（2023）第12条（据转述，未核对原文）.
    #[must_use]
    pub fn say(&self) -> Say {
        let law = self.titled();
        let (zh, en) = match &self.article {
            Some(article) => {
                let many = article.contains(',');
                (
                    format!("第{}条", article.replace(',', "、")),
                    format!(", art{}. {}", if many { "s" } else { "" }, article.replace(',', ", ")),
                )
            }
            None => ("（条文序号未知）".to_owned(), ", article not known".to_owned()),
        };
        let (caveat_zh, caveat_en) = match self.confidence {
            Confidence::Text => ("", ""),
            Confidence::Secondary => ("（据转述，未核对原文）", " (from a report; text not read)"),
            Confidence::Unverified | Confidence::NotFound => ("（未核对原文）", " (text not read)"),
        };
        Say::new(format!("{law}{zh}{caveat_zh}"), format!("{law}{en}{caveat_en}"))
    }

    /// The name in title marks, its version outside them; names that carry title marks themselves stay as they are.
    fn titled(&self) -> String {
        if self.law.contains('《') {
            return self.law.clone();
        }
        match self.law.split_once('（') {
            Some((name, version)) => format!("《{name}》（{version}"),
            None => format!("《{}》", self.law),
        }
    }
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say().zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cite(law: &str, article: Option<&str>, confidence: Confidence) -> Say {
        Cite { law: law.to_owned(), article: article.map(str::to_owned), confidence }.say()
    }

    #[test]
    fn the_law_is_named_in_chinese_in_both_languages() {
        assert_eq!(
            cite("集体合同规定（劳动和社会保障部令第22号）", Some("32"), Confidence::Text),
            Say::new(
                "《集体合同规定》（劳动和社会保障部令第22号）第32条",
                "《集体合同规定》（劳动和社会保障部令第22号）, art. 32"
            )
        );
        assert_eq!(
            cite("上海市集体合同条例", Some("28,30"), Confidence::Text).en,
            "《上海市集体合同条例》, arts. 28, 30"
        );
    }

    #[test]
    fn what_was_not_read_says_so() {
        assert_eq!(
            cite("省三方《指导意见》（2020-12）", None, Confidence::Secondary).zh,
            "省三方《指导意见》（2020-12）（条文序号未知）（据转述，未核对原文）"
        );
        assert_eq!(cite("民法典", Some("203"), Confidence::Unverified).en, "《民法典》, art. 203 (text not read)");
    }
}
