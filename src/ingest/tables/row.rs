//! One row: what its cells must be to each other.

use super::cell::{Fault, quoted};
use crate::canonical::Table;
use crate::snapshot::{Cell, interval as interval_columns};

/// What becomes of a row whose cells are sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is used.
    Keep,
    /// Its interval ends where it starts: it says nothing, and is counted.
    Empty,
    /// It can't be true; the column and what is wrong.
    Wrong(&'static str, Fault),
}

/// Places of start and end among a table's columns, if its rows are intervals.
pub(super) fn interval(table: Table) -> Option<(usize, usize)> {
    let (start, end) = interval_columns(table)?;
    let place = |name| table.spec().columns.iter().position(|column| column.name == name);
    place(start).zip(place(end))
}

/// Looks at a row as a whole.
pub(super) fn judge(table: Table, cells: &[Cell<'_>]) -> Fate {
    let Some((start, end)) = interval(table) else { return Fate::Keep };
    let Some((from, to)) = cells[start].number().zip(cells[end].number()) else { return Fate::Keep };
    match to.cmp(&from) {
        std::cmp::Ordering::Greater => Fate::Keep,
        std::cmp::Ordering::Equal => Fate::Empty,
        std::cmp::Ordering::Less => {
            Fate::Wrong(table.spec().columns[end].name, reversed(table, (start, from), (end, to)))
        }
    }
}

fn reversed(table: Table, (start, from): (usize, i64), (end, to): (usize, i64)) -> Fault {
    let columns = table.spec().columns;
    let time = |micros| {
        chrono::DateTime::from_timestamp_micros(micros).map_or_else(String::new, |time| quoted(&rfc3339(time)))
    };
    Fault {
        what: format!("`{}` {} is before `{}` {}", columns[end].name, time(to), columns[start].name, time(from)),
        expected: "an interval that ends after it starts".to_owned(),
        remedy: "mend the row at its source; the two may have been exchanged",
    }
}

fn rfc3339(time: chrono::DateTime<chrono::Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
