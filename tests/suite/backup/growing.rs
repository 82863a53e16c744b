//! A log that grows while it is read: what is just being written is not damage.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::disk::{Disk, File, Listed, Open};
use heyi_store::verify::verify_whole;

use super::kit::{Made, image};

/// One file of this disk shows zeros from some byte on, for its first reads.
#[derive(Debug)]
struct Growing {
    disk: SimulatedDisk,
    path: String,
    from: u64,
    reads: u64,
}

#[derive(Debug)]
struct GrowingFile {
    file: Arc<dyn File>,
    from: u64,
    left: AtomicU64,
}

impl Disk for Growing {
    fn open(&self, path: &str, how: Open) -> io::Result<Arc<dyn File>> {
        let file = self.disk.open(path, how)?;
        if path != self.path {
            return Ok(file);
        }
        Ok(Arc::new(GrowingFile { file, from: self.from, left: AtomicU64::new(self.reads) }))
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Listed>> {
        self.disk.list(dir)
    }

    fn create_dir(&self, dir: &str) -> io::Result<()> {
        self.disk.create_dir(dir)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.disk.rename(from, to)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        self.disk.remove(path)
    }

    fn sync_dir(&self, dir: &str) -> io::Result<()> {
        self.disk.sync_dir(dir)
    }
}

impl File for GrowingFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let read = self.file.read_at(buffer, offset)?;
        let early = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        if early {
            let from = usize::try_from(self.from.saturating_sub(offset)).unwrap().min(read);
            buffer[from..read].fill(0);
        }
        Ok(read)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.file.write_at(bytes, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }

    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
}

#[tokio::test]
async fn backup_and_verify_take_no_entry_that_is_being_written_for_damage() {
    let mut tried = 0;
    for events in 4..11 {
        let made = Made::with(1, events).await;
        let (path, bytes) = image(&made.disk).into_iter().rfind(|(path, _)| path.ends_with(".seg")).unwrap();
        let frames: Vec<_> = (0..bytes.len()).step_by(8).filter(|at| bytes[*at..].starts_with(b"heyF")).collect();
        if frames.len() < 4 {
            continue;
        }
        for reads in 0..10 {
            let growing = Growing { disk: made.disk.clone(), path: path.clone(), from: frames[1] as u64, reads };
            let disk: Arc<dyn Disk> = Arc::new(growing);
            let whole = verify_whole(&disk, Vec::new(), &mut |_, _, _| ()).unwrap();
            // What never shows itself within the reads of one check is missing at the end: the mark of the clean stop says so.
            let late = whole.log.problems.iter().all(|problem| problem.what.contains("was seen"));
            assert!(whole.is_sound() || (reads > 4 && late), "{reads} reads: {:?}", whole.log.problems);
            tried += 1;
        }
    }
    assert!(tried >= 10, "{tried}");
}
