//! Little-endian numbers in bytes, and reading them without ever reaching past the end.

use heyi_core::digest::Digest;
use jiff::Timestamp;
use jiff::civil::Date;

/// Reads one thing after another; `None` once something does not fit.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn len(&mut self) -> Option<usize> {
        usize::try_from(self.u32()?).ok()
    }

    pub(crate) fn digest(&mut self) -> Option<Digest> {
        self.array().map(Digest)
    }

    pub(crate) fn text(&mut self, len: usize) -> Option<&'a str> {
        std::str::from_utf8(self.bytes(len)?).ok()
    }

    /// Seconds since 1970 in 8 bytes and nanoseconds in 4.
    pub(crate) fn instant(&mut self) -> Option<Timestamp> {
        let seconds = i64::from_le_bytes(self.array()?);
        let nanoseconds = i32::from_le_bytes(self.array()?);
        Timestamp::new(seconds, nanoseconds).ok()
    }

    /// Year in 2 bytes, month and day in 1 each; month 0: open.
    pub(crate) fn day(&mut self) -> Option<Option<Date>> {
        let year = i16::from_le_bytes(self.array()?);
        let (month, day) = (i8::from_le_bytes(self.array()?), i8::from_le_bytes(self.array()?));
        if month == 0 { Some(None) } else { Date::new(year, month, day).ok().map(Some) }
    }
}

/// An instant as [`Reader::instant`] reads it.
pub(crate) fn instant_bytes(at: Timestamp) -> [u8; 12] {
    let mut bytes = [0; 12];
    overwrite(&mut bytes, 0, &at.as_second().to_le_bytes());
    overwrite(&mut bytes, 8, &at.subsec_nanosecond().to_le_bytes());
    bytes
}

pub(crate) fn put_instant(out: &mut Vec<u8>, at: Timestamp) {
    out.extend_from_slice(&instant_bytes(at));
}

pub(crate) fn put_day(out: &mut Vec<u8>, day: Option<Date>) {
    let (year, month, day) = day.map_or((0, 0, 0), |day| (day.year(), day.month(), day.day()));
    out.extend_from_slice(&year.to_le_bytes());
    out.extend_from_slice(&month.to_le_bytes());
    out.extend_from_slice(&day.to_le_bytes());
}

/// Writes the bytes at `at` over what is there.
pub(crate) fn overwrite(out: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = out.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// A length in the 4 bytes it has on disk; lengths are limited far below that before they get here.
pub(crate) fn len_u32(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
