//! What to commit to, and what a discount would be worth.

use seatwise_pricing::{
    commitment::{Ratio, WalkAway},
    money::Currency,
};
use seatwise_reports::format::{UNKNOWN, count};

use super::{money, priced, whole, wrapped};
use crate::{
    analysis::tokens::{Committed, TokenCommitment, TokenReport},
    cli::lines::line,
};

pub(super) fn section(page: &mut String, report: &TokenReport) {
    line!(page, "\nWhat to commit to");
    match &report.commitment {
        TokenCommitment::Unknown(why) => wrapped(page, &format!("No answer: {why}.")),
        TokenCommitment::Known(committed) => best(page, report, committed),
    }
}

fn best(page: &mut String, report: &TokenReport, committed: &Committed) {
    let (best, currency) = (&committed.best, report.bill.currency);
    let monthly = |amount: Ratio| money(Some(amount.rounded(currency.minor_units())), currency);
    let periods = committed.periods.len();
    let noun = if periods == 1 { "complete period" } else { "complete periods" };
    line!(page, "  By {periods} {noun} before: commit to {} tokens,", count(best.units));
    line!(page, "  {} per month on average.", monthly(best.monthly));
    match &committed.today {
        Some(today) if today.units == best.units => line!(page, "  That is what the contract commits to."),
        Some(today) => {
            let more = today.monthly.less(best.monthly).map_or_else(|| UNKNOWN.to_owned(), monthly);
            line!(page, "  The {} of today cost {}, {more} more.", count(today.units), monthly(today.monthly));
        }
        None => line!(page, "  So few tokens as today are not for sale under these terms."),
    }
    let above = committed.exceeded_by.len();
    if above > 0 {
        let beyond = whole(best.overage_units.rounded(6));
        line!(page, "  Beyond it go {above} of {periods}, by {beyond} tokens a period on average.");
    }
    if best.unit_price >= best.overage_price {
        line!(
            page,
            "  A committed token costs {}, one beyond {}: committing gains nothing.",
            best.unit_price,
            best.overage_price
        );
    } else {
        line!(page, "  A committed token costs {}, one beyond {}.", best.unit_price, best.overage_price);
    }
    if let Some(WalkAway::From { price, .. }) = committed.walk_away {
        let price = priced(price.rounded(4));
        line!(page, "  At {price} a committed token or more no commitment beats paying by use.");
    }
    offers(page, committed, currency);
}

/// What a discount would be worth: the best commitment at each.
fn offers(page: &mut String, committed: &Committed, currency: Currency) {
    if committed.offers.is_empty() {
        return;
    }
    line!(page, "  What a discount on committed tokens would be worth, per month");
    line!(page, "    {:>8} {:>12} {:>12} {:>14}", "discount", "a token", "commit to", "cost");
    for offer in &committed.offers {
        let cost = money(Some(offer.best.monthly.rounded(currency.minor_units())), currency);
        let (percent, price) = (format!("{} %", offer.discount_percent), priced(offer.best.unit_price));
        line!(page, "    {percent:>8} {price:>12} {:>12} {cost:>14}", count(offer.best.units));
    }
}
