//! Events of accounts. No secret and no name is in them: hashes and names lie in the vault.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::erasable::Erasable;
use crate::ids::OfficeId;
use crate::place::Place;

use super::family;

family! {
    /// What can happen to an account.
    AccountEvent {
        /// The account was opened.
        AccountOpened(AccountOpened) = "account-opened",
        /// A role in a region was granted.
        RoleGranted(RoleGranted) = "role-granted",
        /// A role in a region was revoked.
        RoleRevoked(RoleRevoked) = "role-revoked",
        /// The password was set or changed.
        PasswordSet(PasswordSet) = "password-set",
        /// The account was disabled.
        AccountDisabled(AccountDisabled) = "account-disabled",
        /// An API token was issued.
        TokenIssued(TokenIssued) = "token-issued",
        /// An API token was revoked.
        TokenRevoked(TokenRevoked) = "token-revoked",
    }
}

/// What an account may do. Each holds in a region only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Records steps.
    Caseworker,
    /// Confirms deemed effects; approves others' corrections of closed cases and figures to be published.
    Reviewer,
    /// Asks statistics.
    Statistician,
    /// Replays and proves.
    Auditor,
    /// Keeps accounts.
    Administrator,
}

/// A new account. Its log-in name is reserved in a stream of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountOpened {
    /// The person's name, in the vault.
    pub name: Erasable,
    /// The log-in name: a role's name, not a person's, such as `caseworker-nanjing`.
    pub login: String,
    /// The office it works for.
    pub office: OfficeId,
}

/// A role in a region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGranted {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub region: Place,
}

/// A role in a region, taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRevoked {
    /// The role.
    pub role: Role,
    /// Where it held.
    pub region: Place,
}

/// A password was set; its hash lies in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordSet {
    /// The vault's id of the hash.
    pub secret: Uuid,
}

/// The account can no longer be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDisabled {
    /// Why.
    pub reason: String,
}

/// A token for the API; its hash lies in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenIssued {
    /// The token's id, which is also the vault's id of its hash.
    pub token: Uuid,
    /// What it is for.
    pub label: String,
}

/// A token no longer works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRevoked {
    /// Which.
    pub token: Uuid,
}
