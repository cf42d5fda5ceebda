//! From today's bill to the target in steps; exposure stands apart, because it is not money saved.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::frame::Frame;
use super::palette::Color;
use super::scene::{Anchor, FIGURE, SMALL, STRONG, Type, measure, wrapped};
use crate::format::{MoneyFormat, UNKNOWN, day};
use crate::overview::Overview;

/// Height of the tallest column.
const HIGH: f64 = 170.0;
/// Room above the columns for a figure.
const HEADROOM: f64 = 26.0;

pub(super) fn title(overview: &Overview) -> String {
    let savings = &overview.savings;
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let known = (savings.start_monthly, savings.target_monthly, savings.cash_now_monthly, savings.at_renewal_monthly);
    let (Some(start), Some(target), Some(now), Some(renewal)) = known else {
        return "Savings are unknown: no presence data, or a price is missing".to_owned();
    };
    let verb = if target > start { "rises" } else { "can fall" };
    let later = if renewal < Decimal::ZERO {
        format!("but {} more at renewal", money.brief(-renewal))
    } else {
        format!("{} at renewal", money.brief(renewal))
    };
    if start == target {
        return format!("The bill of {} a month has nothing to save", money.brief(start));
    }
    format!(
        "The bill {verb} from {} to {} a month: {} at once, {later}",
        money.brief(start),
        money.brief(target),
        money.brief(now)
    )
}

/// One column: from one level to another.
struct Column {
    name: &'static str,
    note: String,
    /// What is printed; `None` = unknown.
    figure: Option<String>,
    /// Levels in units of money, for pixels only.
    span: Option<(f64, f64)>,
    color: Color,
}

pub(super) fn draw(frame: &mut Frame, overview: &Overview) {
    let steps = steps(frame, overview);
    let exposure = exposure(frame, overview);
    let levels = steps.iter().chain([&exposure]).filter_map(|column| column.span);
    let most = levels.map(|(from, to)| from.max(to)).fold(0.0, f64::max).max(0.01);
    let wide = frame.room() / 5.35;
    let figure = figure_type(steps.iter().chain([&exposure]), wide);
    let base = frame.y + HEADROOM + HIGH;
    let (top, left, rule) = (frame.y, frame.left(), frame.ink.rule);
    for (at, step) in steps.iter().enumerate() {
        column(frame, step, figure, (left + at as f64 * wide, wide), (base, HIGH / most));
        if let (Some((_, level)), true) = (step.span, at + 1 < steps.len()) {
            let y = base - level * HIGH / most;
            let x = left + at as f64 * wide;
            frame.scene.line((x + wide * 0.86, y), (x + wide * 1.14, y), rule);
        }
    }
    frame.scene.line((left, base), (left + wide * 4.0, base), rule);
    let apart = left + wide * 4.17;
    let lines = steps.iter().chain([&exposure]).map(|column| below(column, wide).len()).max().unwrap_or(0);
    let bottom = base + 10.0 + LINE * lines as f64;
    frame.scene.dashes(apart, (top, bottom), rule);
    let x = left + wide * 4.35;
    column(frame, &exposure, figure, (x, wide), (base, HIGH / most));
    frame.scene.line((x, base), (x + wide, base), rule);
    frame.y = bottom;
    if steps.iter().any(|step| step.figure.is_none()) {
        frame.remark("unknown: there is no presence data, or a contracted price is missing; see the findings.");
    }
}

fn steps(frame: &Frame, overview: &Overview) -> [Column; 4] {
    let savings = &overview.savings;
    let (start, now) = (savings.start_monthly.map(pixels), savings.cash_now_monthly.map(pixels));
    let (later, target) = (savings.at_renewal_monthly.map(pixels), savings.target_monthly.map(pixels));
    let after = start.zip(now).map(|(start, now)| start - now);
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let level = |amount: Option<Decimal>| amount.map(|amount| money.brief(amount));
    let change = |amount: Option<Decimal>| {
        amount.map(|saved| format!("{}{}", if saved.is_sign_negative() { "+" } else { "" }, money.brief(-saved)))
    };
    let falls = |saved: Option<f64>| if saved.unwrap_or(0.0) < 0.0 { frame.ink.alert } else { frame.ink.idle[1] };
    let from = |date: Option<chrono::NaiveDate>, without: &str| {
        date.map_or_else(|| without.to_owned(), |date| format!("from {}", day(date)))
    };
    [
        Column {
            name: "Today",
            note: "seat bill".to_owned(),
            figure: level(savings.start_monthly),
            span: start.map(|start| (0.0, start)),
            color: frame.ink.bar,
        },
        Column {
            name: "Cash now",
            note: from(savings.cash_from, "no date"),
            figure: change(savings.cash_now_monthly),
            span: start.zip(after),
            color: falls(now),
        },
        Column {
            name: "At renewal",
            note: from(savings.renewal, "no end of a contract, no date"),
            figure: change(savings.at_renewal_monthly),
            span: after.zip(later).map(|(after, later)| (after, after - later)),
            color: falls(later),
        },
        Column {
            name: "Target",
            note: "after both".to_owned(),
            figure: level(savings.target_monthly),
            span: target.map(|target| (0.0, target)),
            color: frame.ink.gone,
        },
    ]
}

fn exposure(frame: &Frame, overview: &Overview) -> Column {
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let amount = overview.savings.exposure_monthly;
    Column {
        name: "Exposure",
        note: "list value, not money saved".to_owned(),
        figure: Some(money.brief(amount)),
        span: Some((0.0, pixels(amount))),
        color: frame.ink.calm,
    }
}

/// The largest letters in which every figure fits its column.
fn figure_type<'a>(columns: impl Iterator<Item = &'a Column>, wide: f64) -> Type {
    let figures: Vec<&str> = columns.map(|column| column.figure.as_deref().unwrap_or(UNKNOWN)).collect();
    let fits = |style: &Type| figures.iter().all(|figure| measure(figure, *style) <= wide - 2.0);
    let widest = figures.iter().map(|figure| measure(figure, TINY)).fold(1.0, f64::max);
    // Below 6 pixels nothing can be read: a chart that narrow has to be drawn wider.
    let shrunk = Type { size: (TINY.size * (wide - 3.0) / widest).clamp(6.0, TINY.size), ..TINY };
    [FIGURE, STRONG, SMALL_BOLD].into_iter().find(fits).unwrap_or(shrunk)
}

fn column(frame: &mut Frame, column: &Column, style: Type, (x, wide): (f64, f64), (base, pixels_per_unit): (f64, f64)) {
    let (text, muted) = (frame.ink.text, frame.ink.muted);
    let middle = x + wide / 2.0;
    let mut top = base;
    if let Some((from, to)) = column.span {
        let (upper, lower) = (from.max(to).max(0.0), from.min(to).max(0.0));
        top = base - upper * pixels_per_unit;
        // A step of little money stays visible.
        let high = ((upper - lower) * pixels_per_unit).max(2.0);
        frame.scene.rect((x + wide * 0.14, top), (wide * 0.72, high), column.color);
        top = top.min(base - 2.0);
    }
    let figure = column.figure.as_deref().unwrap_or(UNKNOWN);
    frame.scene.text((middle, top - 12.0), figure, style, text, Anchor::Middle);
    let mut y = base + 14.0;
    for (line, style) in below(column, wide) {
        let color = if style.bold { text } else { muted };
        frame.scene.text((middle, y), &line, style, color, Anchor::Middle);
        y += LINE;
    }
}

/// Name and note of a column, wrapped to its width.
fn below(column: &Column, wide: f64) -> Vec<(String, Type)> {
    let word_fits = |style: &Type| column.name.split(' ').all(|word| measure(word, *style) <= wide);
    let style = [STRONG, SMALL_BOLD].into_iter().find(word_fits).unwrap_or(TINY);
    let name = wrapped(column.name, style, wide).into_iter().map(|line| (line, style));
    let note = wrapped(&column.note, SMALL, wide - 4.0).into_iter().map(|line| (line, SMALL));
    name.chain(note).collect()
}

/// Height of a line below the columns.
const LINE: f64 = 15.0;

/// Letters of figures that are wider than their columns: large amounts, narrow paper.
const SMALL_BOLD: Type = Type { size: 11.0, bold: true };
const TINY: Type = Type { size: 8.5, bold: true };

/// For the length of a column only.
fn pixels(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or(0.0)
}
