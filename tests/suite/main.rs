//! The whole suite in one binary: journeys, access, durability, simulation, compatibility, architecture.

mod architecture;
mod compat;
mod durability;
mod simulation;
