//! Bills the period after each cause and tells what it moved.

use rust_decimal::Decimal;

use super::{Cause, Change, Situation};
use crate::bill::{BillError, ChargeKind, PeriodBill};
use crate::book::PriceBook;
use crate::compare::UnderModel;

/// What one cause moved on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The cause; several where the amount was unknown in between.
    pub causes: Vec<Cause>,
    /// By how much, above 0 = dearer.
    pub amount: Decimal,
}

/// One line before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineMove {
    /// Id of the product or resource.
    pub id: String,
    /// Is it billed by hours of interaction?
    pub by_hours: bool,
    /// Effective cost before; `None` = unknown.
    pub before: Option<Decimal>,
    /// Effective cost after; `None` = unknown.
    pub after: Option<Decimal>,
    /// What moved it, in the order of causes, none of 0. Empty where one end is unknown.
    pub effects: Vec<Effect>,
}

/// A difference, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The bill before.
    pub before: PeriodBill,
    /// The bill after.
    pub after: PeriodBill,
    /// Every line of one of them, in the order of a bill; of equal place the ones before first.
    pub lines: Vec<LineMove>,
    /// Lines with an unknown end: they are in no sum.
    pub unknown: Vec<String>,
    /// Sum of the known lines before.
    pub total_before: Decimal,
    /// Sum of the known lines after.
    pub total_after: Decimal,
}

impl Explained {
    /// What changes in all, above 0 = dearer; the sum of all effects.
    pub fn difference(&self) -> Decimal {
        self.total_after - self.total_before
    }

    /// What each cause moved in all, in order, causes without an effect left out.
    pub fn by_cause(&self) -> Vec<(Vec<Cause>, Decimal)> {
        let mut sums: Vec<(Vec<Cause>, Decimal)> = Vec::new();
        for effect in self.lines.iter().flat_map(|line| &line.effects) {
            match sums.iter_mut().find(|(causes, _)| *causes == effect.causes) {
                Some((_, sum)) => *sum += effect.amount,
                None => sums.push((effect.causes.clone(), effect.amount)),
            }
        }
        sums.sort_by(|a, b| a.0.cmp(&b.0));
        sums
    }
}

/// Bills a situation before and after all changes, and explains the difference.
///
/// # Errors
/// Every change that can't be made, quantities that can't be billed, and a use that the model can't count.
pub fn explain(book: &PriceBook, before: &Situation, changes: &[Change]) -> Result<Explained, Vec<String>> {
    let products = products(before, changes);
    let mut bills: Vec<(Option<Cause>, PeriodBill)> = vec![(None, bill(book, before, &products)?)];
    let mut now = before.clone();
    let mut errors: Vec<String> = Vec::new();
    for cause in Cause::ALL {
        let mut changed = false;
        for change in changes.iter().filter(|change| change.cause() == cause) {
            changed = true;
            match now.after(change, book) {
                Ok(after) => now = after,
                Err(error) => errors.push(error),
            }
        }
        if changed && errors.is_empty() {
            match bill(book, &now, &products) {
                Ok(after) => bills.push((Some(cause), after)),
                Err(problems) => errors.extend(problems),
            }
        }
    }
    if errors.is_empty() { Ok(explained(bills)) } else { Err(errors) }
}

/// Every product of before and after: the same for all bills, so that an index means the same product in each.
fn products(before: &Situation, changes: &[Change]) -> Vec<String> {
    let used = before.used.named.iter().flatten().map(|(id, _)| id.clone());
    let contract = &before.contract;
    let lines = contract.lines.iter().map(|line| line.product.clone());
    let prices = contract.prices.iter().map(|price| price.product.clone());
    used.chain(lines)
        .chain(prices)
        .chain(changes.iter().filter_map(|change| change.product().map(str::to_owned)))
        .collect()
}

fn bill(book: &PriceBook, situation: &Situation, products: &[String]) -> Result<PeriodBill, Vec<String>> {
    let products = products.iter().map(String::as_str);
    let tariff = crate::tariff::Tariff::new(book, &situation.contract, situation.on, products);
    let under = UnderModel { model: situation.model, contract: situation.contract.clone(), tariff };
    let billed = under.bill(book, situation.period, &situation.used);
    let billed = billed.map_err(|errors| errors.iter().map(BillError::to_string).collect::<Vec<_>>())?;
    billed.ok_or_else(|| {
        vec![format!(
            "the data do not tell how much the model `{}` counts in {}\n\
             hint: concurrent and logged-in hours need presence, hours of interaction need activity",
            situation.model, situation.period
        )]
    })
}

fn explained(bills: Vec<(Option<Cause>, PeriodBill)>) -> Explained {
    let mut keys: Vec<(ChargeKind, String)> = Vec::new();
    for charge in bills.iter().flat_map(|(_, bill)| &bill.charges) {
        let key = (charge.kind, charge.id.clone());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.sort();
    let lines: Vec<LineMove> = keys.iter().map(|key| line(&bills, key)).collect();
    let known = || lines.iter().filter_map(|line| line.before.zip(line.after));
    let (total_before, total_after) = (known().map(|(before, _)| before).sum(), known().map(|(_, after)| after).sum());
    let unknown = lines.iter().filter(|line| line.before.is_none() || line.after.is_none());
    let unknown = unknown.map(|line| line.id.clone()).collect();
    let mut bills = bills.into_iter().map(|(_, bill)| bill);
    // Invariant: the bill before is always there, the one after is the last.
    let before = bills.next().expect("the bill before");
    let after = bills.next_back().unwrap_or_else(|| before.clone());
    Explained { before, after, lines, unknown, total_before, total_after }
}

/// A line of which a bill has nothing costs 0.00 in it.
fn line(bills: &[(Option<Cause>, PeriodBill)], key: &(ChargeKind, String)) -> LineMove {
    let amount = |bill: &PeriodBill| {
        let own = bill.charges.iter().find(|charge| charge.kind == key.0 && charge.id == key.1);
        own.map_or(Some(bill.currency.round(Decimal::ZERO)), |charge| charge.costs.effective)
    };
    let before = amount(&bills[0].1);
    let after = bills.last().and_then(|(_, bill)| amount(bill));
    let (mut effects, mut last, mut pending) = (Vec::new(), before, Vec::new());
    for (cause, bill) in bills.iter().skip(1) {
        pending.extend(*cause);
        if let Some((known, now)) = last.zip(amount(bill)) {
            if now == known {
                // Nothing moved: the next cause stands alone again.
                pending.clear();
                continue;
            }
            effects.push(Effect { causes: std::mem::take(&mut pending), amount: now - known });
            last = Some(now);
        }
    }
    if before.is_none() || after.is_none() {
        effects.clear();
    }
    LineMove { id: key.1.clone(), by_hours: matches!(key.0, ChargeKind::Hours(_)), before, after, effects }
}
