//! The bytes of one simulated file: what is durable, what is readable, and what lies between.

use super::random::Random;

const BLOCK: usize = 4096;

#[derive(Debug, Default)]
pub(super) struct Inode {
    /// What survives any power cut.
    durable: Vec<u8>,
    /// What is read.
    current: Vec<u8>,
    /// What was done since the last sync, in order.
    pending: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    SetLen(usize),
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => write(to, bytes, *offset),
            Self::SetLen(len) => to.resize(*len, 0),
        }
    }
}

fn write(to: &mut Vec<u8>, bytes: &[u8], offset: usize) {
    let end = offset + bytes.len();
    if to.len() < end {
        to.resize(end, 0);
    }
    if let Some(place) = to.get_mut(offset..end) {
        place.copy_from_slice(bytes);
    }
}

impl Inode {
    pub(super) fn len(&self) -> u64 {
        self.current.len() as u64
    }

    pub(super) fn read(&self, buffer: &mut [u8], offset: u64) -> usize {
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = self.current.get(from..).unwrap_or_default();
        let len = bytes.len().min(buffer.len());
        if let (Some(to), Some(bytes)) = (buffer.get_mut(..len), bytes.get(..len)) {
            to.copy_from_slice(bytes);
        }
        len
    }

    pub(super) fn write(&mut self, bytes: &[u8], offset: u64) {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        self.change(Change::Write { offset, bytes: bytes.to_vec() });
    }

    pub(super) fn set_len(&mut self, len: u64) {
        self.change(Change::SetLen(usize::try_from(len).unwrap_or(usize::MAX)));
    }

    fn change(&mut self, change: Change) {
        change.apply(&mut self.current);
        self.pending.push(change);
    }

    pub(super) fn sync(&mut self) {
        for change in self.pending.drain(..) {
            change.apply(&mut self.durable);
        }
    }

    /// The pages count as clean now, so no later sync writes them.
    pub(super) fn fail_sync(&mut self) {
        self.pending.clear();
    }

    pub(super) fn damage(&mut self, change: impl FnOnce(&mut Vec<u8>)) {
        change(&mut self.current);
        self.durable.clone_from(&self.current);
        self.pending.clear();
    }

    pub(super) fn power_cut(&mut self, random: &mut Random) {
        match random.below(4) {
            0 => {}
            1 => self.sync(),
            2 => self.keep_first_writes(random),
            _ => self.keep_some_blocks(random),
        }
        self.pending.clear();
        self.current.clone_from(&self.durable);
    }

    /// The first few changes survive, and the next one, when it is a write, up to some byte.
    fn keep_first_writes(&mut self, random: &mut Random) {
        let whole = random.below_usize(self.pending.len() + 1);
        for change in self.pending.iter().take(whole) {
            change.apply(&mut self.durable);
        }
        if let Some(Change::Write { offset, bytes }) = self.pending.get(whole) {
            let torn = random.below_usize(bytes.len() + 1);
            write(&mut self.durable, bytes.get(..torn).unwrap_or(bytes), *offset);
        }
    }

    /// Each block is as it was synced or as it was last written.
    fn keep_some_blocks(&mut self, random: &mut Random) {
        if self.pending.is_empty() {
            return;
        }
        let mut written = self.durable.clone();
        for change in &self.pending {
            change.apply(&mut written);
        }
        if random.coin() || written.len() > self.durable.len() {
            self.durable.resize(written.len(), 0);
        }
        for (old, new) in self.durable.chunks_mut(BLOCK).zip(written.chunks(BLOCK)) {
            if random.coin()
                && let Some(old) = old.get_mut(..new.len())
            {
                old.copy_from_slice(new);
            }
        }
    }
}
