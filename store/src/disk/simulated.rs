//! A disk that forgets what was not synced.
//!
//! At a power cut each file keeps what was synced and, of the writes since, by chance and by seed: nothing, everything, the
//! first few with the last one torn at any byte, or any set of 4 KiB blocks. Of the names changed in a directory since it was
//! synced the first few survive. A failed sync leaves its bytes readable but never durable, as Linux does. Writes can be
//! made to fail, and the power to go at any operation.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Disk, File, Listed, Open, parent};

mod inode;
mod random;

use inode::Inode;
use random::Random;

/// What can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// [`File::read_at`].
    Read,
    /// [`File::write_at`] and [`File::set_len`]; part of a write may have happened.
    Write,
    /// [`File::sync_data`].
    Sync,
    /// [`Disk::open`] of a new file, [`Disk::create_dir`], [`Disk::rename`] and [`Disk::remove`].
    Names,
    /// [`Disk::sync_dir`].
    SyncDir,
}

/// Operations that will fail.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Which.
    pub on: Operation,
    /// How.
    pub error: io::ErrorKind,
    /// How many of them succeed before.
    pub after: u64,
    /// How many of them fail then.
    pub times: u64,
}

/// A disk in memory. Clones are the same disk.
#[derive(Clone, Debug)]
pub struct SimulatedDisk(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    random: Random,
    inodes: BTreeMap<u64, Inode>,
    next_inode: u64,
    names: BTreeMap<String, Node>,
    durable_names: BTreeMap<String, Node>,
    /// Changes of names since the last sync, by directory.
    pending_names: BTreeMap<String, Vec<NameChange>>,
    /// Handles of an earlier power-on are dead.
    powered: u64,
    off: bool,
    cut_in: Option<u64>,
    operations: u64,
    faults: Vec<Fault>,
    /// Operations that have failed of a fault.
    failed: u64,
    full: bool,
    lying: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Dir,
    File(u64),
}

#[derive(Clone, Debug)]
enum NameChange {
    Set(String, Node),
    Rename { from: String, to: String },
    Remove(String),
}

impl SimulatedDisk {
    /// An empty disk whose chances follow from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            random: Random(seed),
            inodes: BTreeMap::new(),
            next_inode: 0,
            names: BTreeMap::new(),
            durable_names: BTreeMap::new(),
            pending_names: BTreeMap::new(),
            powered: 0,
            off: false,
            cut_in: None,
            operations: 0,
            faults: Vec::new(),
            failed: 0,
            full: false,
            lying: false,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the power go at the `operations`-th operation that changes the disk from now: it and all later ones fail.
    pub fn cut_power_in(&self, operations: u64) {
        self.state().cut_in = Some(operations);
    }

    /// Whether the power is gone.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.state().off
    }

    /// Cuts the power, if it is still there, forgets what was not synced, and switches on again. Faults are cleared.
    pub fn power_cycle(&self) {
        self.state().power_cycle();
    }

    /// How many operations have changed the disk so far, syncs included.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Makes operations fail.
    pub fn fail(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Ends all faults, and says how many operations have failed of them since this was last asked.
    pub fn mend(&self) -> u64 {
        let mut state = self.state();
        state.faults.clear();
        state.full = false;
        std::mem::take(&mut state.failed)
    }

    /// Makes everything that needs new space fail with [`io::ErrorKind::StorageFull`], or work again.
    pub fn set_full(&self, full: bool) {
        self.state().full = full;
    }

    /// Makes syncs answer success without doing anything: with such a disk nothing can be durable, so a power-cut test that
    /// passes on it sees nothing.
    pub fn set_lying(&self, lying: bool) {
        self.state().lying = lying;
    }

    /// Changes a durable file behind everyone's back, as damage does.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`].
    pub fn damage(&self, path: &str, change: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let mut state = self.state();
        let inode = state.file(path)?;
        state.inode(inode)?.damage(change);
        Ok(())
    }
}

fn refused(kind: io::ErrorKind) -> io::Error {
    io::Error::new(kind, "simulated")
}

impl State {
    fn file(&self, path: &str) -> io::Result<u64> {
        match self.names.get(path) {
            Some(Node::File(inode)) => Ok(*inode),
            _ => Err(refused(io::ErrorKind::NotFound)),
        }
    }

    fn inode(&mut self, inode: u64) -> io::Result<&mut Inode> {
        self.inodes.get_mut(&inode).ok_or_else(|| refused(io::ErrorKind::NotFound))
    }

    fn is_dir(&self, dir: &str) -> bool {
        dir.is_empty() || self.names.get(dir) == Some(&Node::Dir)
    }

    fn check_power(&self) -> io::Result<()> {
        if self.off { Err(io::Error::other("simulated: the power is off")) } else { Ok(()) }
    }

    fn fault(&mut self, on: Operation) -> io::Result<()> {
        for fault in self.faults.iter_mut().filter(|fault| fault.on == on && fault.times > 0) {
            if fault.after > 0 {
                fault.after -= 1;
            } else {
                fault.times -= 1;
                self.failed += 1;
                return Err(refused(fault.error));
            }
        }
        Ok(())
    }

    /// Counts an operation that changes the disk; `true` when the power goes during it: it has begun, and must answer an error.
    fn tick(&mut self) -> io::Result<bool> {
        self.check_power()?;
        self.operations += 1;
        if let Some(left) = &mut self.cut_in {
            *left = left.saturating_sub(1);
            self.off = *left == 0;
        }
        Ok(self.off)
    }

    fn change_name(&mut self, dir: &str, change: NameChange) -> io::Result<()> {
        if !self.is_dir(dir) {
            return Err(refused(io::ErrorKind::NotFound));
        }
        let cut = self.tick()?;
        self.fault(Operation::Names)?;
        apply(&mut self.names, &change);
        self.pending_names.entry(dir.to_owned()).or_default().push(change);
        if cut { self.check_power() } else { Ok(()) }
    }

    fn power_cycle(&mut self) {
        for (_, changes) in std::mem::take(&mut self.pending_names) {
            let kept = self.random.below(changes.len() as u64 + 1);
            for change in changes.iter().take(usize::try_from(kept).unwrap_or(usize::MAX)) {
                apply(&mut self.durable_names, change);
            }
        }
        let names = self.durable_names.clone();
        let has_parent = |path: &str| parent(path).is_empty() || names.get(parent(path)) == Some(&Node::Dir);
        self.durable_names.retain(|path, _| has_parent(path));
        self.names = self.durable_names.clone();
        let kept: Vec<u64> =
            self.names.values().filter_map(|n| if let Node::File(i) = n { Some(*i) } else { None }).collect();
        self.inodes.retain(|inode, _| kept.contains(inode));
        for inode in self.inodes.values_mut() {
            inode.power_cut(&mut self.random);
        }
        self.faults.clear();
        (self.off, self.cut_in, self.full) = (false, None, false);
        self.powered += 1;
    }
}

fn apply(names: &mut BTreeMap<String, Node>, change: &NameChange) {
    match change {
        NameChange::Set(path, node) => {
            names.insert(path.clone(), *node);
        }
        NameChange::Rename { from, to } => {
            if let Some(node) = names.remove(from) {
                names.insert(to.clone(), node);
            }
        }
        NameChange::Remove(path) => {
            names.remove(path);
        }
    }
}

impl Disk for SimulatedDisk {
    fn open(&self, path: &str, how: Open) -> io::Result<Arc<dyn File>> {
        let mut state = self.state();
        state.check_power()?;
        let inode = if how == Open::Create {
            if state.names.contains_key(path) {
                return Err(refused(io::ErrorKind::AlreadyExists));
            }
            if state.full {
                return Err(refused(io::ErrorKind::StorageFull));
            }
            let inode = state.next_inode;
            state.next_inode += 1;
            state.inodes.insert(inode, Inode::default());
            state.change_name(parent(path), NameChange::Set(path.to_owned(), Node::File(inode)))?;
            inode
        } else {
            state.file(path)?
        };
        Ok(Arc::new(SimulatedFile { disk: self.clone(), inode, powered: state.powered, writable: how != Open::Read }))
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Listed>> {
        let state = self.state();
        state.check_power()?;
        if !state.is_dir(dir) {
            return Err(refused(io::ErrorKind::NotFound));
        }
        let within = state.names.iter().filter(|(path, _)| parent(path) == dir);
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(within.map(|(path, node)| Listed { name: name(path), is_dir: *node == Node::Dir }).collect())
    }

    fn create_dir(&self, dir: &str) -> io::Result<()> {
        let mut state = self.state();
        if state.is_dir(dir) {
            return state.check_power();
        }
        state.change_name(parent(dir), NameChange::Set(dir.to_owned(), Node::Dir))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.state();
        state.file(from)?;
        state.change_name(parent(to), NameChange::Rename { from: from.to_owned(), to: to.to_owned() })
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let mut state = self.state();
        state.file(path)?;
        state.change_name(parent(path), NameChange::Remove(path.to_owned()))
    }

    fn sync_dir(&self, dir: &str) -> io::Result<()> {
        let mut state = self.state();
        if state.tick()? {
            return state.check_power();
        }
        state.fault(Operation::SyncDir)?;
        if !state.lying {
            for change in state.pending_names.remove(dir).unwrap_or_default() {
                apply(&mut state.durable_names, &change);
            }
        }
        Ok(())
    }
}

#[derive(Debug)]
struct SimulatedFile {
    disk: SimulatedDisk,
    inode: u64,
    powered: u64,
    writable: bool,
}

impl SimulatedFile {
    fn state(&self) -> io::Result<MutexGuard<'_, State>> {
        let state = self.disk.state();
        state.check_power()?;
        if state.powered == self.powered {
            Ok(state)
        } else {
            Err(io::Error::other("simulated: opened before a power cut"))
        }
    }

    fn change(&self, len: u64, change: impl FnOnce(&mut Inode, Option<&mut Random>)) -> io::Result<()> {
        let mut state = self.state()?;
        if !self.writable {
            return Err(refused(io::ErrorKind::PermissionDenied));
        }
        let cut = state.tick()?;
        let full = state.full && len > state.inode(self.inode)?.len();
        let fault = if full { Err(refused(io::ErrorKind::StorageFull)) } else { state.fault(Operation::Write) };
        let state = &mut *state;
        let inode = state.inodes.get_mut(&self.inode).ok_or_else(|| refused(io::ErrorKind::NotFound))?;
        change(inode, fault.is_err().then_some(&mut state.random));
        fault?;
        if cut { state.check_power() } else { Ok(()) }
    }
}

impl File for SimulatedFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut state = self.state()?;
        state.fault(Operation::Read)?;
        Ok(state.inode(self.inode)?.read(buffer, offset))
    }

    /// By chance it has to wait for the disk.
    fn read_at_hand(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if self.state()?.random.below(3) == 0 {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.read_at(buffer, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.change(offset + bytes.len() as u64, |inode, failing| {
            // A write that fails may have written nothing, its first bytes, or all of them.
            let written = failing.map_or(bytes.len(), |random| match random.below(3) {
                0 => 0,
                1 => random.below_usize(bytes.len() + 1),
                _ => bytes.len(),
            });
            inode.write(bytes.get(..written).unwrap_or(bytes), offset);
        })
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.state()?;
        if state.tick()? {
            return state.check_power();
        }
        if let Err(error) = state.fault(Operation::Sync) {
            state.inode(self.inode)?.fail_sync();
            return Err(error);
        }
        let lying = state.lying;
        let inode = state.inode(self.inode)?;
        if !lying {
            inode.sync();
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.change(len, |inode, failing| {
            if failing.is_none() {
                inode.set_len(len);
            }
        })
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.state()?.inode(self.inode)?.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::{make_dir, read, read_if_there, replace};

    #[test]
    fn a_replacement_is_whole_after_any_cut() {
        let mut seen = [0; 3];
        for seed in 0..400 {
            let disk = SimulatedDisk::new(seed);
            make_dir(&disk, "vault").unwrap();
            replace(&disk, "vault/keys", &[1; 9_000]).unwrap();
            disk.cut_power_in(seed % 6 + 1);
            let answer = replace(&disk, "vault/keys", &[2; 9_000]);
            disk.power_cycle();
            let found = read(&disk, "vault/keys").unwrap();
            assert!(found == [1; 9_000] || (found == [2; 9_000]), "seed {seed}: neither old nor new");
            assert!(answer.is_err() || found == [2; 9_000], "seed {seed}: answered, then lost");
            seen[if answer.is_ok() { 2 } else { usize::from(found[0]) - 1 }] += 1;
        }
        assert!(seen.iter().all(|&n| n > 0), "not every outcome was reached: {seen:?}");
    }

    #[test]
    fn what_was_not_synced_can_be_lost_in_every_way() {
        let (mut lost, mut kept, mut torn, mut vanished) = (0, 0, 0, 0);
        for seed in 0..400 {
            let disk = SimulatedDisk::new(seed);
            let file = disk.open("x", Open::Create).unwrap();
            if seed % 2 == 0 {
                disk.sync_dir("").unwrap();
            }
            file.write_at(&[7; 12_000], 0).unwrap();
            disk.power_cycle();
            match read_if_there(&disk, "x").unwrap() {
                None => vanished += 1,
                Some(bytes) if bytes.iter().all(|b| *b == 0) => lost += 1,
                Some(bytes) if bytes == [7; 12_000] => kept += 1,
                Some(_) => torn += 1,
            }
        }
        assert!([lost, kept, torn, vanished].iter().all(|&n| n > 20), "{:?}", [lost, kept, torn, vanished]);
    }

    #[test]
    fn a_failed_sync_never_makes_durable_what_it_failed_on() {
        let disk = SimulatedDisk::new(3);
        replace(&disk, "x", b"old").unwrap();
        let file = disk.open("x", Open::Write).unwrap();
        disk.fail(Fault { on: Operation::Sync, error: io::ErrorKind::Other, after: 0, times: 1 });
        file.write_at(b"new", 0).unwrap();
        assert!(file.sync_data().is_err());
        file.sync_data().unwrap();
        assert_eq!(read(&disk, "x").unwrap(), b"new", "still readable");
        disk.power_cycle();
        assert_eq!(read(&disk, "x").unwrap(), b"old");
    }

    #[test]
    fn a_full_disk_refuses_what_grows_only() {
        let disk = SimulatedDisk::new(4);
        replace(&disk, "x", b"old").unwrap();
        let file = disk.open("x", Open::Write).unwrap();
        disk.set_full(true);
        file.write_at(b"new", 0).unwrap();
        assert_eq!(file.write_at(b"longer", 0).unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert!(disk.open("y", Open::Create).is_err());
        disk.set_full(false);
        file.write_at(b"longer", 0).unwrap();
    }
}
