//! Formats of cells: one per meaning, from the currency of the value.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::overview::Overview;

/// Every format of the workbook.
pub(super) struct Style {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) head: Format,
    pub(super) head_right: Format,
    pub(super) muted: Format,
    /// Muted text right of a figure.
    pub(super) remark: Format,
    pub(super) text: Format,
    /// Text right of another column: its indent keeps it apart from a figure before it.
    pub(super) text_beside: Format,
    pub(super) head_beside: Format,
    pub(super) count: Format,
    pub(super) money: Format,
    /// Unit prices: as money, and more digits where there are more.
    pub(super) price: Format,
    pub(super) day: Format,
    pub(super) instant: Format,
    pub(super) unknown: Format,
}

impl Style {
    pub(super) fn new(overview: &Overview) -> Self {
        let base = || Format::new().set_font_name("Calibri").set_font_size(10.5).set_align(FormatAlign::VerticalCenter);
        let head = || base().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
        Self {
            title: base().set_bold().set_font_size(18.0),
            heading: base().set_bold().set_font_size(12.5),
            head: head(),
            head_right: head().set_align(FormatAlign::Right),
            remark: base().set_align(FormatAlign::Left).set_indent(1).set_font_color("#586370"),
            muted: base().set_font_color("#586370"),
            text: base(),
            text_beside: base().set_align(FormatAlign::Left).set_indent(1),
            head_beside: head().set_align(FormatAlign::Left).set_indent(1),
            count: base().set_num_format("#,##0"),
            money: base().set_num_format(money(overview, "")),
            price: base().set_num_format(money(overview, "##")),
            day: base().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left).set_indent(1),
            instant: base().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left).set_indent(1),
            unknown: base().set_italic().set_font_color("#8A4B00").set_align(FormatAlign::Right),
        }
    }
}

/// Number format of the currency: its symbol or code, its minor units, then `further` optional digits.
pub(super) fn money(overview: &Overview, further: &str) -> String {
    let symbol = match overview.currency.as_str() {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "INR" => "₹".to_owned(),
        // Letters in quotes, or the format would read them as codes of its own; a code has no quote.
        code => format!("{} ", code.replace('"', "")),
    };
    let zeros = "0".repeat(overview.minor_units as usize);
    let digits = match (zeros.as_str(), further) {
        ("", "") => "#,##0".to_owned(),
        (zeros, further) => format!("#,##0.{zeros}{further}"),
    };
    format!("\"{symbol}\"{digits};[Red]-\"{symbol}\"{digits}")
}
