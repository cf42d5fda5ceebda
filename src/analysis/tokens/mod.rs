//! AI tokens in depth: the ledger, the outlook to the end of the period, the months before, the best commitment, Copilot.
//!
//! Rules and the forecast are in `seatwise_pricing`; here they meet what the input covers (`docs/TOKENS.md`).

mod commitment;
mod copilot;
mod finding;
mod history;
mod outlook;

use seatwise_pricing::{
    book::PriceBook,
    tokens::{LedgerDay, TokenBill, TokenError, token_ledger},
};

pub use commitment::{Committed, Offer, TokenCommitment};
pub use copilot::{Copilot, CopilotQueue, CopilotSeat, SeatUse};
pub use finding::overage_ahead;
pub use history::PastPeriod;
pub use outlook::{Ahead, RunningDay};

use super::Analysis;
use crate::usage::queues::QueueMembers;

/// What is to be said of an organization's AI tokens.
#[derive(Debug, Clone)]
pub struct TokenReport {
    /// The period's bill of what is consumed so far; the same as in the analysis.
    pub bill: TokenBill,
    /// Are the free tokens known? If not, neither is the allowance nor anything beyond it.
    pub free_is_known: bool,
    /// The days of the period that have a meter, up to as-of.
    pub ledger: Vec<LedgerDay>,
    /// The rest of the period; `None` = no day is known that a forecast could rest on.
    pub ahead: Option<Ahead>,
    /// The periods before, the oldest first.
    pub history: Vec<PastPeriod>,
    /// The best commitment, by the complete periods before.
    pub commitment: TokenCommitment,
    /// Copilot seats and queues.
    pub copilot: Copilot,
}

/// The report; `None` = nothing was metered at all, the input has no such table.
///
/// # Errors
/// Quantities before the period that are too large to be exact; those of the period have stopped the analysis already.
pub fn report(
    analysis: &Analysis,
    book: &PriceBook,
    queues: &QueueMembers,
) -> Result<Option<TokenReport>, Vec<TokenError>> {
    let (Some(metered), Some(bill)) = (&analysis.metered, &analysis.tokens) else { return Ok(None) };
    let ledger = token_ledger(&analysis.tariff, book, &metered.by_day, analysis.period)?;
    let known = history::Known::new(analysis, metered);
    let history = history::periods(analysis, book, metered, &known)?;
    Ok(Some(TokenReport {
        bill: bill.clone(),
        free_is_known: analysis.free_tokens_are_known(),
        ahead: outlook::ahead(analysis, book, metered, &known, &history)?,
        commitment: commitment::best(analysis, bill, &history),
        copilot: copilot::look(analysis, queues),
        ledger,
        history,
    }))
}
