//! A heat map: weekdays and hours as a grid of cells, colored by a rule, so that it stays right when cells are changed.

use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatFormula, Format, FormatAlign, FormatBorder, Worksheet, XlsxError,
};

use super::table::print_setup;
use super::{Book, cells, width};
use crate::format::UNKNOWN;
use crate::report::{Chart, Drawing};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Row of the hours.
const HOURS: u32 = 3;

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, chart: &Chart, name: &str) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let Drawing::HeatMap { cells: days, committed } = &chart.drawing else { return Ok(()) };
    let formats = &book.formats;
    sheet.set_column_width(0, 13.0)?;
    sheet.set_column_range_width(1, 24, 7.5)?;
    cells::text(sheet, (0, 0), &cells::plain(&book.notation.sentence(&chart.title)), &formats.heading)?;
    cells::text(sheet, (1, 0), &chart.units, &formats.muted)?;
    cells::text(sheet, (HOURS, 0), "Weekday", &formats.head)?;
    for hour in 0..24_u16 {
        cells::text(sheet, (HOURS, hour + 1), &format!("{hour:02}:00"), &formats.head_right)?;
    }
    let count = Format::new().set_font_name("Calibri").set_font_size(10.5).set_num_format("#,##0");
    let count = count.set_align(FormatAlign::Right);
    for (row, (hours, day)) in (HOURS + 1..).zip(days.iter().zip(WEEKDAYS.into_iter().cycle())) {
        sheet.set_row_height(row, 20.0)?;
        cells::text(sheet, (row, 0), day, &formats.text)?;
        for (column, people) in (1..).zip(hours) {
            match people {
                Some(people) => sheet.write_number_with_format(row, column, *people as f64, &count)?,
                None => sheet.write_string_with_format(row, column, "–", &formats.unknown)?,
            };
        }
    }
    let last = HOURS + days.len() as u32;
    rules(sheet, last, *committed)?;
    below(sheet, book, chart, (last, *committed))?;
    sheet.set_freeze_panes(HOURS + 1, 1)?;
    print_setup(sheet, "");
    Ok(())
}

/// A light to a middle blue on which black is read; above the commitment bold in a frame, which a gray print keeps.
fn rules(sheet: &mut Worksheet, last: u32, committed: Option<u64>) -> Result<(), XlsxError> {
    if committed.is_some() {
        let above = Format::new().set_bold().set_border(FormatBorder::Thin).set_border_color(0xB3_4A_00);
        let rule = format!("=AND(ISNUMBER(B{0}),B{0}>$B${1})", HOURS + 2, last + 3);
        let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(above);
        sheet.add_conditional_format(HOURS + 1, 1, last, 24, &rule)?;
    }
    let scale = ConditionalFormat2ColorScale::new().set_minimum_color(0xF4_F8_FC).set_maximum_color(0x6F_AE_DC);
    sheet.add_conditional_format(HOURS + 1, 1, last, 24, &scale)?;
    Ok(())
}

fn below(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    chart: &Chart,
    (last, committed): (u32, Option<u64>),
) -> Result<(), XlsxError> {
    let formats = &book.formats;
    let mut lines = Vec::new();
    if let Some(committed) = committed {
        cells::text(sheet, (last + 2, 0), "Committed", &formats.text)?;
        let value = crate::report::Value::count(committed);
        cells::value(sheet, (last + 2, 1), &value, (&formats.value(&value), &formats.unknown))?;
        lines.push("Bold in a frame: more people at once than are committed.".to_owned());
    }
    let Drawing::HeatMap { cells: days, .. } = &chart.drawing else { return Ok(()) };
    if days.iter().flatten().any(Option::is_none) {
        lines.push(format!("–: {UNKNOWN}."));
    }
    lines.extend(chart.note.iter().map(|note| cells::plain(&book.notation.sentence(note))));
    let lines = lines.iter().flat_map(|line| width::lines(line, 150));
    for (row, line) in (last + 4..).zip(lines) {
        cells::text(sheet, (row, 0), &line, &formats.muted)?;
    }
    Ok(())
}
