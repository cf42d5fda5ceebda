//! The first sheet: figures as formulas over the data sheets, each beside the analysis' own figure, and the charts.
//!
//! The column `Difference` is zero as long as nobody edits a data sheet: it shows that the sheets tie to the analysis.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::data::{PRODUCTS, RECOMMENDATIONS, SEATS};
use super::sheet::{Cell, float, print_setup, write as write_cell};
use super::style::Style;
use super::{chart_data, charts};
use crate::format::{instant, period};
use crate::overview::Overview;

pub(super) const NAME: &str = "Summary";

/// A figure of the summary.
enum Figure {
    Count(Option<u64>),
    Money(Option<Decimal>),
}

/// One line: name, figure, formula over the sheets (`None` = the analysis' figure alone), remark.
type Line = (&'static str, Figure, Option<String>, String);

pub(super) fn write(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    sheet.set_name(NAME)?;
    for (column, width) in [(0, 34.0), (1, 17.0), (2, 17.0), (3, 13.0), (4, 74.0)] {
        sheet.set_column_width(column, width)?;
    }
    let mut row = head(sheet, overview, style)?;
    for (title, lines) in
        [("Seats", seats(overview)), ("Cost of the period, a month", costs(overview)), ("Savings", savings(overview))]
    {
        row = section(sheet, row, title, lines, style)? + 1;
    }
    charts::insert(sheet, row, overview, &chart_data::Places::of(overview))?;
    print_setup(sheet);
    sheet.set_print_fit_to_pages(1, 1);
    Ok(())
}

fn head(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(0, 0, &overview.organization, &style.title)?;
    sheet.set_row_height(0, 26.0)?;
    let facts = [
        format!("Genesys Cloud seats and costs, period {}", period(overview.period)),
        format!("As of {} · amounts in {}", instant(overview.as_of), overview.currency),
        format!("Snapshot {} · seatwise {}", overview.snapshot, overview.tool_version),
    ];
    for (row, fact) in (1..).zip(facts) {
        sheet.write_string_with_format(row, 0, fact, &style.muted)?;
    }
    Ok(5)
}

/// Writes a block with its head; says which row is the first free one.
fn section(sheet: &mut Worksheet, row: u32, title: &str, lines: Vec<Line>, style: &Style) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(row, 0, title, &style.head)?;
    let heads = [(1, "From the sheets"), (2, "Analysis"), (3, "Difference")];
    for (column, head) in heads {
        sheet.write_string_with_format(row, column, head, &style.head_right)?;
    }
    sheet.write_string_with_format(row, 4, "", &style.head)?;
    let mut at = row;
    for (name, figure, formula, remark) in lines {
        at += 1;
        sheet.write_string_with_format(at, 0, name, &style.text)?;
        sheet.write_string_with_format(at, 4, remark, &style.remark)?;
        line(sheet, at, &figure, formula, style)?;
    }
    Ok(at + 1)
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    figure: &Figure,
    formula: Option<String>,
    style: &Style,
) -> Result<(), XlsxError> {
    let (cell, format, result) = match figure {
        Figure::Count(number) => (Cell::Count(*number), &style.count, number.map(|number| number as f64)),
        Figure::Money(amount) => (Cell::Money(*amount), &style.money, amount.map(float)),
    };
    match (formula, result) {
        (Some(formula), Some(result)) => {
            let live = Formula::new(formula).set_result(result.to_string());
            sheet.write_formula_with_format(row, 1, live, format)?;
            // Rounded, because a sum of floats may miss its total by a billionth.
            let difference = Formula::new(format!("=ROUND(B{0}-C{0},6)", row + 1)).set_result("0");
            sheet.write_formula_with_format(row, 3, difference, format)?;
        }
        _ => write_cell(sheet, (row, 1), cell.clone(), style)?,
    }
    write_cell(sheet, (row, 2), cell, style)
}

fn seats(overview: &Overview) -> Vec<Line> {
    let seats = overview.seats;
    let products = overview.products.len();
    let codes = range(RECOMMENDATIONS, 'B', overview.recommendations.len());
    let of_bases = |column: char| {
        let (figures, bases) = (range(PRODUCTS, column, products), range(PRODUCTS, 'C', products));
        Some(format!("=SUMIFS({figures},{bases},\"yes\")"))
    };
    // Hours are no number of seats.
    let hours = overview.seats.billed_hours;
    let billed = {
        let column = |column| range(PRODUCTS, column, products);
        Some(format!("=SUMIFS({},{},\"yes\",{},\"<>hours\")", column('E'), column('C'), column('Q')))
    };
    let over_tiered = ["downgrade-tier", "swap-offer", "release-cx-seat"]
        .map(|code| format!("COUNTIFS({codes},\"{code}\")"))
        .join("+");
    let people = overview.seat_rows.len();
    vec![
        ("Assigned", Figure::Count(Some(seats.assigned)), of_bases('D'), "Base products held at as-of".to_owned()),
        (
            if hours.is_some() { "Billed, without hours" } else { "Billed" },
            Figure::Count(seats.billed),
            billed,
            "Base products billed in the period".to_owned(),
        ),
        (
            "People with a license",
            Figure::Count(Some(people as u64)),
            Some(format!("=COUNTA({})", range(SEATS, 'A', people))),
            "Rows of the sheet Seats".to_owned(),
        ),
        (
            "To give back",
            Figure::Count(Some(seats.idle)),
            Some(format!("=COUNTIFS({codes},\"reclaim-*\")")),
            "People with a reclaim recommendation".to_owned(),
        ),
        (
            "Over-tiered",
            Figure::Count(Some(seats.over_tiered)),
            Some(format!("={over_tiered}")),
            "People with a cheaper sufficient offer".to_owned(),
        ),
    ]
}

fn costs(overview: &Overview) -> Vec<Line> {
    let costs = &overview.costs;
    let sum = |column: char| Some(format!("=SUM({})", range(PRODUCTS, column, overview.products.len())));
    let without = if costs.unpriced.is_empty() {
        String::new()
    } else {
        format!("; without {}: price unknown", crate::text::unpriced(overview))
    };
    vec![
        ("List", Figure::Money(Some(costs.list_monthly)), sum('N'), "Billed seats × list price".to_owned()),
        (
            "Contracted",
            Figure::Money(Some(costs.contracted_monthly)),
            sum('O'),
            format!("Billed seats × contracted price{without}"),
        ),
        (
            "Overage",
            Figure::Money(Some(costs.overage_monthly)),
            sum('P'),
            if costs.has_commitment {
                format!("Seats above the commitment × overage price{without}")
            } else {
                format!("Nothing is committed, so every seat is month-to-month{without}")
            },
        ),
        (
            "Billed",
            Figure::Money(Some(costs.billed_monthly)),
            None,
            format!("Commitment + overage: what the invoice says for seats{without}"),
        ),
        ("Billed with AI tokens", Figure::Money(Some(costs.total_monthly)), None, String::new()),
    ]
}

fn savings(overview: &Overview) -> Vec<Line> {
    let savings = &overview.savings;
    let date = |date: Option<chrono::NaiveDate>, without: &str| {
        date.map_or_else(|| without.to_owned(), |date| format!("From {}", crate::format::day(date)))
    };
    let reason = "unknown means: no presence data, or a price is missing";
    vec![
        ("Bill today", Figure::Money(savings.start_monthly), None, format!("Where the steps begin; {reason}")),
        (
            "Cash now",
            Figure::Money(savings.cash_now_monthly),
            None,
            format!("{}: lowers the next invoices", date(savings.cash_from, "No date")),
        ),
        (
            "At renewal",
            Figure::Money(savings.at_renewal_monthly),
            None,
            format!("{}: contract made to measure", date(savings.renewal, "No contract, no date")),
        ),
        (
            "Target",
            Figure::Money(savings.target_monthly),
            target_formula(overview),
            "Bill today − cash now − at renewal".to_owned(),
        ),
        (
            "Exposure",
            Figure::Money(Some(savings.exposure_monthly)),
            None,
            "Not money saved: list value of seats neither billed nor committed; in no total".to_owned(),
        ),
    ]
}

/// The target from the three lines above it, where all are known. Their rows follow from the blocks before: the head
/// (5 rows), seats (1 + 5 + 1), costs (1 + 5 + 1 …); the test of the formulas recalculates them.
fn target_formula(overview: &Overview) -> Option<String> {
    let savings = &overview.savings;
    let known =
        savings.start_monthly.is_some() && savings.cash_now_monthly.is_some() && savings.at_renewal_monthly.is_some();
    let first = 5 + (1 + seats(overview).len() + 1) + (1 + costs(overview).len() + 1) + 2;
    known.then(|| format!("=B{first}-B{}-B{}", first + 1, first + 2))
}

/// `Products!$D$2:$D$9`: the cells below the head of a data sheet; at least one row, so that it stays a range.
fn range(sheet: &str, column: char, rows: usize) -> String {
    format!("{sheet}!${column}$2:${column}${}", rows.max(1) + 1)
}
