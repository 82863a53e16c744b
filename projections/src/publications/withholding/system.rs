//! Numbers of people and the sums they stand in.

/// Numbers, and sums of them that are nothing: a total less its parts.
#[derive(Debug, Default)]
pub(super) struct System {
    pub(super) numbers: Vec<Number>,
    /// Each sum: which numbers, and how often.
    pub(super) sums: Vec<Vec<(usize, i64)>>,
    /// For each number the sums it stands in.
    of_number: Vec<Vec<(usize, i64)>>,
}

/// A number of people that is not 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    value: i64,
    kind: Kind,
}

/// Whether anybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It stands in a row of a table.
    Row,
    /// It is the total of a table.
    Total,
    /// It stands in no table, and whoever reads the tables can work it out: a rest, a margin.
    Implied,
    /// As that, and it is no number of people by itself: by how much rows that overlap add up to more than their total.
    Slack,
}

impl System {
    /// A number.
    pub(super) fn number(&mut self, value: i64, kind: Kind) -> usize {
        self.numbers.push(Number { value, kind });
        self.of_number.push(Vec::new());
        self.numbers.len() - 1
    }

    /// It is shown after all, or as a total.
    pub(super) fn shown_as(&mut self, number: usize, kind: Kind) {
        if let Some(number) = self.numbers.get_mut(number)
            && (kind == Kind::Total || number.kind == Kind::Implied)
        {
            number.kind = kind;
        }
    }

    /// One is the sum of others.
    pub(super) fn add_up(&mut self, whole: usize, parts: &[usize]) {
        self.nothing(parts.iter().map(|part| (*part, -1)).chain([(whole, 1)]).collect());
    }

    /// A sum of numbers is nothing.
    pub(super) fn nothing(&mut self, sum: Vec<(usize, i64)>) {
        let at = self.sums.len();
        for (number, times) in &sum {
            if let Some(of_number) = self.of_number.get_mut(*number) {
                of_number.push((at, *times));
            }
        }
        self.sums.push(sum);
    }

    /// Its value.
    pub(super) fn value(&self, number: usize) -> i64 {
        self.numbers.get(number).map_or(0, |number| number.value)
    }

    /// Whether it stands in a table.
    pub(super) fn shows(&self, number: usize) -> bool {
        self.numbers.get(number).is_some_and(|number| matches!(number.kind, Kind::Row | Kind::Total))
    }

    /// Whether it is the total of a table.
    pub(super) fn is_total(&self, number: usize) -> bool {
        self.numbers.get(number).is_some_and(|number| number.kind == Kind::Total)
    }

    /// Whether it is so small that nobody may know it.
    pub(super) fn is_small(&self, number: usize, threshold: i64) -> bool {
        self.numbers
            .get(number)
            .is_some_and(|number| number.kind != Kind::Slack && (1..threshold).contains(&number.value))
    }

    /// By how much less it could be: a number that is withheld is known not to be 0, since 0 is shown.
    pub(super) fn room(&self, number: usize) -> i64 {
        self.value(number) - i64::from(self.shows(number))
    }

    /// The sums it stands in, and how often.
    pub(super) fn in_sums(&self, number: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.of_number.get(number).into_iter().flatten().copied()
    }
}
