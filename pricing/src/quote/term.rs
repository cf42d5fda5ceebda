//! The bill of a whole term under one level of demand: period by period the same bill as any other, then sums.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use thiserror::Error;

use super::demand::{DemandItem, DemandRow, Level, NotCounted};
use super::{OneOff, Quote, TermLine};
use crate::bill::{BillError, ChargeKind, PeriodBill, PeriodUse, period_bill};
use crate::book::{PriceBook, ProductKind, SeatModel};
use crate::contract::Contract;
use crate::money::Currency;
use crate::period::Period;
use crate::tariff::{ProductIx, Tariff, Unit};

/// Periods of a year.
const YEAR: u32 = 12;

/// What a quote costs over its term. Amounts are sums of rounded ones, in `currency`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermBill {
    /// The quote's currency.
    pub currency: Currency,
    /// Number of periods.
    pub months: u32,
    /// A line per product and resource with something used or committed, in the order of a bill.
    pub lines: Vec<TermLine>,
    /// Amounts that are paid or credited once.
    pub one_offs: Vec<OneOff>,
    /// Lines and one-off amounts: what the term costs; `None` where a price is unknown.
    pub total: Option<Decimal>,
    /// The same of the lines whose price is known.
    pub total_known: Decimal,
    /// What the first period's invoice asks for, one-off amounts of it included; `None` where a price is unknown.
    pub first_invoice: Option<Decimal>,
    /// Ids of lines without a price: they are in no total.
    pub unpriced: Vec<String>,
    /// Resources that are neither metered in tokens nor pooled, by name.
    pub unmatched: Vec<String>,
    /// Seats used, summed over months and bases; `None` where the quote counts its bases by the hour.
    pub seat_months: Option<u64>,
    /// `total` ÷ `seat_months`, rounded; `None` where one of them is unknown or nobody is there.
    pub effective_seat_price: Option<Decimal>,
    /// Sum of the lines' overage.
    pub overage_cost: Option<Decimal>,
    /// Sum of what is committed and unused.
    pub wasted_cost: Option<Decimal>,
}

/// Why a term has no bill.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuoteError {
    /// The demand of a month is not known, or too large.
    #[error(transparent)]
    Demand(#[from] NotCounted),
    /// A month can't be billed.
    #[error(transparent)]
    Bill(#[from] BillError),
}

/// The bill of a quote's term under a demand.
///
/// Prices of a year are those of the text, raised by the uplift once for each twelve periods after the ramp; list prices stay
/// as the book has them today. The day of a period is its last one.
///
/// # Errors
/// Every product whose demand is not known as the quote counts it, and every quantity that is too large.
pub fn term_bill(
    book: &PriceBook,
    quote: &Quote,
    demand: &[DemandRow],
    level: Level,
) -> Result<TermBill, Vec<QuoteError>> {
    let seats = counted(book, quote, demand)?;
    let mut sums = Sums { currency: quote.contract.currency, lines: BTreeMap::new(), seat_months: Some(0) };
    let mut first_invoice = Some(Decimal::ZERO);
    let mut unmatched: Vec<String> = Vec::new();
    for (place, period) in periods(quote).enumerate() {
        let month = u32::try_from(place).unwrap_or(u32::MAX);
        let contract = quote.contract.raised(quote.uplift_percent_per_year, price_year(&quote.contract, month));
        let bill = bill_of(book, &contract, period, demand, &seats, level, month / YEAR)?;
        sums.add(&bill.0, &bill.1);
        if month == 0 {
            let complete = bill.0.charges.iter().all(|charge| charge.costs.billed.is_some());
            first_invoice = bill.0.totals.billed.filter(|_| complete);
        }
        unmatched.extend(bill.0.unmatched.iter().map(|(resource, _)| resource.clone()));
    }
    unmatched.sort_unstable();
    unmatched.dedup();
    Ok(sums.finish(quote, first_invoice, unmatched))
}

/// Every period of the term.
fn periods(quote: &Quote) -> impl Iterator<Item = Period> {
    let anchor = quote.contract.period_anchor_day;
    let first = Period::containing(quote.start(), anchor);
    std::iter::successors(Some(first), move |period| Some(period.next(anchor))).take(quote.term_months as usize)
}

/// The year of prices of a period of the term, from 0: like a prepaid year it begins after the ramp.
fn price_year(contract: &Contract, month: u32) -> u32 {
    let ramp = contract.start.zip(contract.ramp_until).filter(|(start, until)| until >= start).map(|(start, until)| {
        let first = Period::containing(start, contract.period_anchor_day);
        let anchor = contract.period_anchor_day;
        let waived = std::iter::successors(Some(first), move |period| Some(period.next(anchor)))
            .take_while(|period| period.last_day() <= until);
        u32::try_from(waived.count()).unwrap_or(u32::MAX)
    });
    month.saturating_sub(ramp.unwrap_or(0)) / YEAR
}

/// The rows of products that the quote counts; of each product one.
fn counted<'d>(
    book: &PriceBook,
    quote: &Quote,
    demand: &'d [DemandRow],
) -> Result<Vec<(&'d str, &'d DemandRow)>, Vec<QuoteError>> {
    let (mut rows, mut errors): (Vec<(&str, &DemandRow)>, Vec<QuoteError>) = (Vec::new(), Vec::new());
    let mut ids: Vec<&str> = Vec::new();
    for row in demand {
        if let DemandItem::Product { id, .. } = &row.item
            && !ids.contains(&id.as_str())
        {
            ids.push(id);
        }
    }
    for id in ids {
        let by_model = book.product(id).is_some_and(|product| product.can_be_concurrent());
        let model = if by_model { quote.contract.model } else { SeatModel::Named };
        let is_own = |row: &&DemandRow| row.item == DemandItem::Product { id: id.to_owned(), model };
        match demand.iter().find(is_own) {
            Some(row) => rows.push((id, row)),
            None => {
                let error = NotCounted::OtherModel { product: id.to_owned(), model: model.as_str() };
                errors.push(error.into());
            }
        }
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

fn bill_of(
    book: &PriceBook,
    contract: &Contract,
    period: Period,
    demand: &[DemandRow],
    seats: &[(&str, &DemandRow)],
    level: Level,
    year: u32,
) -> Result<(PeriodBill, Tariff), Vec<QuoteError>> {
    let tariff = Tariff::new(book, contract, period.last_day(), seats.iter().map(|(id, _)| *id));
    let mut errors: Vec<QuoteError> = Vec::new();
    let mut units_of =
        |row: &DemandRow| row.in_year(level, year).map_err(|error| errors.push(error.into())).unwrap_or(Decimal::ZERO);
    let mut used: Vec<(ProductIx, u64)> = Vec::new();
    for (id, row) in seats {
        let units = u64::try_from(units_of(row)).unwrap_or(u64::MAX);
        used.extend(tariff.ix(id).map(|ix| (ix, units)));
    }
    let mut metered: Vec<(&str, Decimal)> = Vec::new();
    for row in demand {
        if let DemandItem::Resource(resource) = &row.item {
            metered.push((resource, units_of(row)));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    // Committed tokens are paid whether or not anybody says how many will be used.
    let facts = PeriodUse { seats: &used, interacting_ms: &[], metered: Some(&metered), uncounted: &[] };
    match period_bill(book, contract, &tariff, period, facts) {
        Ok(bill) => Ok((bill, tariff)),
        Err(errors) => Err(errors.into_iter().map(QuoteError::from).collect()),
    }
}

/// Sums over the periods.
struct Sums {
    currency: Currency,
    lines: BTreeMap<(ChargeKind, String), TermLine>,
    seat_months: Option<u64>,
}

impl Sums {
    fn add(&mut self, bill: &PeriodBill, tariff: &Tariff) {
        for charge in &bill.charges {
            let key = (charge.kind, charge.id.clone());
            let line = self.lines.entry(key).or_insert_with(|| TermLine::of(charge, self.currency));
            line.add(charge, self.currency);
            let Some(product) = charge.kind.product().map(|ix| tariff.product(ix)) else { continue };
            if product.kind == ProductKind::Base {
                let seats = u64::try_from(charge.quantities.actual.rounded(0)).ok();
                let seats = seats.filter(|_| product.unit == Unit::Seat);
                self.seat_months = self.seat_months.zip(seats).map(|(sum, seats)| sum.saturating_add(seats));
            }
        }
    }

    fn finish(self, quote: &Quote, first_invoice: Option<Decimal>, unmatched: Vec<String>) -> TermBill {
        let lines: Vec<TermLine> = self.lines.into_values().collect();
        let once = |of: &dyn Fn(&OneOff) -> bool| -> Decimal {
            quote.one_offs.iter().filter(|one_off| of(one_off)).map(OneOff::cost).sum()
        };
        let known: Decimal = lines.iter().filter_map(|line| line.effective).sum();
        let total_known = self.currency.round(known + once(&|_| true));
        let sum = |of: fn(&TermLine) -> Option<Decimal>| lines.iter().map(of).sum::<Option<Decimal>>();
        let total = lines.iter().all(|line| line.effective.is_some()).then_some(total_known);
        let seat_price = total.zip(self.seat_months.filter(|seats| *seats > 0));
        TermBill {
            currency: self.currency,
            months: quote.term_months,
            one_offs: quote.one_offs.clone(),
            total,
            total_known,
            first_invoice: first_invoice
                .map(|billed| self.currency.round(billed + once(&|one_off| one_off.month == 1))),
            unpriced: lines.iter().filter(|line| line.effective.is_none()).map(|line| line.id.clone()).collect(),
            unmatched,
            seat_months: self.seat_months,
            effective_seat_price: seat_price.map(|(total, seats)| self.currency.round(total / Decimal::from(seats))),
            overage_cost: sum(|line| line.overage_cost).map(|amount| self.currency.round(amount)),
            wasted_cost: sum(|line| line.wasted_cost).map(|amount| self.currency.round(amount)),
            lines,
        }
    }
}
