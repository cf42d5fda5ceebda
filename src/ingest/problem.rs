//! What is wrong with an input: where, what, what was expected, the way out. All of it at once.

use std::{collections::BTreeMap, fmt};

/// So many problems are printed per file; the rest is counted.
const PRINTED_PER_FILE_MAX: usize = 100;

/// One fault of an input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// Line of the file, from 1; `None` where the file as a whole is meant.
    pub line: Option<u64>,
    /// Name of the column; `None` where no single one is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
    /// The form that was expected.
    pub expected: String,
    /// The way out.
    pub remedy: String,
}

impl Problem {
    /// File, line, and the column where the text does not name it already.
    fn place(&self) -> String {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let column = self.column.as_ref().map(|column| format!("`{column}`"));
        let column = column.filter(|column| !self.what.contains(column.as_str()));
        let column = column.map(|column| format!(", column {column}")).unwrap_or_default();
        format!("{}{line}{column}", self.file)
    }
}

/// Every fault of an input, never empty where it is returned as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut per_file: BTreeMap<&str, usize> = BTreeMap::new();
        for problem in &self.0 {
            let seen = per_file.entry(&problem.file).or_default();
            *seen += 1;
            if *seen > PRINTED_PER_FILE_MAX {
                continue;
            }
            writeln!(f, "error: {}", problem.what)?;
            writeln!(f, "  {}", problem.place())?;
            writeln!(f, "expected: {}\nhint: {}", problem.expected, problem.remedy)?;
        }
        for (file, seen) in per_file.into_iter().filter(|(_, seen)| *seen > PRINTED_PER_FILE_MAX) {
            writeln!(f, "{file}: and {} more", seen - PRINTED_PER_FILE_MAX)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
