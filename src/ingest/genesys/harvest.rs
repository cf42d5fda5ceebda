//! What a piece of a part gives: canonical rows, what they cover, notes, and facts that other parts need.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, PolarsError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::client::ApiError;
use super::part::Part;
use super::span::Span;
use crate::canonical::Table;
use crate::canonical::rows::Row;
use crate::snapshot::{Note, TableBuffer};

/// What one piece gave, still in memory.
#[derive(Default)]
pub struct Harvest {
    buffers: BTreeMap<Table, TableBuffer>,
    /// What is said of it.
    pub about: About,
}

/// What is said of the rows of a piece.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Names of the tables that are there, even without rows.
    pub tables: Vec<String>,
    /// The time that they cover.
    pub covers: Vec<Cover>,
    /// For the manifest.
    pub notes: Vec<Note>,
    /// Names of tables that are incomplete, because this piece could not be collected.
    pub missing: Vec<String>,
    /// Rows, all tables together.
    pub rows: u64,
    /// What other parts need of it.
    pub facts: Value,
}

/// The time that a table, or a feature of `activity`, covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cover {
    /// Name of the table.
    pub table: String,
    /// One feature of `activity`.
    pub feature: Option<String>,
    /// From and to.
    pub span: Span,
}

impl Harvest {
    /// A piece of a part that covers a span: its tables are there, its features are covered.
    pub fn of(part: Part, span: Span) -> Harvest {
        let mut harvest = Harvest::default();
        for table in part.spec().tables {
            harvest.declare(*table);
            if *table != Table::Activity {
                harvest.cover(*table, None, span);
            }
        }
        for feature in part.spec().features {
            harvest.cover(Table::Activity, Some(feature), span);
        }
        harvest
    }

    /// A piece that could not be collected: no rows, no coverage, a note that says why.
    pub fn absent(part: Part, error: &ApiError) -> Harvest {
        let missing = part.spec().tables.iter().map(|table| table.name().to_owned()).collect();
        let (code, why) = match error.status() {
            Some(error) if error.status == 403 => ("part-forbidden", format!("{} ({})", error.message, error.code)),
            Some(error) => ("part-absent", format!("{} {} ({})", error.status, error.message, error.code)),
            None => ("part-absent", error.to_string()),
        };
        let message = format!("{} not collected, its coverage is missing: {why}", part.spec().about);
        let note = Note { code: code.to_owned(), subject: part.to_string(), message };
        Harvest { about: About { missing, notes: vec![note], ..About::default() }, ..Harvest::default() }
    }

    /// A piece that can't be collected without another part.
    pub fn lacking(part: Part, other: Part) -> Harvest {
        let missing = part.spec().tables.iter().map(|table| table.name().to_owned()).collect();
        let message = format!("{} not collected, its coverage is missing: it needs `{other}`", part.spec().about);
        let note = Note { code: "part-absent".to_owned(), subject: part.to_string(), message };
        Harvest { about: About { missing, notes: vec![note], ..About::default() }, ..Harvest::default() }
    }

    /// Says that a table is there, even if no row follows.
    pub fn declare(&mut self, table: Table) {
        let name = table.name().to_owned();
        if !self.about.tables.contains(&name) {
            self.about.tables.push(name);
        }
    }

    /// Says what a table or feature covers.
    pub fn cover(&mut self, table: Table, feature: Option<&str>, span: Span) {
        if !span.is_empty() {
            let (table, feature) = (table.name().to_owned(), feature.map(str::to_owned));
            self.about.covers.push(Cover { table, feature, span });
        }
    }

    /// Takes one row.
    pub fn push(&mut self, row: Row<'_>) {
        let table = row.table();
        self.declare(table);
        self.about.rows += 1;
        self.buffers.entry(table).or_insert_with(|| TableBuffer::new(table)).push_row(row);
    }

    /// Keeps a note for the manifest.
    pub fn note(&mut self, code: &str, subject: &str, message: String) {
        self.about.notes.push(Note { code: code.to_owned(), subject: subject.to_owned(), message });
    }

    /// Keeps what other parts need.
    ///
    /// # Errors
    /// None in practice: facts are plain values.
    pub fn set_facts(&mut self, facts: &impl Serialize) -> Result<(), ApiError> {
        self.about.facts = serde_json::to_value(facts).map_err(|error| ApiError::Local(error.to_string()))?;
        Ok(())
    }

    /// The rows, table by table.
    ///
    /// # Errors
    /// Those of polars.
    pub fn into_frames(self) -> Result<(Vec<(Table, DataFrame)>, About), PolarsError> {
        let frames = self.buffers.into_iter().map(|(table, mut buffer)| Ok((table, buffer.take()?)));
        Ok((frames.collect::<Result<_, PolarsError>>()?, self.about))
    }
}

impl About {
    /// Was it impossible to collect it?
    pub fn is_absent(&self) -> bool {
        !self.missing.is_empty()
    }

    /// What it left for other parts; nothing where it is absent.
    ///
    /// # Errors
    /// A work folder of another version.
    pub fn facts<T: DeserializeOwned + Default>(&self) -> Result<T, ApiError> {
        if self.facts.is_null() {
            return Ok(T::default());
        }
        serde_json::from_value(self.facts.clone()).map_err(|error| {
            ApiError::Local(format!("the work folder can't be read: {error}\nhint: `--restart` begins anew"))
        })
    }
}
