//! The whole suite in one binary: journeys, access, durability, sled by itself, simulation, compatibility, traces, architecture.

mod access;
mod accounts;
mod api;
mod architecture;
mod compat;
mod durability;
mod journeys;
mod papers;
mod people;
mod simulation;
mod sled_alone;
mod traces;
