//! The values of a dimension: a number in the tables, a key in addresses, words for people.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use heyi_core::divisions::{self, Kind};
use heyi_core::event::employer::{Ownership, Size, UnionKind};
use heyi_core::event::opening::{JointScope, Procedure};
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::place::Place;
use heyi_core::text::Say;
use heyi_core::topic::{Tier, TopicCode};
use heyi_core::{industry, jurisdiction};

use super::{AUTHORITY, Dimension, MANY, NONE, Of, UNKNOWN};

/// A value as a number. Divisions stand for themselves, topics by their number in the list of those met.
pub type Code = u32;

/// What is not known.
pub const UNKNOWN_CODE: Code = u32::MAX;
/// Of a case of many employers, what one employer has.
pub const MANY_CODE: Code = u32::MAX - 1;
/// Of a letter to an authority, what an employer has.
pub const AUTHORITY_CODE: Code = u32::MAX - 2;
/// No zone.
pub const NONE_CODE: Code = u32::MAX - 3;

/// Kinds of ownership, by their number.
pub const OWNERSHIPS: [(Ownership, &str); 9] = [
    (Ownership::State, "state"),
    (Ownership::Collective, "collective"),
    (Ownership::Private, "private"),
    (Ownership::HkMacaoTaiwan, "hk-macao-taiwan"),
    (Ownership::Foreign, "foreign"),
    (Ownership::PublicInstitution, "public-institution"),
    (Ownership::SocialOrganisation, "social-organisation"),
    (Ownership::Individual, "individual"),
    (Ownership::PublicBody, "public-body"),
];

/// Sizes, by their number.
pub const SIZES: [(Size, &str); 4] =
    [(Size::Large, "large"), (Size::Medium, "medium"), (Size::Small, "small"), (Size::Micro, "micro")];

/// Kinds of union, by their number.
pub const UNIONS: [(UnionKind, &str); 4] = [
    (UnionKind::Own, "own"),
    (UnionKind::Joint, "joint"),
    (UnionKind::Federation, "federation"),
    (UnionKind::None, "none"),
];

/// Scopes, by their number; the first is one employer.
pub const SCOPES: [(Option<JointScope>, &str); 4] = [
    (None, "single"),
    (Some(JointScope::Area), "area"),
    (Some(JointScope::Industry), "industry"),
    (Some(JointScope::AreaIndustry), "area-industry"),
];

/// Forms, by their number.
pub const FORMS: [(OutcomeForm, &str); 6] = [
    (OutcomeForm::SpecialContract, "special-contract"),
    (OutcomeForm::Chapter, "chapter"),
    (OutcomeForm::Annex, "annex"),
    (OutcomeForm::Minutes, "minutes"),
    (OutcomeForm::Memorandum, "memorandum"),
    (OutcomeForm::Policy, "policy"),
];

/// Procedures, by their number.
pub const PROCEDURES: [(Procedure, &str); 3] =
    [(Procedure::Ordinary, "ordinary"), (Procedure::Simple, "simple"), (Procedure::Emergency, "emergency")];

/// The order of a text, by its number.
pub const ORDERS: [&str; 3] = ["first", "renewal", "change"];
/// How a clause stands to the law, by its number.
pub const MEASURES: [&str; 2] = ["law", "measure"];
/// Whether, by its number.
pub const YES_NO: [&str; 2] = ["no", "yes"];
/// How many women, by its number.
pub const WOMEN: [&str; 2] = ["fewer", "ten-or-more"];

/// The number of a value in its list; what is not in it is not known.
#[must_use]
pub fn number<T: PartialEq>(list: &[(T, &str)], value: &T) -> u8 {
    let found = list.iter().position(|(one, _)| one == value);
    found.and_then(|found| u8::try_from(found).ok()).unwrap_or(u8::MAX)
}

/// A small number as a code.
#[must_use]
#[inline]
pub fn code(number: u8) -> Code {
    if number == u8::MAX { UNKNOWN_CODE } else { number.into() }
}

/// The statistical zones.
static ZONES: LazyLock<BTreeSet<u32>> = LazyLock::new(|| {
    let zones = divisions::jiangsu().iter().filter(|division| division.kind == Kind::StatisticalZone);
    zones.map(|division| number_of(&division.place)).collect()
});

/// The section of each division of industry, by its number.
static SECTIONS: LazyLock<Vec<Code>> = LazyLock::new(|| {
    let section = |division: u8| {
        let known = industry::find(&format!("{division:02}"));
        known.and_then(|division| division.section.chars().next()).map_or(UNKNOWN_CODE, u32::from)
    };
    (0..u8::MAX).map(section).collect()
});

/// A place in a dimension of places, of the number of its division.
#[must_use]
#[inline]
pub fn of_place(dimension: Dimension, place: u32) -> Code {
    let nation = place == 100_000;
    match dimension {
        Dimension::Province if !nation => place / 10_000 * 10_000,
        Dimension::City if !place.is_multiple_of(10_000) => place / 100 * 100,
        Dimension::County if !place.is_multiple_of(100) => place,
        Dimension::Zone => {
            if ZONES.contains(&place) {
                place
            } else {
                NONE_CODE
            }
        }
        _ => UNKNOWN_CODE,
    }
}

/// The number of a division.
#[must_use]
pub fn number_of(place: &Place) -> u32 {
    place.code().parse().unwrap_or_default()
}

/// The number of an industry's division; 255: not known.
#[must_use]
pub fn division(code: Option<&str>) -> u8 {
    let known = code.and_then(industry::find);
    known.and_then(|division| division.code.parse().ok()).unwrap_or(u8::MAX)
}

/// The section of a division of industry, as the code of its letter.
#[must_use]
pub fn section(division: u8) -> Code {
    SECTIONS.get(usize::from(division)).copied().unwrap_or(UNKNOWN_CODE)
}

/// The key of a value.
#[must_use]
pub fn key(dimension: Dimension, code: Code, topics: &[TopicCode]) -> String {
    match code {
        UNKNOWN_CODE => return UNKNOWN.to_owned(),
        MANY_CODE => return MANY.to_owned(),
        AUTHORITY_CODE => return AUTHORITY.to_owned(),
        NONE_CODE => return NONE.to_owned(),
        _ => {}
    }
    let index = code as usize;
    let of = |list: &[&str]| list.get(index).copied().unwrap_or(UNKNOWN).to_owned();
    match dimension {
        Dimension::Province | Dimension::City | Dimension::County | Dimension::Zone => format!("{code:06}"),
        Dimension::Section => char::from_u32(code).map_or_else(|| UNKNOWN.to_owned(), String::from),
        Dimension::Division => format!("{code:02}"),
        Dimension::Topic => topics.get(index).map_or_else(|| UNKNOWN.to_owned(), |topic| topic.0.clone()),
        Dimension::Tier => code.to_string(),
        _ => of(&keys(dimension)),
    }
}

/// The number of a key; `None`: nothing met has it.
#[must_use]
pub fn parse(dimension: Dimension, key: &str, topics: &[TopicCode]) -> Option<Code> {
    match (key, dimension) {
        (UNKNOWN, _) => Some(UNKNOWN_CODE),
        (MANY, _) => Some(MANY_CODE),
        (AUTHORITY, _) => Some(AUTHORITY_CODE),
        (NONE, Dimension::Zone) => Some(NONE_CODE),
        (_, Dimension::Province | Dimension::City | Dimension::County | Dimension::Zone) => key.parse().ok(),
        (_, Dimension::Division | Dimension::Tier) => key.parse().ok(),
        (_, Dimension::Section) => key.chars().next().map(u32::from),
        (_, Dimension::Topic) => position(topics.iter().map(TopicCode::as_str), key),
        _ => position(keys(dimension).into_iter(), key),
    }
}

/// Whether a key is one of a dimension.
///
/// # Errors
/// What is wrong with it, and what is allowed.
pub fn check(dimension: Dimension, key: &str) -> Result<(), Say> {
    let of_employers = dimension.of() == Of::Employer && (key == MANY || key == AUTHORITY);
    if key == UNKNOWN || of_employers || (dimension == Dimension::Zone && key == NONE) {
        return Ok(());
    }
    let allowed = keys(dimension);
    let known = match dimension {
        Dimension::Province | Dimension::City | Dimension::County | Dimension::Zone => {
            let place = key.parse::<Place>().ok();
            place.is_some_and(|place| divisions::exists(&place).is_ok())
        }
        Dimension::Section => industry::divisions().iter().any(|division| division.section == key),
        Dimension::Division => industry::find(key).is_some_and(|division| division.code == key),
        Dimension::Topic => TopicCode::known(key).is_ok(),
        _ => allowed.contains(&key),
    };
    if known {
        return Ok(());
    }
    let by = dimension.say();
    let (zh, en) = if allowed.is_empty() {
        ("请使用代码表中的代码".to_owned(), "use a code of its code set".to_owned())
    } else {
        (format!("可用：{}, {UNKNOWN}", allowed.join(", ")), format!("there are {}, {UNKNOWN}", allowed.join(", ")))
    };
    Err(Say::new(
        format!("“{}”没有“{key}”这个值；{zh}。", by.zh),
        format!("There is no value {key} of \"{}\": {en}.", by.en),
    ))
}

/// A value in words, by its key.
#[must_use]
pub fn say(dimension: Dimension, key: &str) -> Say {
    match (key, dimension) {
        (UNKNOWN, _) => Say::new("不明", "not known"),
        (MANY, _) => Say::new("多家单位（区域、行业）", "many employers"),
        (AUTHORITY, _) => Say::new("行政机关", "an authority"),
        (NONE, Dimension::Zone) => Say::new("不在园区", "no zone"),
        (_, Dimension::Province | Dimension::City | Dimension::County | Dimension::Zone) => place(key),
        (_, Dimension::Section) => {
            let name = industry::divisions().iter().find(|division| division.section == key);
            let name = name.map_or(key, |division| division.section_name);
            Say::new(format!("{key} {name}"), format!("section {key} ({name})"))
        }
        (_, Dimension::Division) => {
            let name = industry::find(key).map_or(key, |division| division.name);
            Say::new(name, format!("division {key} ({name})"))
        }
        (_, Dimension::Topic) => {
            let name = TopicCode(key.to_owned()).name();
            Say::new(format!("{key} {}", name.zh), format!("{key} {}", name.en))
        }
        (_, Dimension::Tier) => key
            .parse()
            .ok()
            .and_then(|number: u8| Tier::try_from(number).ok())
            .map_or_else(|| Say::new(key, key), Tier::say),
        (key, dimension) => named(dimension, key),
    }
}

fn place(key: &str) -> Say {
    let Ok(place) = key.parse::<Place>() else { return Say::new(key, key) };
    let zh = divisions::full_name(&place);
    let en = jurisdiction::name(&place).map_or_else(|| zh.clone(), |say| say.en);
    Say::new(zh, en)
}

/// The keys of a dimension with a short list; empty for one of a code set.
#[must_use]
pub fn keys(dimension: Dimension) -> Vec<&'static str> {
    fn second<T>(list: &[(T, &'static str)]) -> Vec<&'static str> {
        list.iter().map(|(_, key)| *key).collect()
    }
    match dimension {
        Dimension::Ownership => second(&OWNERSHIPS),
        Dimension::Size => second(&SIZES),
        Dimension::Union => second(&UNIONS),
        Dimension::Scope => second(&SCOPES),
        Dimension::Form => second(&FORMS),
        Dimension::Procedure => second(&PROCEDURES),
        Dimension::Order => ORDERS.to_vec(),
        Dimension::Measure => MEASURES.to_vec(),
        Dimension::Biomedicine | Dimension::NewForm => YES_NO.to_vec(),
        Dimension::Women => WOMEN.to_vec(),
        Dimension::Tier => vec!["1", "2", "3"],
        Dimension::Province
        | Dimension::City
        | Dimension::County
        | Dimension::Zone
        | Dimension::Section
        | Dimension::Division
        | Dimension::Topic => Vec::new(),
    }
}

fn position<'a>(mut list: impl Iterator<Item = &'a str>, key: &str) -> Option<Code> {
    list.position(|one| one == key).and_then(|index| u32::try_from(index).ok())
}

fn named(dimension: Dimension, key: &str) -> Say {
    let (zh, en) = match (dimension, key) {
        (Dimension::Biomedicine, "yes") => ("生物医药", "biomedicine"),
        (Dimension::Biomedicine, _) => ("其他行业", "other"),
        (Dimension::NewForm, "yes") => ("有新业态用工", "with work in a new business form"),
        (Dimension::NewForm, _) => ("无新业态用工", "without"),
        (Dimension::Women, "fewer") => ("女职工不足十人", "fewer than ten women"),
        (Dimension::Women, _) => ("女职工十人以上", "ten women or more"),
        (Dimension::Order, "first") => ("首次签订", "first"),
        (Dimension::Order, "renewal") => ("续签", "renewal"),
        (Dimension::Order, _) => ("变更", "change"),
        (Dimension::Measure, "measure") => ("有具体措施", "with a measure"),
        (Dimension::Measure, _) => ("仅重复法律", "only repeats the law"),
        (_, "state") => ("国有", "state"),
        (_, "collective") => ("集体", "collective"),
        (_, "private") => ("私营", "private"),
        (_, "hk-macao-taiwan") => ("港澳台商投资", "Hong Kong, Macao, Taiwan"),
        (_, "foreign") => ("外商投资", "foreign"),
        (_, "public-institution") => ("事业单位", "public institution"),
        (_, "social-organisation") => ("社会组织", "social organisation"),
        (_, "individual") => ("个体经济组织", "individual business"),
        (_, "public-body") => ("机关", "public body"),
        (_, "large") => ("大型", "large"),
        (_, "medium") => ("中型", "medium"),
        (_, "small") => ("小型", "small"),
        (_, "micro") => ("微型", "micro"),
        (_, "own") => ("单独建会", "a union of its own"),
        (_, "joint") => ("联合工会", "a union of several employers"),
        (_, "federation") => ("区域、行业工会联合会覆盖", "a federation's"),
        (_, "none") => ("未建会", "no union"),
        (_, "single") => ("单个单位", "one employer"),
        (_, "area") => ("区域性", "area"),
        (_, "industry") => ("行业性", "industry"),
        (_, "area-industry") => ("区域内行业性", "industry within an area"),
        (_, "special-contract") => ("专项集体合同", "special collective contract"),
        (_, "chapter") => ("集体合同专章", "chapter of a contract"),
        (_, "annex") => ("集体合同附件", "annex of a contract"),
        (_, "minutes") => ("会议纪要", "minutes"),
        (_, "memorandum") => ("备忘录", "memorandum"),
        (_, "policy") => ("制度办法", "policy"),
        (_, "ordinary") => ("普通程序", "ordinary procedure"),
        (_, "simple") => ("简易程序", "simple procedure"),
        (_, "emergency") => ("应急程序", "emergency procedure"),
        (_, other) => return Say::new(other, other),
    };
    Say::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_short_list_reads_back_and_has_words_of_its_own() {
        for dimension in Dimension::ALL {
            for key in keys(dimension) {
                let code = parse(dimension, key, &[]).unwrap();
                assert_eq!(super::key(dimension, code, &[]), key, "{dimension:?}");
                assert_eq!(check(dimension, key), Ok(()));
                assert_ne!(say(dimension, key).zh, key, "{dimension:?}");
            }
            assert_eq!(say(dimension, UNKNOWN).zh, "不明");
            assert!(check(dimension, "weather").is_err(), "{dimension:?}");
        }
    }

    #[test]
    fn a_county_lies_in_its_city_and_province_and_a_zone_is_one_of_its_own() {
        let of = |dimension, place| key(dimension, of_place(dimension, place), &[]);
        assert_eq!(of(Dimension::Province, 320_106), "320000");
        assert_eq!(of(Dimension::City, 320_106), "320100");
        assert_eq!(of(Dimension::County, 320_106), "320106");
        assert_eq!(of(Dimension::County, 320_100), UNKNOWN);
        assert_eq!(of(Dimension::City, 320_000), UNKNOWN);
        assert_eq!(of(Dimension::Province, 100_000), UNKNOWN);
        assert_eq!(of(Dimension::Zone, 320_106), NONE);
        let zone = divisions::jiangsu().iter().find(|division| division.kind == Kind::StatisticalZone).unwrap();
        assert_eq!(of(Dimension::Zone, number_of(&zone.place)), zone.place.code());
    }

    #[test]
    fn a_section_is_that_of_the_division_and_of_none_not_known() {
        assert_eq!(key(Dimension::Section, section(27), &[]), "C");
        assert_eq!(section(u8::MAX), UNKNOWN_CODE);
    }

    #[test]
    fn codes_that_do_not_exist_are_refused_by_name() {
        for (dimension, key) in [
            (Dimension::City, "320199"),
            (Dimension::Division, "98"),
            (Dimension::Topic, "CAR.99"),
            (Dimension::Tier, "4"),
        ] {
            assert!(check(dimension, key).unwrap_err().zh.contains(key), "{key}");
        }
        assert_eq!(say(Dimension::Division, "27").zh, "医药制造业");
    }
}
