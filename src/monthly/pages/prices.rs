//! Prices with source and date: where a workbook's price, discount and price beyond are typed in.

use rust_decimal::Decimal;
use seatwise_pricing::tariff::{ContractedSource, TariffProduct};
use seatwise_reports::{
    report::{Column, Formula, Kind, Table, Value},
    says,
};

use super::Facts;
use crate::overview::{
    facts::PriceRow,
    prices::{self, CONTRACT_DISCOUNT},
};

pub(super) fn table(facts: &Facts<'_>) -> Table {
    let analysis = facts.monthly.analysis;
    let mut columns = columns();
    if discount(facts).is_some() {
        let taken = Formula::OfBy("contracted_source", "discounts", "discount");
        columns.iter_mut().filter(|column| column.id == "discount").for_each(|column| column.formula = Some(taken));
    }
    let mut table = Table::new("prices", "Prices with source and date", columns);
    let products = analysis.products.iter().map(|row| analysis.tariff.product(row.ix));
    table.rows = products.zip(prices::prices(analysis)).map(|(product, row)| cells(product, row)).collect();
    table.notes = vec![
        says!["Discount: off the list price. Price beyond: what is agreed, else the contracted price."],
        says![
            "Which seats are recommended, and how many are counted, does not follow from prices in a workbook: another contract is another run."
        ],
    ];
    table
}

/// The discount of the contract as a whole, where prices come from it.
pub(super) fn discount(facts: &Facts<'_>) -> Option<Table> {
    let analysis = facts.monthly.analysis;
    let percent = analysis.contract.discount_percent?;
    let is_used = |ix| analysis.tariff.product(ix).contracted_source == ContractedSource::Discount;
    if !analysis.products.iter().any(|row| is_used(row.ix)) {
        return None;
    }
    let columns = vec![
        Column::new("of", "Discount of", Kind::Text),
        Column::input("discount", "Off the list price", Kind::Share),
    ];
    let mut table = Table::new("discounts", "Discount of the contract as a whole", columns);
    table.rows = vec![vec![Value::text(CONTRACT_DISCOUNT), Value::Share(Some(percent / Decimal::ONE_HUNDRED))]];
    Some(table)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("id", "Id", Kind::Text),
        Column::new("list_price", "List price", Kind::Price),
        Column::input("discount", "Discount", Kind::Share),
        Column::input("contracted_price", "Contracted price", Kind::Price)
            .followed(Formula::Discounted("list_price", "discount")),
        Column::input("agreed_beyond", "Beyond, as agreed", Kind::Price),
        Column::computed(
            "overage_price",
            "Price beyond",
            Kind::Price,
            Formula::Either("agreed_beyond", "contracted_price"),
        ),
        Column::new("contracted_source", "Contracted by", Kind::Text),
        Column::new("list_date", "List known since", Kind::Day),
        Column::new("list_source", "Source of the list price", Kind::Text),
    ]
}

fn cells(product: &TariffProduct, row: PriceRow) -> Vec<Value> {
    let discount = product.list.zip(product.contracted).and_then(|(list, price)| prices::discount(list, price));
    vec![
        Value::text(&product.name),
        Value::text(&product.id),
        Value::Price(product.list),
        discount.map_or(Value::Empty, |share| Value::Share(Some(share))),
        Value::Price(product.contracted),
        if product.overage_is_agreed { Value::Price(product.overage) } else { Value::Empty },
        Value::Price(product.overage),
        Value::text(row.contracted_source),
        row.list_date.map_or(Value::Empty, |day| Value::Day(Some(day))),
        Value::text_or_empty(row.list_source.as_deref()),
    ]
}
