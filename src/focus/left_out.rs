//! Lines of the bill that FOCUS has no way to write: without a price, or without a quantity.

use seatwise_pricing::bill::ChargeKind;
use seatwise_reports::csv::guarded;

use crate::analysis::bill::BillLine;

/// A line that is in no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// `kind` of the line.
    pub kind: &'static str,
    /// Product or resource.
    pub product: String,
    /// Its name.
    pub name: String,
    /// Units counted; `None` = unknown as well.
    pub quantity: Option<String>,
    /// The unit.
    pub unit: String,
    /// Why.
    pub reason: &'static str,
}

impl LeftOut {
    pub(super) fn new(line: &BillLine, reason: &'static str) -> LeftOut {
        let charge = &line.charge;
        LeftOut {
            kind: charge.kind.as_str(),
            product: charge.id.clone(),
            name: charge.name.clone(),
            quantity: line.is_known.then(|| charge.quantities.actual.rounded(6).to_string()),
            unit: charge.unit.clone(),
            reason,
        }
    }
}

/// Why a line can't be a row; `None` = it can.
pub(super) fn reason(line: &BillLine) -> Option<&'static str> {
    if !line.is_known {
        return Some("quantity unknown: the input has no presence");
    }
    match line.charge.kind {
        _ if line.charge.is_priced() => None,
        ChargeKind::Minimum => Some("unknown how much is missing: another line has no price"),
        _ => Some("no price: neither the contract nor the price book has one"),
    }
}

/// The lines as CSV, for people: a head, then a row each.
///
/// # Errors
/// Never: memory takes every write.
pub fn to_csv(lines: &[LeftOut]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["kind", "product", "name", "quantity", "unit", "reason"])?;
    for line in lines {
        let (product, name) = (guarded(&line.product), guarded(&line.name));
        let quantity = line.quantity.as_deref().unwrap_or_default();
        writer.write_record([line.kind, &product, &name, quantity, &line.unit, line.reason])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
