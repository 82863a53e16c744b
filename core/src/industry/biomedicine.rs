//! Which divisions are biomedicine (生物医药): the project's own list, no part of the standard. Cities define it differently, so an
//! administrator can replace it; each list has a version, which is named wherever biomedicine is shown or counted.

use crate::rows::RowError;
use crate::text::Say;

use super::{BIOMEDICINE_LIST, Biomedicine, divisions, find};

/// The longest version, in characters.
const LONGEST_VERSION: usize = 40;
/// The longest group or reason, in characters.
const LONGEST_DETAIL: usize = 100;

/// A list with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BiomedicineList {
    version: String,
    parts: Vec<(String, Part)>,
}

/// How a division belongs to biomedicine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Altogether.
    Core,
    /// Only the group named.
    Partial(String),
    /// Beside it, counted apart; with the reason.
    Related(String),
}

impl BiomedicineList {
    /// The list this program ships, which holds until another is adopted.
    #[must_use]
    pub fn shipped() -> Self {
        let part = |part: Biomedicine| match part {
            Biomedicine::Core => Part::Core,
            Biomedicine::Partial(group) => Part::Partial(group.to_owned()),
            Biomedicine::Related(reason) => Part::Related(reason.to_owned()),
        };
        let parts = divisions().iter().filter_map(|one| Some((one.code.to_owned(), part(one.biomedicine?))));
        Self { version: BIOMEDICINE_LIST.to_owned(), parts: parts.collect() }
    }

    /// Reads a list: one division a line, its two digits, a comma, and `core`, `partial:GROUP` or `related:REASON`.
    ///
    /// # Errors
    /// The row that is wrong, and what about it.
    pub fn parse(version: &str, text: &str) -> Result<Self, RowError> {
        let version = version.trim();
        if version.is_empty() || version.chars().count() > LONGEST_VERSION {
            let zh = format!("版本不能为空，最多 {LONGEST_VERSION} 字，如 2027-01");
            let en = format!("a version has 1 to {LONGEST_VERSION} characters, such as 2027-01");
            return Err(RowError::new("version", zh, en));
        }
        let mut parts: Vec<(String, Part)> = Vec::new();
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
            let wrong = |zh: String, en: String| RowError::new(format!("line {number}"), zh, en);
            let (code, part) = line.split_once([',', '，']).ok_or_else(|| {
                wrong(format!("“{line}”应写成“27,core”"), format!("\"{line}\" is not of the form \"27,core\""))
            })?;
            let code = code.trim();
            if find(code).is_none_or(|division| division.code != code) {
                return Err(wrong(
                    format!("GB/T 4754-2017 没有大类“{code}”"),
                    format!("GB/T 4754-2017 has no division \"{code}\""),
                ));
            }
            if parts.iter().any(|(known, _)| known == code) {
                return Err(wrong(format!("大类 {code} 重复"), format!("division {code} stands twice")));
            }
            let read = Part::parse(part.trim()).ok_or_else(|| {
                wrong(
                    format!("“{part}”应为 core、partial:小类 或 related:理由"),
                    format!("\"{part}\" is none of core, partial:GROUP, related:REASON"),
                )
            })?;
            parts.push((code.to_owned(), read));
        }
        if parts.is_empty() {
            return Err(RowError::new("line 1", "清单是空的", "the list is empty"));
        }
        Ok(Self { version: version.to_owned(), parts })
    }

    /// The list as [`BiomedicineList::parse`] reads it.
    #[must_use]
    pub fn text(&self) -> String {
        self.parts.iter().map(|(code, part)| format!("{code},{}\n", part.text())).collect()
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The part of a division, by its two digits; `None`: none.
    #[must_use]
    pub fn part(&self, code: &str) -> Option<&Part> {
        self.parts.iter().find(|(known, _)| known == code).map(|(_, part)| part)
    }

    /// Every division with its part, in the order of the list.
    #[must_use]
    pub fn parts(&self) -> &[(String, Part)] {
        &self.parts
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        let detail = |detail: &str| {
            let detail = detail.trim();
            let fits = !detail.is_empty() && detail.chars().count() <= LONGEST_DETAIL;
            fits.then(|| detail.to_owned())
        };
        match text.split_once([':', '：']) {
            None if text == "core" => Some(Self::Core),
            Some(("partial", group)) => detail(group).map(Self::Partial),
            Some(("related", reason)) => detail(reason).map(Self::Related),
            _ => None,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Core => "core".to_owned(),
            Self::Partial(group) => format!("partial:{group}"),
            Self::Related(reason) => format!("related:{reason}"),
        }
    }

    /// In words.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::Core => Say::new("生物医药", "biomedicine"),
            Self::Partial(group) => {
                Say::new(format!("部分属生物医药：{group}"), format!("in part biomedicine: {group}"))
            }
            Self::Related(reason) => {
                Say::new(format!("与生物医药相关：{reason}"), format!("related to biomedicine: {reason}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_list_reads_as_it_is_written() {
        let shipped = BiomedicineList::shipped();
        assert_eq!(BiomedicineList::parse(shipped.version(), &shipped.text()), Ok(shipped.clone()));
        assert_eq!(shipped.part("27"), Some(&Part::Core));
        assert_eq!(shipped.part("13"), None);
    }

    #[test]
    fn a_wrong_row_is_named() {
        let wrong = |text: &str| BiomedicineList::parse("2027-01", text).unwrap_err().sentence().en;
        assert!(wrong("27,core\n99,core").starts_with("line 2: GB/T 4754-2017 has no division \"99\""));
        assert!(wrong("27,core\n\n27,core").starts_with("line 3: division 27 stands twice"));
        for bad in ["27", "27,all", "27,partial:", "2720,core", "", "\n"] {
            assert!(wrong(bad).starts_with("line 1"), "{bad}");
        }
        assert!(BiomedicineList::parse(" ", "27,core").is_err());
    }
}
