//! From our amount of a part to theirs, step by step.

use rust_decimal::Decimal;

use super::{Cause, Difference, Group, Part, StatedLine};
use crate::money::Currency;
use crate::tariff::Tariff;

/// A charge that nobody knows: the whole of it is a difference.
pub(super) fn unknown(line: &StatedLine, currency: Currency) -> Difference {
    Difference {
        cause: Cause::UnknownCharge,
        id: line.charge_name.trim().to_owned(),
        part: None,
        units: line.quantity,
        amount: currency.round(stated(line, currency).unwrap_or_default()),
        what: "no product, meter or resource of the price book or the contract has this name".to_owned(),
        places: vec![line.place.clone()],
    }
}

/// A line of another period: the whole of it is a difference.
pub(super) fn of_other_period(line: &StatedLine, currency: Currency) -> Difference {
    let period = line.other_period.as_deref().unwrap_or_default();
    let what = format!("the line is of {period}");
    Difference { cause: Cause::OtherPeriod, what, ..unknown(line, currency) }
}

/// The steps of one part that change anything.
pub(super) fn steps(id: &str, part: Part, group: &Group<'_>, tariff: &Tariff) -> Vec<Difference> {
    let sides = Sides::new(id, part, group, tariff);
    if group.theirs.is_empty() {
        return sides.not_charged().into_iter().collect();
    }
    let mut steps = Vec::new();
    steps.extend(sides.count());
    steps.extend(sides.price());
    steps.extend(sides.rest());
    steps
}

/// Units and amounts of both sides.
struct Sides<'a> {
    id: &'a str,
    part: Part,
    group: &'a Group<'a>,
    currency: Currency,
    units: Decimal,
    /// Units of the lines in ours; `None` = a line says none.
    their_units: Option<Decimal>,
    /// Our price; `None` = unknown.
    price: Option<Decimal>,
    amount: Decimal,
    /// Their units at our price.
    counted: Decimal,
    /// Their units at their prices.
    priced: Decimal,
    stated: Decimal,
}

impl<'a> Sides<'a> {
    fn new(id: &'a str, part: Part, group: &'a Group<'a>, tariff: &Tariff) -> Sides<'a> {
        let currency = tariff.currency();
        let units: Decimal = group.ours.iter().map(|part| part.units).sum();
        let amount: Decimal = group.ours.iter().filter_map(|part| part.amount).sum();
        let their_units: Option<Decimal> =
            group.theirs.iter().map(|matched| matched.line.quantity.map(|units| units * matched.per_unit)).sum();
        let price = price(id, part, group, tariff, units, amount);
        let counted = match their_units.zip(price) {
            Some((theirs, price)) if theirs != units => currency.round(amount + (theirs - units) * price),
            _ => amount,
        };
        let at_their_price = |matched: &super::Matched<'_>| {
            let (quantity, price) = matched.line.quantity.zip(matched.line.unit_price)?;
            Some(currency.round(quantity * price))
        };
        let priced: Option<Decimal> = group.theirs.iter().map(at_their_price).sum();
        let priced = priced.unwrap_or(counted);
        let amounts: Option<Decimal> = group.theirs.iter().map(|matched| stated(matched.line, currency)).sum();
        let stated = amounts.map_or(priced, |amount| currency.round(amount));
        Sides { id, part, group, currency, units, their_units, price, amount, counted, priced, stated }
    }

    fn difference(&self, cause: Cause, units: Option<Decimal>, amount: Decimal, what: String) -> Difference {
        let places = self.group.theirs.iter().map(|matched| matched.line.place.clone()).collect();
        let amount = self.currency.round(amount);
        Difference { cause, id: self.id.to_owned(), part: Some(self.part), units, amount, what, places }
    }

    fn not_charged(&self) -> Option<Difference> {
        let what = format!("expected: {} units, {} {}", self.units.normalize(), self.amount, self.currency);
        let amount = -self.amount;
        (!self.amount.is_zero()).then(|| self.difference(Cause::NotCharged, Some(-self.units), amount, what))
    }

    fn count(&self) -> Option<Difference> {
        let theirs = self.their_units?;
        let more = theirs - self.units;
        if more.round_dp(6).is_zero() {
            return None;
        }
        let cause = match (self.part, more.is_sign_positive()) {
            (Part::Committed, _) => Cause::Commitment,
            (_, true) => Cause::OnlyTheirs,
            (_, false) => Cause::OnlyOurs,
        };
        let price = self.price.map_or_else(|| "an unknown price".to_owned(), |price| format!("{}", price.normalize()));
        let (theirs, ours) = (theirs.round_dp(6).normalize(), self.units.normalize());
        let what = format!("{theirs} charged, {ours} expected, at {price}");
        Some(self.difference(cause, Some(more.round_dp(6).normalize()), self.counted - self.amount, what))
    }

    fn price(&self) -> Option<Difference> {
        let change = self.priced - self.counted;
        if change.is_zero() {
            return None;
        }
        let mut prices: Vec<Decimal> =
            self.group.theirs.iter().filter_map(|matched| matched.line.unit_price).map(|p| p.normalize()).collect();
        prices.sort_unstable();
        prices.dedup();
        let theirs: Vec<String> = prices.iter().map(ToString::to_string).collect();
        let ours = self.price.map_or_else(|| "an unknown price".to_owned(), |price| price.normalize().to_string());
        let same = prices.len() == 1 && self.price.map(|price| price.normalize()) == prices.first().copied();
        // At one and the same price only the rounding of several lines is left.
        let cause = if same && change.abs() <= self.tolerance() { Cause::Rounding } else { Cause::Price };
        let what = format!("unit price {}, expected {ours}", theirs.join(" and "));
        Some(self.difference(cause, None, change, what))
    }

    /// What is neither count nor price: rounding where it is small enough, a price that is not told, else unexplained.
    fn rest(&self) -> Option<Difference> {
        let rest = self.stated - self.priced;
        if rest.is_zero() {
            return None;
        }
        let tells_price = self.group.theirs.iter().all(|matched| matched.line.unit_price.is_some());
        let (cause, what) = if rest.abs() <= self.tolerance() {
            (Cause::Rounding, format!("{} charged, {} by units × price", self.stated, self.priced))
        } else if self.price.is_none() {
            (Cause::Price, format!("{} charged, and no price is known here", self.stated))
        } else if let (false, Some(units)) = (tells_price, self.their_units.filter(|units| !units.is_zero())) {
            let implied = (self.stated / units).round_dp(6).normalize();
            let ours = self.price.unwrap_or_default().normalize();
            (Cause::Price, format!("{} for {units} units is {implied} each, expected {ours}", self.stated))
        } else if self.their_units.is_none() {
            (Cause::Unexplained, format!("{} charged, {} expected; no units are told", self.stated, self.amount))
        } else {
            (Cause::Unexplained, format!("{} charged, but units × price is {}", self.stated, self.priced))
        };
        Some(self.difference(cause, None, rest, what))
    }

    /// One minor unit per line of either side.
    fn tolerance(&self) -> Decimal {
        let lines = self.group.theirs.len().max(self.group.ours.len()).max(1);
        Decimal::new(i64::try_from(lines).unwrap_or(i64::MAX), self.currency.minor_units())
    }
}

/// What a document asks for in a line.
fn stated(line: &StatedLine, currency: Currency) -> Option<Decimal> {
    let computed = || Some(currency.round(line.quantity? * line.unit_price?));
    line.amount.or_else(computed)
}

/// Our price of a unit: the one that all parts have, else their average; without units the tariff's.
fn price(id: &str, part: Part, group: &Group<'_>, tariff: &Tariff, units: Decimal, amount: Decimal) -> Option<Decimal> {
    if let Some(first) = group.ours.first() {
        let same = group.ours.iter().all(|other| other.unit_price == first.unit_price);
        return match same {
            true => first.unit_price,
            false if units.is_zero() => None,
            false => Some(amount / units),
        };
    }
    let product = tariff.product(tariff.ix(id)?);
    match part {
        Part::Committed => product.contracted,
        Part::Beyond => product.overage,
        Part::Hours => product.hourly,
    }
}

/// Counts that one product has too many and another too few by as much are the same people at another tier.
pub(super) fn pair_tiers(differences: &mut [Difference], tariff: &Tariff) {
    let is_base = |id: &str| tariff.ix(id).is_some_and(|ix| tariff.product(ix).rank.is_some());
    let places: Vec<usize> = (0..differences.len())
        .filter(|at| matches!(differences[*at].cause, Cause::OnlyTheirs | Cause::OnlyOurs | Cause::NotCharged))
        .filter(|at| differences[*at].part == Some(Part::Beyond) && is_base(&differences[*at].id))
        .collect();
    let mut rest = places.as_slice();
    while let [first, later @ ..] = rest {
        for second in later {
            let (one, other) = (&differences[*first], &differences[*second]);
            let is_open = one.cause != Cause::Tier && other.cause != Cause::Tier;
            let opposite = one.units.zip(other.units).is_some_and(|(a, b)| !a.is_zero() && a == -b);
            if is_open && opposite {
                let names = [one.id.clone(), other.id.clone()];
                for (at, name) in [(*first, &names[1]), (*second, &names[0])] {
                    differences[at].cause = Cause::Tier;
                    differences[at].what.push_str(&format!("; as many less or more of {name}"));
                }
            }
        }
        rest = later;
    }
}
