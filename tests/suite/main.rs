//! One binary for the whole suite.

mod durability;
