use uuid::Uuid;

use super::*;
use crate::disk::simulated::{Fault, Operation, SimulatedDisk};

fn files_on(disk: &SimulatedDisk) -> Files {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let vault = Arc::new(Vault::open(Arc::clone(&disk)).unwrap());
    Files::open(disk, vault).unwrap()
}

fn name() -> Erasable {
    Erasable { key: Uuid::from_u128(1), commitment: Digest::default() }
}

fn keep(files: &Files, bytes: &[u8]) -> FileRef {
    files.keep(&mut &*bytes, name(), "application/pdf").unwrap().file.clone()
}

fn bytes_of(files: &Files, file: &FileRef) -> Result<Vec<u8>, FilesError> {
    let (mut reading, mut bytes) = (files.read(file)?, Vec::new());
    while let Some(chunk) = reading.next_chunk()? {
        bytes.extend(chunk);
    }
    Ok(bytes)
}

fn names_in(disk: &SimulatedDisk, dir: &str) -> Vec<String> {
    disk.list(dir).unwrap().into_iter().map(|listed| listed.name).collect()
}

#[test]
fn a_file_that_was_refused_and_is_kept_again_survives_a_power_cut() {
    for after in 0..3 {
        for seed in 0..10 {
            let disk = SimulatedDisk::new(seed);
            let files = files_on(&disk);
            disk.fail(Fault { on: Operation::SyncDir, error: io::ErrorKind::Other, after, times: 1 });
            let _ = files.keep(&mut &[7; 900][..], name(), "application/pdf");
            disk.mend();
            let file = keep(&files, &[7; 900]);
            disk.power_cycle();
            assert_eq!(bytes_of(&files_on(&disk), &file).unwrap(), [7; 900], "sync {after} failed, seed {seed}");
        }
    }
}

#[test]
fn a_kept_file_survives_a_power_cut_and_reads_back() {
    let disk = SimulatedDisk::new(1);
    let bytes = vec![5; 200_000];
    let file = keep(&files_on(&disk), &bytes);
    disk.power_cycle();
    assert_eq!(bytes_of(&files_on(&disk), &file).unwrap(), bytes);
}

#[test]
fn the_same_bytes_kept_by_many_at_once_read_back() {
    for round in 0..20 {
        let files = files_on(&SimulatedDisk::new(round));
        let start = std::sync::Barrier::new(8);
        let keep = || {
            start.wait();
            keep(&files, b"scan")
        };
        let kept: Vec<_> = std::thread::scope(|scope| {
            let keepers: Vec<_> = (0..8).map(|_| scope.spawn(keep)).collect();
            keepers.into_iter().map(|keeper| keeper.join().unwrap()).collect()
        });
        assert!(kept.iter().all(|file| bytes_of(&files, file).unwrap() == b"scan"), "round {round}");
    }
}

#[test]
fn a_changed_byte_is_damage_and_nothing_lies_in_clear() {
    let disk = SimulatedDisk::new(2);
    let files = files_on(&disk);
    let file = keep(&files, b"MARKER MARKER");
    let path = path_of(file.sha256);
    assert!(!disk::read(&disk, &path).unwrap().windows(6).any(|bytes| bytes == b"MARKER"));
    disk.damage(&path, |bytes| bytes[40] ^= 1).unwrap();
    assert!(matches!(bytes_of(&files, &file), Err(FilesError::Damaged)));
    // The same bytes kept once more are written anew.
    let file = keep(&files, b"MARKER MARKER");
    assert_eq!(bytes_of(&files, &file).unwrap(), b"MARKER MARKER");
}

#[test]
fn what_is_staged_lies_encrypted_and_leaves_nothing_when_it_is_not_kept() {
    let disk = SimulatedDisk::new(4);
    let files = files_on(&disk);
    let mut staging = files.stage().unwrap();
    staging.write(&b"MARKER ".repeat(20_000)).unwrap();
    let [written] = names_in(&disk, "files").try_into().unwrap();
    let path = format!("files/{written}");
    assert!(!disk::read(&disk, &path).unwrap().windows(6).any(|bytes| bytes == b"MARKER"));
    drop(staging.finish().unwrap());
    assert!(names_in(&disk, "files").is_empty() && names_in(&disk, "vault/secrets").is_empty());
}

#[test]
fn a_file_has_a_limit() {
    let disk = SimulatedDisk::new(3);
    let files = files_on(&disk);
    let kept = files.keep(&mut io::repeat(0).take(MAX_FILE as u64 + 1), name(), "x");
    assert!(matches!(kept, Err(FilesError::TooLarge)));
    assert!(names_in(&disk, "files").is_empty());
}
