//! Accounts: events without secrets in the log, names and hashes in the vault, the present state in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock, RwLockReadGuard};

use heyi_core::erasable::Erasable;
use heyi_core::event::account::{
    AccountDisabled, AccountOpened, PasswordSet, Role, RoleGranted, RoleRevoked, TokenIssued, TokenRevoked,
};
use heyi_core::event::office::ValueReserved;
use heyi_core::event::{AccountEvent, Event, OfficeEvent};
use heyi_core::ids::{AccountId, OfficeId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::refusal::Refusal;
use tokio::sync::watch;
use uuid::Uuid;

use crate::append::{AppendError, Commit, Expect, StreamAppend};
use crate::cases::one;
use crate::clock::Clock;
use crate::employers::entry;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::vault::Vault;
use crate::{ids, streams};

/// An account as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// The log-in name.
    pub login: String,
    /// The person's name, in the vault.
    pub name: Erasable,
    /// The office.
    pub office: OfficeId,
    /// What it may do, and where.
    pub grants: Vec<(Role, Place)>,
    /// It can no longer be used.
    pub disabled: bool,
    /// The vault's id of its password's hash; `None`: it cannot log in.
    pub password: Option<Uuid>,
    /// Its tokens that work: id and what each is for.
    pub tokens: Vec<(Uuid, String)>,
}

impl Account {
    /// Whether it has the role somewhere that `place` lies in.
    #[must_use]
    pub fn may(&self, role: Role, place: &Place) -> bool {
        !self.disabled && self.grants.iter().any(|(granted, region)| *granted == role && place.within(region))
    }
}

/// An account could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// What was asked is wrong.
    #[error("refused: {}", .0.say.en)]
    Refused(Box<Refusal>),
    /// The store could not answer.
    #[error("the store could not answer")]
    Store(#[from] StoreError),
}

/// A new account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The log-in name: 2 to 40 of a-z, 0-9, - and .
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The office.
    pub office: OfficeId,
    /// Roles and where they hold.
    pub grants: Vec<(Role, Place)>,
    /// Hash of the password, if it may log in.
    pub password_hash: Option<String>,
}

/// The accounts of a log.
pub struct Accounts {
    log: Arc<dyn EventLog>,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    state: RwLock<BTreeMap<AccountId, Account>>,
    /// Held from reading an account's events to showing what they come to, so that an earlier reading is never shown after a
    /// later one: a disabled account would work again.
    refreshing: tokio::sync::Mutex<()>,
    /// How often an account has changed.
    changes: watch::Sender<u64>,
}

impl Accounts {
    /// Reads every account of the log.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn open(log: Arc<dyn EventLog>, vault: Arc<Vault>, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let (state, refreshing) = (RwLock::new(BTreeMap::new()), tokio::sync::Mutex::new(()));
        let accounts = Self { log, vault, clock, state, refreshing, changes: watch::Sender::new(0) };
        for listed in reading::stream(&*accounts.log, &streams::accounts()?).await? {
            if let Event::Office(OfficeEvent::ValueReserved(reserved)) = listed.event
                && let Some(id) = reserved.owner.strip_prefix("account-").and_then(|id| id.parse().ok())
            {
                accounts.refresh(AccountId(id)).await?;
            }
        }
        Ok(accounts)
    }

    /// A receiver that wakes whenever an account has changed, once the change is shown here.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Every account, in the order they were opened.
    #[must_use]
    pub fn list(&self) -> Vec<Account> {
        self.state().values().cloned().collect()
    }

    /// The account with this id.
    #[must_use]
    pub fn by_id(&self, id: AccountId) -> Option<Account> {
        self.state().get(&id).cloned()
    }

    /// The account with this log-in name.
    #[must_use]
    pub fn by_login(&self, login: &str) -> Option<Account> {
        self.state().values().find(|account| account.login == login).cloned()
    }

    /// The account a working token belongs to.
    #[must_use]
    pub fn by_token(&self, token: Uuid) -> Option<Account> {
        self.state().values().find(|account| account.tokens.iter().any(|(id, _)| *id == token)).cloned()
    }

    /// Opens an account. Its name and its password's hash go to the vault before anything is recorded.
    ///
    /// # Errors
    /// `bad-login`, `login-taken`, or when the store fails.
    pub async fn create(&self, new: NewAccount, by: AccountId) -> Result<(AccountId, Position), AccountError> {
        let fits = (2..=40).contains(&new.login.len())
            && new.login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
        if !fits {
            return Err(refuse(
                "bad-login",
                "登录名为 2 至 40 个小写字母、数字、- 或 .",
                "A log-in name is 2 to 40 of a-z, 0-9, - and .",
                "login",
            ));
        }
        let id = ids::account();
        let mut draft = self.vault.draft(id.0);
        let name = draft.refer_to(&new.name);
        self.vault.keep(&draft.finish().map_err(StoreError::from)?).map_err(StoreError::from)?;
        let stream = streams::account(id).map_err(StoreError::from)?;
        let reserved = |what: &str| {
            let reserved = ValueReserved { what: what.to_owned(), owner: stream.as_str().to_owned() };
            entry(self.today(), Event::Office(OfficeEvent::ValueReserved(reserved)))
        };
        let mut events =
            vec![AccountEvent::AccountOpened(AccountOpened { name, login: new.login.clone(), office: new.office })];
        events.extend(
            new.grants.into_iter().map(|(role, region)| AccountEvent::RoleGranted(RoleGranted { role, region })),
        );
        if let Some(hash) = new.password_hash {
            events.push(self.keep_password(&hash)?);
        }
        let events = events.into_iter().map(|event| crate::codec::encode(&entry(self.today(), Event::Account(event))));
        let events = events.collect::<Result<Vec<_>, _>>().map_err(StoreError::from)?;
        let login = streams::unique("login", &new.login).map_err(StoreError::from)?;
        let appends = vec![
            one(login, Expect::NoStream, &reserved("login"))?,
            one(streams::accounts().map_err(StoreError::from)?, Expect::Any, &reserved("account"))?,
            StreamAppend { stream: stream.clone(), expect: Expect::NoStream, events },
        ];
        let appended = match self.log.append(Commit { appends, by, key: None }).await {
            Err(AppendError::Conflict { .. }) => {
                return Err(refuse("login-taken", "该登录名已被使用。", "That log-in name is taken.", "login"));
            }
            other => other.map_err(StoreError::from)?,
        };
        self.refresh(id).await?;
        Ok((id, appended.last))
    }

    /// Grants a role in a region.
    ///
    /// # Errors
    /// `no-such-account`, or when the store fails.
    pub async fn grant(
        &self,
        id: AccountId,
        role: Role,
        region: Place,
        by: AccountId,
    ) -> Result<Position, AccountError> {
        self.record(id, AccountEvent::RoleGranted(RoleGranted { role, region }), by).await
    }

    /// Takes a role in a region back.
    ///
    /// # Errors
    /// `no-such-account`, or when the store fails.
    pub async fn revoke(
        &self,
        id: AccountId,
        role: Role,
        region: Place,
        by: AccountId,
    ) -> Result<Position, AccountError> {
        self.record(id, AccountEvent::RoleRevoked(RoleRevoked { role, region }), by).await
    }

    /// Sets the password, by its hash.
    ///
    /// # Errors
    /// `no-such-account`, or when the store fails.
    pub async fn set_password(&self, id: AccountId, hash: &str, by: AccountId) -> Result<Position, AccountError> {
        let event = self.keep_password(hash)?;
        self.record(id, event, by).await
    }

    /// Disables an account for good.
    ///
    /// # Errors
    /// `no-such-account`, or when the store fails.
    pub async fn disable(&self, id: AccountId, reason: String, by: AccountId) -> Result<Position, AccountError> {
        self.record(id, AccountEvent::AccountDisabled(AccountDisabled { reason }), by).await
    }

    /// Issues a token, by its hash; its id.
    ///
    /// # Errors
    /// `no-such-account`, or when the store fails.
    pub async fn issue_token(
        &self,
        id: AccountId,
        label: String,
        hash: &str,
        by: AccountId,
    ) -> Result<Uuid, AccountError> {
        let token = ids::fresh();
        self.vault.put_secret(&token.to_string(), hash.as_bytes()).map_err(StoreError::from)?;
        self.record(id, AccountEvent::TokenIssued(TokenIssued { token, label }), by).await?;
        Ok(token)
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// `no-such-account`, or when the store fails.
    pub async fn revoke_token(&self, id: AccountId, token: Uuid, by: AccountId) -> Result<Position, AccountError> {
        self.record(id, AccountEvent::TokenRevoked(TokenRevoked { token }), by).await
    }

    /// The hash of a password or token, from the vault.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub fn hash(&self, id: Uuid) -> Result<Option<String>, StoreError> {
        let secret = self.vault.secret(&id.to_string())?;
        Ok(secret.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    fn keep_password(&self, hash: &str) -> Result<AccountEvent, AccountError> {
        let secret = ids::fresh();
        self.vault.put_secret(&secret.to_string(), hash.as_bytes()).map_err(StoreError::from)?;
        Ok(AccountEvent::PasswordSet(PasswordSet { secret }))
    }

    async fn record(&self, id: AccountId, event: AccountEvent, by: AccountId) -> Result<Position, AccountError> {
        if self.by_id(id).is_none() {
            return Err(refuse("no-such-account", "没有这个账户。", "There is no such account.", "account"));
        }
        let stream = streams::account(id).map_err(StoreError::from)?;
        let append = one(stream, Expect::Any, &entry(self.today(), Event::Account(event)))?;
        let commit = Commit { appends: vec![append], by, key: None };
        let appended = self.log.append(commit).await.map_err(StoreError::from)?;
        self.refresh(id).await?;
        Ok(appended.last)
    }

    async fn refresh(&self, id: AccountId) -> Result<(), StoreError> {
        let _refreshing = self.refreshing.lock().await;
        let events = reading::stream(&*self.log, &streams::account(id)?).await?;
        let events = events.into_iter().filter_map(|recorded| match recorded.event {
            Event::Account(event) => Some(event),
            _ => None,
        });
        if let Some(account) = fold(id, events) {
            self.state.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(id, account);
            self.changes.send_modify(|changes| *changes += 1);
        }
        Ok(())
    }

    fn today(&self) -> Occurred {
        Occurred::on(self.clock.today())
    }

    fn state(&self) -> RwLockReadGuard<'_, BTreeMap<AccountId, Account>> {
        self.state.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// An account's events, folded; `None` before it was opened.
fn fold(id: AccountId, events: impl Iterator<Item = AccountEvent>) -> Option<Account> {
    let mut account: Option<Account> = None;
    for event in events {
        match (event, &mut account) {
            (AccountEvent::AccountOpened(AccountOpened { name, login, office }), _) => {
                let (grants, tokens) = (Vec::new(), Vec::new());
                account = Some(Account { id, login, name, office, grants, disabled: false, password: None, tokens });
            }
            (AccountEvent::RoleGranted(grant), Some(account)) => account.grants.push((grant.role, grant.region)),
            (AccountEvent::RoleRevoked(gone), Some(account)) => {
                account.grants.retain(|(role, region)| (*role, region) != (gone.role, &gone.region));
            }
            (AccountEvent::PasswordSet(set), Some(account)) => account.password = Some(set.secret),
            (AccountEvent::AccountDisabled(_), Some(account)) => account.disabled = true,
            (AccountEvent::TokenIssued(issued), Some(account)) => account.tokens.push((issued.token, issued.label)),
            (AccountEvent::TokenRevoked(gone), Some(account)) => account.tokens.retain(|(id, _)| *id != gone.token),
            (_, None) => {}
        }
    }
    account
}

fn refuse(code: &'static str, zh: &str, en: &str, field: &'static str) -> AccountError {
    AccountError::Refused(Box::new(Refusal::new(code, zh, en).at(field)))
}

#[cfg(test)]
mod tests;
