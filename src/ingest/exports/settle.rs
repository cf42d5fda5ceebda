//! One order of dates per file, one unit per duration column: found out from all rows, never from the first.

use super::values::{DateOrder, Unit};

/// A cell that settles something: its line, column and text.
pub(in crate::ingest) type Proof = (u64, &'static str, String);

/// What the dates of a file say of their order.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct DateEvidence {
    proofs: Vec<(DateOrder, Proof)>,
    /// A date that could be day or month first.
    ambiguous: Option<Proof>,
}

/// Why no order could be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) enum Unsettled {
    /// Two rows prove different orders.
    Mixed(Proof, Proof),
    /// Every day is 12 or less.
    Ambiguous(Proof),
}

impl DateEvidence {
    /// Takes one date.
    pub(in crate::ingest) fn see(&mut self, order: Option<DateOrder>, line: u64, column: &'static str, cell: &str) {
        match order {
            Some(order) if self.proofs.iter().all(|(known, _)| *known != order) => {
                self.proofs.push((order, (line, column, cell.to_owned())));
            }
            Some(_) => {}
            None => {
                self.ambiguous.get_or_insert_with(|| (line, column, cell.to_owned()));
            }
        }
    }

    /// The order of the file; the option decides what the rows leave open.
    pub(in crate::ingest) fn settle(&self, option: Option<DateOrder>) -> Result<DateOrder, Unsettled> {
        match (self.proofs.as_slice(), &self.ambiguous) {
            ([(order, _)], None) => Ok(*order),
            // A date such as 3/4/26 can't be year first.
            ([(order, _)], Some(_)) if *order != DateOrder::Ymd => Ok(*order),
            ([(_, proof)], Some(other)) => Err(Unsettled::Mixed(proof.clone(), other.clone())),
            ([(_, one), (_, other), ..], _) => Err(Unsettled::Mixed(one.clone(), other.clone())),
            ([], None) => Ok(option.unwrap_or(DateOrder::Ymd)),
            ([], Some(proof)) => option.ok_or_else(|| Unsettled::Ambiguous(proof.clone())),
        }
    }
}

/// What a column of durations says of its unit.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct UnitEvidence {
    milliseconds: Option<Proof>,
    clock: Option<Proof>,
}

impl UnitEvidence {
    /// Takes one duration.
    pub(in crate::ingest) fn see(&mut self, unit: Unit, line: u64, column: &'static str, cell: &str) {
        let proof = match unit {
            Unit::Milliseconds => &mut self.milliseconds,
            Unit::Clock => &mut self.clock,
        };
        proof.get_or_insert_with(|| (line, column, cell.to_owned()));
    }

    /// The two rows that prove a mixture.
    pub(in crate::ingest) fn mixed(&self) -> Option<(&Proof, &Proof)> {
        Some((self.milliseconds.as_ref()?, self.clock.as_ref()?))
    }
}
