//! What can be recorded of a case, what cannot and why, in the parts of the procedure.

use heyi_core::case::Case;
use heyi_core::decisions::DecisionKind;

use super::case::Around;
use super::{Link, cited};
use crate::next::{self, Part};

/// The steps of a case, for one account.
#[derive(Clone, Debug, Default)]
pub struct StepsView {
    /// What usually comes next and is allowed.
    pub usual: Vec<StepView>,
    /// What else is allowed, by part.
    pub other: Vec<PartView<StepView>>,
    /// What is allowed, but not to this account.
    pub others_do: Vec<StepView>,
    /// What is not allowed now, and why, by part.
    pub not_now: Vec<PartView<NotNow>>,
}

/// What belongs to one part of the procedure.
#[derive(Clone, Debug)]
pub struct PartView<T> {
    /// The part.
    pub title: String,
    /// Its steps.
    pub steps: Vec<T>,
}

/// A step that can be recorded.
#[derive(Clone, Debug)]
pub struct StepView {
    /// Its form, with its name.
    pub link: Link,
    /// When to record it.
    pub hint: &'static str,
}

/// A step that cannot be recorded now.
#[derive(Clone, Debug)]
pub struct NotNow {
    /// Its name.
    pub label: String,
    /// Why.
    pub why: String,
    /// The article.
    pub cite: String,
}

impl StepsView {
    /// The steps of `case`, whose address is `href`.
    #[must_use]
    pub fn of(case: &Case, around: &Around<'_>, href: &str) -> Self {
        let l = around.l;
        let usually = next::usual_of(case);
        let mut view = Self::default();
        let rest = DecisionKind::ALL.iter().filter(|kind| !usually.contains(kind));
        for kind in usually.iter().chain(rest).copied().filter(|kind| !next::from_elsewhere(*kind)) {
            let label = l.say(&kind.say());
            match kind.may(case, &around.ground) {
                Ok(_) => {
                    let link = Link { href: format!("{href}/{}", kind.name()), label, current: false };
                    let step = StepView { link, hint: next::hint(kind, l) };
                    match ((around.may)(kind), usually.contains(&kind)) {
                        (false, _) => view.others_do.push(step),
                        (true, true) => view.usual.push(step),
                        (true, false) => put(&mut view.other, kind, step, around),
                    }
                }
                Err(refusal) => {
                    let (why, cite) = (l.say(&refusal.say), cited(refusal.cite.as_ref(), l));
                    put(&mut view.not_now, kind, NotNow { label, why, cite }, around);
                }
            }
        }
        view
    }

    /// How many other steps are allowed.
    #[must_use]
    pub fn others(&self) -> usize {
        self.other.iter().map(|part| part.steps.len()).sum()
    }

    /// How many steps are not allowed now.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.not_now.iter().map(|part| part.steps.len()).sum()
    }
}

/// Puts a step into its part; the parts stand in the order of the procedure.
fn put<T>(parts: &mut Vec<PartView<T>>, kind: DecisionKind, step: T, around: &Around<'_>) {
    let title = |part: Part| part.title(around.l).to_owned();
    let of = title(next::part_of(kind));
    if let Some(part) = parts.iter_mut().find(|part| part.title == of) {
        part.steps.push(step);
        return;
    }
    parts.push(PartView { title: of, steps: vec![step] });
    let place = |part: &PartView<T>| Part::ALL.iter().position(|known| title(*known) == part.title);
    parts.sort_by_key(place);
}
