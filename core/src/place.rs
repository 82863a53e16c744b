//! Places of work, by administrative division code (GB/T 2260: six digits), and the jurisdictions of the rules.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A division: `320000` Jiangsu, `320100` Nanjing, `320106` Gulou; the nation is `100000`.
///
/// The code is kept as it stood in the code set of its day; renamed and recoded places are mapped when read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place([u8; 6]);

/// The text is not a division code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a division code is six digits, such as 320100")]
pub struct NotAPlace;

/// [`Place::NATION`].
const NATION: [u8; 6] = *b"100000";

impl Place {
    /// The whole country.
    pub const NATION: &'static str = "100000";

    /// The whole country, as a place.
    #[must_use]
    pub fn nation() -> Self {
        Self(NATION)
    }

    /// Whether it is the whole country.
    #[must_use]
    pub fn is_nation(&self) -> bool {
        self.0 == NATION
    }

    /// The six digits.
    #[must_use]
    pub fn code(&self) -> &str {
        // They were digits when they were read.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether this place is `region` or lies inside it.
    #[must_use]
    pub fn within(&self, region: &Self) -> bool {
        let ([a, b, c, d, ..], code) = (self.0, region.0);
        match code {
            NATION => true,
            [p, q, b'0', b'0', b'0', b'0'] => [a, b] == [p, q],
            [p, q, r, s, b'0', b'0'] => [a, b, c, d] == [p, q, r, s],
            code => self.0 == code,
        }
    }

    /// The province's two digits, such as `32`; `None` for the nation.
    #[must_use]
    pub fn province_digits(&self) -> Option<&str> {
        if self.is_nation() { None } else { self.code().get(..2) }
    }

    /// The prefecture-level city this place lies in (`320100` for `320106`); `None` above that level.
    #[must_use]
    pub fn city(&self) -> Option<Self> {
        match self.0 {
            [_, _, b'0', b'0', _, _] => None,
            [a, b, c, d, _, _] => Some(Self([a, b, c, d, b'0', b'0'])),
        }
    }
}

impl TryFrom<String> for Place {
    type Error = NotAPlace;

    fn try_from(text: String) -> Result<Self, NotAPlace> {
        text.parse()
    }
}

impl FromStr for Place {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let code: [u8; 6] = text.as_bytes().try_into().map_err(|_| NotAPlace)?;
        let fits = code.iter().all(u8::is_ascii_digit) && !code.starts_with(b"00");
        if fits { Ok(Self(code)) } else { Err(NotAPlace) }
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.code().to_owned()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> Place {
        code.parse().unwrap()
    }

    #[test]
    fn a_place_lies_inside_its_city_its_province_and_the_nation() {
        let gulou = place("320106");
        for region in ["320106", "320100", "320000", "100000"] {
            assert!(gulou.within(&place(region)), "{region}");
        }
        assert!(!gulou.within(&place("320300")));
        assert!(!place("320000").within(&gulou));
        assert_eq!(gulou.city(), Some(place("320100")));
        assert_eq!(place("320000").city(), None);
    }

    #[test]
    fn what_is_not_six_digits_is_no_place() {
        for bad in ["", "32", "3201066", "南京市", "000000"] {
            assert_eq!(bad.parse::<Place>(), Err(NotAPlace), "{bad}");
        }
    }
}
