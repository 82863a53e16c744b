//! Journeys of each person through real HTTP and a real browser.

mod caseworker;
mod page;
