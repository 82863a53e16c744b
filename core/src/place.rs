//! Places of work, by administrative division code (GB/T 2260: six digits), and the jurisdictions of the rules.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A division: `320000` Jiangsu, `320100` Nanjing, `320106` Gulou; the nation is `100000`.
///
/// The code is kept as it stood in the code set of its day; renamed and recoded places are mapped when read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Place(String);

/// The text is not a division code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a division code is six digits, such as 320100")]
pub struct NotAPlace;

impl Place {
    /// The whole country.
    pub const NATION: &'static str = "100000";

    /// The whole country, as a place.
    #[must_use]
    pub fn nation() -> Self {
        Self(Self::NATION.to_owned())
    }

    /// The six digits.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The code without its trailing pairs of zeros: what every division inside this one starts with.
    fn stem(&self) -> &str {
        if self.0 == Self::NATION {
            return "";
        }
        let mut stem = self.0.as_str();
        while let Some(shorter) = stem.strip_suffix("00") {
            stem = shorter;
        }
        stem
    }

    /// Whether this place is `region` or lies inside it.
    #[must_use]
    pub fn within(&self, region: &Self) -> bool {
        self.0.starts_with(region.stem())
    }

    /// The province's two digits, such as `32`; `None` for the nation.
    #[must_use]
    pub fn province_digits(&self) -> Option<&str> {
        if self.0 == Self::NATION { None } else { self.0.get(..2) }
    }

    /// The prefecture-level city this place lies in (`320100` for `320106`); `None` above that level.
    #[must_use]
    pub fn city(&self) -> Option<Self> {
        let city = self.0.get(..4)?;
        (!city.ends_with("00")).then(|| Self(format!("{city}00")))
    }
}

impl TryFrom<String> for Place {
    type Error = NotAPlace;

    fn try_from(text: String) -> Result<Self, NotAPlace> {
        let fits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("00");
        if fits { Ok(Self(text)) } else { Err(NotAPlace) }
    }
}

impl FromStr for Place {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        Self::try_from(text.to_owned())
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
