//! `heyi token`: API tokens of an account.

use anyhow::Context as _;
use heyi_core::text::{Language, Say};
use heyi_http::guard::token::Token;
use heyi_store::laws::nobody;
use serde_json::json;
use uuid::Uuid;

use crate::args::{Format, Reading, TokenCommand};
use crate::office::Office;
use crate::output::Answer;

use super::user::{find, told};

pub(crate) async fn run(command: &TokenCommand, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let accounts = &office.store.accounts;
    match command {
        TokenCommand::List { login, reading } => {
            let id = find(office, login, reading.lang.into())?;
            let tokens = accounts.by_id(id).map(|account| account.tokens).unwrap_or_default();
            match reading.format {
                Format::Json => {
                    let tokens: Vec<_> =
                        tokens.iter().map(|(id, label)| json!({"token": id, "label": label})).collect();
                    answer.json(&tokens)?;
                }
                Format::Text => tokens.iter().try_for_each(|(id, label)| answer.line(format!("{id} {label}")))?,
            }
        }
        TokenCommand::Issue { login, label, reading } => {
            let id = find(office, login, reading.lang.into())?;
            let mut token = Token::fresh(Uuid::nil()).ok().context("the system gave no random bytes")?;
            let issued = accounts.issue_token(id, label.clone(), &token.hash(), nobody()).await;
            token.id = issued.map_err(|error| told(error, reading.lang.into()))?;
            shown_once(&token.text(), reading, answer)?;
        }
        TokenCommand::Revoke { login, token, reading } => {
            let id = find(office, login, reading.lang.into())?;
            accounts.revoke_token(id, *token, nobody()).await.map_err(|error| told(error, reading.lang.into()))?;
            let say = Say::new(format!("令牌 {token} 已撤销。"), format!("Token {token} is revoked."));
            answer.line(say.to(reading.lang.into()))?;
        }
    }
    Ok(0)
}

fn shown_once(bearer: &str, reading: &Reading, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    match (reading.format, reading.lang.into()) {
        (Format::Json, _) => answer.json(&json!({"bearer": bearer})),
        (Format::Text, Language::Zh) => Ok(answer.line(format!("令牌（只显示一次）：{bearer}"))?),
        (Format::Text, Language::En) => Ok(answer.line(format!("token (shown once): {bearer}"))?),
    }
}
