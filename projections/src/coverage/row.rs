//! A kind of row, and its columns: each field of many rows one after another in memory, so that a question reads only the fields it
//! compares.

use crate::columns::{Damaged, Reader, Writer};

/// A row of a table.
pub(crate) trait Row: Copy + PartialEq + Send + Sync + 'static {
    /// The fields of many rows.
    type Columns: Columns<Row = Self>;
    /// What a block's rows have ever said, so that a question can leave the block out.
    type Summary: Summary<Self>;
}

/// What rows have ever said.
pub(crate) trait Summary<R>: Default + Send + Sync {
    /// One more row says something.
    fn add(&mut self, row: &R);
}

/// Of most rows nobody asks.
impl<R> Summary<R> for () {
    fn add(&mut self, _: &R) {}
}

/// The fields of many rows.
pub(crate) trait Columns: Default + Send + Sync {
    /// One row.
    type Row;

    /// The row at an index.
    fn get(&self, index: usize) -> Option<Self::Row>;

    /// Puts a row before the one at an index, which is not beyond the end.
    fn insert(&mut self, index: usize, row: Self::Row);

    /// Takes the row at an index out.
    fn remove(&mut self, index: usize);

    /// Parts of a table as columns, one part after another.
    fn write<'a, 'b>(parts: impl Iterator<Item = &'a Self> + Clone, writer: Writer<'b>) -> Writer<'b>
    where
        Self: 'a;

    /// What [`Columns::write`] wrote, in one part.
    ///
    /// # Errors
    /// When it is not that, or the columns differ in length.
    fn read(reader: &mut Reader<'_>, rows: usize) -> Result<Self, Damaged>;

    /// Some of the rows, by themselves.
    fn part(&self, rows: std::ops::Range<usize>) -> Self;

    /// Bytes used.
    fn bytes(&self) -> usize;
}

/// Declares a kind of row and its columns.
macro_rules! row {
    ($(#[$about:meta])* $name:ident, $columns:ident, $summary:ty {
        $($(#[$field_about:meta])* $field:ident: $kind:ty,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name {
            $($(#[$field_about])* pub(crate) $field: $kind,)*
        }

        #[doc = concat!("Fields of many [`", stringify!($name), "`].")]
        #[derive(Debug, Default)]
        pub(crate) struct $columns {
            $($(#[$field_about])* pub(crate) $field: Vec<$kind>,)*
        }

        impl $crate::coverage::row::Row for $name {
            type Columns = $columns;
            type Summary = $summary;
        }

        impl $crate::coverage::row::Columns for $columns {
            type Row = $name;

            #[inline]
            fn get(&self, index: usize) -> Option<$name> {
                Some($name { $($field: *self.$field.get(index)?,)* })
            }

            fn insert(&mut self, index: usize, row: $name) {
                $($crate::coverage::row::insert(&mut self.$field, index, row.$field);)*
            }

            fn remove(&mut self, index: usize) {
                $(self.$field.remove(index);)*
            }

            fn write<'a, 'b>(
                parts: impl Iterator<Item = &'a Self> + Clone,
                writer: $crate::columns::Writer<'b>,
            ) -> $crate::columns::Writer<'b> {
                $(
                    let column = parts.clone().map(|part| part.$field.as_slice());
                    let writer = writer.parts(stringify!($field), column);
                )*
                writer
            }

            fn read(
                reader: &mut $crate::columns::Reader<'_>,
                rows: usize,
            ) -> Result<Self, $crate::columns::Damaged> {
                Ok(Self { $($field: reader.values_of_length(stringify!($field), rows)?,)* })
            }

            fn part(&self, rows: std::ops::Range<usize>) -> Self {
                Self { $($field: self.$field.get(rows.clone()).unwrap_or_default().to_vec(),)* }
            }

            fn bytes(&self) -> usize {
                0 $(+ self.$field.capacity() * size_of::<$kind>())*
            }
        }
    };
}

pub(crate) use row;

/// As [`Vec::insert`], with an eighth of room to spare and not twice as much: a country has many short columns.
pub(crate) fn insert<T>(column: &mut Vec<T>, index: usize, value: T) {
    if column.len() == column.capacity() {
        column.reserve_exact(column.len() / 8 + 4);
    }
    column.insert(index, value);
}
