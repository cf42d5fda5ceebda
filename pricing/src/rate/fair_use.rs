//! Fair use: what billed seats include, pooled per organization, and what goes beyond.
//!
//! The pool is based on the greater of commitment and actual use, product by product; base and add-ons are summed. Rates
//! beyond it are not published: an overage has a price only where the contract gives one. Nothing is carried over.
//! See <https://help.dev-genesys.cloud/articles/byoc-cloud-pricing>.

use rust_decimal::Decimal;
use thiserror::Error;

use super::Fraction;
use crate::book::{Allowance, Included, PriceBook};
use crate::tariff::{ProductIx, Tariff, TariffProduct, Unit};

/// What one product brings into a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolPart {
    /// The product; `None` = the organization as such.
    pub product: Option<ProductIx>,
    /// Seats that count: the greater of committed and actual. Of hours, whole hours.
    pub seats: u64,
    /// Units that they bring; `None` = no source says how many.
    pub units: Option<Fraction>,
}

/// One resource of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FairUse {
    /// Id, as `api_requests`.
    pub resource: String,
    /// What is counted, as `requests`.
    pub unit: String,
    /// Units used in the period.
    pub used: Decimal,
    /// What makes the pool, in the order of the tariff.
    pub parts: Vec<PoolPart>,
    /// Units included; `None` where a part is unknown.
    pub pool: Option<Fraction>,
    /// Units beyond the pool; `None` where the pool is unknown.
    pub overage: Option<Fraction>,
    /// Price of a unit beyond the pool, by the contract; `None` = not published.
    pub unit_price: Option<Decimal>,
    /// Overage × price, rounded once; 0 within the pool, `None` where overage or price is unknown.
    pub cost: Option<Decimal>,
    /// Where the allowances come from.
    pub source: String,
}

/// Why a pool can't be counted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "resource `{resource}` has the quantity {units}; expected 0 or more, at most 9 digits before and 6 after the point"
)]
pub struct FairUseError {
    /// The resource.
    pub resource: String,
    /// Its units.
    pub units: Decimal,
}

/// What seats were billed, as far as pools ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSeats<'a> {
    /// Quantities of the period's bill, in units of the tariff.
    pub billed: &'a [(ProductIx, u64)],
    /// Interaction time of people billed by the hour, in milliseconds by qualifying product.
    pub interacting_ms: &'a [(ProductIx, u64)],
}

/// Every resource of the book that has an allowance, used or not, in the order of the book. Usage is (id or name of the
/// charge, units), added up per resource; what is no resource of the book is left to others. `price_of` = the contract's
/// price of a unit beyond the pool, by id.
///
/// # Errors
/// Every quantity that is negative or too large to be exact.
pub fn fair_use(
    tariff: &Tariff,
    book: &PriceBook,
    usage: &[(&str, Decimal)],
    seats: PoolSeats<'_>,
    price_of: impl Fn(&str) -> Option<Decimal>,
) -> Result<Vec<FairUse>, Vec<FairUseError>> {
    let known = || usage.iter().filter_map(|(name, units)| Some((book.allowance_of_resource(name)?, *units)));
    let mut used = vec![Decimal::ZERO; book.allowances().len()];
    let mut errors = Vec::new();
    for (allowance, units) in known() {
        let place = book.allowances().iter().position(|other| other.resource == allowance.resource);
        match place.filter(|_| is_exact(units)) {
            Some(place) => used[place] += units,
            None => errors.push(FairUseError { resource: allowance.resource.clone(), units }),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let pools = book.allowances().iter().zip(used);
    Ok(pools.map(|(allowance, used)| pool(tariff, book, allowance, used, seats, &price_of)).collect())
}

fn is_exact(units: Decimal) -> bool {
    units >= Decimal::ZERO && units.normalize().scale() <= 6 && units < Decimal::from(1_000_000_000_u64)
}

fn pool(
    tariff: &Tariff,
    book: &PriceBook,
    allowance: &Allowance,
    used: Decimal,
    seats: PoolSeats<'_>,
    price_of: &impl Fn(&str) -> Option<Decimal>,
) -> FairUse {
    let parts = parts(tariff, book, allowance, seats);
    let pool = parts.iter().try_fold(Fraction::ZERO, |sum, part| Some(sum.plus(part.units?)));
    let overage = pool.map(|pool| Fraction::whole(used).less(pool));
    let unit_price = price_of(&allowance.resource);
    let cost = overage.and_then(|overage| match unit_price {
        _ if overage.is_zero() => Some(tariff.currency().round(Decimal::ZERO)),
        Some(price) => Some(overage.priced(price, Decimal::ZERO, tariff.currency())),
        None => None,
    });
    FairUse {
        resource: allowance.resource.clone(),
        unit: allowance.unit.clone(),
        used,
        parts,
        pool,
        overage,
        unit_price,
        cost,
        source: allowance.source.clone(),
    }
}

/// Parts with units, or with an unknown number of them.
fn parts(tariff: &Tariff, book: &PriceBook, allowance: &Allowance, seats: PoolSeats<'_>) -> Vec<PoolPart> {
    let own = PoolPart { product: None, seats: 1, units: Some(Fraction::whole(allowance.per_organization)) };
    let by_seat = tariff.products().iter().map(|product| {
        let actual = sum_of(seats.billed, product.ix);
        let counted = product.charged(actual).max(product.committed);
        part(book, allowance, product, counted)
    });
    let by_hour = tariff.products().iter().map(|product| {
        let seconds = sum_of(seats.interacting_ms, product.ix) / 1_000;
        let included = allowance.included(&product.id, crate::book::SeatModel::Named);
        PoolPart {
            product: Some(product.ix),
            seats: seconds / 3_600,
            units: units(included, seconds, book.hours_per_seat().saturating_mul(3_600)),
        }
    });
    let brings = |part: &PoolPart| part.units.is_none_or(|units| !units.is_zero());
    std::iter::once(own).chain(by_seat).chain(by_hour).filter(brings).collect()
}

fn part(book: &PriceBook, allowance: &Allowance, product: &TariffProduct, seats: u64) -> PoolPart {
    let included = allowance.included(&product.id, product.model);
    let denominator = if product.unit == Unit::Hour { book.hours_per_seat() } else { 1 };
    PoolPart { product: Some(product.ix), seats, units: units(included, seats, denominator) }
}

fn units(included: Included, seats: u64, denominator: u64) -> Option<Fraction> {
    match included {
        _ if seats == 0 => Some(Fraction::ZERO),
        Included::Units(each) if each.is_zero() => Some(Fraction::ZERO),
        Included::Units(each) => Some(Fraction::ratio(each * Decimal::from(seats), denominator)),
        Included::Unknown => None,
    }
}

fn sum_of(quantities: &[(ProductIx, u64)], product: ProductIx) -> u64 {
    quantities.iter().filter(|(ix, _)| *ix == product).fold(0, |sum, (_, units)| sum.saturating_add(*units))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::tests::tariff;

    /// Pool, overage and cost of one resource, `-` for unknown.
    fn check(contract: &str, billed: &[(&str, u64)], usage: (&str, &str), price: Option<&str>, expected: &str) {
        let tariff = tariff(contract);
        let billed: Vec<_> = billed.iter().map(|(id, seats)| (tariff.ix(id).unwrap(), *seats)).collect();
        let seats = PoolSeats { billed: &billed, interacting_ms: &[] };
        let found = one(&tariff, seats, usage, price);
        assert_eq!(found, expected, "{usage:?} with\n{contract}");
    }

    fn one(tariff: &Tariff, seats: PoolSeats<'_>, (resource, used): (&str, &str), price: Option<&str>) -> String {
        let book = PriceBook::embedded();
        let price_of = |_: &str| price.map(|price| price.parse().unwrap());
        let pools = fair_use(tariff, &book, &[(resource, used.parse().unwrap())], seats, price_of).unwrap();
        let id = &book.allowance_of_resource(resource).unwrap().resource;
        let pool = pools.iter().find(|pool| pool.resource == *id).unwrap();
        let text = |amount: Option<Fraction>| amount.map_or("-".to_owned(), |amount| amount.to_string());
        let cost = pool.cost.map_or("-".to_owned(), |cost| cost.to_string());
        format!("{} {} {cost}", text(pool.pool), text(pool.overage))
    }

    const CONCURRENT: &str = "[contract]\nmodel = \"concurrent\"\n";

    /// <https://es-help.mypurecloud.com/articles/resource-usage-on-your-invoice>: one concurrent CX 3, 505,992 − 182,000.
    #[test]
    fn the_published_example_of_api_requests() {
        check(CONCURRENT, &[("cx3", 1)], ("api_requests", "505992"), None, "182000 323992 -");
        check(
            CONCURRENT,
            &[("cx3", 1)],
            ("Genesys Cloud API Resource", "505992"),
            Some("0.001"),
            "182000 323992 323.99",
        );
    }

    /// <https://help.dev-genesys.cloud/articles/byoc-cloud-pricing>: "the greater of your commit or your actual usage".
    #[test]
    fn the_pool_is_based_on_the_greater_of_commitment_and_actual_use() {
        let line = "[[line]]\nproduct = \"cx2\"\nquantity = 10\nunit_price = \"1\"";
        check(line, &[("cx2", 4)], ("byoc_minutes", "50001"), None, "50000 1 -");
        check(line, &[("cx2", 12)], ("byoc_minutes", "50001"), None, "60000 0 0.00");
        check(
            line,
            &[("cx2", 12), ("communicate", 3), ("cx2-digital", 9)],
            ("byoc_minutes", "0"),
            None,
            "63000 0 0.00",
        );
    }

    #[test]
    fn transcription_comes_with_the_add_on_and_what_nobody_says_is_unknown() {
        check("", &[("cx1", 2)], ("voice_transcription_minutes", "10"), Some("1"), "0 10 10.00");
        check("", &[("cx1", 2), ("cx1-wem-addon", 1)], ("voice_transcription_minutes", "10"), None, "5000 0 0.00");
        check("", &[("cx4", 1)], ("basic_routing_minutes", "10"), Some("1"), "- - -");
        check("", &[("cx4", 1)], ("storage_gb", "43"), Some("2.50"), "42.5 0.5 1.25");
        check("", &[], ("rule_based_decisions", "50007"), None, "50000 7 -");
    }

    /// An hour is 1/111 of a named seat, <https://help.mypurecloud.com/?p=214024>: 111 hours bring what a seat does.
    #[test]
    fn hours_bring_a_hundred_and_eleventh_each() {
        let legacy = "[contract]\nmodel = \"hourly-logged-in\"";
        check(legacy, &[("cx1", 111)], ("byoc_minutes", "5001"), None, "5000 1 -");
        check(legacy, &[("cx1", 1)], ("byoc_minutes", "0"), None, "45.045045 0 0.00");
        check(legacy, &[("cx1", 37)], ("api_requests", "25001"), Some("0.5"), "25000 1 0.50");
        let tariff = tariff("");
        let time = [(tariff.ix("cx1").unwrap(), 111 * 3_600_000)];
        let seats = PoolSeats { billed: &[], interacting_ms: &time };
        assert_eq!(one(&tariff, seats, ("byoc_minutes", "5000.5"), Some("2")), "5000 0.5 1.00");
        let book = PriceBook::embedded();
        let pools = fair_use(&tariff, &book, &[("byoc_minutes", Decimal::ZERO)], seats, |_| None).unwrap();
        let minutes = pools.iter().find(|pool| pool.resource == "byoc_minutes").unwrap();
        let hours: Vec<u64> =
            minutes.parts.iter().filter(|part| part.product.is_some()).map(|part| part.seats).collect();
        assert_eq!(hours, [111]);
    }

    #[test]
    fn quantities_that_are_not_exact_are_refused_together() {
        let book = PriceBook::embedded();
        let usage = [("storage_gb", "-1"), ("api_requests", "0.0000001"), ("byoc_minutes", "1000000000")];
        let usage = usage.map(|(resource, units)| (resource, units.parse().unwrap()));
        let seats = PoolSeats { billed: &[], interacting_ms: &[] };
        let errors = fair_use(&tariff(""), &book, &usage, seats, |_| None).unwrap_err();
        assert_eq!(errors.len(), 3);
        assert!(errors[0].to_string().starts_with("resource `storage_gb` has the quantity -1"));
    }
}
