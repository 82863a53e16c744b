//! Journeys of each person through real HTTP and a real browser.

mod administrator;
mod caseworker;
mod charts;
mod drive;
mod figures;
mod law;
mod letters;
mod page;
mod papers;
mod publishing;
mod register;
mod reviewer;
mod roads;
mod stale;
mod steps;
mod storage;
mod wrong_fields;
