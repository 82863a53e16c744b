//! How cases cover employers, by number: for whole terms or some days, by an instrument of its own or of many. Nearly all rows of a
//! country say one of the first two.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::facts::open_start;
use super::records::{Span, Stay};
use crate::columns::{Damaged, Reader, Writer};

/// The number of the stay of as long as there is an instrument, of many.
pub(crate) const WHOLE: u32 = 0;
/// The same by an instrument of its own. All that follow have days.
pub(crate) const OWN: u32 = 1;

/// The stays met, each with a number given when it was first met.
#[derive(Debug)]
pub(crate) struct Stays {
    stays: Vec<Stay>,
    numbers: HashMap<Stay, u32, FixedState>,
}

impl Stay {
    /// As long as there is an instrument.
    pub(crate) fn whole(own: bool) -> Self {
        Self { from: open_start(), to: Span::never(), own: own.into() }
    }
}

impl Default for Stays {
    fn default() -> Self {
        let mut stays = Self { stays: Vec::new(), numbers: HashMap::default() };
        stays.number(Stay::whole(false));
        stays.number(Stay::whole(true));
        stays
    }
}

impl Stays {
    /// The number of a stay, given now if it has none.
    pub(crate) fn number(&mut self, stay: Stay) -> u32 {
        let Self { stays, numbers } = self;
        *numbers.entry(stay).or_insert_with(|| {
            stays.push(stay);
            u32::try_from(stays.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// The stay with a number.
    pub(crate) fn of(&self, number: u32) -> Option<&Stay> {
        self.stays.get(number as usize)
    }

    /// How many there are, and the bytes used.
    pub(super) fn size(&self) -> (usize, usize) {
        let each = size_of::<Stay>();
        (self.stays.len(), self.stays.capacity() * each + self.numbers.capacity() * (each + size_of::<u32>()))
    }

    pub(super) fn write<'a>(&self, writer: Writer<'a>) -> Writer<'a> {
        writer.values("stays", &self.stays)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let (read, mut stays): (Vec<Stay>, _) = (reader.values("stays")?, Self::default());
        for (number, stay) in (0..).zip(read) {
            if stays.number(stay) != number {
                return Err(Damaged("stays"));
            }
        }
        Ok(stays)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns;

    #[test]
    fn a_stay_keeps_its_number_and_the_first_two_are_of_whole_terms() {
        let mut stays = Stays::default();
        let joined = Stay { from: 17_000, ..Stay::whole(true) };
        assert_eq!((stays.number(Stay::whole(false)), stays.number(Stay::whole(true))), (WHOLE, OWN));
        assert_eq!((stays.number(joined), stays.number(Stay::whole(true)), stays.number(joined)), (2, OWN, 2));
        let bytes = columns::bytes(|writer| stays.write(writer).finish());
        let again = columns::read(&bytes, |mut from| Stays::read(&mut from)).unwrap();
        assert_eq!((again.of(2), again.of(OWN), again.of(3)), (Some(&joined), Some(&Stay::whole(true)), None));
    }

    #[test]
    fn stays_that_are_not_in_their_order_on_disk_are_damage() {
        let turned = [Stay::whole(true), Stay::whole(false)];
        let bytes = columns::bytes(|writer| writer.values("stays", &turned).finish());
        assert!(columns::read(&bytes, |mut from| Stays::read(&mut from)).is_err());
    }
}
