//! Sorted lists beside each other.

/// What one list has and another has not: both sorted, and passed over once.
pub(crate) fn without<'a, T: Ord>(of: &'a [T], other: &'a [T]) -> impl Iterator<Item = &'a T> {
    let mut others = other.iter().peekable();
    of.iter().filter(move |one| {
        while others.next_if(|other| other < one).is_some() {}
        others.peek() != Some(one)
    })
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn what_one_has_and_the_other_has_not_is_found_both_ways() {
        let (one, other) = ([1, 3, 3, 5, 9], [0, 3, 4, 9, 12]);
        assert_eq!(without(&one, &other).collect::<Vec<_>>(), [&1, &5]);
        assert_eq!(without(&other, &one).collect::<Vec<_>>(), [&0, &4, &12]);
        assert_eq!(without(&one, &[]).count(), 5);
        assert_eq!(without(&[], &one).count(), 0);
    }
}
