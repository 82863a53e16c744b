//! `heyi user`: accounts, kept from the command line.

use anyhow::Context as _;
use heyi_core::event::account::Role;
use heyi_core::ids::AccountId;
use heyi_core::place::Place;
use heyi_core::text::{Language, Say};
use heyi_http::guard::password::hash_of;
use heyi_store::accounts::{Account, AccountError, NewAccount};
use heyi_store::laws::nobody;
use serde_json::json;

use crate::args::{Format, Reading, UserCommand};
use crate::office::Office;
use crate::output::{Answer, mistake};
use crate::secret;

pub(crate) async fn run(command: &UserCommand, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let accounts = &office.store.accounts;
    match command {
        UserCommand::List(reading) => list(&accounts.list(), reading, answer)?,
        UserCommand::Add { login, name, office: of, roles, reading } => {
            let grants = roles.iter().map(|role| grant(role)).collect::<anyhow::Result<_>>()?;
            let fresh = secret::password()?;
            let hash = hashed(fresh.clone()).await?;
            let (login, name, office) = (login.clone(), name.clone(), of.clone());
            let new = NewAccount { login: login.clone(), name, office, grants, password_hash: Some(hash) };
            accounts.create(new, nobody()).await.map_err(|error| told(error, reading.lang.into()))?;
            shown_once(&login, &fresh, reading, answer)?;
        }
        UserCommand::Grant { login, role, reading } => {
            let (role, region) = grant(role)?;
            let id = find(office, login, reading.lang.into())?;
            accounts.grant(id, role, region, nobody()).await.map_err(|error| told(error, reading.lang.into()))?;
            list(&accounts.by_id(id).into_iter().collect::<Vec<_>>(), reading, answer)?;
        }
        UserCommand::Password { login, reading } => {
            let id = find(office, login, reading.lang.into())?;
            let fresh = secret::password()?;
            let hash = hashed(fresh.clone()).await?;
            accounts.set_password(id, &hash, nobody()).await.map_err(|error| told(error, reading.lang.into()))?;
            shown_once(login, &fresh, reading, answer)?;
        }
        UserCommand::Disable { login, reason, reading } => {
            let id = find(office, login, reading.lang.into())?;
            accounts.disable(id, reason.clone(), nobody()).await.map_err(|error| told(error, reading.lang.into()))?;
            list(&accounts.by_id(id).into_iter().collect::<Vec<_>>(), reading, answer)?;
        }
    }
    Ok(0)
}

/// The account with this log-in name.
pub(super) fn find(office: &Office, login: &str, language: Language) -> anyhow::Result<AccountId> {
    let say = Say::new(format!("没有登录名为“{login}”的账户。"), format!("There is no account {login}."));
    office.store.accounts.by_login(login).map(|account| account.id).ok_or_else(|| mistake(&say, language))
}

/// The hash of a password; made on a thread for such work.
async fn hashed(password: String) -> anyhow::Result<String> {
    Ok(tokio::task::spawn_blocking(move || hash_of(&password)).await??)
}

/// What an account error says to the person who typed.
pub(super) fn told(error: AccountError, language: Language) -> anyhow::Error {
    match error {
        AccountError::Refused(refusal) => mistake(&refusal.say, language),
        AccountError::Store(error) => anyhow::Error::new(error),
    }
}

/// `caseworker@320100`.
fn grant(text: &str) -> anyhow::Result<(Role, Place)> {
    let (role, region) = text.split_once('@').with_context(|| {
        format!(
            "{text}: a role is given with its region, such as caseworker@320100 / 角色须带地区，如 caseworker@320100"
        )
    })?;
    let role = serde_json::from_value(json!(role)).map_err(|_| {
        anyhow::anyhow!(
            "{role} is no role; there are caseworker, reviewer, statistician, auditor, administrator / 没有这个角色"
        )
    })?;
    let region = region.parse().with_context(|| format!("{region}: 地区代码为六位数字"))?;
    Ok((role, region))
}

fn list(accounts: &[Account], reading: &Reading, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    if reading.format == Format::Json {
        let accounts: Vec<_> = accounts.iter().map(as_json).collect();
        return answer.json(&accounts);
    }
    for account in accounts {
        let grants: Vec<_> =
            account.grants.iter().map(|(role, region)| format!("{}@{region}", role_name(*role))).collect();
        let state = match (account.disabled, reading.lang.into()) {
            (false, _) => "",
            (true, Language::Zh) => " 已停用",
            (true, Language::En) => " disabled",
        };
        answer.line(format!("{} {} {} {}{state}", account.login, account.office, grants.join(","), account.id))?;
    }
    Ok(())
}

fn as_json(account: &Account) -> serde_json::Value {
    let grants: Vec<_> = account.grants.iter().map(|(role, region)| json!({"role": role, "region": region})).collect();
    json!({
        "id": account.id, "login": account.login, "office": account.office, "grants": grants, "disabled": account.disabled,
    })
}

fn role_name(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn shown_once(login: &str, secret: &str, reading: &Reading, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    match (reading.format, reading.lang.into()) {
        (Format::Json, _) => answer.json(&json!({"login": login, "password": secret})),
        (Format::Text, Language::Zh) => Ok(answer.line(format!("{login} 的密码（只显示一次）：{secret}"))?),
        (Format::Text, Language::En) => Ok(answer.line(format!("password of {login} (shown once): {secret}"))?),
    }
}
