//! Who made a difference between what was published and what would be said today, with the entries recorded since.

use std::collections::BTreeSet;

use heyi_core::decisions::DecisionKind;
use heyi_core::employer::decisions::RegisterKind;
use heyi_core::ids::{CaseId, EmployerId, Position};
use heyi_core::place::Place;
use heyi_projections::coverage::Subject;
use heyi_projections::publications::{Changed, Standing};
use heyi_store::employers;
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::problem::Problem;
use crate::routes::{READERS, STATISTICS};
use crate::text::Lang;

/// Of so many entries since it is said which; of more only how many.
const ENTRIES: usize = 6;

/// A unit that stood elsewhere.
pub(super) struct Difference {
    /// Its page; empty: the account may not open it.
    pub(super) href: String,
    pub(super) name: String,
    /// How it stood, and how it stands.
    pub(super) then: String,
    pub(super) now: String,
    /// Where something was recorded since: the register, cases.
    pub(super) since: Vec<Since>,
    json: Value,
}

/// What was recorded since of one employer or case.
pub(super) struct Since {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) entries: String,
    json: Value,
}

/// The units that changed, each with what was recorded of it since the position.
///
/// # Errors
/// When the store cannot answer.
pub(super) async fn of(ask: &Ask, changed: &[Changed], position: Position) -> Result<Vec<Difference>, Problem> {
    let mut differences = Vec::with_capacity(changed.len());
    for one in changed {
        let l = ask.l();
        let (href, name, since) = match one.subject {
            Subject::Employer(id) => of_employer(ask, id, position).await?,
            Subject::Case(id) => {
                let since = since_of_case(ask, id, position).await?;
                let (href, name) = case_link(ask, id);
                (href, name, since.into_iter().collect())
            }
            Subject::Letter(id) => {
                let name = ask.app.read.letter(id).map(|card| format!("{} {}", card.number, card.addressee.name()));
                let place = ask.app.read.place_of_letter(id);
                let href = if reads(ask, place.as_ref()) { format!("/letters/{id}") } else { String::new() };
                (href, name.unwrap_or_else(|| id.to_string()), Vec::new())
            }
        };
        let (then, now) = (standings(&one.then, l), standings(&one.now, l));
        let json = json!({"subject": one.subject, "then": told(&one.then), "now": told(&one.now),
            "since": since.iter().map(|since| since.json.clone()).collect::<Vec<_>>()});
        differences.push(Difference { href, name, then, now, since, json });
    }
    Ok(differences)
}

impl Difference {
    /// For programs.
    pub(super) fn json(&self) -> Value {
        self.json.clone()
    }
}

async fn of_employer(ask: &Ask, id: EmployerId, position: Position) -> Result<(String, String, Vec<Since>), Problem> {
    let card = ask.app.read.employer(id);
    let name = card.as_ref().map_or_else(|| id.to_string(), |card| card.name.clone());
    let (mut since, mut cases): (Vec<Since>, BTreeSet<CaseId>) = (Vec::new(), BTreeSet::new());
    let may = card.as_ref().is_some_and(|card| ask.holds(STATISTICS, &card.place));
    let href = if may { format!("/employers/{id}") } else { String::new() };
    let employer = employers::load(&*ask.app.store.log, id).await.map_err(|error| Problem::store(&error))?;
    if let Some(employer) = employer {
        let lines = employer.lines.iter().map(|line| &line.recorded).filter(|recorded| recorded.position > position);
        let titles: Vec<_> =
            lines.map(|recorded| (RegisterKind::of(&recorded.event).say(), recorded.recorded_at)).collect();
        if !titles.is_empty() {
            let name = ask.l().t("名册", "the register").to_owned();
            let json = json!({"employer": id, "entries": titles.len()});
            since.push(Since { href: href.clone(), name, entries: entries(&titles, ask.l()), json });
        }
    }
    cases.extend(card.iter().flat_map(|card| &card.instruments).map(|instrument| instrument.case));
    cases.extend(ask.app.read.cases_of(id).iter().map(|card| card.case));
    for case in cases {
        since.extend(since_of_case(ask, case, position).await?);
    }
    Ok((href, name, since))
}

async fn since_of_case(ask: &Ask, id: CaseId, position: Position) -> Result<Option<Since>, Problem> {
    let case = ask.app.store.cases.load(id, None).await.map_err(|error| Problem::store(&error))?;
    let lines = case.iter().flat_map(|case| &case.lines).map(|line| &line.recorded);
    let lines = lines.filter(|recorded| recorded.position > position);
    let titles: Vec<_> =
        lines.map(|recorded| (DecisionKind::of(&recorded.event).say(), recorded.recorded_at)).collect();
    if titles.is_empty() {
        return Ok(None);
    }
    let (href, name) = case_link(ask, id);
    let json = json!({"case": id, "entries": titles.len()});
    Ok(Some(Since { href, name, entries: entries(&titles, ask.l()), json }))
}

/// A case by its number and employer, with its address where the account may open it.
fn case_link(ask: &Ask, id: CaseId) -> (String, String) {
    let Some(card) = ask.app.read.case_card(id) else { return (String::new(), id.to_string()) };
    let href = if reads(ask, Some(&card.place)) { format!("/cases/{id}") } else { String::new() };
    (href, format!("{} {}", card.number, card.employer_name))
}

fn reads(ask: &Ask, place: Option<&Place>) -> bool {
    place.is_some_and(|place| ask.holds(READERS, place))
}

fn entries(titles: &[(heyi_core::text::Say, jiff::Timestamp)], l: Lang) -> String {
    let said = titles.iter().rev().take(ENTRIES).map(|(title, at)| format!("{} {}", l.say(title), l.instant(*at)));
    let mut said = said.collect::<Vec<_>>().join(l.t("；", "; "));
    if titles.len() > ENTRIES {
        said += &format!("{}{}", l.t("；共 ", "; in all "), titles.len());
    }
    said
}

fn standings(standings: &[Standing], l: Lang) -> String {
    let one = |standing: &Standing| {
        let mut said = l.say(&standing.part.say());
        if let Some(people) = standing.member.people {
            said += &format!(" {people} {}", l.t("人", "people"));
        }
        if let Some(days) = standing.member.days {
            said += &format!(" {days} {}", l.t("天", "days"));
        }
        format!("{said}{}{}", l.t("：", ": "), l.say(&standing.member.why))
    };
    match standings {
        [] => l.t("不在其中", "not part of it").to_owned(),
        some => some.iter().map(one).collect::<Vec<_>>().join(" "),
    }
}

fn told(standings: &[Standing]) -> Vec<Value> {
    let one = |standing: &Standing| {
        json!({"part": standing.part, "sureness": standing.member.sureness, "people": standing.member.people,
            "days": standing.member.days})
    };
    standings.iter().map(one).collect()
}
