//! What an analysis is made from.

use polars::prelude::*;
use seatwise_pricing::{book::PriceBook, contract::Contract};

use crate::{
    canonical::{Table, rows::Micros},
    findings::remarks::Notes,
    settings::Settings,
    usage::spans::Span,
};

/// Gives a canonical table as it is stored; `None` = the input does not have it.
pub type Scan<'a> = dyn Fn(Table) -> PolarsResult<Option<LazyFrame>> + 'a;

/// Gives the rows of a table of intervals that touch a span, as they are stored; `None` = the input does not have it.
pub type ScanWithin<'a> = dyn Fn(Table, Span) -> PolarsResult<Option<LazyFrame>> + 'a;

/// The input of one analysis.
pub struct Input<'a> {
    /// Tables of a snapshot, with `user_ix` in `activity` and `presence`.
    pub scan: &'a Scan<'a>,
    /// Id of the snapshot, or hash of the tables.
    pub snapshot: String,
    /// Name of the organization, if the snapshot has it; the contract's comes first.
    pub organization: Option<String>,
    /// What is for sale.
    pub book: &'a PriceBook,
    /// The contract, or [`Contract::none`].
    pub contract: Contract,
    /// The settings.
    pub settings: Settings,
    /// Nothing after this instant is read.
    pub as_of: Micros,
    /// What ingest, contract and settings had to say.
    pub notes: Notes,
}
