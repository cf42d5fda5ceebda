//! Billed units month by month: a column each, what is above the commitment in the color that asks for attention.
//!
//! Months that are forecast are lighter; months that nobody knows carry a `?`, and a remark names them.

use super::Drawing;
use super::axis::{Plot, Sides, Word, words};
use crate::charts::palette::{Color, between};
use crate::charts::scene::{Anchor, SMALL, STRONG, Type, measure};
use crate::report::MonthPoint;

/// Height of the plot.
const HIGH: f64 = 210.0;
const TINY: Type = Type { size: 10.0, bold: false };

/// Where the columns are.
#[derive(Clone, Copy)]
struct Columns {
    left: f64,
    pitch: f64,
}

impl Columns {
    fn middle(&self, at: usize) -> f64 {
        self.left + (at as f64 + 0.5) * self.pitch
    }
}

pub(super) fn draw(drawing: &mut Drawing<'_>, months: &[MonthPoint]) {
    if months.iter().all(|month| month.billed.is_none()) {
        let what =
            if months.is_empty() { "There is no month to show" } else { "What was billed is not known for any month" };
        return drawing.frame.sentence(&format!("{what}."));
    }
    if let [month] = months {
        return one_month(drawing, month);
    }
    let most = months.iter().flat_map(|month| [month.billed.unwrap_or(0), month.committed]).max().unwrap_or(0);
    let committed = months.last().map_or(0, |month| month.committed);
    let sayings = ["committed".to_owned(), drawing.numbers.count(Some(committed))];
    // Room above the highest column for its figure.
    let range = (0.0, (most.max(1) as f64) * 1.1);
    let numbers = drawing.numbers;
    let sides = Sides { range, is_whole: true, write: &|tick| numbers.quantity(tick), words: &sayings, high: HIGH };
    let plot = Plot::draw(drawing, &sides);
    let columns = Columns { left: plot.left, pitch: (plot.right - plot.left) / months.len() as f64 };
    for (at, month) in months.iter().enumerate() {
        column(drawing, month, columns.middle(at), columns.pitch, &plot);
    }
    commitment(drawing, months, &columns, &plot);
    figures(drawing, months, &columns, &plot);
    month_names(drawing, months, &columns);
    let text = drawing.frame.ink.text;
    let y = plot.y.at(committed as f64);
    let said = [(sayings[0].clone(), SMALL), (sayings[1].clone(), STRONG)];
    let said = said.map(|(text_said, style)| Word { y: y - 7.0, text: text_said, style, color: text });
    words(drawing, plot.right + 8.0, said.into(), (plot.top, plot.base));
    remarks(drawing, months);
}

fn one_month(drawing: &mut Drawing<'_>, month: &MonthPoint) {
    let numbers = drawing.numbers;
    let forecast = if month.is_forecast { " as a forecast" } else { "" };
    drawing.frame.sentence(&format!(
        "There is one month so far, {}: {} billed{forecast}, {} committed. A trend needs two.",
        numbers.month(month.month),
        numbers.count(month.billed),
        numbers.count(Some(month.committed))
    ));
}

fn column(drawing: &mut Drawing<'_>, month: &MonthPoint, middle: f64, pitch: f64, plot: &Plot) {
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let (ink, wide) = (frame.ink, (pitch * 0.72).min(64.0));
    let shade = |color: Color| if month.is_forecast { between((ink.paper, color), 0.5) } else { color };
    let x = middle - wide / 2.0;
    match month.billed {
        Some(billed) => {
            let (top, level) = (plot.y.at(billed as f64), plot.y.at(billed.min(month.committed) as f64));
            frame.scene.rect((x, level), (wide, plot.base - level), shade(ink.idle[1]));
            frame.scene.rect((x, top), (wide, level - top), shade(ink.alert));
        }
        None => frame.scene.text((middle, plot.base - 10.0), "?", STRONG, ink.muted, Anchor::Middle),
    }
    let kind = if month.is_forecast { ", forecast" } else { "" };
    let over = month.billed.filter(|billed| *billed > month.committed).map(|billed| billed - month.committed);
    let over = over.map_or_else(String::new, |over| format!(", {} above", numbers.count(Some(over))));
    let said = format!(
        "{}{kind}: {} billed, {} committed{over}",
        numbers.month(month.month),
        numbers.count(month.billed),
        numbers.count(Some(month.committed))
    );
    frame.scene.hover((middle - pitch / 2.0, plot.top), (pitch, plot.base - plot.top), said);
}

/// The commitment as a line in steps over all columns.
fn commitment(drawing: &mut Drawing<'_>, months: &[MonthPoint], columns: &Columns, plot: &Plot) {
    let mut points = Vec::new();
    for (at, month) in months.iter().enumerate() {
        let (x, y) = (columns.left + at as f64 * columns.pitch, plot.y.at(month.committed as f64));
        points.extend([(x, y), (x + columns.pitch, y)]);
    }
    let text = drawing.frame.ink.text;
    drawing.frame.scene.path(points, 2.0, text);
}

/// The figures of the columns, above column and commitment; the last known, the highest and the first month come first,
/// and a figure that would touch another or a line is left out.
fn figures(drawing: &mut Drawing<'_>, months: &[MonthPoint], columns: &Columns, plot: &Plot) {
    let known = |at: &usize| months[*at].billed.is_some();
    let mut order: Vec<usize> =
        (0..months.len()).rev().filter(|at| known(at) && !months[*at].is_forecast).take(1).collect();
    let highest = (0..months.len()).filter(known).max_by_key(|at| months[*at].billed);
    order.extend(highest);
    order.extend((0..months.len()).rev().filter(known));
    let mut placed: Vec<(usize, f64, f64)> = Vec::new();
    for at in order {
        let label = drawing.numbers.count(months[at].billed);
        let (half, middle) = (measure(&label, TINY) / 2.0, columns.middle(at));
        let (from, to) = (middle - half - 2.0, middle + half + 2.0);
        let is_taken = placed.iter().any(|(other, left, right)| *other == at || (from < *right && to > *left));
        if is_taken || to > plot.right + 4.0 {
            continue;
        }
        let y = above(months, columns, plot, (from, to));
        let (text, paper) = (drawing.frame.ink.text, drawing.frame.ink.paper);
        drawing.frame.scene.rect((from + 1.0, y - 6.0), (to - from - 2.0, 12.0), paper);
        drawing.frame.scene.text((middle, y), &label, TINY, text, Anchor::Middle);
        placed.push((at, from, to));
    }
}

/// A height between two places at which no column and no line of the commitment crosses a figure.
fn above(months: &[MonthPoint], columns: &Columns, plot: &Plot, (from, to): (f64, f64)) -> f64 {
    let is_under = |at: usize| {
        let x = columns.left + at as f64 * columns.pitch;
        x < to && x + columns.pitch > from
    };
    let under = || months.iter().enumerate().filter(|(at, _)| is_under(*at)).map(|(_, month)| month);
    let highest = under().filter_map(|month| month.billed).max().unwrap_or(0);
    let y = plot.y.at(highest as f64) - 9.0;
    let lines = || under().map(|month| plot.y.at(month.committed as f64));
    let (top, bottom) = (lines().fold(f64::MAX, f64::min), lines().fold(f64::MIN, f64::max));
    // Free above all lines or below all of them; else it moves above them.
    if bottom < y - 8.0 || top > y + 8.0 { y } else { top - 9.0 }
}

fn month_names(drawing: &mut Drawing<'_>, months: &[MonthPoint], columns: &Columns) {
    use chrono::Datelike as _;
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let (muted, rule, y) = (frame.ink.muted, frame.ink.rule, frame.y + 12.0);
    let right = columns.left + columns.pitch * months.len() as f64;
    frame.scene.line((columns.left, frame.y), (right, frame.y), frame.ink.muted);
    let names: Vec<String> = months.iter().map(|month| numbers.month_brief(month.month)).collect();
    let widest = names.iter().map(|name| measure(name, TINY)).fold(1.0, f64::max);
    let every = ((widest + 3.0) / columns.pitch).ceil().max(1.0) as usize;
    let mut labeled_to = f64::MIN;
    for (at, (month, name)) in months.iter().zip(&names).enumerate() {
        let middle = columns.middle(at);
        if at % every == 0 {
            frame.scene.text((middle, y), name, TINY, muted, Anchor::Middle);
        }
        let year = month.month.year().to_string();
        let half = measure(&year, TINY) / 2.0;
        let is_new = at == 0 || months[at - 1].month.year() != month.month.year();
        if is_new && middle - half > labeled_to {
            frame.scene.text((middle, y + 13.0), &year, TINY, muted, Anchor::Middle);
            labeled_to = middle + half + 4.0;
        }
    }
    frame.y = y + 24.0;
    let Some(first) = months.iter().position(|month| month.is_forecast) else { return };
    let (from, half) = (columns.left + first as f64 * columns.pitch, measure("forecast", SMALL) / 2.0);
    let middle = f64::midpoint(from, right).min(frame.right() - half);
    frame.scene.line((from + 2.0, frame.y), (right - 2.0, frame.y), rule);
    frame.scene.text((middle, frame.y + 9.0), "forecast", SMALL, muted, Anchor::Middle);
    frame.y += 20.0;
}

fn remarks(drawing: &mut Drawing<'_>, months: &[MonthPoint]) {
    let numbers = drawing.numbers;
    let unknown = months.iter().filter(|month| month.billed.is_none()).map(|month| numbers.month(month.month));
    let unknown: Vec<String> = unknown.collect();
    if !unknown.is_empty() {
        drawing.frame.remark(&format!("Unknown: {}.", unknown.join(", ")));
    }
    let changes = months.windows(2).filter(|pair| pair[0].committed != pair[1].committed);
    let changes =
        changes.map(|pair| format!("{} from {}", numbers.count(Some(pair[1].committed)), numbers.month(pair[1].month)));
    let changes: Vec<String> = changes.collect();
    if !changes.is_empty() {
        let first = numbers.count(Some(months[0].committed));
        drawing.frame.remark(&format!("Committed: {first}, then {}.", changes.join(", ")));
    }
}
