//! Rows by id, packed: as bytes, close together, each unpacked when it is asked for. A country has millions of them, and a page shows
//! twenty.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::columns::{Damaged, Reader, Writer};
use crate::ids::Ids;

/// Rows in one block: what a change of one of them moves.
const BLOCK: usize = 16;

pub(crate) mod short;

const CONFIG: bincode::config::Configuration = bincode::config::standard();

/// Rows by id, in the order they were first put.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    ids: Ids,
    blocks: Vec<Block>,
}

/// Rows one after another.
#[derive(Debug)]
struct Block {
    bytes: Vec<u8>,
    /// Where each ends; those not there yet end where the last one does.
    ends: [u32; BLOCK],
}

/// A row as bytes. They hold together only with the program that wrote them: on disk beside the format number of a projection.
pub(crate) fn pack<T: Serialize>(row: &T) -> Vec<u8> {
    // What cannot be packed has an empty row, which unpacks to nothing; no row of ours is of that kind.
    bincode::serde::encode_to_vec(row, CONFIG).unwrap_or_default()
}

/// The same behind bytes that are there.
pub(crate) fn pack_onto<T: Serialize>(bytes: &mut Vec<u8>, row: &T) {
    let before = bytes.len();
    if bincode::serde::encode_into_std_write(row, bytes, CONFIG).is_err() {
        bytes.truncate(before);
    }
}

/// The row, or only its first fields when `T` has no more, with the bytes that follow them.
pub(crate) fn unpack<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<(T, &'a [u8])> {
    let (row, read) = bincode::serde::borrow_decode_from_slice(bytes, CONFIG).ok()?;
    Some((row, bytes.get(read..)?))
}

impl Rows {
    /// Puts a row in the place of the one with the same id; the number it has.
    pub(crate) fn put(&mut self, id: Uuid, row: &[u8]) -> u32 {
        let number = self.ids.of(id);
        let (block, slot) = place(number);
        if self.blocks.len() <= block {
            self.blocks.resize_with(block + 1, Block::default);
        }
        if let Some(block) = self.blocks.get_mut(block) {
            block.put(slot, row);
        }
        number
    }

    /// The row of an id.
    pub(crate) fn get(&self, id: Uuid) -> Option<&[u8]> {
        self.row(self.ids.find(id)?)
    }

    /// The row with a number.
    pub(crate) fn row(&self, number: u32) -> Option<&[u8]> {
        let (block, slot) = place(number);
        self.blocks.get(block)?.get(slot)
    }

    /// The id with a number.
    pub(crate) fn id(&self, number: u32) -> Option<Uuid> {
        self.ids.get(number)
    }

    /// How many rows there are: their numbers are those below.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.ids.list().len()).unwrap_or(u32::MAX)
    }

    /// Ids and rows, the newest first; of those older than one of them, if it is given.
    pub(crate) fn newest_first(&self, after: Option<Uuid>) -> impl Iterator<Item = (Uuid, &[u8])> {
        let before = after.map_or(self.len(), |id| self.ids.find(id).unwrap_or_default());
        (0..before).rev().filter_map(|number| Some((self.id(number)?, self.row(number)?)))
    }

    /// Bytes used.
    pub(crate) fn bytes(&self) -> usize {
        let blocks: usize = self.blocks.iter().map(|block| block.bytes.capacity()).sum();
        self.ids.bytes() + self.blocks.capacity() * size_of::<Block>() + blocks
    }

    pub(crate) fn write<'a>(&self, writer: Writer<'a>) -> Writer<'a> {
        writer
            .values("ids", self.ids.list())
            .parts("ends", self.blocks.iter().map(|block| block.ends.as_slice()))
            .parts("rows", self.blocks.iter().map(|block| block.bytes.as_slice()))
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let ids: Vec<Uuid> = reader.values("ids")?;
        let ends: Vec<u32> = reader.values_of_length("ends", ids.len().next_multiple_of(BLOCK))?;
        let (ends, _) = ends.as_chunks::<BLOCK>();
        let rows = reader.parts("rows", ends.iter().map(|ends| ends.last().copied().unwrap_or_default().into()))?;
        let blocks = ends.iter().zip(rows).map(|(ends, bytes)| Block { bytes, ends: *ends }).collect();
        Ok(Self { ids: Ids::from_list(ids), blocks })
    }
}

impl Default for Block {
    fn default() -> Self {
        Self { bytes: Vec::new(), ends: [0; BLOCK] }
    }
}

fn place(number: u32) -> (usize, usize) {
    (number as usize / BLOCK, number as usize % BLOCK)
}

impl Block {
    fn span(&self, slot: usize) -> Option<std::ops::Range<usize>> {
        let start = slot.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some(start as usize..*self.ends.get(slot)? as usize)
    }

    fn get(&self, slot: usize) -> Option<&[u8]> {
        self.bytes.get(self.span(slot)?).filter(|row| !row.is_empty())
    }

    fn put(&mut self, slot: usize, row: &[u8]) {
        let Some(span) = self.span(slot) else { return };
        let (before, end) = (self.bytes.len(), span.start + row.len());
        let length = (before + row.len()).saturating_sub(span.len());
        if self.bytes.capacity() < length {
            // An eighth of room to spare, and not twice as much.
            self.bytes.reserve_exact(length - before + length / 8);
        }
        for end in self.ends.iter_mut().skip(slot) {
            *end = u32::try_from((*end as usize + row.len()).saturating_sub(span.len())).unwrap_or(u32::MAX);
        }
        self.bytes.resize(length.max(before), 0);
        self.bytes.copy_within(span.end..before, end);
        self.bytes.truncate(length);
        if let Some(place) = self.bytes.get_mut(span.start..end) {
            place.copy_from_slice(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns;

    fn id(number: u32) -> Uuid {
        Uuid::from_u128(u128::from(number) + 1)
    }

    fn row(number: u32, round: u32) -> Vec<u8> {
        pack(&(number, "字".repeat(((number * 7 + round * 5) % 11) as usize)))
    }

    #[test]
    fn rows_keep_their_place_however_long_they_become() {
        let mut rows = Rows::default();
        for round in 0..3 {
            for number in 0..200 {
                assert_eq!(rows.put(id(number), &row(number, round)), number);
            }
        }
        rows.put(id(70), &row(70, 9));
        let bytes = columns::bytes(|writer| rows.write(writer).finish());
        let rows = columns::read(&bytes, |mut from| Rows::read(&mut from)).unwrap();
        for number in 0..200 {
            let expected = row(number, if number == 70 { 9 } else { 2 });
            assert_eq!(rows.get(id(number)), Some(expected.as_slice()));
        }
        assert_eq!((rows.get(id(200)), rows.row(200), rows.len()), (None, None, 200));
    }

    #[test]
    fn the_newest_come_first_and_those_after_one_of_them_are_older() {
        let mut rows = Rows::default();
        [5, 3, 9].into_iter().for_each(|number| _ = rows.put(id(number), &row(number, 0)));
        rows.put(id(5), &row(5, 1));
        let ids = |after| rows.newest_first(after).map(|(id, _)| id).collect::<Vec<_>>();
        assert_eq!(ids(None), [id(9), id(3), id(5)]);
        assert_eq!(ids(Some(id(9))), [id(3), id(5)]);
        assert!(ids(Some(id(77))).is_empty(), "after one that is not there is nothing");
    }

    #[test]
    fn the_first_fields_unpack_without_the_others() {
        let packed = pack(&(("a", 7u32), vec![1u8, 2]));
        let ((text, number), rest) = unpack::<(&str, u32)>(&packed).unwrap();
        assert_eq!((text, number), ("a", 7));
        assert_eq!(unpack::<Vec<u8>>(rest).unwrap(), (vec![1, 2], [].as_slice()));
        assert!(unpack::<(&str, u32)>(&packed[..1]).is_none());
    }
}
