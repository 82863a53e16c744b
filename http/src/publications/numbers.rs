//! The numbers of a row in words, as published or of today; and by how much they differ.

use heyi_core::event::publication::{PublishedNumber, PublishedNumbers};
use heyi_core::text::Say;
use heyi_projections::coverage::Unit;

use crate::text::Lang;

/// What stands in the place of a number that is withheld.
pub(super) const WITHHELD: &str = "·";

/// A number, or that it is withheld.
pub(super) fn number(number: PublishedNumber) -> String {
    match number {
        PublishedNumber::Number(number) => number.to_string(),
        PublishedNumber::Withheld => WITHHELD.to_owned(),
    }
}

/// A share, such as `81.25`; empty: there is none, or it is not published.
pub(super) fn share(numbers: &PublishedNumbers) -> String {
    numbers.share.map(|share| format!("{}.{:02}", share / 100, share % 100)).unwrap_or_default()
}

/// The headline: the number, of how many, and the share.
pub(super) fn headline(numbers: &PublishedNumbers, l: Lang) -> String {
    let counted = number(numbers.counted);
    match (numbers.base, share(numbers)) {
        (Some(base), share) if share.is_empty() => format!("{counted} / {}", number(base)),
        (Some(base), share) => {
            let (open, close) = if l == Lang::ZH { ("（", "）") } else { (" (", ")") };
            format!("{counted} / {}{open}{share}%{close}", number(base))
        }
        (None, _) => counted,
    }
}

/// Everything else a row says, in one line.
pub(super) fn beside(numbers: &PublishedNumbers, unit: Unit, l: Lang) -> String {
    let mut parts = Vec::new();
    if let Some(employers) = numbers.employers {
        parts.push(format!("{} {} / {}", l.t("单位", "employers"), employers.counted, employers.base));
        parts.push(format!(
            "{} {} / {}",
            l.t("其中人数不明", "without a count"),
            employers.without_count,
            employers.base_without_count
        ));
    }
    if let Some(days) = numbers.days {
        parts.push(format!("{} {}", l.t("中位数（天）", "median days"), days.median));
        parts.push(format!("{} {}", l.t("第九十百分位（天）", "90th percentile"), days.p90));
    }
    let of = if unit.is_people() { l.t("（单位）", " (employers)") } else { "" };
    for (zh, en, number) in [
        ("推算未确认", "not confirmed", numbers.derived),
        ("不明", "not known", numbers.unknown),
        ("不明是否属于分母", "not known whether in the base", numbers.base_unknown),
        ("虚构示例", "made up", numbers.made_up),
    ] {
        if number > 0 {
            parts.push(format!("{}{of} {number}", l.t(zh, en)));
        }
    }
    parts.join(" · ")
}

/// By how much today's number differs; nothing can be said where what was published is withheld.
pub(super) fn difference(published: &PublishedNumbers, now: &PublishedNumbers) -> String {
    let of = |then: PublishedNumber, now: PublishedNumber| match (then, now) {
        (PublishedNumber::Number(then), PublishedNumber::Number(now)) if now >= then => format!("+{}", now - then),
        (PublishedNumber::Number(then), PublishedNumber::Number(now)) => format!("−{}", then - now),
        _ => WITHHELD.to_owned(),
    };
    let counted = of(published.counted, now.counted);
    match (published.base, now.base) {
        (Some(then), Some(now)) => format!("{counted} / {}", of(then, now)),
        _ => counted,
    }
}

/// What the mark of a withheld number means.
pub(super) fn note(threshold: u32) -> Say {
    Say::new(
        format!(
            "“{WITHHELD}”：未发布。该人数少于 {threshold} 人（0 照常发布），或发布后可推出少于 {threshold} 人的数。"
        ),
        format!(
            "\"{WITHHELD}\": withheld. The number is below {threshold} people (0 is shown), or would give away one that is."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(counted: PublishedNumber, base: PublishedNumber, share: Option<u32>) -> PublishedNumbers {
        PublishedNumbers {
            counted,
            base: Some(base),
            share,
            derived: 0,
            unknown: 2,
            base_unknown: 0,
            made_up: 0,
            employers: None,
            days: None,
        }
    }

    #[test]
    fn a_withheld_number_is_never_a_zero() {
        let (full, hidden) = (PublishedNumber::Number, PublishedNumber::Withheld);
        let published = numbers(hidden, full(40), None);
        assert_eq!(headline(&published, Lang::ZH), "· / 40");
        let now = numbers(full(26), full(32), Some(8125));
        assert_eq!(headline(&now, Lang::ZH), "26 / 32（81.25%）");
        assert_eq!(difference(&published, &now), "· / −8");
        assert_eq!(difference(&now, &now), "+0 / +0");
        assert_eq!(beside(&now, Unit::Women, Lang::EN), "not known (employers) 2");
    }
}
