//! Texts in CSV files.

/// A cell that a spreadsheet would read as a formula gets an apostrophe before it; whoever reads the file with a program
/// strips it again. Numbers never get one.
#[must_use]
pub fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
