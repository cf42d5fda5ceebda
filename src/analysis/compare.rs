//! The organization's own history under each billing model, at the prices of as-of, and where the models break even.

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{BillError, ChargeKind, PeriodBill},
    book::PriceBook,
    compare::{
        BillingModel, BreakEven, Budget, CountedUse, ModelUse, UnderModel, break_evens, budget, is_counted_alike,
    },
};

use super::{
    Analysis,
    history::{History, Month},
};
use crate::usage::spans::instant;

/// One model with what every period costs under it.
#[derive(Debug, Clone)]
pub struct Column {
    /// The model, its contract and its prices.
    pub under: UnderModel,
    /// By period; `None` = the data do not tell what the model would have counted.
    pub bills: Vec<Option<PeriodBill>>,
    /// Effective cost of the periods summed; `None` where a price is unknown or no period is summed.
    pub total: Option<Decimal>,
    /// Ids of what has no price, in the order of the bills; without [`Comparison::left_out`].
    pub unpriced: Vec<String>,
    /// Break-even with the model of the contract, by product; empty for that model itself.
    pub break_evens: Vec<BreakEven>,
    /// What its own units may cost in all.
    pub budget: Option<Budget>,
}

/// The models side by side.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The model of the contract, which the others are held against.
    pub reference: BillingModel,
    /// The models asked for, with the reference, in the order of [`BillingModel::ALL`].
    pub columns: Vec<Column>,
    /// Numbers of the periods that are summed: covered for every model that is covered in any.
    pub summed: Vec<usize>,
    /// Models that no period is covered for: they are in no sum and narrow none.
    pub never_covered: Vec<BillingModel>,
    /// What every model counts alike and nobody has a price of: it is in no cost here.
    pub left_out: Vec<String>,
    /// Are tokens and fair use in the bills? Only where every period summed has its metered usage.
    pub has_metered: bool,
}

/// AI tokens of a model over the periods summed, in tokens; what goes beyond a pool, by resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Allowances {
    /// Tokens consumed.
    pub consumed: Decimal,
    /// Of them free.
    pub free: Decimal,
    /// Beyond what is free and committed.
    pub billable: Decimal,
    /// Resource, units used, units beyond the pool (`None` = unknown).
    pub pools: Vec<(String, Decimal, Option<Decimal>)>,
}

impl Comparison {
    /// Bills every period under every model. `prices` are those that the contract does not have: model, product, price.
    ///
    /// # Errors
    /// Metered quantities that are too large to be exact.
    pub fn new(
        analysis: &Analysis,
        history: &History,
        book: &PriceBook,
        models: &[BillingModel],
        prices: &[(BillingModel, String, Decimal)],
    ) -> Result<Comparison, Vec<BillError>> {
        let reference = BillingModel::from(analysis.contract.model);
        let asked: Vec<BillingModel> =
            BillingModel::ALL.into_iter().filter(|model| *model == reference || models.contains(model)).collect();
        let covers = |month: &Month, model: BillingModel| month.is_covered(model);
        let never: Vec<BillingModel> =
            asked.iter().copied().filter(|model| !history.months.iter().any(|month| covers(month, *model))).collect();
        let is_summed = |month: &Month| {
            let mut wanted = asked.iter().filter(|model| !never.contains(model));
            never.len() < asked.len() && wanted.all(|model| covers(month, *model))
        };
        let numbered = history.months.iter().enumerate();
        let summed: Vec<usize> = numbered.filter(|(_, month)| is_summed(month)).map(|(number, _)| number).collect();
        let has_metered = !summed.is_empty() && summed.iter().all(|number| history.months[*number].metered_is_complete);
        let on = instant(analysis.as_of).date_naive();
        let mut columns = Vec::with_capacity(asked.len());
        for model in asked {
            let own: Vec<(String, Decimal)> =
                prices.iter().filter(|price| price.0 == model).map(|(_, id, price)| (id.clone(), *price)).collect();
            let used = history.months.iter().flat_map(|month| month.counted.named.iter().flatten());
            let under = UnderModel::new(book, &analysis.contract, model, &own, on, used.map(|(id, _)| id.as_str()));
            let bill = |month: &Month| {
                let metered = month.counted.metered.clone().filter(|_| has_metered);
                under.bill(book, month.period, &CountedUse { metered, ..month.counted.clone() })
            };
            let bills = history.months.iter().map(bill).collect::<Result<Vec<_>, _>>()?;
            columns.push(Column::new(under, bills, &summed, never.contains(&model)));
        }
        let mut left_out: Vec<String> = columns.iter().flat_map(Column::unpriced_alike).collect();
        left_out.sort();
        left_out.dedup();
        break_even(&mut columns, reference, &summed, &never);
        Ok(Comparison { reference, columns, summed, never_covered: never, left_out, has_metered })
    }

    /// Tokens and pools of a model over the periods summed; `None` where metered usage is not in the
    /// bills, or the model in no sum.
    pub fn allowances(&self, column: &Column) -> Option<Allowances> {
        if !self.has_metered || self.never_covered.contains(&column.under.model) {
            return None;
        }
        let mut sums =
            Allowances { consumed: Decimal::ZERO, free: Decimal::ZERO, billable: Decimal::ZERO, pools: Vec::new() };
        for charge in
            self.summed.iter().filter_map(|number| column.bills[*number].as_ref()).flat_map(|bill| &bill.charges)
        {
            let own = charge.quantities;
            let number = |units: Option<seatwise_pricing::rate::Fraction>| units.map(|units| units.rounded(6));
            match charge.kind {
                ChargeKind::Tokens => {
                    sums.consumed += own.actual.rounded(6);
                    sums.free += number(own.free).unwrap_or_default();
                    sums.billable += number(own.overage).unwrap_or_default();
                }
                ChargeKind::FairUse => {
                    let (used, beyond) = (own.actual.rounded(6), number(own.overage));
                    match sums.pools.iter_mut().find(|(id, ..)| *id == charge.id) {
                        Some(pool) => {
                            pool.1 += used;
                            pool.2 = pool.2.zip(beyond).map(|(sum, beyond)| sum + beyond);
                        }
                        None => sums.pools.push((charge.id.clone(), used, beyond)),
                    }
                }
                _ => {}
            }
        }
        Some(sums)
    }
}

impl Column {
    fn new(under: UnderModel, bills: Vec<Option<PeriodBill>>, summed: &[usize], is_never_covered: bool) -> Column {
        let mut unpriced: Vec<String> = Vec::new();
        for charge in bills.iter().flatten().flat_map(|bill| &bill.charges).filter(|it| it.costs.effective.is_none()) {
            if !is_counted_alike(&under.tariff, charge.kind) && !unpriced.contains(&charge.id) {
                unpriced.push(charge.id.clone());
            }
        }
        let mut column = Column { under, bills, total: None, unpriced, break_evens: Vec::new(), budget: None };
        if !is_never_covered && !summed.is_empty() {
            column.total = summed.iter().map(|number| column.cost(*number)).sum();
        }
        column
    }

    /// Ids of what has no price and is counted alike by every model.
    fn unpriced_alike(&self) -> Vec<String> {
        let charges = self.bills.iter().flatten().flat_map(|bill| &bill.charges);
        let unpriced = charges.filter(|it| it.costs.effective.is_none());
        unpriced.filter(|it| is_counted_alike(&self.under.tariff, it.kind)).map(|it| it.id.clone()).collect()
    }

    /// What a period costs, without what every model counts alike and nobody has a price of; `None` = unknown.
    pub fn cost(&self, number: usize) -> Option<Decimal> {
        let charges = &self.bills.get(number)?.as_ref()?.charges;
        let known =
            charges.iter().filter(|it| it.costs.effective.is_some() || !is_counted_alike(&self.under.tariff, it.kind));
        let sum: Option<Decimal> = known.map(|charge| charge.costs.effective).sum();
        sum.map(|sum| self.under.tariff.currency().round(sum))
    }
}

fn break_even(columns: &mut [Column], reference: BillingModel, summed: &[usize], never: &[BillingModel]) {
    let bills = |column: &Column| -> Vec<PeriodBill> {
        summed.iter().filter_map(|number| column.bills[*number].clone()).collect()
    };
    let Some(own) = columns.iter().find(|column| column.under.model == reference).cloned() else { return };
    let own_bills = bills(&own);
    let own = ModelUse { model: reference, tariff: &own.under.tariff, bills: &own_bills };
    if never.contains(&reference) {
        return;
    }
    for column in columns.iter_mut().filter(|it| it.under.model != reference && !never.contains(&it.under.model)) {
        let others = bills(column);
        let other = ModelUse { model: column.under.model, tariff: &column.under.tariff, bills: &others };
        let (found, left) = (break_evens(own, other), budget(own, other));
        (column.break_evens, column.budget) = (found, left);
    }
}
