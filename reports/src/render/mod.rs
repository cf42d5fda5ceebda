//! A report as a value in every format, one file or folder per format.
//!
//! Nothing here computes a figure. What is read by eyes (page, terminal) writes it in the reader's [`Locale`]; what is read
//! by programs (CSV, JSON) has plain numbers and ISO dates, the same in every locale.
//!
//! | file | format |
//! |---|---|
//! | `text` | a terminal |
//! | `html` | a page that stands alone |
//! | `csv` | one file per table, and one of the figures |
//! | `json` | one document, with a published schema |
//! | `xlsx` | a workbook that computes |
//! | `files` | all of them on disk |
//!
//! Beside them, for every format: `check` (is the value sound?), `chart_data` (what a chart draws, as a table) and `plain`
//! (a value for programs).

mod chart_data;
pub mod check;
pub mod csv;
pub mod files;
pub mod html;
pub mod json;
mod plain;
pub mod text;
mod text_table;
pub mod xlsx;

use crate::brand::Brand;
use crate::locale::Locale;

/// How a report looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// Whose report it is.
    pub brand: Brand,
    /// How its numbers and dates are written.
    pub locale: Locale,
}
