//! The comparison as JSON, schema `seatwise.compare/1`, and as CSV: counts and amounts are decimal strings, unknown is null
//! or an empty cell.

use rust_decimal::Decimal;
use seatwise_pricing::{bill::Charge, compare::BreakEven};
use serde::Serialize;

use super::{Compared, text};
use crate::{
    analysis::{compare::Column, history::Month},
    cli::document::head::Head,
    error::Failure,
    overview::words::money,
};

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    prices_of: String,
    reference: &'static str,
    /// Counted alike by every model and of unknown price: in no cost.
    left_out: Vec<String>,
    periods: Vec<PeriodDocument>,
    models: Vec<ModelDocument>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct PeriodDocument {
    from: String,
    to: String,
    summed: bool,
    covered: Vec<&'static str>,
}

#[derive(Serialize)]
struct ModelDocument {
    model: &'static str,
    total: Option<String>,
    per_month: Option<String>,
    unpriced: Vec<String>,
    break_even: Vec<BreakEvenDocument>,
    /// What the model's own units may cost in all periods summed.
    budget: Option<BudgetDocument>,
    allowances: Option<AllowancesDocument>,
    periods: Vec<Option<BillDocument>>,
}

#[derive(Serialize)]
struct BreakEvenDocument {
    product: String,
    reference_units: String,
    reference_cost: Option<String>,
    units: String,
    cost: Option<String>,
    reference_per_unit: String,
    units_per_reference: String,
    wins_below: Option<String>,
    equal_units: Option<String>,
}

#[derive(Serialize)]
struct BudgetDocument {
    reference_total: String,
    beside: String,
    left: String,
    price_factor: Option<String>,
}

#[derive(Serialize)]
struct AllowancesDocument {
    tokens_consumed: String,
    tokens_free: String,
    tokens_billable: String,
    fair_use: Vec<PoolDocument>,
}

#[derive(Serialize)]
struct PoolDocument {
    resource: String,
    used: String,
    beyond: Option<String>,
}

#[derive(Serialize)]
struct BillDocument {
    total: Option<String>,
    charges: Vec<ChargeDocument>,
}

#[derive(Serialize)]
struct ChargeDocument {
    id: String,
    unit: String,
    quantity: String,
    free: Option<String>,
    committed: u64,
    overage: Option<String>,
    unit_price: Option<String>,
    effective: Option<String>,
}

/// The document, with a newline at its end.
pub(super) fn render(compared: &Compared<'_>) -> Result<String, Failure> {
    let Compared { analysis, history, comparison } = compared;
    let period = |(number, month): (usize, &Month)| PeriodDocument {
        from: month.period.from.to_string(),
        to: month.period.to.to_string(),
        summed: comparison.summed.contains(&number),
        covered: month.covered.iter().map(|model| model.as_str()).collect(),
    };
    let document = Document {
        head: Head::of("seatwise.compare/1", analysis),
        prices_of: analysis.tariff.on().to_string(),
        reference: comparison.reference.as_str(),
        left_out: comparison.left_out.clone(),
        periods: history.months.iter().enumerate().map(period).collect(),
        models: comparison.columns.iter().map(|column| model(compared, column)).collect(),
        notes: text::notes_of(compared),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn model(compared: &Compared<'_>, column: &Column) -> ModelDocument {
    let currency = compared.analysis.tariff.currency();
    let cents = |amount: Decimal| money(amount, currency);
    let count = Decimal::from(compared.comparison.summed.len().max(1));
    let bill = |number: usize| {
        let bill = column.bills[number].as_ref()?;
        let charges = bill.charges.iter().map(|it| charge(it, &cents)).collect();
        Some(BillDocument { total: column.cost(number).map(cents), charges })
    };
    ModelDocument {
        model: column.under.model.as_str(),
        total: column.total.map(cents),
        per_month: column.total.map(|total| cents(total / count)),
        unpriced: column.unpriced.clone(),
        break_even: column.break_evens.iter().map(|own| break_even(own, &cents)).collect(),
        budget: column.budget.map(|left| BudgetDocument {
            reference_total: cents(left.reference_total),
            beside: cents(left.beside),
            left: cents(left.left),
            price_factor: left.price_factor.map(|factor| factor.to_string()),
        }),
        allowances: compared.comparison.allowances(column).map(|own| AllowancesDocument {
            tokens_consumed: number(own.consumed),
            tokens_free: number(own.free),
            tokens_billable: number(own.billable),
            fair_use: own
                .pools
                .into_iter()
                .map(|(resource, used, beyond)| PoolDocument {
                    resource,
                    used: number(used),
                    beyond: beyond.map(number),
                })
                .collect(),
        }),
        periods: (0..column.bills.len()).map(bill).collect(),
    }
}

fn break_even(own: &BreakEven, cents: &impl Fn(Decimal) -> String) -> BreakEvenDocument {
    BreakEvenDocument {
        product: own.product.clone(),
        reference_units: own.reference.units.to_string(),
        reference_cost: own.reference.cost.map(cents),
        units: own.other.units.to_string(),
        cost: own.other.cost.map(cents),
        reference_per_unit: own.reference_per_other.to_string(),
        units_per_reference: own.other_per_reference.to_string(),
        wins_below: own.wins_below.map(cents),
        equal_units: own.equal_units.map(number),
    }
}

fn charge(charge: &Charge, cents: &impl Fn(Decimal) -> String) -> ChargeDocument {
    let own = charge.quantities;
    ChargeDocument {
        id: charge.id.clone(),
        unit: charge.unit.clone(),
        quantity: own.actual.to_string(),
        free: own.free.map(|units| units.to_string()),
        committed: own.committed,
        overage: own.overage.map(|units| units.to_string()),
        unit_price: charge.unit_price.map(number),
        effective: charge.costs.effective.map(cents),
    }
}

fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// One row per period, model and charge.
pub(super) fn csv(compared: &Compared<'_>) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let currency = compared.analysis.tariff.currency();
    let mut csv = csv::Writer::from_writer(Vec::new());
    let names = [
        "period_from",
        "period_to",
        "model",
        "covered",
        "summed",
        "charge",
        "unit",
        "quantity",
        "free",
        "committed",
        "overage",
        "unit_price",
        "effective",
        "currency",
    ];
    csv.write_record(names).map_err(failed)?;
    let cents = |amount: Decimal| money(amount, currency);
    for (number, month) in compared.history.months.iter().enumerate() {
        for column in &compared.comparison.columns {
            let model = column.under.model;
            let charges = column.bills[number].iter().flat_map(|bill| &bill.charges);
            for own in charges.map(|it| charge(it, &cents)) {
                csv.write_record([
                    month.period.from.to_string(),
                    month.period.to.to_string(),
                    model.as_str().to_owned(),
                    month.is_covered(model).to_string(),
                    compared.comparison.summed.contains(&number).to_string(),
                    own.id,
                    own.unit,
                    own.quantity,
                    own.free.unwrap_or_default(),
                    own.committed.to_string(),
                    own.overage.unwrap_or_default(),
                    own.unit_price.unwrap_or_default(),
                    own.effective.unwrap_or_default(),
                    currency.code().to_owned(),
                ])
                .map_err(failed)?;
            }
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
