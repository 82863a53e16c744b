//! The coverage list of a case of many employers.

use std::collections::BTreeMap;

use heyi_core::event::coverage_list::{Binding, CoverageListed};
use heyi_core::ground::Law;
use heyi_core::ids::EmployerId;
use heyi_core::occurred::Occurred;
use jiff::civil::Date;

use super::opening::Opening;
use super::span::Span;

/// The employers that were ever on the list.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// By employer.
    pub employers: BTreeMap<EmployerId, OnList>,
}

/// An employer on the list.
#[derive(Clone, Debug)]
pub struct OnList {
    /// How it is bound, as told last.
    pub binding: Binding,
    /// The first and the last day of each time on the list.
    pub times: Vec<(Span, Span)>,
    on_it: bool,
}

impl Listed {
    /// Takes in a change of the list: those that left, then those that joined.
    pub fn take(&mut self, change: &CoverageListed, occurred: &Occurred) {
        for left in &change.left {
            let Some(employer) = self.employers.get_mut(&left.employer) else { continue };
            if let Some((_, last)) = employer.times.last_mut() {
                *last = left.until.map_or(Span::of(occurred), Span::on);
            }
            employer.on_it = false;
        }
        for joined in &change.joined {
            let unlisted = OnList { binding: joined.binding, times: Vec::new(), on_it: false };
            let employer = self.employers.entry(joined.employer).or_insert(unlisted);
            employer.binding = joined.binding;
            match employer.times.last_mut() {
                // Entered anew: the day it joined, if that is told now.
                Some((first, _)) if employer.on_it => *first = joined.from.map_or(*first, Span::on),
                // From an unknown joining day it is on the list from the beginning.
                _ => employer.times.push((joined.from.map_or(Span::ALWAYS, Span::on), Span::NEVER)),
            }
            employer.on_it = true;
        }
    }
}

/// Whether an employer on the list is bound under the texts of the place on that day: where recognition is asked by recognition or
/// seal, where a seal is asked by seal, elsewhere by law.
#[must_use]
pub fn bound(opening: &Opening, binding: Binding, day: Date, law: &Law) -> bool {
    let asked = |rule: &str| law.rulebook.lookup(&opening.place, opening.subject, day, rule).rule().is_some();
    if asked("industry.recognition") {
        return matches!(binding, Binding::Recognition | Binding::Seal);
    }
    !asked("regional.seal") || binding == Binding::Seal
}
