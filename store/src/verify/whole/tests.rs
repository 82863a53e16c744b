use std::collections::BTreeSet;

use heyi_core::erasable::FileRef;
use heyi_core::event::account::Role;
use heyi_core::event::system::{TailCut, TextErased};
use heyi_core::event::{Entry, Event, SystemEvent};
use heyi_core::ids::{CaseId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;

use super::*;
use crate::accounts::NewAccount;
use crate::append::{Commit, Expect};
use crate::clock::SystemClock;
use crate::disk::simulated::SimulatedDisk;
use crate::erasures;
use crate::laws::nobody;
use crate::log::EventLog;
use crate::segment_log::{Options, Preallocate, SegmentLog};
use crate::store::Store;
use crate::streams;

/// A store with accounts, texts and files, closed; a file, a text and an erased text of its.
async fn stored(disk: &SimulatedDisk) -> (FileRef, Erasable, Erasable) {
    let options = Options { segment_bytes: 3_000_000, preallocate: Preallocate::No, ..Options::default() };
    let on: Arc<dyn Disk> = Arc::new(disk.clone());
    let (log, _) = SegmentLog::open(Arc::clone(&on), Arc::new(SystemClock), options).unwrap();
    let log = Arc::new(log);
    let store = Store::open(log.clone(), on, Arc::new(SystemClock)).await.unwrap();
    let new = NewAccount {
        login: "caseworker".into(),
        name: "王某".into(),
        office: "js-nanjing".parse().unwrap(),
        grants: vec![(Role::Caseworker, Place::nation())],
        password_hash: Some("$argon2id$".into()),
    };
    store.accounts.create(new, nobody()).await.unwrap();
    let case = Uuid::from_u128(9);
    let mut draft = store.vault.draft(case);
    let texts = ["李某", "赵某"].map(|text| draft.refer_to(text));
    store.vault.keep(&draft.finish().unwrap()).unwrap();
    let [text, erased] = texts;
    for (note, bytes) in [(&text, 100_000), (&erased, 10)] {
        let kept = store.files.keep(&mut vec![7; bytes].as_slice(), text.clone(), "x").unwrap();
        let event = TailCut { from: Position(1), bytes: 1, hash: kept.file.sha256 };
        append(&*log, SystemEvent::TailCut(event), Some(note.clone()), vec![kept.file.clone()]).await;
    }
    let record = TextErased { key: erased.key, case: CaseId(case), reason: "本人要求".into() };
    erasures::erase(Arc::clone(&store.vault), &*log, record, nobody()).await.unwrap();
    log.close();
    let sha256 = heyi_core::digest::Digest::of(&[&vec![7; 100_000]]);
    (FileRef { sha256, bytes: 100_000, name: text.clone(), media_type: "x".into() }, text, erased)
}

async fn append(log: &dyn EventLog, event: SystemEvent, note: Option<Erasable>, evidence: Vec<FileRef>) {
    let entry = Entry { occurred: Occurred::unknown(""), event: Event::System(event), note, evidence };
    let event = codec::encode(&entry).unwrap();
    log.append(Commit::to_one(streams::system().unwrap(), Expect::Any, vec![event], nobody())).await.unwrap();
}

fn check(disk: &SimulatedDisk) -> Whole {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    verify_whole(&disk, Vec::new(), &mut |_, _, _| ()).unwrap()
}

fn every_file(disk: &SimulatedDisk) -> Vec<String> {
    let (mut dirs, mut files) = (vec!["log".to_owned(), "vault".to_owned(), "files".to_owned()], Vec::new());
    while let Some(dir) = dirs.pop() {
        for listed in disk.list(&dir).unwrap() {
            let path = format!("{dir}/{}", listed.name);
            if listed.is_dir { dirs.push(path) } else { files.push(path) }
        }
    }
    files
}

/// A store nobody refers into is litter, not damage; so the mark of the erased text is the only file without bytes.
fn live(disk: &SimulatedDisk) -> Vec<String> {
    let not_live = |path: &String| path.ends_with("clean-stop.json") || path.ends_with(".begun");
    every_file(disk).into_iter().filter(|path| !not_live(path)).collect()
}

#[tokio::test]
async fn a_sound_store_is_counted_and_nothing_is_written() {
    let disk = SimulatedDisk::new(1);
    stored(&disk).await;
    let before = disk.operations();
    let whole = check(&disk);
    assert!(whole.is_sound(), "{:?}", whole.log.problems);
    assert_eq!((whole.texts, whole.texts_erased, whole.secrets, whole.files), (3, 1, 1, 2));
    assert_eq!((whole.file_bytes, whole.tails_cut.len(), whole.seen.len()), (100_010, 2, 1));
    assert_eq!(whole.log.leaves, whole.log.events);
    assert_eq!(disk.operations(), before, "a check changes nothing");
}

#[tokio::test]
async fn every_damaged_byte_and_every_missing_file_is_found_and_named() {
    let mut found = BTreeSet::new();
    let paths = {
        let disk = SimulatedDisk::new(2);
        stored(&disk).await;
        live(&disk)
    };
    let disk = SimulatedDisk::new(2);
    stored(&disk).await;
    // Numbers are made by chance, so the paths are those of this disk.
    assert_eq!(paths.len(), live(&disk).len());
    for path in live(&disk) {
        let bytes = crate::disk::read(&disk, &path).unwrap();
        let ends = if path.starts_with("log") { bytes.len() - 1 } else { bytes.len() };
        for at in (0..ends).step_by(1 + ends / 40) {
            disk.damage(&path, |bytes| bytes[at] ^= 1 << (at % 8)).unwrap();
            let whole = check(&disk);
            assert!(!whole.is_sound(), "{path} byte {at}");
            found.extend(whole.log.problems.iter().map(|problem| problem.file.split('/').next().unwrap().to_owned()));
            disk.damage(&path, |now| now.clone_from(&bytes)).unwrap();
        }
        disk.remove(&path).unwrap();
        assert!(!check(&disk).is_sound(), "{path} is missing");
        crate::disk::replace(&disk, &path, &bytes).unwrap();
        assert!(check(&disk).is_sound(), "{path} is back");
    }
    assert_eq!(found, ["files", "log", "vault"].map(str::to_owned).into());
}

#[tokio::test]
async fn no_bytes_make_it_panic() {
    let disk = SimulatedDisk::new(3);
    stored(&disk).await;
    let mut random = 1_u64;
    let mut next = || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap()
    };
    for path in every_file(&disk) {
        let whole = crate::disk::read(&disk, &path).unwrap();
        for _ in 0..12 {
            disk.damage(&path, |bytes| match next() % 4 {
                0 => bytes.truncate(next() % (bytes.len() + 1)),
                1 => bytes.extend((0..next() % 300).map(|at| at as u8)),
                2 => bytes.iter_mut().for_each(|byte| *byte = next() as u8),
                _ => (0..20).for_each(|_| {
                    let at = next() % bytes.len().max(1);
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = next() as u8;
                    }
                }),
            })
            .unwrap();
            check(&disk);
        }
        disk.damage(&path, |bytes| bytes.clone_from(&whole)).unwrap();
    }
    assert!(check(&disk).is_sound());
}

#[tokio::test]
async fn what_the_log_says_of_erasures_and_what_the_vault_holds_must_agree() {
    let disk = SimulatedDisk::new(4);
    let (file, text, erased) = stored(&disk).await;
    let on: Arc<dyn Disk> = Arc::new(disk.clone());
    let vault = Vault::at(Arc::clone(&on));
    // The program stopped between the two halves of an erasure.
    assert!(vault.erase(text.key).unwrap());
    let whole = check(&disk);
    assert_eq!((whole.erased_without_record, whole.texts_erased), (vec![text.key], 2));
    assert!(whole.log.problems[0].what.contains("erase it again"));
    crate::disk::replace(&disk, &format!("vault/keys/{}", erased.key), b"back from somewhere").unwrap();
    crate::disk::remove_if_there(&disk, &format!("vault/erased/{}", erased.key)).unwrap();
    assert!(check(&disk).log.problems.iter().any(|problem| problem.file == format!("vault/keys/{}", erased.key)));
    disk.remove(&files::path_of(file.sha256)).unwrap();
    let missing = check(&disk).log.problems;
    assert!(missing.iter().any(|problem| problem.file == files::path_of(file.sha256) && problem.streams == ["system"]));
}
