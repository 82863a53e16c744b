//! A table as it was at every position, beside one that keeps every row by itself.

use proptest::prelude::{Just, ProptestConfig, Strategy, prop, prop_assert_eq, prop_oneof, proptest};

use super::super::row::row;
use super::*;
use crate::columns;

row! {
    /// A number.
    Number, Numbers, () {
        /// It.
        value: i32 = i32::MAX,
    }
}

fn rows(values: &[i32]) -> Vec<Number> {
    values.iter().map(|value| Number { value: *value }).collect()
}

fn known(table: &Bitemporal<Number>, at: u64) -> Vec<(u32, i32)> {
    table.known(Position(at).into()).map(|(owner, row)| (owner, row.value)).collect()
}

fn again(table: &Bitemporal<Number>) -> Bitemporal<Number> {
    let bytes = columns::bytes(|writer| table.write("numbers", writer).finish());
    columns::read(&bytes, |mut from| Bitemporal::read("numbers", &mut from)).unwrap()
}

#[test]
fn what_was_known_then_stays_whatever_is_known_since() {
    let mut table = Bitemporal::default();
    table.set(0, &rows(&[5, 7]), Position(3));
    table.set(3_000, &rows(&[9]), Position(4));
    table.set(0, &rows(&[7, 8]), Position(6));
    table.set(3_000, &[], Position(9));
    assert_eq!(known(&table, 2), []);
    assert_eq!(known(&table, 3), [(0, 5), (0, 7)]);
    assert_eq!(known(&table, 5), [(0, 5), (0, 7), (3_000, 9)]);
    assert_eq!(known(&table, 6), [(0, 7), (0, 8), (3_000, 9)]);
    assert_eq!(known(&table, 9), [(0, 7), (0, 8)]);
    let mut again = again(&table);
    again.set(0, &rows(&[7]), Position(11));
    assert_eq!((known(&again, 10), known(&again, 11)), (vec![(0, 7), (0, 8)], vec![(0, 7)]));
}

#[test]
fn rows_keep_their_order_at_every_position_and_what_is_the_same_at_both_ends_is_kept() {
    let mut table = Bitemporal::default();
    let told: [&[i32]; 6] = [&[1, 4], &[1, 2, 4], &[1, 2, 4], &[2, 3, 4], &[4, 2], &[1, 4]];
    for (at, values) in (1..).zip(told) {
        table.set(1, &rows(values), Position(at));
    }
    for (at, values) in (1..).zip(told) {
        let values: Vec<(u32, i32)> = values.iter().map(|value| (1, *value)).collect();
        assert_eq!(known(&table, at), values, "at {at}");
    }
    assert_eq!(table.size().0, 2 + 1 + 2 + 2 + 2, "rows at both ends stay, those between are told anew");
}

#[test]
fn of_one_position_the_last_word_counts() {
    let mut table = Bitemporal::default();
    table.set(2, &rows(&[1]), Position(5));
    table.set(2, &rows(&[2]), Position(5));
    table.open(2, Number { value: 3 }, Position(5));
    table.close(2, &Number { value: 2 }, Position(6));
    assert_eq!((known(&table, 5), known(&table, 6)), (vec![(2, 2), (2, 3)], vec![(2, 3)]));
    assert_eq!(table.size().0, 2);
}

#[test]
fn what_is_not_in_its_order_on_disk_is_damage() {
    let mut table = Bitemporal::default();
    table.set(1, &rows(&[5]), Position(3));
    table.set(2, &rows(&[6]), Position(3));
    table.set(1, &rows(&[5, 6]), Position(4));
    table.set(2, &rows(&[6, 7]), Position(4));
    table.blocks[0].more = vec![2, 1];
    let bytes = columns::bytes(|writer| table.write("numbers", writer).finish());
    assert!(columns::read(&bytes, |mut from| Bitemporal::<Number>::read("numbers", &mut from)).is_err());
}

/// What is done to a table at one position.
#[derive(Clone, Debug)]
enum Done {
    Set(u32, Vec<i32>),
    Open(u32, i32),
    Close(u32, i32),
}

/// Of few owners of a block, so that many have several rows; and of one of another.
fn done() -> impl Strategy<Value = Vec<Done>> {
    let (owner, value) = (prop_oneof![60 => 0..40_u32, 1 => Just(2_000_u32)], 0..4_i32);
    let set = (owner.clone(), prop::collection::vec(value.clone(), 0..4))
        .prop_map(|(owner, values)| Done::Set(owner, values));
    let open = (owner.clone(), value.clone()).prop_map(|(owner, value)| Done::Open(owner, value));
    let close = (owner, value).prop_map(|(owner, value)| Done::Close(owner, value));
    prop::collection::vec(prop_oneof![3 => set, 4 => open, 2 => close], 1..400)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_rows_of_every_position_are_what_was_told_until_then(told in done(), positions in 1..3_u64, kept_at in 0..400_usize) {
        let (mut table, mut now) = (Bitemporal::default(), std::collections::BTreeMap::<u32, Vec<i32>>::new());
        let mut snapshots = vec![now.clone()];
        for (number, one) in (0..).zip(&told) {
            // Some positions tell several things.
            let at = Position(number / positions + 1);
            match one {
                Done::Set(owner, values) => {
                    table.set(*owner, &rows(values), at);
                    now.insert(*owner, values.clone());
                }
                Done::Open(owner, value) => {
                    table.open(*owner, Number { value: *value }, at);
                    now.entry(*owner).or_default().push(*value);
                }
                Done::Close(owner, value) => {
                    table.close(*owner, &Number { value: *value }, at);
                    let list = now.entry(*owner).or_default();
                    if let Some(index) = list.iter().position(|one| one == value) {
                        list.remove(index);
                    }
                }
            }
            snapshots.truncate(at.0 as usize);
            snapshots.push(now.clone());
            if number as usize == kept_at {
                table = again(&table);
            }
        }
        for (at, snapshot) in (0..).zip(&snapshots) {
            let all: Vec<(u32, i32)> = snapshot.iter().flat_map(|(owner, list)| list.iter().map(|value| (*owner, *value))).collect();
            prop_assert_eq!(known(&table, at), all, "at {}", at);
            let last = table.block(0).map(|block| {
                let last = block.last_of_each(Position(at).into(), &block.columns().value, 2);
                last.iter().map(|(owner, row)| (u32::from(owner), block.columns().value[row])).collect::<Vec<_>>()
            });
            let of_block = snapshot.iter().filter(|(owner, _)| **owner < 1_024);
            let expected: Vec<(u32, i32)> = of_block.filter_map(|(owner, list)| Some((*owner, *list.iter().rfind(|value| **value <= 2)?))).collect();
            prop_assert_eq!(last.unwrap_or_default(), expected, "at {}", at);
            for (owner, list) in snapshot {
                let of: Vec<i32> = table.of(*owner, Position(at).into()).map(|row| row.value).collect();
                prop_assert_eq!(&of, list, "{} at {}", owner, at);
            }
        }
    }
}
