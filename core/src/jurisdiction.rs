//! Whose law a rule is: the nation's (`CN`), a province's (`CN-JS`) or a city's (`CN-ZJ-HZ`, or `CN-330100` by its code).
//!
//! Two local texts were read without their title; their place is not known (`UNKNOWN-1`) and they answer nowhere.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::place::Place;
use crate::text::Say;

/// The author of a rule of law, and through it the place the rule holds in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Jurisdiction {
    code: String,
    place: Option<(Place, Level)>,
}

/// The text names no jurisdiction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no jurisdiction such as CN, CN-JS or CN-320100")]
pub struct NotAJurisdiction(pub String);

/// How near to a place a jurisdiction is; the nearer one answers first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A prefecture-level city.
    City,
    /// A province, autonomous region or municipality.
    Province,
    /// The whole country.
    Nation,
}

/// The provinces: letters (GB/T 2260, as in ISO 3166-2:CN), division code, names.
const PROVINCES: [(&str, &str, &str, &str); 31] = [
    ("BJ", "110000", "北京市", "Beijing"),
    ("TJ", "120000", "天津市", "Tianjin"),
    ("HE", "130000", "河北省", "Hebei"),
    ("SX", "140000", "山西省", "Shanxi"),
    ("NM", "150000", "内蒙古自治区", "Inner Mongolia"),
    ("LN", "210000", "辽宁省", "Liaoning"),
    ("JL", "220000", "吉林省", "Jilin"),
    ("HL", "230000", "黑龙江省", "Heilongjiang"),
    ("SH", "310000", "上海市", "Shanghai"),
    ("JS", "320000", "江苏省", "Jiangsu"),
    ("ZJ", "330000", "浙江省", "Zhejiang"),
    ("AH", "340000", "安徽省", "Anhui"),
    ("FJ", "350000", "福建省", "Fujian"),
    ("JX", "360000", "江西省", "Jiangxi"),
    ("SD", "370000", "山东省", "Shandong"),
    ("HA", "410000", "河南省", "Henan"),
    ("HB", "420000", "湖北省", "Hubei"),
    ("HN", "430000", "湖南省", "Hunan"),
    ("GD", "440000", "广东省", "Guangdong"),
    ("GX", "450000", "广西壮族自治区", "Guangxi"),
    ("HI", "460000", "海南省", "Hainan"),
    ("CQ", "500000", "重庆市", "Chongqing"),
    ("SC", "510000", "四川省", "Sichuan"),
    ("GZ", "520000", "贵州省", "Guizhou"),
    ("YN", "530000", "云南省", "Yunnan"),
    ("XZ", "540000", "西藏自治区", "Tibet"),
    ("SN", "610000", "陕西省", "Shaanxi"),
    ("GS", "620000", "甘肃省", "Gansu"),
    ("QH", "630000", "青海省", "Qinghai"),
    ("NX", "640000", "宁夏回族自治区", "Ningxia"),
    ("XJ", "650000", "新疆维吾尔自治区", "Xinjiang"),
];

/// Cities whose own texts are in the rulebook under letters.
const CITIES: [(&str, &str, &str, &str); 2] =
    [("ZJ-HZ", "330100", "杭州市", "Hangzhou"), ("ZJ-NB", "330200", "宁波市", "Ningbo")];

impl Jurisdiction {
    /// Reads `CN`, `CN-JS`, `CN-ZJ-HZ`, `CN-320100` or `UNKNOWN-1`.
    ///
    /// # Errors
    /// [`NotAJurisdiction`] for letters or a code that is none of these.
    pub fn parse(text: &str) -> Result<Self, NotAJurisdiction> {
        let place = match text.split_once('-') {
            None if text == "CN" => Place::NATION.parse().ok(),
            Some(("UNKNOWN", number)) if is_digits(number) => {
                return Ok(Self { code: text.to_owned(), place: None });
            }
            Some(("CN", code)) if is_digits(code) => {
                code.parse().ok().filter(|place: &Place| level_of(place).is_some())
            }
            Some(("CN", letters)) => PROVINCES
                .iter()
                .chain(&CITIES)
                .find(|(known, ..)| *known == letters)
                .and_then(|(_, code, ..)| code.parse().ok()),
            _ => None,
        };
        let place = place.and_then(|place| level_of(&place).map(|level| (place, level)));
        let place = place.ok_or_else(|| NotAJurisdiction(text.to_owned()))?;
        Ok(Self { code: text.to_owned(), place: Some(place) })
    }

    /// The code as written in the rules.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Where its rules hold; `None` when the place of the text is not known.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref().map(|(place, _)| place)
    }

    /// City, province or nation; `None` when the place of the text is not known.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.place.as_ref().map(|(_, level)| *level)
    }

    /// Whether its rules hold in `place`.
    #[must_use]
    pub fn holds_in(&self, place: &Place) -> bool {
        self.place().is_some_and(|region| place.within(region))
    }

    /// The jurisdiction's name; its code where no name is kept.
    #[must_use]
    pub fn say(&self) -> Say {
        match self.place() {
            None => Say::new(format!("地方未详（{}）", self.code), format!("place not known ({})", self.code)),
            Some(place) => name(place).unwrap_or_else(|| Say::new(place.code(), place.code())),
        }
    }
}

/// The name of the nation, of a province, or of a city with own rules; `None` for every other place.
#[must_use]
pub fn name(place: &Place) -> Option<Say> {
    if place.is_nation() {
        return Some(Say::new("全国", "China"));
    }
    let (_, _, zh, en) = PROVINCES.iter().chain(&CITIES).find(|(_, code, ..)| *code == place.code())?;
    Some(Say::new(*zh, *en))
}

/// The provinces, each as its jurisdiction code, its place and its name, in the order of their codes.
pub fn provinces() -> impl Iterator<Item = (String, Place, Say)> {
    PROVINCES
        .iter()
        .filter_map(|(letters, code, zh, en)| Some((format!("CN-{letters}"), code.parse().ok()?, Say::new(*zh, *en))))
}

fn level_of(place: &Place) -> Option<Level> {
    match (place.province_digits(), place.city()) {
        (None, _) => Some(Level::Nation),
        (Some(digits), _) if !PROVINCES.iter().any(|(_, code, ..)| code.starts_with(digits)) => None,
        (Some(_), None) => Some(Level::Province),
        (Some(_), Some(city)) => (city == *place).then_some(Level::City),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}

impl TryFrom<String> for Jurisdiction {
    type Error = NotAJurisdiction;

    fn try_from(text: String) -> Result<Self, NotAJurisdiction> {
        Self::parse(&text)
    }
}

impl From<Jurisdiction> for String {
    fn from(jurisdiction: Jurisdiction) -> Self {
        jurisdiction.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(text: &str) -> Option<Level> {
        Jurisdiction::parse(text).unwrap().level()
    }

    #[test]
    fn letters_and_codes_name_the_same_places() {
        assert_eq!(level("CN"), Some(Level::Nation));
        assert_eq!(level("CN-JS"), Some(Level::Province));
        assert_eq!(level("CN-ZJ-HZ"), Some(Level::City));
        assert_eq!(level("UNKNOWN-1"), None);
        assert_eq!(Jurisdiction::parse("CN-ZJ-HZ").unwrap().place(), Jurisdiction::parse("CN-330100").unwrap().place());
        for bad in ["", "cn", "CN-", "CN-XX", "CN-32", "CN-320106", "CN-990000", "CN-ZJ-XX", "UNKNOWN-", "JS"] {
            assert_eq!(Jurisdiction::parse(bad), Err(NotAJurisdiction(bad.to_owned())), "{bad}");
        }
    }

    #[test]
    fn a_rule_holds_in_its_place_and_everything_inside_it() {
        let xiaoshan: Place = "330109".parse().unwrap();
        for (code, holds) in [("CN", true), ("CN-ZJ", true), ("CN-ZJ-HZ", true), ("CN-ZJ-NB", false), ("CN-JS", false)]
        {
            assert_eq!(Jurisdiction::parse(code).unwrap().holds_in(&xiaoshan), holds, "{code}");
        }
        assert!(!Jurisdiction::parse("UNKNOWN-1").unwrap().holds_in(&xiaoshan));
        assert!(!Jurisdiction::parse("CN-ZJ").unwrap().holds_in(&Place::NATION.parse().unwrap()));
    }

    #[test]
    fn every_province_reads_back() {
        for (code, place, _) in provinces() {
            assert_eq!(Jurisdiction::parse(&code).unwrap().place(), Some(&place));
        }
    }
}
