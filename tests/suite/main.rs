//! The whole suite in one binary: journeys, access, durability, simulation, compatibility, architecture.

mod access;
mod api;
mod architecture;
mod compat;
mod durability;
mod journeys;
mod people;
mod simulation;
