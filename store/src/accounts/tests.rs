use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use heyi_core::ids::Version;
use tokio::sync::Notify;

use super::*;
use crate::append::{LogEvent, ReadError, StreamId};
use crate::clock::SystemClock;
use crate::disk::simulated::SimulatedDisk;
use crate::laws::nobody;
use crate::log::before::Before;
use crate::memory::MemoryLog;
use crate::vault::Revealed;

async fn accounts() -> (Arc<MemoryLog>, Arc<Vault>, Accounts) {
    let log = Arc::new(MemoryLog::new(Arc::new(SystemClock)));
    let vault = Arc::new(Vault::open(Arc::new(SimulatedDisk::new(1))).unwrap());
    let accounts =
        Accounts::open(Arc::clone(&log) as Arc<dyn EventLog>, Arc::clone(&vault), Arc::new(SystemClock)).await;
    (log, vault, accounts.unwrap())
}

fn caseworker(login: &str) -> NewAccount {
    NewAccount {
        login: login.into(),
        name: "王某".into(),
        office: "js-nanjing".parse().unwrap(),
        grants: vec![(Role::Caseworker, "320100".parse().unwrap())],
        password_hash: Some("$argon2-hash".into()),
    }
}

#[tokio::test]
async fn roles_hold_in_their_region_only() {
    let (_, _, accounts) = accounts().await;
    let (id, _) = accounts.create(caseworker("caseworker"), nobody()).await.unwrap();
    let account = accounts.by_id(id).unwrap();
    assert!(account.may(Role::Caseworker, &"320106".parse().unwrap()));
    assert!(!account.may(Role::Caseworker, &"320200".parse().unwrap()));
    assert!(!account.may(Role::Reviewer, &"320106".parse().unwrap()));
    accounts.disable(id, "离职".into(), nobody()).await.unwrap();
    assert!(!accounts.by_id(id).unwrap().may(Role::Caseworker, &"320106".parse().unwrap()));
}

#[tokio::test]
async fn accounts_outlive_the_process_and_keep_secrets_out_of_the_log() {
    let (log, vault, accounts) = accounts().await;
    let (id, _) = accounts.create(caseworker("caseworker"), nobody()).await.unwrap();
    let token = accounts.issue_token(id, "month-end return".into(), "token-hash", nobody()).await.unwrap();
    let again = Accounts::open(Arc::clone(&log) as Arc<dyn EventLog>, Arc::clone(&vault), Arc::new(SystemClock)).await;
    let again = again.unwrap();
    assert_eq!(again.by_login("caseworker"), accounts.by_id(id));
    assert_eq!(again.by_token(token).map(|account| account.id), Some(id));
    assert_eq!(again.hash(again.by_id(id).unwrap().password.unwrap()).unwrap().as_deref(), Some("$argon2-hash"));
    assert_eq!(vault.reveal(&again.by_id(id).unwrap().name), Revealed::Text("王某".into()));
    for event in log.read_all(Position::ZERO, 100).await.unwrap() {
        let text = String::from_utf8_lossy(&event.body).into_owned();
        assert!(!text.contains("argon2") && !text.contains("token-hash") && !text.contains("王某"), "{}", event.kind);
    }
    again.revoke_token(id, token, nobody()).await.unwrap();
    assert_eq!(again.by_token(token), None);
}

#[tokio::test]
async fn a_log_in_name_is_taken_once_and_plain() {
    let (_, _, accounts) = accounts().await;
    accounts.create(caseworker("caseworker"), nobody()).await.unwrap();
    for (login, code) in [("caseworker", "login-taken"), ("王某", "bad-login"), ("a", "bad-login")] {
        match accounts.create(caseworker(login), nobody()).await {
            Err(AccountError::Refused(refusal)) => assert_eq!(refusal.code, code),
            other => panic!("{other:?}"),
        }
    }
}

/// A log whose next reading of a stream, once `holding`, is answered late.
struct LateLog {
    log: MemoryLog,
    holding: AtomicBool,
    held: Notify,
    go_on: Notify,
}

#[async_trait]
impl Before for LateLog {
    fn behind(&self) -> &dyn EventLog {
        &self.log
    }

    async fn read_stream(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        let events = self.log.read_stream(stream, after, limit).await;
        if self.holding.swap(false, Ordering::SeqCst) {
            self.held.notify_one();
            self.go_on.notified().await;
        }
        events
    }
}

#[tokio::test]
async fn an_account_that_was_disabled_is_not_brought_back_by_an_earlier_reading() {
    let log = Arc::new(LateLog {
        log: MemoryLog::new(Arc::new(SystemClock)),
        holding: AtomicBool::new(false),
        held: Notify::new(),
        go_on: Notify::new(),
    });
    let vault = Arc::new(Vault::open(Arc::new(SimulatedDisk::new(1))).unwrap());
    let accounts = Accounts::open(Arc::clone(&log) as Arc<dyn EventLog>, vault, Arc::new(SystemClock)).await.unwrap();
    let (id, _) = accounts.create(caseworker("caseworker"), nobody()).await.unwrap();
    log.holding.store(true, Ordering::SeqCst);
    let disabled = log.log.head().next().next();
    let granting = accounts.grant(id, Role::Reviewer, "320100".parse().unwrap(), nobody());
    let disabling = async {
        log.held.notified().await;
        accounts.disable(id, "离职".into(), nobody()).await
    };
    let letting_go = async {
        log.log.watch().wait_for(|head| *head >= disabled).await.unwrap();
        // The disabling has read its stream by then, or waits for its turn.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        log.go_on.notify_one();
    };
    let (granted, disabled, ()) = tokio::join!(granting, disabling, letting_go);
    granted.unwrap();
    disabled.unwrap();
    assert!(accounts.by_id(id).unwrap().disabled);
}
