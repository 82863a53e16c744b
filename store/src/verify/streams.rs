//! Which version each stream is at, and whose loss explains a version that is missing.

use std::collections::HashMap;

use heyi_core::ids::{Position, Version};

use super::Problem;
use crate::append::LogEvent;

#[derive(Default)]
pub(super) struct Streams(HashMap<String, (Version, Position)>);

impl Streams {
    pub(super) fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// The version the next event of a stream must have.
    pub(super) fn expected(&self, stream: &str) -> Version {
        self.0.get(stream).map_or(Version(1), |(version, _)| version.next())
    }

    pub(super) fn saw(&mut self, event: &LogEvent) {
        match self.0.get_mut(event.stream.as_str()) {
            Some(at) => *at = (event.version, event.position),
            None => {
                self.0.insert(event.stream.to_string(), (event.version, event.position));
            }
        }
    }

    /// Names the stream in the losses between its last event and this one; `false` when there is none to explain the gap.
    pub(super) fn blame(&self, event: &LogEvent, problems: &mut [Problem]) -> bool {
        let before = self.0.get(event.stream.as_str()).map_or(Position::ZERO, |(_, position)| *position);
        let mut explained = false;
        if event.version <= self.expected(event.stream.as_str()) {
            return false;
        }
        for problem in problems.iter_mut().filter(|problem| problem.first > before && problem.first < event.position) {
            if !problem.streams.iter().any(|stream| stream == event.stream.as_str()) {
                problem.streams.push(event.stream.to_string());
            }
            explained = true;
        }
        explained
    }
}
