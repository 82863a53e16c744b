//! Changing bytes as damage and malice do.

use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _};

/// Numbers at which readers tend to err.
const EDGES: [u64; 14] =
    [0, 1, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 1 << 53, u64::MAX >> 1, u64::MAX];

/// Changes the bytes in one to four places.
pub(crate) fn mutate(bytes: &mut Vec<u8>, random: &mut StdRng) {
    for _ in 0..random.random_range(1..=4) {
        once(bytes, random);
    }
}

fn once(bytes: &mut Vec<u8>, random: &mut StdRng) {
    if bytes.is_empty() {
        bytes.push(random.next_u32() as u8);
        return;
    }
    let at = random.random_range(0..bytes.len());
    let until = |random: &mut StdRng, most: usize| at + random.random_range(0..=most.min(bytes.len() - at));
    match random.random_range(0..8) {
        0 => bytes[at] ^= 1 << random.random_range(0..8),
        1 => bytes[at] = random.next_u32() as u8,
        2 => {
            let number = EDGES[random.random_range(0..EDGES.len())].to_le_bytes();
            let width = [1, 2, 4, 8][random.random_range(0..4)].min(bytes.len() - at);
            bytes[at..at + width].copy_from_slice(&number[..width]);
        }
        // A varint of bincode: 251, 252, 253 say that 2, 4, 8 bytes follow.
        3 => {
            let (tag, width) = [(251, 2), (252, 4), (253, 8)][random.random_range(0..3)];
            let mut long = vec![tag];
            long.extend_from_slice(&EDGES[random.random_range(0..EDGES.len())].to_le_bytes()[..width]);
            bytes.splice(at..at + 1, long);
        }
        4 => {
            let end = until(random, 64);
            bytes.drain(at..end);
        }
        5 => {
            let end = until(random, 64);
            let copy = bytes[at..end].to_vec();
            let to = random.random_range(0..=bytes.len());
            bytes.splice(to..to, copy);
        }
        6 => {
            let end = until(random, 32);
            bytes[at..end].fill(if random.random() { 0 } else { 0xff });
        }
        _ => bytes.truncate(at),
    }
}
