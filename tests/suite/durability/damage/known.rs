//! A store made by real code, all its files, and everything it answers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use heyi_core::command::Request;
use heyi_core::decisions::Command;
use heyi_core::decisions::collect_demands::CollectDemands;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::digest::Digest;
use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::account::Role;
use heyi_core::event::employer::{EmployerRegistered, Ownership, UnionKind};
use heyi_core::event::offer::DemandsCollected;
use heyi_core::event::system::TextErased;
use heyi_core::ids::Position;
use heyi_core::scenario;
use heyi_store::accounts::NewAccount;
use heyi_store::append::{Appended, IdempotencyKey, LogCommit, LogEvent, StreamId};
use heyi_store::cases::{Asked, Employer, Opening};
use heyi_store::clock::ManualClock;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::laws::nobody;
use heyi_store::lock::DataLock;
use heyi_store::log::EventLog;
use heyi_store::segment_log::{Options, Preallocate, SegmentLog};
use heyi_store::store::Store;
use heyi_store::vault::Revealed;
use heyi_store::{erasures, ids};

/// What must be answered.
pub(super) struct Known {
    /// Every file of the store by its path, as it was after an orderly stop.
    pub(super) files_on_disk: BTreeMap<String, Vec<u8>>,
    pub(super) dirs: BTreeSet<String>,
    pub(super) last_segment: String,
    /// Where the last frame begins in the last segment, and where it ends: from there on is room.
    pub(super) last_frame: (usize, usize),
    pub(super) commits: Vec<LogCommit>,
    pub(super) streams: BTreeMap<StreamId, Vec<LogEvent>>,
    pub(super) keys: Vec<(IdempotencyKey, Appended)>,
    pub(super) texts: Vec<(Erasable, Revealed)>,
    pub(super) secrets: Vec<(String, Vec<u8>)>,
    pub(super) papers: Vec<(FileRef, Vec<u8>)>,
}

impl Known {
    pub(super) fn head(&self) -> Position {
        self.commits.last().unwrap().events.last().unwrap().position
    }
}

/// Segments are small, so that there are several.
pub(super) fn options() -> Options {
    Options { segment_bytes: 9_000, preallocate: Preallocate::Inline, ..Options::default() }
}

pub(super) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at("2026-11-20T04:00:00Z".parse().unwrap()))
}

/// Makes a store, stops it in an orderly way, and reads everything that is in it.
pub(super) async fn made() -> Known {
    let dir = tempfile::tempdir().unwrap();
    let lock = Arc::new(DataLock::take(dir.path()).unwrap());
    let (log, _) = SegmentLog::open_dir_with(lock, clock(), options()).unwrap();
    let log = Arc::new(log);
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(dir.path()));
    let store = Store::open(log.clone(), disk, clock()).await.unwrap();
    let mut known = filled(&store).await;
    known.commits = log.read_commits(Position(0), usize::MAX).await.unwrap();
    for event in known.commits.iter().flat_map(|commit| commit.events.clone()) {
        known.streams.entry(event.stream.clone()).or_default().push(event);
    }
    for commit in &known.commits {
        let Some(key) = &commit.key else { continue };
        known.keys.push((key.clone(), log.answered(key).await.unwrap().unwrap()));
    }
    drop(store);
    log.close();
    drop(log);
    collect(dir.path(), "", &mut known);
    // Of no meaning once it is let go of, and made anew.
    known.files_on_disk.retain(|path, _| !path.ends_with(".lock") && path != "lock");
    known.secrets = known
        .files_on_disk
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("vault/secrets/")?.to_owned(), bytes[4..].to_vec())))
        .collect();
    known.last_segment = known.files_on_disk.keys().rfind(|path| path.ends_with(".seg")).unwrap().clone();
    let bytes = &known.files_on_disk[&known.last_segment];
    let frames: Vec<usize> = (0..bytes.len()).step_by(8).filter(|&at| bytes[at..].starts_with(b"heyF")).collect();
    assert!(frames.len() > 4, "{} frames in the last segment", frames.len());
    let begin = frames[frames.len() - 1];
    let len = u32::from_le_bytes(bytes[begin + 8..begin + 12].try_into().unwrap()) as usize;
    known.last_frame = (begin, begin + len);
    assert!(bytes.len() > begin + len, "the last segment has room");
    let segments = known.files_on_disk.keys().filter(|path| path.ends_with(".seg")).count();
    assert!(segments > 4, "{segments} segments");
    known
}

async fn filled(store: &Store) -> Known {
    let mut known = Known {
        files_on_disk: BTreeMap::new(),
        dirs: BTreeSet::new(),
        last_segment: String::new(),
        last_frame: (0, 0),
        commits: Vec::new(),
        streams: BTreeMap::new(),
        keys: Vec::new(),
        texts: Vec::new(),
        secrets: Vec::new(),
        papers: Vec::new(),
    };
    for login in ["caseworker", "reviewer"] {
        let grants = vec![(Role::Caseworker, "320100".parse().unwrap())];
        let (name, office) = (format!("name of {login}"), "js-nanjing".parse().unwrap());
        let new =
            NewAccount { login: login.into(), name, office, grants, password_hash: Some(format!("hash of {login}")) };
        let (account, _) = store.accounts.create(new, nobody()).await.unwrap();
        store.accounts.issue_token(account, "月报".into(), "hash of a token", account).await.unwrap();
    }
    let mut last = ids::case();
    for number in 0..6_u8 {
        let case = ids::case();
        last = case;
        let opening = Opening {
            case,
            request: request(OpenCase(scenario::opened()), 0),
            employer: Some(Employer::New(ids::employer(), employer(number))),
            counts: None,
        };
        store.cases.open(opening, asked(number, 0)).await.unwrap();
        for step in 1..5_u8 {
            let text = format!("附注 {number}.{step}");
            let mut draft = store.vault.draft(case.0);
            let (note, name) = (draft.refer_to(&text), draft.refer_to("名册"));
            store.vault.keep(&draft.finish().unwrap()).unwrap();
            let len = if (number, step) == (1, 1) { 150_000 } else { 300 * usize::from(step) };
            let paper: Vec<u8> = (0..len).map(|at| (at % 251) as u8 ^ number).collect();
            let kept = store.files.keep(&mut paper.as_slice(), name.clone(), "application/pdf").unwrap();
            let demands = DemandsCollected {
                way: "问卷".into(),
                heard: None,
                topics: Vec::new(),
                text: "诉求".repeat(60 * usize::from(step)),
            };
            let mut request = request(CollectDemands(demands), 1);
            (request.note, request.evidence) = (Some(note.clone()), vec![kept.file.clone()]);
            store.cases.execute(case, request, asked(number, step)).await.unwrap();
            known.texts.push((note, Revealed::Text(text)));
            known.papers.push((kept.file.clone(), paper));
            known.texts.push((name, Revealed::Text("名册".into())));
        }
        if number == 2 {
            let (note, revealed) = &mut known.texts[0];
            let erased = TextErased { key: note.key, case, reason: "本人要求".into() };
            erasures::erase(store.vault.clone(), &*store.log, erased, nobody()).await.unwrap();
            *revealed = Revealed::Erased;
        }
    }
    // So that the last segment holds several frames: the later ones say of the earlier that they were durable.
    for _ in 0..8 {
        let demands = DemandsCollected { way: "走访".into(), heard: None, topics: Vec::new(), text: "诉求".into() };
        let asked = Asked { by: nobody(), seen: None, key: None };
        store.cases.execute(last, request(CollectDemands(demands), 1), asked).await.unwrap();
    }
    known
}

fn request(command: impl Into<Command>, day: i64) -> Request {
    Request { command: command.into(), occurred: scenario::day(day), note: None, evidence: Vec::new() }
}

fn asked(case: u8, step: u8) -> Asked {
    let fingerprint = Digest::of(&[&[case, step]]);
    let key =
        IdempotencyKey { account: nobody(), route: "POST /cases".into(), key: format!("{case}.{step}"), fingerprint };
    Asked { by: nobody(), seen: None, key: (step % 4 != 2).then_some(key) }
}

fn employer(number: u8) -> EmployerRegistered {
    EmployerRegistered {
        name: format!("示例第 {number} 有限公司"),
        credit_code: None,
        no_code_reason: "虚构".into(),
        place: "320106".parse().unwrap(),
        industry: Some("27".into()),
        biomedicine: Some(true),
        ownership: Ownership::Private,
        union: UnionKind::Own,
        made_up: true,
    }
}

/// Reads all files below a directory.
fn collect(root: &Path, dir: &str, known: &mut Known) {
    for entry in std::fs::read_dir(root.join(dir)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if dir.is_empty() { name } else { format!("{dir}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            collect(root, &path, known);
            known.dirs.insert(path);
        } else {
            known.files_on_disk.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}
