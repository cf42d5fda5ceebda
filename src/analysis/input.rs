//! What an analysis is made from, and as-of where nobody names it.

use polars::prelude::*;
use seatwise_pricing::{book::PriceBook, contract::Contract};

use crate::{
    canonical::{Table, col, rows::Micros},
    findings::remarks::Notes,
    settings::Settings,
};

/// Gives a canonical table as it is stored; `None` = the input does not have it.
pub type Scan<'a> = dyn Fn(Table) -> PolarsResult<Option<LazyFrame>> + 'a;

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

/// As-of for tables that nobody dated: the latest end of an interval (less 1 µs), start of an open one, login, token or
/// billable usage; `None` = none of these is given.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn default_as_of(scan: &Scan<'_>) -> PolarsResult<Option<Micros>> {
    let mut latest: Option<Micros> = None;
    let whole = |name: &str| col(name).cast(DataType::Int64);
    let mut look = |table: Table, instant: Expr| -> PolarsResult<()> {
        if let Some(frame) = scan(table)? {
            let frame = frame.select([instant.max().alias("latest")]).collect_with_engine(Engine::Streaming)?;
            latest = latest.max(frame.unwrap_single().column("latest")?.i64()?.get(0));
        }
        Ok(())
    };
    look(Table::Activity, whole(col::INTERVAL_END) - lit(1i64))?;
    look(Table::Presence, (whole(col::END_AT) - lit(1i64)).fill_null(whole(col::START_AT)))?;
    look(Table::BillableUsage, whole(col::FIRST_SEEN_AT))?;
    let Some(users) = scan(Table::Users)? else { return Ok(latest) };
    let frame = users.collect()?;
    for name in [col::LAST_LOGIN_AT, col::LAST_TOKEN_AT] {
        latest = latest.max(crate::usage::people::instants(&frame, name)?.into_iter().flatten().max());
    }
    Ok(latest)
}
