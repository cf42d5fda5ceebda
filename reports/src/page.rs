//! A page of a few sections as a value: the same words on a terminal and in a browser.
//!
//! Everything is text already; nothing here computes. [`text`] writes it for a terminal, [`crate::html::small`] as a
//! self-contained document.

/// One page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What kind of page it is, above the title; a terminal leaves it out.
    pub kicker: String,
    /// Of whom or what it tells.
    pub title: String,
    /// Lines below the title.
    pub lead: Vec<String>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// Where it all comes from.
    pub foot: String,
}

/// A heading and what stands below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Below it, in order.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A statement.
    Line(String),
    /// What belongs to the statement above it.
    Detail(String),
    /// Columns and rows.
    Table(Table),
}

/// A table; every row has as many cells as there are columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The head of each column.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Figures stand on the right.
    pub is_figure: bool,
}

impl Column {
    /// A column of words.
    pub fn words(name: &str) -> Column {
        Column { name: name.to_owned(), is_figure: false }
    }

    /// A column of figures.
    pub fn figures(name: &str) -> Column {
        Column { name: name.to_owned(), is_figure: true }
    }
}

impl Section {
    /// A section of statements.
    pub fn of(title: &str, blocks: Vec<Block>) -> Section {
        Section { title: title.to_owned(), blocks }
    }
}

/// Space between two columns.
const GAP: usize = 2;

/// The page for a terminal `width` columns wide. Words that are wider than that stand on lines of their own.
pub fn text(page: &Page, width: usize) -> String {
    let mut lines = filled("", "  ", &page.title, width);
    page.lead.iter().for_each(|line| lines += &filled("  ", "    ", line, width));
    for section in &page.sections {
        lines += &format!("\n{}\n", section.title);
        for block in &section.blocks {
            lines += &match block {
                Block::Line(line) => filled("  ", "    ", line, width),
                Block::Detail(line) => filled("    ", "      ", line, width),
                Block::Table(table) => table_text(table, width),
            };
        }
    }
    if !page.foot.is_empty() {
        lines += &filled("\n", "", &page.foot, width);
    }
    lines
}

/// Columns as wide as what they hold; the last one takes what is left and goes on below itself.
fn table_text(table: &Table, width: usize) -> String {
    let Some(last) = table.columns.len().checked_sub(1) else { return String::new() };
    let widest = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(String::as_str);
        cells.chain([table.columns[at].name.as_str()]).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..=last).map(widest).collect();
    let row = |cells: Vec<&str>| {
        let mut first = "  ".to_owned();
        for (at, cell) in cells.iter().take(last).enumerate() {
            let space = " ".repeat(widths[at].saturating_sub(cell.chars().count()));
            first += &if table.columns[at].is_figure { format!("{space}{cell}") } else { format!("{cell}{space}") };
            first += &" ".repeat(GAP);
        }
        let cell = cells.get(last).copied().unwrap_or_default();
        if table.columns[last].is_figure {
            first += &" ".repeat(widths[last].saturating_sub(cell.chars().count()));
        }
        let rest = " ".repeat(first.chars().count().min(width / 2));
        filled(&first, &rest, cell, width)
    };
    let head = row(table.columns.iter().map(|column| column.name.as_str()).collect());
    table.rows.iter().map(|cells| row(cells.iter().map(String::as_str).collect())).fold(head, |all, row| all + &row)
}

/// Text behind `first`, in as many lines as it takes; the further ones begin with `rest`. Ends with a line break. A word
/// that is wider than the page stands on a line of its own.
pub fn filled(first: &str, rest: &str, text: &str, width: usize) -> String {
    let (mut lines, mut line, mut is_empty) = (String::new(), first.to_owned(), true);
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > width {
            lines += line.trim_end();
            lines.push('\n');
            (line, is_empty) = (rest.to_owned(), true);
        }
        if !is_empty {
            line.push(' ');
        }
        line += word;
        is_empty = false;
    }
    lines + line.trim_end() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_columns_and_broken_lines() {
        let table = Table {
            columns: vec![Column::words("feature"), Column::figures("events"), Column::words("needed")],
            rows: vec![
                vec!["voice".into(), "12".into(), "used".into()],
                vec!["chat".into(), "0".into(), "no event in the window and fully covered".into()],
            ],
        };
        let page = Page {
            kicker: "A person".into(),
            title: "Ann".into(),
            lead: vec!["u1 · active".into()],
            sections: vec![Section::of(
                "Used",
                vec![Block::Line("one two three four five six seven".into()), Block::Table(table)],
            )],
            foot: "as of today".into(),
        };
        let expected = "Ann\n  u1 · active\n\nUsed\n  one two three four five six\n    seven\n\
                        \x20 feature  events  needed\n  voice        12  used\n  chat          0  no event in\n\
                        \x20               the window and\n                fully covered\n\nas of today\n";
        assert_eq!(text(&page, 32), expected);
    }
}
