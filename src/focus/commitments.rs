//! What the contract commits to, as its paper has it: rows of Contract Commitment.
//!
//! A row has no null for the contract's number and the day of its signature. Where the contract does not say them there are
//! no rows: a made-up date in a ledger is worse than a missing dataset.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::Charge,
    contract::{Contract, Subscription},
    tariff::Commitment,
};
use seatwise_reports::{
    focus::{Amount, ContractCommitment, Lifecycle, Payment, Span},
    format::counted,
};

use super::{
    row::product,
    words::{consumed_unit, kind},
};
use crate::{
    analysis::{Analysis, bill::ExpectedBill},
    usage::spans::instant,
};

/// Decimals of a discount.
const DISCOUNT_DECIMALS: u32 = 6;

/// A contract of which everything is known that Contract Commitment asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agreement<'a> {
    contract: &'a Contract,
    /// Its number.
    pub(super) number: &'a str,
    signed: NaiveDate,
    /// Its days, end exclusive.
    span: Span,
}

impl<'a> Agreement<'a> {
    /// Of a contract, or the keys that it lacks.
    pub(super) fn of(contract: &'a Contract) -> Result<Agreement<'a>, Vec<&'static str>> {
        let (number, signed) = (contract.number.as_deref(), contract.signed);
        let span = contract.start.zip(contract.end).and_then(|(from, last)| days(from, last));
        if let (Some(number), Some(signed), Some(span)) = (number, signed, span) {
            return Ok(Agreement { contract, number, signed, span });
        }
        let has = [
            ("number", number.is_some()),
            ("signed", signed.is_some()),
            ("start", contract.start.is_some()),
            ("end", contract.end.is_some()),
        ];
        Err(has.into_iter().filter(|(_, has)| !has).map(|(key, _)| key).collect())
    }

    /// Id of the line with this place in the contract.
    pub(super) fn id(&self, line: usize) -> Option<String> {
        Some(format!("{}/{}", self.number, self.contract.key_of(line)?))
    }

    /// A row per committed line that the bill knows, by line of the bill, then as the contract has them.
    pub(super) fn rows(&self, analysis: &Analysis, expected: &ExpectedBill) -> Vec<ContractCommitment> {
        let mut rows: Vec<ContractCommitment> = Vec::new();
        for line in &expected.lines {
            let Some(product) = product(analysis, &line.charge) else { continue };
            let committed = product.commitments.iter().filter(|own| own.units > 0);
            let own = committed.filter_map(|own| self.row(analysis, &line.charge, own));
            // Seats and hours of one product draw on the same commitments.
            let new: Vec<ContractCommitment> = own.filter(|own| rows.iter().all(|row| row.id != own.id)).collect();
            rows.extend(new);
        }
        rows
    }

    fn row(&self, analysis: &Analysis, charge: &Charge, own: &Commitment) -> Option<ContractCommitment> {
        let line = self.contract.lines.get(own.line)?;
        let (from, last) = self.contract.days_of(line)?;
        let as_of = instant(analysis.as_of).date_naive();
        let amendment = own.amendment.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let units = counted(own.units, &charge.unit.replace('_', " "));
        Some(ContractCommitment {
            id: self.id(own.line)?,
            description: format!("{}: {units} per month, used or not{amendment}", charge.name),
            kind: kind(self.contract.subscription).to_owned(),
            contract: self.number.to_owned(),
            contract_span: self.span,
            span: days(from, last)?,
            created: self.signed,
            updated: self.contract.amended_on(&line.product, as_of).unwrap_or(self.signed),
            status: match (from <= as_of, as_of <= last) {
                (false, _) => Lifecycle::Pending,
                (true, true) => Lifecycle::Active,
                (true, false) => Lifecycle::Expired,
            },
            sku: charge.id.clone(),
            amount: Amount { quantity: Decimal::from(own.units), unit: consumed_unit(&charge.unit) },
            discount: discount(charge.list_price, own.unit_price),
            payment: match self.contract.subscription {
                Subscription::AnnualPrepay => Payment::YearlyUpfront,
                Subscription::AnnualMonthly | Subscription::MonthToMonth => Payment::Monthly,
            },
            currency: self.contract.currency.code().to_owned(),
        })
    }
}

/// A span from both its days, the last inclusive.
fn days(from: NaiveDate, last: NaiveDate) -> Option<Span> {
    Some(Span { from, to: last.succ_opt()? })
}

/// The share that a price is below the list price; `None` = one is unknown, nothing, or the price is above the list.
fn discount(list: Option<Decimal>, price: Option<Decimal>) -> Option<Decimal> {
    let (list, price) = list.zip(price)?;
    let share = (list - price).checked_div(list)?;
    (share >= Decimal::ZERO && share <= Decimal::ONE).then(|| share.round_dp(DISCOUNT_DECIMALS).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_known_where_both_prices_are_and_never_a_surcharge() {
        let check = |list: Option<&str>, price: Option<&str>, expected: Option<&str>| {
            let number = |text: &str| text.parse::<Decimal>().expect("a number");
            let found = discount(list.map(number), price.map(number)).map(|share| share.to_string());
            assert_eq!(found.as_deref(), expected, "{price:?} of {list:?}");
        };
        check(Some("155"), Some("124"), Some("0.2"));
        check(Some("155"), Some("155"), Some("0"));
        check(Some("155"), Some("0"), Some("1"));
        check(Some("3"), Some("2"), Some("0.333333"));
        check(Some("999999999"), Some("0.000001"), Some("1"));
        check(Some("155"), Some("156"), None);
        check(Some("0"), Some("0"), None);
        check(None, Some("124"), None);
        check(Some("155"), None, None);
    }
}
