//! A report as PDF: the value in, bytes out, nothing read and no clock asked.
//!
//! The pages are set by typst from `template/report.typ`. The report reaches the template as values, never as markup: a name
//! with `#` or `$` in it is that name. Charts are the SVG of `seatwise_reports`, in the font they were measured with.
//!
//! | file | question |
//! |---|---|
//! | `data` | what does the template get? |
//! | `table` | what of a table is shown, and what decides how wide its columns are? |
//! | `text` | words with figures, words too long for their place |
//! | `world` | what does typst find outside the template? |
//! | `template` | how does it look? |
//!
//! A crate of its own, because typst takes minutes to build and nothing else needs it.

mod data;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod world;

use std::collections::BTreeSet;

use seatwise_reports::charts::ChartError;
use seatwise_reports::render::Style;
use seatwise_reports::report::Report;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub use world::Fonts;
use world::ReportWorld;

/// What a report is set on and with.
#[derive(Debug, Clone, Default)]
pub struct Press {
    /// The paper.
    pub paper: Paper,
    /// Fonts beside ours, which have Latin, Greek, Cyrillic and some more.
    pub fonts: Fonts,
}

/// A PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Letters that no font has: a box stands in for each.
    pub without_glyph: BTreeSet<char>,
}

/// The paper that pages are set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A chart could not be drawn.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// The pages could not be set or written: a mistake in the template, or a logo that typst can't read.
    #[error("the PDF could not be made: {}", .0.join("; "))]
    Set(Vec<String>),
}

/// The PDF of a report. Same report, style, paper and fonts: same bytes.
///
/// # Errors
/// [`PdfError`] where a chart can't be drawn or the pages can't be set.
pub fn pdf(report: &Report, style: &Style, press: &Press) -> Result<Pdf, PdfError> {
    let inputs = data::inputs(report, style, press.paper)?;
    let world = ReportWorld::new(inputs.clone(), &press.fonts);
    let set = typst::compile::<PagedDocument>(&world).output;
    let written = set.and_then(|document| typst_pdf::pdf(&document, &options(report)));
    // What was remembered of this report helps no other one; a process that lives long would keep it all.
    typst::comemo::evict(0);
    let bytes = written.map_err(|errors| PdfError::Set(errors.iter().map(said).collect()))?;
    Ok(Pdf { bytes, without_glyph: world.without_glyph(&inputs) })
}

fn options(report: &Report) -> PdfOptions {
    PdfOptions {
        // The identity of the document, so that it depends on nothing else.
        ident: Smart::Custom(format!("{} {} {}", report.kind, report.organization, report.snapshot)),
        creator: Smart::Custom(Some(format!("seatwise {}", report.tool_version))),
        ..PdfOptions::default()
    }
}

fn said(error: &SourceDiagnostic) -> String {
    error.message.to_string()
}

impl Paper {
    /// Its name in typst, its width and height in millimeters.
    fn size(self) -> (&'static str, f64, f64) {
        match self {
            Self::A4 => ("a4", 210.0, 297.0),
            Self::Letter => ("us-letter", 215.9, 279.4),
        }
    }
}
