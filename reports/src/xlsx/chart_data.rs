//! The sheet that the native charts read: seats by state, the steps of the bill, departments, and the tier matrix.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::sheet::{Cell, block, float, print_setup};
use super::style::Style;
use crate::overview::{Overview, StateRow};

pub(super) const NAME: &str = "Chart data";

/// Head rows of the blocks, and how many rows follow each.
pub(super) struct Places {
    pub(super) states: (u32, u32),
    pub(super) steps: (u32, u32),
    pub(super) departments: (u32, u32),
    matrix: u32,
}

/// Steps of the bill from today to the target.
const STEPS: u32 = 4;

impl Places {
    /// A heading, a head, the rows and a free row make a block.
    pub(super) fn of(overview: &Overview) -> Self {
        let chart = &overview.department_chart;
        let states = overview.states.len() as u32;
        let departments = chart.largest.len() as u32 + u32::from(chart.others.is_some());
        let steps_at = 1 + states + 3;
        let departments_at = steps_at + STEPS + 3;
        Self {
            states: (1, states),
            steps: (steps_at, STEPS),
            departments: (departments_at, departments),
            matrix: departments_at + departments + 3,
        }
    }
}

pub(super) fn write(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    sheet.set_name(NAME)?;
    sheet.set_column_width(0, 36)?;
    for column in 1..10_u16 {
        sheet.set_column_width(column, 16)?;
    }
    let places = Places::of(overview);
    states(sheet, places.states.0, overview, style)?;
    steps(sheet, places.steps.0, overview, style)?;
    departments(sheet, places.departments.0, overview, style)?;
    matrix(sheet, places.matrix, overview, style)?;
    print_setup(sheet);
    Ok(())
}

fn states(sheet: &mut Worksheet, row: u32, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row - 1, 0, "Seats by state", &style.heading)?;
    let heads = [
        "Product",
        "Active",
        "Idle 30–59 days",
        "Idle 60–89",
        "Kept: idle 90+ or never seen",
        "Over-tiered",
        "Give back: idle",
        "Give back: never activated",
        "Give back: deactivated",
        "Give back: duplicate, departed",
    ];
    let cells = |state: &'_ StateRow| {
        let counts = [
            state.active,
            state.idle_30,
            state.idle_60,
            state.quiet,
            state.over_tiered,
            state.reclaim_idle,
            state.reclaim_never,
            state.reclaim_deactivated,
            state.reclaim_other,
        ];
        let mut cells = [const { Cell::Text(None) }; 10];
        cells[0] = Cell::Joined(state.product.clone());
        for (cell, count) in cells[1..].iter_mut().zip(counts) {
            *cell = Cell::Count(Some(count));
        }
        cells
    };
    block(sheet, row, heads.map(|head| (head, 0.0)), overview.states.iter().map(cells), style)?;
    Ok(())
}

/// `Hidden` lifts a step to its level; it is drawn without color.
fn steps(sheet: &mut Worksheet, row: u32, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row - 1, 0, "From today's bill to the target", &style.heading)?;
    let savings = &overview.savings;
    let names = ["Bill today", "Cash now", "At renewal", "Target"];
    let amounts = [savings.start_monthly, savings.cash_now_monthly, savings.at_renewal_monthly, savings.target_monthly];
    let rows = names.into_iter().zip(amounts).map(|(name, amount)| [Cell::Text(Some(name)), Cell::Money(amount)]);
    block(sheet, row, [("Step", 0.0), ("Amount", 0.0)], rows, style)?;
    for (column, head) in [(2, "Hidden"), (3, "Height")] {
        sheet.write_string_with_format(row, column, head, &style.head_right)?;
    }
    let [Some(start), Some(now), Some(later), Some(target)] = amounts else { return Ok(()) };
    // Excel counts rows from 1: `first` is the row of today's bill.
    let first = row + 2;
    let after = start - now;
    let lifts = [
        ("=0".to_owned(), Decimal::ZERO),
        (format!("=MIN(B{first},B{first}-B{})", first + 1), start.min(after)),
        (format!("=MIN(B{first}-B{},B{})", first + 1, first + 3), after.min(target)),
        ("=0".to_owned(), Decimal::ZERO),
    ];
    let heights = [start, now.abs(), later.abs(), target];
    for (at, ((lift, level), height)) in (0..).zip(lifts.into_iter().zip(heights)) {
        let money = |formula: String, result: Decimal| Formula::new(formula).set_result(float(result).to_string());
        sheet.write_formula_with_format(row + 1 + at, 2, money(lift, level), &style.money)?;
        let tall = money(format!("=ABS(B{})", first + at), height);
        sheet.write_formula_with_format(row + 1 + at, 3, tall, &style.money)?;
    }
    Ok(())
}

fn departments(sheet: &mut Worksheet, row: u32, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row - 1, 0, "Departments, a month", &style.heading)?;
    let chart = &overview.department_chart;
    let single = chart.largest.iter().map(|row| {
        let name = row.department.clone().unwrap_or_else(|| "no department".to_owned());
        (name, row.contracted_monthly, row.recoverable_monthly, row.people, row.unpriced_seats)
    });
    let others = chart.others.iter().map(|rest| {
        let name = format!("{} others", crate::format::count(rest.departments));
        (name, rest.contracted_monthly, rest.recoverable_monthly, rest.people, rest.unpriced_seats)
    });
    let rows: Vec<_> = single.chain(others).collect();
    let cells = rows.iter().map(|(name, cost, recoverable, people, unpriced)| {
        [
            Cell::Joined(name.clone()),
            Cell::Money(Some(*cost)),
            Cell::Money(Some(*recoverable)),
            Cell::Money(Some(cost - recoverable)),
            Cell::Count(Some(*people)),
            Cell::Count(Some(*unpriced)),
        ]
    });
    let heads = ["Department", "Contracted", "Recoverable", "Stays", "People", "Unpriced seats"];
    block(sheet, row, heads.map(|head| (head, 0.0)), cells, style)?;
    for (at, (_, cost, recoverable, ..)) in (1..).zip(&rows) {
        let stays = Formula::new(format!("=B{0}-C{0}", row + at + 1)).set_result(float(cost - recoverable).to_string());
        sheet.write_formula_with_format(row + at, 3, stays, &style.money)?;
    }
    Ok(())
}

fn matrix(sheet: &mut Worksheet, row: u32, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row - 1, 0, "Tier held and tier that is enough", &style.heading)?;
    let heads = ["Held", "Enough", "People", "Contracted difference a month", "List difference a month"];
    let cells = overview.matrix.iter().map(|cell| {
        [
            Cell::Text(Some(&cell.held)),
            Cell::Text(Some(cell.needed.as_deref().unwrap_or("no seat"))),
            Cell::Count(Some(cell.people)),
            Cell::Money(cell.contracted_delta_monthly),
            Cell::Money(cell.list_delta_monthly),
        ]
    });
    block(sheet, row, heads.map(|head| (head, 0.0)), cells, style)?;
    Ok(())
}
