//! Accounts: listed, opened, granted, disabled; tokens issued, shown once, revoked; one's own password.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use heyi_core::event::account::Role;
use heyi_core::ids::{AccountId, OfficeId};
use heyi_core::place::Place;
use heyi_store::accounts::{Account, NewAccount};
use uuid::Uuid;

use crate::ask::{Answer, Ask, html};
use crate::guard::password;
use crate::guard::permission::{holds, regions};
use crate::guard::token::Token;
use crate::problem::Problem;
use crate::routes::ADMINISTRATORS;
use crate::text::Lang;
use crate::text::facts::Reveal as _;
use crate::view::Frame;

const ROLES: [(Role, &str); 5] = [
    (Role::Caseworker, "caseworker"),
    (Role::Reviewer, "reviewer"),
    (Role::Statistician, "statistician"),
    (Role::Auditor, "auditor"),
    (Role::Administrator, "administrator"),
];

#[derive(Template)]
#[template(path = "accounts.html")]
struct ListPage {
    l: Lang,
    f: Frame,
    wrong: Option<String>,
    accounts: Vec<AccountView>,
    typed: Typed,
    roles: Vec<(&'static str, &'static str)>,
    region: String,
}

#[derive(Default)]
struct Typed {
    login: String,
    name: String,
    office: String,
}

#[derive(Template)]
#[template(path = "account.html")]
struct OnePage {
    l: Lang,
    f: Frame,
    admin: bool,
    href: String,
    wrong: Option<String>,
    done: Option<String>,
    token: Option<String>,
    account: AccountView,
    roles: Vec<(&'static str, &'static str)>,
    region: String,
}

struct AccountView {
    id: AccountId,
    login: String,
    name: String,
    office: String,
    grants: Vec<GrantView>,
    disabled: bool,
    tokens: Vec<(Uuid, String)>,
}

struct GrantView {
    role: &'static str,
    role_value: &'static str,
    region: String,
    region_value: String,
}

/// Accounts whose every role lies in the administrator's regions; those without a role are everybody's.
///
/// # Errors
/// None to be expected.
pub async fn list(ask: Ask) -> Answer {
    list_page(&ask, None)
}

fn list_page(ask: &Ask, wrong: Option<String>) -> Answer {
    let (l, mine) = (ask.l(), &ask.account()?.grants);
    let inside = |account: &Account| account.grants.iter().all(|(_, place)| holds(mine, ADMINISTRATORS, place));
    let accounts = ask.app.store.accounts.list().into_iter().filter(inside).map(|account| view(ask, account));
    let text = |field| ask.sent.text(field).to_owned();
    let typed = Typed { login: text("login"), name: text("name"), office: text("office") };
    let region = regions(mine, ADMINISTRATORS).first().map(ToString::to_string).unwrap_or_default();
    html(&ListPage {
        l,
        f: Frame::of(ask, l.t("账户", "Accounts")),
        wrong,
        accounts: accounts.collect(),
        typed,
        roles: roles(l),
        region,
    })
}

/// Opens an account with its first role.
///
/// # Errors
/// 422: the page again, with what is wrong.
pub async fn open(ask: Ask) -> Answer {
    match opened(&ask).await {
        Ok(id) => Ok(Redirect::to(&format!("/accounts/{id}")).into_response()),
        Err(problem) if problem.keeps_form() => {
            let page = list_page(&ask, Some(told(&problem, ask.l())))?;
            Ok(problem.shown_on(page))
        }
        Err(problem) => Err(problem),
    }
}

async fn opened(ask: &Ask) -> Result<AccountId, Problem> {
    let sent = &ask.sent;
    let (role, region) = grant_of(ask)?;
    let office: OfficeId = sent.text("office").parse().map_err(|_| {
        Problem::field(
            "office",
            "not-an-office",
            "单位代号为 1 至 32 个小写字母、数字或 -。",
            "An office is named by 1 to 32 of a-z, 0-9 and -.",
        )
    })?;
    if sent.text("name").is_empty() {
        return Err(Problem::field("name", "required", "姓名必填。", "The name is required."));
    }
    let hash = new_hash(ask).await?;
    let (login, name) = (sent.text("login").to_owned(), sent.text("name").to_owned());
    let new = NewAccount { login, name, office, grants: vec![(role, region)], password_hash: Some(hash) };
    let by = ask.account()?.id;
    let (id, _) = ask.app.store.accounts.create(new, by).await.map_err(Problem::of_account)?;
    Ok(id)
}

/// One account.
///
/// # Errors
/// 404.
pub async fn one(ask: Ask) -> Answer {
    show(&ask, target(&ask)?, Said::default())
}

/// One's own account.
///
/// # Errors
/// None to be expected.
pub async fn own(ask: Ask) -> Answer {
    show(&ask, ask.account()?.id, Said::default())
}

/// Grants a role in a region.
///
/// # Errors
/// 422 for no role or place.
pub async fn grant(ask: Ask) -> Answer {
    let (id, by, (role, region)) = (target(&ask)?, ask.account()?.id, grant_of(&ask)?);
    ask.app.store.accounts.grant(id, role, region, by).await.map_err(Problem::of_account)?;
    back(&ask)
}

/// Takes a role in a region back.
///
/// # Errors
/// 422 for no role or place.
pub async fn revoke(ask: Ask) -> Answer {
    let (id, by, (role, region)) = (target(&ask)?, ask.account()?.id, grant_of(&ask)?);
    ask.app.store.accounts.revoke(id, role, region, by).await.map_err(Problem::of_account)?;
    back(&ask)
}

/// Disables an account and ends its sessions.
///
/// # Errors
/// 422 without a reason.
pub async fn disable(ask: Ask) -> Answer {
    let (id, by, reason) = (target(&ask)?, ask.account()?.id, ask.sent.text("reason").to_owned());
    if reason.is_empty() {
        return Err(Problem::field("reason", "required", "请写明原因。", "Say why."));
    }
    ask.app.store.accounts.disable(id, reason, by).await.map_err(Problem::of_account)?;
    ask.app.sessions.end_all(id);
    back(&ask)
}

/// Sets another's password and ends their sessions.
///
/// # Errors
/// 422 when it is too short.
pub async fn password(ask: Ask) -> Answer {
    let (id, by, hash) = (target(&ask)?, ask.account()?.id, new_hash(&ask).await?);
    ask.app.store.accounts.set_password(id, &hash, by).await.map_err(Problem::of_account)?;
    ask.app.sessions.end_all(id);
    back(&ask)
}

/// Changes one's own password; every session of the account ends, this one too.
///
/// # Errors
/// 401 when the present one is wrong, 422 when the new one is too short: the page again.
pub async fn own_password(ask: Ask) -> Answer {
    match changed(&ask).await {
        Ok(()) => Ok(Redirect::to("/login").into_response()),
        Err(problem) if problem.status.is_client_error() => {
            let said = Said { wrong: Some(told(&problem, ask.l())), ..Said::default() };
            let page = show(&ask, ask.account()?.id, said)?;
            Ok(problem.shown_on(page))
        }
        Err(problem) => Err(problem),
    }
}

async fn changed(ask: &Ask) -> Result<(), Problem> {
    let (account, accounts) = (ask.account()?, &ask.app.store.accounts);
    let now = ask.app.store.clock.now();
    ask.app.throttle.attempt(&account.login, now).map_err(|wait| Problem::wait(wait.as_secs()))?;
    let kept =
        account.password.map(|secret| accounts.hash(secret)).transpose().map_err(|error| Problem::store(&error))?;
    let old = ask.sent.field("old").unwrap_or_default().to_owned();
    if !ask.app.passwords.right(old, kept.flatten()).await {
        return Err(Problem::wrong_password());
    }
    ask.app.throttle.right(&account.login);
    let hash = new_hash(ask).await?;
    accounts.set_password(account.id, &hash, account.id).await.map_err(Problem::of_account)?;
    ask.app.sessions.end_all(account.id);
    Ok(())
}

/// Issues a token for an account; it is shown in the answer and never again.
///
/// # Errors
/// 422 without a label.
pub async fn token(ask: Ask) -> Answer {
    issue(&ask, target(&ask)?).await
}

/// Issues a token for oneself.
///
/// # Errors
/// 422 without a label.
pub async fn own_token(ask: Ask) -> Answer {
    issue(&ask, ask.account()?.id).await
}

async fn issue(ask: &Ask, id: AccountId) -> Answer {
    let label = ask.sent.text("label").to_owned();
    if label.is_empty() || label.chars().count() > 100 {
        return Err(Problem::field(
            "label",
            "required",
            "请写明用途（不超过 100 字）。",
            "Say what it is for, in at most 100 characters.",
        ));
    }
    let mut token = Token::fresh(Uuid::nil()).map_err(|error| Problem::broken("making a token", &error))?;
    let by = ask.account()?.id;
    token.id = ask.app.store.accounts.issue_token(id, label, &token.hash(), by).await.map_err(Problem::of_account)?;
    show(ask, id, Said { token: Some(token.text()), ..Said::default() })
}

/// Revokes a token of an account.
///
/// # Errors
/// 404 when it has none of that id.
pub async fn token_revoke(ask: Ask) -> Answer {
    revoked(&ask, target(&ask)?).await?;
    back(&ask)
}

/// Revokes one's own token.
///
/// # Errors
/// 404 when there is none of that id.
pub async fn own_token_revoke(ask: Ask) -> Answer {
    revoked(&ask, ask.account()?.id).await?;
    Ok(Redirect::to("/account").into_response())
}

async fn revoked(ask: &Ask, id: AccountId) -> Result<(), Problem> {
    let (token, by): (Uuid, AccountId) = (ask.param("token")?, ask.account()?.id);
    let account = ask.app.store.accounts.by_id(id).ok_or_else(Problem::not_found)?;
    if !account.tokens.iter().any(|(known, _)| *known == token) {
        return Err(Problem::not_found());
    }
    ask.app.store.accounts.revoke_token(id, token, by).await.map_err(Problem::of_account)?;
    Ok(())
}

/// What a page says besides the account.
#[derive(Default)]
struct Said {
    wrong: Option<String>,
    done: Option<String>,
    token: Option<String>,
}

fn show(ask: &Ask, id: AccountId, said: Said) -> Result<Response, Problem> {
    let (l, mine) = (ask.l(), &ask.account()?.grants);
    let account = ask.app.store.accounts.by_id(id).ok_or_else(Problem::not_found)?;
    let admin = ask.params.contains_key("account");
    let href = if admin { format!("/accounts/{id}") } else { "/account".to_owned() };
    let region = regions(mine, ADMINISTRATORS).first().map(ToString::to_string).unwrap_or_default();
    let f = Frame::of(ask, account.login.clone());
    let (account, Said { wrong, done, token }) = (view(ask, account), said);
    html(&OnePage { l, f, admin, href, wrong, done, token, account, roles: roles(l), region })
}

fn view(ask: &Ask, account: Account) -> AccountView {
    let l = ask.l();
    let grants = account.grants.iter().map(|(role, place)| GrantView {
        role: l.role(*role),
        role_value: name_of(*role),
        region: l.place(place),
        region_value: place.to_string(),
    });
    AccountView {
        id: account.id,
        name: ask.names().reveal(&account.name, l),
        office: account.office.to_string(),
        grants: grants.collect(),
        disabled: account.disabled,
        tokens: account.tokens,
        login: account.login,
    }
}

fn roles(l: Lang) -> Vec<(&'static str, &'static str)> {
    ROLES.iter().map(|(role, name)| (*name, l.role(*role))).collect()
}

fn name_of(role: Role) -> &'static str {
    ROLES.iter().find(|(named, _)| *named == role).map_or("", |(_, name)| name)
}

fn grant_of(ask: &Ask) -> Result<(Role, Place), Problem> {
    let named = ask.sent.text("role");
    let role = ROLES.iter().find(|(_, name)| *name == named).map(|(role, _)| *role);
    let role =
        role.ok_or_else(|| Problem::field("role", "no-such-role", "没有这个角色。", "There is no such role."))?;
    let region = ask.sent.text("region").parse().map_err(|_| {
        Problem::field(
            "region",
            "not-a-place",
            "地区代码为六位数字，如 320100。",
            "A region is six digits, such as 320100.",
        )
    })?;
    Ok((role, region))
}

async fn new_hash(ask: &Ask) -> Result<String, Problem> {
    let new = ask.sent.field("password").unwrap_or_default();
    if new.chars().count() < password::SHORTEST || new.len() > password::LONGEST {
        return Err(Problem::field(
            "password",
            "password-length",
            "密码至少 10 个字符，最长 200 字节。",
            "A password has at least 10 characters and at most 200 bytes.",
        ));
    }
    ask.app.passwords.hash(new.to_owned()).await.map_err(|error| Problem::broken("hashing a password", &error))
}

fn target(ask: &Ask) -> Result<AccountId, Problem> {
    ask.param("account")
}

fn back(ask: &Ask) -> Answer {
    Ok(Redirect::to(&format!("/accounts/{}", target(ask)?)).into_response())
}

/// All that is wrong, in one line.
fn told(problem: &Problem, l: Lang) -> String {
    let fields: Vec<String> = problem.fields.iter().map(|wrong| l.say(&wrong.say)).collect();
    if fields.is_empty() { l.say(&problem.say) } else { fields.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn both_pages_render_in_both_languages() {
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/accounts".into() };
            let account = || AccountView {
                id: AccountId(Uuid::nil()),
                login: "caseworker-nanjing".into(),
                name: "王某".into(),
                office: "js-nanjing".into(),
                grants: vec![GrantView {
                    role: l.role(Role::Caseworker),
                    role_value: "caseworker",
                    region: "南京市".into(),
                    region_value: "320100".into(),
                }],
                disabled: false,
                tokens: vec![(Uuid::nil(), "month-end".into())],
            };
            let f = || Frame::bare(&reader, "t");
            let (typed, region) = (Typed::default(), "320000".to_owned());
            let list = ListPage {
                l,
                f: f(),
                wrong: Some("x".into()),
                accounts: vec![account()],
                typed,
                roles: roles(l),
                region: region.clone(),
            };
            assert!(list.render().unwrap().contains("caseworker-nanjing"));
            let one = OnePage {
                l,
                f: f(),
                admin: true,
                href: "/accounts/1".into(),
                wrong: None,
                done: None,
                token: Some("secret".into()),
                account: account(),
                roles: roles(l),
                region,
            };
            assert!(one.render().unwrap().contains("secret"));
        }
    }
}
