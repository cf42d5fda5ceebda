//! The page for the vendor: what was used, month by month, and nothing of what is wanted. No prices, no targets, no names.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{compare::BillingModel, tariff::ProductIx};
use seatwise_reports::{
    report::{Block, Column, Figure, Kind, Report, Section, Table, Value},
    says,
};

use super::Renewal;
use crate::{
    analysis::{commitment::ProductCommitment, history::Month},
    overview::head::head,
};

pub(super) fn report(renewal: &Renewal<'_>) -> Report {
    let months = renewal.found.periods.len() as u64;
    let figures = vec![
        Figure::new("months", "Complete months of history", Value::count(months)),
        Figure::new("renewal", "Renewal", Value::Day(Some(renewal.terms.renewal))),
    ];
    Report {
        headline: says!["What was billed in ", Value::count(months), " complete months, by product"],
        sections: vec![Section::new(
            "use",
            "Use",
            [Block::Figures(figures), Block::Table(levels(renewal)), Block::Table(by_month(renewal))]
                .into_iter()
                .chain(tokens(renewal).map(Block::Table))
                .collect(),
        )],
        period: renewal.covered(),
        ..head(renewal.analysis, "facts", "Facts of use".to_owned())
    }
}

fn name(renewal: &Renewal<'_>, own: &ProductCommitment) -> Value {
    let tariff = &renewal.analysis.tariff;
    Value::text(tariff.ix(&own.id).map_or_else(|| own.id.clone(), |ix| tariff.product(ix).name.clone()))
}

fn levels(renewal: &Renewal<'_>) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("p10", "P10", Kind::Count),
        Column::new("p50", "P50", Kind::Count),
        Column::new("p90", "P90", Kind::Count),
    ];
    let mut table = Table::new("levels", "Units a month", columns);
    table.rows = renewal
        .found
        .products
        .iter()
        .map(|own| {
            let [p10, p50, p90, _] = own.levels();
            let mut cells = vec![name(renewal, own), Value::count(own.committed)];
            cells.extend([p10, p50, p90].map(Value::count));
            cells
        })
        .collect();
    table.rows.extend(others(renewal).into_iter().map(|(ix, months)| {
        let product = renewal.analysis.tariff.product(ix);
        let mut cells = vec![Value::text(&product.name), Value::count(product.committed)];
        cells.extend([10, 50, 90].map(|percent| Value::count(percentile(&months, percent))));
        cells
    }));
    table.notes.push(says!["P10, P50, P90: of the complete periods of the history, so many units or fewer were billed in a tenth, in half, in nine tenths of them."]);
    table
}

fn by_month(renewal: &Renewal<'_>) -> Table {
    let columns = vec![
        Column::new("month", "Period from", Kind::Day),
        Column::new("product", "Product", Kind::Text),
        Column::new("billed", "Units billed", Kind::Quantity),
    ];
    let mut table = Table::new("use_by_month", "Units billed by period", columns);
    for own in &renewal.found.products {
        for month in own.commitment.demand.scenarios() {
            table.rows.push(vec![
                month
                    .label
                    .parse::<NaiveDate>()
                    .map_or_else(|_| Value::text(&month.label), |day| Value::Day(Some(day))),
                name(renewal, own),
                Value::Quantity(Some(month.demand.rounded(6).normalize())),
            ]);
        }
    }
    for (ix, months) in others(renewal) {
        let name = &renewal.analysis.tariff.product(ix).name;
        table.rows.extend(months.into_iter().map(|(day, units)| {
            vec![Value::Day(Some(day)), Value::text(name), Value::Quantity(Some(Decimal::from(units)))]
        }));
    }
    table
}

/// Units by period.
type Months = Vec<(NaiveDate, u64)>;

/// Products that were used and have no answer, since their price is unknown or nothing: use needs no price.
fn others(renewal: &Renewal<'_>) -> BTreeMap<ProductIx, Months> {
    let (analysis, found) = (renewal.analysis, renewal.found);
    let model = BillingModel::from(analysis.contract.model);
    let told: Vec<&Month> = renewal.told().collect();
    let mut used: BTreeMap<ProductIx, Months> = BTreeMap::new();
    for (at, month) in told.iter().enumerate() {
        for (ix, units) in month.counted.seats(model, &analysis.tariff).unwrap_or_default() {
            let product = analysis.tariff.product(ix);
            if !found.products.iter().any(|own| own.id == product.id) {
                // A month that does not name a product has used none of it.
                let months = used.entry(ix).or_insert_with(|| told.iter().map(|own| (own.period.from, 0)).collect());
                months[at].1 = product.charged(units);
            }
        }
    }
    used.retain(|_, months| months.iter().any(|(_, units)| *units > 0));
    used
}

/// So many units or fewer in so many percent of the months, each counting alike.
fn percentile(months: &Months, percent: usize) -> u64 {
    let mut units: Vec<u64> = months.iter().map(|(_, units)| *units).collect();
    units.sort_unstable();
    units.get((units.len() * percent).div_ceil(100).saturating_sub(1)).copied().unwrap_or(0)
}

/// AI tokens by period; `None` = no complete one is known.
fn tokens(renewal: &Renewal<'_>) -> Option<Table> {
    let columns = vec![
        Column::new("month", "Period from", Kind::Day),
        Column::new("consumed", "AI tokens consumed", Kind::Quantity),
    ];
    let mut table = Table::new("tokens_by_month", "AI tokens by period", columns);
    table.rows = renewal
        .token_periods()
        .map(|past| vec![Value::Day(Some(past.period.from)), Value::Quantity(Some(past.consumed.rounded(6)))])
        .collect();
    let bill = &renewal.tokens?.bill;
    table.notes.push(says![
        "Committed a period: ",
        Value::count(bill.committed),
        " tokens; free with what is held: ",
        Value::Quantity(Some(bill.free.rounded(6))),
        "."
    ]);
    (!table.rows.is_empty()).then_some(table)
}
