//! Reading a correction inside a correction: no deeper than anybody could write one, so that forged bytes end in an error and not at
//! the end of the stack.

use std::cell::Cell;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

const DEEPEST: u32 = 16;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

struct Level;

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>, E: Deserialize<'de>>(deserializer: D) -> Result<Box<E>, D::Error> {
    if DEPTH.get() >= DEEPEST {
        return Err(D::Error::custom("corrections stand too deep in each other"));
    }
    DEPTH.set(DEPTH.get() + 1);
    let _level = Level;
    Box::deserialize(deserializer)
}
