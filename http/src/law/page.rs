//! The page about the law.

use askama::Template;
use heyi_core::ground::Law;
use heyi_core::rows::Changes;
use heyi_core::rules::{Rule, what};
use heyi_projections::{Due, Moved, Preview};
use heyi_store::laws::{Adoption, Part};

use crate::ask::Ask;
use crate::case_page::login;
use crate::problem::Problem;
use crate::text::Lang;
use crate::text::words::Words as _;
use crate::view::Frame;

/// How many deadlines that move are shown; all are counted.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "law.html")]
pub(super) struct Page {
    l: Lang,
    f: Frame,
    /// What is wrong with what was sent.
    wrong: Vec<String>,
    facts: Vec<(&'static str, String)>,
    adoptions: Vec<AdoptionView>,
    /// Whether this program ships what holds.
    current: bool,
    preview: Option<PreviewView>,
    incomplete: Vec<RowView>,
    /// The versions that hold, as the form sends them back.
    rulebook: String,
    calendar: String,
}

struct AdoptionView {
    part: &'static str,
    position: u64,
    when: String,
    by: String,
    version: String,
}

struct PreviewView {
    /// What differs, with the rows or years.
    changes: Vec<(&'static str, String)>,
    open_cases: usize,
    count: usize,
    moved: Vec<MovedView>,
}

struct MovedView {
    href: String,
    case: String,
    what: String,
    before: String,
    after: String,
}

struct RowView {
    id: String,
    place: String,
    what: String,
    law: String,
    lacks: String,
}

pub(super) fn of(ask: &Ask, preview: Option<&Preview>, problem: Option<&Problem>) -> Page {
    let (l, laws) = (ask.l(), &ask.app.store.laws);
    let now = laws.current();
    Page {
        l,
        f: Frame::of(ask, l.t("法规与日历", "Law and calendar")),
        wrong: problem.map(|problem| wrong(problem, l)).unwrap_or_default(),
        facts: facts(&now, l),
        adoptions: laws.adoptions().iter().rev().map(|one| adoption(one, &login(ask, one.by), l)).collect(),
        current: !laws.ships_another(),
        preview: preview.map(|preview| PreviewView::of(preview, l)),
        incomplete: now.rulebook.incomplete().map(|rule| row(rule, l)).collect(),
        rulebook: now.rulebook.version().to_string(),
        calendar: now.calendar.version().to_string(),
    }
}

fn wrong(problem: &Problem, l: Lang) -> Vec<String> {
    if problem.fields.is_empty() { vec![l.say(&problem.say)] } else { problem.told(l) }
}

fn facts(now: &Law, l: Lang) -> Vec<(&'static str, String)> {
    let years: Vec<i16> = now.calendar.published().collect();
    let rows = now.rulebook.iter().count();
    let lacking = now.rulebook.incomplete().count();
    vec![
        (l.t("规则", "Rules"), rows.to_string()),
        (l.t("其中不完整", "Of these incomplete"), lacking.to_string()),
        (l.t("日历年份", "Years of the calendar"), spans(&years)),
    ]
}

/// `2004–2026, 2028`.
fn spans(years: &[i16]) -> String {
    let mut spans: Vec<(i16, i16)> = Vec::new();
    for year in years {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *year => *last = *year,
            _ => spans.push((*year, *year)),
        }
    }
    let words = |(from, to): &(i16, i16)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    spans.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn adoption(one: &Adoption, by: &str, l: Lang) -> AdoptionView {
    AdoptionView {
        part: match one.part {
            Part::Rulebook => l.t("规则", "Rules"),
            Part::Calendar => l.t("工作日历", "Working calendar"),
        },
        position: one.position.0,
        when: l.instant(one.recorded_at),
        by: by.to_owned(),
        version: one.version.to_string(),
    }
}

/// A row that answers nothing, and what it lacks.
fn row(rule: &Rule, l: Lang) -> RowView {
    let lacking = [
        (rule.article.is_none(), l.t("条款", "article")),
        (rule.in_force_from.is_none(), l.t("施行日", "first day in force")),
        (rule.value.is_none(), l.t("数值", "value")),
    ];
    let lacks: Vec<&str> = lacking.into_iter().filter_map(|(lacks, words)| lacks.then_some(words)).collect();
    RowView {
        id: rule.id.clone(),
        place: l.say(&rule.jurisdiction.say()),
        what: l.say(&what(rule)),
        law: l.say(&rule.cite().say()),
        lacks: lacks.join(l.t("、", ", ")),
    }
}

impl PreviewView {
    fn of(preview: &Preview, l: Lang) -> Self {
        let mut changes = listed(
            &preview.rules,
            l.t("新增规则", "Rules added"),
            l.t("改动规则", "Rules changed"),
            l.t("删除规则", "Rules removed"),
        );
        changes.extend(listed(
            &preview.calendar,
            l.t("新增年份", "Years added"),
            l.t("改动年份", "Years changed"),
            l.t("删除年份", "Years removed"),
        ));
        Self {
            changes,
            open_cases: preview.open_cases,
            count: preview.moved.len(),
            moved: preview.moved.iter().take(SHOWN).map(|moved| MovedView::of(moved, l)).collect(),
        }
    }
}

fn listed(
    changes: &Changes,
    added: &'static str,
    changed: &'static str,
    removed: &'static str,
) -> Vec<(&'static str, String)> {
    let all = [(added, &changes.added), (changed, &changes.changed), (removed, &changes.removed)];
    all.into_iter().filter(|(_, names)| !names.is_empty()).map(|(words, names)| (words, names.join(", "))).collect()
}

impl MovedView {
    fn of(moved: &Moved, l: Lang) -> Self {
        Self {
            href: format!("/cases/{}", moved.case),
            case: format!("{} {}", moved.number, moved.employer_name),
            what: l.say(&moved.what),
            before: due(moved.before.as_ref(), l),
            after: due(moved.after.as_ref(), l),
        }
    }
}

fn due(due: Option<&Due>, l: Lang) -> String {
    let Some(due) = due else { return l.t("不计期限", "no such clock").to_owned() };
    let sure = due.certainty.words(l);
    match (due.earliest, due.latest) {
        (None, None) => sure,
        (Some(from), Some(to)) if from == to => format!("{} · {sure}", l.date(from)),
        (from, to) => format!("{} … {} · {sure}", l.maybe_date(from), l.maybe_date(to)),
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::deadline::Certainty;
    use heyi_core::ids::CaseId;
    use heyi_core::occurred::Occurred;
    use heyi_core::text::Say;
    use jiff::civil::date;

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn years_are_told_in_spans() {
        assert_eq!(spans(&[2004, 2005, 2006, 2008]), "2004–2006, 2008");
        assert_eq!(spans(&[]), "");
    }

    #[test]
    fn the_page_renders_what_would_move_in_both_languages() {
        let at = |day, certainty| Some(Due { rule_id: None, earliest: Some(day), latest: Some(day), certainty });
        let moved = Moved {
            case: CaseId(uuid::Uuid::nil()),
            number: "〔2026〕1".into(),
            employer_name: "示例厂".into(),
            rule: "offer.reply".into(),
            what: Say::new("书面答复要约", "written reply to the offer"),
            start: Occurred::on(date(2026, 12, 14)),
            before: at(date(2027, 1, 4), Certainty::Provisional),
            after: None,
        };
        let added = Changes { added: vec!["2027".into()], ..Changes::default() };
        let (rules, incomplete) = (Changes::default(), Vec::new());
        let preview = Preview { rules, incomplete, calendar: added, open_cases: 7, moved: vec![moved; SHOWN + 1] };
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/law".into() };
            let now = Law::shipped();
            let page = Page {
                l,
                f: Frame::bare(&reader, "t"),
                wrong: vec!["w".into()],
                facts: facts(&now, l),
                adoptions: Vec::new(),
                current: false,
                preview: Some(PreviewView::of(&preview, l)),
                incomplete: now.rulebook.incomplete().map(|rule| row(rule, l)).collect(),
                rulebook: "00ff".into(),
                calendar: "11ff".into(),
            };
            let text = page.render().unwrap();
            for shown in ["201", "2004–2026", "〔2026〕1 示例厂", "00ff", "/law/adopt"] {
                assert!(text.contains(shown), "{shown}: {text}");
            }
            assert_eq!(text.matches("示例厂").count(), SHOWN);
        }
    }
}
