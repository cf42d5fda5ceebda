//! What is wrong with an input: where, what, what was expected, the way out. All of it at once.

use std::fmt;

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

/// Every fault of an input, never empty where it is returned as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "error: {}", problem.what)?;
            match problem.line {
                Some(line) => writeln!(f, "  {}:{line}", problem.file)?,
                None => writeln!(f, "  {}", problem.file)?,
            }
            writeln!(f, "expected: {}\nhint: {}", problem.expected, problem.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
