//! The members of objects that are being written: each where it was written, put in the order of their keys at the end.

use super::NotCanonical;
use super::writer::string;

/// Where a member stands in the buffer: `"key":value`.
#[derive(Clone, Copy)]
struct Member {
    at: usize,
    value: usize,
    end: usize,
}

/// The members of all open objects, the innermost last.
#[derive(Default)]
pub(super) struct Members {
    members: Vec<Member>,
    sorted: Vec<u8>,
}

impl Members {
    /// Begins an object, and answers what [`Members::close`] is to be told.
    pub(super) fn open(&self) -> usize {
        self.members.len()
    }

    /// Writes a key; its value follows.
    pub(super) fn begin(&mut self, key: &str, out: &mut Vec<u8>) {
        let at = out.len();
        string(key, out);
        out.push(b':');
        self.members.push(Member { at, value: out.len(), end: 0 });
    }

    /// The value of the key begun last was written; a comma keeps it from the next.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        if let Some(member) = self.members.last_mut() {
            member.end = out.len();
        }
        out.push(b',');
    }

    /// Puts the members after the first `outer` in the order of their keys, and takes the last comma away.
    pub(super) fn close(&mut self, outer: usize, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
        let own = self.members.get_mut(outer..).unwrap_or_default();
        let Some(begin) = own.first().map(|member| member.at) else { return Ok(()) };
        // A closing quotation mark would go before a space, which a key may hold: keys are compared without it.
        let key = |member: &Member| out.get(member.at + 1..member.value - 2).unwrap_or_default();
        let escaped = own.iter().any(|member| key(member).contains(&b'\\'));
        if escaped {
            // The order is that of the keys, not of their escapes; no event has such a key.
            return Err(NotCanonical::Key);
        }
        if !own.is_sorted_by(|a, b| key(a) < key(b)) {
            own.sort_unstable_by(|a, b| key(a).cmp(key(b)));
            if !own.is_sorted_by(|a, b| key(a) < key(b)) {
                return Err(NotCanonical::Key);
            }
            self.sorted.clear();
            for member in own {
                self.sorted.extend_from_slice(out.get(member.at..member.end).unwrap_or_default());
                self.sorted.push(b',');
            }
            out.truncate(begin);
            out.extend_from_slice(&self.sorted);
        }
        out.pop();
        self.members.truncate(outer);
        Ok(())
    }
}
