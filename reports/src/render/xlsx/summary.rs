//! The first sheet: what the report is, its headline, every figure, and what the other sheets hold.

use rust_xlsxwriter::{Formula, Url, Worksheet, XlsxError};

use super::checks::{self, Check};
use super::place::{CHECKS, SUMMARY};
use super::source::{self, Live};
use super::{Book, cells, table, width};
use crate::render::Style;
use crate::report::{Block, Figure, Sentence, Value};

/// One row of the sheet.
pub(super) enum Line<'a> {
    Gap,
    Title,
    Fact(String),
    Lead(String),
    Said(String),
    State,
    Head,
    Section(&'a str),
    Figure(&'a Figure),
    Heading(&'static str),
    /// A sheet: its name, rows, what it shows.
    Sheet(String, Option<usize>, String),
}

/// Widths of figure, value, origin and detail; characters of a line over all of them.
const WIDTHS: [f64; 4] = [34.0, 24.0, 44.0, 58.0];
const WHOLE: usize = 140;
/// Characters of a headline, which is set larger.
const LEAD: usize = 118;

/// Every row, so that a figure's row is known before it is written.
pub(super) fn lines<'a>(book: &Book<'a>) -> Vec<Line<'a>> {
    let report = book.report;
    let mut lines = vec![Line::Title];
    lines.extend(facts(book).into_iter().map(Line::Fact));
    lines.push(Line::Gap);
    lines.extend(broken(book, &report.headline, LEAD).into_iter().map(Line::Lead));
    let first = report.sections.iter().take(1).flat_map(|section| &section.blocks);
    for sentence in first.flat_map(sentences) {
        lines.extend(broken(book, sentence, WHOLE).into_iter().map(Line::Said));
    }
    lines.extend([Line::Gap, Line::State, Line::Gap, Line::Head]);
    for section in &report.sections {
        let mut figures = section.blocks.iter().filter_map(of_figures).flatten().peekable();
        if figures.peek().is_some() {
            lines.push(Line::Section(&section.title));
            lines.extend(figures.map(Line::Figure));
        }
    }
    lines.extend([Line::Gap, Line::Heading("Sheets")]);
    for place in &book.places.tables {
        lines.push(Line::Sheet(place.sheet.clone(), Some(place.table.rows.len()), place.table.title.clone()));
    }
    for (chart, name) in &book.places.heat_maps {
        lines.push(Line::Sheet(name.clone(), None, cells::plain(&book.notation.sentence(&chart.title))));
    }
    lines.push(Line::Sheet(CHECKS.to_owned(), None, "Control totals".to_owned()));
    lines
}

fn of_figures(block: &Block) -> Option<&Vec<Figure>> {
    if let Block::Figures(figures) = block { Some(figures) } else { None }
}

fn sentences(block: &Block) -> &[Sentence] {
    match block {
        Block::Paragraph(sentence) => std::slice::from_ref(sentence),
        Block::List(list) => list,
        _ => &[],
    }
}

fn broken(book: &Book<'_>, sentence: &Sentence, width: usize) -> Vec<String> {
    width::lines(&cells::plain(&book.notation.sentence(sentence)), width)
}

fn facts(book: &Book<'_>) -> Vec<String> {
    let (report, notation) = (book.report, &book.notation);
    vec![
        format!("{} · {}", report.organization, notation.period(report.period)),
        format!("As of {} · amounts in {}", notation.instant(report.as_of), report.currency),
        format!("Snapshot {} · seatwise {}", report.snapshot, report.tool_version),
    ]
}

/// Every figure with its sheet row.
pub(super) fn figures<'a, 'b>(lines: &'b [Line<'a>]) -> impl Iterator<Item = (&'a Figure, u32)> + 'b {
    (0..).zip(lines).filter_map(|(row, line)| if let Line::Figure(figure) = line { Some((*figure, row)) } else { None })
}

/// The cell of a figure, as a formula of this sheet names it.
pub(super) fn cell(lines: &[Line<'_>], id: &str) -> Option<String> {
    figures(lines).find(|(figure, _)| figure.id == id).map(|(_, row)| format!("$B${}", row + 1))
}

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, style: &Style, checks: &[Check]) -> Result<(), XlsxError> {
    sheet.set_name(SUMMARY)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let lines = lines(book);
    for (row, line) in (0..).zip(&lines) {
        match line {
            Line::Title => title(sheet, book, style)?,
            Line::Figure(figure) => {
                let live = source::live(book, figure, &|id| cell(&lines, id));
                of_figure(sheet, book, row, (figure, live.as_ref()))?;
            }
            Line::State => state(sheet, book, row, checks)?,
            line => words(sheet, book, row, line)?,
        }
    }
    let last = lines.len() as u32;
    cells::mark_unknown(sheet, (0, 1), (last, 1), &book.formats.unknown_mark)?;
    sheet.set_screen_gridlines(false);
    table::print_setup(sheet, "");
    Ok(())
}

/// The company stands before the title, as on the page.
fn title(sheet: &mut Worksheet, book: &Book<'_>, style: &Style) -> Result<(), XlsxError> {
    let title = match &style.brand.company {
        Some(company) => format!("{company} · {}", book.report.title),
        None => book.report.title.clone(),
    };
    sheet.set_row_height(0, 28.0)?;
    cells::text(sheet, (0, 0), &title, &book.formats.title)
}

/// Rows that hold words alone.
fn words(sheet: &mut Worksheet, book: &Book<'_>, row: u32, line: &Line<'_>) -> Result<(), XlsxError> {
    let formats = &book.formats;
    match line {
        Line::Fact(text) => cells::text(sheet, (row, 0), text, &formats.muted),
        Line::Lead(text) => {
            sheet.set_row_height(row, 18.0)?;
            cells::text(sheet, (row, 0), text, &formats.heading)
        }
        Line::Said(text) => cells::text(sheet, (row, 0), text, &formats.text),
        Line::Section(text) => heading(sheet, book, row, text),
        Line::Heading(text) => heading(sheet, book, row, text),
        Line::Head => {
            cells::text(sheet, (row, 0), "Figure", &formats.head)?;
            for (column, head) in [(2, "Computed from"), (3, "Detail")] {
                cells::text(sheet, (row, column), head, &formats.head_beside)?;
            }
            cells::text(sheet, (row, 1), "Value", &formats.head_right)
        }
        Line::Sheet(name, rows, title) => {
            let link = Url::new(format!("internal:{}!A1", rust_xlsxwriter::utility::quote_sheet_name(name)));
            sheet.write_url_with_format(row, 0, link.set_text(name), &formats.link)?;
            if let Some(rows) = rows {
                let rows = Value::count(*rows as u64);
                let text =
                    format!("{} {}", book.notation.value(&rows), if rows == Value::count(1) { "row" } else { "rows" });
                cells::text(
                    sheet,
                    (row, 1),
                    &text,
                    &formats.muted.clone().set_align(rust_xlsxwriter::FormatAlign::Right),
                )?;
            }
            cells::text(sheet, (row, 2), title, &formats.remark)
        }
        _ => Ok(()),
    }
}

fn heading(sheet: &mut Worksheet, book: &Book<'_>, row: u32, text: &str) -> Result<(), XlsxError> {
    sheet.set_row_height(row, 24.0)?;
    cells::text(sheet, (row, 0), text, &book.formats.heading.clone().set_align(rust_xlsxwriter::FormatAlign::Bottom))
}

fn of_figure(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    row: u32,
    (figure, live): (&Figure, Option<&Live>),
) -> Result<(), XlsxError> {
    let formats = &book.formats;
    let format = formats.value(&figure.value);
    cells::text(sheet, (row, 0), &figure.label, &formats.text.clone().set_text_wrap())?;
    match live {
        Some(live) => cells::formula(sheet, (row, 1), &live.formula, (&figure.value, &format))?,
        None => cells::value(sheet, (row, 1), &figure.value, (&format.set_text_wrap(), &formats.unknown))?,
    }
    let from = live.map_or("", |live| live.words.as_str());
    cells::text(sheet, (row, 2), from, &formats.beside)?;
    let detail = figure.detail.as_ref().map(|detail| cells::plain(&book.notation.sentence(detail)));
    let detail = detail.unwrap_or_default();
    let value = cells::plain(&book.notation.value(&figure.value));
    let texts =
        [(figure.label.as_str(), WIDTHS[0]), (&value, WIDTHS[1]), (from, WIDTHS[2] - 2.0), (&detail, WIDTHS[3] - 2.0)];
    let lines = texts.into_iter().map(|(text, width)| width::lines_in(text, width as usize)).max().unwrap_or(1);
    if lines > 1 {
        sheet.set_row_height(row, width::height(lines))?;
    }
    cells::text(sheet, (row, 3), &detail, &formats.beside)
}

fn state(sheet: &mut Worksheet, book: &Book<'_>, row: u32, checks: &[Check]) -> Result<(), XlsxError> {
    let Some((formula, result)) = checks::overall(checks) else {
        return cells::text(sheet, (row, 0), "No control totals: nothing here is summed up.", &book.formats.muted);
    };
    cells::text(sheet, (row, 0), "Control totals", &book.formats.text)?;
    let format = book.formats.text.clone().set_align(rust_xlsxwriter::FormatAlign::Center);
    sheet.write_formula_with_format(row, 1, Formula::new(format!("={formula}")).set_result(result), &format)?;
    checks::states(sheet, book, (row, 1), (row, 1))?;
    let says = "OK: agrees with the report. Change blue cells: figures computed from them follow, sentences do not.";
    cells::text(sheet, (row, 2), says, &book.formats.remark)
}
