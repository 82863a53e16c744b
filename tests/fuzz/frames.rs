//! Segments: bytes changed as they are, and changed with every checksum made right again, as only malice does.
//!
//! The checksums are computed here from `docs/log-format.md`, not by the code that is tested.

use std::sync::Arc;

use heyi_core::ids::{AccountId, Position, Version};
use heyi_store::append::{Commit, Expect, LogEvent, StreamAppend, StreamId};
use heyi_store::clock::SystemClock;
use heyi_store::codec;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::disk::{self, Disk};
use heyi_store::log::EventLog as _;
use heyi_store::segment_log::{Options, Preallocate, SegmentLog};
use heyi_store::verify::{Verify, verify};
use heyi_tests::bench::corpus;
use heyi_tests::samples;
use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _};

use super::mutate::mutate;
use super::{ALLOCATED, alone, go_on};

/// Where the parts of a segment lie; see `docs/log-format.md`.
const HEADER: usize = 96;
const FRAME: usize = 88;
const RECORD: usize = 112;

/// Beside the segments themselves: the largest frame, twice, and room for the index.
const MOST: usize = 128 << 20;

fn options() -> Options {
    Options { segment_bytes: 6_000, preallocate: Preallocate::No, ..Options::default() }
}

fn open(disk: &SimulatedDisk) -> Option<SegmentLog> {
    SegmentLog::open(Arc::new(disk.clone()), Arc::new(SystemClock), options()).ok().map(|(log, _)| log)
}

/// A log of several segments that holds every kind of event, some commits with keys and several streams.
pub(crate) async fn filled() -> (SegmentLog, SimulatedDisk) {
    let disk = SimulatedDisk::new(1);
    let log = open(&disk).unwrap();
    let by = AccountId(uuid::Uuid::from_u128(7));
    for (n, entries) in samples::entries().chunks(3).enumerate() {
        let append = |(at, entry): (usize, &_)| StreamAppend {
            stream: StreamId::new(&format!("case-{}", (n + at) % 5)).unwrap(),
            expect: Expect::Any,
            events: vec![codec::encode(entry).unwrap()],
        };
        let appends = entries.iter().enumerate().map(append).collect();
        let key = (n % 2 == 0).then(|| corpus::key(n as u64));
        log.append(Commit { appends, by, key }).await.unwrap();
    }
    (log, disk)
}

/// The segments of a filled log.
fn segments() -> Vec<(String, Vec<u8>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (log, disk) = runtime.block_on(filled());
    log.close();
    let names = disk.list("log").unwrap().into_iter().map(|listed| format!("log/{}", listed.name));
    names.filter(|name| name.ends_with(".seg")).map(|name| (name.clone(), disk::read(&disk, &name).unwrap())).collect()
}

/// Writes segments to a new disk and reads all of it in every way.
fn read_all(segments: &[(String, Vec<u8>)]) {
    let before = ALLOCATED.allocated();
    let disk = SimulatedDisk::new(2);
    disk::make_dir(&disk, "log").unwrap();
    for (name, bytes) in segments {
        disk::replace(&disk, name, bytes).unwrap();
    }
    let canonical = |event: &LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    let with = Verify { canonical: Some(&canonical), seen: Vec::new() };
    let report = verify(&disk, &with, &mut |_, _| {}).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    if let Some(log) = open(&disk) {
        runtime.block_on(async {
            let _ = log.read_commits(Position(0), 10_000).await;
            for number in 0..5 {
                let stream = StreamId::new(&format!("case-{number}")).unwrap();
                for event in log.read_stream(&stream, Version(0), 1_000).await.unwrap_or_default() {
                    let _ = codec::decode(&event);
                }
            }
            let _ = log.chain_at(Position(3)).await;
        });
    }
    drop((report, disk, runtime));
    let now = ALLOCATED.allocated().saturating_sub(before);
    assert!(now < MOST, "{now} bytes stay allocated");
}

#[test]
fn changed_segments_are_read_without_a_panic() {
    let _alone = alone();
    let whole = segments();
    assert!(whole.len() > 2);
    go_on("segments", |random| {
        let mut changed = whole.clone();
        let at = random.random_range(0..changed.len());
        mutate(&mut changed[at].1, random);
        read_all(&changed);
    });
}

#[test]
fn forged_frames_with_right_checksums_are_read_without_a_panic() {
    let _alone = alone();
    let whole = segments();
    go_on("forged frames", |random| {
        let mut forged = whole.clone();
        let at = random.random_range(0..forged.len());
        forge(&mut forged[at].1, random);
        read_all(&forged);
    });
}

/// Changes one frame, and makes the checksums of its records, of itself and of the header right.
fn forge(segment: &mut Vec<u8>, random: &mut StdRng) {
    let frames = frames(segment);
    let Some(&(begin, end)) = frames.get(random.random_range(0..frames.len().max(1))) else { return };
    let mut frame = segment[begin..end].to_vec();
    match random.random_range(0..4) {
        // One field of the header of the frame or of its first record.
        0 => change(&mut frame, random, 12..FRAME),
        1 => {
            let first = FRAME + key_len(&frame);
            change(&mut frame, random, first + 4..(first + RECORD).min(end - begin));
        }
        // Its body, lengths kept.
        2 => change(&mut frame, random, FRAME..end - begin),
        // Anything, lengths too.
        _ => {
            mutate(&mut frame, random);
            frame.resize(frame.len().next_multiple_of(8).max(FRAME), 0);
            let len = (frame.len() as u32).to_le_bytes();
            frame[8..12].copy_from_slice(&len);
        }
    }
    let tie = segment[16..40].to_vec();
    seal_records(&mut frame, &tie);
    seal(&mut frame, &tie, 4, 8);
    segment.splice(begin..end, frame);
    if random.random_ratio(1, 10) {
        change(segment, random, 12..HEADER);
        let checksum = crc32c::crc32c(&segment[12..HEADER]).to_le_bytes();
        segment[8..12].copy_from_slice(&checksum);
    }
}

fn change(bytes: &mut [u8], random: &mut StdRng, within: std::ops::Range<usize>) {
    let within = within.start.min(bytes.len())..within.end.min(bytes.len());
    for _ in 0..random.random_range(1..=3) {
        if within.is_empty() {
            return;
        }
        let at = random.random_range(within.clone());
        bytes[at] = [0, 1, 0x7f, 0x80, 0xff, random.next_u32() as u8][random.random_range(0..6)];
    }
}

fn number(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..at + 4).map_or(0, |bytes| u32::from_le_bytes(bytes.try_into().unwrap()) as usize)
}

fn key_len(frame: &[u8]) -> usize {
    number(frame, 52).next_multiple_of(8)
}

/// Begin and end of each frame.
fn frames(segment: &[u8]) -> Vec<(usize, usize)> {
    let (mut at, mut frames) = (HEADER, Vec::new());
    while segment.get(at..at + 4) == Some(b"heyF") {
        let end = at + number(segment, at + 8);
        if end <= at || end > segment.len() {
            break;
        }
        frames.push((at, end));
        at = end;
    }
    frames
}

fn seal_records(frame: &mut [u8], tie: &[u8]) {
    let mut at = FRAME + key_len(frame);
    while at + RECORD <= frame.len() {
        let len = number(frame, at + 4);
        let end = at + len;
        if len < RECORD || end > frame.len() {
            return;
        }
        seal(&mut frame[at..end], tie, 0, 4);
        at = end.next_multiple_of(8);
    }
}

/// Writes at `to` the checksum of what stands from `from` on.
fn seal(bytes: &mut [u8], tie: &[u8], to: usize, from: usize) {
    let checksum = crc32c::crc32c_append(crc32c::crc32c(tie), &bytes[from..]).to_le_bytes();
    bytes[to..to + 4].copy_from_slice(&checksum);
}
