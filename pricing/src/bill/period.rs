//! The bill of one period as a value: every charge with its four costs, and their sums.
//!
//! Four costs, never just "cost": *list*, what is charged for at list prices; *contracted*, the same at contracted prices;
//! *billed*, what the invoice of the period asks for, a prepaid year at once; *effective*, what the period costs, a prepaid
//! year with its monthly share. Over a prepaid year billed and effective are the same sum, unless a later amendment or
//! exchange rate changes the price of units that were billed before.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thiserror::Error;

use super::charge::{Charge, ChargeKind};
use super::charges::Context;
use super::{Costs, seat_bill};
use crate::book::PriceBook;
use crate::contract::{Contract, RampBilling};
use crate::money::Currency;
use crate::period::Period;
use crate::rate::{FairUseError, PoolSeats, Tally, fair_use};
use crate::tariff::{ProductIx, Tariff};
use crate::tokens::{TokenError, token_bill};

/// What was used in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PeriodUse<'a> {
    /// Seats, devices and hours by product, in units of the tariff; a product that stands twice has the sum.
    pub seats: &'a [(ProductIx, u64)],
    /// Interaction time of people who are billed by the hour, in milliseconds by qualifying product.
    pub interacting_ms: &'a [(ProductIx, u64)],
    /// Metered resources by id or name of the charge; `None` = not known, so neither tokens nor fair use are billed.
    pub metered: Option<&'a [(&'a str, Decimal)]>,
    /// Products that nobody could count: each has a charge, made for no seat, whose amounts the caller has to take as unknown.
    pub uncounted: &'a [ProductIx],
}

/// The bill of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodBill {
    /// The period.
    pub period: Period,
    /// Day of the prices.
    pub on: NaiveDate,
    /// Currency of every amount.
    pub currency: Currency,
    /// Charges with something counted or committed: seats in row order, then hours, tokens, fair use, the minimum.
    pub charges: Vec<Charge>,
    /// Sums of the charges; what is unknown is in none of them.
    pub totals: Costs,
    /// Ids of charges without a contracted price, in the order of the charges: the totals are without them.
    pub unpriced: Vec<String>,
    /// Ids of charges without a list price: the list total is without them.
    pub unlisted: Vec<String>,
    /// Resources that are neither metered in tokens nor pooled, with their units; they need a look.
    pub unmatched: Vec<(String, Decimal)>,
}

/// Why there is no bill.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BillError {
    /// A metered quantity of tokens.
    #[error(transparent)]
    Tokens(#[from] TokenError),
    /// A metered quantity of a pool.
    #[error(transparent)]
    FairUse(#[from] FairUseError),
}

/// The bill of a period, by the tariff of a day in it.
///
/// # Errors
/// Every metered quantity that is negative or too large to be exact.
///
/// # Panics
/// With an index of another tariff.
pub fn period_bill(
    book: &PriceBook,
    contract: &Contract,
    tariff: &Tariff,
    period: Period,
    used: PeriodUse<'_>,
) -> Result<PeriodBill, Vec<BillError>> {
    let context = Context { contract, tariff, period };
    let seats = seat_bill(tariff, contract, &period, used.seats);
    let billed: Vec<(ProductIx, u64)> = seats.lines.iter().map(|line| (line.product, line.quantity)).collect();
    let mut charges: Vec<Charge> = seats.lines.iter().map(|line| context.seats(line)).collect();
    charges.extend(hours(&context, used.interacting_ms));
    let unmatched = metered(&context, book, used, &billed, &mut charges)?;
    let is_uncounted = |charge: &Charge| matches!(charge.kind, ChargeKind::Seats(ix) if used.uncounted.contains(&ix));
    charges.retain(|charge| {
        !charge.quantities.actual.is_zero() || charge.quantities.committed > 0 || is_uncounted(charge)
    });
    charges.extend(minimum(&context, &charges));
    let currency = tariff.currency();
    Ok(PeriodBill {
        period,
        on: tariff.on(),
        currency,
        totals: totals(&charges, currency),
        unpriced: charges.iter().filter(|charge| !charge.is_priced()).map(|charge| charge.id.clone()).collect(),
        unlisted: charges.iter().filter(|charge| charge.costs.list.is_none()).map(|c| c.id.clone()).collect(),
        charges,
        unmatched,
    })
}

impl PeriodBill {
    /// Is every contracted price known that is needed?
    pub fn is_complete(&self) -> bool {
        self.unpriced.is_empty()
    }

    /// The charge of a product or resource; of a product that is billed by seat and by hour the one by seat.
    pub fn charge(&self, id: &str) -> Option<&Charge> {
        self.charges.iter().find(|charge| charge.id == id)
    }
}

fn hours(context: &Context<'_>, interacting_ms: &[(ProductIx, u64)]) -> Vec<Charge> {
    let tariff = context.tariff;
    let mut time = Tally::new(tariff);
    for (product, ms) in interacting_ms {
        time.add(*product, *ms);
    }
    let ramp = tariff.ramp_until().filter(|_| tariff.in_ramp(context.period));
    let waived = ramp.filter(|_| context.contract.ramp_billing == RampBilling::NotCharged);
    time.iter().map(|(product, ms)| context.hours(tariff.product(product), ms, waived)).collect()
}

/// Adds tokens and fair use; gives back what is neither.
fn metered(
    context: &Context<'_>,
    book: &PriceBook,
    used: PeriodUse<'_>,
    billed: &[(ProductIx, u64)],
    charges: &mut Vec<Charge>,
) -> Result<Vec<(String, Decimal)>, Vec<BillError>> {
    let Some(usage) = used.metered else { return Ok(Vec::new()) };
    let seats = PoolSeats { billed, interacting_ms: used.interacting_ms };
    let tokens = token_bill(context.tariff, book, usage, billed);
    let pools = fair_use(context.tariff, book, usage, seats, |resource| context.contract.fair_use_price(resource));
    let (tokens, pools) = match (tokens, pools) {
        (Ok(tokens), Ok(pools)) => (tokens, pools),
        (tokens, pools) => {
            let tokens = tokens.err().unwrap_or_default().into_iter().map(BillError::from);
            let pools = pools.err().unwrap_or_default().into_iter().map(BillError::from);
            return Err(one_each(tokens.chain(pools)));
        }
    };
    if let Some(product) = context.tariff.token_product() {
        charges.push(context.tokens(&tokens, product));
    }
    charges.extend(pools.iter().map(|pool| context.fair_use(pool)));
    let pooled = |resource: &str| book.allowance_of_resource(resource).is_some();
    Ok(tokens.unmatched.into_iter().filter(|(resource, _)| !pooled(resource)).collect())
}

/// A quantity that is wrong for both is named once.
fn one_each(errors: impl Iterator<Item = BillError>) -> Vec<BillError> {
    let mut texts: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for error in errors {
        let (resource, units) = match &error {
            BillError::Tokens(
                TokenError::Negative { resource, units } | TokenError::TooManyDigits { resource, units },
            )
            | BillError::FairUse(FairUseError { resource, units }) => (resource, units),
        };
        let key = format!("{resource} {units}");
        if !texts.contains(&key) {
            texts.push(key);
            kept.push(error);
        }
    }
    kept
}

/// What is missing to the minimum, by effective costs: a prepaid year is spread over its periods. None in a ramp, none
/// outside the contract. Where a price is unknown, so is what is missing, unless the known charges reach the minimum.
fn minimum(context: &Context<'_>, charges: &[Charge]) -> Option<Charge> {
    let minimum = context.contract.minimum_monthly_amount?;
    if context.tariff.outside_contract() || context.tariff.in_ramp(context.period) {
        return None;
    }
    let known: Decimal = charges.iter().filter_map(|charge| charge.costs.effective).sum();
    let missing = context.tariff.currency().round(minimum - known);
    if missing <= Decimal::ZERO {
        return None;
    }
    let is_known = charges.iter().all(|charge| charge.costs.effective.is_some());
    Some(context.minimum(minimum, is_known.then_some(missing)))
}

fn totals(charges: &[Charge], currency: Currency) -> Costs {
    let sum = |of: fn(&Costs) -> Option<Decimal>| {
        Some(currency.round(charges.iter().filter_map(|charge| of(&charge.costs)).sum()))
    };
    Costs {
        list: sum(|costs| costs.list),
        contracted: sum(|costs| costs.contracted),
        billed: sum(|costs| costs.billed),
        effective: sum(|costs| costs.effective),
    }
}

impl ChargeKind {
    /// The product, where the charge is of one.
    pub fn product(self) -> Option<ProductIx> {
        match self {
            ChargeKind::Seats(product) | ChargeKind::Hours(product) => Some(product),
            ChargeKind::Tokens | ChargeKind::FairUse | ChargeKind::Minimum => None,
        }
    }
}
