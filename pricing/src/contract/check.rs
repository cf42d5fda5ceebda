//! What only the entries together can show: two at a time, a commitment outside the contract, a currency without a rate.

use super::read_entry::{Dated, Entry};
use super::{Contract, Line, Price};
use crate::document::Document;

/// Records every entry that holds on a day on which an earlier one of its product does.
pub(super) fn once_at_a_time<T: Dated>(document: &Document<'_>, table: &str, entries: &[Entry<T>]) {
    for (place, later) in entries.iter().enumerate() {
        let collides = |earlier: &&Entry<T>| {
            earlier.value.product() == later.value.product() && earlier.value.span().overlaps(later.value.span())
        };
        if let Some(earlier) = entries[..place].iter().find(collides) {
            let (product, other) = (later.value.product(), &earlier.product_at);
            let what = format!("is `{product}`, which `{}` at {} has already", other.path, document.place(other));
            let expected = format!("one [[{table}]] per product at a time");
            let hint = "add the quantities up in one of the two, or drop one, or end the earlier one with `to`";
            document.problem(&later.product_at, what, expected, hint);
        }
    }
}

/// Records lines that begin before the contract or end after it.
pub(super) fn within_the_contract(document: &Document<'_>, contract: &Contract, lines: &[Entry<Line>]) {
    for line in lines {
        let span = line.value.span;
        if let (Some(from), Some(start), Some(at)) = (span.from, contract.start, &line.from_at)
            && from < start
        {
            let what = format!("is {from}, before `contract.start`, {start}");
            document.problem(at, what, "a day of the contract", "drop it to begin with the contract");
        }
        if let (Some(to), Some(end), Some(at)) = (span.to, contract.end, &line.to_at)
            && to > end
        {
            let what = format!("is {to}, after `contract.end`, {end}");
            document.problem(at, what, "a day of the contract", "drop it: what is committed ends with the contract");
        }
    }
}

/// Records every quantity of a month-to-month contract.
pub(super) fn no_commitment(document: &Document<'_>, lines: &[Entry<Line>]) {
    for quantity in lines.iter().filter_map(|line| line.quantity.as_ref()).filter(|quantity| quantity.value > 0) {
        let what = format!("commits to {} in a month-to-month contract, which has no commitment", quantity.value);
        let hint = "use [[price]] for a price without commitment, or an annual `subscription`";
        document.problem(&quantity.at, what, "no quantity, or 0", hint);
    }
}

/// Says which prices are not used, because a line of the product has its own.
pub(super) fn lines_win(document: &Document<'_>, lines: &[Entry<Line>], prices: &[Entry<Price>]) {
    for price in prices {
        let beats = |line: &&Entry<Line>| {
            let (own, others) = (&line.value, &price.value);
            own.product == others.product && own.terms.unit_price.is_some() && own.span.overlaps(others.span)
        };
        let line = lines.iter().filter(|line| !line.value.added).find(beats);
        if let Some(line) = line.filter(|_| price.value.terms.hourly_price.is_none()) {
            let message = format!(
                "is `{}`, whose price is that of `{}` at {}: this entry is not used; drop it",
                price.value.product,
                line.product_at.path,
                document.place(&line.product_at)
            );
            document.notice(&price.product_at, message);
        }
    }
}

/// Says which entries are in a currency that no rate leads from to the contract's: their price stays unknown.
pub(super) fn currencies_have_rates(
    document: &Document<'_>,
    contract: &Contract,
    lines: &[Entry<Line>],
    prices: &[Entry<Price>],
) {
    let of_lines = lines.iter().map(|line| (line.value.terms().currency, &line.currency_at));
    let of_prices = prices.iter().map(|price| (price.value.terms().currency, &price.currency_at));
    for (currency, at) in of_lines.chain(of_prices) {
        let (Some(from), Some(at)) = (currency, at) else { continue };
        let to = contract.currency;
        let leads = |rate: &crate::money::ExchangeRate| rate.from == from && rate.to == to;
        if from != to && !contract.exchange_rates.as_slice().iter().any(leads) {
            let message = format!(
                "is {from} in a contract in {to}, and no [[exchange_rate]] leads from one to the other: the price stays \
                 unknown"
            );
            document.notice(at, message);
        }
    }
}
