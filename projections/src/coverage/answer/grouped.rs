//! Rows by the number of their owner, one after another in memory.

/// Rows of owners.
pub(super) struct Grouped<'a, T> {
    /// Where the rows of each owner begin, and behind the last where they end.
    starts: Vec<usize>,
    rows: Vec<&'a T>,
}

impl<'a, T> Grouped<'a, T> {
    /// Of owners with numbers below `owners`; what belongs to others is left out. Rows of one owner keep their order.
    pub(super) fn of(owners: usize, rows: impl Iterator<Item = (u32, &'a T)>) -> Self {
        let rows: Vec<(u32, &T)> = rows.filter(|(owner, _)| (*owner as usize) < owners).collect();
        let mut starts = vec![0; owners + 1];
        for (owner, _) in &rows {
            if let Some(count) = starts.get_mut(*owner as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut sorted: Vec<Option<&T>> = vec![None; rows.len()];
        for (owner, row) in rows {
            if let Some(place) = next.get_mut(owner as usize) {
                if let Some(cell) = sorted.get_mut(*place) {
                    *cell = Some(row);
                }
                *place += 1;
            }
        }
        Self { starts, rows: sorted.into_iter().flatten().collect() }
    }

    /// The rows of an owner.
    pub(super) fn of_owner(&self, owner: u32) -> &[&'a T] {
        let index = owner as usize;
        let (start, end) = (self.starts.get(index), self.starts.get(index + 1));
        start.zip(end).and_then(|(start, end)| self.rows.get(*start..*end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Grouped;

    #[test]
    fn rows_stand_with_their_owner_in_their_order() {
        let rows = [(2, 'c'), (0, 'a'), (2, 'd'), (9, 'x')];
        let grouped = Grouped::of(3, rows.iter().map(|(owner, row)| (*owner, row)));
        let of = |owner| grouped.of_owner(owner).iter().map(|row| **row).collect::<String>();
        assert_eq!([of(0), of(1), of(2), of(9)], ["a", "", "cd", ""]);
    }
}
