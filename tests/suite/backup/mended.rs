//! Damage of every kind, mended to the byte.

use heyi_store::backup::{BackupError, Protection};
use heyi_store::disk::Disk as _;
use heyi_store::disk::simulated::SimulatedDisk;

use super::kit::{Made, disk_of, everything, image};

/// Damages a file in one way; `false`: it would change nothing.
type Damage = fn(&mut Vec<u8>) -> bool;

const OF_SEGMENTS: [(&str, Damage); 8] = [
    ("a flipped bit in a frame", |bytes| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        true
    }),
    ("a flipped bit in the header", |bytes| {
        bytes[20] ^= 1;
        true
    }),
    ("a flipped bit at the end", |bytes| {
        let last = bytes.len() - 20;
        bytes[last] ^= 1;
        true
    }),
    ("a zeroed page", |bytes| {
        let end = bytes.len() - 100;
        bytes[300..end].fill(0);
        true
    }),
    ("everything zeroed", |bytes| {
        bytes.fill(0);
        true
    }),
    ("truncated", |bytes| {
        bytes.truncate(bytes.len() / 3);
        true
    }),
    ("nothing left", |bytes| {
        bytes.clear();
        true
    }),
    ("noise behind the header", |bytes| {
        for (at, byte) in bytes.iter_mut().enumerate().skip(96).step_by(7) {
            *byte = byte.wrapping_add(u8::try_from(at % 251).unwrap());
        }
        true
    }),
];

#[tokio::test]
async fn backup_mends_every_damage_of_every_segment_to_the_byte() {
    let made = Made::with(1, 16).await;
    let to = SimulatedDisk::new(1);
    made.back_up(&to, &Protection::Plain).unwrap();
    let (files, whole) = (everything(&made.disk), image(&made.disk));
    let segments: Vec<_> = whole.keys().filter(|path| path.ends_with(".seg")).cloned().collect();
    assert!(segments.len() > 3);
    for path in &segments {
        for (what, damage) in OF_SEGMENTS {
            let mut files = files.clone();
            // The zeros behind the frames are not what is damaged.
            let mut bytes = whole[path].clone();
            damage(&mut bytes);
            files.insert(path.clone(), bytes.clone());
            let disk = disk_of(&files, 2);
            let mut at = Made::empty(0);
            at.disk = disk;
            let before = at.disk.operations();
            let looked = at.mend(&to, true).unwrap();
            assert_eq!(at.disk.operations(), before, "{path}, {what}: looking changes nothing");
            let mended = at.mend(&to, false).unwrap();
            assert!(mended.is_sound(), "{path}, {what}: {mended:?}");
            assert!(image(&at.disk) == whole, "{path}, {what}");
            assert_eq!(mended.segments.len(), 1, "{path}, {what}: {:?}", mended.segments);
            assert_eq!(mended.segments[0].ranges, looked.segments[0].ranges);
            let kept = mended.segments[0].set_aside.as_deref().unwrap();
            let kept = heyi_store::disk::read(&at.disk, kept).unwrap();
            assert!(bytes.starts_with(&kept) && bytes[kept.len()..].iter().all(|byte| *byte == 0), "{path}, {what}");
            let again = at.mend(&to, false).unwrap();
            assert!(again.is_sound() && again.segments.is_empty(), "{path}, {what}: nothing is left to mend");
        }
        let mut files = files.clone();
        files.remove(path);
        let mut at = Made::empty(0);
        at.disk = disk_of(&files, 3);
        let mended = at.mend(&to, false).unwrap();
        assert!(
            mended.is_sound() && mended.segments[0].set_aside.is_none() && image(&at.disk) == whole,
            "{path} is missing"
        );
    }
}

#[tokio::test]
async fn backup_mends_a_flipped_bit_with_the_eight_bytes_around_it() {
    let made = Made::with(2, 20).await;
    let to = SimulatedDisk::new(1);
    made.back_up(&to, &Protection::Plain).unwrap();
    made.disk.damage("log/00000002.seg", |bytes| bytes[1_003] ^= 1).unwrap();
    let mended = made.mend(&to, false).unwrap();
    let told = serde_json::to_value(&mended.segments).unwrap();
    assert_eq!(told[0]["ranges"], serde_json::json!([{"offset": 1_000, "bytes": 8}]));
}

#[tokio::test]
async fn backup_mends_texts_secrets_and_papers_and_whole_directories() {
    let made = Made::with(3, 7).await;
    let to = SimulatedDisk::new(1);
    made.back_up(&to, &Protection::Plain).unwrap();
    let (files, whole) = (everything(&made.disk), image(&made.disk));
    let kept: Vec<_> = whole.keys().filter(|path| !path.starts_with("log/")).cloned().collect();
    let mend = |files: &std::collections::BTreeMap<String, Vec<u8>>, what: &str| {
        let mut at = Made::empty(0);
        at.disk = disk_of(files, 4);
        let mended = at.mend(&to, false).unwrap();
        assert!(mended.is_sound(), "{what}: {mended:?}");
        assert!(image(&at.disk) == whole, "{what}");
        mended
    };
    for path in &kept {
        let mut gone = files.clone();
        gone.remove(path);
        mend(&gone, &format!("{path} is gone"));
        for at in [3, 40] {
            let mut flipped = files.clone();
            let bytes = flipped.get_mut(path).unwrap();
            // The account's number in a key's record: only which directory holds the text.
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1;
            mend(&flipped, &format!("{path}, a bit of byte {at}"));
        }
        let mut empty = files.clone();
        empty.insert(path.clone(), Vec::new());
        mend(&empty, &format!("{path} is empty"));
    }
    for part in ["log/", "vault/", "files/"] {
        let mut lost = files.clone();
        lost.retain(|path, _| !path.starts_with(part));
        mend(&lost, part);
    }
}

#[tokio::test]
async fn backup_keeps_what_is_newer_than_itself_and_says_what_it_cannot_mend() {
    let mut made = Made::with(5, 20).await;
    let to = SimulatedDisk::new(1);
    let end = made.back_up(&to, &Protection::Plain).unwrap().end.position;
    made.record(20).await;
    let (files, whole) = (everything(&made.disk), image(&made.disk));
    // Below its end, in the segment it has a part of: mended, and what is newer stays.
    let part = everything(&to).into_keys().find(|path| path.starts_with("open/")).unwrap();
    let path = format!("log/{}.seg", &part[5..13]);
    made.disk.damage(&path, |bytes| bytes[200] ^= 1).unwrap();
    let mended = made.mend(&to, false).unwrap();
    assert!(mended.is_sound() && image(&made.disk) == whole, "{mended:?}");
    // The last segment is newer: what is wrong with it is said, and the rest is mended.
    let last = whole.keys().filter(|path| path.ends_with(".seg")).max().unwrap();
    made.disk.damage(last, |bytes| bytes[150] ^= 1).unwrap();
    made.disk.damage("log/00000001.seg", |bytes| bytes[300] ^= 1).unwrap();
    let text = made.texts.last().unwrap().0.key;
    made.disk.remove(&format!("vault/keys/{text}")).unwrap();
    let mended = made.mend(&to, false).unwrap();
    assert_eq!(mended.segments.iter().map(|mended| &*mended.file).collect::<Vec<_>>(), ["log/00000001.seg"]);
    assert!(!mended.is_sound());
    let damage = mended.remaining.iter().find(|problem| problem.file == *last).unwrap();
    assert!(damage.offset == 96 && damage.first > end && damage.last.is_some_and(|last| last > end), "{damage:?}");
    let now = image(&made.disk);
    assert!(now["log/00000001.seg"] == whole["log/00000001.seg"] && now[last] != whole[last]);

    // The end of the log is cut off: it comes back as far as the backup reaches.
    let mut shortened = files.clone();
    shortened.retain(|path, _| !path.starts_with("log/") || path == "log/00000001.seg");
    let mut at = Made::empty(0);
    at.disk = disk_of(&shortened, 6);
    let mended = at.mend(&to, false).unwrap();
    assert_eq!(mended.verified.as_ref().unwrap().log.head, end);

    // The same where the middle of a segment that goes on is gone: told with positions, and what comes after stays.
    let mut gone = files.clone();
    gone.get_mut(&path).unwrap().truncate(130);
    let mut at = Made::empty(0);
    at.disk = disk_of(&gone, 7);
    let mended = at.mend(&to, false).unwrap();
    let told: Vec<_> = mended.remaining.iter().filter(|problem| problem.file == path).collect();
    assert!(!told.is_empty() && told.iter().any(|problem| problem.last.is_some_and(|last| last > end)), "{told:?}");
    let now = image(&at.disk);
    assert!(now.iter().all(|(name, bytes)| *name == path || *bytes == whole[name]), "nothing else was touched");
    assert!(now[&path].len() > 130 && whole[&path].starts_with(&now[&path]), "what the backup has of it came back");
}

#[tokio::test]
async fn backup_of_another_history_mends_nothing() {
    let mut made = Made::with(7, 20).await;
    let files = everything(&made.disk);
    made.record(10).await;
    let to = SimulatedDisk::new(1);
    made.back_up(&to, &Protection::Plain).unwrap();
    let mut other = Made::empty(8);
    other.disk = disk_of(&files, 9);
    other.record(12).await;
    // Damaged where both are the same, and going on differently.
    other.disk.damage("log/00000001.seg", |bytes| bytes[400] ^= 1).unwrap();
    let last = image(&other.disk).into_keys().filter(|path| path.ends_with(".seg")).max().unwrap();
    other.disk.damage(&last, |bytes| bytes[100] ^= 1).unwrap();
    let before = everything(&other.disk);
    let refused = other.mend(&to, false);
    assert!(matches!(refused, Err(BackupError::OtherCourse { .. })), "{refused:?}");
    assert!(everything(&other.disk) == before);
    let stranger = Made::with(11, 5).await;
    stranger.disk.damage("log/00000001.seg", |bytes| bytes[400] ^= 1).unwrap();
    assert!(matches!(stranger.mend(&to, false), Err(BackupError::OtherLog { .. })));
}

#[tokio::test]
async fn backup_mending_that_is_cut_off_is_finished_by_mending_again() {
    let mut made = Made::with(12, 14).await;
    let to = SimulatedDisk::new(1);
    made.back_up(&to, &Protection::Plain).unwrap();
    made.record(6).await;
    let whole = image(&made.disk);
    let mut damaged = everything(&made.disk);
    damaged.get_mut("log/00000001.seg").unwrap()[500] ^= 1;
    damaged.get_mut("log/00000002.seg").unwrap().truncate(1_000);
    let paper = format!("files/{}", made.papers[1].0.sha256);
    damaged.remove(&paper);
    damaged.remove(&format!("vault/keys/{}", made.texts[2].0.key));
    let (mut cuts, mut operations) = (0, 1);
    loop {
        let mut at = Made::empty(0);
        at.disk = disk_of(&damaged, operations);
        at.disk.cut_power_in(operations);
        let done = at.mend(&to, false);
        let off = at.disk.is_off();
        at.disk.power_cycle();
        let mended = at.mend(&to, false).unwrap();
        assert!(mended.is_sound() && image(&at.disk) == whole, "cut after {operations}: {mended:?}");
        if !off {
            assert!(done.unwrap().is_sound());
            break;
        }
        cuts += 1;
        operations += 1;
    }
    assert!(cuts > 20, "{cuts}");
}
