//! By what figures are broken down.

use heyi_core::text::Say;
use serde::Serialize;

pub mod value;

/// A dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Province.
    Province,
    /// City.
    City,
    /// County or district.
    County,
    /// Statistical zone.
    Zone,
    /// Section of industry.
    Section,
    /// Division of industry.
    Division,
    /// Counted as biomedicine.
    Biomedicine,
    /// Ownership.
    Ownership,
    /// Size.
    Size,
    /// Kind of union.
    Union,
    /// At least ten women, or fewer.
    Women,
    /// Works in a new business form.
    NewForm,
    /// One employer, an area, an industry.
    Scope,
    /// Form of the outcome.
    Form,
    /// First, renewal or change.
    Order,
    /// Procedure.
    Procedure,
    /// Topic of a clause.
    Topic,
    /// Tier of a clause.
    Tier,
    /// With a measure, or only repeating the law.
    Measure,
}

/// What has a value in a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// A place: of an employer, a case or a letter.
    Place,
    /// An employer.
    Employer,
    /// A case.
    Case,
    /// A text of an instrument.
    Text,
    /// A clause.
    Clause,
}

/// The key of what is not known.
pub const UNKNOWN: &str = "unknown";
/// The key of what one employer has, for a case of many.
pub const MANY: &str = "many";
/// The key of what an employer has, for a letter to an authority.
pub const AUTHORITY: &str = "authority";
/// The key of no zone.
pub const NONE: &str = "none";

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 19] = [
        Self::Province,
        Self::City,
        Self::County,
        Self::Zone,
        Self::Section,
        Self::Division,
        Self::Biomedicine,
        Self::Ownership,
        Self::Size,
        Self::Union,
        Self::Women,
        Self::NewForm,
        Self::Scope,
        Self::Form,
        Self::Order,
        Self::Procedure,
        Self::Topic,
        Self::Tier,
        Self::Measure,
    ];

    /// Its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// The dimension of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
    }

    /// In words.
    #[must_use]
    pub fn say(self) -> Say {
        let (_, zh, en) = self.words();
        Say::new(zh, en)
    }

    /// What has a value in it.
    #[must_use]
    pub fn of(self) -> Of {
        match self {
            Self::Province | Self::City | Self::County | Self::Zone => Of::Place,
            Self::Section
            | Self::Division
            | Self::Biomedicine
            | Self::Ownership
            | Self::Size
            | Self::Union
            | Self::Women
            | Self::NewForm => Of::Employer,
            Self::Scope | Self::Procedure => Of::Case,
            Self::Form | Self::Order => Of::Text,
            Self::Topic | Self::Tier | Self::Measure => Of::Clause,
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Province => ("province", "省", "province"),
            Self::City => ("city", "设区的市", "city"),
            Self::County => ("county", "县（市、区）", "county"),
            Self::Zone => ("zone", "园区", "zone"),
            Self::Section => ("section", "行业门类", "section of industry"),
            Self::Division => ("division", "行业大类", "division of industry"),
            Self::Biomedicine => ("biomedicine", "生物医药", "biomedicine"),
            Self::Ownership => ("ownership", "所有制", "ownership"),
            Self::Size => ("size", "规模", "size"),
            Self::Union => ("union", "工会组织形式", "kind of union"),
            Self::Women => ("women", "女职工十人以上或以下", "ten women or more, or fewer"),
            Self::NewForm => ("new-form", "新业态", "new business form"),
            Self::Scope => ("scope", "协商范围", "scope"),
            Self::Form => ("form", "成果形式", "outcome form"),
            Self::Order => ("order", "首签、续签或变更", "first, renewal or change"),
            Self::Procedure => ("procedure", "协商程序", "procedure"),
            Self::Topic => ("topic", "协商议题", "topic"),
            Self::Tier => ("tier", "议题层级", "tier"),
            Self::Measure => ("measure", "具体措施或重复法律", "with a measure, or only the law"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dimension_is_found_by_its_name_and_stands_in_the_page_of_definitions() {
        let page = include_str!("../../../docs/figures.md");
        for dimension in Dimension::ALL {
            assert_eq!(Dimension::named(dimension.name()), Some(dimension));
            assert!(page.contains(&format!("`{}`", dimension.name())), "{}", dimension.name());
        }
    }
}
