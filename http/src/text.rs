//! What pages say, in both languages.
//!
//! Both wordings stand side by side at the place of use, `l.t("工作清单", "Worklist")`: neither can be missing, and a reader of
//! the code sees what the page says. A test keeps Chinese out of templates anywhere else.

use heyi_core::divisions;
use heyi_core::event::account::Role;
use heyi_core::jurisdiction;
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::text::{Language, Say};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

pub mod facts;
pub mod letters;
pub mod register;
pub mod words;

/// The language a page is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Lang(pub Language);

impl Lang {
    /// Chinese.
    pub const ZH: Self = Self(Language::Zh);
    /// English.
    pub const EN: Self = Self(Language::En);

    /// The wording of this language.
    #[must_use]
    pub fn t<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self.0 {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// A sentence in this language.
    #[must_use]
    pub fn say(self, say: &Say) -> String {
        say.to(self.0).to_owned()
    }

    /// The tag of BCP 47, for `lang` and `Content-Language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self.0 {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }

    /// The short name used in the cookie and in `?lang=`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self.0 {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// The other language, and its own name for itself.
    #[must_use]
    pub fn other(self) -> (&'static str, &'static str) {
        match self.0 {
            Language::Zh => ("en", "English"),
            Language::En => ("zh", "中文"),
        }
    }

    /// The language of a code; `None` for any other text.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "zh" => Some(Self::ZH),
            "en" => Some(Self::EN),
            _ => None,
        }
    }

    /// 2026年2月10日 星期二.
    #[must_use]
    pub fn date(self, day: Date) -> String {
        let (zh, en) = weekday(day.weekday());
        match self.0 {
            Language::Zh => format!("{}年{}月{}日 星期{zh}", day.year(), day.month(), day.day()),
            Language::En => format!("{en} {} {} {}", day.day(), month(day.month()), day.year()),
        }
    }

    /// The day, or 未知.
    #[must_use]
    pub fn maybe_date(self, day: Option<Date>) -> String {
        day.map_or_else(|| self.unknown().to_owned(), |day| self.date(day))
    }

    /// An instant, by the clock of Shanghai.
    #[must_use]
    pub fn instant(self, at: Timestamp) -> String {
        let there = at.to_zoned(TimeZone::fixed(jiff::tz::offset(8)));
        let clock = format!("{:02}:{:02}:{:02}", there.hour(), there.minute(), there.second());
        format!("{} {clock}", self.date(there.date()))
    }

    /// When something occurred, as claimed: a day, a span, or unknown. The words of the source are shown beside it, not in it.
    #[must_use]
    pub fn occurred(self, occurred: &Occurred) -> String {
        match (occurred.earliest, occurred.latest) {
            (None, None) => self.t("日期未知", "day not known").to_owned(),
            (Some(from), Some(to)) if from == to => self.date(from),
            (Some(from), Some(to)) => match self.0 {
                Language::Zh => format!("{} 至 {} 之间", self.date(from), self.date(to)),
                Language::En => format!("between {} and {}", self.date(from), self.date(to)),
            },
            (Some(from), None) => match self.0 {
                Language::Zh => format!("不早于 {}", self.date(from)),
                Language::En => format!("not before {}", self.date(from)),
            },
            (None, Some(to)) => match self.0 {
                Language::Zh => format!("不晚于 {}", self.date(to)),
                Language::En => format!("not after {}", self.date(to)),
            },
        }
    }

    /// Unknown is a value.
    #[must_use]
    pub fn unknown(self) -> &'static str {
        self.t("未知", "not known")
    }

    /// The name of a place with those of its province and city; in English too where only the Chinese name is kept.
    #[must_use]
    pub fn place(self, place: &Place) -> String {
        match (self.0, jurisdiction::name(place)) {
            (Language::En, Some(name)) => name.en,
            _ => divisions::full_name(place),
        }
    }

    /// A role, for people.
    #[must_use]
    pub fn role(self, role: Role) -> &'static str {
        match role {
            Role::Caseworker => self.t("承办人", "caseworker"),
            Role::Reviewer => self.t("复核人", "reviewer"),
            Role::Statistician => self.t("统计员", "statistician"),
            Role::Auditor => self.t("审计员", "auditor"),
            Role::Administrator => self.t("管理员", "administrator"),
        }
    }
}

fn weekday(day: Weekday) -> (&'static str, &'static str) {
    match day {
        Weekday::Monday => ("一", "Mon"),
        Weekday::Tuesday => ("二", "Tue"),
        Weekday::Wednesday => ("三", "Wed"),
        Weekday::Thursday => ("四", "Thu"),
        Weekday::Friday => ("五", "Fri"),
        Weekday::Saturday => ("六", "Sat"),
        Weekday::Sunday => ("日", "Sun"),
    }
}

fn month(month: i8) -> &'static str {
    match month {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_written_as_people_read_them() {
        assert_eq!(Lang::ZH.date(date(2026, 2, 10)), "2026年2月10日 星期二");
        assert_eq!(Lang::EN.date(date(2026, 2, 10)), "Tue 10 Feb 2026");
        let at: Timestamp = "2026-02-10T16:30:05Z".parse().unwrap();
        assert_eq!(Lang::ZH.instant(at), "2026年2月11日 星期三 00:30:05");
    }

    #[test]
    fn a_span_and_an_unknown_day_say_so() {
        let span = Occurred::between(Some(date(2026, 2, 1)), Some(date(2026, 2, 28)), "二月").unwrap();
        assert_eq!(Lang::ZH.occurred(&span), "2026年2月1日 星期日 至 2026年2月28日 星期六 之间");
        assert_eq!(Lang::EN.occurred(&Occurred::unknown("")), "day not known");
    }

    #[test]
    fn a_place_has_its_name_with_those_above_it() {
        assert_eq!(Lang::ZH.place(&"320000".parse().unwrap()), "江苏省");
        assert_eq!(Lang::ZH.place(&"320106".parse().unwrap()), "江苏省南京市鼓楼区");
        assert_eq!(Lang::EN.place(&"320000".parse().unwrap()), "Jiangsu");
    }

    #[test]
    fn templates_hold_no_chinese_outside_a_pair_of_wordings() {
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let mut rest = text.as_str();
            let mut plain = String::new();
            while let Some((before, after)) = rest.split_once("l.t(\"") {
                plain.push_str(before);
                let (zh, after) = after.split_once("\", \"").unwrap_or_else(|| panic!("{path:?}: {after:.40}"));
                let (en, after) = after.split_once("\")").unwrap_or_else(|| panic!("{path:?}: {after:.40}"));
                assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{path:?}: {zh} / {en}");
                assert!(!en.contains('"') && en.is_ascii(), "{path:?}: {en}");
                rest = after;
            }
            plain.push_str(rest);
            let chinese: String = plain.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
            assert_eq!(chinese, "", "{path:?}");
        }
    }
}
