//! Columns as bytes: each with its name, its length and its values one after another, little end first.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// The bytes are not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the column {0:?} cannot be read")]
pub struct Damaged(pub &'static str);

/// A value of fixed width in a column.
pub trait Value: Sized {
    /// How many bytes it takes.
    const WIDTH: usize;

    /// Appends its bytes.
    fn put(&self, to: &mut Vec<u8>);

    /// Reads it from exactly [`Value::WIDTH`] bytes.
    fn get(bytes: &[u8]) -> Option<Self>;
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Value for $number {
            const WIDTH: usize = size_of::<$number>();

            fn put(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn get(bytes: &[u8]) -> Option<Self> {
                Some(Self::from_le_bytes(bytes.try_into().ok()?))
            }
        }
    )*};
}

numbers! { u8 u16 u32 i32 u64 }

impl Value for Uuid {
    const WIDTH: usize = 16;

    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(self.as_bytes());
    }

    fn get(bytes: &[u8]) -> Option<Self> {
        Self::from_slice(bytes).ok()
    }
}

/// Writes columns.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// A column of values of fixed width.
    #[must_use]
    pub fn values<T: Value>(self, name: &'static str, values: &[T]) -> Self {
        self.parts(name, std::iter::once(values))
    }

    /// A column of values of fixed width that lie in several parts.
    #[must_use]
    pub fn parts<'a, T: Value + 'a>(
        mut self,
        name: &'static str,
        parts: impl Iterator<Item = &'a [T]> + Clone,
    ) -> Self {
        let values: usize = parts.clone().map(<[T]>::len).sum();
        let bytes = values * T::WIDTH;
        self.0.reserve(name.len() + 2 * u64::WIDTH + bytes);
        self.head(name, bytes);
        parts.flatten().for_each(|value| value.put(&mut self.0));
        self
    }

    /// A column of values written as lines of JSON.
    #[must_use]
    pub fn rows<'a, T: Serialize + 'a>(mut self, name: &'static str, rows: impl Iterator<Item = &'a T>) -> Self {
        let mut bytes = Vec::new();
        for row in rows {
            // A value that cannot be written leaves an empty line, which is damage when read: the fold then starts again.
            bytes.extend(serde_json::to_vec(row).unwrap_or_default());
            bytes.push(b'\n');
        }
        self.column(name, &bytes);
        self
    }

    /// The columns written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    fn column(&mut self, name: &'static str, bytes: &[u8]) {
        self.head(name, bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn head(&mut self, name: &'static str, bytes: usize) {
        (name.len() as u64).put(&mut self.0);
        self.0.extend_from_slice(name.as_bytes());
        (bytes as u64).put(&mut self.0);
    }
}

/// Reads columns in the order they were written.
#[derive(Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Of what a [`Writer`] wrote.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next column, which must have this name.
    ///
    /// # Errors
    /// [`Damaged`] when it has not, or is not whole.
    pub fn values<T: Value>(&mut self, name: &'static str) -> Result<Vec<T>, Damaged> {
        let bytes = self.column(name)?;
        if bytes.len() % T::WIDTH != 0 {
            return Err(Damaged(name));
        }
        bytes.chunks_exact(T::WIDTH).map(|value| T::get(value).ok_or(Damaged(name))).collect()
    }

    /// The next column, which must have this name and so many values.
    ///
    /// # Errors
    /// As [`Reader::values`], and [`Damaged`] for another number of values.
    pub fn values_of_length<T: Value>(&mut self, name: &'static str, length: usize) -> Result<Vec<T>, Damaged> {
        let values = self.values(name)?;
        if values.len() == length { Ok(values) } else { Err(Damaged(name)) }
    }

    /// The next column, of values written by [`Writer::rows`].
    ///
    /// # Errors
    /// As [`Reader::values`].
    pub fn rows<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<Vec<T>, Damaged> {
        let bytes = self.column(name)?;
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        lines.map(|line| serde_json::from_slice(line).map_err(|_| Damaged(name))).collect()
    }

    /// Nothing may be left over.
    ///
    /// # Errors
    /// [`Damaged`] when something is.
    pub fn finish(self) -> Result<(), Damaged> {
        if self.0.is_empty() { Ok(()) } else { Err(Damaged("end")) }
    }

    fn column(&mut self, name: &'static str) -> Result<&'a [u8], Damaged> {
        let named = self.take(name)?;
        if named != name.as_bytes() {
            return Err(Damaged(name));
        }
        self.take(name)
    }

    /// A length, and so many bytes.
    fn take(&mut self, name: &'static str) -> Result<&'a [u8], Damaged> {
        let (length, rest) = self.0.split_at_checked(u64::WIDTH).ok_or(Damaged(name))?;
        let length = u64::get(length).and_then(|length| usize::try_from(length).ok()).ok_or(Damaged(name))?;
        let (taken, rest) = rest.split_at_checked(length).ok_or(Damaged(name))?;
        self.0 = rest;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_read_back_and_nothing_else_does() {
        let rows = ["一".to_owned(), "two\nlines".to_owned()];
        let bytes = Writer::default().values("days", &[-1i32, 7]).rows("names", rows.iter()).finish();
        let read = |bytes: &[u8]| -> Result<(Vec<i32>, Vec<String>), Damaged> {
            let mut reader = Reader::new(bytes);
            let columns = (reader.values("days")?, reader.rows("names")?);
            reader.finish()?;
            Ok(columns)
        };
        assert_eq!(read(&bytes), Ok((vec![-1, 7], rows.to_vec())));
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_err(), "cut at {end}");
        }
        assert!(read(&[bytes.as_slice(), &[0]].concat()).is_err());
        assert_eq!(Reader::new(&bytes).values::<i32>("other"), Err(Damaged("other")));
    }
}
