use std::io;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::disk::simulated::{Fault, Operation, SimulatedDisk};
use crate::disk::{Open, read};
use crate::segment_log::{Options, Preallocate, SegmentLog};

fn clock() -> Arc<dyn Clock> {
    Arc::new(ManualClock::at("2026-03-10T02:00:00Z".parse().unwrap()))
}

fn options() -> Options {
    Options { segment_bytes: 8_192, preallocate: Preallocate::Inline, ..Options::default() }
}

fn open_log(disk: &SimulatedDisk) -> io::Result<Arc<SegmentLog>> {
    let opened = SegmentLog::open(Arc::new(disk.clone()), clock(), options());
    opened.map(|(log, _)| Arc::new(log)).map_err(io::Error::other)
}

async fn open(disk: &SimulatedDisk) -> io::Result<(Arc<SegmentLog>, Cuts)> {
    let log = open_log(disk)?;
    let cuts = Cuts::open(Arc::clone(&log) as _, Arc::new(disk.clone())).await.map_err(io::Error::other)?;
    Ok((log, cuts))
}

fn text_erased(n: u128) -> SystemEvent {
    let (key, case) = (uuid::Uuid::from_u128(n), heyi_core::ids::CaseId(uuid::Uuid::from_u128(n)));
    SystemEvent::TextErased(heyi_core::event::system::TextErased { key, case, reason: "本人要求".to_owned() })
}

/// A disk with a log of three events that was killed while it wrote the fourth.
async fn torn(seed: u64) -> (SimulatedDisk, Vec<u8>) {
    let disk = SimulatedDisk::new(seed);
    let log = open_log(&disk).unwrap();
    for n in 0..3 {
        append(&*log, text_erased(n), Version(u64::try_from(n).unwrap()), nobody()).await.unwrap();
    }
    std::mem::forget(log);
    let mut torn = b"heyFtorn torn torn torn".to_vec();
    torn.push(u8::try_from(seed % 251).unwrap() + 1);
    disk.damage("log/00000001.seg", |bytes| {
        let end = (bytes.iter().rposition(|b| *b != 0).unwrap() + 1).next_multiple_of(8);
        bytes[end..end + torn.len()].copy_from_slice(&torn);
    })
    .unwrap();
    (disk, torn)
}

#[tokio::test]
async fn a_cut_is_recorded_once_wherever_the_power_goes() {
    let mut died = 0;
    for at in 1..40 {
        for seed in 0..4 {
            let (disk, torn) = torn(seed).await;
            disk.cut_power_in(at);
            let first = open(&disk).await;
            died += usize::from(first.is_err());
            if let Ok((log, _)) = first {
                std::mem::forget(log);
            }
            disk.power_cycle();
            // Twice more: the one that records, and one that must find it recorded.
            for _ in 0..2 {
                let (log, cuts) = open(&disk).await.unwrap();
                let (list, hash) = (cuts.list(), Digest::of(&[&torn]));
                assert_eq!(cuts.owed(), 0, "at {at}, seed {seed}");
                let same: Vec<_> = list.iter().filter(|cut| cut.hash == hash).collect();
                assert_eq!(same.len(), 1, "at {at}, seed {seed}: {list:?}");
                assert_eq!((same[0].from, same[0].bytes), (Position(4), torn.len() as u64), "at {at}, seed {seed}");
                let kept = same[0].kept.as_ref().unwrap();
                assert_eq!(read(&disk, kept).unwrap(), torn, "at {at}, seed {seed}");
                log.close();
            }
        }
    }
    assert!(died > 20, "the power never went before it was done: {died}");
}

#[tokio::test]
async fn a_cut_that_cannot_be_recorded_yet_is_owed_and_settled_later() {
    let (disk, _) = torn(7).await;
    let log = open_log(&disk).unwrap();
    disk.fail(Fault { on: Operation::Write, error: io::ErrorKind::StorageFull, after: 0, times: 1 });
    let cuts = Cuts::open(Arc::clone(&log) as _, Arc::new(disk.clone())).await.unwrap();
    assert_eq!((cuts.owed(), cuts.list().len()), (1, 0));
    cuts.settle().await.unwrap();
    assert_eq!((cuts.owed(), cuts.unacknowledged()), (0, vec![Position(4)]));
    cuts.settle().await.unwrap();
    assert_eq!(log.head(), Position(4), "once");
    assert!(disk.list(CUT_DIR).unwrap().iter().all(|listed| !listed.name.ends_with(OWED)));
}

#[tokio::test]
async fn a_cut_is_acknowledged_once_and_by_one() {
    let (disk, _) = torn(8).await;
    let (log, cuts) = open(&disk).await.unwrap();
    let (at, by) = (cuts.unacknowledged()[0], AccountId(uuid::Uuid::from_u128(9)));
    assert!(matches!(cuts.acknowledge(Position(1), "x", by).await, Err(CutError::Unknown(Position(1)))));
    let both = futures::future::join_all((0..2).map(|_| cuts.acknowledge(at, "停电", by))).await;
    assert_eq!(both.iter().filter(|done| done.is_ok()).count(), 1, "{both:?}");
    assert!(both.iter().any(|done| matches!(done, Err(CutError::Already(_)))), "{both:?}");
    assert!(cuts.unacknowledged().is_empty() && log.head() == at.next());
    let again = Cuts::open(Arc::clone(&log) as _, Arc::new(disk.clone())).await.unwrap();
    let known = again.list()[0].acknowledged.clone().unwrap();
    assert_eq!((known.by, known.reason.as_str(), known.position), (by, "停电", at.next()));
    // What was kept may be thrown away; the record stays.
    let kept = again.list()[0].kept.clone().unwrap();
    assert!(disk.open(&kept, Open::Read).is_ok());
    disk.remove(&kept).unwrap();
    let later = Cuts::open(log as _, Arc::new(disk.clone())).await.unwrap();
    assert_eq!(later.list()[0].kept, None);
}

#[tokio::test]
async fn a_log_torn_at_its_first_commit_still_adopts_the_law() {
    let disk = SimulatedDisk::new(9);
    std::mem::forget(open_log(&disk).unwrap());
    disk.damage("log/00000001.seg", |bytes| bytes[96..104].copy_from_slice(b"heyFtorn")).unwrap();
    let (log, cuts) = open(&disk).await.unwrap();
    assert_eq!(cuts.unacknowledged(), [Position(1)]);
    crate::laws::Laws::open(log.clone(), heyi_core::ground::Law::shipped()).await.unwrap();
    let kinds: Vec<_> = log.read_all(Position::ZERO, 9).await.unwrap().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["tail-cut", "rulebook-adopted", "calendar-adopted"]);
}
