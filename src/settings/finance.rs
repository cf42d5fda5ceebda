//! `[finance]`: what the monthly report needs to know of the books.

use rust_decimal::Decimal;
use seatwise_pricing::document::Section;

/// The books of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finance {
    /// Month in which the fiscal year begins, 1 to 12.
    pub fiscal_year_start: u32,
    /// A difference is material from this share of what was planned, or of the month before, on, in percent …
    pub material_percent: Decimal,
    /// … and from this amount on, in the contract's currency; both have to be reached.
    pub material_amount: Decimal,
    /// Account that bears the cost.
    pub expense_account: String,
    /// Account of what is owed and not invoiced yet.
    pub accrued_account: String,
    /// Account of what is paid in advance.
    pub prepaid_account: String,
}

impl Default for Finance {
    fn default() -> Finance {
        Finance {
            fiscal_year_start: 1,
            material_percent: Decimal::from(5),
            material_amount: Decimal::from(25_000),
            expense_account: "Software subscriptions".to_owned(),
            accrued_account: "Accrued liabilities".to_owned(),
            prepaid_account: "Prepaid expenses".to_owned(),
        }
    }
}

impl Finance {
    /// Does a difference to what was planned, or to what was before, reach both thresholds? No difference never does.
    pub fn is_material(&self, difference: Decimal, base: Decimal) -> bool {
        let from = base.abs() * self.material_percent / Decimal::ONE_HUNDRED;
        !difference.is_zero() && difference.abs() >= from && difference.abs() >= self.material_amount
    }
}

/// Months of a year.
const MONTHS: u64 = 12;

pub(super) fn read(section: &Section<'_, '_>) -> Finance {
    let default = Finance::default();
    let text = |key, default: String| section.text(key).map_or(default, |field| field.value);
    let amount = |key, default| section.amount(key).map_or(default, |field| field.value);
    let start = section.integer("fiscal_year_start", 1, MONTHS);
    Finance {
        fiscal_year_start: start.and_then(|field| u32::try_from(field.value).ok()).unwrap_or(default.fiscal_year_start),
        material_percent: amount("material_percent", default.material_percent),
        material_amount: amount("material_amount", default.material_amount),
        expense_account: text("expense_account", default.expense_account),
        accrued_account: text("accrued_account", default.accrued_account),
        prepaid_account: text("prepaid_account", default.prepaid_account),
    }
}
