//! What is in a backup, what is copied again, and what is refused.

use heyi_store::backup::{BackupError, Key, Protection};
use heyi_store::disk::Disk as _;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::vault::Vault;

use super::kit::{IDENTITY, MARKER, Made, RECIPIENT, disk_of, everything, image, restored};

fn holds_marker(disk: &SimulatedDisk) -> bool {
    let holds = |bytes: &Vec<u8>| bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes());
    everything(disk).values().any(holds)
}

#[tokio::test]
async fn backup_copies_only_what_is_new_and_a_restore_gives_the_same_store() {
    let mut made = Made::with(1, 40).await;
    let to = SimulatedDisk::new(2);
    let first = made.back_up(&to, &Protection::Plain).unwrap();
    assert!(first.segments > 3 && first.segments_copied == first.segments && first.files_copied == 14, "{first:?}");
    let again = made.back_up(&to, &Protection::Plain).unwrap();
    assert_eq!((again.end, again.segments_copied, again.files_copied), (first.end, 1, 0), "only the open segment");
    made.record(20).await;
    let second = made.back_up(&to, &Protection::Plain).unwrap();
    assert!(second.end.position > first.end.position);
    assert_eq!(second.segments_copied, second.segments - first.segments + 1);
    assert_eq!((second.files, second.files_copied), (20, 6));
    let names = everything(&to);
    for (dir, count) in [("open/", 1), ("vault/", 1), ("segments/", second.segments as usize - 1), ("files/", 20)] {
        assert_eq!(names.keys().filter(|name| name.starts_with(dir)).count(), count, "{dir}: {:?}", names.keys());
    }

    let new = SimulatedDisk::new(3);
    let looked = restored(&to, &Key::None, &new, true).unwrap();
    assert!(looked.is_sound() && looked.whole && everything(&new).is_empty(), "looking changes nothing");
    let done = restored(&to, &Key::None, &new, false).unwrap();
    assert!(done.is_sound() && done.whole && done.backup == second.end, "{done:?}");
    assert_eq!(done.verified.unwrap().log.head, second.end.position);
    assert!(image(&new) == image(&made.disk));
    made.is_whole(&new, &[]);
    assert!(!heyi_store::restore::is_unfinished(&new).unwrap());
}

#[tokio::test]
async fn backup_is_read_with_its_key_only_and_shows_nobody_anything() {
    let made = Made::with(4, 12).await;
    let plain = SimulatedDisk::new(1);
    made.back_up(&plain, &Protection::Plain).unwrap();
    let secret = || Protection::Passphrase("correct horse".into());
    let recipient = || Protection::Recipients(vec![RECIPIENT.into()]);
    for (protection, key, wrong) in [
        (secret(), Key::Passphrase("correct horse".into()), Key::Passphrase("another".into())),
        (recipient(), Key::Identity(IDENTITY.into()), Key::Passphrase("correct horse".into())),
    ] {
        let to = SimulatedDisk::new(5);
        made.back_up(&to, &protection).unwrap();
        let second = made.back_up(&to, &protection).unwrap();
        assert_eq!(
            (second.segments_copied, second.files_copied),
            (1, 0),
            "encrypted parts are not copied again either"
        );
        assert!(!holds_marker(&to), "a name is in an encrypted backup");
        let new = SimulatedDisk::new(6);
        assert!(matches!(restored(&to, &wrong, &new, false), Err(BackupError::WrongKey)));
        assert!(matches!(restored(&to, &Key::None, &new, false), Err(BackupError::NoKey)));
        assert!(everything(&new).is_empty(), "a wrong key changes nothing");
        assert!(restored(&to, &key, &new, false).unwrap().is_sound());
        made.is_whole(&new, &[]);
        let before = everything(&to);
        for other in [Protection::Plain, Protection::Recipients(vec![format!(" {RECIPIENT}"), other_recipient()])] {
            assert!(matches!(made.back_up(&to, &other), Err(BackupError::OtherProtection)));
        }
        assert!(everything(&to) == before);
    }
    let to = SimulatedDisk::new(7);
    made.back_up(&to, &secret()).unwrap();
    let wrong = made.back_up(&to, &Protection::Passphrase("another".into()));
    assert!(matches!(wrong, Err(BackupError::WrongKey)));
    // Somebody who can write there puts an identity of his own in: it does not open with the passphrase.
    to.remove("identity.age").unwrap();
    assert!(matches!(made.back_up(&to, &secret()), Err(BackupError::IdentityMissing)));
    let nobody = made.back_up(&SimulatedDisk::new(8), &Protection::Recipients(vec!["age1nobody".into()]));
    assert!(matches!(nobody, Err(BackupError::NotARecipient(_))));
}

fn other_recipient() -> String {
    "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p".to_owned()
}

#[tokio::test]
async fn backup_of_another_history_or_of_damage_is_refused_and_the_earlier_one_stays() {
    let mut made = Made::with(9, 30).await;
    let to = SimulatedDisk::new(1);
    let earlier = everything(&made.disk);
    made.record(5).await;
    made.back_up(&to, &Protection::Plain).unwrap();
    let before = everything(&to);
    let refused = |made: &Made| made.back_up(&to, &Protection::Plain).unwrap_err();

    let other = Made::with(10, 3).await;
    assert!(matches!(refused(&other), BackupError::OtherLog { .. }));
    let mut shortened = Made::empty(11);
    shortened.disk = disk_of(&earlier, 12);
    assert!(matches!(refused(&shortened), BackupError::Shortened { .. }));
    shortened.record(30).await;
    assert!(matches!(refused(&shortened), BackupError::OtherCourse { .. }), "it went on otherwise");
    for path in [
        "log/00000002.seg".to_owned(),
        format!("files/{}", made.papers[0].0.sha256),
        format!("vault/keys/{}", made.texts[3].0.key),
    ] {
        let whole = heyi_store::disk::read(&made.disk, &path).unwrap();
        made.disk.damage(&path, |bytes| bytes[20] ^= 1).unwrap();
        let new = SimulatedDisk::new(13);
        let error = if path.starts_with("files/") {
            // One that is copied already is not read again; a new backup reads it.
            made.back_up(&new, &Protection::Plain).unwrap_err()
        } else {
            refused(&made)
        };
        assert!(matches!(&error, BackupError::Damaged { file, .. } if file.contains(&path[..5])), "{path}: {error}");
        made.disk.damage(&path, |bytes| *bytes = whole).unwrap();
    }
    assert!(everything(&to) == before, "nothing was changed by what was refused");
    let strange = SimulatedDisk::new(14);
    heyi_store::disk::replace(&strange, "letter.txt", b"x").unwrap();
    assert!(matches!(made.back_up(&strange, &Protection::Plain), Err(BackupError::NotABackup)));
    made.back_up(&to, &Protection::Plain).unwrap();
}

#[tokio::test]
async fn backup_forgets_who_was_erased_and_an_older_one_does_not_bring_them_back() {
    let made = Made::with(15, 12).await;
    let key = made.texts[4].0.key;
    let (old, to) = (SimulatedDisk::new(1), SimulatedDisk::new(2));
    made.back_up(&old, &Protection::Plain).unwrap();
    made.back_up(&to, &Protection::Plain).unwrap();
    let holds_key = |disk: &SimulatedDisk| {
        let path = format!("vault/keys/{key}");
        everything(disk).values().any(|bytes| bytes.windows(path.len()).any(|window| window == path.as_bytes()))
    };
    assert!(holds_key(&to));
    made.erase(key).await;
    made.back_up(&to, &Protection::Plain).unwrap();
    assert!(!holds_key(&to) && holds_key(&old));
    let new = SimulatedDisk::new(3);
    assert!(restored(&to, &Key::None, &new, false).unwrap().is_sound());
    made.is_whole(&new, &[key]);
    // The whole vault is lost, and only the older backup is left.
    for path in everything(&made.disk).keys().filter(|path| path.starts_with("vault/")) {
        made.disk.remove(path).unwrap();
    }
    let mended = made.mend(&old, false).unwrap();
    assert!(mended.is_sound() && mended.texts == 12 && mended.erased == 1, "{mended:?}");
    made.is_whole(&made.disk, &[key]);
}

#[tokio::test]
async fn backup_is_not_disturbed_by_an_erasure_at_any_step_and_does_not_hold_who_was_erased() {
    // Steps: each time progress is told, a text is erased in the vault; the record of it comes later, or not at all.
    for step in 0.. {
        let made = Made::with(17, 4).await;
        let (key, to) = (made.texts[1].0.key, SimulatedDisk::new(1));
        let vault = Vault::open(made.disk()).unwrap();
        let (mut steps, mut erased) = (0, false);
        let done = made.back_up_while(&to, &Protection::Plain, &mut |_, _, _| {
            if steps == step {
                erased = vault.erase(key).unwrap();
            }
            steps += 1;
        });
        done.unwrap_or_else(|error| panic!("erased at step {step}: {error}"));
        let store = SimulatedDisk::new(2);
        let found = restored(&to, &Key::None, &store, false).unwrap();
        if !erased {
            assert!(step > 8 && found.is_sound(), "{step} steps");
            break;
        }
        // Attached files come after the vault was packed: then the next run forgets.
        let packed_before = found.is_sound();
        assert!(packed_before || found.remaining.iter().all(|problem| problem.what.contains("erase it again")));
        made.erase(key).await;
        made.back_up(&to, &Protection::Plain).unwrap();
        let store = SimulatedDisk::new(3);
        assert!(restored(&to, &Key::None, &store, false).unwrap().is_sound());
        made.is_whole(&store, &[key]);
        assert!(!everything(&store).contains_key(&format!("vault/keys/{key}")));
    }
}

#[tokio::test]
async fn backup_parts_that_are_damaged_are_told_and_not_used() {
    let made = Made::with(16, 9).await;
    let to = SimulatedDisk::new(1);
    made.back_up(&to, &Protection::Plain).unwrap();
    let parts: Vec<String> = everything(&to).into_keys().filter(|path| path.contains('/')).collect();
    assert!(parts.len() > 5);
    for part in parts {
        let whole = heyi_store::disk::read(&to, &part).unwrap();
        to.damage(&part, |bytes| *bytes.last_mut().unwrap() ^= 1).unwrap();
        let new = SimulatedDisk::new(2);
        let looked = restored(&to, &Key::None, &new, true).unwrap();
        assert!(looked.unusable.iter().map(|unusable| &unusable.part).eq([&part]), "{part}: {looked:?}");
        match restored(&to, &Key::None, &new, false) {
            Ok(done) => {
                assert!(
                    part.starts_with("files/") && !done.is_sound() && done.remaining.len() == 1,
                    "{part}: {done:?}"
                );
                assert!(!heyi_store::restore::is_unfinished(&new).unwrap(), "what is there can be served");
            }
            Err(BackupError::PartDamaged { part: told, .. }) => {
                assert_eq!(told, part);
                assert!(heyi_store::restore::is_unfinished(&new).unwrap());
            }
            Err(error) => panic!("{part}: {error}"),
        }
        to.damage(&part, |bytes| *bytes = whole).unwrap();
        assert!(restored(&to, &Key::None, &new, false).is_ok_and(|done| done.is_sound()), "{part}: begun again");
        made.is_whole(&new, &[]);
    }
}
