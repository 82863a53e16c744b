//! Opening a damaged store as the program does, and comparing everything it answers with what it held.

use std::sync::Arc;

use heyi_core::ids::{Position, Version};
use heyi_store::append::{Commit, Expect, ReadError};
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::files::Files;
use heyi_store::laws::nobody;
use heyi_store::lock::DataLock;
use heyi_store::log::{EventLog, Health};
use heyi_store::segment_log::{IndexState, OpenReport, SegmentLog};
use heyi_store::store::Store;
use heyi_store::vault::{Revealed, Vault};
use heyi_store::verify::{Whole, verify_whole};

use super::super::model::{event, stream};
use super::Ended;
use super::known::{Known, clock, options};
use super::place::{Damaged, Fault, Target};

/// What came of a damage. Nothing else may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// It was told, and what it hit is refused; all else is right.
    Refused,
    /// Everything is right, and it was told that the index was made again.
    Mended,
    /// The last commit, which nothing else knew of, was cut off; told and recorded.
    Cut,
    /// As that, but several commits at the end were hit, and nothing else knew of them.
    CutFurther,
    /// Commits at the end are gone without a trace, and nothing else knew of them.
    EndUnknown,
    /// Everything is right: no answer rests on what was hit.
    Unharmed,
    /// Only room was hit that was never written to; everything is right.
    Unused,
}

/// What was found on the way.
#[derive(Default)]
struct Found {
    /// Answers that are neither right nor an error.
    silent: Vec<String>,
    /// Errors.
    refused: u64,
}

impl Found {
    fn right(&mut self, what: impl FnOnce() -> String, right: bool) {
        if !right {
            self.silent.push(what());
        }
    }

    fn answer<T, E>(&mut self, what: impl FnOnce() -> String, answer: Result<T, E>, right: impl FnOnce(T) -> bool) {
        match answer {
            Ok(answer) => self.right(what, right(answer)),
            Err(_) => self.refused += 1,
        }
    }
}

/// Damages a copy of the store, and says what came of it; `Err` when an answer was wrong, or less than must be told was told.
pub(super) async fn after(known: &Known, ended: Ended, damaged: &Damaged) -> Result<Outcome, String> {
    let dir = tempfile::tempdir().unwrap();
    damaged.write(known, ended, dir.path());
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(dir.path()));
    let verified = match damaged.target {
        // Nothing of it is in what is verified.
        Target::Index => Whole::default(),
        _ => verify_whole(&disk, Vec::new(), &mut |_, _, _| ()).map_err(|error| format!("verify: {error}"))?,
    };
    let mut found = Found::default();
    papers_and_texts(known, &disk, &mut found);
    let beside = found.refused;

    let lock = Arc::new(DataLock::take(dir.path()).unwrap());
    let (log, report) =
        SegmentLog::open_dir_with(lock, clock(), options()).map_err(|error| format!("opening: {error}"))?;
    let log = Arc::new(log);
    match Store::open(log.clone(), disk, clock()).await {
        Ok(store) => {
            for login in ["caseworker", "reviewer"] {
                found.right(
                    || format!("{login} is unknown"),
                    store.accounts.by_login(login).is_some() || report.damage.is_some(),
                );
            }
        }
        // It says why it does not open.
        Err(_) => found.refused += 1,
    }
    let bound = events(known, &log, &report, &mut found).await;
    if let Some(first) = found.silent.first() {
        return Err(format!("{} answers are wrong: {first}", found.silent.len()));
    }
    judge(known, ended, damaged, &Seen { verified, report, bound, refused: found.refused, beside })
}

fn papers_and_texts(known: &Known, disk: &Arc<dyn Disk>, found: &mut Found) {
    let vault = Arc::new(Vault::at(Arc::clone(disk)));
    for (reference, expected) in &known.texts {
        match vault.reveal(reference) {
            Revealed::Damaged => found.refused += 1,
            revealed => found.right(|| format!("a text is {revealed:?}"), revealed == *expected),
        }
    }
    for (id, secret) in &known.secrets {
        match vault.secret(id) {
            Ok(None) | Err(_) => found.refused += 1,
            Ok(Some(read)) => found.right(|| format!("the secret {id} is another"), read == *secret),
        }
    }
    let files = Files::at(Arc::clone(disk), vault);
    for (file, bytes) in &known.papers {
        let read = || {
            let (mut reading, mut read) = (files.read(file)?, Vec::new());
            while let Some(chunk) = reading.next_chunk()? {
                read.extend(chunk);
            }
            Ok::<_, heyi_store::files::FilesError>(read)
        };
        found.answer(|| format!("the file {} is another", file.sha256), read(), |read| read == *bytes);
    }
}

/// Compares everything the log answers. What it still has ends at the position that is answered.
async fn events(known: &Known, log: &SegmentLog, report: &OpenReport, found: &mut Found) -> Position {
    let bound = report.tail_cut.as_ref().map_or(log.head(), |cut| Position(cut.position.0 - 1)).min(known.head());
    let mut after = Position::ZERO;
    for expected in known.commits.iter().filter(|commit| commit.events[0].position <= bound) {
        let read = log.read_commits(after, 1).await;
        after = expected.events.last().unwrap().position;
        found.answer(|| format!("the commit before {after}"), read, |read| read.first() == Some(expected));
    }
    for (stream, all) in &known.streams {
        let expected: Vec<_> = all.iter().filter(|event| event.position <= bound).cloned().collect();
        let cut_is_recorded_here = report.tail_cut.is_some() && stream.as_str() == "system";
        let read = log.read_stream(stream, Version(0), expected.len() + usize::from(!cut_is_recorded_here)).await;
        found.answer(|| format!("the events of {stream}"), read, |read| read == expected);
        let version = log.version(stream).await;
        let more = u64::from(cut_is_recorded_here);
        found.answer(
            || format!("the version of {stream}"),
            version,
            |version| version.0 == expected.len() as u64 + more,
        );
    }
    for (key, answer) in &known.keys {
        let expected = (answer.last <= bound).then_some(answer);
        let given = log.answered(key).await;
        found.answer(|| format!("the answer to {}", key.key), given, |given| given.as_ref() == expected);
    }
    for commit in &known.commits {
        let last = commit.events.last().unwrap().position;
        match log.chain_at(last).await {
            Err(ReadError::Beyond { .. }) => found.right(|| format!("no chain at {last}"), last > bound),
            answer if last <= bound => {
                found.answer(|| format!("the chain at {last}"), answer, |at| at.chain == commit.chain);
            }
            _ => {}
        }
    }
    if log.health() == Health::Writable {
        let name = stream("case-new");
        let commit = Commit::to_one(name.clone(), Expect::NoStream, vec![event("new")], nobody());
        let appended = log.append(commit).await;
        found.answer(|| "an append".to_owned(), appended, |appended| appended.last > bound);
    }
    bound
}

/// What the store told of itself.
struct Seen {
    verified: Whole,
    report: OpenReport,
    bound: Position,
    refused: u64,
    /// How many of them are texts, secrets and files.
    beside: u64,
}

/// Whether enough was told.
fn judge(known: &Known, ended: Ended, damaged: &Damaged, seen: &Seen) -> Result<Outcome, String> {
    let Seen { verified, report, bound, refused, beside } = seen;
    let told = !verified.is_sound() || report.damage.is_some() || *refused > 0 || report.mark_damaged;
    let lost = known.commits.iter().filter(|commit| commit.events[0].position > *bound).count();
    if lost > 0 && report.damage.is_none() {
        // Only where nothing but the log says where it ends.
        if ended != Ended::KilledWithoutIndex || damaged.target != Target::LastSegment {
            return Err(format!("{lost} commits are gone from a log that opens as whole"));
        }
        return match (&report.tail_cut, lost) {
            (Some(_), 1) => Ok(Outcome::Cut),
            (Some(_), _) if damaged.hides_the_end(known) => Ok(Outcome::CutFurther),
            (None, _) if damaged.hides_the_end(known) => Ok(Outcome::EndUnknown),
            _ => Err(format!("{lost} commits were cut off")),
        };
    }
    let must_be_verified = match damaged.target {
        Target::Segment | Target::Vault | Target::File => true,
        Target::Mark => damaged.fault != Fault::Missing,
        // The end of a log that was not closed may be torn, as far as the log alone can say.
        Target::LastSegment => damaged.fault == Fault::Missing || ended == Ended::Closed && !damaged.unused,
        Target::Index => false,
    };
    if must_be_verified && verified.is_sound() {
        return Err("verify finds nothing wrong".to_owned());
    }
    if damaged.target == Target::Index && (told || *beside > 0) {
        return Err(format!("a damage to the index was more than that: {report:?}, {:?}", verified.log.problems));
    }
    Ok(match damaged.target {
        Target::Index if report.index == IndexState::Rebuilt => Outcome::Mended,
        Target::LastSegment if damaged.unused && !told => Outcome::Unused,
        _ if told => Outcome::Refused,
        _ => Outcome::Unharmed,
    })
}
