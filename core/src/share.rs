//! Exact fractions such as 2/3, and the comparisons the law makes with them. Whole numbers only: no rounding, ever.
//!
//! 以上, 以下, 以内 include the number named, 超过 and 不满 do not (民法典 1259). So 半数以上 of 180 is 90 and 过半数 is 91.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Say;

/// A fraction in lowest terms; written `2/3`, read from `2/3`, `10%` or a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

/// The text is not a fraction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a fraction such as 2/3 or 10%")]
pub struct NotAShare(pub String);

/// How a threshold compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Op {
    /// 以上: the number itself counts.
    #[serde(rename = ">=")]
    AtLeast,
    /// 超过, 过半数: the number itself does not count.
    #[serde(rename = ">")]
    MoreThan,
    /// 不超过, 以下: the number itself counts.
    #[serde(rename = "<=")]
    AtMost,
    /// 不满, 不足: the number itself does not count.
    #[serde(rename = "<")]
    LessThan,
}

impl Share {
    /// `numerator / denominator` in lowest terms; `None` when the denominator is zero.
    #[must_use]
    pub fn new(numerator: u32, denominator: u32) -> Option<Self> {
        let common = greatest_common_divisor(numerator, denominator);
        Some(Self { numerator: numerator.checked_div(common)?, denominator: denominator.checked_div(common)? })
            .filter(|share| share.denominator != 0)
    }

    /// Reads `2/3`, `10%` or `1`.
    ///
    /// # Errors
    /// [`NotAShare`] for anything else, a zero denominator among it.
    pub fn parse(text: &str) -> Result<Self, NotAShare> {
        let (numerator, denominator) = match text.strip_suffix('%') {
            Some(percent) => (percent, "100"),
            None => text.split_once('/').unwrap_or((text, "1")),
        };
        match (digits(numerator), digits(denominator)) {
            (Some(numerator), Some(denominator)) => Self::new(numerator, denominator),
            _ => None,
        }
        .ok_or_else(|| NotAShare(text.to_owned()))
    }

    /// Whether `part` of `whole` is this share or more (以上).
    #[must_use]
    pub fn at_least(self, part: u64, whole: u64) -> bool {
        self.part(part) >= self.of(whole)
    }

    /// Whether `part` of `whole` is strictly more than this share (过, 超过).
    #[must_use]
    pub fn more_than(self, part: u64, whole: u64) -> bool {
        self.part(part) > self.of(whole)
    }

    /// The smallest number that is this share of `whole` or more: 2/3 of 180 is 120, 2/3 of 100 is 67.
    #[must_use]
    pub fn least(self, whole: u64) -> u64 {
        saturated(self.of(whole).div_ceil(u128::from(self.denominator)))
    }

    /// The smallest number strictly above this share of `whole`: more than 1/2 of 180 is 91.
    #[must_use]
    pub fn least_above(self, whole: u64) -> u64 {
        self.most(whole).saturating_add(1)
    }

    /// The largest number that does not exceed this share of `whole`: at most 1/3 of 4 representatives is 1.
    #[must_use]
    pub fn most(self, whole: u64) -> u64 {
        saturated(self.of(whole) / u128::from(self.denominator))
    }

    fn part(self, part: u64) -> u128 {
        u128::from(part) * u128::from(self.denominator)
    }

    fn of(self, whole: u64) -> u128 {
        u128::from(whole) * u128::from(self.numerator)
    }
}

impl Op {
    /// Whether `part` of `whole` stands to `share` as this operator says.
    #[must_use]
    pub fn share(self, part: u64, whole: u64, share: Share) -> bool {
        match self {
            Self::AtLeast => share.at_least(part, whole),
            Self::MoreThan => share.more_than(part, whole),
            Self::AtMost => !share.more_than(part, whole),
            Self::LessThan => !share.at_least(part, whole),
        }
    }

    /// Whether `number` stands to `limit` as this operator says.
    #[must_use]
    pub fn number(self, number: u64, limit: u64) -> bool {
        match self {
            Self::AtLeast => number >= limit,
            Self::MoreThan => number > limit,
            Self::AtMost => number <= limit,
            Self::LessThan => number < limit,
        }
    }

    /// The comparison in words, to stand before the number.
    #[must_use]
    pub fn say(self) -> Say {
        match self {
            Self::AtLeast => Say::new("不少于", "at least"),
            Self::MoreThan => Say::new("超过", "more than"),
            Self::AtMost => Say::new("不超过", "at most"),
            Self::LessThan => Say::new("少于", "less than"),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Share {
    type Err = NotAShare;

    fn from_str(text: &str) -> Result<Self, NotAShare> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Share {
    type Error = NotAShare;

    fn try_from(text: String) -> Result<Self, NotAShare> {
        Self::parse(&text)
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

/// Digits only: `str::parse` would also take a sign.
fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// A share above one of a whole near the limit does not fit; no head count comes near it.
fn saturated(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn share(text: &str) -> Share {
        Share::parse(text).unwrap()
    }

    #[test]
    fn of_180_delegates_the_quorum_is_120_and_half_or_more_is_90_and_more_than_half_is_91() {
        assert_eq!(share("2/3").least(180), 120);
        assert!(share("2/3").at_least(120, 180) && !share("2/3").at_least(119, 180));
        assert_eq!(share("1/2").least(180), 90);
        assert_eq!(share("1/2").least_above(180), 91);
        assert!(Op::AtLeast.share(90, 180, share("1/2")), "半数以上 includes exactly half");
        assert!(!Op::MoreThan.share(90, 180, share("1/2")), "过半数 does not");
        assert!(Op::MoreThan.share(91, 181, share("1/2")) && !Op::AtLeast.share(90, 181, share("1/2")));
    }

    #[test]
    fn outsiders_are_at_most_a_third_of_their_side() {
        let third = share("1/3");
        assert_eq!([3, 4, 5, 6, 15].map(|side| third.most(side)), [1, 1, 1, 2, 5]);
        assert!(Op::AtMost.share(1, 3, third) && !Op::AtMost.share(2, 4, third));
    }

    #[test]
    fn fractions_percentages_and_whole_numbers_are_read_in_lowest_terms() {
        assert_eq!(share("4/6"), share("2/3"));
        assert_eq!(share("80%").to_string(), "4/5");
        assert_eq!(share("1").to_string(), "1/1");
        assert_eq!(share("0/5").to_string(), "0/1");
        for bad in ["", "/", "1/0", "-1/2", "+1/2", "1/2/3", "half", "1.5", "0.5%", "4294967296/2"] {
            assert_eq!(Share::parse(bad), Err(NotAShare(bad.to_owned())), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_least_numbers_are_the_least(numerator in 0..20_u32, denominator in 1..20_u32, whole in 0..100_000_u64) {
            let share = Share::new(numerator, denominator).unwrap();
            prop_assert!(share.at_least(share.least(whole), whole));
            prop_assert!(share.least(whole) == 0 || !share.at_least(share.least(whole) - 1, whole));
            prop_assert!(share.more_than(share.least_above(whole), whole));
            prop_assert!(!share.more_than(share.least_above(whole) - 1, whole));
            prop_assert_eq!(Op::AtMost.share(share.most(whole), whole, share), true);
        }
    }
}
