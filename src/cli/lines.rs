//! Text on a page: broken at spaces, so that no line is wider than the page.

/// Adds a line to a page. Writing to a string can't fail.
macro_rules! line {
    ($page:expr) => { $page.push('\n') };
    ($page:expr, $($arg:tt)*) => { { use std::fmt::Write as _; let _ = writeln!($page, $($arg)*); } };
}
pub(crate) use line;

pub use seatwise_reports::page::filled;

/// Columns of a page that does not ask how wide the terminal is.
pub const WIDTH: usize = 80;

/// A page whose lines may be too wide: those that are go on in lines that are two columns further in.
pub fn narrowed(page: &str, width: usize) -> String {
    let line = |line: &str| {
        if line.chars().count() <= width {
            return format!("{line}\n");
        }
        let indent = " ".repeat(line.len() - line.trim_start().len());
        filled(&indent, &format!("{indent}  "), line, width)
    };
    page.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_spaces_and_further_lines_have_their_own_beginning() {
        assert_eq!(filled("  - ", "    ", "one two  three", 11), "  - one two\n    three\n");
        assert_eq!(filled("", "", "a word-that-is-too-wide b", 8), "a\nword-that-is-too-wide\nb\n");
        assert_eq!(filled("  ", "  ", "", 8), "\n");
    }

    #[test]
    fn only_lines_that_are_too_wide_are_broken() {
        assert_eq!(narrowed("a  b  c\n  one two three\n\n", 10), "a  b  c\n  one two\n    three\n\n");
    }
}
