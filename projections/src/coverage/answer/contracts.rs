//! Contracts over a span: signed, reviewed, standard, expiring, renewed, and how long they took.

use std::collections::HashMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::cases::{Cases, passes, unit};
use super::spans::Spans;
use super::tally::{Base, Unit};
use super::{Asked, Whether, by};
use crate::coverage::dimension::value::FORMS;
use crate::coverage::facts::day_number;
use crate::coverage::records::{NOBODY, Text};
use crate::coverage::{Measure, Sureness};

/// Within how many months of its end a contract is renewed.
const GRACE_MONTHS: i32 = 3;

/// Contracts signed in the span, and of them those reviewed or standard.
pub(super) fn signings(spans: &mut Spans<'_, '_>, cases: &Cases<'_>) {
    let Some(first) = spans.first() else { return };
    for (number, signing) in first.coverage.tables.signings.known(first.known) {
        for (asked, tally) in spans.about(signing.signed) {
            let Some(case) = cases.standing(asked, number) else { continue };
            if !passes(asked, signing.form, signing.order) {
                continue;
            }
            let signed = asked.in_span(signing.signed);
            let sureness = match asked.query.measure {
                Measure::Review if signing.is_reviewed == 0 => Sureness::Not,
                Measure::Review => asked.by_then(signing.reviewed).sureness(),
                Measure::Standard => match signing.is_standard {
                    0 => Sureness::Not,
                    2 if asked.by_then(signing.standard) != Whether::No => Sureness::Untold,
                    _ => asked.by_then(signing.standard).sureness(),
                },
                _ => signed.sureness(),
            };
            let base = match (asked.query.measure, signed) {
                (Measure::ContractsSigned, _) => Base::None,
                (_, Whether::Yes) => Base::In,
                (_, Whether::Maybe) => Base::Unknown,
                (_, Whether::No) => continue,
            };
            let keys = cases.keys(asked, &case, Some((signing.form, signing.order)));
            tally.add(keys, &unit(number, &case, base, sureness));
        }
    }
}

/// Contracts whose last day lies in the span.
pub(super) fn expiring(spans: &mut Spans<'_, '_>, cases: &Cases<'_>) {
    let Some(first) = spans.first() else { return };
    for (number, text) in last_texts(first, cases) {
        for (asked, tally) in spans.about(text.last) {
            let Some(case) = cases.standing(asked, number).filter(|_| text.is_contract()) else { continue };
            let sureness = match asked.in_span(text.last) {
                Whether::Maybe if text.undated == 1 => Sureness::Undated,
                whether => text.or_derived(whether.sureness()),
            };
            tally.add(cases.keys(asked, &case, None), &unit(number, &case, Base::None, sureness));
        }
    }
}

/// Contracts whose term was over in the span, and of them those renewed.
pub(super) fn renewal(spans: &mut Spans<'_, '_>, cases: &Cases<'_>) {
    let Some(first) = spans.first() else { return };
    let texts = &first.coverage.tables.texts;
    let (mut renewing, mut of_employer): (HashMap<u32, Vec<u32>>, HashMap<u32, Vec<u32>>) = Default::default();
    for (number, case) in cases.iter() {
        renewing.entry(case.renews).or_default().push(number);
        of_employer.entry(case.employer).or_default().push(number);
    }
    for (number, text) in last_texts(first, cases) {
        for (asked, tally) in spans.about(text.last) {
            let Some(case) = cases.standing(asked, number) else { continue };
            if !text.is_contract() || case.ended_early == 1 {
                continue;
            }
            let (base, sureness) = match (text.last.day(), asked.in_span(text.last)) {
                (_, Whether::No) => continue,
                (None, _) | (_, Whether::Maybe) => (Base::Unknown, Sureness::Not),
                (Some(ended), Whether::Yes) => {
                    let linked = renewing.get(&number).into_iter().flatten();
                    let same = of_employer.get(&case.employer).filter(|_| case.employer != NOBODY);
                    let others = linked.chain(same.into_iter().flatten()).filter(|other| **other != number);
                    let limit = day_number(date_of(ended).saturating_add(GRACE_MONTHS.months()));
                    let candidates = others.flat_map(|other| texts.of(*other, asked.known)).filter(Text::is_contract);
                    let best = candidates.map(|text| renews(&text, ended, limit)).max().unwrap_or_default();
                    let open = if asked.on <= limit { Sureness::Open } else { Sureness::Not };
                    (Base::In, best.max(open))
                }
            };
            tally.add(cases.keys(asked, &case, None), &unit(number, &case, base, sureness));
        }
    }
}

/// Whether a text renews what ended on a day, no later than the limit.
fn renews(text: &Text, ended: i32, limit: i32) -> Sureness {
    if text.last.latest <= ended { Sureness::Not } else { text.or_derived(by(text.first, limit).sureness()) }
}

/// Days from the offer to the first day of effect.
pub(super) fn days_to_effect(spans: &mut Spans<'_, '_>, cases: &Cases<'_>) {
    let Some(first) = spans.first() else { return };
    for (number, text) in first.coverage.tables.texts.known(first.known) {
        for (asked, tally) in spans.about(text.first) {
            let Some(case) = cases.standing(asked, number).filter(|_| text.is_contract()) else { continue };
            if !passes(asked, text.form, text.order) {
                continue;
            }
            let (sureness, days) = match (asked.in_span(text.first), text.first.day(), text.offered.day()) {
                (Whether::No, ..) => continue,
                (Whether::Yes, Some(first), Some(offered)) => {
                    (text.or_derived(Sureness::Confirmed), Some(i64::from(first) - i64::from(offered)))
                }
                (Whether::Yes, Some(_), None) => (Sureness::Untold, None),
                _ => (Sureness::Imprecise, None),
            };
            let unit = Unit { days, ..unit(number, &case, Base::In, sureness) };
            tally.add(cases.keys(asked, &case, Some((text.form, text.order))), &unit);
        }
    }
}

/// The last text of each case that has one.
fn last_texts<'s>(asked: &'s Asked<'_>, cases: &'s Cases<'_>) -> impl Iterator<Item = (u32, Text)> + 's {
    let texts = &asked.coverage.tables.texts;
    cases.iter().filter_map(move |(number, _)| Some((number, texts.of(number, asked.known).last()?)))
}

fn date_of(day: i32) -> Date {
    date(1970, 1, 1).saturating_add(day.days())
}

/// Whether a form, by number, is a special contract, chapter or annex.
pub(super) fn is_contract(form: u8) -> bool {
    FORMS.get(usize::from(form)).is_some_and(|(form, _)| form.is_contract())
}

impl Text {
    fn is_contract(&self) -> bool {
        is_contract(self.form)
    }

    /// What is sure by a derived day alone is derived.
    fn or_derived(&self, sureness: Sureness) -> Sureness {
        if sureness == Sureness::Confirmed && self.derived == 1 { Sureness::Derived } else { sureness }
    }
}
