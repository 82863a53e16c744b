//! Names of administrative divisions by code: Jiangsu down to the counties (code set of 2023-06-30), elsewhere the provinces.
//!
//! Names repeat (鼓楼区 is 320106 and 320302), so a place is kept by its code and only shown by its name. A code that is not held,
//! such as one abolished since, is shown as itself.

use std::sync::LazyLock;

use crate::jurisdiction;
use crate::place::Place;
use crate::text::Say;

/// The day the code set of Jiangsu stands for; what changed later was not checked.
pub const CODE_SET: jiff::civil::Date = jiff::civil::date(2023, 6, 30);
/// The code set every registration of an employer is read against: its event holds no day of its own. A later set is told by the
/// event that changes the code.
pub const FIRST_CODE_SET: jiff::civil::Date = jiff::civil::date(2023, 6, 30);

/// What kind of unit a code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A division of GB/T 2260.
    Division,
    /// A development zone with a code of the statistics bureau only; unions work at that level.
    StatisticalZone,
}

/// A division of Jiangsu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Its code.
    pub place: Place,
    /// Its Chinese name, without those of the divisions it lies in.
    pub name: &'static str,
    /// What kind of unit it is.
    pub kind: Kind,
}

/// No division has that code, as far as the list goes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say().en)]
pub struct NotADivision(pub Place);

impl NotADivision {
    /// The refusal in words, naming the code.
    #[must_use]
    pub fn say(&self) -> Say {
        let code = self.0.code();
        if self.0.province_digits() == Some(JIANGSU) {
            return Say::new(
                format!("江苏省没有区划代码 {code}（代码集截至 {CODE_SET}）；已撤并的旧代码请填写现用代码。"),
                format!(
                    "Jiangsu has no division {code} (code set of {CODE_SET}); for one that was abolished give today's code."
                ),
            );
        }
        Say::new(
            format!("没有区划代码 {code}；请填写用工所在地的六位代码，如 320100。"),
            format!("There is no division {code}; give the six digits of the place of work, such as 320100."),
        )
    }
}

/// The first two digits of Jiangsu.
const JIANGSU: &str = "32";

/// Whether a code is one of a place where somebody can work. In Jiangsu each code is looked up; elsewhere only the province is, as
/// the list goes no further.
///
/// # Errors
/// [`NotADivision`] when it is none.
pub fn exists(place: &Place) -> Result<(), NotADivision> {
    let known = match place.province_digits() {
        None => false,
        Some(JIANGSU) => jiangsu().iter().any(|division| division.place == *place),
        Some(digits) => jurisdiction::provinces().any(|(_, province, _)| province.province_digits() == Some(digits)),
    };
    if known { Ok(()) } else { Err(NotADivision(place.clone())) }
}

/// The divisions of Jiangsu: the province, its cities, its counties.
#[must_use]
pub fn jiangsu() -> &'static [Division] {
    static DIVISIONS: LazyLock<Vec<Division>> =
        LazyLock::new(|| include_str!("divisions/jiangsu.csv").lines().skip(1).filter_map(division).collect());
    &DIVISIONS
}

/// The Chinese name of a division by itself, such as 鼓楼区; `None` when the code is not held.
#[must_use]
pub fn name(place: &Place) -> Option<String> {
    let known = jiangsu().iter().find(|division| division.place == *place).map(|division| division.name.to_owned());
    known.or_else(|| jurisdiction::name(place).map(|say| say.zh))
}

/// The Chinese name with those of the city and the province before it, such as 江苏省南京市鼓楼区; the code stands for what is not
/// held, as in 江苏省320103.
#[must_use]
pub fn full_name(place: &Place) -> String {
    let province = place.province_digits().and_then(|digits| format!("{digits}0000").parse().ok());
    let mut full = String::new();
    for above in [province, place.city()].into_iter().flatten().filter(|above| above != place) {
        full.push_str(&name(&above).unwrap_or_default());
    }
    full.push_str(&name(place).unwrap_or_else(|| place.code().to_owned()));
    full
}

fn division(line: &'static str) -> Option<Division> {
    let mut fields = line.split(',');
    let (place, name) = (fields.next()?.parse().ok()?, fields.next()?);
    let kind = if fields.next_back() == Some("statistical_zone") { Kind::StatisticalZone } else { Kind::Division };
    Some(Division { place, name, kind })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn full(code: &str) -> String {
        full_name(&code.parse().unwrap())
    }

    #[test]
    fn jiangsu_has_118_rows_nine_of_them_zones() {
        assert_eq!(jiangsu().len(), 118);
        assert_eq!(jiangsu().iter().map(|division| &division.place).collect::<BTreeSet<_>>().len(), 118);
        assert_eq!(jiangsu().iter().filter(|division| division.kind == Kind::StatisticalZone).count(), 9);
    }

    #[test]
    fn a_name_is_read_with_what_it_lies_in() {
        assert_eq!(full("320106"), "江苏省南京市鼓楼区");
        assert_eq!(full("320302"), "江苏省徐州市鼓楼区");
        assert_eq!(full("320000"), "江苏省");
        assert_eq!(full("330100"), "浙江省杭州市");
        assert_eq!(full("100000"), "全国");
    }

    #[test]
    fn a_code_that_never_existed_is_told_by_itself() {
        let exists = |code: &str| exists(&code.parse().unwrap());
        for code in ["320000", "320106", "320576", "330100", "341899", "110000"] {
            assert_eq!(exists(code), Ok(()), "{code}");
        }
        for code in ["320199", "320103", "100000", "990000", "250100"] {
            assert!(exists(code).unwrap_err().say().zh.contains(code), "{code}");
        }
    }

    #[test]
    fn a_code_that_is_not_held_is_shown_as_itself() {
        assert_eq!(name(&"320103".parse().unwrap()), None, "白下区, abolished in 2013");
        assert_eq!(full("320103"), "江苏省南京市320103");
        assert_eq!(full("341800"), "安徽省341800");
        assert_eq!(full("999999"), "999999");
    }
}
