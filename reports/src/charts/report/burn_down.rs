//! Tokens used day by day against what is included, with the range of the forecast to the end of the period.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Drawing;
use super::axis::{Axis, Plot, Sides, Word, pixels, words};
use crate::charts::palette::between;
use crate::charts::scene::{Anchor, SMALL, STRONG, measure};
use crate::report::Drawing as Data;

/// Height of the plot.
const HIGH: f64 = 220.0;

/// The data, taken out of the drawing.
struct Tokens<'a> {
    used: &'a [(NaiveDate, Decimal)],
    included: Decimal,
    ends: NaiveDate,
    forecast: Option<(Decimal, Decimal, Decimal)>,
}

pub(super) fn draw(drawing: &mut Drawing<'_>, data: &Data) {
    let Data::BurnDown { used, included, ends, forecast } = data else { return };
    let tokens = Tokens { used, included: *included, ends: *ends, forecast: *forecast };
    let numbers = drawing.numbers;
    let Some((day, latest)) = used.last() else {
        let included = numbers.quantity(tokens.included);
        return drawing.frame.sentence(&format!("No day of the period has data yet; {included} tokens are included."));
    };
    if used.len() == 1 && tokens.forecast.is_none() {
        return drawing.frame.sentence(&format!(
            "There is one day of data: {} of {} tokens used up to {}. A line needs two.",
            numbers.quantity(*latest),
            numbers.quantity(tokens.included),
            numbers.day(*day)
        ));
    }
    let said = sayings(drawing, &tokens);
    let texts: Vec<String> = said.iter().map(|word| word.1.clone()).collect();
    let plot = Plot::draw(
        drawing,
        &Sides {
            range: range(&tokens),
            is_whole: false,
            write: &|tick| numbers.quantity(tick),
            words: &texts,
            high: HIGH,
        },
    );
    let x = Axis::new((day_number(used[0].0), day_number(tokens.ends.max(*day))), (plot.left + 3.0, plot.right));
    lines(drawing, &tokens, &plot, &x);
    let text = drawing.frame.ink.text;
    let said = said.into_iter().map(|(value, text_said, is_strong)| Word {
        y: plot.y.at(pixels(value)),
        text: text_said,
        style: if is_strong { STRONG } else { SMALL },
        color: text,
    });
    words(drawing, plot.right + 8.0, said.collect(), (plot.top, plot.base));
    scale_below(drawing, &tokens, &plot, &x);
    if tokens.forecast.is_some() {
        drawing.frame.remark("Dashes: the likeliest course to the end of the period. Band: from least to most.");
    } else {
        drawing.frame.remark("There is no forecast for the rest of the period.");
    }
}

/// What stands at the right: a value for its height, words, and whether they weigh.
fn sayings(drawing: &Drawing<'_>, tokens: &Tokens<'_>) -> Vec<(Decimal, String, bool)> {
    let numbers = drawing.numbers;
    let mut said = vec![(tokens.included, format!("{} included", numbers.quantity(tokens.included)), true)];
    if let Some((least, likely, most)) = tokens.forecast {
        said.push((most, format!("{} most", numbers.quantity(most)), false));
        said.push((likely, format!("{} likely", numbers.quantity(likely)), true));
        said.push((least, format!("{} least", numbers.quantity(least)), false));
    }
    said
}

fn range(tokens: &Tokens<'_>) -> (f64, f64) {
    let used = tokens.used.iter().map(|(_, used)| *used);
    let ahead = tokens.forecast.map(|(least, likely, most)| [least, likely, most]);
    let all = || used.clone().chain(ahead.into_iter().flatten()).chain([tokens.included]).map(pixels);
    (all().fold(0.0, f64::min), all().fold(1.0, f64::max) * 1.06)
}

fn lines(drawing: &mut Drawing<'_>, tokens: &Tokens<'_>, plot: &Plot, x: &Axis) {
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let ink = frame.ink;
    let at = |day: NaiveDate, used: Decimal| (x.at(day_number(day)), plot.y.at(pixels(used)));
    let points: Vec<(f64, f64)> = tokens.used.iter().map(|(day, used)| at(*day, *used)).collect();
    let Some(latest) = points.last().copied() else { return };
    if let Some((least, likely, most)) = tokens.forecast {
        let ends = |used| at(tokens.ends, used);
        frame.scene.area(vec![latest, ends(most), ends(least)], between((ink.paper, ink.idle[1]), 0.3));
        dashes(drawing, latest, ends(likely));
    }
    let frame = &mut drawing.frame;
    let level = plot.y.at(pixels(tokens.included));
    frame.scene.path(vec![(plot.left, level), (plot.right, level)], 2.0, ink.text);
    frame.scene.path(points.clone(), 2.5, ink.idle[2]);
    frame.scene.dot(latest, 4.0, ink.idle[2]);
    used_so_far(drawing, tokens, &points, plot);
    let frame = &mut drawing.frame;
    for (number, (day, used)) in tokens.used.iter().enumerate() {
        let before = number.checked_sub(1).map_or(plot.left, |before| points[before].0);
        let said = format!("{}: {} tokens used", numbers.day(*day), numbers.quantity(*used));
        let from = f64::midpoint(before, points[number].0);
        let to =
            points.get(number + 1).map_or(points[number].0 + 2.0, |after| f64::midpoint(points[number].0, after.0));
        frame.scene.hover((from, plot.top), (to - from, plot.base - plot.top), said);
    }
}

/// What is used so far: on the right of the line's end, else on its left where the line, which rises, has left room below.
fn used_so_far(drawing: &mut Drawing<'_>, tokens: &Tokens<'_>, line: &[(f64, f64)], plot: &Plot) {
    let (Some((_, used)), Some(end)) = (tokens.used.last(), line.last()) else { return };
    let label = format!("{} used", drawing.numbers.quantity(*used));
    let (wide, lowest, text) = (measure(&label, STRONG), plot.base - 8.0, drawing.frame.ink.text);
    let scene = &mut drawing.frame.scene;
    if end.0 + wide + 8.0 < plot.right {
        return scene.text((end.0 + 8.0, (end.1 + 14.0).min(lowest)), &label, STRONG, text, Anchor::Start);
    }
    let left = end.0 - wide - 4.0;
    let passed = line.iter().filter(|point| point.0 >= left).map(|point| point.1).fold(end.1, f64::max);
    if left > plot.left && passed + 16.0 <= lowest {
        scene.text((end.0 - 2.0, passed + 16.0), &label, STRONG, text, Anchor::End);
    }
}

/// A line of dashes in any direction.
fn dashes(drawing: &mut Drawing<'_>, from: (f64, f64), to: (f64, f64)) {
    let long = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
    let at = |pixels: f64| {
        let share = (pixels / long).min(1.0);
        (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
    };
    let color = drawing.frame.ink.idle[2];
    let mut done = 5.0;
    while done < long {
        drawing.frame.scene.path(vec![at(done), at(done + 6.0)], 2.0, color);
        done += 11.0;
    }
}

fn scale_below(drawing: &mut Drawing<'_>, tokens: &Tokens<'_>, plot: &Plot, x: &Axis) {
    let numbers = drawing.numbers;
    let (first, last) = (tokens.used[0].0, tokens.ends.max(tokens.used[tokens.used.len() - 1].0));
    let frame = &mut drawing.frame;
    let (muted, y) = (frame.ink.muted, plot.base + 12.0);
    frame.scene.line((plot.left, plot.base), (plot.right, plot.base), muted);
    let end = numbers.day_brief(last);
    let last_from = plot.right - measure(&end, SMALL) - 6.0;
    frame.scene.text((plot.right, y), &end, SMALL, muted, Anchor::End);
    let days = (last - first).num_days().max(1);
    let step = [1, 2, 7, 14, 28].into_iter().find(|step| days / step <= 5).unwrap_or(days / 5 + 1);
    let mut labeled_to = f64::MIN;
    for day in first.iter_days().step_by(step as usize).take_while(|day| *day < last).take(12) {
        let label = numbers.day_brief(day);
        let half = measure(&label, SMALL) / 2.0;
        let middle = x.at(day_number(day)).max(plot.left + half);
        if middle - half > labeled_to && middle + half < last_from {
            frame.scene.text((middle, y), &label, SMALL, muted, Anchor::Middle);
            labeled_to = middle + half + 6.0;
        }
    }
    frame.y = y + 14.0;
}

/// For places only.
fn day_number(day: NaiveDate) -> f64 {
    use chrono::Datelike as _;
    f64::from(day.num_days_from_ce())
}
