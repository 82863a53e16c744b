//! What the events of a log refer to outside it: texts and secrets of the vault, and files.

use std::collections::BTreeMap;

use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::{AccountEvent, Event, SystemEvent};
use heyi_core::ids::Position;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::append::LogEvent;
use crate::codec;

/// Everything the events read so far refer to.
#[derive(Debug, Default)]
pub(crate) struct References {
    /// Texts: each key with the commitments that events hold, which is one unless something is wrong.
    pub(crate) texts: BTreeMap<(Uuid, Digest), Named>,
    pub(crate) files: BTreeMap<Digest, (FileRef, Named)>,
    /// Hashes of passwords and tokens that are valid now.
    pub(crate) secrets: BTreeMap<Uuid, Named>,
    /// Which of them is the password, by the stream of the account.
    passwords: BTreeMap<String, Uuid>,
    /// Texts whose erasure is recorded.
    pub(crate) erased: BTreeMap<Uuid, Named>,
    pub(crate) tails_cut: Vec<CutBefore>,
}

/// The first event that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) position: Position,
    pub(crate) stream: String,
}

/// A torn end that was cut, as the log records it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CutBefore {
    /// The event that records it.
    pub position: Position,
    /// The position that what was cut began at.
    pub from: Position,
    /// How many bytes were cut.
    pub bytes: u64,
    /// SHA-256 of them.
    pub hash: Digest,
    /// Whether an administrator has taken note of it.
    pub acknowledged: bool,
}

impl References {
    /// Takes up an event, given with its entry in canonical JSON.
    pub(crate) fn add(&mut self, event: &LogEvent, canonical: &str) {
        let here = || Named { position: event.position, stream: event.stream.to_string() };
        // Every reference holds a commitment, a file's by its name; most events hold none and are not read again.
        if canonical.contains("\"commitment\":")
            && let Ok(entry) = serde_json::from_str(canonical)
        {
            self.walk(entry, &here);
        }
        if !["password-set", "token-issued", "token-revoked", "text-erased", "tail-cut"].contains(&&*event.kind) {
            return;
        }
        // One that cannot be read is reported where its leaf is computed.
        let Ok(recorded) = codec::decode(event) else { return };
        match recorded.event {
            Event::Account(AccountEvent::PasswordSet(set)) => {
                if let Some(before) = self.passwords.insert(event.stream.to_string(), set.secret) {
                    self.secrets.remove(&before);
                }
                self.secrets.insert(set.secret, here());
            }
            Event::Account(AccountEvent::TokenIssued(issued)) => {
                self.secrets.insert(issued.token, here());
            }
            Event::Account(AccountEvent::TokenRevoked(revoked)) => {
                self.secrets.remove(&revoked.token);
            }
            Event::System(SystemEvent::TextErased(erased)) => {
                self.erased.entry(erased.key).or_insert_with(here);
            }
            Event::System(SystemEvent::TailCut(cut)) => {
                let (position, from) = (event.position, cut.from);
                self.tails_cut.push(CutBefore {
                    position,
                    from,
                    bytes: cut.bytes,
                    hash: cut.hash,
                    acknowledged: false,
                });
            }
            Event::System(SystemEvent::TailCutAcknowledged(seen)) => {
                let cut = self.tails_cut.iter_mut().find(|cut| cut.position == seen.cut);
                if let Some(cut) = cut {
                    cut.acknowledged = true;
                }
            }
            _ => {}
        }
    }

    fn walk(&mut self, value: Value, here: &impl Fn() -> Named) {
        match value {
            Value::Object(members) => {
                let is =
                    |names: &[&str]| members.len() == names.len() && names.iter().all(|n| members.contains_key(*n));
                if is(&["commitment", "key"])
                    && let Ok(Erasable { key, commitment }) = serde_json::from_value(Value::Object(members.clone()))
                {
                    self.texts.entry((key, commitment)).or_insert_with(here);
                    return;
                }
                if is(&["bytes", "media_type", "name", "sha256"])
                    && let Ok(file) = serde_json::from_value::<FileRef>(Value::Object(members.clone()))
                {
                    self.files.entry(file.sha256).or_insert_with(|| (file, here()));
                }
                members.into_iter().for_each(|(_, member)| self.walk(member, here));
            }
            Value::Array(items) => items.into_iter().for_each(|item| self.walk(item, here)),
            _ => {}
        }
    }
}
