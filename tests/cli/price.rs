//! `seatwise price`.

use super::{Sandbox, whole};

#[test]
fn the_price_book_is_shown_with_dates_status_and_source() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!("price_book", whole(&sandbox.run(&["price", "book"])));
    let one = ["price", "book", "--product", "ai-bundle", "--at", "2026-10-31", "--format", "json"];
    insta::assert_snapshot!("price_book_of_a_product", whole(&sandbox.run(&one)));
    insta::assert_snapshot!("price_book_unknown_product", whole(&sandbox.run(&["price", "book", "--product", "cx9"])));
}

#[test]
fn the_price_book_as_csv_has_a_row_per_price() {
    let output = Sandbox::new().run(&["price", "book", "--format", "csv", "--product", "cx3"]);
    let mut rows = csv::Reader::from_reader(output.stdout.as_bytes());
    let column = rows.headers().unwrap().iter().position(|name| name == "unit_price").unwrap();
    let prices: Vec<String> = rows.records().map(|row| row.unwrap()[column].to_owned()).collect();
    assert!(prices.contains(&"155.00".to_owned()), "{prices:?}");
}
