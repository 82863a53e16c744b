use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::system::TailCut;
use heyi_core::event::{Entry, Event, SystemEvent};
use heyi_core::occurred::Occurred;
use uuid::Uuid;

use super::*;
use crate::append::{Commit, Expect};
use crate::clock::ManualClock;
use crate::disk::simulated::SimulatedDisk;
use crate::files::Kept;
use crate::laws::nobody;
use crate::memory::MemoryLog;
use crate::streams;
use crate::vault::Vault;

struct World {
    disk: SimulatedDisk,
    clock: Arc<ManualClock>,
    log: Arc<MemoryLog>,
    files: Files,
    sweeper: Sweeper,
}

fn world() -> World {
    let disk = SimulatedDisk::new(1);
    let clock = Arc::new(ManualClock::at("2026-11-20T04:00:00Z".parse().unwrap()));
    let log = Arc::new(MemoryLog::new(clock.clone()));
    restarted(disk, clock, log)
}

/// The same disk and log after the program was started again.
fn restarted(disk: SimulatedDisk, clock: Arc<ManualClock>, log: Arc<MemoryLog>) -> World {
    let on: Arc<dyn Disk> = Arc::new(disk.clone());
    let files = Files::open(Arc::clone(&on), Arc::new(Vault::open(on).unwrap())).unwrap();
    let sweeper = Sweeper::new(log.clone(), files.clone(), clock.clone());
    World { disk, clock, log, files, sweeper }
}

impl World {
    fn keep(&self, bytes: &[u8]) -> Kept {
        let name = Erasable { key: Uuid::from_u128(1), commitment: Digest::default() };
        self.files.keep(&mut &*bytes, name, "text/plain").unwrap()
    }

    async fn name_in_event(&self, file: FileRef) {
        let event = TailCut { from: Position(1), bytes: 1, hash: Digest::default() };
        let event = Event::System(SystemEvent::TailCut(event));
        let entry = Entry { occurred: Occurred::unknown(""), event, note: None, evidence: vec![file] };
        let event = codec::encode(&entry).unwrap();
        let commit = Commit::to_one(streams::system().unwrap(), Expect::Any, vec![event], nobody());
        self.log.append(commit).await.unwrap();
    }

    async fn sweep_after(&mut self, hours: i64) -> Swept {
        self.clock.advance(SignedDuration::from_hours(hours));
        self.sweeper.sweep().await.unwrap()
    }

    fn is_there(&self, file: &FileRef) -> bool {
        self.files.check(file).is_ok()
    }

    fn has_key(&self, file: &FileRef) -> bool {
        self.disk.list("vault/secrets").unwrap().iter().any(|listed| listed.name == secret_of(file.sha256))
    }
}

#[tokio::test]
async fn what_no_event_names_goes_after_a_day_with_its_key_and_what_one_names_stays() {
    let mut world = world();
    let (orphan, named) = (world.keep(b"orphan").file.clone(), world.keep(b"named").file.clone());
    world.name_in_event(named.clone()).await;
    assert_eq!(world.sweep_after(0).await, Swept { waiting: 1, ..Swept::default() });
    assert_eq!(world.sweep_after(23).await, Swept { waiting: 1, ..Swept::default() });
    assert!(world.is_there(&orphan));
    // The day goes on over a restart.
    let mut world = restarted(world.disk, world.clock, world.log);
    assert_eq!(world.sweep_after(1).await, Swept { files: 1, ..Swept::default() });
    assert!(!world.is_there(&orphan) && !world.has_key(&orphan));
    assert!(world.is_there(&named) && world.has_key(&named));
    assert_eq!(world.sweep_after(100).await, Swept::default());
}

#[tokio::test]
async fn a_file_that_is_held_kept_again_or_named_meanwhile_does_not_go() {
    let mut world = world();
    let held = world.keep(b"held");
    let (again, late) = (world.keep(b"again").file.clone(), world.keep(b"late").file.clone());
    world.sweep_after(0).await;
    let answered = world.keep(b"again");
    drop(answered);
    world.name_in_event(late.clone()).await;
    assert_eq!(world.sweep_after(30).await, Swept { waiting: 2, ..Swept::default() });
    for file in [&held.file, &again, &late] {
        assert!(world.is_there(file));
    }
    // Its request ended without an event: a day from the last sweep that saw it held.
    drop(held);
    assert_eq!(world.sweep_after(23).await.files, 0);
    assert_eq!(world.sweep_after(1).await.files, 2);
    assert!(world.is_there(&late) && !world.is_there(&again));
}

#[tokio::test]
async fn half_written_leftovers_and_keys_without_a_file_go_too_and_what_is_being_written_stays() {
    let mut world = world();
    for litter in ["files/x.tmp", "vault/keys/y.3.tmp"] {
        disk::replace(&world.disk, litter, b"half").unwrap();
    }
    let lonely = world.keep(b"lonely").file.clone();
    world.disk.remove(&path_of(lonely.sha256)).unwrap();
    let staging = world.files.stage().unwrap();
    assert_eq!(world.sweep_after(0).await.waiting, 3);
    assert_eq!(world.sweep_after(24).await, Swept { files: 1, litter: 2, waiting: 0 });
    assert!(!world.has_key(&lonely));
    let kept = world.files.keep_staged(&staging.finish().unwrap(), lonely.name.clone(), "text/plain").unwrap();
    assert!(world.is_there(&kept.file));
}

#[tokio::test]
async fn a_clock_that_goes_back_or_notes_that_are_lost_only_make_the_day_longer() {
    let mut world = world();
    let orphan = world.keep(b"orphan").file.clone();
    world.sweep_after(0).await;
    assert_eq!(world.sweep_after(-48).await.files, 0);
    assert_eq!(world.sweep_after(23).await.files, 0);
    disk::replace(&world.disk, NOTES, b"nonsense").unwrap();
    assert_eq!(world.sweep_after(20).await.files, 0);
    assert_eq!(world.sweep_after(24).await.files, 1);
    assert!(!world.is_there(&orphan));
}
