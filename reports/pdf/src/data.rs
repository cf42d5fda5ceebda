//! The report as the values that the template reads from `sys.inputs`.

use chrono::Datelike;
use seatwise_reports::brand::LogoFormat;
use seatwise_reports::charts::{Look, Theme, report as charts};
use seatwise_reports::locale::Notation;
use seatwise_reports::render::Style;
use seatwise_reports::report::{Block, Chart, Figure, Report, Section, Value as Known};
use typst::foundations::{Array, Bytes, Dict, IntoValue, Value, dict};

use crate::text::{breakable, pieces, words};
use crate::{Paper, PdfError, table};

/// Charts are drawn so wide that their labels are as large as the text beside them.
const CHART: Look = Look { theme: Theme::Light, width: 760 };
/// Where a brand has no color: the blue of the charts.
const ACCENT: &str = "#0b4f8a";

/// Everything that the template needs.
pub(crate) fn inputs(report: &Report, style: &Style, paper: Paper) -> Result<Dict, PdfError> {
    let notation = Notation::of(report, style.locale);
    let sections = report.sections.iter().map(|one| section(one, report, &notation));
    let sections = sections.collect::<Result<Array, PdfError>>()?;
    let (paper, width, height) = paper.size();
    let made = report.as_of.date_naive();
    let company = style.brand.company.as_deref();
    Ok(dict! {
        "paper" => paper,
        "width" => width,
        "height" => height,
        "accent" => style.brand.accent.map_or_else(|| ACCENT.to_owned(), |accent| accent.light().to_string()),
        "logo" => logo(style),
        "company" => company.map_or(Value::None, |company| breakable(company).into_value()),
        "author" => company.unwrap_or("seatwise"),
        "year" => i64::from(made.year()),
        "month" => i64::from(made.month()),
        "day" => i64::from(made.day()),
        "title" => breakable(&report.title),
        "organization" => breakable(&report.organization),
        "description" => notation.sentence(&report.headline).replace('`', ""),
        "headline" => pieces(&report.headline, &notation),
        "facts" => facts(report, &notation),
        "source" => format!("As of {} · Snapshot {}", notation.instant(report.as_of), brief(&report.snapshot)),
        "sections" => sections,
    })
}

/// What the report is about and what it rests on.
fn facts(report: &Report, notation: &Notation) -> Array {
    let fact = |label: &str, value: String| dict! { "label" => label, "value" => breakable(&value) }.into_value();
    [
        fact("Period", notation.period(report.period)),
        fact("As of", notation.instant(report.as_of)),
        dict! { "label" => "Snapshot", "value" => snapshot(&report.snapshot) }.into_value(),
        fact("Currency", report.currency.clone()),
        fact("Made by", format!("seatwise {}", report.tool_version)),
    ]
    .into_iter()
    .collect()
}

/// The id of a snapshot in one piece, so that it can be copied; the hash of a folder of tables may break.
fn snapshot(id: &str) -> String {
    if id.chars().count() <= ID { id.to_owned() } else { breakable(id) }
}

/// Letters of the id of a snapshot at most.
const ID: usize = 32;

/// The id of a snapshot, or the first letters of a hash.
fn brief(snapshot: &str) -> String {
    seatwise_reports::format::shortened(snapshot, 28)
}

fn logo(style: &Style) -> Value {
    let Some(logo) = &style.brand.logo else { return Value::None };
    let format = match logo.format() {
        LogoFormat::Png => "png",
        LogoFormat::Svg => "svg",
    };
    dict! { "format" => format, "bytes" => Bytes::new(logo.bytes().to_vec()) }.into_value()
}

fn section(section: &Section, report: &Report, notation: &Notation) -> Result<Value, PdfError> {
    let blocks = section.blocks.iter().map(|one| block(one, section, report, notation));
    let blocks = blocks.collect::<Result<Array, PdfError>>()?;
    Ok(dict! { "title" => words(&section.title), "blocks" => blocks }.into_value())
}

fn block(block: &Block, section: &Section, report: &Report, notation: &Notation) -> Result<Value, PdfError> {
    Ok(match block {
        Block::Paragraph(sentence) => {
            dict! { "kind" => "paragraph", "pieces" => pieces(sentence, notation) }.into_value()
        }
        Block::List(sentences) => {
            let items: Array = sentences.iter().map(|sentence| pieces(sentence, notation)).collect();
            dict! { "kind" => "list", "items" => items }.into_value()
        }
        Block::Figures(figures) => {
            let tiles: Array = figures.iter().map(|one| figure(one, notation)).collect();
            dict! { "kind" => "figures", "tiles" => tiles }.into_value()
        }
        Block::Table(one) => table::table(one, section, notation),
        Block::Chart(chart) => picture(chart, report, notation)?,
    })
}

fn figure(figure: &Figure, notation: &Notation) -> Value {
    let value = notation.value(&figure.value).replace('`', "");
    dict! {
        "label" => words(&figure.label),
        // A figure is never broken.
        "value" => if matches!(figure.value, Known::Text(_)) { breakable(&value) } else { value.clone() },
        "letters" => value.chars().count() as i64,
        "unknown" => figure.value.is_unknown(),
        "detail" => figure.detail.as_ref().map_or(Value::None, |detail| pieces(detail, notation)),
    }
    .into_value()
}

fn picture(chart: &Chart, report: &Report, notation: &Notation) -> Result<Value, PdfError> {
    let svg = charts::svg_for_paper(chart, report, notation, CHART)?;
    let title = charts::title(chart, notation);
    let said = if chart.units.is_empty() { title } else { format!("{title} ({})", chart.units) };
    Ok(dict! { "kind" => "chart", "svg" => Bytes::new(svg.into_bytes()), "alt" => said }.into_value())
}
