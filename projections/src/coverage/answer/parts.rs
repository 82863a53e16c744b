//! A question shared among threads.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many blocks a thread takes at a time.
const RUN: usize = 8;

/// Passes over blocks, each once, by as many threads as the machine runs at a time; a thread begins with `start` and carries it
/// from block to block. What the threads end with, in no order.
pub(super) fn over<T: Send>(
    blocks: usize,
    start: impl Fn() -> T + Sync,
    pass: impl Fn(&mut T, usize) + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut carried = start();
        loop {
            let first = next.fetch_add(RUN, Ordering::Relaxed);
            if blocks <= first {
                break carried;
            }
            (first..blocks.min(first + RUN)).for_each(|block| pass(&mut carried, block));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(blocks.div_ceil(RUN));
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| thread::Builder::new().spawn_scoped(scope, work)).collect();
        let mut done = vec![work()];
        // A thread that could not be started leaves its part to the others; one that panicked, to whoever asked.
        for other in others.into_iter().flatten() {
            done.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_block_is_passed_once() {
        for blocks in [0, 1, 7, 8, 9, 1_000] {
            let done = super::over(blocks, Vec::new, |carried: &mut Vec<usize>, block| carried.push(block));
            let mut all: Vec<usize> = done.into_iter().flatten().collect();
            all.sort_unstable();
            assert_eq!(all, (0..blocks).collect::<Vec<_>>());
        }
    }
}
