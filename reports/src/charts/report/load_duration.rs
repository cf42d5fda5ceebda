//! For which share of the time at least so many people were there: a falling curve, what is above the commitment shaded.

use super::Drawing;
use super::axis::{Axis, Plot, Sides, Word, pixels, words};
use crate::charts::scene::{Anchor, SMALL, STRONG, measure};
use crate::report::TimeShare;

/// Height of the plot.
const HIGH: f64 = 210.0;

pub(super) fn draw(drawing: &mut Drawing<'_>, points: &[TimeShare], committed: Option<u64>) {
    let numbers = drawing.numbers;
    let (first, last) = match points {
        [] => return drawing.frame.sentence("There is no presence data to draw the curve from."),
        [point] => return one_point(drawing, point, committed),
        [first, .., last] => (first, last),
    };
    let most = points.iter().map(|point| point.people).max().unwrap_or(0).max(committed.unwrap_or(0)).max(1);
    let said = committed.map(|committed| ["committed".to_owned(), numbers.count(Some(committed))]);
    let said = said.map_or_else(Vec::new, Vec::from);
    let range = (0.0, most as f64 * 1.08);
    let plot = Plot::draw(
        drawing,
        &Sides { range, is_whole: true, write: &|tick| numbers.quantity(tick), words: &said, high: HIGH },
    );
    let longest = pixels(first.share.max(last.share));
    let x = Axis::new((0.0, if longest > 0.0 { longest } else { 1.0 }), (plot.left, plot.right));
    curve(drawing, points, committed, (&plot, &x));
    scale_below(drawing, &x, &plot);
    if let Some(committed) = committed {
        let y = plot.y.at(committed as f64);
        let text = drawing.frame.ink.text;
        drawing.frame.scene.path(vec![(plot.left, y), (plot.right, y)], 2.0, text);
        let styles = [SMALL, STRONG].into_iter();
        let said =
            said.into_iter().zip(styles).map(|(said, style)| Word { y: y - 7.0, text: said, style, color: text });
        words(drawing, plot.right + 8.0, said.collect(), (plot.top, plot.base));
    }
    peak(drawing, points, &plot, committed);
}

fn one_point(drawing: &mut Drawing<'_>, point: &TimeShare, committed: Option<u64>) {
    let numbers = drawing.numbers;
    let committed =
        committed.map_or_else(String::new, |committed| format!(", {} committed", numbers.count(Some(committed))));
    drawing.frame.sentence(&format!(
        "At least {} people were there for {} of the time{committed}. A curve needs more than this one point.",
        numbers.count(Some(point.people)),
        numbers.share(point.share)
    ));
}

/// A step per point, from the share of the one before it to its own.
fn curve(drawing: &mut Drawing<'_>, points: &[TimeShare], committed: Option<u64>, (plot, x): (&Plot, &Axis)) {
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let ink = frame.ink;
    let (mut line, mut from) = (Vec::new(), plot.left);
    for point in points {
        let (to, y) = (x.at(pixels(point.share)).max(from), plot.y.at(point.people as f64));
        line.extend([(from, y), (to, y)]);
        let people = numbers.count(Some(point.people));
        let said = format!("At least {people} people for {} of the time", numbers.share(point.share));
        frame.scene.hover((from, plot.top), (to - from, plot.base - plot.top), said);
        from = to;
    }
    // Between the line and the commitment, and below both.
    let level = committed.map_or(plot.top, |committed| plot.y.at(committed as f64));
    let lower = || line.iter().map(|(x, y)| (*x, y.max(level)));
    let ends = [(from, plot.base), (plot.left, plot.base)];
    frame.scene.area(lower().chain(ends).collect(), ink.idle[0]);
    let above = line.iter().copied().take_while(|(_, y)| *y < level);
    let above: Vec<(f64, f64)> = above.collect();
    if let (Some(first), Some(last)) = (above.first().copied(), above.last().copied()) {
        frame.scene.area(above.into_iter().chain([(last.0, level), (first.0, level)]).collect(), ink.alert);
    }
    frame.scene.path(line, 2.0, ink.idle[2]);
}

/// The most people at once, beside the top of the curve.
fn peak(drawing: &mut Drawing<'_>, points: &[TimeShare], plot: &Plot, committed: Option<u64>) {
    let Some(most) = points.iter().map(|point| point.people).max() else { return };
    let label = format!("{} at most", drawing.numbers.count(Some(most)));
    let wide = measure(&label, STRONG);
    let (text, paper) = (drawing.frame.ink.text, drawing.frame.ink.paper);
    // Above the line of the commitment where that would cross the words; the plot leaves room there.
    let own = plot.y.at(most as f64) - 9.0;
    let line = committed.map(|committed| plot.y.at(committed as f64)).filter(|line| (line - own).abs() < 9.0);
    let y = line.map_or(own, |line| line - 9.0);
    drawing.frame.scene.rect((plot.left + 2.0, y - 7.0), (wide + 6.0, 14.0), paper);
    drawing.frame.scene.text((plot.left + 5.0, y), &label, STRONG, text, Anchor::Start);
}

fn scale_below(drawing: &mut Drawing<'_>, x: &Axis, plot: &Plot) {
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let (muted, y) = (frame.ink.muted, plot.base + 12.0);
    frame.scene.line((plot.left, plot.base), (plot.right, plot.base), muted);
    let mut labeled_to = f64::MIN;
    for tick in x.ticks(5) {
        let label = numbers.share_brief(tick);
        let half = measure(&label, SMALL) / 2.0;
        let middle = x.at(pixels(tick)).min(frame.right() - half);
        if middle - half > labeled_to {
            frame.scene.text((middle, y), &label, SMALL, muted, Anchor::Middle);
            labeled_to = middle + half + 6.0;
        }
    }
    frame.scene.text((plot.right, y + 15.0), "share of the time", SMALL, muted, Anchor::End);
    frame.y = y + 28.0;
}
