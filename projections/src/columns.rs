//! Columns as bytes: each with its name, its length and its values one after another, little end first.
//!
//! They are written to and read from a file a piece at a time: a country's do not lie in memory twice.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The bytes are not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the column {0:?} cannot be read")]
pub struct Damaged(pub &'static str);

/// Bytes written or read at once.
const PIECE: usize = 1 << 16;

/// A value of fixed width in a column.
pub trait Value: Copy {
    /// How many bytes it takes; at most as many as are read at once.
    const WIDTH: usize;

    /// Writes it into exactly as many bytes.
    fn put(self, to: &mut [u8]);

    /// What lies in exactly as many bytes.
    fn get(from: &[u8]) -> Self;
}

/// Says how a value becomes an array of bytes, and is read from one.
macro_rules! value {
    ($value:ty, $width:expr, $to:expr, $from:expr) => {
        impl $crate::columns::Value for $value {
            const WIDTH: usize = $width;

            #[inline]
            fn put(self, to: &mut [u8]) {
                to.first_chunk_mut::<{ $width }>().into_iter().for_each(|place| *place = ($to)(self));
            }

            #[inline]
            fn get(from: &[u8]) -> Self {
                ($from)(from.first_chunk::<{ $width }>().copied().unwrap_or_default())
            }
        }
    };
}

/// Says of which values a value consists: their bytes follow on one another.
macro_rules! value_of {
    ($value:ty { $($field:ident: $kind:ty),* $(,)? } $(where $of:ident: $bound:path)?) => {
        impl$(<$of: $bound>)? $crate::columns::Value for $value {
            const WIDTH: usize = 0 $(+ <$kind as $crate::columns::Value>::WIDTH)*;

            #[inline]
            fn put(self, to: &mut [u8]) {
                let rest = to;
                $(
                    let width = <$kind as $crate::columns::Value>::WIDTH;
                    let (place, rest) = rest.split_at_mut_checked(width).unwrap_or_default();
                    $crate::columns::Value::put(self.$field, place);
                )*
                debug_assert!(rest.is_empty(), "as many bytes as it takes");
            }

            #[inline]
            fn get(from: &[u8]) -> Self {
                let rest = from;
                $(
                    let width = <$kind as $crate::columns::Value>::WIDTH;
                    let (place, rest) = rest.split_at_checked(width).unwrap_or_default();
                    let $field = $crate::columns::Value::get(place);
                )*
                debug_assert!(rest.is_empty(), "as many bytes as it takes");
                Self { $($field,)* }
            }
        }
    };
}

pub(crate) use value_of;

value!(u8, 1, u8::to_le_bytes, u8::from_le_bytes);
value!(u16, 2, u16::to_le_bytes, u16::from_le_bytes);
value!(u32, 4, u32::to_le_bytes, u32::from_le_bytes);
value!(i32, 4, i32::to_le_bytes, i32::from_le_bytes);
value!(u64, 8, u64::to_le_bytes, u64::from_le_bytes);
value!(Uuid, 16, Uuid::into_bytes, Uuid::from_bytes);

/// Writes columns. After a failure nothing more is written; the end tells of it.
pub struct Writer<'a> {
    to: &'a mut dyn Write,
    piece: Vec<u8>,
    written: io::Result<()>,
}

impl<'a> Writer<'a> {
    /// To the end of something.
    #[must_use]
    pub fn new(to: &'a mut dyn Write) -> Self {
        Self { to, piece: Vec::new(), written: Ok(()) }
    }

    /// A column of values of fixed width.
    #[must_use]
    pub fn values<T: Value>(self, name: &'static str, values: &[T]) -> Self {
        self.parts(name, std::iter::once(values))
    }

    /// A column of values of fixed width that lie in several parts.
    #[must_use]
    pub fn parts<'b, T: Value + 'b>(
        mut self,
        name: &'static str,
        parts: impl Iterator<Item = &'b [T]> + Clone,
    ) -> Self {
        let values: usize = parts.clone().map(<[T]>::len).sum();
        self.head(name, values * T::WIDTH);
        for values in parts.flat_map(|part| part.chunks(PIECE / T::WIDTH)) {
            let bytes = values.len() * T::WIDTH;
            if self.piece.len() < bytes {
                self.piece.resize(bytes, 0);
            }
            let Self { to, piece, written } = &mut self;
            if let (Ok(()), Some(piece)) = (&written, piece.get_mut(..bytes)) {
                piece.chunks_exact_mut(T::WIDTH).zip(values).for_each(|(place, value)| value.put(place));
                *written = to.write_all(piece);
            }
        }
        self
    }

    /// A column of values written as lines of JSON.
    #[must_use]
    pub fn rows<'b, T: Serialize + 'b>(mut self, name: &'static str, rows: impl Iterator<Item = &'b T>) -> Self {
        let mut bytes = Vec::new();
        for row in rows {
            // A value that cannot be written leaves an empty line, which is damage when read: the fold then starts again.
            bytes.extend(serde_json::to_vec(row).unwrap_or_default());
            bytes.push(b'\n');
        }
        self.head(name, bytes.len());
        self.put(&bytes);
        self
    }

    /// Whether all of it was written.
    ///
    /// # Errors
    /// What failed first.
    pub fn finish(self) -> io::Result<()> {
        self.written
    }

    fn head(&mut self, name: &'static str, bytes: usize) {
        self.put(&(name.len() as u64).to_le_bytes());
        self.put(name.as_bytes());
        self.put(&(bytes as u64).to_le_bytes());
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.written.is_ok() {
            self.written = self.to.write_all(bytes);
        }
    }
}

/// Reads columns in the order they were written.
pub struct Reader<'a> {
    from: &'a mut dyn Read,
    /// Bytes that are left: no column is longer.
    left: u64,
}

impl<'a> Reader<'a> {
    /// So many bytes that a [`Writer`] wrote.
    #[must_use]
    pub fn new(from: &'a mut dyn Read, length: u64) -> Self {
        Self { from, left: length }
    }

    /// The next column, which must have this name.
    ///
    /// # Errors
    /// [`Damaged`] when it has not, or is not whole.
    pub fn values<T: Value>(&mut self, name: &'static str) -> Result<Vec<T>, Damaged> {
        let bytes = self.head(name)?;
        if bytes % T::WIDTH != 0 {
            return Err(Damaged(name));
        }
        self.some(name, bytes / T::WIDTH, &mut Vec::new())
    }

    /// The next column, which must have this name and so many values.
    ///
    /// # Errors
    /// As [`Reader::values`], and [`Damaged`] for another number of values.
    pub fn values_of_length<T: Value>(&mut self, name: &'static str, length: usize) -> Result<Vec<T>, Damaged> {
        let values = self.values(name)?;
        if values.len() == length { Ok(values) } else { Err(Damaged(name)) }
    }

    /// The next column, in parts that have so many values.
    ///
    /// # Errors
    /// As [`Reader::values`], and [`Damaged`] when it is not as long as its parts.
    pub fn parts<T: Value>(
        &mut self,
        name: &'static str,
        lengths: impl Iterator<Item = u64>,
    ) -> Result<Vec<Vec<T>>, Damaged> {
        let mut left = self.head(name)?;
        let (mut parts, mut piece) = (Vec::with_capacity(lengths.size_hint().0), Vec::new());
        for length in lengths {
            let length = usize::try_from(length).map_err(|_| Damaged(name))?;
            let bytes = length.checked_mul(T::WIDTH).ok_or(Damaged(name))?;
            left = left.checked_sub(bytes).ok_or(Damaged(name))?;
            parts.push(self.some(name, length, &mut piece)?);
        }
        if left == 0 { Ok(parts) } else { Err(Damaged(name)) }
    }

    /// The next values of a column, so many, which it has.
    fn some<T: Value>(&mut self, name: &'static str, values: usize, piece: &mut Vec<u8>) -> Result<Vec<T>, Damaged> {
        let (mut left, mut read) = (values, Vec::with_capacity(values));
        while left > 0 {
            let next = left.min(PIECE / T::WIDTH);
            piece.resize(next * T::WIDTH, 0);
            self.fill(name, piece)?;
            read.extend(piece.chunks_exact(T::WIDTH).map(T::get));
            left -= next;
        }
        Ok(read)
    }

    /// The next column, of values written by [`Writer::rows`].
    ///
    /// # Errors
    /// As [`Reader::values`].
    pub fn rows<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<Vec<T>, Damaged> {
        let bytes: Vec<u8> = self.values(name)?;
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        lines.map(|line| serde_json::from_slice(line).map_err(|_| Damaged(name))).collect()
    }

    /// Nothing may be left over, and who gives the bytes must have nothing against them: until then they are not to be believed.
    ///
    /// # Errors
    /// [`Damaged`] otherwise.
    pub fn finish(self) -> Result<(), Damaged> {
        if self.left == 0 && matches!(self.from.read(&mut [0]), Ok(0)) { Ok(()) } else { Err(Damaged("end")) }
    }

    /// The name of the next column, which must be this one, and how many bytes it has.
    fn head(&mut self, name: &'static str) -> Result<usize, Damaged> {
        let mut named = vec![0; self.length(name).ok().filter(|length| *length == name.len()).ok_or(Damaged(name))?];
        self.fill(name, &mut named)?;
        if named == name.as_bytes() { self.length(name) } else { Err(Damaged(name)) }
    }

    /// A length; nothing is as long as that which is not there.
    fn length(&mut self, name: &'static str) -> Result<usize, Damaged> {
        let mut length = [0; 8];
        self.fill(name, &mut length)?;
        let length = u64::from_le_bytes(length);
        usize::try_from(length).ok().filter(|_| length <= self.left).ok_or(Damaged(name))
    }

    fn fill(&mut self, name: &'static str, bytes: &mut [u8]) -> Result<(), Damaged> {
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Damaged(name))?;
        self.from.read_exact(bytes).map_err(|_| Damaged(name))
    }
}

/// What is written, in memory: for tests.
#[cfg(test)]
pub(crate) fn bytes(write: impl FnOnce(Writer<'_>) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(Writer::new(&mut bytes)).unwrap();
    bytes
}

/// Reads it again.
#[cfg(test)]
pub(crate) fn read<T>(mut bytes: &[u8], read: impl FnOnce(Reader<'_>) -> Result<T, Damaged>) -> Result<T, Damaged> {
    let length = bytes.len() as u64;
    read(Reader::new(&mut bytes, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_read_back_and_nothing_else_does() {
        let rows = ["一".to_owned(), "two\nlines".to_owned()];
        let parts: [&[u8]; 3] = [&[1, 2], &[], &[3]];
        let bytes = bytes(|writer| {
            let writer = writer.values("days", &[-1i32, 7]).rows("names", rows.iter());
            writer.parts("bytes", parts.into_iter()).finish()
        });
        let columns = |bytes: &[u8]| {
            read(bytes, |mut from| {
                let columns =
                    (from.values("days")?, from.rows("names")?, from.parts::<u8>("bytes", [2, 0, 1].into_iter())?);
                from.finish().map(|()| columns)
            })
        };
        let parts = parts.map(<[u8]>::to_vec).to_vec();
        assert_eq!(columns(&bytes), Ok((vec![-1i32, 7], rows.to_vec(), parts)));
        for end in 0..bytes.len() {
            assert!(columns(&bytes[..end]).is_err(), "cut at {end}");
        }
        assert!(columns(&[bytes.as_slice(), &[0]].concat()).is_err());
        assert_eq!(read(&bytes, |mut from| from.values::<i32>("other")), Err(Damaged("other")));
    }

    #[test]
    fn long_columns_are_written_and_read_in_pieces() {
        let values: Vec<u64> = (0..20_000).collect();
        let bytes = bytes(|writer| writer.values("long", &values).finish());
        assert_eq!(read(&bytes, |mut from| from.values("long")), Ok(values));
    }
}
