//! The formula of a cell, where it gives the cell's value exactly.

use rust_decimal::{Decimal, RoundingStrategy};
use rust_xlsxwriter::utility::row_col_to_cell;

use super::{Book, place::Place};
use crate::report::{Formula, Kind, Table, Value};

/// Digits behind the point to which ratios and products that are no amounts may be rounded.
const ROUNDED: u32 = 6;

/// How results of a column are rounded.
#[derive(Clone, Copy)]
struct Rounding {
    kind: Kind,
    minor_units: u32,
    /// Digits that the column has at most.
    digits: u32,
}

/// The formula of a cell in a row of data; `None` = the cell is data.
pub(super) fn of_row(book: &Book<'_>, place: &Place<'_>, (row, at): (usize, usize)) -> Option<String> {
    match place.table.columns.get(at)?.formula? {
        Formula::Of(table, column) => of_other(place, (row, at), book.places.find(table, column)?),
        Formula::CountOf(table, column) => of_count(place, (row, at), book.places.find(table, column)?),
        _ => of_cells(place, place.table.rows.get(row)?, (place.row(row), at), book.report.minor_units),
    }
}

/// What another table has in the row that begins with the same text: looked up, so that both may be sorted.
fn of_other(place: &Place<'_>, (row, at): (usize, usize), (other, column): (&Place<'_>, usize)) -> Option<String> {
    let cells = place.table.rows.get(row)?;
    let found = other.table.rows.get(other.row_of(cells.first()?)?)?.get(column)?;
    let is_same = cells.get(at)? == found && (found.number().is_some() || found.is_unknown());
    let whole = (0, other.table.rows.len());
    let (values, keys) = (other.far_rows(whole, column), other.far_rows(whole, 0));
    is_same.then(|| format!("INDEX({values},MATCH($A{},{keys},0))", place.row(row) + 1))
}

/// How many rows of another table have the text that the row begins with.
fn of_count(place: &Place<'_>, (row, at): (usize, usize), (other, column): (&Place<'_>, usize)) -> Option<String> {
    let cells = place.table.rows.get(row)?;
    let Value::Text(text) = cells.first()? else { return None };
    // What a condition would read as more than a text.
    if text.is_empty() || text.starts_with(['=', '<', '>']) || text.contains(['*', '?', '~', '`']) {
        return None;
    }
    let is_same =
        |row: &&Vec<Value>| matches!(row.get(column), Some(Value::Text(own)) if own.eq_ignore_ascii_case(text));
    let count = other.table.rows.iter().filter(is_same).count();
    let range = other.far_rows((0, other.table.rows.len()), column);
    (cells.get(at)?.number()? == Decimal::from(count)).then(|| format!("COUNTIF({range},$A{})", place.row(row) + 1))
}

/// The formula of a cell of the totals; `None` = it is data.
pub(super) fn of_total(book: &Book<'_>, place: &Place<'_>, at: usize) -> Option<String> {
    let (cells, column) = (&place.table.totals.as_ref()?.cells, place.table.columns.get(at)?);
    if place.table.rows.is_empty() {
        return None;
    }
    if is_summed(column.kind) {
        let total = cells.get(at)?;
        if total.number().is_some() && total.number() == sum(place.table, at, (0, place.table.rows.len())) {
            return Some(format!("SUM({})", place.near_rows(at)));
        }
        if total.is_unknown() && place.table.rows.iter().any(|row| row.get(at).is_some_and(Value::is_unknown)) {
            let range = place.near_rows(at);
            return Some(format!("IF(COUNTIF({range},\"unknown\")>0,\"unknown\",SUM({range}))"));
        }
    }
    of_cells(place, cells, (place.totals_row()?, at), book.report.minor_units)
}

/// Can figures of this kind be added up?
pub(super) fn is_summed(kind: Kind) -> bool {
    matches!(kind, Kind::Amount | Kind::Count | Kind::Quantity)
}

/// The known figures of a column in rows `[from, to)` together; `None` = too large to be exact.
pub(super) fn sum(table: &Table, at: usize, (from, to): (usize, usize)) -> Option<Decimal> {
    let rows = table.rows.get(from..to)?;
    rows.iter()
        .filter_map(|row| row.get(at).and_then(Value::number))
        .try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number))
}

/// Rounded as spreadsheets round: half a digit away from zero.
pub(super) fn rounded(number: Decimal, digits: u32) -> Decimal {
    number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

fn of_cells(place: &Place<'_>, cells: &[Value], (row, at): (u32, usize), minor_units: u32) -> Option<String> {
    let column = place.table.columns.get(at)?;
    let formula = column.formula.filter(|formula| !matches!(formula, Formula::Of(..) | Formula::CountOf(..)))?;
    let rounding = Rounding { kind: column.kind, minor_units, digits: *place.digits.get(at)? };
    let operands: Vec<usize> =
        operands(&formula).iter().map(|id| place.table.column(id)).collect::<Option<Vec<usize>>>()?;
    let (cell, values) = (cells.get(at)?, operands.iter().map(|at| cells.get(*at)).collect::<Option<Vec<&Value>>>()?);
    let names: Vec<String> = operands.iter().map(|at| row_col_to_cell(row, *at as u16)).collect();
    let written = |digits| written(&formula, &names, digits);
    if cell.is_unknown() && values.iter().any(|value| value.is_unknown()) && formula_is_plain(&formula) {
        let texts: Vec<String> = names.iter().map(|name| format!("ISTEXT({name})")).collect();
        let expression = written(rounding.written(None));
        return Some(format!("IF(OR({}),\"unknown\",{expression})", texts.join(",")));
    }
    let wanted = cell.number()?;
    let numbers: Vec<Decimal> = values.into_iter().map(as_operand).collect::<Option<Vec<Decimal>>>()?;
    let exact = computed(&formula, &numbers)?;
    Some(written(rounding.of(exact, wanted)?))
}

/// A ratio of unknowns may be one by 0, whose result has another form.
fn formula_is_plain(formula: &Formula) -> bool {
    !matches!(formula, Formula::Ratio(..))
}

impl Rounding {
    /// The digits to round to, or none, so that the formula gives the cell; outer `None` = it never does.
    fn of(self, exact: Decimal, wanted: Decimal) -> Option<Option<u32>> {
        let digits = self.written(Some(exact == wanted));
        let result = digits.map_or(exact, |digits| rounded(exact, digits));
        (result == wanted).then_some(digits)
    }

    /// Amounts are rounded to the minor unit; others to the column's digits, unless they are exact without.
    fn written(self, is_exact: Option<bool>) -> Option<u32> {
        match (self.kind, is_exact) {
            (Kind::Amount, _) => Some(self.minor_units),
            (_, Some(false)) => Some(self.digits.min(ROUNDED)),
            _ => None,
        }
    }
}

pub(super) fn operands(formula: &Formula) -> Vec<&'static str> {
    match *formula {
        Formula::Sum(all) => all.to_vec(),
        Formula::Product(one, other) | Formula::Difference(one, other) | Formula::Ratio(one, other) => vec![one, other],
        Formula::Of(..) | Formula::CountOf(..) => Vec::new(),
    }
}

/// A cell as a formula takes it: an empty one is 0, a text is none.
fn as_operand(value: &Value) -> Option<Decimal> {
    match value {
        Value::Empty => Some(Decimal::ZERO),
        value => value.number(),
    }
}

/// The exact result; `None` = too large, or by 0.
fn computed(formula: &Formula, numbers: &[Decimal]) -> Option<Decimal> {
    let mut numbers = numbers.iter().copied();
    match formula {
        Formula::Sum(_) => numbers.try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number)),
        Formula::Product(..) => numbers.next()?.checked_mul(numbers.next()?),
        Formula::Difference(..) => numbers.next()?.checked_sub(numbers.next()?),
        Formula::Ratio(..) => numbers.next()?.checked_div(numbers.next()?),
        Formula::Of(..) | Formula::CountOf(..) => None,
    }
}

fn written(formula: &Formula, names: &[String], digits: Option<u32>) -> String {
    let round = |expression: String| match digits {
        Some(digits) => format!("ROUND({expression},{digits})"),
        None => expression,
    };
    match formula {
        Formula::Sum(_) if names.is_empty() => "0".to_owned(),
        Formula::Sum(_) => round(names.join("+")),
        Formula::Product(..) => round(names.join("*")),
        Formula::Difference(..) => round(names.join("-")),
        Formula::Of(..) | Formula::CountOf(..) => String::new(),
        Formula::Ratio(..) => {
            let divisor = names.last().cloned().unwrap_or_default();
            format!("IF({divisor}=0,\"\",{})", round(names.join("/")))
        }
    }
}
