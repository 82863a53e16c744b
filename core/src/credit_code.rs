//! The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters with two check characters.
//!
//! 1 registering department, 2 kind, 3 to 8 division of registration, 9 to 17 organisation code (GB 11714, the 17th its check
//! character), 18 check character of the whole.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Say;

/// A code whose two check characters are right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a text is no credit code. Positions are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACreditCode {
    /// It has not 18 characters.
    #[error("a credit code has 18 characters, not {0}")]
    Length(usize),
    /// It has a character that no credit code has (I, O, S, V and Z are not used).
    #[error(
        "character {position}, {found:?}, is not used in credit codes (digits and capital letters without I, O, S, V, Z)"
    )]
    Character {
        /// Where.
        position: usize,
        /// The character.
        found: char,
    },
    /// A check character does not fit the characters before it.
    #[error(
        "character {position} is {found:?} but the characters before it give {expected:?}: one of them is mistyped"
    )]
    Check {
        /// 17 (organisation code) or 18 (the whole).
        position: usize,
        /// The check character given.
        found: char,
        /// The check character computed.
        expected: char,
    },
}

/// The characters of a code, in the order of their values 0 to 30.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31, for positions 1 to 17.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// GB 11714, for the eight characters of the organisation code before its check character.
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

impl CreditCode {
    /// Reads a code as people type it: small letters and blanks around or inside it do not matter.
    ///
    /// # Errors
    /// [`NotACreditCode`], naming the character and its position.
    pub fn parse(text: &str) -> Result<Self, NotACreditCode> {
        let code: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let [head @ .., organisation_check, check] = code.as_slice() else {
            return Err(NotACreditCode::Length(code.len()));
        };
        if code.len() != 18 {
            return Err(NotACreditCode::Length(code.len()));
        }
        let mut values = Vec::with_capacity(18);
        for (index, found) in code.iter().enumerate() {
            let value = ALPHABET.iter().position(|known| char::from(*known) == *found);
            values.push(value.ok_or(NotACreditCode::Character { position: index + 1, found: *found })?);
        }
        fits(17, *organisation_check, organisation_check_character(head.iter().skip(8)))?;
        fits(18, *check, check_character(&values))?;
        Ok(Self(code.into_iter().collect()))
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn fits(position: usize, found: char, expected: char) -> Result<(), NotACreditCode> {
    if found == expected { Ok(()) } else { Err(NotACreditCode::Check { position, found, expected }) }
}

/// (31 − Σ value·weight mod 31) mod 31, as a character.
fn check_character(values: &[usize]) -> char {
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    ALPHABET.get((31 - sum % 31) % 31).copied().map_or('?', char::from)
}

/// 11 − Σ value·weight mod 11, where 10 is X and 11 is 0; letters count from A = 10 without gaps.
fn organisation_check_character<'a>(eight: impl Iterator<Item = &'a char>) -> char {
    let value = |c: &char| c.to_digit(36).unwrap_or(0) as usize;
    let sum: usize = eight.zip(ORGANISATION_WEIGHTS).map(|(c, weight)| value(c) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)).unwrap_or('?'),
    }
}

impl NotACreditCode {
    /// The refusal in words, naming the character and its position.
    #[must_use]
    pub fn say(&self) -> Say {
        let zh = match self {
            Self::Length(length) => format!("统一社会信用代码为 18 位，现为 {length} 位"),
            Self::Character { position, found } => {
                format!("第 {position} 位“{found}”不是信用代码用字（数字和大写字母，不含 I、O、S、V、Z）")
            }
            Self::Check { position, found, expected } => {
                format!("第 {position} 位为“{found}”，按前面各位推算应为“{expected}”，请核对是否输错")
            }
        };
        Say::new(zh, self.to_string())
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CreditCode {
    type Err = NotACreditCode;

    fn from_str(text: &str) -> Result<Self, NotACreditCode> {
        Self::parse(text)
    }
}

impl TryFrom<String> for CreditCode {
    type Error = NotACreditCode;

    fn try_from(text: String) -> Result<Self, NotACreditCode> {
        Self::parse(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assume, proptest};

    use super::*;

    #[test]
    fn the_worked_examples_are_right() {
        for code in ["914403001922038216", "9144030071526726XG"] {
            assert_eq!(CreditCode::parse(code).unwrap().as_str(), code);
        }
        assert_eq!(CreditCode::parse(" 9144 0300 7152 6726xg ").unwrap().as_str(), "9144030071526726XG");
    }

    #[test]
    fn a_wrong_code_is_refused_with_the_character_and_its_position() {
        let refused = |text: &str| CreditCode::parse(text).unwrap_err();
        assert_eq!(refused(""), NotACreditCode::Length(0));
        assert_eq!(refused("9"), NotACreditCode::Length(1));
        assert_eq!(refused("91440300192203821"), NotACreditCode::Length(17));
        assert_eq!(refused("91440300192203821I"), NotACreditCode::Character { position: 18, found: 'I' });
        assert_eq!(refused("９14403001922038216"), NotACreditCode::Character { position: 1, found: '９' });
        assert_eq!(
            refused("914403001922038217").say(),
            Say::new(
                "第 18 位为“7”，按前面各位推算应为“6”，请核对是否输错",
                "character 18 is '7' but the characters before it give '6': one of them is mistyped"
            )
        );
        assert_eq!(refused("914403001922038226"), NotACreditCode::Check { position: 17, found: '2', expected: '1' });
    }

    #[test]
    fn a_remainder_of_zero_gives_the_check_character_0() {
        let (mut to_31, mut to_30) = ([0; 17], [0; 17]);
        (to_31[0], to_31[15]) = (1, 1);
        to_30[15] = 1;
        assert_eq!(check_character(&to_31), '0', "1·1 + 1·30");
        assert_eq!(check_character(&to_30), '1', "1·30");
    }

    proptest! {
        #[test]
        fn one_mistyped_character_is_always_noticed(position in 0..18_usize, other in 0..31_usize) {
            let mut code: Vec<char> = "9144030071526726XG".chars().collect();
            let typed = char::from(ALPHABET[other]);
            prop_assume!(code[position] != typed);
            code[position] = typed;
            prop_assert!(CreditCode::parse(&code.into_iter().collect::<String>()).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = CreditCode::parse(&text);
        }
    }
}
