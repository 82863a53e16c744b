//! What a number of people counts: the measure or the base, the day, and of whom. Two cells of different tables that count the same
//! people are one number, and whoever reads both tables knows it.

use std::collections::{BTreeMap, BTreeSet};

use heyi_core::industry;
use jiff::civil::Date;

use crate::coverage::dimension::{Of, UNKNOWN};
use crate::coverage::{CoverageQuery, Dimension, Measure};

/// The kinds of union that make an employer one with a union.
const WITH_A_UNION: [&str; 3] = ["own", "joint", "federation"];

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// Women covered.
    Covered,
    /// Women covered by a clause.
    ByClause,
    /// Technical and skilled women covered by clauses on assessment, title and post.
    Career,
    /// Technical and skilled women covered by clauses on pregnancy and nursing.
    Periods,
    /// Women, covered or not.
    Women,
    /// Technical and skilled women of biomedicine, covered or not.
    Skilled,
    /// Of the first, those who are not the second: women not covered, those covered and by no clause.
    But(&'static What, &'static What),
}

/// Of whom: for each dimension that matters one value, or any of several.
pub(super) type Whom = BTreeMap<Dimension, BTreeSet<String>>;

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quantity {
    pub(super) what: What,
    pub(super) on: Date,
    pub(super) whom: Whom,
}

impl What {
    /// What a measure of people counts; `None`: it counts no people.
    pub(super) fn counted(measure: Measure) -> Option<Self> {
        match measure {
            Measure::WomenCovered | Measure::WomenCoveredUnionised => Some(Self::Covered),
            Measure::TopicWomen => Some(Self::ByClause),
            Measure::FocusCareer => Some(Self::Career),
            Measure::FocusPeriods => Some(Self::Periods),
            _ => None,
        }
    }

    /// The measure that counts it of employers with a union or without; `None`: it is a base.
    pub(super) fn measure(self) -> Option<Measure> {
        match self {
            Self::Covered => Some(Measure::WomenCovered),
            Self::ByClause => Some(Measure::TopicWomen),
            Self::Career => Some(Measure::FocusCareer),
            Self::Periods => Some(Measure::FocusPeriods),
            Self::Women | Self::Skilled | Self::But(..) => None,
        }
    }

    /// Those of the whole who are not part of it; `None`: it is no part of anything.
    pub(super) fn others_of(self, whole: Self) -> Option<Self> {
        match (whole, self) {
            (Self::Women, Self::Covered) => Some(Self::But(&Self::Women, &Self::Covered)),
            (Self::Women, Self::ByClause) => Some(Self::But(&Self::Women, &Self::ByClause)),
            (Self::Covered, Self::ByClause) => Some(Self::But(&Self::Covered, &Self::ByClause)),
            (Self::Skilled, Self::Career) => Some(Self::But(&Self::Skilled, &Self::Career)),
            (Self::Skilled, Self::Periods) => Some(Self::But(&Self::Skilled, &Self::Periods)),
            _ => None,
        }
    }

    /// Of what it is a part.
    pub(super) fn base(self) -> Self {
        match self {
            Self::Career | Self::Periods | Self::Skilled => Self::Skilled,
            _ => Self::Women,
        }
    }

    /// Whether people may stand under several values of a dimension.
    pub(super) fn overlaps_by(self, dimension: Dimension) -> bool {
        self.measure().is_some() && is_of_texts(dimension)
    }
}

/// Dimensions of cases, texts and clauses: an employer has any number of values.
pub(super) fn is_of_texts(dimension: Dimension) -> bool {
    matches!(dimension.of(), Of::Case | Of::Text | Of::Clause)
}

/// Of whom a question asks, in a row with these keys.
pub(super) fn whom(query: &CoverageQuery, keys: &[(Dimension, String)]) -> Whom {
    let mut whom = Whom::new();
    let code = query.region.code();
    let level = match code {
        "100000" => None,
        _ if code.ends_with("0000") => Some(Dimension::Province),
        _ if code.ends_with("00") => Some(Dimension::City),
        _ => Some(Dimension::County),
    };
    if let Some(level) = level {
        whom.insert(level, BTreeSet::from([code.to_owned()]));
    }
    let mut filters = Whom::new();
    for (dimension, key) in &query.filters {
        filters.entry(*dimension).or_default().insert(key.clone());
    }
    if let Some(unions) = with_a_union(query) {
        filters.insert(Dimension::Union, unions);
    }
    whom.extend(filters);
    whom.extend(keys.iter().map(|(dimension, key)| (*dimension, BTreeSet::from([key.clone()]))));
    without_what_follows(as_counties(whom))
}

/// The kinds of union that a question about employers with a union asks for; `None`: it asks for any, or none.
pub(super) fn with_a_union(query: &CoverageQuery) -> Option<BTreeSet<String>> {
    if query.measure != Measure::WomenCoveredUnionised {
        return None;
    }
    let asked: BTreeSet<&str> =
        query.filters.iter().filter(|(of, _)| *of == Dimension::Union).map(|(_, key)| key.as_str()).collect();
    let kinds = WITH_A_UNION.into_iter().filter(|kind| asked.is_empty() || asked.contains(kind));
    Some(kinds.map(str::to_owned).collect())
}

/// A statistical zone has the code of a county.
fn as_counties(mut whom: Whom) -> Whom {
    if let Some(zones) = whom.remove(&Dimension::Zone) {
        let is_one = zones.iter().all(|zone| zone.bytes().all(|byte| byte.is_ascii_digit()));
        whom.insert(if is_one { Dimension::County } else { Dimension::Zone }, zones);
    }
    whom
}

/// A county lies in its city, a city in its province, a division in its section: what follows from the finer is left out.
pub(super) fn without_what_follows(mut whom: Whom) -> Whom {
    let known = |whom: &Whom, dimension| whom.get(&dimension).is_some_and(|values| !values.contains(UNKNOWN));
    let all_unknown =
        |whom: &Whom, dimension| whom.get(&dimension).is_some_and(|values| values.iter().all(|it| it == UNKNOWN));
    if known(&whom, Dimension::County) {
        whom.remove(&Dimension::City);
        whom.remove(&Dimension::Province);
    }
    if known(&whom, Dimension::City) {
        whom.remove(&Dimension::Province);
    }
    if known(&whom, Dimension::Division) {
        whom.remove(&Dimension::Section);
    }
    for (coarse, finer) in [
        (Dimension::Province, &[Dimension::City, Dimension::County][..]),
        (Dimension::City, &[Dimension::County]),
        (Dimension::Section, &[Dimension::Division]),
    ] {
        if all_unknown(&whom, coarse) {
            finer.iter().for_each(|finer| drop(whom.remove(finer)));
        }
    }
    // Of no industry the division is as little known as the section.
    if all_unknown(&whom, Dimension::Division) && !whom.contains_key(&Dimension::Section) {
        whom.remove(&Dimension::Division);
        whom.insert(Dimension::Section, BTreeSet::from([UNKNOWN.to_owned()]));
    }
    whom
}

impl Quantity {
    /// The wider quantities that this one may be a part of, each with the dimension by which it is.
    pub(super) fn wider(&self) -> Vec<(Self, Dimension)> {
        let mut wider = Vec::new();
        for (dimension, values) in &self.whom {
            let mut without = self.whom.clone();
            without.remove(dimension);
            wider.push((self.of(without.clone()), *dimension));
            // Of an unknown industry both section and division are.
            if *dimension == Dimension::Section && values.iter().all(|value| value == UNKNOWN) {
                wider.push((self.of(without.clone()), Dimension::Division));
            }
            let [value] = values.iter().collect::<Vec<_>>()[..] else { continue };
            for (coarse, value) in coarser(*dimension, value) {
                let mut coarser = without.clone();
                coarser.insert(coarse, BTreeSet::from([value]));
                wider.push((self.of(without_what_follows(coarser)), *dimension));
            }
        }
        wider.retain(|(one, _)| one != self);
        wider
    }

    /// The dimensions of which it takes any of several values.
    pub(super) fn of_several(&self) -> Vec<Dimension> {
        self.whom.iter().filter(|(_, values)| values.len() > 1).map(|(dimension, _)| *dimension).collect()
    }

    /// The same with other values of a dimension.
    pub(super) fn with(&self, dimension: Dimension, values: BTreeSet<String>) -> Self {
        let mut whom = self.whom.clone();
        whom.insert(dimension, values);
        self.of(whom)
    }

    /// The same of others.
    pub(super) fn of(&self, whom: Whom) -> Self {
        Self { whom, ..self.clone() }
    }

    /// What it is a part of whatever of whom: the base, and women covered of those covered by a clause.
    pub(super) fn whole(&self) -> Option<Self> {
        match self.what {
            What::Women | What::Skilled | What::But(..) => None,
            What::ByClause => Some(Self { what: What::Covered, ..self.clone() }),
            _ => Some(self.in_the_base()),
        }
    }

    /// Whether a text or clause says of whom.
    pub(super) fn is_by_texts(&self) -> bool {
        self.whom.keys().any(|dimension| is_of_texts(*dimension))
    }

    /// The base of the same people: what texts and clauses they are covered by does not matter there.
    pub(super) fn in_the_base(&self) -> Self {
        let mut whom = self.whom.clone();
        whom.retain(|dimension, _| !is_of_texts(*dimension));
        Self { what: self.what.base(), whom, ..self.clone() }
    }
}

/// The values of coarser dimensions that follow from a value.
fn coarser(dimension: Dimension, value: &str) -> Vec<(Dimension, String)> {
    let place = |digits: usize, zeros: &str| value.get(..digits).map(|stem| format!("{stem}{zeros}"));
    if value == UNKNOWN {
        return Vec::new();
    }
    let found = match dimension {
        Dimension::County => vec![(Dimension::City, place(4, "00")), (Dimension::Province, place(2, "0000"))],
        Dimension::City => vec![(Dimension::Province, place(2, "0000"))],
        Dimension::Division => {
            vec![(Dimension::Section, industry::find(value).map(|division| division.section.to_owned()))]
        }
        _ => Vec::new(),
    };
    found.into_iter().filter_map(|(coarse, value)| Some((coarse, value?))).collect()
}
