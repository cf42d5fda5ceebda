//! The one sentence of the analysis about tokens that go beyond the allowance, with the forecast of `seatwise tokens`.

use seatwise_pricing::{book::PriceBook, commitment::Ratio, tokens::Outlook};

use super::{history, outlook};
use crate::{
    analysis::Analysis,
    findings::code::{Finding, Remark},
    overview::words::money,
};

/// `None` = the allowance is kept and expected to be kept, or not known.
pub fn overage_ahead(analysis: &Analysis, book: &PriceBook) -> Option<Finding> {
    let (metered, bill) = (analysis.metered.as_ref()?, analysis.tokens.as_ref()?);
    let known = history::Known::new(analysis, metered);
    // Quantities before the period that are too large to be exact are told by whoever asks for the whole report.
    let past = history::periods(analysis, book, metered, &known).ok()?;
    let ahead = outlook::ahead(analysis, book, metered, &known, &past).ok()?;
    let at_end: Option<Outlook> = ahead.filter(|ahead| ahead.days > 0).map(|ahead| ahead.expected);
    let code = analysis.tariff.currency().code();
    let tokens = |amount: Ratio| amount.rounded(1).normalize();
    let priced = |outlook: &Outlook| {
        outlook.cost.map_or_else(|| "an unknown amount".to_owned(), |cost| money(cost, analysis.tariff.currency()))
    };
    let now = bill.outlook(Ratio::from(bill.consumed))?;
    let message = match (now.billable.is_zero(), at_end) {
        _ if !analysis.free_tokens_are_known() => return None,
        (false, None) => {
            format!("{} tokens beyond the allowance; the token bill is {} {code}", tokens(now.billable), priced(&now))
        }
        (false, Some(end)) => format!(
            "{} tokens beyond the allowance so far, the token bill is {} {code}; by the end of the period {} beyond and {} {code} are \
             expected",
            tokens(now.billable),
            priced(&now),
            tokens(end.billable),
            priced(&end)
        ),
        (true, Some(end)) if !end.billable.is_zero() => format!(
            "{} tokens used so far; by the end of the period {} are expected, {} beyond the allowance of {}, and a token bill of {} {code}",
            tokens(now.consumed),
            tokens(end.consumed),
            tokens(end.billable),
            tokens(bill.allowance()),
            priced(&end)
        ),
        (true, _) => return None,
    };
    Some(Finding { code: Remark::TokenOverageAhead, subject: "tokens".to_owned(), message })
}
