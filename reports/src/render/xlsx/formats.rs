//! How each kind of cell looks: one place for the fonts, the colors and the number formats.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::render::Style;
use crate::report::{Kind, Report, Value};

/// Marks a cell that may be changed: blue letters on a tint of blue.
const INPUT: (u32, u32) = (0x0B_3D_91, 0xE6_F0_FB);
const MUTED: u32 = 0x58_63_70;
const UNKNOWN: u32 = 0x8A_4B_00;
/// Titles and lines where no brand has a color.
const ACCENT: u32 = 0x0B_4F_8A;

/// Digits behind the point that a quantity shows at most, as on the page; the cell has all.
const QUANTITY_DIGITS: usize = 3;

/// Every format of the workbook.
pub(super) struct Formats {
    accent: Color,
    symbol: String,
    minor_units: u32,
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) muted: Format,
    pub(super) text: Format,
    /// A text right of a figure: an indent keeps them apart.
    pub(super) beside: Format,
    /// The same of less weight, on one line.
    pub(super) remark: Format,
    pub(super) link: Format,
    pub(super) unknown: Format,
    pub(super) unknown_left: Format,
    pub(super) unknown_total: Format,
    pub(super) head: Format,
    pub(super) head_right: Format,
    /// Of a text right of a figure.
    pub(super) head_beside: Format,
    /// Of `unknown` where a formula says it, for a conditional format.
    pub(super) unknown_mark: Format,
    /// Colors of a state, for conditional formats.
    pub(super) good: Format,
    pub(super) bad: Format,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Data,
    Input,
    Total,
}

impl Formats {
    pub(super) fn new(report: &Report, style: &Style) -> Formats {
        let accent = match style.brand.accent.map(crate::brand::Accent::light) {
            Some(color) => u32::from_be_bytes([0, color.0, color.1, color.2]),
            None => ACCENT,
        };
        let accent = Color::RGB(accent);
        let head = || {
            base()
                .set_align(FormatAlign::Bottom)
                .set_bold()
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Medium)
                .set_border_bottom_color(accent)
        };
        let unknown = || base().set_italic().set_font_color(UNKNOWN).set_align(FormatAlign::Right);
        Formats {
            accent,
            symbol: symbol(&report.currency),
            minor_units: report.minor_units,
            title: base().set_bold().set_font_size(18.0).set_font_color(accent),
            heading: base().set_bold().set_font_size(12.5),
            muted: base().set_font_color(MUTED),
            text: base().set_align(FormatAlign::Top),
            beside: base().set_align(FormatAlign::Left).set_indent(1).set_text_wrap(),
            remark: base().set_align(FormatAlign::Left).set_indent(1).set_font_color(MUTED),
            link: base().set_font_color(accent).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            unknown: unknown(),
            unknown_left: unknown().set_align(FormatAlign::Left),
            unknown_total: total(unknown(), accent),
            head: head(),
            head_right: head().set_align(FormatAlign::Right),
            head_beside: head().set_align(FormatAlign::Left).set_indent(1),
            unknown_mark: Format::new().set_italic().set_font_color(UNKNOWN),
            good: Format::new().set_font_color(0x0B_5D_3B).set_background_color(0xE3_F4_EA),
            bad: Format::new().set_font_color(0x8A_2B_00).set_background_color(0xFC_E6_DB),
        }
    }

    /// The color of the brand, or ours.
    pub(super) fn accent(&self) -> Color {
        self.accent
    }

    /// What `unknown` looks like in a column.
    pub(super) fn unknown_of(&self, kind: Kind) -> &Format {
        if is_right(kind) { &self.unknown } else { &self.unknown_left }
    }

    /// The head of a column, the first one or one right of another.
    pub(super) fn head_of(&self, kind: Kind, at: usize) -> &Format {
        match (is_right(kind), at) {
            (true, _) => &self.head_right,
            (false, 0) => &self.head,
            (false, _) => &self.head_beside,
        }
    }

    /// The cells of a column with `digits` behind the point.
    pub(super) fn of(&self, kind: Kind, digits: u32, role: Role) -> Format {
        let format = base().set_num_format(self.number(kind, digits));
        let format = format.set_align(if is_right(kind) { FormatAlign::Right } else { FormatAlign::Left });
        match role {
            Role::Data => format,
            Role::Input => {
                let (ink, ground) = INPUT;
                let border = format.set_font_color(ink).set_background_color(ground).set_border(FormatBorder::Thin);
                border.set_border_color(0xB7_CD_EA)
            }
            Role::Total => total(format, self.accent),
        }
    }

    /// The format of a single value.
    pub(super) fn value(&self, value: &Value) -> Format {
        let kind = value.kind().unwrap_or(Kind::Text);
        let digits = value.number().map_or(0, |number| number.normalize().scale()).min(6);
        let least = if matches!(kind, Kind::Amount | Kind::Price) { self.minor_units } else { 0 };
        let format = self.of(kind, digits.max(least), Role::Data);
        if is_right(kind) { format } else { format.set_align(FormatAlign::Right) }
    }

    /// The number format of a kind.
    pub(super) fn number(&self, kind: Kind, digits: u32) -> String {
        let digits = digits as usize;
        let point = if digits > 0 { "." } else { "" };
        match kind {
            Kind::Amount | Kind::Price => {
                let number = format!("\"{}\"#,##0{point}{}", self.symbol, "0".repeat(digits));
                format!("{number};\\-{number}")
            }
            Kind::Count => "#,##0".to_owned(),
            Kind::Quantity => format!("#,##0{point}{}", "0".repeat(digits.min(QUANTITY_DIGITS))),
            Kind::Share => "0.0%".to_owned(),
            Kind::Day => "yyyy-mm-dd".to_owned(),
            Kind::Instant => "yyyy-mm-dd hh:mm".to_owned(),
            Kind::Month => "mmm yyyy".to_owned(),
            // As it is typed: a text cell that is edited stays one.
            Kind::Text => "@".to_owned(),
        }
    }

    /// The number format of an axis: money without the digits of the minor unit.
    pub(super) fn axis(&self, kind: Kind) -> String {
        if kind == Kind::Share { "0%".to_owned() } else { self.number(kind, 0) }
    }
}

/// Does a cell of this kind stand on the right?
pub(super) fn is_right(kind: Kind) -> bool {
    kind.is_figure() && kind != Kind::Day
}

fn base() -> Format {
    Format::new().set_font_name("Calibri").set_font_size(10.5).set_align(FormatAlign::Top)
}

fn total(format: Format, accent: Color) -> Format {
    format.set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(accent)
}

/// `$`, `€`, `£` and `₹` as they are, other currencies by their code; no mark that a number format would read.
fn symbol(currency: &str) -> String {
    match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "INR" => "₹".to_owned(),
        code => format!("{} ", code.replace(['"', '\\'], "")),
    }
}
