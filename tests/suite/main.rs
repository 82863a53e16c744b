//! The whole suite in one binary: journeys, access, register, events, durability, sled by itself, simulation, figures, compatibility, released stores, traces, architecture.

mod access;
mod accounts;
mod api;
mod architecture;
mod backup;
mod compat;
mod drives;
mod durability;
mod events;
mod every_kind;
mod figures;
mod journeys;
mod law;
mod letters;
mod papers;
mod people;
mod recorded_form;
mod reference;
mod register;
mod released;
mod service;
mod simulation;
mod sled_alone;
mod storage;
mod traces;
