//! The formula of a figure, where it gives the figure exactly.

use rust_decimal::Decimal;

use super::Book;
use super::formula::{rounded, sum};
use super::place::Place;
use crate::report::{Figure, FigureSource, Kind, Part, Value};

/// Digits behind the point to which a ratio may be rounded.
const ROUNDED: u32 = 6;

/// Digits of a share at least: a hundredth of a percent.
const SHARE_DIGITS: u32 = 4;

/// What a part is: how a formula names it, its value, and where a reader finds it.
struct Found {
    name: String,
    value: Value,
    words: String,
}

/// A figure that follows from cells.
pub(super) struct Live {
    /// Without the equals sign.
    pub(super) formula: String,
    /// What it rests on, in words.
    pub(super) words: String,
}

/// The formula of a figure; `None` = it is written as a value. `cell` says where another figure stands.
pub(super) fn live(book: &Book<'_>, figure: &Figure, cell: &impl Fn(&str) -> Option<String>) -> Option<Live> {
    formula(book, figure.source?, &figure.value, cell)
}

/// The formula that gives a value by a source; `None` = none does.
pub(super) fn formula(
    book: &Book<'_>,
    source: FigureSource,
    value: &Value,
    cell: &impl Fn(&str) -> Option<String>,
) -> Option<Live> {
    let parts: Vec<Found> = source.parts().map(|part| found(book, part, cell)).collect::<Option<_>>()?;
    let [first, rest @ ..] = parts.as_slice() else { return None };
    let sign = sign(source);
    let words = rest.iter().fold(first.words.clone(), |words, part| format!("{words} {sign} {}", part.words));
    if matches!(source, FigureSource::Is(_)) {
        let is_it = *value == first.value || same(value, &first.value);
        return is_it.then(|| Live { formula: first.name.clone(), words });
    }
    let wanted = value.number()?;
    let numbers: Vec<Decimal> = parts.iter().map(|part| part.value.number()).collect::<Option<_>>()?;
    let digits = digits(book, value, wanted, computed(source, &numbers)?)?;
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    Some(Live { formula: combined(source, &names, digits), words })
}

/// Between the parts, in words.
fn sign(source: FigureSource) -> &'static str {
    match source {
        FigureSource::Is(_) | FigureSource::Difference(..) => "−",
        FigureSource::Ratio(..) => "÷",
        FigureSource::Less(..) => "less by",
        FigureSource::Raised(..) => "raised by",
        FigureSource::Times(..) => "×",
    }
}

/// The exact result; `None` = too large, or by 0.
fn computed(source: FigureSource, numbers: &[Decimal]) -> Option<Decimal> {
    match (source, numbers) {
        (FigureSource::Difference(..), [one, other]) => one.checked_sub(*other),
        (FigureSource::Ratio(..), [one, other]) => one.checked_div(*other),
        (FigureSource::Less(..), [one, other]) => one.checked_sub(*other)?.checked_div(*one),
        (FigureSource::Raised(..), [one, share]) => one.checked_mul(Decimal::ONE.checked_add(*share)?),
        (FigureSource::Times(..), [one, other, third]) => one.checked_mul(*other)?.checked_mul(*third),
        _ => None,
    }
}

/// A count is a count, whatever the kind that says so.
fn same(one: &Value, other: &Value) -> bool {
    one.number().is_some() && one.number() == other.number()
}

/// Digits to round to, so that the formula gives the figure; outer `None` = it never does.
fn digits(book: &Book<'_>, value: &Value, wanted: Decimal, exact: Decimal) -> Option<Option<u32>> {
    let digits = match value.kind()? {
        Kind::Amount => Some(book.report.minor_units),
        _ if exact == wanted => None,
        // The figure may end in zeros that it does not show.
        kind => {
            let least = match kind {
                Kind::Price => book.report.minor_units,
                Kind::Share => SHARE_DIGITS,
                _ => 0,
            };
            (wanted.normalize().scale().max(least)..=ROUNDED.max(least))
                .find(|digits| rounded(exact, *digits) == wanted)
        }
    };
    let result = digits.map_or(exact, |digits| rounded(exact, digits));
    (result == wanted).then_some(digits)
}

fn combined(source: FigureSource, names: &[&str], digits: Option<u32>) -> String {
    let round = |expression: String| match digits {
        Some(digits) => format!("ROUND({expression},{digits})"),
        None => expression,
    };
    match (source, names) {
        (FigureSource::Ratio(..), [one, other]) => format!("IF({other}=0,\"\",{})", round(format!("{one}/{other}"))),
        (FigureSource::Less(..), [one, other]) => {
            format!("IF({one}=0,\"\",{})", round(format!("({one}-{other})/{one}")))
        }
        (FigureSource::Raised(..), [one, share]) => round(format!("{one}*(1+{share})")),
        (FigureSource::Times(..), all) => round(all.join("*")),
        (_, all) => round(all.join("-")),
    }
}

fn found(book: &Book<'_>, part: Part, cell: &impl Fn(&str) -> Option<String>) -> Option<Found> {
    match part {
        Part::Total { table, column } => {
            let (place, at) = book.places.find(table, column)?;
            let value = place.table.totals.as_ref()?.cells.get(at)?.clone();
            let words = format!("total of {}", named(place, at));
            Some(Found { name: place.far(place.totals_row()?, at), value, words })
        }
        Part::Rows { table, column, from, to } if to == from + 1 => {
            let (place, at) = book.places.find(table, column)?;
            let value = place.table.rows.get(from)?.get(at)?.clone();
            let words = format!("{}, row {}", named(place, at), place.row(from) + 1);
            Some(Found { name: place.far(place.row(from), at), value, words })
        }
        Part::Rows { table, column, from, to } => {
            let (place, at) = book.places.find(table, column)?;
            let rows = place.table.rows.get(from..to)?;
            // An unknown among them makes the sum one that nobody knows.
            if rows.iter().any(|row| row.get(at).is_none_or(Value::is_unknown)) {
                return None;
            }
            let name = format!("SUM({})", place.far_rows((from, to), at));
            let words = format!("{}, rows {} to {}", named(place, at), place.row(from) + 1, place.row(to - 1) + 1);
            Some(Found { name, value: Value::Quantity(Some(sum(place.table, at, (from, to))?)), words })
        }
        Part::RowCount(id) => {
            let place = book.places.tables.iter().find(|place| place.table.id == id)?;
            let rows = place.table.rows.len();
            // Where there is no row the sheet says so in the first cell, which would be counted.
            let is_named =
                |row: &Vec<Value>, at: usize| matches!(row.get(at), Some(Value::Text(text)) if !text.is_empty());
            let mut columns = (0..place.table.columns.len()).filter(|_| rows > 0);
            let named = columns.find(|at| place.table.rows.iter().all(|row| is_named(row, *at)))?;
            let name = format!("COUNTA({})", place.far_rows((0, rows), named));
            Some(Found { name, value: Value::count(rows as u64), words: format!("rows of {}", place.sheet) })
        }
        Part::Figure(id) => {
            let figure = book.report.figure(id)?;
            Some(Found { name: cell(id)?, value: figure.value.clone(), words: figure.label.clone() })
        }
    }
}

/// `Bill › Effective`.
fn named(place: &Place<'_>, at: usize) -> String {
    let label = place.table.columns.get(at).map_or("", |column| column.label.as_str());
    format!("{} › {label}", place.sheet)
}
