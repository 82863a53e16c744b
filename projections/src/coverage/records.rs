//! What the tables hold of employers, cases and letters: one kind of row a table. Days are days since 1 January 1970; an open end
//! is the first or the last day there is.

use crate::columns::Value;

/// Declares a row: numbers one after another, as they stand on disk.
macro_rules! row {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name {
            $($(#[$field_about])* pub(crate) $field: $kind,)*
        }

        impl Value for $name {
            const WIDTH: usize = 0 $(+ <$kind as Value>::WIDTH)*;

            fn put(&self, to: &mut Vec<u8>) {
                $(self.$field.put(to);)*
            }

            fn get(bytes: &[u8]) -> Option<Self> {
                let mut rest = bytes;
                $(
                    let ($field, after) = rest.split_at_checked(<$kind as Value>::WIDTH)?;
                    let $field = <$kind as Value>::get($field)?;
                    rest = after;
                )*
                rest.is_empty().then_some(Self { $($field,)* })
            }
        }
    };
}

/// No employer, no case, no letter.
pub(crate) const NOBODY: u32 = u32::MAX;
/// Employers that the source does not name.
pub(crate) const UNNAMED: u32 = u32::MAX - 1;

/// A day known to lie between two days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    /// The earliest it can be.
    pub(crate) earliest: i32,
    /// The latest it can be.
    pub(crate) latest: i32,
}

impl Value for Span {
    const WIDTH: usize = 8;

    fn put(&self, to: &mut Vec<u8>) {
        self.earliest.put(to);
        self.latest.put(to);
    }

    fn get(bytes: &[u8]) -> Option<Self> {
        let (earliest, latest) = bytes.split_at_checked(4)?;
        Some(Self { earliest: i32::get(earliest)?, latest: i32::get(latest)? })
    }
}

row! {
    /// What an employer was from a day on; the row with the highest place among those that began holds.
    Spell {
        /// Its place among those of the employer.
        place_in_order: u32,
        /// The first day.
        from: i32,
        /// Division code of the place of work.
        place: u32,
        /// Division of industry; 255: not known.
        division: u8,
        /// Ownership, size, kind of union, by number; 255: not known.
        ownership: u8,
        /// Size.
        size: u8,
        /// Kind of union.
        union: u8,
        /// Flag of biomedicine: 0 no, 1 yes, 255 none.
        biomedicine: u8,
        /// Work in a new business form, likewise.
        new_form: u8,
        /// 1: neither merged nor gone.
        exists: u8,
        /// 1: made up for demonstration.
        made_up: u8,
    }
}

row! {
    /// A head count.
    Count {
        /// Its place in the order of recording.
        place_in_order: u32,
        /// What is counted: see [`super::facts::employer`].
        figure: u8,
        /// How many.
        people: u32,
        /// The latest day it can be true of.
        day: i32,
    }
}

row! {
    /// Something an employer has, or has not, from a day on.
    Holding {
        /// Its place among those of the employer.
        place_in_order: u32,
        /// 0: a women workers' organisation; 1: a general contract.
        what: u8,
        /// The first day.
        from: i32,
        /// The last day.
        to: i32,
        /// 1: it has it.
        held: u8,
    }
}

row! {
    /// A case.
    Case {
        /// Division code of its place.
        place: u32,
        /// Its employer; [`NOBODY`]: many.
        employer: u32,
        /// Division of industry of a case of many; 255: not known, or one employer.
        division: u8,
        /// Scope, by number.
        scope: u8,
        /// Procedure, by number.
        procedure: u8,
        /// 1: a made-up example.
        made_up: u8,
        /// The case it renews; [`NOBODY`]: none.
        renews: u32,
        /// 1: it ended before its term.
        ended_early: u8,
    }
}

row! {
    /// A text of a case's instrument.
    Text {
        /// Its place among the texts of the case.
        index: u32,
        /// The first day.
        first: Span,
        /// The last day.
        last: Span,
        /// Form, by number.
        form: u8,
        /// Order, by number.
        order: u8,
        /// 1: its first day is derived and nobody confirmed it.
        derived: u8,
        /// 1: nothing is known of its first day.
        undated: u8,
        /// 1: no clause of it is told.
        untold: u8,
        /// The day of the offer or the request of change it came from.
        offered: Span,
    }
}

row! {
    /// An employer that a case's instrument covers, for its days on the list.
    Covering {
        /// Which.
        employer: u32,
        /// The first day on the list.
        from: i32,
        /// The last day on the list.
        to: Span,
        /// 1: the instrument is its own.
        own: u8,
    }
}

row! {
    /// A clause of a text.
    Clause {
        /// The text's place among the texts of the case.
        text: u32,
        /// The topic, by number.
        topic: u32,
        /// Tier; 255: not classified.
        tier: u8,
        /// 1: with a measure, 0: it only repeats the law.
        measure: u8,
    }
}

row! {
    /// An offer.
    Offer {
        /// Its place among the offers of the case.
        index: u32,
        /// When it reached the other side; the last day there is: not recorded.
        delivered: Span,
        /// 1: its delivery is recorded.
        is_delivered: u8,
        /// The last day of its period.
        due: Span,
        /// 1: it was answered.
        is_answered: u8,
        /// When.
        answered: Span,
    }
}

row! {
    /// The signatures of a contract.
    Signing {
        /// Its place among the signatures of the case.
        index: u32,
        /// When.
        signed: Span,
        /// Form, by number.
        form: u8,
        /// Order, by number.
        order: u8,
        /// 0: not reviewed; 1: reviewed, or to be over, on `reviewed`.
        is_reviewed: u8,
        /// When the review was over.
        reviewed: Span,
        /// 0: an item of the checklist is missing; 1: all are done on `standard`; 2: one is not known, the others are.
        is_standard: u8,
        /// When the last item was done.
        standard: Span,
    }
}

row! {
    /// What an inspection found of a clause.
    Finding {
        /// Its place among the entries of the case.
        index: u32,
        /// The clause.
        clause: u32,
        /// When it was inspected.
        day: Span,
        /// 1: kept.
        kept: u8,
    }
}

row! {
    /// A letter.
    Letter {
        /// Division code of its place.
        place: u32,
        /// The employer it is addressed to; [`NOBODY`]: an authority; [`UNNAMED`]: employers not named.
        employer: u32,
        /// The earliest last day of an answer, of those known exactly.
        due: Span,
        /// 1: it was answered.
        is_answered: u8,
        /// When first.
        answered: Span,
        /// 1: a made-up example.
        made_up: u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_back_from_its_bytes_and_from_no_others() {
        let day = Span { earliest: -5, latest: 7 };
        let row = Finding { index: 3, clause: 9, day, kept: 1 };
        let mut bytes = Vec::new();
        row.put(&mut bytes);
        assert_eq!((bytes.len(), Finding::get(&bytes)), (Finding::WIDTH, Some(row)));
        assert_eq!(Finding::get(&bytes[1..]), None);
    }
}
