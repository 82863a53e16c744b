//! THE table: every operation with its method, path, permission and handler. Nothing is served that does not stand here, and
//! [`crate::guard`] enforces what stands here, so that no handler can forget it.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use axum::http::Method;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use heyi_core::decisions::DecisionKind;
use heyi_core::drive::decisions::DriveKind;
use heyi_core::employer::decisions::RegisterKind;
use heyi_core::event::account::Role;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::publication::decisions::PublicationStep;

use crate::ask::{Answer, Ask};
use crate::guard::permission::{Permission, Where};
use crate::{
    accounts, audit, case_list, case_page, coverage, deadlines, documents, employers, events, form_page, health,
    industries, law, login, openapi, people, record, storage, topics, worklist,
};

mod drives;
mod letters;
mod publications;

/// Who reads cases.
pub const READERS: &[Role] = &[Role::Caseworker, Role::Reviewer, Role::Auditor];
/// Who records steps.
pub const RECORDERS: &[Role] = &[Role::Caseworker];
/// Who confirms effects and approves corrections.
pub const REVIEWERS: &[Role] = &[Role::Reviewer];
/// Who corrects and withdraws entries.
pub const CORRECTORS: &[Role] = &[Role::Caseworker, Role::Reviewer];
/// Who erases texts about people.
pub const ERASERS: &[Role] = &[Role::Reviewer, Role::Administrator];
/// Who reads the register and the figures.
pub const STATISTICS: &[Role] = &[Role::Statistician, Role::Caseworker, Role::Reviewer, Role::Auditor];
/// Who reads the whole log.
pub const AUDITORS: &[Role] = &[Role::Auditor];
/// Who reads which law was adopted: everybody with a role.
pub const ALL: &[Role] = &[Role::Caseworker, Role::Reviewer, Role::Statistician, Role::Auditor, Role::Administrator];
/// Who keeps accounts.
pub const ADMINISTRATORS: &[Role] = &[Role::Administrator];

/// Who records this decision.
#[must_use]
pub fn recorders_of(kind: DecisionKind) -> &'static [Role] {
    match kind {
        DecisionKind::ConfirmEffect | DecisionKind::ApproveCorrection => REVIEWERS,
        DecisionKind::CorrectEntry | DecisionKind::WithdrawEntry => CORRECTORS,
        _ => RECORDERS,
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Row {
    /// The method.
    pub method: Method,
    /// The path, with names in braces.
    pub path: String,
    /// Who may, and where.
    pub permission: Permission,
    /// Whether its body may carry files, and so be large.
    pub files: bool,
    /// What it does, for the API's description.
    pub about: &'static str,
    /// The decision it records or asks for, when it is one.
    pub decides: Option<Decides>,
    /// The operation.
    pub handler: Handler,
}

/// A decision, of whatever stream it is recorded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    /// Of a case.
    Case(DecisionKind),
    /// Of an employer.
    Employer(RegisterKind),
    /// Of a supervision letter.
    Letter(LetterStep),
    /// Of a drive.
    Drive(DriveKind),
    /// Of a publication of figures.
    Publication(PublicationStep),
}

/// An operation: an admitted request in, an answer out.
#[derive(Clone)]
pub struct Handler(Arc<dyn Fn(Ask) -> BoxFuture<'static, Answer> + Send + Sync>);

impl Handler {
    /// Runs it.
    pub fn run(&self, ask: Ask) -> BoxFuture<'static, Answer> {
        (self.0)(ask)
    }
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handler")
    }
}

/// Every row.
#[must_use]
pub fn table() -> Vec<Row> {
    let mut rows = around();
    rows.extend(reading());
    rows.extend(opening());
    rows.extend(deciding());
    rows.extend(registering());
    rows.extend(letters::supervising());
    rows.extend(drives::driving());
    rows.extend(publications::publishing());
    rows.extend(administering());
    rows
}

/// What needs no role.
fn around() -> Vec<Row> {
    use Permission::{Public, SignedIn};
    vec![
        get("/healthz", Public, health::alive).about("The process lives."),
        get("/readyz", Public, health::ready).about("It can record, and answers have caught up."),
        get("/static/{file}", Public, documents::asset),
        get("/openapi.json", Public, openapi::document).about("This description."),
        get("/api", Public, openapi::page),
        get("/login", Public, login::page),
        post("/login", Public, login::log_in),
        post("/logout", SignedIn, login::log_out),
        get("/", SignedIn, login::home),
        get("/account", SignedIn, accounts::own),
        post("/account/password", SignedIn, accounts::own_password),
        post("/account/tokens", SignedIn, accounts::own_token),
        post("/account/tokens/{token}/revoke", SignedIn, accounts::own_token_revoke),
    ]
}

/// What shows something.
fn reading() -> Vec<Row> {
    use Permission::In;
    let both = |path: &str, permission, about, handler: Handler| {
        let page = Row::of(Method::GET, path.to_owned(), permission, handler.clone());
        let api = Row::of(Method::GET, format!("/api/v1{path}"), permission, handler);
        [page, api.about(about)]
    };
    let mut rows = Vec::new();
    let list = In(READERS, Where::Region);
    let case = In(READERS, Where::Case);
    let figures = In(STATISTICS, Where::Region);
    rows.extend(both("/worklist", list, "Everything with a deadline, the most urgent first.", of(worklist::get)));
    rows.extend(both("/cases", list, "Cases, the newest first; `q` searches number and employer.", of(case_list::get)));
    rows.extend(both(
        "/cases/{case}",
        case,
        "A case: state, deadlines, what can be recorded, timeline.",
        of(case_page::get),
    ));
    rows.extend(both("/cases/{case}/audit", case, "The entries of a case with their leaves.", of(audit::of_case)));
    rows.extend(both("/cases/{case}/files/{sha256}", case, "A paper of a case.", of(documents::file)));
    rows.extend(both(
        "/employers",
        figures,
        "The register of employers; `q` searches name, former names and code.",
        of(employers::list::get),
    ));
    let employer = In(STATISTICS, Where::Employer);
    rows.extend(both(
        "/employers/{employer}",
        employer,
        "One employer: what is known of it and as of when, its cases, what covers it.",
        of(employers::page::get),
    ));
    rows.extend(both(
        "/coverage",
        figures,
        "A measure on a day or over a span, as known then, by up to two dimensions; with `trend`, period by period. `format` is json, csv, json-stat or xlsx; a workbook takes several measures (or `all`) or ids.",
        of(coverage::get),
    ));
    rows.extend(both(
        "/coverage/members",
        figures,
        "Who stands behind a number: the units counted, not counted, or not known, each with the reason.",
        of(coverage::members),
    ));
    rows.extend(both(
        "/deadlines",
        Permission::SignedIn,
        "A deadline of law for any `place`, `rule` and day (`from`), with every step of the count.",
        of(deadlines::get),
    ));
    rows.extend(both(
        "/topics",
        Permission::SignedIn,
        "The subjects of negotiation by group, with the tier of each for a `place` and a day (`on`).",
        of(topics::get),
    ));
    rows.extend(both(
        "/industries",
        Permission::SignedIn,
        "The list of industries that are biomedicine, with its version.",
        of(industries::get),
    ));
    rows.extend(both(
        "/law",
        In(ALL, Where::Anywhere),
        "The rulebook and calendar adopted, and what would move if what this program ships were (for those who may adopt it).",
        of(law::get),
    ));
    let whole = In(AUDITORS, Where::Whole);
    rows.push(get("/audit", whole, audit::whole));
    rows.push(
        get("/api/v1/events", list, events::feed)
            .about("Events by position, of cases and employers of a region or the whole log; `follow` for a stream."),
    );
    rows
}

/// The decisions that begin a case.
pub const BEGINNING: [DecisionKind; 4] =
    [DecisionKind::OpenCase, DecisionKind::TakeOverCase, DecisionKind::OpenJointCase, DecisionKind::TakeOverJointCase];

/// What begins a case.
fn opening() -> Vec<Row> {
    let permission = Permission::In(RECORDERS, Where::Region);
    let mut rows = vec![get("/cases/begin", permission, case_list::begin)];
    for kind in BEGINNING {
        let api = match kind {
            DecisionKind::OpenCase => "/api/v1/cases".to_owned(),
            other => format!("/api/v1/cases/{}", other.name()),
        };
        let path = format!("/cases/{}", kind.name());
        rows.push(
            Row::of(Method::GET, path.clone(), permission, of(move |ask| form_page::get(ask, kind)))
                .decides(Decides::Case(kind)),
        );
        for path in [path, api] {
            rows.push(
                Row::of(Method::POST, path, permission, of(move |ask| record::open::post(ask, kind)))
                    .decides(Decides::Case(kind))
                    .files(),
            );
        }
    }
    rows
}

/// One form, one page post and one API post for each decision of a case.
fn deciding() -> Vec<Row> {
    let mut rows = Vec::new();
    let of_a_case = |kind: &DecisionKind| !BEGINNING.contains(kind);
    for kind in DecisionKind::ALL.iter().copied().filter(of_a_case) {
        let permission = Permission::In(recorders_of(kind), Where::Case);
        let path = format!("/cases/{{case}}/{}", kind.name());
        let form = of(move |ask| form_page::get(ask, kind));
        rows.push(Row::of(Method::GET, path.clone(), permission, form).decides(Decides::Case(kind)));
        for path in [path.clone(), format!("/api/v1{path}")] {
            let record = of(move |ask| record::post(ask, kind));
            rows.push(Row::of(Method::POST, path, permission, record).decides(Decides::Case(kind)).files());
        }
    }
    let erasing = Permission::In(ERASERS, Where::Case);
    rows.push(get("/cases/{case}/people", erasing, people::get));
    rows.push(post("/cases/{case}/people", erasing, people::erase));
    rows.push(
        post("/api/v1/cases/{case}/people", erasing, people::erase)
            .about("Erases a text about a person for ever; `key` names it, `reason` is recorded, `sure` is true."),
    );
    rows
}

/// What is recorded of employers: one form, one page post and one API post for each decision.
fn registering() -> Vec<Row> {
    let mut rows = Vec::new();
    for kind in RegisterKind::ALL.iter().copied() {
        let (place, path, api) = match kind {
            RegisterKind::RegisterEmployer => {
                (Where::Region, format!("/employers/{}", kind.name()), "/api/v1/employers".to_owned())
            }
            _ => {
                let path = format!("/employers/{{employer}}/{}", kind.name());
                (Where::Employer, path.clone(), format!("/api/v1{path}"))
            }
        };
        let permission = Permission::In(RECORDERS, place);
        let form = of(move |ask| employers::form_page::get(ask, kind));
        rows.push(Row::of(Method::GET, path.clone(), permission, form).decides(Decides::Employer(kind)));
        for path in [path, api] {
            let record = of(move |ask| employers::record::post(ask, kind));
            rows.push(Row::of(Method::POST, path, permission, record).decides(Decides::Employer(kind)));
        }
    }
    rows
}

/// What keeps accounts.
fn administering() -> Vec<Row> {
    let here = Permission::In(ADMINISTRATORS, Where::Region);
    let theirs = Permission::In(ADMINISTRATORS, Where::Account);
    let whole = Permission::In(ADMINISTRATORS, Where::Whole);
    vec![
        get("/storage", whole, storage::get),
        get("/api/v1/storage", whole, storage::get)
            .about("The state of the store: how the log stands, how it was found, what was cut off its end."),
        post("/storage/cuts/{position}/acknowledge", whole, storage::acknowledge),
        post("/api/v1/storage/cuts/{position}/acknowledge", whole, storage::acknowledge)
            .about("Records that a cut was taken note of; `reason` says what was found, naming nobody."),
        post("/industries", whole, industries::adopt),
        post("/api/v1/industries", whole, industries::adopt)
            .about("Adopts another list of industries that are biomedicine: `version`, and `list` with one division a line, such as `27,core`."),
        post("/law/adopt", whole, law::adopt),
        post("/api/v1/law/adopt", whole, law::adopt).about(
            "Adopts the rulebook and calendar this program ships; `rulebook` and `calendar` are the versions that hold, as looked at.",
        ),
        get("/accounts", Permission::In(ADMINISTRATORS, Where::Anywhere), accounts::list),
        post("/accounts", here, accounts::open),
        get("/accounts/{account}", theirs, accounts::one),
        post("/accounts/{account}/grant", theirs, accounts::grant),
        post("/accounts/{account}/revoke", theirs, accounts::revoke),
        post("/accounts/{account}/disable", theirs, accounts::disable),
        post("/accounts/{account}/password", theirs, accounts::password),
        post("/accounts/{account}/tokens", theirs, accounts::token),
        post("/accounts/{account}/tokens/{token}/revoke", theirs, accounts::token_revoke),
    ]
}

impl Row {
    fn of(method: Method, path: String, permission: Permission, handler: Handler) -> Self {
        Self { method, path, permission, files: false, about: "", decides: None, handler }
    }

    /// Whether it changes something besides the session, and so needs a log that takes entries. A decision looks for itself: asked
    /// again it is given its first answer.
    pub(crate) fn changes(&self) -> bool {
        self.method == Method::POST && self.decides.is_none() && !["/login", "/logout"].contains(&self.path.as_str())
    }

    fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    fn decides(self, decision: Decides) -> Self {
        Self { decides: Some(decision), ..self }
    }

    fn files(self) -> Self {
        Self { files: true, ..self }
    }
}

fn get<F, W>(path: &str, permission: Permission, handler: F) -> Row
where
    F: Fn(Ask) -> W + Send + Sync + 'static,
    W: Future<Output = Answer> + Send + 'static,
{
    Row::of(Method::GET, path.to_owned(), permission, of(handler))
}

fn post<F, W>(path: &str, permission: Permission, handler: F) -> Row
where
    F: Fn(Ask) -> W + Send + Sync + 'static,
    W: Future<Output = Answer> + Send + 'static,
{
    Row::of(Method::POST, path.to_owned(), permission, of(handler))
}

fn of<F, W>(handler: F) -> Handler
where
    F: Fn(Ask) -> W + Send + Sync + 'static,
    W: Future<Output = Answer> + Send + 'static,
{
    Handler(Arc::new(move |ask| handler(ask).boxed()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_stands_once() {
        let rows = table();
        let names: BTreeSet<_> = rows.iter().map(|row| (row.method.to_string(), row.path.clone())).collect();
        assert_eq!(names.len(), rows.len());
        let of_a_case = DecisionKind::ALL.iter().copied().map(Decides::Case);
        let of_an_employer = RegisterKind::ALL.iter().copied().map(Decides::Employer);
        let of_a_letter = LetterStep::ALL.iter().copied().map(Decides::Letter);
        let of_a_drive = DriveKind::ALL.iter().copied().map(Decides::Drive);
        let of_a_publication = PublicationStep::ALL.iter().copied().map(Decides::Publication);
        let of_others = of_a_letter.chain(of_a_drive).chain(of_a_publication);
        for decision in of_a_case.chain(of_an_employer).chain(of_others) {
            let rows = rows.iter().filter(|row| row.decides == Some(decision));
            assert_eq!(rows.count(), 3, "{decision:?}: form, page, API");
        }
    }

    #[test]
    fn what_depends_on_a_case_employer_or_account_is_judged_there() {
        for row in table() {
            let expected = [
                ("{case}", Where::Case),
                ("{employer}", Where::Employer),
                ("{letter}", Where::Letter),
                ("{drive}", Where::Drive),
                ("{publication}", Where::Publication),
                ("{account}", Where::Account),
            ];
            for (name, place) in expected.into_iter().filter(|(name, _)| row.path.contains(name)) {
                assert!(matches!(row.permission, Permission::In(_, there) if there == place), "{} {name}", row.path);
            }
        }
    }

    #[test]
    fn only_these_need_no_account() {
        let public: Vec<_> =
            table().into_iter().filter(|row| row.permission == Permission::Public).map(|row| row.path).collect();
        assert_eq!(public, ["/healthz", "/readyz", "/static/{file}", "/openapi.json", "/api", "/login", "/login"]);
    }
}
