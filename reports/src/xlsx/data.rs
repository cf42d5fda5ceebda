//! The data sheets: seats, recommendations, products, findings. Their columns are what the summary's formulas name.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Cell, Column, table};
use super::style::Style;
use crate::overview::{FindingRow, Overview, ProductRow, RecommendationRow, SeatRow};

pub(super) const SEATS: &str = "Seats";
pub(super) const RECOMMENDATIONS: &str = "Recommendations";
pub(super) const PRODUCTS: &str = "Products";
pub(super) const FINDINGS: &str = "Findings";

pub(super) fn seats(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    let columns: [Column; 17] = [
        ("User id", 20.0),
        ("Name", 26.0),
        ("E-mail", 28.0),
        ("State", 10.0),
        ("Department", 22.0),
        ("Division", 16.0),
        ("Cost center", 13.0),
        ("Base held", 14.0),
        ("Others held", 18.0),
        ("Billed", 10.0),
        ("Enough", 18.0),
        ("Last sign (UTC)", 17.0),
        ("Source of last sign", 18.0),
        ("Features used", 26.0),
        ("List a month", 14.0),
        ("Contracted a month", 14.0),
        ("Recommendation", 24.0),
    ];
    table(sheet, SEATS, columns, overview.seat_rows.iter().map(seat), style)
}

fn seat(row: &SeatRow) -> [Cell<'_>; 17] {
    [
        Cell::Text(Some(&row.user_id)),
        Cell::Text(row.name.as_deref()),
        Cell::Text(row.email.as_deref()),
        Cell::Text(Some(&row.state)),
        Cell::Text(row.department.as_deref()),
        Cell::Text(row.division.as_deref()),
        Cell::Text(row.cost_center.as_deref()),
        Cell::Text(row.base.as_deref()),
        Cell::Joined(row.others.join("; ")),
        Cell::Text(Some(row.billed.map_or("unknown", yes_no))),
        Cell::Joined(row.needed.join("; ")),
        Cell::Instant(row.last_sign.as_ref().map(|(at, _)| *at)),
        Cell::Text(row.last_sign.as_ref().map(|(_, source)| source.as_str())),
        Cell::Joined(row.features.join("; ")),
        Cell::Price(row.list_monthly),
        Cell::Price(row.contracted_monthly),
        Cell::Text(row.recommendation.as_deref()),
    ]
}

pub(super) fn recommendations(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    let columns: [Column; 16] = [
        ("Id", 18.0),
        ("Code", 24.0),
        ("User id", 20.0),
        ("Name", 26.0),
        ("E-mail", 28.0),
        ("Department", 22.0),
        ("Manager", 26.0),
        ("Held", 18.0),
        ("Enough", 18.0),
        ("Contracted difference a month", 15.0),
        ("List difference a month", 15.0),
        ("Confidence", 11.0),
        ("Why", 60.0),
        ("Kept there by", 50.0),
        ("Last sign (UTC)", 17.0),
        ("Source of last sign", 18.0),
    ];
    table(sheet, RECOMMENDATIONS, columns, overview.recommendations.iter().map(recommendation), style)
}

fn recommendation(row: &RecommendationRow) -> [Cell<'_>; 16] {
    [
        Cell::Text(Some(&row.id)),
        Cell::Text(Some(&row.code)),
        Cell::Text(row.user_id.as_deref()),
        Cell::Text(row.name.as_deref()),
        Cell::Text(row.email.as_deref()),
        Cell::Text(row.department.as_deref()),
        Cell::Text(row.manager_email.as_deref()),
        Cell::Joined(row.from.join("; ")),
        Cell::Joined(row.to.join("; ")),
        Cell::Price(row.contracted_delta_monthly),
        Cell::Price(row.list_delta_monthly),
        Cell::Text(Some(&row.confidence)),
        Cell::Text(Some(&row.why)),
        Cell::Joined(row.drivers.join("; ")),
        Cell::Instant(row.last_sign.as_ref().map(|(at, _)| *at)),
        Cell::Text(row.last_sign.as_ref().map(|(_, source)| source.as_str())),
    ]
}

pub(super) fn products(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    let columns: [Column; 17] = [
        ("Product", 16.0),
        ("Name", 30.0),
        ("Base product", 10.0),
        ("Assigned", 10.0),
        ("Billed", 10.0),
        ("Committed", 11.0),
        ("Needed", 10.0),
        ("Billed after all recommendations", 16.0),
        ("Idle", 10.0),
        ("Over-tiered", 12.0),
        ("List price", 12.0),
        ("Contracted price", 12.0),
        ("Overage price", 12.0),
        ("List a month", 15.0),
        ("Contracted a month", 15.0),
        ("Overage a month", 15.0),
        ("Billed by", 10.0),
    ];
    table(sheet, PRODUCTS, columns, overview.products.iter().map(product), style)
}

fn product(row: &ProductRow) -> [Cell<'_>; 17] {
    [
        Cell::Text(Some(&row.product)),
        Cell::Text(Some(&row.name)),
        Cell::Text(Some(yes_no(row.base))),
        Cell::Count(Some(row.assigned)),
        Cell::Count(row.billed),
        Cell::Count(Some(row.committed)),
        Cell::Count(Some(row.needed)),
        Cell::Count(row.needed_billed),
        Cell::Count(Some(row.idle)),
        Cell::Count(Some(row.over_tiered)),
        Cell::Price(row.list_price),
        Cell::Price(row.contracted_price),
        Cell::Price(row.overage_price),
        Cell::Money(row.list_monthly),
        Cell::Money(row.contracted_monthly),
        Cell::Money(row.overage_monthly),
        Cell::Text(Some(&row.unit)),
    ]
}

pub(super) fn findings(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    let columns: [Column; 4] = [("Code", 26.0), ("Severity", 11.0), ("About", 30.0), ("What it says", 100.0)];
    table(sheet, FINDINGS, columns, overview.findings.iter().map(finding), style)
}

fn finding(row: &FindingRow) -> [Cell<'_>; 4] {
    [
        Cell::Text(Some(&row.code)),
        Cell::Text(Some(&row.severity)),
        Cell::Text(Some(&row.subject)),
        Cell::Text(Some(&row.message)),
    ]
}

fn yes_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}
