//! Scales of plots: where a value stands, round numbers beside the plot, labels that keep apart.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Drawing;
use crate::charts::palette::Color;
use crate::charts::scene::{Anchor, SMALL, STRONG, Type, measure};

/// Values from `low` to `high` on pixels from `from` to `to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// A scale; equal ends are drawn apart.
    pub(super) fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, from, to }
    }

    /// Where a value stands; what is beyond an end stands at the end.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    /// At most about `most` round values between the ends.
    pub(super) fn ticks(&self, most: usize) -> Vec<Decimal> {
        ticks((self.low, self.high), most)
    }
}

/// For places only: never printed.
pub(super) fn pixels(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(0.0)
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn ticks((low, high): (f64, f64), most: usize) -> Vec<Decimal> {
    let rough = (high - low) / most.max(1) as f64;
    let power = rough.log10().floor();
    let scale = 10_f64.powf(power);
    let digit = [1, 2, 5, 10].into_iter().find(|digit| f64::from(*digit) * scale >= rough * 0.999).unwrap_or(10);
    let Some(step) = step(digit, power) else { return Vec::new() };
    let wide = f64::from(digit) * scale;
    // A handful: the step was chosen so.
    let (first, last) = ((low / wide - 1e-9).ceil() as i64, (high / wide + 1e-9).floor() as i64);
    (first..=last.min(first.saturating_add(50))).filter_map(|n| step.checked_mul(Decimal::from(n))).collect()
}

fn step(digit: u32, power: f64) -> Option<Decimal> {
    let digit = Decimal::from(digit);
    if power >= 0.0 {
        let tens = 10_i128.checked_pow(power as u32)?;
        Decimal::try_from_i128_with_scale(tens, 0).ok()?.checked_mul(digit)
    } else {
        Decimal::try_from_i128_with_scale(1, (-power) as u32).ok()?.checked_mul(digit).map(|step| step.normalize())
    }
}

/// A plot with round values at its left and words at its right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) base: f64,
    /// Heights.
    pub(super) y: Axis,
}

/// What an upright scale of a plot shows, and the words beside it.
pub(super) struct Sides<'a> {
    /// Least and most.
    pub(super) range: (f64, f64),
    /// Are only whole numbers written beside it?
    pub(super) is_whole: bool,
    /// How a value is written.
    pub(super) write: &'a dyn Fn(Decimal) -> String,
    /// Words at the right edge, to make room for.
    pub(super) words: &'a [String],
    /// Height of the plot in pixels.
    pub(super) high: f64,
}

impl Plot {
    /// Draws the grid with its values and says where the plot is.
    pub(super) fn draw(drawing: &mut Drawing<'_>, sides: &Sides<'_>) -> Self {
        let frame = &mut drawing.frame;
        let (top, base) = (frame.y + 10.0, frame.y + 10.0 + sides.high);
        let y = Axis::new(sides.range, (base, top));
        let ticks = y.ticks(5).into_iter().filter(|tick| !sides.is_whole || tick.is_integer());
        let labels: Vec<(Decimal, String)> = ticks.map(|tick| (tick, (sides.write)(tick))).collect();
        let gutter = labels.iter().map(|(_, label)| measure(label, SMALL)).fold(0.0, f64::max) + 8.0;
        let words = sides.words.iter().map(|word| measure(word, STRONG)).fold(0.0, f64::max);
        let (left, edge) = (frame.left() + gutter, frame.right());
        let right = if words > 0.0 { edge - words - 8.0 } else { edge };
        let plot = Self { left, right: right.max(left + 40.0), top, base, y };
        let (rule, muted) = (frame.ink.rule, frame.ink.muted);
        for (tick, label) in labels {
            let at = y.at(pixels(tick));
            frame.scene.line((left, at), (plot.right, at), rule);
            frame.scene.text((left - 6.0, at), &label, SMALL, muted, Anchor::End);
        }
        frame.y = base;
        plot
    }
}

/// A word beside a plot, at the height of what it names.
pub(super) struct Word {
    pub(super) y: f64,
    pub(super) text: String,
    pub(super) style: Type,
    pub(super) color: Color,
}

/// Writes words one below the other, each as near to its height as the others let it, and all between two heights.
pub(super) fn words(drawing: &mut Drawing<'_>, x: f64, mut words: Vec<Word>, (top, bottom): (f64, f64)) {
    const LINE: f64 = 15.0;
    // Words of the same height keep their order.
    words.sort_by(|one, other| one.y.total_cmp(&other.y));
    let mut free = top;
    for word in &mut words {
        word.y = word.y.max(free);
        free = word.y + LINE;
    }
    let mut free = bottom;
    for word in words.iter_mut().rev() {
        word.y = word.y.min(free);
        free = word.y - LINE;
    }
    for word in words {
        drawing.frame.scene.text((x, word.y), &word.text, word.style, word.color, Anchor::Start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(range: (f64, f64), expected: &[&str]) {
        let ticks: Vec<String> = ticks(range, 5).iter().map(Decimal::to_string).collect();
        assert_eq!(ticks, expected);
    }

    #[test]
    fn ticks_are_round_numbers_of_any_size() {
        check((0.0, 412.0), &["0", "100", "200", "300", "400"]);
        check((0.0, 1.0), &["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        check((-30.0, 70.0), &["-20", "0", "20", "40", "60"]);
        check((99_000.0, 101_000.0), &["99000", "99500", "100000", "100500", "101000"]);
        check(
            (0.0, 9e27),
            &[
                "0",
                "2000000000000000000000000000",
                "4000000000000000000000000000",
                "6000000000000000000000000000",
                "8000000000000000000000000000",
            ],
        );
    }

    #[test]
    fn equal_ends_are_drawn_apart_and_nothing_leaves_the_paper() {
        let axis = Axis::new((5.0, 5.0), (100.0, 0.0));
        assert!((axis.at(5.0) - 100.0).abs() < 1e-9);
        assert!(axis.at(1e300).abs() < 1e-9);
    }
}
