//! Names of sheets and of input cells, so that Excel takes them and no two are the same.

use std::collections::HashSet;

use crate::report::{Column, Table, Value};

/// Characters of a sheet's name at most.
const SHEET: usize = 31;
/// Characters of what names a row, so that a name stays one that can be typed.
const ROW: usize = 60;
/// Inputs that get a name at most: a longer list is found by no one.
const NAMED: usize = 10_000;

/// Names in use. Excel tells upper and lower case apart in neither kind of name.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// The name itself where it is free, else with the first number behind `between` that is; at most `most` characters.
    fn free(&mut self, name: &str, between: &str, most: usize) -> String {
        for number in 1_u64.. {
            let end = if number == 1 { String::new() } else { format!("{between}{number}") };
            let room = most.saturating_sub(end.chars().count());
            let start: String = name.chars().take(room).collect();
            let name = start.trim_end().to_owned() + &end;
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
        }
        String::new()
    }

    /// The name of a sheet from an id: `cost_by_department` is `Cost by department`.
    pub(super) fn sheet(&mut self, id: &str) -> String {
        let words = id.replace('_', " ");
        let mut letters = words.trim().chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        // Excel keeps this name for itself.
        let name = if name.eq_ignore_ascii_case("history") { "History of it".to_owned() } else { name };
        self.free(&name, " ", SHEET)
    }

    /// Takes names that are the same in every workbook.
    pub(super) fn take(&mut self, names: &[&str]) {
        self.0.extend(names.iter().map(|name| name.to_lowercase()));
    }
}

/// Input cells by their names.
#[derive(Default)]
pub(super) struct Inputs {
    names: Names,
    /// Name and absolute cell.
    pub(super) named: Vec<(String, String)>,
}

impl Inputs {
    /// Names an input after its column and what its row is about.
    pub(super) fn name(&mut self, table: &Table, column: &Column, row: usize, cell: String) {
        if self.named.len() >= NAMED {
            return;
        }
        let about = table.rows.get(row).and_then(|cells| about(cells)).unwrap_or_else(|| format!("row_{}", row + 1));
        let name = self.names.free(&format!("{}_{about}", starting(column.id)), "_", 200);
        self.named.push((name, cell));
    }
}

/// An id that may begin with a digit, as a name that may not.
fn starting(id: &str) -> String {
    if id.starts_with(|letter: char| letter.is_ascii_digit()) { format!("_{id}") } else { id.to_owned() }
}

/// The first text or month of a row, as a part of a name.
fn about(cells: &[Value]) -> Option<String> {
    let text = cells.iter().find_map(|value| match value {
        Value::Text(text) => Some(text.clone()),
        Value::Month(month) => Some(month.format("%Y-%m").to_string()),
        _ => None,
    })?;
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !is_of_name(letter)).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("_").chars().take(ROW).collect();
    let slug = slug.trim_end_matches('_');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// Letters and digits of every script that needs no further mark; Excel's names take no others for sure.
fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() && !matches!(letter, '²' | '³' | '¹' | '¼' | '½' | '¾')
}
