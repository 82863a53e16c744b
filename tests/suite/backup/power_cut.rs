//! The power of the backup's disk, or of the new store's, goes at any operation.

use heyi_store::backup::{Key, Protection};
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::restore::is_unfinished;

use super::kit::{Made, disk_of, everything, image, restored};

#[tokio::test]
async fn backup_power_cut_leaves_the_earlier_one_or_the_new_one() {
    let mut made = Made::with(1, 6).await;
    let to = SimulatedDisk::new(1);
    let earlier = made.back_up(&to, &Protection::Plain).unwrap().end;
    let before = (everything(&to), image(&made.disk));
    made.record(5).await;
    made.erase(made.texts[3].0.key).await;
    let after = image(&made.disk);
    let (mut old, mut new, mut operations) = (0, 0, 1);
    loop {
        let to = disk_of(&before.0, operations);
        to.cut_power_in(operations);
        let done = made.back_up(&to, &Protection::Plain);
        let off = to.is_off();
        to.power_cycle();
        let store = SimulatedDisk::new(2);
        let found = restored(&to, &Key::None, &store, false).unwrap_or_else(|error| panic!("{operations}: {error}"));
        assert!(found.is_sound(), "{operations}: {found:?}");
        if found.backup == earlier {
            assert!(done.is_err() && image(&store) == before.1, "{operations}: an earlier backup after the answer");
            old += 1;
        } else {
            assert!(image(&store) == after, "{operations}");
            new += 1;
        }
        // The next run takes it up and leaves nothing lying about.
        let again = made.back_up(&to, &Protection::Plain).unwrap();
        let store = SimulatedDisk::new(3);
        assert!(restored(&to, &Key::None, &store, false).unwrap().is_sound() && image(&store) == after);
        let parts = everything(&to).into_keys().filter(|path| path.contains('/')).count() as u64;
        assert_eq!(parts, again.segments + again.files + 1, "{operations}: litter");
        if !off {
            break;
        }
        operations += 1;
    }
    assert!(old > 20 && new > 1, "{old} old, {new} new");
}

#[tokio::test]
async fn backup_power_cut_in_the_first_run_is_taken_up() {
    let made = Made::with(4, 8).await;
    let whole = image(&made.disk);
    let (mut taken_up, mut operations) = (0, 1);
    loop {
        let to = SimulatedDisk::new(operations);
        to.cut_power_in(operations);
        let first = made.back_up(&to, &Protection::Plain);
        to.power_cycle();
        let second = made.back_up(&to, &Protection::Plain).unwrap_or_else(|error| panic!("{operations}: {error}"));
        taken_up += u64::from(second.segments_copied < second.segments);
        let store = SimulatedDisk::new(5);
        assert!(restored(&to, &Key::None, &store, false).unwrap().is_sound() && image(&store) == whole);
        if first.is_ok() {
            break;
        }
        operations += 1;
    }
    assert!(taken_up > 10, "what a run that was cut off has copied was copied again");
}

#[tokio::test]
async fn backup_power_cut_in_a_restore_is_taken_up_and_nothing_unfinished_passes_for_whole() {
    let made = Made::with(6, 5).await;
    let whole = image(&made.disk);
    let to = SimulatedDisk::new(1);
    made.back_up(&to, &Protection::Plain).unwrap();
    let (mut unfinished, mut operations) = (0, 1);
    loop {
        let store = SimulatedDisk::new(operations);
        store.cut_power_in(operations);
        let done = restored(&to, &Key::None, &store, false);
        store.power_cycle();
        if !is_unfinished(&store).unwrap() && !image(&store).is_empty() {
            assert!(image(&store) == whole, "{operations}: taken for whole");
        } else {
            unfinished += 1;
        }
        assert!(restored(&to, &Key::None, &store, false).unwrap().is_sound(), "{operations}");
        assert!(image(&store) == whole && !is_unfinished(&store).unwrap(), "{operations}");
        if done.is_ok() {
            break;
        }
        operations += 1;
    }
    assert!(unfinished > 40, "{unfinished}");
}

/// The tests above can fail: on a disk that answers syncs without doing them, what was answered is lost.
#[tokio::test]
async fn backup_power_cut_test_sees_a_missing_sync() {
    let made = Made::with(7, 4).await;
    let mut lost = 0;
    for seed in 0..20 {
        let to = SimulatedDisk::new(seed);
        to.set_lying(true);
        made.back_up(&to, &Protection::Plain).unwrap();
        to.power_cycle();
        let found = restored(&to, &Key::None, &SimulatedDisk::new(8), false);
        lost += u64::from(!found.is_ok_and(|found| found.is_sound()));
    }
    assert!(lost > 15, "a disk that lies about syncs lost something in only {lost} of 20 backups");
}
