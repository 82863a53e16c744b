//! A form for people, from its description, what was typed, and what is wrong with it.

use std::collections::BTreeMap;

use askama::Template;
use heyi_core::case::Case;
use heyi_core::decisions::DecisionKind;
use heyi_core::topic::{Topic, Topics, tier};
use heyi_core::{divisions, industry, jurisdiction};
use jiff::civil::Date;

use crate::ask::Ask;
use crate::form::{Choice, Field, FieldError, Input, Widget};
use crate::problem::Problem;
use crate::text::Lang;
use crate::text::facts::{clause_label, tier_in_short, topic_name};
use crate::text::words::Words as _;

/// Rows shown when nothing is typed, and added when more are asked for.
const ROWS: usize = 3;

/// One field, ready to be shown.
#[derive(Clone, Debug, Template)]
#[template(path = "field.html")]
pub struct FieldView {
    /// The language.
    pub l: Lang,
    /// Its name.
    pub name: String,
    /// Its id on the page.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What to write.
    pub hint: String,
    /// Must be filled in.
    pub required: bool,
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// How it is asked for.
    pub control: Control,
}

/// How a field is asked for.
#[derive(Clone, Debug)]
pub enum Control {
    /// One line: type, value, and the kind of keyboard.
    Line(&'static str, String, &'static str),
    /// Several lines.
    Area(String),
    /// A tick.
    Check(bool),
    /// One of few: all are seen.
    Radios(Vec<OptionView>),
    /// One of many.
    Select(Vec<OptionGroup>),
    /// Any of these.
    Ticks(Vec<OptionGroup>),
    /// A day or a span: the day, the earliest, the latest, the words; whether the span is in use.
    Span(Box<[FieldView; 4]>, bool),
    /// Fields under one heading.
    Group(Vec<FieldView>),
    /// Rows of fields.
    Rows(Vec<Vec<FieldView>>),
}

/// Options under one heading; an empty heading: none.
#[derive(Clone, Debug)]
pub struct OptionGroup {
    /// The heading.
    pub label: String,
    /// The options.
    pub options: Vec<OptionView>,
}

impl OptionGroup {
    /// Whether one of them is chosen, so that the group is shown open.
    #[must_use]
    pub fn any(&self) -> bool {
        self.options.iter().any(|option| option.chosen)
    }
}

/// One option.
#[derive(Clone, Debug)]
pub struct OptionView {
    /// Its value.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What a form is shown with.
pub struct Showing<'a> {
    /// The language.
    pub l: Lang,
    /// What was typed.
    pub input: &'a Input,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
    /// The case, when there is one.
    pub case: Option<&'a Case>,
    /// Employers of the register to choose from: id and name.
    pub employers: &'a [(String, String)],
    /// Other cases of the same employer to choose from: id, and number with stage.
    pub cases: &'a [(String, String)],
    /// Drives to choose from: id and name.
    pub drives: &'a [(String, String)],
    /// Supervision letters to choose from: id, and number with addressee.
    pub letters: &'a [(String, String)],
    /// The group of rows of which more were asked for.
    pub more: Option<&'a str>,
    /// Today: the tier of a topic is suggested for the day typed, else for this one.
    pub today: Date,
}

impl<'a> Showing<'a> {
    /// With nothing to choose from.
    #[must_use]
    pub fn of(ask: &'a Ask, input: &'a Input, problem: Option<&'a Problem>) -> Self {
        Self {
            l: ask.l(),
            input,
            errors: problem.map(|problem| problem.fields.as_slice()).unwrap_or_default(),
            case: None,
            employers: &[],
            cases: &[],
            drives: &[],
            letters: &[],
            more: ask.sent.more.as_deref(),
            today: ask.today(),
        }
    }
}

impl Showing<'_> {
    /// The fields of a form.
    #[must_use]
    pub fn fields<'f>(&self, fields: impl Iterator<Item = &'f Field>) -> Vec<FieldView> {
        fields.map(|field| self.field(field, "")).collect()
    }

    fn field(&self, field: &Field, prefix: &str) -> FieldView {
        let name = format!("{prefix}{}", field.name);
        let control = self.control(field, &name);
        FieldView {
            hint: field.hint.map(|hint| hint.to(self.l.0).to_owned()).unwrap_or_default(),
            label: field.label.to(self.l.0).to_owned(),
            required: field.required,
            ..self.bare(&name, control)
        }
    }

    /// A field with nothing but its name, control and errors.
    fn bare(&self, name: &str, control: Control) -> FieldView {
        let wrong = self.errors.iter().filter(|error| error.field == name);
        FieldView {
            l: self.l,
            id: id_of(name),
            name: name.to_owned(),
            label: String::new(),
            hint: String::new(),
            required: false,
            errors: wrong.map(|error| self.l.say(&error.say)).collect(),
            control,
        }
    }

    fn control(&self, field: &Field, name: &str) -> Control {
        let value = || self.input.first(name).to_owned();
        match field.widget {
            Widget::Line | Widget::Name | Widget::Office => Control::Line("text", value(), "text"),
            Widget::Area | Widget::NameArea | Widget::List => Control::Area(value()),
            Widget::Number => Control::Line("text", value(), "numeric"),
            Widget::Seat => self.select(name, vec![self.group("", name, self.seats())]),
            Widget::Day => day(value()),
            Widget::Span => self.span(name),
            Widget::Check => Control::Check(matches!(self.input.first(name), "true" | "yes" | "on" | "1")),
            Widget::YesNoUnknown => self.yes_no(name),
            Widget::Choice(choices) => self.choice(name, choices, field.required),
            Widget::Choices(choices) => Control::Ticks(vec![self.group("", name, options(choices, self.l))]),
            Widget::Topic => self.select(name, self.topics(name)),
            Widget::Topics => Control::Ticks(self.topics(name)),
            Widget::Clause => self.select(name, vec![self.group("", name, self.clauses())]),
            Widget::Clauses => Control::Ticks(vec![self.group("", name, self.clauses())]),
            Widget::Entry => self.select(name, vec![self.group("", name, self.entries())]),
            Widget::Decision => self.select(name, vec![self.group("", name, self.decisions())]),
            Widget::Place => self.select(name, self.places(name)),
            Widget::Industry => self.select(name, vec![self.group("", name, industries())]),
            Widget::Breach => self.select(name, vec![self.group("", name, self.breaches())]),
            Widget::Listed => self.select(name, vec![self.group("", name, self.listed())]),
            Widget::Drive => self.select(name, vec![self.group("", name, self.drives.to_vec())]),
            Widget::Letter => self.select(name, vec![self.group("", name, self.letters.to_vec())]),
            Widget::OtherCase => self.select(name, vec![self.group("", name, self.cases.to_vec())]),
            Widget::Employer => self.select(name, vec![self.group("", name, self.employers.to_vec())]),
            Widget::Group(fields) => {
                Control::Group(fields.iter().map(|field| self.field(field, &format!("{name}."))).collect())
            }
            Widget::Rows(fields) => Control::Rows(self.rows(name, fields)),
        }
    }

    fn span(&self, name: &str) -> Control {
        let part = |end: &str, zh: &str, en: &str, days: bool| {
            let name = format!("{name}{end}");
            let value = self.input.first(&name).to_owned();
            let control = if days { day(value) } else { Control::Line("text", value, "text") };
            FieldView { label: self.l.t(zh, en).to_owned(), ..self.bare(&name, control) }
        };
        let parts = [
            FieldView { errors: Vec::new(), ..part("", "日期", "day", true) },
            part("_earliest", "最早可能的日期", "earliest possible day", true),
            part("_latest", "最晚可能的日期", "latest possible day", true),
            part("_words", "资料原话", "words of the source", false),
        ];
        let in_use =
            ["_earliest", "_latest", "_words"].iter().any(|end| !self.input.first(&format!("{name}{end}")).is_empty());
        let wrong = parts.iter().skip(1).any(|part| !part.errors.is_empty());
        Control::Span(Box::new(parts), in_use || wrong)
    }

    fn yes_no(&self, name: &str) -> Control {
        let value = self.input.first(name);
        let option = |code: &str, zh: &str, en: &str| OptionView {
            value: code.to_owned(),
            label: self.l.t(zh, en).to_owned(),
            chosen: value == code || (code == "yes" && value == "true") || (code == "no" && value == "false"),
        };
        Control::Radios(vec![option("yes", "是", "yes"), option("no", "否", "no"), option("", "不清楚", "not known")])
    }

    /// Few choices are seen at once, many are opened.
    fn choice(&self, name: &str, choices: &[Choice], required: bool) -> Control {
        let mut group = self.group("", name, options(choices, self.l));
        if choices.len() > 6 {
            return self.select(name, vec![group]);
        }
        let has_unknown = choices.iter().any(|choice| choice.value == "unknown");
        if !required && !has_unknown {
            let none = OptionView {
                value: String::new(),
                label: self.l.t("不选", "none of these").to_owned(),
                chosen: self.input.first(name).is_empty(),
            };
            group.options.push(none);
        }
        Control::Radios(group.options)
    }

    fn select(&self, name: &str, mut groups: Vec<OptionGroup>) -> Control {
        let typed = self.input.first(name);
        let known = groups.iter().flat_map(|group| &group.options).any(|option| option.value == typed);
        if !typed.is_empty() && !known {
            // What was typed is kept, so that the person sees what the message is about.
            groups.push(self.group("", name, vec![(typed.to_owned(), typed.to_owned())]));
        }
        let none = OptionView {
            value: String::new(),
            label: self.l.t("— 请选择 —", "- choose -").to_owned(),
            chosen: typed.is_empty(),
        };
        groups.insert(0, OptionGroup { label: String::new(), options: vec![none] });
        Control::Select(groups)
    }

    fn group(&self, label: &str, name: &str, options: Vec<(String, String)>) -> OptionGroup {
        let options =
            options.into_iter().map(|(value, label)| OptionView { chosen: self.input.has(name, &value), value, label });
        OptionGroup { label: label.to_owned(), options: options.collect() }
    }

    fn topics(&self, name: &str) -> Vec<OptionGroup> {
        let topics = Topics::shipped();
        let option = |topic: &Topic| (topic.code.0.clone(), self.topic(topic));
        let first = self.group(self.l.t("重点议题", "First of all"), name, topics.first().map(option).collect());
        let group = |group: &heyi_core::topic::Group| {
            let others = topics.of(&group.code).filter(|topic| !topic.is_first()).map(option).collect();
            self.group(&self.l.say(&group.name), name, others)
        };
        let groups = topics.groups().iter().map(group).filter(|group| !group.options.is_empty());
        std::iter::once(first).chain(groups).collect()
    }

    /// A topic, marked when it is of the first, with the tier it has where the case is, where that is known.
    fn topic(&self, topic: &Topic) -> String {
        let mark = if topic.is_first() { "★ " } else { "" };
        let name = format!("{mark}{}", topic_name(&topic.code, self.l));
        let Some(opened) = self.case.and_then(|case| case.opening.as_ref()) else { return name };
        let day = crate::form::day::parse(self.input.first("occurred")).unwrap_or(self.today);
        match tier(&topic.code, &opened.place, day).tier() {
            Some(tier) => format!("{name} · {}", tier_in_short(tier, self.l)),
            None => name,
        }
    }

    fn clauses(&self) -> Vec<(String, String)> {
        let clauses = self.case.map(|case| &case.clauses).into_iter().flatten();
        clauses
            .map(|(number, clause)| {
                let topic = clause.text().map(|text| topic_name(&text.topic, self.l)).unwrap_or_default();
                (
                    number.to_string(),
                    format!("{} {topic} · {}", clause_label(*number, self.l), clause.state.words(self.l)),
                )
            })
            .collect()
    }

    /// Employers on the coverage list, by name.
    fn listed(&self) -> Vec<(String, String)> {
        let listed = self.case.into_iter().flat_map(Case::listed);
        let mut listed: Vec<_> = listed.map(|(id, covered)| (id.to_string(), covered.name.clone())).collect();
        listed.sort_by(|a, b| a.1.cmp(&b.1));
        listed
    }

    /// Breaches by number, the latest first: it is the one most often meant.
    fn breaches(&self) -> Vec<(String, String)> {
        let disputes = self.case.map(|case| &case.roads.disputes).into_iter().flatten().rev();
        disputes
            .map(|(number, dispute)| {
                let over = if dispute.is_over() { self.l.t("（已了结）", " (over)") } else { "" };
                let facts: String = dispute.facts.chars().take(24).collect();
                (number.to_string(), format!("{number} · {facts}{over}"))
            })
            .collect()
    }

    fn entries(&self) -> Vec<(String, String)> {
        let lines = self.case.map(|case| &case.lines).into_iter().flatten();
        lines
            .map(|line| {
                let title = self.l.say(&DecisionKind::of(&line.recorded.event).say());
                let (entry, occurred) = (line.recorded.version, line.occurred());
                // A correction claims no day of its own: when it was recorded tells it apart.
                let when = match (occurred.earliest, occurred.latest) {
                    (None, None) => self.l.instant(line.recorded.recorded_at),
                    _ => self.l.occurred(occurred),
                };
                (entry.to_string(), format!("#{entry} {title} · {when}"))
            })
            .collect()
    }

    /// Seats by number. Which side is meant is asked beside it, so both sides' holders of a number stand in one option.
    fn seats(&self) -> Vec<(String, String)> {
        let mut seats: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (side, of_side) in self.case.map(|case| &case.sides).into_iter().flatten() {
            for (index, seat) in of_side.iter().enumerate() {
                let vacant = if seat.vacant.is_some() { self.l.t("（空缺）", " (vacant)") } else { "" };
                let holder = format!("{}{}{vacant}", side.words(self.l), seat.holder.post);
                seats.entry(index + 1).or_default().push(holder);
            }
        }
        seats
            .into_iter()
            .map(|(number, holders)| (number.to_string(), format!("{number} · {}", holders.join(" / "))))
            .collect()
    }

    fn decisions(&self) -> Vec<(String, String)> {
        DecisionKind::ALL.iter().map(|kind| (kind.name().to_owned(), self.l.say(&kind.say()))).collect()
    }

    fn places(&self, name: &str) -> Vec<OptionGroup> {
        vec![
            self.group(self.l.t("江苏省", "Jiangsu"), name, jiangsu()),
            self.group(self.l.t("其他省份", "Other provinces"), name, provinces(self.l)),
        ]
    }

    fn rows(&self, name: &str, fields: &[Field]) -> Vec<Vec<FieldView>> {
        let sent = self
            .input
            .names()
            .filter_map(|field| field.strip_prefix(name)?.strip_prefix('[')?.split_once(']')?.0.parse::<usize>().ok());
        let known = sent.max().map_or(ROWS, |last| last.saturating_add(1)).min(crate::form::reader::MOST_ROWS);
        let more = if self.more == Some(name) { ROWS } else { 0 };
        let row = |index: usize| fields.iter().map(|field| self.field(field, &format!("{name}[{index}]."))).collect();
        (0..known + more).map(row).collect()
    }
}

/// Every place to choose from: code and name.
#[must_use]
pub fn places(l: Lang) -> Vec<(String, String)> {
    jiangsu().into_iter().chain(provinces(l)).collect()
}

fn jiangsu() -> Vec<(String, String)> {
    let name = |place| divisions::full_name(place).trim_start_matches("江苏省").to_owned();
    let named = divisions::jiangsu().iter().map(|division| (division.place.code().to_owned(), name(&division.place)));
    named.map(|(code, name)| if name.is_empty() { (code, "江苏省".to_owned()) } else { (code, name) }).collect()
}

fn provinces(l: Lang) -> Vec<(String, String)> {
    let provinces = jurisdiction::provinces().map(|(_, place, say)| (place.code().to_owned(), l.say(&say)));
    provinces.filter(|(code, _)| code != "320000").collect()
}

/// A day; what was typed and is none is kept as text, since a date field would drop it.
fn day(value: String) -> Control {
    let plain = value.is_empty() || value.parse::<Date>().is_ok();
    Control::Line(if plain { "date" } else { "text" }, value, "text")
}

fn options(choices: &[Choice], l: Lang) -> Vec<(String, String)> {
    choices.iter().map(|choice| (choice.value.to_owned(), choice.label.to(l.0).to_owned())).collect()
}

fn industries() -> Vec<(String, String)> {
    industry::divisions()
        .iter()
        .map(|division| (division.code.to_owned(), format!("{} {}", division.code, division.name)))
        .collect()
}

/// The id of a field on the page: letters, digits and hyphens.
#[must_use]
pub fn id_of(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' });
    plain.fold("f-".to_owned(), |mut id, c| {
        id.push(c);
        id
    })
}

#[cfg(test)]
mod tests {
    use heyi_core::event::CaseEvent;
    use heyi_core::event::representation::Side;
    use heyi_core::scenario::{Scenario, day, representatives};

    use super::*;
    use crate::form;

    fn day_of_test() -> Date {
        jiff::civil::date(2026, 3, 1)
    }

    #[test]
    fn the_first_topics_stand_first_and_once_with_the_tier_of_the_place() {
        let case = Scenario::opened().case();
        let input = Input::default();
        let today = day_of_test();
        let showing = Showing {
            l: Lang::ZH,
            input: &input,
            errors: &[],
            case: Some(&case),
            employers: &[],
            cases: &[],
            drives: &[],
            letters: &[],
            more: None,
            today,
        };
        let groups = showing.topics("topic");
        assert_eq!((groups[0].label.as_str(), groups[0].options[0].value.as_str()), ("重点议题", "CAR.01"));
        assert!(groups[0].options[0].label.starts_with("★ "));
        let values: Vec<&str> =
            groups.iter().flat_map(|group| &group.options).map(|option| option.value.as_str()).collect();
        assert_eq!(values.len(), 84);
        assert_eq!(values.iter().filter(|value| **value == "CAR.01").count(), 1);
        assert!(groups[0].options[0].label.contains("层"), "{}", groups[0].options[0].label);
    }

    #[test]
    fn a_seat_that_was_chosen_stays_chosen() {
        let named = |side| CaseEvent::RepresentativesNamed(representatives(side));
        let case = Scenario::opened().and(named(Side::Staff), day(1)).and(named(Side::Employer), day(2)).case();
        let input = Input::from_pairs([("seat".to_owned(), "2".to_owned())]).unwrap();
        let showing = Showing {
            l: Lang::ZH,
            input: &input,
            errors: &[],
            case: Some(&case),
            employers: &[],
            cases: &[],
            drives: &[],
            letters: &[],
            more: None,
            today: day_of_test(),
        };
        let fields = showing.fields(form::spec(DecisionKind::VacateSeat).all_fields());
        let page: String = fields.iter().map(ToString::to_string).collect();
        assert_eq!(page.matches("<option value=\"2\" selected").count(), 1, "{page}");
    }
}
