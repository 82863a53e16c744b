use super::*;
use crate::disk::simulated::{Fault, Operation, SimulatedDisk};

fn vault_on(disk: &SimulatedDisk) -> Vault {
    Vault::open(Arc::new(disk.clone())).unwrap()
}

fn keep(vault: &Vault, scope: Uuid, text: &str) -> Erasable {
    let mut draft = vault.draft(scope);
    let reference = draft.refer_to(text);
    vault.keep(&draft.finish().unwrap()).unwrap();
    reference
}

#[test]
fn what_was_kept_is_revealed_until_it_is_erased() {
    let disk = SimulatedDisk::new(1);
    let vault = vault_on(&disk);
    let reference = keep(&vault, Uuid::from_u128(1), "王某");
    assert_eq!(vault.reveal(&reference), Revealed::Text("王某".into()));
    assert!(vault.erase(reference.key).unwrap());
    assert_eq!(vault.reveal(&reference), Revealed::Erased);
    assert!(!vault.erase(reference.key).unwrap());
}

#[test]
fn one_person_of_a_case_has_one_key_and_of_two_cases_two() {
    let disk = SimulatedDisk::new(2);
    let vault = vault_on(&disk);
    let first = keep(&vault, Uuid::from_u128(1), "王某");
    assert_eq!(keep(&vault, Uuid::from_u128(1), "王某"), first);
    assert_ne!(keep(&vault, Uuid::from_u128(2), "王某"), first);
    let mut draft = vault.draft(Uuid::from_u128(3));
    assert_eq!(draft.refer_to("李某"), draft.refer_to("李某"));
}

#[test]
fn no_text_lies_in_clear() {
    let disk = SimulatedDisk::new(3);
    let vault = vault_on(&disk);
    let scope = Uuid::from_u128(1);
    let reference = keep(&vault, scope, "MARKER-NAME");
    let sealed = disk::read(&disk, &format!("vault/texts/{scope}/{}", reference.key)).unwrap();
    assert!(!sealed.windows(6).any(|bytes| bytes == b"MARKER"));
}

#[test]
fn another_text_than_the_committed_one_is_damage() {
    let disk = SimulatedDisk::new(4);
    let vault = vault_on(&disk);
    let one = keep(&vault, Uuid::from_u128(1), "王某");
    let two = keep(&vault, Uuid::from_u128(1), "李某");
    let swapped = Erasable { key: one.key, commitment: two.commitment };
    assert_eq!(vault.reveal(&swapped), Revealed::Damaged);
    let missing = Erasable { key: Uuid::from_u128(99), commitment: one.commitment };
    assert_eq!(vault.reveal(&missing), Revealed::Damaged);
}

#[test]
fn what_was_kept_survives_a_power_cut() {
    for seed in 0..40 {
        let disk = SimulatedDisk::new(seed);
        let vault = vault_on(&disk);
        let kept = keep(&vault, Uuid::from_u128(1), "王某");
        let secret = vault.put_secret("id", b"hash");
        disk.cut_power_in(seed % 9);
        let mut draft = vault.draft(Uuid::from_u128(1));
        let late = draft.refer_to("李某");
        let late_kept = vault.keep(&draft.finish().unwrap());
        disk.power_cycle();
        let vault = vault_on(&disk);
        assert_eq!(vault.reveal(&kept), Revealed::Text("王某".into()), "seed {seed}");
        secret.unwrap();
        assert_eq!(vault.secret("id").unwrap(), Some(b"hash".to_vec()));
        if late_kept.is_ok() {
            assert_eq!(vault.reveal(&late), Revealed::Text("李某".into()), "seed {seed}");
        }
    }
}

#[test]
fn a_text_that_was_refused_and_is_kept_again_survives_a_power_cut() {
    for after in 0..6 {
        for seed in 0..10 {
            let disk = SimulatedDisk::new(seed);
            let vault = vault_on(&disk);
            let scope = Uuid::from_u128(1);
            disk.fail(Fault { on: Operation::SyncDir, error: std::io::ErrorKind::Other, after, times: 1 });
            let mut draft = vault.draft(scope);
            draft.refer_to("王某");
            let _ = vault.keep(&draft.finish().unwrap());
            disk.mend();
            let kept = keep(&vault, scope, "王某");
            disk.power_cycle();
            assert_eq!(
                vault_on(&disk).reveal(&kept),
                Revealed::Text("王某".into()),
                "sync {after} failed, seed {seed}"
            );
        }
    }
}

#[test]
fn an_erasure_that_was_cut_short_is_finished_by_erasing_again() {
    for cut in 0..14 {
        let disk = SimulatedDisk::new(cut);
        let vault = vault_on(&disk);
        let kept = keep(&vault, Uuid::from_u128(1), "王某");
        disk.cut_power_in(cut);
        let done = vault.erase(kept.key);
        disk.power_cycle();
        let vault = vault_on(&disk);
        if done.is_err() {
            let _ = vault.erase(kept.key).unwrap();
        }
        assert_ne!(vault.reveal(&kept), Revealed::Text("王某".into()), "cut after {cut} operations");
    }
}
