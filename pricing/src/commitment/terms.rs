//! Terms: what a committed unit costs, and one beyond the commitment, by the size of the commitment.

use rust_decimal::Decimal;

use super::demand::{UNITS_MAX, problem};
use crate::contract::VolumeSteps;
use crate::money::Currency;
use crate::problem::{Place, Problem, Problems};
use crate::tariff::{Tariff, TariffProduct};

/// Most digits before the point of a price, as in a contract.
const WHOLE_MAX: i64 = 1_000_000_000;
/// Most digits after the point of a price, as in a contract.
const DECIMALS_MAX: u32 = 6;
/// The expected form of a price.
pub(super) const PRICE_FORM: &str = "a price, 0 or more, with at most 9 digits before and 6 after the point";

/// Prices from a volume on. They hold for every unit committed, not only for those above `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Least units committed; those below belong to the step before. Of the first step: the least that is for sale.
    pub from: u64,
    /// Per unit committed and month, used or not; `None` = unknown.
    pub unit_price: Option<Decimal>,
    /// Per unit and month beyond the commitment; `None` = unknown.
    pub overage_price: Option<Decimal>,
}

/// At least one step, by rising volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    currency: Currency,
    steps: Vec<Step>,
}

/// Prices of a step as whole numbers of 10⁻ˢᶜᵃˡᵉ.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) unit: i128,
    pub(super) overage: i128,
}

impl Terms {
    /// Terms with discount steps. `at` is where they come from; its path is continued in problems.
    ///
    /// # Errors
    /// No step; each `from` that does not rise; each price that is negative or has too many digits.
    pub fn new(currency: Currency, steps: Vec<Step>, at: &Place) -> Result<Terms, Problems> {
        let mut problems = Vec::new();
        if steps.is_empty() {
            problems.push(problem(at, "", "has no price", "at least one step", "one step from 0 is a flat price"));
        }
        for (place, step) in steps.iter().enumerate() {
            check(step, place, at, &mut problems);
        }
        for (place, pair) in steps.windows(2).enumerate().filter(|(_, pair)| pair[1].from <= pair[0].from) {
            let what = format!("is {}, not above the {} of the step before", pair[1].from, pair[0].from);
            let path = format!("step[{}].from", place + 2);
            problems.push(problem(at, &path, what, "steps by rising volume", "sort them, and join equal ones"));
        }
        Problems::from_list(problems).map_or(Ok(Terms { currency, steps }), Err)
    }

    /// One price whatever the volume.
    ///
    /// # Errors
    /// Each price that is negative or has too many digits.
    pub fn flat(
        currency: Currency,
        unit_price: Option<Decimal>,
        overage_price: Option<Decimal>,
        at: &Place,
    ) -> Result<Terms, Problems> {
        Terms::new(currency, vec![Step { from: 0, unit_price, overage_price }], at)
    }

    /// The terms that the contract has for a product already: the tariff's prices by volume, and its overage price.
    ///
    /// # Errors
    /// Steps of which each unit has its own price; overage whose price climbs the steps, since then it depends on the demand;
    /// prices that discounts or exchange rates have given too many digits.
    pub fn of_product(tariff: &Tariff, product: &TariffProduct, at: &Place) -> Result<Terms, Problems> {
        let step = |from, unit_price| Step { from, unit_price, overage_price: product.overage };
        let Some(ladder) = &product.ladder else {
            return Terms::new(tariff.currency(), vec![step(0, product.contracted)], at);
        };
        let what = match (ladder.has_steps(), ladder.apply()) {
            (true, VolumeSteps::Graduated) => Some("has steps of which each unit has its own price"),
            (true, _) if !product.overage_is_agreed => Some("has no overage price, so that it depends on the demand"),
            _ => None,
        };
        if let Some(what) = what {
            let expected = "one price for all units of a step, and an overage price of its own";
            let hint = "set `volume_steps` or `overage_price`, or give the steps as terms";
            let list = vec![problem(at, &product.id, what, expected, hint)];
            return Err(Problems::from_list(list).expect("one problem"));
        }
        let rungs = ladder.steps().iter().map(|(from, price)| step(*from, Some(*price)));
        Terms::new(tariff.currency(), std::iter::once(step(0, Some(ladder.at(0)))).chain(rungs).collect(), at)
    }

    /// A single step, whose prices follow from checked ones.
    pub(super) fn of_step(currency: Currency, step: Step) -> Terms {
        Terms { currency, steps: vec![step] }
    }

    /// Currency of every price.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The steps, by rising volume.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Place of the step that a commitment belongs to, from 0; `None` below the first.
    pub fn step_of(&self, units: u64) -> Option<usize> {
        self.steps.iter().rposition(|step| step.from <= units)
    }

    /// Most units of a step, inclusive; `None` = no end.
    pub fn last_of(&self, step: usize) -> Option<u64> {
        self.steps.get(step + 1).map(|next| next.from - 1)
    }

    /// Decimals that any price has.
    pub(super) fn scale(&self) -> u32 {
        let prices = self.steps.iter().flat_map(|step| [step.unit_price, step.overage_price]).flatten();
        prices.map(|price| price.normalize().scale()).max().unwrap_or(0)
    }

    /// Prices of a step in units of 10⁻ˢᶜᵃˡᵉ, where no price has more decimals than `scale`; `None` if one is unknown.
    pub(super) fn rate(&self, step: usize, scale: u32) -> Option<Rate> {
        let Step { unit_price, overage_price, .. } = self.steps[step];
        Some(Rate { unit: whole(unit_price?, scale), overage: whole(overage_price?, scale) })
    }
}

/// An amount in units of 10⁻ˢᶜᵃˡᵉ, which it has no more decimals than.
pub(super) fn whole(amount: Decimal, scale: u32) -> i128 {
    let amount = amount.normalize();
    amount.mantissa() * 10_i128.pow(scale - amount.scale())
}

/// Why an amount is no price.
pub(super) fn refused(amount: Decimal) -> Option<String> {
    if amount < Decimal::ZERO {
        return Some(format!("is {amount}, which is negative"));
    }
    let too_long = amount.normalize().scale() > DECIMALS_MAX || amount >= Decimal::from(WHOLE_MAX);
    too_long.then(|| format!("is {amount}, which has too many digits"))
}

fn check(step: &Step, place: usize, at: &Place, problems: &mut Vec<Problem>) {
    let path = |key: &str| format!("step[{}].{key}", place + 1);
    if step.from > UNITS_MAX {
        let expected = format!("units committed, at most {UNITS_MAX}");
        problems.push(problem(at, &path("from"), format!("is {}", step.from), expected, ""));
    }
    for (key, price) in [("unit_price", step.unit_price), ("overage_price", step.overage_price)] {
        if let Some(what) = price.and_then(refused) {
            problems.push(problem(at, &path(key), what, PRICE_FORM, ""));
        }
    }
}
