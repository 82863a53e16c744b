//! Mending the log: exactly what is damaged comes from the backup, and is proved before it is put in place.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;

use super::overlay::{Memory, Overlay};
use super::segment::{Mended, check, put_together};
use super::{Mending, SegmentMended};
use crate::append::ChainPoint;
use crate::backup::{BackupError, doing};
use crate::disk::{self, Disk, File, Open};
use crate::segment::active::note_begun;
use crate::segment::header::{HEADER, SegmentHeader};
use crate::segment::{DIR, last_begun, number_of, path, tail};
use crate::verify::Report;
use crate::verify::references::References;
use crate::verify::whole::referred;

/// Where damaged segments are kept once they are mended.
const SET_ASIDE: &str = "damaged";
/// How a mended copy ends that is not in place yet.
const STAGED: &str = ".mending";

/// What was found and put together.
pub(super) struct Found {
    /// The log as it will be.
    pub(super) report: Report,
    pub(super) references: References,
}

impl Mending<'_> {
    /// Mends the log, or only looks at how.
    pub(super) fn log(&mut self, seen: Vec<ChainPoint>) -> Result<Found, BackupError> {
        let found = self.mend_log(seen);
        if !self.dry_run {
            // Of what was put together and is not in place, nothing stays.
            remove_staged(&**self.disk).map_err(doing("tidying the log"))?;
            note_last(&**self.disk).map_err(doing("tidying the log"))?;
        }
        found
    }

    fn mend_log(&mut self, seen: Vec<ChainPoint>) -> Result<Found, BackupError> {
        let disk = Arc::clone(self.disk);
        self.is_of_this_log(&*disk)?;
        let mut progress = |done, all| (self.progress)(crate::backup::Doing::Check, done, all);
        let (before, references) = referred(&*disk, seen.clone(), &mut progress).map_err(doing("reading the log"))?;
        let wanted = self.wanted(&before).map_err(doing("reading the log"))?;
        if !self.dry_run {
            remove_staged(&*disk).map_err(doing("tidying the log"))?;
        }
        let (mut overlay, mut staged, usable) = (Overlay::on(&disk), BTreeMap::new(), self.unusable.len());
        for number in wanted {
            if let Some(mended) = self.stage(number, &mut overlay)? {
                staged.insert(number, mended);
            }
        }
        if staged.is_empty() {
            return Ok(Found { report: before, references });
        }
        let mut ends = seen;
        ends.push(self.backup.end());
        let (report, references) = referred(&overlay, ends, &mut |_, _| ()).map_err(doing("reading the log"))?;
        // With every damaged segment from the backup, what is still wrong there is no damage: they do not fit together.
        let wrong = report.problems.iter().find(|problem| problem.first <= self.backup.end().position);
        let worse = if self.unusable.len() == usable { wrong } else { wrong.filter(|_| report.head < before.head) };
        if let Some(problem) = worse {
            return Err(BackupError::OtherCourse { position: problem.first });
        }
        if !self.dry_run {
            for (number, mended) in &mut staged {
                put_in_place(&*disk, *number, mended).map_err(doing("putting a mended segment in place"))?;
            }
        }
        self.segments = staged.into_values().collect();
        Ok(Found { report, references })
    }

    /// That the segments here belong to the log of the backup.
    fn is_of_this_log(&self, disk: &dyn Disk) -> Result<(), BackupError> {
        let mut others = 0;
        for listed in disk::list_if_there(disk, DIR).map_err(doing("reading the log"))? {
            let Some(number) = number_of(&listed.name) else { continue };
            let mut header = [0; HEADER];
            let file = disk.open(&path(number), Open::Read).map_err(doing("reading the log"))?;
            let read = disk::read_up_to(&*file, &mut header, 0).map_err(doing("reading the log"))?;
            match SegmentHeader::decode(header.get(..read).unwrap_or_default()) {
                Ok(header) if header.log == self.backup.log() => return Ok(()),
                Ok(_) => others += 1,
                Err(_) => {}
            }
        }
        if others == 0 { Ok(()) } else { Err(BackupError::OtherLog { backup: self.backup.log() }) }
    }

    /// The segments that are damaged, missing or shortened.
    fn wanted(&self, found: &Report) -> io::Result<BTreeSet<u64>> {
        let named = found.problems.iter().filter_map(|problem| problem.file.strip_prefix("log/"));
        let mut wanted: BTreeSet<u64> = named.filter_map(number_of).collect();
        let listed = disk::list_if_there(&**self.disk, DIR)?;
        let here: BTreeSet<u64> = listed.iter().filter_map(|listed| number_of(&listed.name)).collect();
        let shortened = found.head < self.backup.end().position;
        wanted.extend(self.backup.segments().into_iter().filter(|number| {
            let behind = || self.backup.last_of(*number).is_none_or(|last: Position| last > found.head);
            !here.contains(number) || (shortened && behind())
        }));
        Ok(wanted)
    }

    /// Puts a mended copy of a segment beside it, and over it in `overlay`.
    fn stage(&mut self, number: u64, overlay: &mut Overlay) -> Result<Option<SegmentMended>, BackupError> {
        let backup = match self.backup.segment(number) {
            Ok(Some(segment)) => check(self.backup.log(), number, &segment).map(|()| segment),
            Ok(None) => return Ok(None),
            Err(error) => Err(error),
        };
        let backup = match backup {
            Err(BackupError::PartDamaged { part, what }) => {
                self.unusable(part, what);
                return Ok(None);
            }
            backup => backup?,
        };
        let here = disk::read_if_there(&**self.disk, &path(number)).map_err(doing("reading the log"))?;
        let Some(Mended { bytes, ranges }) = put_together(self.backup.log(), number, here.as_deref(), backup)? else {
            return Ok(None);
        };
        let mended = SegmentMended { file: path(number), ranges, set_aside: None };
        let file: Arc<dyn File> = if self.dry_run {
            Arc::new(Memory(bytes))
        } else {
            write_staged(&**self.disk, number, &bytes).map_err(doing("writing a mended segment"))?
        };
        overlay.put(path(number), file);
        Ok(Some(mended))
    }
}

/// Notes the last segment as begun, unless a later one is noted: that one is missing then, and stays missed.
fn note_last(disk: &dyn Disk) -> io::Result<()> {
    let listed = disk::list_if_there(disk, DIR)?;
    let begun = last_begun(listed.iter().map(|listed| listed.name.as_str()));
    match listed.iter().filter_map(|listed| number_of(&listed.name)).max() {
        Some(last) if begun < Some(last) => note_begun(disk, last),
        _ => Ok(()),
    }
}

fn staged_path(number: u64) -> String {
    format!("{}{STAGED}", path(number))
}

fn write_staged(disk: &dyn Disk, number: u64, bytes: &[u8]) -> io::Result<Arc<dyn File>> {
    disk::make_dir(disk, DIR)?;
    let file = disk.open(&staged_path(number), Open::Create)?;
    file.write_at(bytes, 0)?;
    file.sync_data()?;
    Ok(file)
}

/// What a mending that was cut off has left.
fn remove_staged(disk: &dyn Disk) -> io::Result<()> {
    for listed in disk::list_if_there(disk, DIR)?.into_iter().filter(|listed| listed.name.ends_with(STAGED)) {
        disk.remove(&format!("{DIR}/{}", listed.name))?;
    }
    Ok(())
}

/// The damaged segment is kept, whole and durable, before the mended one takes its name in one step.
fn put_in_place(disk: &dyn Disk, number: u64, mended: &mut SegmentMended) -> io::Result<()> {
    if let Some(mut damaged) = disk::read_if_there(disk, &path(number))? {
        // Room that was never written says nothing.
        damaged.truncate(damaged.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
        let kept = format!("{SET_ASIDE}/{number:08}-{}.seg", tail::short(Digest::of(&[&damaged])));
        disk::make_dir(disk, SET_ASIDE)?;
        disk::replace(disk, &kept, &damaged)?;
        mended.set_aside = Some(kept);
    }
    disk.rename(&staged_path(number), &path(number))?;
    disk.sync_dir(DIR)
}
