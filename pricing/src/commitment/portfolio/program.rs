//! The portfolio in whole numbers: per product and shared step, straight pieces of cost over committed amount.
//!
//! Amounts are in `unit`s, the greatest common divisor of all unit prices; costs in units that every product, scenario weight
//! and percentage divides. Building checks once that no later product of two of these numbers exceeds 128 bits.

use rust_decimal::Decimal;

use super::{Member, SharedStep};
use crate::commitment::Ratio;
use crate::commitment::cost::total;
use crate::commitment::demand::{Demand, UNITS_MAX};
use crate::commitment::ratio::{common_divisor, common_multiple};
use crate::commitment::terms::{Rate, Terms, whole};

/// Greatest whole number that a sum may reach; half of 128 bits, so that sums of two fit.
const WHOLE_MAX: i128 = i128::MAX / 4;
/// Greatest whole number that an amount at one scale may reach, to be a decimal of at most 28 digits.
const DECIMAL_MAX: i128 = 10_i128.pow(28);

/// Everything the solver needs, in whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Program {
    /// So much cost is one unit of money per month.
    money: i128,
    /// Least amount per shared step, in `unit`s.
    pub(super) least: Vec<i128>,
    /// By shared step, then product, then rising units.
    pub(super) pieces: Vec<Vec<Vec<Piece>>>,
}

/// Commitments `first..first + count` of one product, over which amount and cost are straight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The product's own discount step.
    pub(super) step: usize,
    /// Least units.
    pub(super) first: i128,
    /// How many commitments it has, at least 1.
    pub(super) count: i128,
    /// Committed amount of the first.
    pub(super) amount: i128,
    /// Amount of each further unit, 0 or more.
    pub(super) amount_step: i128,
    /// Cost of the first.
    pub(super) cost: i128,
    /// Cost of each further unit; negative where it saves more than it costs.
    pub(super) cost_step: i128,
}

/// Common denominators of all members.
struct Scales {
    price: u32,
    parts: i128,
    percent: i128,
}

impl Program {
    /// `Ok(None)` where a price is unknown; an error where numbers are too large to be exact.
    pub(super) fn new(members: &[Member], minimum: Decimal, steps: &[SharedStep]) -> Result<Option<Program>, ()> {
        if members.iter().any(has_unknown_price) {
            return Ok(None);
        }
        Program::of_priced(members, minimum, steps).map(Some).ok_or(())
    }

    fn of_priced(members: &[Member], minimum: Decimal, steps: &[SharedStep]) -> Option<Program> {
        let scales = Scales::of(members, minimum, steps)?;
        let rates: Vec<Vec<Rate>> =
            members.iter().map(|member| rates(&member.commitment.terms, scales.price)).collect();
        let unit = rates.iter().flatten().fold(0, |unit, rate| common_divisor(unit, rate.unit)).max(1);
        let least = |step: &SharedStep| {
            let amount = whole(step.from.max(minimum), scales.price);
            (amount + unit - 1) / unit
        };
        let least: Vec<i128> = steps.iter().map(least).collect();
        let most = least.iter().copied().max().unwrap_or(0);
        check_sizes(members, &rates, &scales, most, unit)?;
        let pieces = |step: &SharedStep| {
            let product = |(member, rates): (&Member, &Vec<Rate>)| {
                let product = Product { member, rates, scales: &scales, unit, step, most };
                product.pieces()
            };
            members.iter().zip(&rates).map(product).collect()
        };
        let demand = &members[0].commitment.demand;
        let money = 10_i128.pow(scales.price) * scales.parts * scales.percent * demand.total_weight;
        Some(Program { money, least, pieces: steps.iter().map(pieces).collect() })
    }

    /// A cost per month on average, in money.
    pub(super) fn monthly(&self, cost: i128) -> Ratio {
        Ratio::of(cost, self.money)
    }
}

/// Is a price of any of its steps unknown?
pub(super) fn has_unknown_price(member: &Member) -> bool {
    member.commitment.terms.steps().iter().any(|step| step.unit_price.is_none() || step.overage_price.is_none())
}

fn rates(terms: &Terms, scale: u32) -> Vec<Rate> {
    (0..terms.steps().len()).filter_map(|step| terms.rate(step, scale)).collect()
}

impl Scales {
    fn of(members: &[Member], minimum: Decimal, steps: &[SharedStep]) -> Option<Scales> {
        let decimals = |amount: Decimal| amount.normalize().scale();
        let prices = members.iter().map(|member| member.commitment.terms.scale());
        let amounts = steps.iter().map(|step| decimals(step.from)).chain([decimals(minimum)]);
        let percents = steps.iter().flat_map(|step| [step.discount_percent, step.overage_discount_percent]);
        let parts = members.iter().map(|member| member.commitment.demand.parts_per_unit);
        Some(Scales {
            price: prices.chain(amounts).max().unwrap_or(0),
            parts: parts.into_iter().try_fold(1, common_multiple)?,
            percent: 100 * 10_i128.pow(percents.map(decimals).max().unwrap_or(0)),
        })
    }

    /// A price less a percentage, times `percent`.
    fn discounted(&self, price: i128, percent: Decimal) -> i128 {
        price * (self.percent - whole(percent, (self.percent / 100).ilog10()))
    }
}

/// Every product of a cost and an amount fits, and so does every cost of up to 10⁹ units and its decimal.
fn check_sizes(members: &[Member], rates: &[Vec<Rate>], scales: &Scales, most: i128, unit: i128) -> Option<()> {
    let (mut cost, mut amount, mut decimal) = (0_i128, 0_i128, 0_i128);
    for (member, rates) in members.iter().zip(rates) {
        let weight = scales.parts.checked_mul(member.commitment.demand.total_weight)?;
        let price = rates.iter().map(|rate| rate.unit.max(rate.overage)).max()?;
        let dear = price.checked_mul(scales.percent)?;
        decimal = decimal.checked_add(dear.checked_mul(i128::from(UNITS_MAX))?).filter(|sum| *sum < DECIMAL_MAX)?;
        dear.checked_mul(weight)?.checked_mul(2 * i128::from(UNITS_MAX)).filter(|cost| *cost < WHOLE_MAX)?;
        let units = rates.iter().map(|rate| cap(member, rate, most, unit)).max()?;
        cost = cost.checked_add(dear.checked_mul(weight)?.checked_mul(2 * units.max(1))?)?;
        amount = amount.checked_add((price / unit + 1).checked_mul(units.max(1))?)?;
    }
    let amount = amount.checked_add(most)?.max(1);
    cost.checked_mul(amount)?.checked_mul(4).filter(|product| *product < WHOLE_MAX).map(|_| ())
}

/// Units beyond which one more never helps: above all demand and all steps, and enough to reach any amount alone.
fn cap(member: &Member, rate: &Rate, most: i128, unit: i128) -> i128 {
    let last = member.commitment.terms.steps().last().map_or(0, |step| i128::from(step.from));
    let price = rate.unit / unit;
    let alone = if price > 0 { (most + price - 1) / price } else { 0 };
    member.commitment.demand.most_units().max(last).max(alone)
}

/// One product under one shared step.
struct Product<'p> {
    member: &'p Member,
    rates: &'p [Rate],
    scales: &'p Scales,
    unit: i128,
    step: &'p SharedStep,
    /// Highest amount that any shared step asks for.
    most: i128,
}

impl Product<'_> {
    fn pieces(&self) -> Vec<Piece> {
        let terms = &self.member.commitment.terms;
        let step = |place: usize| {
            let from = i128::from(terms.steps()[place].from);
            let cap = cap(self.member, &self.rates[place], self.most, self.unit);
            let last = terms.last_of(place).map_or(cap, i128::from);
            self.pieces_of(place, from, last.max(from))
        };
        (0..terms.steps().len()).flat_map(step).collect()
    }

    /// Pieces of the commitments `from..=last`, which have one rate: they begin where a demand is covered.
    fn pieces_of(&self, step: usize, from: i128, last: i128) -> Vec<Piece> {
        let rate = self.rates[step];
        let demand = &self.member.commitment.demand;
        let mut starts = bends(demand);
        starts.retain(|start| from < *start && *start <= last);
        starts.insert(0, from);
        let ends = starts.iter().skip(1).copied().chain([last + 1]);
        let discounted = Rate {
            unit: self.scales.discounted(rate.unit, self.step.discount_percent),
            overage: self.scales.discounted(rate.overage, self.step.overage_discount_percent),
        };
        let factor = self.scales.parts / demand.parts_per_unit;
        let cost = |units: i128| total(demand, discounted, units) * factor;
        let piece = |(first, end): (&i128, i128)| Piece {
            step,
            first: *first,
            count: end - first,
            amount: first * rate.unit / self.unit,
            amount_step: rate.unit / self.unit,
            cost: cost(*first),
            cost_step: cost(first + 1) - cost(*first),
        };
        starts.iter().zip(ends).map(piece).collect()
    }
}

/// The smallest commitments that no longer leave a demand open, rising. Between two of them each further unit costs the same.
fn bends(demand: &Demand) -> Vec<i128> {
    let one = demand.parts_per_unit;
    let mut bends: Vec<i128> = demand.parts.iter().map(|parts| (parts + one - 1) / one).collect();
    bends.sort_unstable();
    bends.dedup();
    bends
}

impl Piece {
    /// Amount of the last commitment.
    pub(super) fn last_amount(&self) -> i128 {
        self.amount + (self.count - 1) * self.amount_step
    }

    /// Cost of the last commitment.
    pub(super) fn last_cost(&self) -> i128 {
        self.cost + (self.count - 1) * self.cost_step
    }
}
