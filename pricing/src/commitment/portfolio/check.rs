//! What makes a portfolio: every problem of its input at once.

use rust_decimal::Decimal;

use super::program::Program;
use super::{Member, Portfolio, SharedStep};
use crate::commitment::demand::problem;
use crate::commitment::terms::refused;
use crate::problem::{Place, Problem, Problems};

/// Most digits after the point of a percentage.
const PERCENT_DECIMALS_MAX: u32 = 4;
/// The expected form of an amount per month.
const AMOUNT_FORM: &str = "an amount per month, 0 or more, with at most 9 digits before and 6 after the point";

pub(super) fn check(
    mut members: Vec<Member>,
    minimum: Decimal,
    mut steps: Vec<SharedStep>,
    at: &Place,
) -> Result<Portfolio, Problems> {
    let mut found = Found { at, problems: Vec::new() };
    found.members(&members);
    if let Some(what) = refused(minimum) {
        found.add("minimum", what, AMOUNT_FORM, "");
    }
    found.steps(&steps);
    if let Some(problems) = Problems::from_list(std::mem::take(&mut found.problems)) {
        return Err(problems);
    }
    members.sort_by(|a, b| a.id.cmp(&b.id));
    if steps.first().is_none_or(|first| first.from > Decimal::ZERO) {
        let none = Decimal::ZERO;
        steps.insert(0, SharedStep { from: none, discount_percent: none, overage_discount_percent: none });
    }
    let currency = members[0].commitment.terms.currency();
    let program = Program::new(&members, minimum, &steps).map_err(|()| found.too_large())?;
    Ok(Portfolio { currency, members, minimum, steps, program })
}

struct Found<'p> {
    at: &'p Place,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn add(&mut self, path: &str, what: impl Into<String>, expected: &str, hint: &str) {
        self.problems.push(problem(self.at, path, what, expected, hint));
    }

    fn members(&mut self, members: &[Member]) {
        let Some(first) = members.first() else {
            self.add("", "has no product", "at least one product", "");
            return;
        };
        for (place, member) in members.iter().enumerate() {
            let path = |key: &str| format!("product[{}]{key}", place + 1);
            if member.id.trim().is_empty() {
                self.add(&path(".id"), "is blank", "the id of a product, as `cx3`", "");
            }
            if let Some(twin) = members[..place].iter().position(|other| other.id == member.id) {
                let what = format!("is `{}`, as that of product[{}]", member.id, twin + 1);
                self.add(&path(".id"), what, "each product once", "join their demand");
            }
            let (own, others) = (member.commitment.terms.currency(), first.commitment.terms.currency());
            if own != others {
                let what = format!("is {own}, while that of `{}` is {others}", first.id);
                self.add(&path(".currency"), what, "one currency", "amounts are never converted here");
            }
            if !member.commitment.demand.has_scenarios_of(&first.commitment.demand) {
                let what = format!("has other scenarios or weights than `{}`", first.id);
                let hint = "give a month without demand as 0";
                self.add(&path(".scenario"), what, "the same scenarios with the same weights, in one order", hint);
            }
        }
    }

    fn steps(&mut self, steps: &[SharedStep]) {
        for (place, step) in steps.iter().enumerate() {
            let path = |key: &str| format!("discount[{}].{key}", place + 1);
            if let Some(what) = refused(step.from) {
                self.add(&path("from"), what, AMOUNT_FORM, "");
            }
            let before = place.checked_sub(1).map(|before| &steps[before]);
            if let Some(before) = before.filter(|before| before.from >= step.from) {
                let what = format!("is {}, not above the {} of the step before", step.from, before.from);
                self.add(&path("from"), what, "steps by rising amount", "sort them, and join equal ones");
            }
            self.percent(&path("percent"), step.discount_percent, before.map(|step| step.discount_percent));
            let overage_before = before.map(|step| step.overage_discount_percent);
            self.percent(&path("overage_percent"), step.overage_discount_percent, overage_before);
        }
    }

    fn percent(&mut self, path: &str, percent: Decimal, before: Option<Decimal>) {
        const FORM: &str =
            "a percentage from 0 to 100 with at most 4 digits after the point, never less than the step before";
        let range = Decimal::ZERO..=Decimal::ONE_HUNDRED;
        if !range.contains(&percent) || percent.normalize().scale() > PERCENT_DECIMALS_MAX {
            self.add(path, format!("is {percent}"), FORM, "");
        } else if let Some(before) = before.filter(|before| *before > percent) {
            let what = format!("is {percent}, less than the {before} of the step before");
            self.add(path, what, FORM, "a higher spend keeps the discount of a lower one");
        }
    }

    fn too_large(&self) -> Problems {
        let what = "has numbers whose products exceed 128 bits, too large to be exact";
        let expected = "quantities, weights and decimals of prices that fit a contract";
        let hint = "give prices with fewer decimals, or weights with a smaller common denominator";
        let list = vec![problem(self.at, "", what, expected, hint)];
        Problems::from_list(list).expect("one problem")
    }
}
