//! What `heyi demo` records: published negotiations and drives, and one made-up example, through the forms and decisions people use.
//!
//! A case, a drive or a supervision letter is a file of facts as published, each with the steps it becomes. The steps are filled-in forms: they are read, decided
//! and recorded exactly as if a caseworker had typed them, so there is no back door. A fact no event can hold is kept as a note
//! and counted apart.

use anyhow::Context as _;
use heyi_core::decisions::DecisionKind;
use heyi_core::drive::decisions::DriveKind;
use heyi_core::erasable::Erasable;
use heyi_core::ids::{AccountId, CaseId, DriveId, LetterId};
use heyi_core::letter::decisions::LetterStep;
use heyi_http::form::{self, FieldError, Input, Names};
use heyi_http::{drives, letters};
use heyi_store::cases::{Asked, Employer, ExecuteError, Opening};
use heyi_store::ids;
use heyi_store::store::Store;
use heyi_store::vault::Draft;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The files, in the order they are recorded.
const FILES: [(&str, &str); 19] = [
    ("example-biomedicine", include_str!("demo/cases/example-biomedicine.toml")),
    ("ah-jingfang-pharma-2018", include_str!("demo/cases/ah-jingfang-pharma-2018.toml")),
    ("js-lyg-jinqiao-realestate", include_str!("demo/cases/js-lyg-jinqiao-realestate.toml")),
    ("sh-tooling-company-renewal-2011", include_str!("demo/cases/sh-tooling-company-renewal-2011.toml")),
    ("sn-baiyue-goat-dairy-2018", include_str!("demo/cases/sn-baiyue-goat-dairy-2018.toml")),
    ("ha-anyang-textile-industry", include_str!("demo/cases/ha-anyang-textile-industry.toml")),
    ("hi-qiongzhong-delivery-2023", include_str!("demo/cases/hi-qiongzhong-delivery-2023.toml")),
    ("js-changzhou-electronics-pregnancy", include_str!("demo/cases/js-changzhou-electronics-pregnancy.toml")),
    ("js-lyg-hongmen-park-regional", include_str!("demo/cases/js-lyg-hongmen-park-regional.toml")),
    ("js-nanjing-catering-industry", include_str!("demo/cases/js-nanjing-catering-industry.toml")),
    ("js-nanjing-catering-drive", include_str!("demo/cases/js-nanjing-catering-drive.toml")),
    ("js-yancheng-simple-procedure", include_str!("demo/cases/js-yancheng-simple-procedure.toml")),
    ("hb-jingzhou-offers-2011", include_str!("demo/cases/hb-jingzhou-offers-2011.toml")),
    ("gz-guanshanhu-letter-childcare-leave", include_str!("demo/cases/gz-guanshanhu-letter-childcare-leave.toml")),
    ("jx-yuehu-supermarkets-procuratorate", include_str!("demo/cases/jx-yuehu-supermarkets-procuratorate.toml")),
    ("nm-urad-middle-offer-letter-2018", include_str!("demo/cases/nm-urad-middle-offer-letter-2018.toml")),
    ("nx-guyuan-temporary-women", include_str!("demo/cases/nx-guyuan-temporary-women.toml")),
    ("sc-chengdu-domestic-service-industry", include_str!("demo/cases/sc-chengdu-domestic-service-industry.toml")),
    ("zj-xiaoshan-o2o-park-2018", include_str!("demo/cases/zj-xiaoshan-o2o-park-2018.toml")),
];

/// A case or a drive to be recorded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    /// Its name.
    id: String,
    /// Made up: its steps rest on no report.
    #[serde(default)]
    made_up: bool,
    /// How it is opened or taken over; a file that begins with `open-drive` is a drive, one with `issue-letter` a letter.
    open: Step,
    /// The facts as published.
    #[serde(default)]
    fact: Vec<Fact>,
    /// Steps that rest on no published fact: of the made-up example.
    #[serde(default)]
    record: Vec<Step>,
    /// Where it was read.
    source: Option<Source>,
}

/// One published fact.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    /// The day, as published.
    date: String,
    /// What it says.
    text: String,
    /// The steps it becomes.
    #[serde(default)]
    record: Vec<Step>,
    /// The step of another fact it is part of.
    recorded_in: Option<String>,
    /// What is kept of it as a note, because no event holds it.
    note: Option<String>,
}

/// One filled-in form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    decision: String,
    /// The role it is recorded in; the caseworker's unless said.
    by: Option<String>,
    form: Map<String, Value>,
}

/// Where a case was read: title, paper and date; never an address.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    title: String,
    publisher: String,
    read: String,
}

/// How much of what was published is recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Facts recorded as events.
    pub(crate) as_events: usize,
    /// Facts kept only as notes: they count as not recorded.
    pub(crate) as_notes: usize,
}

/// Who records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recorders {
    /// The caseworker.
    pub(crate) caseworker: AccountId,
    /// The reviewer, who confirms effects.
    pub(crate) reviewer: AccountId,
}

/// Records every case.
pub(crate) async fn record_all(store: &Store, by: Recorders) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for (name, text) in FILES {
        let published: Published = toml::from_str(text).with_context(|| format!("{name} is not a case"))?;
        record(store, by, &published, &mut tally).await.with_context(|| format!("{name} could not be recorded"))?;
    }
    Ok(tally)
}

/// What a file records steps of.
#[derive(Clone, Copy)]
enum Subject {
    Case(CaseId),
    Drive(DriveId),
    Letter(LetterId),
}

async fn record(store: &Store, by: Recorders, published: &Published, tally: &mut Tally) -> anyhow::Result<()> {
    let opening = || format!("{}: the opening", published.id);
    let begun = match (published.open.drive_kind(), published.open.letter_step()) {
        (Some(_), _) => Some(Subject::Drive(ids::drive())),
        (None, Some(_)) => Some(Subject::Letter(ids::letter())),
        (None, None) => None,
    };
    let subject = match begun {
        Some(subject) => {
            execute(store, by, subject, &published.open, None).await.with_context(opening)?;
            subject
        }
        None => Subject::Case(open(store, by, &published.open).await.with_context(opening)?),
    };
    for step in &published.record {
        anyhow::ensure!(published.made_up, "a step of a published case rests on a fact");
        execute(store, by, subject, step, None).await?;
    }
    for fact in &published.fact {
        let doing = || format!("{} ({}): {}", published.id, fact.date, fact.text);
        for step in &fact.record {
            execute(store, by, subject, step, None).await.with_context(doing)?;
        }
        match (fact.record.is_empty(), &fact.recorded_in, &fact.note) {
            (false, None, None) | (true, Some(_), None) => tally.as_events += 1,
            (true, None, Some(note)) => {
                tally.as_notes += 1;
                let link = reference("other", &fact.text, "公开报道", "", note);
                execute(store, by, subject, &link, Some(note)).await.with_context(doing)?;
            }
            _ => anyhow::bail!("{}: a fact is recorded, part of another, or a note", doing()),
        }
    }
    if let Some(source) = &published.source {
        let link = reference("report", &source.title, &source.publisher, &source.read, "");
        execute(store, by, subject, &link, None).await?;
    }
    Ok(())
}

/// A step that links a report.
fn reference(kind: &str, title: &str, publisher: &str, read: &str, says: &str) -> Step {
    let fields = [
        ("kind", kind),
        ("title", title),
        ("publisher", publisher),
        ("read", read),
        ("says", says),
        ("occurred_words", "资料读于 2026-11-22"),
    ];
    let form = fields.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    Step { decision: "link-reference".to_owned(), by: None, form }
}

async fn open(store: &Store, by: Recorders, step: &Step) -> anyhow::Result<CaseId> {
    let case = ids::case();
    let mut names = VaultNames(store.vault.draft(case.0));
    let read = form::parse_opening(step.kind()?, &step.input()?, &mut names).map_err(|errors| told(&errors))?;
    store.vault.keep(&names.0.finish()?)?;
    let (employer, counts) = match read.register {
        Some(register) => (Some(register.employer.context("the opening names no employer")?), register.counts),
        None => (None, None),
    };
    let employer = employer.map(|registered| Employer::New(ids::employer(), registered));
    let opening = Opening { case, request: read.request, employer, counts };
    store.cases.open(opening, step.asked(by)?).await.map_err(refused)?;
    Ok(case)
}

async fn execute(
    store: &Store,
    by: Recorders,
    subject: Subject,
    step: &Step,
    note: Option<&str>,
) -> anyhow::Result<()> {
    let case = match subject {
        Subject::Case(case) => case,
        Subject::Drive(drive) => {
            let kind = step.drive_kind().with_context(|| format!("{} is no decision of a drive", step.decision))?;
            let request = drives::parse(kind, &step.input()?).map_err(|errors| told(&errors))?;
            let recorded = store.drives.execute(drive, &request, &step.asked(by)?).await;
            recorded.map_err(refused).with_context(|| step.decision.clone())?;
            return Ok(());
        }
        Subject::Letter(letter) => {
            let kind = step.letter_step().with_context(|| format!("{} is no decision of a letter", step.decision))?;
            let request = letters::parse(kind, &step.input()?).map_err(|errors| told(&errors))?;
            let recorded = store.letters.execute(letter, &request, &step.asked(by)?).await;
            recorded.with_context(|| step.decision.clone())?;
            return Ok(());
        }
    };
    let mut names = VaultNames(store.vault.draft(case.0));
    let mut input = step.input()?;
    if let Some(note) = note {
        input.set("note", note);
    }
    let request = form::parse(step.kind()?, &input, &mut names).map_err(|errors| told(&errors))?;
    store.vault.keep(&names.0.finish()?)?;
    store
        .cases
        .execute(case, request, step.asked(by)?)
        .await
        .map_err(refused)
        .with_context(|| step.decision.clone())?;
    Ok(())
}

impl Step {
    fn kind(&self) -> anyhow::Result<DecisionKind> {
        let kind = DecisionKind::ALL.iter().find(|kind| kind.name() == self.decision);
        kind.copied().with_context(|| format!("{} is no decision", self.decision))
    }

    fn drive_kind(&self) -> Option<DriveKind> {
        DriveKind::ALL.iter().copied().find(|kind| kind.name() == self.decision)
    }

    fn letter_step(&self) -> Option<LetterStep> {
        LetterStep::ALL.iter().copied().find(|kind| kind.name() == self.decision)
    }

    fn input(&self) -> anyhow::Result<Input> {
        Input::from_json(&Value::Object(self.form.clone())).map_err(|error| anyhow::anyhow!("{error:?}"))
    }

    fn asked(&self, by: Recorders) -> anyhow::Result<Asked> {
        let by = match self.by.as_deref() {
            None => by.caseworker,
            Some("reviewer") => by.reviewer,
            Some(other) => anyhow::bail!("{other} records nothing here"),
        };
        Ok(Asked { by, seen: None, key: None })
    }
}

/// Names go to the vault, as from a page.
struct VaultNames<'a>(Draft<'a>);

impl Names for VaultNames<'_> {
    fn name(&mut self, text: &str) -> Erasable {
        self.0.refer_to(text)
    }
}

fn told(errors: &[FieldError]) -> anyhow::Error {
    let errors: Vec<_> = errors.iter().map(|error| format!("{}: {}", error.field, error.say.en)).collect();
    anyhow::anyhow!("{}", errors.join("; "))
}

fn refused(error: ExecuteError) -> anyhow::Error {
    match error {
        ExecuteError::Refused { refusal, .. } => anyhow::anyhow!("{} ({:?})", refusal.say.en, refusal.field),
        other => anyhow::Error::new(other),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use heyi_store::clock::SystemClock;
    use heyi_store::disk::simulated::SimulatedDisk;
    use heyi_store::laws::nobody;
    use heyi_store::memory::MemoryLog;

    use super::*;

    #[tokio::test]
    async fn every_published_fact_is_recorded_or_counted() {
        let clock = Arc::new(SystemClock);
        let log = Arc::new(MemoryLog::new(clock.clone()));
        let store = Store::open(log, Arc::new(SimulatedDisk::new(1)), clock).await.unwrap();
        let by = Recorders { caseworker: nobody(), reviewer: nobody() };
        let tally = record_all(&store, by).await.unwrap_or_else(|error| panic!("{error:#}"));
        // The number of notes may only fall.
        assert_eq!(tally, Tally { as_events: 63, as_notes: 0 });
    }
}
