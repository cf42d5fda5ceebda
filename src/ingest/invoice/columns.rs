//! Which column of an invoice is which, by the names that they have.

use csv::StringRecord;

use super::problem;
use crate::ingest::problem::{Problem, Problems};

/// What an invoice has to have.
pub(super) const EXPECTED: &str =
    "a header with `description`, and `amount` or `quantity` and `unit price`; `currency` and `period` are read too";

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Description,
    Quantity,
    UnitPrice,
    Amount,
    Currency,
    Period,
}

/// Names by column; the first one stands in messages. Lower case, single spaces.
const NAMES: [(Column, &[&str]); 6] = [
    (
        Column::Description,
        &[
            "description",
            "product",
            "product name",
            "charge",
            "charge name",
            "item",
            "line item",
            "service",
            "product description",
        ],
    ),
    (Column::Quantity, &["quantity", "qty", "units", "quantity billed", "billed quantity"]),
    (Column::UnitPrice, &["unit price", "unit_price", "price", "rate", "price per unit", "list price", "overage rate"]),
    (
        Column::Amount,
        &[
            "amount",
            "total",
            "line total",
            "total cost",
            "extended price",
            "net amount",
            "charge amount",
            "line amount",
        ],
    ),
    (Column::Currency, &["currency", "currency code", "currencyisocode"]),
    (
        Column::Period,
        &[
            "period",
            "billing period",
            "service period",
            "date start",
            "start date",
            "period start",
            "period from",
            "period_from",
            "from",
        ],
    ),
];

/// The columns of one file.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// Cells of a row.
    pub(super) count: usize,
    /// Columns that nothing needs, as written.
    pub(super) ignored: Vec<String>,
    places: [Option<usize>; 6],
    names: Vec<String>,
}

impl Columns {
    /// By the header.
    pub(super) fn of(file: &str, head: &StringRecord) -> Result<Columns, Problems> {
        let names: Vec<String> = head.iter().map(|name| name.trim().to_owned()).collect();
        let mut columns = Columns { count: names.len(), ignored: Vec::new(), places: [None; 6], names };
        let mut problems = Vec::new();
        for (place, name) in columns.names.clone().iter().enumerate() {
            let folded = folded(name);
            let Some((column, _)) = NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())) else {
                columns.ignored.push(name.clone());
                continue;
            };
            if let Some(first) = columns.places[*column as usize].replace(place) {
                let what =
                    format!("`{}` and `{name}` are both the column `{}`", columns.names[first], first_name(*column));
                problems.push(Problem {
                    line: Some(1),
                    ..problem(file, what, "one column of each kind", "delete or rename the one that is not meant")
                });
            }
        }
        problems.extend(columns.missing(file));
        if problems.is_empty() { Ok(columns) } else { Err(Problems(problems)) }
    }

    fn missing(&self, file: &str) -> Option<Problem> {
        let has = |column: Column| self.place(column).is_some();
        let mut missing = Vec::new();
        if !has(Column::Description) {
            missing.push("`description`");
        }
        let has_figures = has(Column::Amount) || (has(Column::Quantity) && has(Column::UnitPrice));
        if !has_figures {
            missing.push("`amount`");
        }
        let mut names = self.names.clone();
        names.retain(|name| !name.is_empty());
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let what = format!("the header has no column {}; it has {}", missing.join(" and no column "), names.join(", "));
        let remedy =
            "rename the columns in the file; `description` may be `product` or `charge`, `amount` may be `total`";
        (!missing.is_empty()).then(|| Problem { line: Some(1), ..problem(file, what, EXPECTED, remedy) })
    }

    /// Where a column stands; `None` = nowhere.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// Its name in the file, else the usual one.
    pub(super) fn name(&self, column: Column) -> String {
        self.place(column).map_or_else(|| first_name(column).to_owned(), |place| self.names[place].clone())
    }
}

fn first_name(column: Column) -> &'static str {
    NAMES[column as usize].1[0]
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_for_one_column_at_its_own_place() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
        for (place, (column, names)) in NAMES.iter().enumerate() {
            assert_eq!(*column as usize, place);
            assert!(names.iter().all(|name| folded(name) == *name), "{names:?}");
        }
    }
}
