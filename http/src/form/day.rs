//! A day as people write it.

use jiff::civil::Date;

use super::sentences::{self, Wrong};

/// Years that can be meant. A year outside is a slip of the keyboard.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

/// Reads 2026-02-10, 2026/2/10, 2026.2.10, 20260210 or 2026年2月10日; full-width digits do not matter.
///
/// # Errors
/// `not-a-day`, `no-such-day` or `year-out-of-range`.
pub fn parse(text: &str) -> Result<Date, Wrong> {
    let plain = half_width(text);
    let (year, month, day) = parts(&plain).ok_or_else(|| sentences::not_a_day(text))?;
    if !YEARS.contains(&year) {
        return Err(sentences::year_out_of_range(text, *YEARS.start(), *YEARS.end()));
    }
    Date::new(year, month, day).map_err(|_| sentences::no_such_day(text))
}

/// The same text with full-width digits and signs (１, －) as plain ones.
#[must_use]
pub fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' | '－' | '／' | '．' | '，' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(plain).collect()
}

fn parts(text: &str) -> Option<(i16, i8, i8)> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?));
    }
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let mut parts = text.split(['-', '/', '.', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = [year, month, day].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if parts.next().is_some() || !digits || year.len() != 4 {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in
            ["2026-02-10", "2026年2月10日", "2026年2月10号", "2026/2/10", "2026.02.10", "20260210", "２０２６-２-10"]
        {
            assert_eq!(parse(text).unwrap(), date(2026, 2, 10), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_day_says_why() {
        let code = |text: &str| parse(text).unwrap_err().code;
        for text in ["", "二月", "2026-02", "26-02-10", "2026-02-10-1", "-2026-2-1", "2026-+2-10", "2026-02-10T10:00"]
        {
            assert_eq!(code(text), "not-a-day", "{text}");
        }
        assert_eq!(code("2026-02-30"), "no-such-day");
        assert_eq!(code("0026-02-10"), "year-out-of-range");
    }
}
