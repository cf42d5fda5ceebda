//! Three cases over the term, and what they are computed from: prices, discounts and the uplift of each year.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Column, FigureSource, Formula, Kind, Part, Section, Table, Value},
    says,
};

use super::Facts;
use crate::{
    overview::prices::discount,
    renewal::cases::{Case, CaseLine, factors},
};

/// Columns of the years; a longer term has its years in the table of the uplift alone.
const YEARS: [&str; 10] =
    ["year_1", "year_2", "year_3", "year_4", "year_5", "year_6", "year_7", "year_8", "year_9", "year_10"];

pub(super) fn section(facts: &Facts<'_>) -> Section {
    Section::new(
        "cases",
        "Keep, right-size, grow",
        vec![
            Block::Table(cases(facts)),
            Block::Table(lines(facts)),
            Block::Table(prices(facts)),
            Block::Table(years(facts)),
        ],
    )
}

fn all<'a>(facts: &'a Facts<'_>) -> [&'a Case; 3] {
    [&facts.cases.keep, &facts.cases.right_size, &facts.cases.growth]
}

fn cases(facts: &Facts<'_>) -> Table {
    let terms = facts.renewal.terms;
    let currency = facts.renewal.analysis.tariff.currency();
    let years = terms.years();
    let mut columns = vec![
        Column::new("case", "Case", Kind::Text),
        Column::new("units", "Units committed", Kind::Count),
        Column::new("monthly", "A month today", Kind::Amount),
    ];
    for ((id, months), number) in YEARS.iter().zip(&years).zip(1..) {
        let label = if *months == 12 { format!("Year {number}") } else { format!("Year {number} ({months} months)") };
        columns.push(Column::new(id, &label, Kind::Amount));
    }
    let ids = YEARS.get(..years.len()).unwrap_or(&YEARS);
    columns.push(Column::computed("term", "Term", Kind::Amount, Formula::Sum(ids)));
    let mut table = Table::new("cases", "Three cases over the term", columns);
    let mut from = 0;
    for (row, case) in all(facts).into_iter().enumerate() {
        let mut cells = vec![
            Value::text(case.kind.as_str()),
            Value::count(case.lines.iter().map(|line| line.cost.units).sum()),
            Value::amount(case.monthly(currency)),
        ];
        cells.extend(case.years(terms, terms.uplift_percent, currency).into_iter().map(Value::amount));
        cells.push(Value::amount(facts.term(case)));
        table.rows.push(cells);
        let to = from + case.lines.len();
        if from < to {
            let part = Part::Rows { table: "case_lines", column: "monthly", from, to };
            table.cell_from(row, "monthly", FigureSource::Is(part));
        }
        from = to;
        for (at, id) in ids.iter().enumerate().take(years.len()) {
            let of = |column| Part::cell("years", column, at + 1);
            let monthly = Part::cell("cases", "monthly", row);
            table.cell_from(row, id, FigureSource::Times(monthly, of("factor"), of("months")));
        }
    }
    table.notes.push(says!["A year costs its months times the expected month: commitment, and overage as the history had it. Prices are those on offer (`--price`) where there are any, else the contract's, and rise by the uplift at the renewal and at every anniversary. AI tokens are apart."]);
    table
}

fn lines(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "case_lines",
        "Each case by product",
        vec![
            Column::new("case", "Case", Kind::Text),
            Column::new("product", "Product", Kind::Text),
            Column::new("committed", "Committed", Kind::Count),
            Column::input("unit_price", "Unit price", Kind::Price).followed(Formula::OfBy(
                "product",
                "offer_prices",
                "unit_price",
            )),
            Column::computed(
                "commitment",
                "Commitment a month",
                Kind::Amount,
                Formula::Product("committed", "unit_price"),
            ),
            Column::new("beyond", "Beyond, expected", Kind::Quantity),
            Column::input("overage_price", "Price beyond", Kind::Price).followed(Formula::OfBy(
                "product",
                "offer_prices",
                "overage_price",
            )),
            Column::computed(
                "overage",
                "Overage a month, expected",
                Kind::Amount,
                Formula::Product("beyond", "overage_price"),
            ),
            Column::computed("monthly", "A month, expected", Kind::Amount, Formula::Sum(&["commitment", "overage"])),
            Column::new("overage_months", "Months with overage", Kind::Share),
        ],
    );
    for case in all(facts) {
        table.rows.extend(case.lines.iter().map(|line| line_of(facts, case, line)));
    }
    table.notes.push(says!["How many units are right does not follow from a price in a workbook: another price is another run with `--price`."]);
    table
}

fn line_of(facts: &Facts<'_>, case: &Case, line: &CaseLine) -> Vec<Value> {
    let cost = &line.cost;
    vec![
        Value::text(case.kind.as_str()),
        Value::text(facts.name(&line.id)),
        Value::count(cost.units),
        Value::Price(Some(cost.unit_price)),
        Value::amount(cost.currency.round(cost.commitment)),
        Value::Quantity(Some(cost.overage_units.rounded(6))),
        Value::Price(Some(cost.overage_price)),
        Value::amount(line.overage()),
        Value::amount(line.monthly()),
        Value::Share(Some(cost.overage_probability.rounded(4))),
    ]
}

/// The prices of the cases, a product once: a case that has another one, by a discount step, keeps it.
fn prices(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "offer_prices",
        "Prices that the cases are counted with",
        vec![
            Column::new("product", "Product", Kind::Text),
            Column::new("list_price", "List price", Kind::Price),
            Column::input("discount", "Discount", Kind::Share),
            Column::input("unit_price", "Unit price", Kind::Price)
                .followed(Formula::Discounted("list_price", "discount")),
            Column::input("agreed_beyond", "Beyond, if other", Kind::Price),
            Column::computed(
                "overage_price",
                "Price beyond",
                Kind::Price,
                Formula::Either("agreed_beyond", "unit_price"),
            ),
        ],
    );
    let mut seen: Vec<&str> = Vec::new();
    for line in all(facts).into_iter().flat_map(|case| &case.lines) {
        if seen.contains(&line.id.as_str()) {
            continue;
        }
        seen.push(&line.id);
        let tariff = &facts.renewal.analysis.tariff;
        let list = tariff.ix(&line.id).and_then(|ix| tariff.product(ix).list);
        let (price, beyond) = (line.cost.unit_price, line.cost.overage_price);
        table.rows.push(vec![
            Value::text(facts.name(&line.id)),
            Value::Price(list),
            list.and_then(|list| discount(list, price)).map_or(Value::Empty, |share| Value::Share(Some(share))),
            Value::Price(Some(price)),
            if beyond == price { Value::Empty } else { Value::Price(Some(beyond)) },
            Value::Price(Some(beyond)),
        ]);
    }
    table.notes.push(says!["Discount: off the list price of the contract's billing frequency."]);
    table
}

fn years(facts: &Facts<'_>) -> Table {
    let terms = facts.renewal.terms;
    let mut table = Table::new(
        "years",
        "By how much prices rise",
        vec![
            Column::new("year", "Year", Kind::Text),
            Column::new("months", "Months", Kind::Count),
            Column::input("uplift", "Uplift", Kind::Share),
            Column::new("factor", "Prices, today = 1", Kind::Quantity),
        ],
    );
    table.rows.push(vec![Value::text("Today"), Value::Empty, Value::Empty, Value::Quantity(Some(Decimal::ONE))]);
    let factors = factors(terms, terms.uplift_percent);
    for ((months, factor), row) in terms.years().into_iter().zip(factors).zip(1..) {
        table.rows.push(vec![
            Value::text(format!("Year {row}")),
            Value::count(months.into()),
            Value::Share(Some(terms.uplift_percent / Decimal::ONE_HUNDRED)),
            Value::Quantity(Some(factor)),
        ]);
        let (before, own) = (Part::cell("years", "factor", row - 1), Part::cell("years", "uplift", row));
        table.cell_from(row, "factor", FigureSource::Raised(before, own));
    }
    table
}
