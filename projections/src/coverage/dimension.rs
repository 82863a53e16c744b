//! By what figures are broken down, and the words for each value.

use heyi_core::divisions;
use heyi_core::event::employer::Ownership;
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::place::Place;
use heyi_core::text::Say;
use heyi_core::{industry, jurisdiction};
use serde::{Deserialize, Serialize};

/// By what figures are broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// By city of the employer; its province where no city is known.
    Place,
    /// By division of industry.
    Industry,
    /// By ownership.
    Ownership,
    /// By form of the outcome. An employer covered by two forms stands in two rows.
    Form,
    /// By whether it is counted as biomedicine.
    Biomedicine,
}

/// The key of what is not known.
pub const UNKNOWN: &str = "unknown";

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 5] = [Self::Place, Self::Industry, Self::Ownership, Self::Form, Self::Biomedicine];

    /// Its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Industry => "industry",
            Self::Ownership => "ownership",
            Self::Form => "form",
            Self::Biomedicine => "biomedicine",
        }
    }

    /// The dimension of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
    }

    /// In words.
    #[must_use]
    pub fn say(self) -> Say {
        match self {
            Self::Place => Say::new("地区", "place"),
            Self::Industry => Say::new("行业", "industry"),
            Self::Ownership => Say::new("所有制", "ownership"),
            Self::Form => Say::new("成果形式", "outcome form"),
            Self::Biomedicine => Say::new("生物医药", "biomedicine"),
        }
    }
}

/// A value with its words.
pub(super) type Value = (String, Say);

/// The city of a place, else the place itself.
pub(super) fn place(place: Option<&Place>) -> Value {
    let Some(place) = place else { return unknown() };
    let at = place.city().unwrap_or_else(|| place.clone());
    let zh = divisions::full_name(&at);
    let en = jurisdiction::name(&at).map_or_else(|| zh.clone(), |say| say.en);
    (at.code().to_owned(), Say::new(zh, en))
}

/// A division of industry.
pub(super) fn industry(code: Option<&str>) -> Value {
    let Some(code) = code else { return unknown() };
    match industry::find(code) {
        Some(division) => {
            let words = Say::new(division.name, format!("division {} ({})", division.code, division.name));
            (division.code.to_owned(), words)
        }
        None => (code.to_owned(), Say::new(code, code)),
    }
}

/// A kind of ownership.
pub(super) fn ownership(ownership: Ownership) -> Value {
    let (key, zh, en) = match ownership {
        Ownership::Unknown => return unknown(),
        Ownership::State => ("state", "国有", "state"),
        Ownership::Collective => ("collective", "集体", "collective"),
        Ownership::Private => ("private", "私营", "private"),
        Ownership::HkMacaoTaiwan => ("hk-macao-taiwan", "港澳台商投资", "Hong Kong, Macao, Taiwan"),
        Ownership::Foreign => ("foreign", "外商投资", "foreign"),
        Ownership::PublicInstitution => ("public-institution", "事业单位", "public institution"),
        Ownership::SocialOrganisation => ("social-organisation", "社会组织", "social organisation"),
        Ownership::Individual => ("individual", "个体经济组织", "individual business"),
        Ownership::PublicBody => ("public-body", "机关", "public body"),
    };
    (key.to_owned(), Say::new(zh, en))
}

/// A form of the outcome.
pub(super) fn form(form: OutcomeForm) -> Value {
    let (key, zh, en) = match form {
        OutcomeForm::SpecialContract => ("special-contract", "专项集体合同", "special collective contract"),
        OutcomeForm::Chapter => ("chapter", "集体合同专章", "chapter of a contract"),
        OutcomeForm::Annex => ("annex", "集体合同附件", "annex of a contract"),
        OutcomeForm::Minutes => ("minutes", "会议纪要", "minutes"),
        OutcomeForm::Memorandum => ("memorandum", "备忘录", "memorandum"),
        OutcomeForm::Policy => ("policy", "制度办法", "policy"),
    };
    (key.to_owned(), Say::new(zh, en))
}

/// Whether it is counted as biomedicine.
pub(super) fn biomedicine(counted: Option<bool>) -> Value {
    match counted {
        Some(true) => ("yes".to_owned(), Say::new("生物医药", "biomedicine")),
        Some(false) => ("no".to_owned(), Say::new("其他", "other")),
        None => unknown(),
    }
}

pub(super) fn unknown() -> Value {
    (UNKNOWN.to_owned(), Say::new("不明", "not known"))
}
