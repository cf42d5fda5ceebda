//! Lines of an invoice that repeat the sum of the others.

use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;

use super::{InvoiceLine, problem};
use crate::ingest::problem::Problem;

/// Descriptions of a total, in lower case.
const NAMES: [&str; 8] =
    ["total", "grand total", "invoice total", "amount due", "total due", "total amount", "subtotal", "sub-total"];

/// Takes totals out, and says where one is not the sum of the lines before it.
pub(super) fn split(
    file: &str,
    lines: Vec<InvoiceLine>,
    currency: Currency,
    problems: &mut Vec<Problem>,
) -> (Vec<InvoiceLine>, Vec<u64>) {
    let (mut kept, mut totals, mut sum) = (Vec::new(), Vec::new(), Decimal::ZERO);
    let is_complete = problems.is_empty();
    for line in lines {
        let name = line.description.trim_end_matches(':').trim().to_lowercase();
        if !NAMES.contains(&name.as_str()) {
            sum += line.charged(currency);
            kept.push(line);
            continue;
        }
        // With faulty lines left out the sum says nothing.
        if is_complete && line.charged(currency) != sum {
            let what = format!(
                "`{}` is {}, but the lines before it add up to {sum}",
                line.description,
                line.charged(currency)
            );
            let remedy = "add the missing lines; if it is no total, give the line another description";
            let expected = "the sum of the lines before it";
            problems.push(Problem { line: Some(line.line), ..problem(file, what, expected, remedy) });
        }
        totals.push(line.line);
    }
    (kept, totals)
}

impl InvoiceLine {
    /// What it asks for: the amount, else quantity × unit price, rounded.
    pub fn charged(&self, currency: Currency) -> Decimal {
        let computed = self.quantity.zip(self.unit_price).map(|(quantity, price)| quantity * price);
        currency.round(self.amount.or(computed).unwrap_or_default())
    }
}
