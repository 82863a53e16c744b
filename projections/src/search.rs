//! What people type into a search box.

/// A part of a text that is looked for, whatever the case of its letters. An empty one is found everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    lower: String,
    /// It has no letter that has two cases, as Chinese and digits have none.
    plain: bool,
}

impl Search {
    pub(crate) fn of(typed: &str) -> Self {
        let lower = typed.trim().to_lowercase();
        let plain = lower.chars().all(|letter| letter.is_ascii_digit() || is_chinese(letter));
        Self { lower, plain }
    }

    /// Whether the text has that part.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        if self.plain { text.contains(&self.lower) } else { text.to_lowercase().contains(&self.lower) }
    }
}

/// A unified ideograph: of these none becomes another letter.
fn is_chinese(letter: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_whatever_its_case() {
        let found = |typed: &str, text: &str| Search::of(typed).is_in(text);
        assert!(found("", "") && found("  ", "任何"));
        assert!(found(" 制药 ", "示例制药有限公司") && !found("制药", "制造"));
        assert!(found("9132", "91320100MA1") && found("ma1", "91320100MA1") && found("MA1", "ma1x"));
        assert!(found("a公司", "A公司") && !found("b", "A公司"));
    }
}
