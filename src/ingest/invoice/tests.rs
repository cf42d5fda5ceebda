//! Invoices of every style give the same lines; what can be read in two ways is refused.

use super::*;

fn read_text(text: &str) -> Result<Invoice, Problems> {
    parse("invoice.csv", text.as_bytes(), Currency::USD)
}

fn lines(text: &str) -> Vec<String> {
    let shown = |number: Option<Decimal>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let line = |line: &InvoiceLine| {
        format!("{} {} {} {}", line.description, shown(line.quantity), shown(line.unit_price), shown(line.amount))
    };
    read_text(text).expect("a good invoice").lines.iter().map(line).collect()
}

fn refused(text: &str) -> String {
    let problems = read_text(text).expect_err("a bad invoice").0;
    problems.iter().map(|problem| problem.what.clone()).collect::<Vec<_>>().join("; ")
}

#[test]
fn columns_are_found_by_any_of_their_names_in_any_order() {
    let expected = ["CX 3 10 148.00 1480.00"];
    assert_eq!(lines("Description,Quantity,Unit Price,Amount\nCX 3,10,148.00,1480.00\n"), expected);
    assert_eq!(lines("\u{feff}Total;Rate;QTY;product;Note\n1480.00;148.00;10;CX 3;x\n"), expected);
    assert_eq!(lines("charge name\tamount\tunits\tprice\nCX 3\t$1,480.00\t10\tUSD 148.00\n"), expected);
}

#[test]
fn numbers_are_exact_and_never_guessed() {
    let number = |cell: &str, marks| cell::number(cell, Currency::USD, marks).map(|number| number.to_string());
    for (cell, expected) in [
        ("1480.00", "1480.00"),
        ("1,480.00", "1480.00"),
        ("1,234,567", "1234567"),
        ("(12.50)", "-12.50"),
        ("-$12.50", "-12.50"),
        ("USD 7", "7"),
        ("0.062", "0.062"),
    ] {
        for marks in [Marks::Point, Marks::Unsaid] {
            assert_eq!(number(cell, marks).as_deref(), Ok(expected), "{cell}");
        }
    }
    for (cell, expected) in [
        ("1480,00", "1480.00"),
        ("1.480,00", "1480.00"),
        ("1.480", "1480"),
        ("1.234.567,5", "1234567.5"),
        ("(12,50)", "-12.50"),
        ("0,062", "0.062"),
        ("7", "7"),
    ] {
        assert_eq!(number(cell, Marks::Comma).as_deref(), Ok(expected), "{cell}");
    }
    assert_eq!(number("1,480", Marks::Point).as_deref(), Ok("1480"));
    assert_eq!(number("1.480", Marks::Point).as_deref(), Ok("1.480"));
    for cell in ["1,48.00", "", "-", "n/a", "1e3", "1.", ".5", "1234567890", "0.0000001", "1,2,3", "1.2.3"] {
        for marks in [Marks::Point, Marks::Comma, Marks::Unsaid] {
            assert!(number(cell, marks).is_err(), "{cell} {marks:?}");
        }
    }
    for cell in ["1,480", "1.480"] {
        assert!(number(cell, Marks::Unsaid).is_err(), "{cell}");
    }
    for cell in ["148,00", "1.480,00"] {
        assert!(number(cell, Marks::Point).is_err(), "{cell}");
    }
}

#[test]
fn the_figures_of_the_whole_file_say_what_a_mark_means() {
    assert_eq!(lines("item;qty;price;amount\nCX 3;1.204;148,00;178.192,00\n"), ["CX 3 1204 148.00 178192.00"]);
    assert_eq!(lines("item,qty,price,amount\nCX 3,\"1,204\",148.00,\"178,192.00\"\n"), ["CX 3 1204 148.00 178192.00"]);
    assert_eq!(lines("item;qty;price;amount\nUse;1204;0,125;150,5\n"), ["Use 1204 0.125 150.5"]);
    assert_eq!(refused("item;amount\nCX 3;1.480\n"), "`1.480` can be read in two ways");
    assert_eq!(
        refused("item;amount\nCX 3;148,00\nCX 2;99.50\n"),
        "`99.50` of line 3 has a decimal point, `148,00` of line 2 a decimal comma"
    );
}

#[test]
fn periods_are_named_by_month_day_or_both_days() {
    let first = |cell: &str| cell::period(cell).map(|day| day.to_string());
    assert_eq!(first("2026-10").as_deref(), Ok("2026-10-01"));
    assert_eq!(first("2026-10-15").as_deref(), Ok("2026-10-15"));
    assert_eq!(first("2026-10-15 to 2026-11-14").as_deref(), Ok("2026-10-15"));
    assert_eq!(first("2026-10-15 – 2026-11-14").as_deref(), Ok("2026-10-15"));
    for cell in ["10/2026", "2026-13", "October", "2026-10-15 whatever"] {
        assert!(first(cell).is_err(), "{cell}");
    }
}

#[test]
fn a_total_is_checked_and_left_out() {
    let invoice = read_text("item,amount\nCX 3,10.00\nCX 2,5.50\nTotal:,15.50\n").expect("a good invoice");
    assert_eq!((invoice.lines.len(), invoice.totals), (2, vec![4]));
    assert_eq!(
        refused("item,amount\nCX 3,10.00\nTotal,15.50\n"),
        "`Total` is 15.50, but the lines before it add up to 10.00"
    );
}

#[test]
fn every_problem_is_told_at_once() {
    let text = "item,qty,price,amount,currency\nCX 3,ten,1,5,EUR\n,1,1,1,\nCX 2,1,,,\nCX 1,1,1,1\n";
    assert_eq!(
        refused(text),
        "`ten` is no number; the line is in `EUR`; the line has no description; \
         the line has no amount, and no quantity with a unit price; the row has 4 cells"
    );
}
