//! The measures: what is counted, of what, in which unit. docs/figures.md says each exactly.

use heyi_core::text::Say;
use serde::Serialize;

use super::dimension::{Dimension, Of};

mod words;

/// A measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Contracts in force.
    ContractsInForce,
    /// Instruments of any form in force.
    InstrumentsInForce,
    /// Employers covered, of the register.
    EmployersCovered,
    /// Women covered, of all in the register.
    WomenCovered,
    /// Employers covered, of those with a union: the coverage rate.
    EmployersCoveredUnionised,
    /// Women covered, of those of employers with a union.
    WomenCoveredUnionised,
    /// The signing rate over employers with a women workers' organisation and a general contract.
    SigningOrganised,
    /// The signing rate over employers with a union.
    SigningUnionised,
    /// The signing rate over state-owned employers.
    SigningState,
    /// The establishment rate.
    Establishment,
    /// Women covered by a clause on a topic.
    TopicWomen,
    /// The focus figure: technical and skilled women covered by a clause on assessment, title or post.
    FocusCareer,
    /// The focus figure: technical and skilled women covered by a clause on pregnancy or nursing.
    FocusPeriods,
    /// Contracts signed in the span.
    ContractsSigned,
    /// Contracts whose last day lies in the span.
    ContractsExpiring,
    /// The synchronised rate.
    Synchronised,
    /// The review rate.
    Review,
    /// The standard rate.
    Standard,
    /// The performance rate by clauses.
    PerformanceClauses,
    /// The performance rate by contracts.
    PerformanceContracts,
    /// The renewal rate.
    Renewal,
    /// The offer response rate.
    OfferResponse,
    /// The rate of replies on time.
    OfferOnTime,
    /// The rate of letters answered.
    LettersAnswered,
    /// Days from the offer to the first day of effect.
    OfferToEffect,
}

/// What a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// 家.
    Employers,
    /// Women workers: 人.
    Women,
    /// Technical and skilled women: 人.
    SkilledWomen,
    /// Instruments, one a case: 份.
    Contracts,
    /// Signatures of a contract: 份.
    Signings,
    /// 份.
    Offers,
    /// 份.
    Letters,
    /// 条.
    Clauses,
}

/// The meaning of a measure, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Its id with its version, such as `women-covered/1`; another meaning has another.
    pub id: String,
    /// What it counts.
    pub unit: Unit,
    /// Its name.
    pub name: Say,
    /// What is counted: the numerator.
    pub counted: Say,
    /// Of what: the denominator; `None`: it is a number and no rate.
    pub base: Option<Say>,
}

impl Measure {
    /// Every measure, in the order of docs/figures.md.
    pub const ALL: [Self; 25] = [
        Self::ContractsInForce,
        Self::InstrumentsInForce,
        Self::EmployersCovered,
        Self::WomenCovered,
        Self::EmployersCoveredUnionised,
        Self::WomenCoveredUnionised,
        Self::SigningOrganised,
        Self::SigningUnionised,
        Self::SigningState,
        Self::Establishment,
        Self::TopicWomen,
        Self::FocusCareer,
        Self::FocusPeriods,
        Self::ContractsSigned,
        Self::ContractsExpiring,
        Self::Synchronised,
        Self::Review,
        Self::Standard,
        Self::PerformanceClauses,
        Self::PerformanceContracts,
        Self::Renewal,
        Self::OfferResponse,
        Self::OfferOnTime,
        Self::LettersAnswered,
        Self::OfferToEffect,
    ];

    /// Its name in addresses and commands, such as `women-covered`.
    #[must_use]
    pub fn name(self) -> &'static str {
        words::of(self).name
    }

    /// The measure of that name, with or without the version of its definition.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let named = |measure: &Self| name == measure.name() || name == measure.definition().id;
        Self::ALL.into_iter().find(named)
    }

    /// What it counts.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::ContractsInForce
            | Self::InstrumentsInForce
            | Self::ContractsExpiring
            | Self::PerformanceContracts
            | Self::Renewal => Unit::Contracts,
            Self::EmployersCovered
            | Self::EmployersCoveredUnionised
            | Self::SigningOrganised
            | Self::SigningUnionised
            | Self::SigningState
            | Self::Establishment
            | Self::Synchronised => Unit::Employers,
            Self::WomenCovered | Self::WomenCoveredUnionised | Self::TopicWomen => Unit::Women,
            Self::FocusCareer | Self::FocusPeriods => Unit::SkilledWomen,
            Self::ContractsSigned | Self::Review | Self::Standard | Self::OfferToEffect => Unit::Signings,
            Self::PerformanceClauses => Unit::Clauses,
            Self::OfferResponse | Self::OfferOnTime => Unit::Offers,
            Self::LettersAnswered => Unit::Letters,
        }
    }

    /// What it means.
    #[must_use]
    pub fn definition(self) -> Definition {
        let words = words::of(self);
        Definition {
            id: format!("{}/{}", words.name, words.version),
            unit: self.unit(),
            name: words.title.say(),
            counted: words.counted.say(),
            base: words.base.map(words::Both::say),
        }
    }

    /// It is about a span of days, not about one day.
    #[must_use]
    pub fn is_of_a_span(self) -> bool {
        !matches!(self, Self::ContractsInForce | Self::InstrumentsInForce) && !self.is_of_employers_on_a_day()
    }

    /// It asks which employers are covered on the day, or people of theirs.
    #[must_use]
    pub fn is_of_employers_on_a_day(self) -> bool {
        let of_employers = matches!(self.unit(), Unit::Employers | Unit::Women | Unit::SkilledWomen);
        of_employers && self != Self::Synchronised
    }

    /// Whether its figures can be broken down by a dimension, and filtered by it.
    #[must_use]
    pub fn takes(self, dimension: Dimension) -> bool {
        match (dimension.of(), self.unit()) {
            (Of::Place | Of::Employer, _) => true,
            (_, Unit::Letters) => false,
            (_, Unit::Employers) if self == Self::Synchronised => false,
            (Of::Case, _) => true,
            (Of::Text, Unit::Signings) => true,
            (Of::Text | Of::Clause, Unit::Employers | Unit::Women | Unit::SkilledWomen) => true,
            (Of::Text | Of::Clause, _) => matches!(self, Self::ContractsInForce | Self::InstrumentsInForce),
        }
    }

    /// A unit may stand in the rows of several values of a dimension: it is covered by several texts, or clauses.
    #[must_use]
    pub fn overlaps_by(self, dimension: Dimension) -> bool {
        match dimension.of() {
            Of::Place | Of::Employer => false,
            Of::Case => self.is_of_employers_on_a_day(),
            Of::Text | Of::Clause => !self.is_of_a_span(),
        }
    }
}

impl Unit {
    /// It counts people.
    #[must_use]
    pub fn is_people(self) -> bool {
        matches!(self, Self::Women | Self::SkilledWomen)
    }

    /// In words: the plural, and the Chinese measure word.
    #[must_use]
    pub fn say(self) -> Say {
        match self {
            Self::Employers => Say::new("家单位", "employers"),
            Self::Women => Say::new("名女职工", "women workers"),
            Self::SkilledWomen => Say::new("名女性专业技术和技能人员", "technical and skilled women"),
            Self::Contracts => Say::new("份", "contracts"),
            Self::Signings => Say::new("份", "signings"),
            Self::Offers => Say::new("份要约", "offers"),
            Self::Letters => Say::new("份函件", "letters"),
            Self::Clauses => Say::new("条", "clauses"),
        }
    }
}

impl Serialize for Measure {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_measure_has_a_name_of_its_own_and_is_found_by_it() {
        let names: BTreeSet<&str> = Measure::ALL.iter().map(|measure| measure.name()).collect();
        assert_eq!(names.len(), Measure::ALL.len());
        for measure in Measure::ALL {
            assert_eq!(Measure::named(measure.name()), Some(measure));
            assert_eq!(Measure::named(&measure.definition().id), Some(measure));
        }
        assert_eq!(Measure::named("women-covered/9"), None);
    }

    #[test]
    fn the_page_of_definitions_has_every_measure_with_its_version() {
        let page = include_str!("../../../docs/figures.md");
        for measure in Measure::ALL {
            let id = measure.definition().id;
            assert!(page.contains(&format!("| `{id}` |")), "docs/figures.md does not say what {id} is");
        }
    }
}
