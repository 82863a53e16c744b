//! The tables.

use heyi_core::employer::Employer;
use heyi_core::ids::Position;

use super::bitemporal::Bitemporal;
use super::facts;
use super::records::{Case, Clause, Count, Covering, Finding, Holding, Letter, Offer, Signing, Spell, Text};
use crate::columns::{Damaged, Reader, Writer};

/// The columns of a table on disk.
macro_rules! names {
    ($name:literal) => {
        [concat!($name, ".owner"), concat!($name, ".row"), concat!($name, ".known-from"), concat!($name, ".known-to")]
    };
}

/// Declares the tables, each with its owner and its name on disk.
macro_rules! tables {
    ($($(#[$about:meta])* $field:ident: $row:ty = $name:literal,)*) => {
        /// What figures need of employers, cases and letters.
        #[derive(Debug, Default)]
        pub(crate) struct Tables {
            $($(#[$about])* pub(super) $field: Bitemporal<$row>,)*
        }

        impl Tables {
            pub(super) fn write(&self, writer: Writer) -> Writer {
                $(let writer = self.$field.write(names!($name), writer);)*
                writer
            }

            pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
                Ok(Self { $($field: Bitemporal::read(names!($name), reader)?,)* })
            }
        }
    };
}

tables! {
    /// What employers were.
    spells: Spell = "spell",
    /// Their head counts.
    counts: Count = "count",
    /// Their women workers' organisations and general contracts.
    holdings: Holding = "holding",
    /// Cases.
    cases: Case = "case",
    /// The texts of their instruments.
    texts: Text = "text",
    /// Whom they cover.
    coverings: Covering = "covering",
    /// Their clauses.
    clauses: Clause = "clause",
    /// Their offers.
    offers: Offer = "offer",
    /// Their signatures.
    signings: Signing = "signing",
    /// What inspections found.
    findings: Finding = "finding",
    /// Letters.
    letters: Letter = "letter",
}

impl Tables {
    /// An employer, as known from this position on.
    pub(super) fn set_employer(&mut self, number: u32, employer: &Employer, at: Position) {
        self.spells.set(number, facts::employer::spells(employer), at);
        self.counts.set(number, facts::employer::counts(employer), at);
        self.holdings.set(number, facts::employer::holdings(employer), at);
    }

    /// A case, likewise.
    pub(super) fn set_case(&mut self, number: u32, rows: facts::case::Rows, at: Position) {
        self.cases.set(number, rows.case.into_iter().collect(), at);
        self.texts.set(number, rows.texts, at);
        self.coverings.set(number, rows.coverings, at);
        self.clauses.set(number, rows.clauses, at);
        self.offers.set(number, rows.offers, at);
        self.signings.set(number, rows.signings, at);
        self.findings.set(number, rows.findings, at);
    }
}
