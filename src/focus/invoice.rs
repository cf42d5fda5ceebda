//! An invoice that was read as rows of Invoice Detail: what it asks for, line by line, whatever the bill says.

use rust_decimal::Decimal;
use seatwise_pricing::{book::PriceBook, money::Currency};
use seatwise_reports::focus::{InvoiceCategory, InvoiceDetail, Paper, Span};

use crate::ingest::invoice::{Invoice, InvoiceLine};

/// Words that name a tax where they stand alone.
const TAXES: [&str; 5] = ["tax", "vat", "gst", "hst", "pst"];

/// What every row has.
pub(super) struct Frame<'a> {
    pub(super) account: &'a str,
    pub(super) period: Span,
    pub(super) currency: Currency,
    pub(super) book: &'a PriceBook,
}

impl Frame<'_> {
    /// A row per line, in the order of the invoice.
    pub(super) fn rows(&self, invoice: &Invoice, paper: &Paper) -> Vec<InvoiceDetail> {
        let row = |(line, own): (usize, &InvoiceLine)| {
            let billed = billed(own, self.currency);
            InvoiceDetail {
                account: self.account.to_owned(),
                currency: self.currency.code().to_owned(),
                billing_period: self.period,
                line,
                description: own.description.clone(),
                category: category(&own.description, billed, self.book),
                sku: self.book.product_of_charge(&own.description).map(|product| product.id.clone()),
                billed,
                paper: paper.clone(),
            }
        };
        (1..).zip(&invoice.lines).map(row).collect()
    }
}

/// What the line asks for: its amount, else what quantity and price give.
///
/// Invariant: the reader refuses a line that has neither.
fn billed(line: &InvoiceLine, currency: Currency) -> Decimal {
    let product = || line.quantity.zip(line.unit_price).map(|(quantity, price)| currency.round(quantity * price));
    line.amount.or_else(product).unwrap_or_default()
}

fn category(description: &str, billed: Decimal, book: &PriceBook) -> InvoiceCategory {
    let words = || description.split(|letter: char| !letter.is_alphanumeric());
    let is_tax = || words().any(|word| TAXES.iter().any(|tax| word.eq_ignore_ascii_case(tax)));
    if billed < Decimal::ZERO {
        InvoiceCategory::Credit
    } else if book.is_committed_charge(description) {
        InvoiceCategory::Purchase
    } else if book.product_of_charge(description).is_none() && is_tax() {
        InvoiceCategory::Tax
    } else {
        InvoiceCategory::Usage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(description: &str, quantity: Option<&str>, price: Option<&str>, amount: Option<&str>) -> InvoiceLine {
        let number = |text: Option<&str>| text.map(|text| text.parse().expect("a number"));
        InvoiceLine {
            line: 2,
            description: description.to_owned(),
            quantity: number(quantity),
            unit_price: number(price),
            amount: number(amount),
            period_from: None,
            period: None,
        }
    }

    #[test]
    fn an_amount_is_that_of_the_invoice_else_quantity_times_price_rounded() {
        let check = |own: InvoiceLine, code: &str, expected: &str| {
            assert_eq!(billed(&own, code.parse().expect("a currency")).to_string(), expected);
        };
        check(line("CX 3", Some("3"), Some("140"), Some("419.99")), "USD", "419.99");
        check(line("CX 3", Some("3"), Some("0.335"), None), "USD", "1.01");
        check(line("CX 3", Some("3"), Some("15000.7"), None), "JPY", "45002");
        check(line("CX 3", Some("3"), Some("1.2345"), None), "KWD", "3.704");
        check(line("CX 3", Some("-2"), Some("140"), None), "USD", "-280.00");
    }

    #[test]
    fn a_charge_has_the_category_that_its_words_and_sign_say() {
        let book = PriceBook::embedded();
        let check = |description: &str, amount: i64, expected: InvoiceCategory| {
            assert_eq!(category(description, Decimal::from(amount), &book), expected, "{description}");
        };
        check("Genesys Cloud CX 3 – Prepay", 100, InvoiceCategory::Purchase);
        check("Genesys Cloud CX 3", 100, InvoiceCategory::Usage);
        check("Genesys Cloud CX 3 – Prepay", -100, InvoiceCategory::Credit);
        check("Sales tax (8.25 %)", 100, InvoiceCategory::Tax);
        check("VAT", 0, InvoiceCategory::Tax);
        check("Taxi for the trainer", 100, InvoiceCategory::Usage);
        check("=SUM(A1:A9)", 100, InvoiceCategory::Usage);
    }
}
