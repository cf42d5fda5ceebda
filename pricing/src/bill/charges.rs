//! How each sort of charge comes about: seats, hours of interaction, tokens, fair use, the minimum.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::charge::{Charge, ChargeKind, Costs, PriceOrigin, Quantities};
use super::line::{Adjustment, BillLine};
use super::order::ChargeAdjustment;
use super::prepay::prepaid;
use crate::contract::Contract;
use crate::money::Currency;
use crate::period::Period;
use crate::rate::{FairUse, Fraction};
use crate::tariff::{ContractedSource, Tariff, TariffProduct, Unit};
use crate::tokens::TokenBill;

/// What every charge of a bill needs to know.
pub(super) struct Context<'a> {
    pub(super) contract: &'a Contract,
    pub(super) tariff: &'a Tariff,
    pub(super) period: Period,
}

impl Context<'_> {
    fn currency(&self) -> Currency {
        self.tariff.currency()
    }

    /// The commitment as it is billed in this period, with the adjustment where it is billed in advance: `None` = as it
    /// falls due, period by period.
    fn in_advance(&self, product: &TariffProduct) -> Option<(Option<Decimal>, ChargeAdjustment)> {
        let mut amount = Some(self.currency().round(Decimal::ZERO));
        let (mut most, mut since, mut by_part) = (0, None, Vec::new());
        for (part, monthly) in product.commitment_parts(self.currency()) {
            let prepaid = prepaid(self.contract, self.period, part.line)?;
            let billed = monthly.map(|monthly| monthly * Decimal::from(prepaid.periods));
            amount = amount.zip(billed).map(|(sum, billed)| sum + billed);
            most = most.max(prepaid.periods);
            since = Some(prepaid.since);
            by_part.push(prepaid.periods);
        }
        Some((amount, ChargeAdjustment::Prepay { periods: most, amount, since: since?, by_part }))
    }

    fn origin(&self, product: &TariffProduct) -> PriceOrigin {
        let on = self.tariff.on();
        let of_contract = |from: Option<NaiveDate>| from.or(self.contract.start);
        let since = match product.contracted_source {
            ContractedSource::Line => self.contract.line(&product.id, on).and_then(|line| of_contract(line.span.from)),
            ContractedSource::Price => self.contract.price(&product.id, on).and_then(|p| of_contract(p.span.from)),
            ContractedSource::Discount => self.contract.start,
            ContractedSource::List => product.list_entry.as_ref().map(|entry| entry.known_since),
            ContractedSource::Tokens | ContractedSource::Unknown => None,
        };
        PriceOrigin { source: product.contracted_source, entry: product.list_entry.clone(), since }
    }

    /// A price per hour is the contract's: of the product's line, else of a price without commitment.
    fn hourly_origin(&self, product: &TariffProduct) -> PriceOrigin {
        let line = self.contract.line(&product.id, self.tariff.on()).filter(|line| line.terms.hourly_price.is_some());
        let source = match (product.hourly, line) {
            (None, _) => ContractedSource::Unknown,
            (Some(_), Some(_)) => ContractedSource::Line,
            (Some(_), None) => ContractedSource::Price,
        };
        let since = line.and_then(|line| line.span.from).or(self.contract.start);
        PriceOrigin { source, entry: None, since: since.filter(|_| product.hourly.is_some()) }
    }

    /// Seats, devices, hours of the organization: a line of the seat bill with all four costs.
    pub(super) fn seats(&self, line: &BillLine) -> Charge {
        let product = self.tariff.product(line.product);
        let per_price = product.unit.per_price();
        let exact = |units: u64| Fraction::ratio(Decimal::from(units), per_price);
        let in_ramp = line
            .adjustments
            .iter()
            .any(|adjustment| matches!(adjustment, Adjustment::Ramp { .. } | Adjustment::RampUse { .. }));
        let mut adjustments: Vec<_> = product.price_changes.iter().cloned().map(ChargeAdjustment::Price).collect();
        adjustments.extend(line.adjustments.iter().cloned().map(ChargeAdjustment::Count));
        let mut billed = line.billed;
        if let Some((amount, prepay)) = self.in_advance(product).filter(|_| !in_ramp) {
            billed = amount.zip(line.overage_monthly).map(|(commitment, overage)| commitment + overage);
            adjustments.push(prepay);
        }
        Charge {
            kind: ChargeKind::Seats(line.product),
            id: line.id.clone(),
            name: line.name.clone(),
            unit: product.unit.priced_by().to_owned(),
            quantities: Quantities {
                actual: exact(line.quantity),
                free: Some(exact(line.quantity - line.charged)),
                committed: line.committed,
                overage: Some(exact(product.beyond_commitment(line.quantity))),
            },
            list_price: line.list_price,
            unit_price: line.contracted_price,
            overage_price: product.overage,
            origin: self.origin(product),
            adjustments,
            costs: Costs {
                list: line.list_monthly,
                contracted: line.contracted_monthly,
                billed,
                effective: line.billed,
            },
        }
    }

    /// Interaction time against a product: hours × its price per hour, no commitment. A ramp waives it like a seat.
    pub(super) fn hours(&self, product: &TariffProduct, interacting_ms: u64, waived: Option<NaiveDate>) -> Charge {
        let hours = Fraction::ratio(Decimal::from(interacting_ms), Unit::Millisecond.per_price());
        let cost = product.hours_amount(interacting_ms, self.currency());
        let charged = cost.map(|cost| if waived.is_some() { self.currency().round(Decimal::ZERO) } else { cost });
        let (units, unit_price) = (hours.rounded(6), product.hourly);
        let mut adjustments = vec![ChargeAdjustment::Beyond { units, unit_price }];
        adjustments.extend(waived.map(|until| ChargeAdjustment::Count(Adjustment::Ramp { until })));
        let origin = self.hourly_origin(product);
        Charge {
            kind: ChargeKind::Hours(product.ix),
            id: product.id.clone(),
            name: format!("{} (by interaction time)", product.name),
            unit: "hour".to_owned(),
            quantities: Quantities { actual: hours, free: Some(Fraction::ZERO), committed: 0, overage: Some(hours) },
            list_price: None,
            unit_price: product.hourly,
            overage_price: product.hourly,
            origin,
            adjustments,
            costs: Costs { list: None, contracted: cost, billed: charged, effective: charged },
        }
    }

    /// AI tokens: beyond what is free, committed ones at their price, the rest at the overage price.
    pub(super) fn tokens(&self, bill: &TokenBill, product: &TariffProduct) -> Charge {
        let charged = bill.consumed.less(bill.free);
        let free = bill.consumed.less(charged);
        let at = |price: Option<Decimal>| price.map(|price| charged.priced(price, Decimal::ZERO, self.currency()));
        let mut adjustments: Vec<_> = product.price_changes.iter().cloned().map(ChargeAdjustment::Price).collect();
        if !free.is_zero() {
            adjustments.push(ChargeAdjustment::Allowance { units: free.rounded(6) });
        }
        for (part, amount) in product.commitment_parts(self.currency()) {
            let (units, unit_price) = (part.units, part.unit_price);
            adjustments.push(ChargeAdjustment::Count(Adjustment::Commitment { units, unit_price, amount }));
        }
        if !bill.billable.is_zero() {
            let (units, unit_price) = (bill.billable.rounded(6), bill.overage_price);
            adjustments.push(ChargeAdjustment::Beyond { units, unit_price });
        }
        let mut billed = bill.cost;
        if let Some((amount, prepay)) = self.in_advance(product) {
            let monthly = product.commitment_amount(self.currency());
            let rest = bill.cost.zip(monthly).map(|(cost, monthly)| cost - monthly);
            billed = amount.zip(rest).map(|(commitment, overage)| commitment + overage);
            adjustments.push(prepay);
        }
        Charge {
            kind: ChargeKind::Tokens,
            id: product.id.clone(),
            name: product.name.clone(),
            unit: product.unit.priced_by().to_owned(),
            quantities: Quantities {
                actual: bill.consumed,
                free: Some(free),
                committed: bill.committed,
                overage: Some(bill.billable),
            },
            list_price: product.list,
            unit_price: bill.unit_price,
            overage_price: bill.overage_price,
            origin: self.origin(product),
            adjustments,
            costs: Costs { list: at(product.list), contracted: at(bill.unit_price), billed, effective: bill.cost },
        }
    }

    /// What a resource goes beyond its pool: nothing within it, a price only where the contract has one.
    pub(super) fn fair_use(&self, pool: &FairUse) -> Charge {
        let used = Fraction::whole(pool.used);
        let free = pool.overage.map(|overage| used.less(overage));
        let mut adjustments = Vec::new();
        if let Some(free) = free.filter(|free| !free.is_zero()) {
            adjustments.push(ChargeAdjustment::Allowance { units: free.rounded(6) });
        }
        if let Some(overage) = pool.overage.filter(|overage| !overage.is_zero()) {
            let (units, unit_price) = (overage.rounded(6), pool.unit_price);
            adjustments.push(ChargeAdjustment::Beyond { units, unit_price });
        }
        let source = if pool.unit_price.is_some() { ContractedSource::Price } else { ContractedSource::Unknown };
        let since = self.contract.start.filter(|_| pool.unit_price.is_some());
        Charge {
            kind: ChargeKind::FairUse,
            id: pool.resource.clone(),
            name: pool.resource.replace('_', " "),
            unit: pool.unit.trim_end_matches('s').to_owned(),
            quantities: Quantities { actual: used, free, committed: 0, overage: pool.overage },
            list_price: None,
            unit_price: pool.unit_price,
            overage_price: pool.unit_price,
            origin: PriceOrigin { source, entry: None, since },
            adjustments,
            costs: Costs { list: None, contracted: pool.cost, billed: pool.cost, effective: pool.cost },
        }
    }

    /// What is missing to the contract's minimum.
    pub(super) fn minimum(&self, minimum: Decimal, missing: Option<Decimal>) -> Charge {
        Charge {
            kind: ChargeKind::Minimum,
            id: "minimum-monthly-amount".to_owned(),
            name: "Minimum monthly amount".to_owned(),
            unit: "period".to_owned(),
            quantities: Quantities {
                actual: Fraction::whole(Decimal::ONE),
                free: Some(Fraction::ZERO),
                committed: 0,
                overage: Some(Fraction::whole(Decimal::ONE)),
            },
            list_price: None,
            unit_price: missing,
            overage_price: missing,
            origin: PriceOrigin { source: ContractedSource::Price, entry: None, since: self.contract.start },
            adjustments: vec![ChargeAdjustment::Minimum { minimum }],
            costs: Costs { list: None, contracted: missing, billed: missing, effective: missing },
        }
    }
}
