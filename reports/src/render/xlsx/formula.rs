//! The formula of a cell, where it gives the cell's value exactly.

use rust_decimal::{Decimal, RoundingStrategy};
use rust_xlsxwriter::utility::row_col_to_cell;

use super::{Book, place::Place, source};
use crate::report::{Formula, Kind, LookUp, Table, Value};

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
    let column = place.table.columns.get(at)?;
    if let Some(own) = place.table.cells.iter().find(|own| own.row == row && own.column == column.id) {
        let value = place.table.rows.get(row)?.get(at)?;
        return source::formula(book, own.source, value, &|_| None).map(|live| live.formula);
    }
    let formula = column.formula?;
    match formula.look_up() {
        Some(LookUp { table, column, .. }) if matches!(formula, Formula::CountOf(..)) => {
            of_count(place, (row, at), book.places.find(table, column)?)
        }
        Some(look_up) => of_other(book, place, (row, at), look_up),
        None => of_cells(place, place.table.rows.get(row)?, (place.row(row), at), book.report.minor_units),
    }
}

/// What another table has in the row that begins with a text of this one: looked up, so that both may be sorted.
fn of_other(book: &Book<'_>, place: &Place<'_>, (row, at): (usize, usize), look_up: LookUp) -> Option<String> {
    let (other, column) = book.places.find(look_up.table, look_up.column)?;
    let by = look_up.by.map_or(Some(0), |by| place.table.column(by))?;
    let cells = place.table.rows.get(row)?;
    let found = other.table.rows.get(other.row_of(cells.get(by)?)?)?.get(column)?;
    let is_same = cells.get(at)? == found && (found.number().is_some() || found.is_unknown());
    let whole = (0, other.table.rows.len());
    let (values, keys) = (other.far_rows(whole, column), other.far_rows(whole, 0));
    let key = row_col_to_cell(place.row(row), by as u16);
    is_same.then(|| format!("INDEX({values},MATCH(${key},{keys},0))"))
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
    let formula = column.formula.filter(|formula| formula.look_up().is_none())?;
    let rounding = Rounding { kind: column.kind, minor_units, digits: *place.digits.get(at)? };
    let operands: Vec<usize> =
        formula.operands().iter().map(|id| place.table.column(id)).collect::<Option<Vec<usize>>>()?;
    let (cell, values) = (cells.get(at)?, operands.iter().map(|at| cells.get(*at)).collect::<Option<Vec<&Value>>>()?);
    let names: Vec<String> = operands.iter().map(|at| row_col_to_cell(row, *at as u16)).collect();
    if let Formula::Either(..) = formula {
        return either(cell, &values).then(|| format!("IF({0}=\"\",{1},{0})", names[0], names[1]));
    }
    let written = |digits| written(&formula, &names, (digits, minor_units));
    if cell.is_unknown() && values.iter().any(|value| value.is_unknown()) && formula_is_plain(&formula) {
        let texts: Vec<String> = names.iter().map(|name| format!("ISTEXT({name})")).collect();
        let expression = written(rounding.written(&formula, None));
        return Some(format!("IF(OR({}),\"unknown\",{expression})", texts.join(",")));
    }
    let wanted = cell.number()?;
    let numbers: Vec<Decimal> = values.into_iter().map(as_operand).collect::<Option<Vec<Decimal>>>()?;
    let exact = computed(&formula, &numbers, minor_units)?;
    Some(written(rounding.of(&formula, exact, wanted)?))
}

/// Is a cell the first, or the second where the first is empty? An unknown one is as good as any.
fn either(cell: &Value, values: &[&Value]) -> bool {
    let chosen = values.iter().find(|value| ***value != Value::Empty);
    chosen.is_some_and(|chosen| {
        cell.number().is_some() && cell.number() == chosen.number() || cell.is_unknown() && chosen.is_unknown()
    })
}

/// A ratio of unknowns may be one by 0, whose result has another form.
fn formula_is_plain(formula: &Formula) -> bool {
    !matches!(formula, Formula::Ratio(..))
}

impl Rounding {
    /// The digits to round to, or none, so that the formula gives the cell; outer `None` = it never does.
    fn of(self, formula: &Formula, exact: Decimal, wanted: Decimal) -> Option<Option<u32>> {
        let digits = self.written(formula, Some(exact == wanted));
        let result = digits.map_or(exact, |digits| rounded(exact, digits));
        (result == wanted).then_some(digits)
    }

    /// Amounts are rounded to the minor unit, discounted prices to a millionth, which takes away what is missing to an endless
    /// discount; others to the column's digits, unless they are exact without.
    fn written(self, formula: &Formula, is_exact: Option<bool>) -> Option<u32> {
        match (self.kind, formula, is_exact) {
            (Kind::Amount, ..) => Some(self.minor_units),
            (_, Formula::Discounted(..), _) => Some(ROUNDED),
            (_, _, Some(false)) => Some(self.digits.min(ROUNDED)),
            _ => None,
        }
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
fn computed(formula: &Formula, numbers: &[Decimal], minor_units: u32) -> Option<Decimal> {
    match (formula, numbers) {
        (Formula::Sum(_), all) => all.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number)),
        (Formula::Product(..), [one, other]) => one.checked_mul(*other),
        (Formula::Difference(..), [one, other]) => one.checked_sub(*other),
        (Formula::Ratio(..), [one, other]) => one.checked_div(*other),
        (Formula::Discounted(..), [price, discount]) => price.checked_mul(Decimal::ONE.checked_sub(*discount)?),
        (Formula::AtLeast(..), [one, limit, figure]) => Some(if one >= limit { *figure } else { Decimal::ZERO }),
        (Formula::Committed(..), [committed, price, units, beyond]) => {
            let within = rounded(committed.checked_mul(*price)?, minor_units);
            let more = units.checked_sub(*committed)?.max(Decimal::ZERO);
            within.checked_add(rounded(more.checked_mul(*beyond)?, minor_units))
        }
        _ => None,
    }
}

fn written(formula: &Formula, names: &[String], (digits, minor_units): (Option<u32>, u32)) -> String {
    let round = |expression: String| match digits {
        Some(digits) => format!("ROUND({expression},{digits})"),
        None => expression,
    };
    match (formula, names) {
        (Formula::Sum(_), []) => "0".to_owned(),
        (Formula::Sum(_), all) => round(all.join("+")),
        (Formula::Product(..), all) => round(all.join("*")),
        (Formula::Difference(..), all) => round(all.join("-")),
        (Formula::Ratio(..), [one, other]) => format!("IF({other}=0,\"\",{})", round(format!("{one}/{other}"))),
        (Formula::Discounted(..), [price, discount]) => round(format!("{price}*(1-{discount})")),
        (Formula::AtLeast(..), [one, limit, figure]) => format!("IF({one}>={limit},{figure},0)"),
        (Formula::Committed(..), [committed, price, units, beyond]) => {
            format!("ROUND({committed}*{price},{minor_units})+ROUND(MAX(0,{units}-{committed})*{beyond},{minor_units})")
        }
        _ => String::new(),
    }
}
