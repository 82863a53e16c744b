//! A kind of row, and its columns: each field of many rows one after another in memory, so that a question reads only the fields it
//! compares.

use crate::columns::{Damaged, Reader, Writer};

/// A row of a table.
pub(crate) trait Row: Copy + Default + PartialEq + Send + Sync + 'static {
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

    /// Puts a row in the place of the one at an index.
    fn put(&mut self, index: usize, row: Self::Row);

    /// Puts a row before the one at an index, which is not beyond the end.
    fn insert(&mut self, index: usize, row: Self::Row);

    /// Takes the row at an index out.
    fn remove(&mut self, index: usize);

    /// Moves rows that were put last to where they belong: see [`sort_in`].
    fn sort_in(&mut self, places: &[(usize, usize)]);

    /// Puts so many times what stands where there is no row before the one at an index: see [`grow`].
    fn grow(&mut self, index: usize, added: usize);

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

/// Declares a kind of row and its columns; of a field what it says where there is no row, if that is not nothing.
macro_rules! row {
    ($(#[$about:meta])* $name:ident, $columns:ident, $summary:ty {
        $($(#[$field_about:meta])* $field:ident: $kind:ty $(= $none:expr)?,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name {
            $($(#[$field_about])* pub(crate) $field: $kind,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $crate::coverage::row::none!($kind $(, $none)?),)* }
            }
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

            fn put(&mut self, index: usize, row: $name) {
                $(self.$field.get_mut(index).into_iter().for_each(|cell| *cell = row.$field);)*
            }

            fn insert(&mut self, index: usize, row: $name) {
                $($crate::coverage::row::insert(&mut self.$field, index, row.$field);)*
            }

            fn remove(&mut self, index: usize) {
                $(self.$field.remove(index);)*
            }

            fn sort_in(&mut self, places: &[(usize, usize)]) {
                $($crate::coverage::row::sort_in(&mut self.$field, places);)*
            }

            fn grow(&mut self, index: usize, added: usize) {
                $($crate::coverage::row::grow(&mut self.$field, index, added, $name::default().$field);)*
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

/// What a field says where there is no row.
macro_rules! none {
    ($kind:ty) => {
        <$kind>::default()
    };
    ($kind:ty, $none:expr) => {
        $none
    };
}

pub(crate) use {none, row};

/// As [`Vec::insert`], with an eighth of room to spare and not twice as much: a country has many short columns.
pub(crate) fn insert<T>(column: &mut Vec<T>, index: usize, value: T) {
    if column.len() == column.capacity() {
        column.reserve_exact(column.len() / 8 + 4);
    }
    column.insert(index, value);
}

/// Puts so many times a value before the one at an index, with no more room than they need.
pub(crate) fn grow<T: Copy>(column: &mut Vec<T>, index: usize, added: usize, value: T) {
    let before = column.len();
    column.reserve_exact(added);
    column.resize(before + added, value);
    column.copy_within(index..before, index + added);
    column.iter_mut().skip(index).take(added).for_each(|cell| *cell = value);
}

/// Moves the last values of a column to where they belong among those before: of each where it lies, and before which of those it
/// goes, in the order they then have.
pub(crate) fn sort_in<T: Copy>(column: &mut [T], places: &[(usize, usize)]) {
    let values: Vec<T> = places.iter().filter_map(|(from, _)| column.get(*from).copied()).collect();
    let mut end = column.len() - places.len();
    // From the last on, so that each part of those before is moved once.
    for ((behind, (_, before)), value) in places.iter().enumerate().zip(values).rev() {
        column.copy_within(*before..end, before + behind + 1);
        if let Some(place) = column.get_mut(before + behind) {
            *place = value;
        }
        end = *before;
    }
}

#[cfg(test)]
mod tests {
    use super::{grow, sort_in};

    #[test]
    fn the_last_values_go_where_they_belong() {
        let mut column = [1, 3, 3, 7, 8, 3, 0, 9];
        sort_in(&mut column, &[(6, 0), (5, 3), (7, 5)]);
        assert_eq!(column, [0, 1, 3, 3, 3, 7, 8, 9]);
        let mut none: [i32; 2] = [2, 1];
        sort_in(&mut none, &[]);
        assert_eq!(none, [2, 1]);
    }

    #[test]
    fn a_column_grows_in_its_middle() {
        let mut column = vec![1, 2, 3];
        grow(&mut column, 1, 2, 0);
        grow(&mut column, 5, 1, 9);
        assert_eq!(column, [1, 0, 0, 2, 3, 9]);
    }
}
