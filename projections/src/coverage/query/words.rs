//! A question in the words of an address, a form or a command line, and how it is read.

use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_core::text::Say;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{CoverageQuery, Known, QueryError};
use crate::coverage::{Dimension, Measure};

/// A question in words; what is empty is left out.
#[derive(Clone, Debug, Default)]
pub struct Words<'a> {
    /// The measure's name.
    pub measure: &'a str,
    /// First day of the span.
    pub from: &'a str,
    /// The day.
    pub on: &'a str,
    /// A position, an instant or a day: then its last moment in Shanghai.
    pub known: &'a str,
    /// A division code.
    pub region: &'a str,
    /// Names of dimensions.
    pub by: Vec<&'a str>,
    /// Dimension and value, such as `division:27`.
    pub filters: Vec<&'a str>,
}

impl Words<'_> {
    /// The question; a day left out is `today`, a region `region`, a measure the women covered.
    ///
    /// # Errors
    /// [`QueryError::Wrong`] names the word that cannot be read and what is allowed; as [`CoverageQuery::check`] besides.
    pub fn read(&self, today: Date, region: &Place) -> Result<CoverageQuery, QueryError> {
        let measure = match self.measure {
            "" => Measure::WomenCovered,
            name => Measure::named(name).ok_or_else(|| {
                let allowed: Vec<&str> = Measure::ALL.into_iter().map(Measure::name).collect();
                unknown("measure", ("指标", "measure"), name, &allowed)
            })?,
        };
        let on = if self.on.is_empty() { today } else { day("on", self.on)? };
        let from = if self.from.is_empty() { None } else { Some(day("from", self.from)?) };
        let known = if self.known.is_empty() { None } else { Some(known(self.known)?) };
        let region = match self.region {
            "" => region.clone(),
            code => code.parse().map_err(|_| {
                let zh = format!("“{code}”不是六位区划代码，如 320100。");
                QueryError::Wrong(
                    "region",
                    Say::new(zh, format!("{code} is not a division code of six digits, such as 320100.")),
                )
            })?,
        };
        let by = self.by.iter().filter(|name| !name.is_empty()).map(|name| dimension("by", name));
        let by = by.collect::<Result<Vec<_>, _>>()?;
        let filters = self.filters.iter().filter(|filter| !filter.is_empty()).map(|text| filter(text));
        let filters = filters.collect::<Result<Vec<_>, _>>()?;
        let query = CoverageQuery { measure, from, on, known, region, by, filters };
        query.check()?;
        Ok(query)
    }
}

fn day(field: &'static str, text: &str) -> Result<Date, QueryError> {
    text.parse().map_err(|_| {
        let zh = format!("“{text}”不是日期；请写成 2026-06-30。");
        QueryError::Wrong(field, Say::new(zh, format!("{text} is no day; write it like 2026-06-30.")))
    })
}

fn known(text: &str) -> Result<Known, QueryError> {
    let of_day = |day: Date| {
        let end = day.at(23, 59, 59, 999_999_999).to_zoned(TimeZone::fixed(jiff::tz::offset(8))).ok()?;
        Some(Known::Instant(end.timestamp()))
    };
    let position = text.parse().ok().map(|position| Known::Position(Position(position)));
    let instant = || text.parse::<Timestamp>().ok().map(Known::Instant);
    position.or_else(instant).or_else(|| text.parse().ok().and_then(of_day)).ok_or_else(|| {
        let zh = format!("“{text}”既不是日志位置，也不是时间；请写 1234、2026-07-05 或 2026-07-05T00:00:00Z。");
        let en =
            format!("{text} is neither a position nor an instant; write 1234, 2026-07-05 or 2026-07-05T00:00:00Z.");
        QueryError::Wrong("known", Say::new(zh, en))
    })
}

fn filter(text: &str) -> Result<(Dimension, String), QueryError> {
    let (name, value) = text.split_once([':', '：']).ok_or_else(|| {
        let zh = format!("筛选“{text}”应写成 维度:取值，如 division:27。");
        QueryError::Wrong(
            "filter",
            Say::new(zh, format!("A filter is a dimension and a value, such as division:27, not {text}.")),
        )
    })?;
    Ok((dimension("filter", name.trim())?, value.trim().to_owned()))
}

fn dimension(field: &'static str, name: &str) -> Result<Dimension, QueryError> {
    Dimension::named(name).ok_or_else(|| {
        let allowed: Vec<&str> = Dimension::ALL.into_iter().map(Dimension::name).collect();
        unknown(field, ("维度", "dimension"), name, &allowed)
    })
}

fn unknown(field: &'static str, (zh, en): (&str, &str), name: &str, allowed: &[&str]) -> QueryError {
    let allowed = allowed.join(", ");
    let (zh, en) =
        (format!("没有“{name}”这个{zh}；可用：{allowed}。"), format!("There is no {en} {name}; there are {allowed}."));
    QueryError::Wrong(field, Say::new(zh, en))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(words: &Words<'_>) -> Result<CoverageQuery, (&'static str, String)> {
        words.read(date(2026, 6, 30), &Place::nation()).map_err(|error| match error {
            QueryError::Wrong(field, say) => (field, say.zh),
            other => panic!("{other}"),
        })
    }

    #[test]
    fn nothing_said_asks_for_the_women_covered_today() {
        assert_eq!(read(&Words::default()), Ok(CoverageQuery::of(Measure::WomenCovered, date(2026, 6, 30))));
    }

    #[test]
    fn known_is_a_position_an_instant_or_a_day() {
        assert_eq!(known("17"), Ok(Known::Position(Position(17))));
        assert_eq!(known("2026-07-05T00:00:00Z"), Ok(Known::Instant("2026-07-05T00:00:00Z".parse().unwrap())));
        assert_eq!(known("2026-07-05"), Ok(Known::Instant("2026-07-05T15:59:59.999999999Z".parse().unwrap())));
        assert!(known("soon").is_err());
    }

    #[test]
    fn what_cannot_be_asked_names_the_field_and_what_is_allowed() {
        let wrong = |words: Words<'_>| read(&words).unwrap_err();
        let words = Words::default;
        assert!(wrong(Words { measure: "weather", ..words() }).1.contains("women-covered"));
        assert!(wrong(Words { by: vec!["weather"], ..words() }).1.contains("city"));
        assert_eq!(wrong(Words { on: "2026-02-30", ..words() }).0, "on");
        assert_eq!(wrong(Words { known: "soon", ..words() }).0, "known");
        assert_eq!(wrong(Words { region: "nanjing", ..words() }).0, "region");
        assert_eq!(wrong(Words { filters: vec!["division"], ..words() }).0, "filter");
        assert!(wrong(Words { filters: vec!["city:320199"], ..words() }).1.contains("320199"));
        assert!(wrong(Words { filters: vec!["ownership:mine"], ..words() }).1.contains("state"));
        assert_eq!(wrong(Words { by: vec!["city", "city"], ..words() }).0, "by");
        assert_eq!(wrong(Words { by: vec!["city", "size", "form"], ..words() }).0, "by");
        let span = Words { measure: "offer-response", from: "2026-07-01", ..words() };
        assert!(wrong(span).1.contains("2026-07-01"));
        let topics = Words { measure: "letters-answered", by: vec!["topic"], ..words() };
        assert!(wrong(topics).1.contains("city"));
    }
}
