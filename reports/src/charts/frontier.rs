//! Regret against the saving that is kept, one mark per threshold, what is beyond the limit on a tinted ground.
//!
//! Every mark carries its figures, so that neither axis needs more than its ends: to the right is more regret, upwards is
//! more saving. Heights begin at the smallest saving, because the differences are the finding.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::frame::Frame;
use super::palette::between;
use super::scene::{Anchor, SMALL, STRONG, measure};
use super::{ChartError, Look, paint, scene};
use crate::format::{MoneyFormat, count};
use crate::frontier::{Frontier, Point};

/// Height of the plot.
const HIGH: f64 = 230.0;
/// Room inside the plot that marks keep from its edges.
const PAD: f64 = 18.0;
/// Size of a mark.
const MARK: f64 = 9.0;
/// Labels are at least so far apart.
const STEP: f64 = 30.0;

/// The finding that the chart shows, in one sentence.
#[must_use]
pub fn title(frontier: &Frontier) -> String {
    let money = MoneyFormat::new(&frontier.currency, frontier.minor_units);
    if frontier.points.is_empty() {
        return "The history is too short to judge recommendations of earlier dates".to_owned();
    }
    let Some(best) = frontier.suggested.map(|at| &frontier.points[at]) else {
        return format!("No threshold keeps regret at {} % or below", frontier.regret_limit);
    };
    let regret = format!("with {} % regretted", percent(best));
    match frontier.points.iter().find(|point| point.is_set) {
        Some(set) if !best.is_set => format!(
            "{} instead of {} would have kept {} a month more, {regret}",
            name(best),
            name(set),
            money.brief(best.kept_monthly - set.kept_monthly)
        ),
        _ => format!(
            "{} keep the most within the limit: {} a month, {regret}",
            name(best),
            money.brief(best.kept_monthly)
        ),
    }
}

/// SVG document.
///
/// # Errors
/// [`ChartError::Draw`] where the backend refuses a shape.
pub fn svg(frontier: &Frontier, look: Look) -> Result<String, ChartError> {
    paint::svg(&drawn(frontier, look), &look.theme.ink())
}

/// PNG file with two pixels for each of `look`.
///
/// # Errors
/// [`ChartError`] where the backend refuses a shape or the pixels can't be packed.
pub fn png(frontier: &Frontier, look: Look) -> Result<Vec<u8>, ChartError> {
    paint::png(&drawn(frontier, look), &look.theme.ink())
}

fn drawn(frontier: &Frontier, look: Look) -> scene::Scene {
    let mut frame = Frame::new(look.theme.ink(), f64::from(look.width.max(320)));
    let units = format!(
        "Recommendations regretted within {} days, and saving kept a month, by days without a sign or use; mean of {} {}",
        frontier.horizon_days,
        count(frontier.instants),
        if frontier.instants == 1 { "date" } else { "dates" }
    );
    frame.head(&title(frontier), if frontier.points.is_empty() { "" } else { &units });
    if frontier.points.is_empty() {
        frame.sentence(
            "A date needs a whole window of presence or activity before it, and the days of a horizon after it.",
        );
    } else {
        plot(&mut frame, frontier);
    }
    frame.foot_of(frontier.as_of, &frontier.snapshot, &frontier.tool_version)
}

/// Where shares and savings stand, in pixels.
struct Axes {
    left: f64,
    base: f64,
    pixels_per_percent: f64,
    lowest: f64,
    pixels_per_unit: f64,
}

impl Axes {
    fn new(frame: &Frame, frontier: &Frontier) -> Self {
        let most = frontier.points.iter().filter_map(|point| point.regret_percent).chain([frontier.regret_limit]).max();
        // The limit never stands at the very edge.
        let right = pixels(most.unwrap_or_default()).max(0.1) * 1.15;
        let kept = frontier.points.iter().map(|point| pixels(point.kept_monthly));
        let (lowest, highest) = kept.fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        let left = frame.left() + PAD;
        Self {
            left,
            base: frame.y + HIGH,
            pixels_per_percent: (frame.right() - left - PAD) / right,
            lowest,
            pixels_per_unit: (HIGH - 3.0 * PAD) / (highest - lowest).max(0.01),
        }
    }

    fn x(&self, percent: Decimal) -> f64 {
        self.left + pixels(percent) * self.pixels_per_percent
    }

    fn y(&self, kept: Decimal) -> f64 {
        self.base - PAD - (pixels(kept) - self.lowest) * self.pixels_per_unit
    }
}

fn plot(frame: &mut Frame, frontier: &Frontier) {
    let axes = Axes::new(frame, frontier);
    limit(frame, frontier, &axes);
    let judged: Vec<(usize, &Point, f64, f64)> = frontier
        .points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((at, point, axes.x(point.regret_percent?), axes.y(point.kept_monthly))))
        .collect();
    let rule = frame.ink.rule;
    // A long way between two marks would cross the words between them, and says nothing that the figures don't.
    let near = |pair: &&[(usize, &Point, f64, f64)]| (pair[1].2 - pair[0].2).abs() < frame.scene.width / 4.0;
    let pairs: Vec<_> = judged.windows(2).filter(near).collect();
    for pair in pairs {
        frame.scene.line((pair[0].2, pair[0].3), (pair[1].2, pair[1].3), rule);
    }
    labels(frame, frontier, &judged);
    for (at, point, x, y) in &judged {
        let ink = &frame.ink;
        let color = match (frontier.suggested == Some(*at), point.is_set) {
            (true, _) => ink.idle[2],
            (false, true) => ink.gone,
            (false, false) => ink.bar,
        };
        frame.scene.rect((x - MARK / 2.0, y - MARK / 2.0), (MARK, MARK), color);
    }
    scale(frame, &axes);
    if judged.len() < frontier.points.len() {
        frame.remark("Thresholds at which nothing could be judged are left out.");
    }
}

/// What lies beyond the limit stands on a tinted ground: a line would cross the words.
fn limit(frame: &mut Frame, frontier: &Frontier, axes: &Axes) {
    let (ground, text) = (between((frame.ink.paper, frame.ink.alert), 0.12), frame.ink.text);
    let (x, top) = (axes.x(frontier.regret_limit), frame.y + 14.0);
    frame.scene.rect((x, top), (frame.right() - x, axes.base - top), ground);
    let label = format!("limit {} %", frontier.regret_limit.normalize());
    let half = measure(&label, SMALL) / 2.0;
    let middle = x.clamp(frame.left() + half, frame.right() - half);
    frame.scene.text((middle, frame.y + 5.0), &label, SMALL, text, Anchor::Middle);
}

/// Two lines beside each mark: its days, and its figures. They stand on the side with more room, and give way downwards.
fn labels(frame: &mut Frame, frontier: &Frontier, judged: &[(usize, &Point, f64, f64)]) {
    let money = MoneyFormat::new(&frontier.currency, frontier.minor_units);
    let (text, muted, middle) = (frame.ink.text, frame.ink.muted, frame.scene.width / 2.0);
    let mut order: Vec<_> = judged.iter().collect();
    order.sort_by(|one, other| one.3.total_cmp(&other.3));
    // Left edge, right edge and height of the labels that stand.
    let mut placed: Vec<(f64, f64, f64)> = Vec::new();
    for (at, point, x, y) in order {
        let note = match (frontier.suggested == Some(*at), point.is_set) {
            (true, true) => ", as set: suggested",
            (true, false) => ": suggested",
            (false, true) => ", as set",
            (false, false) => "",
        };
        let head = format!("{}{note}", name(point));
        let figures = format!("{} % regretted, {} kept", percent(point), money.brief(point.kept_monthly));
        let wide = measure(&head, STRONG).max(measure(&figures, SMALL));
        let is_left = *x < middle;
        let (side, anchor) = if is_left { (x + MARK + 3.0, Anchor::Start) } else { (x - MARK - 3.0, Anchor::End) };
        let left = if is_left { side } else { side - wide };
        let beside = placed.iter().filter(|other| other.0 < left + wide + 6.0 && left < other.1 + 6.0);
        let line = beside.map(|other| other.2 + STEP).fold(*y, f64::max);
        placed.push((left, left + wide, line));
        frame.scene.text((side, line - 6.0), &head, STRONG, text, anchor);
        frame.scene.text((side, line + 8.0), &figures, SMALL, muted, anchor);
    }
}

/// Ends of the axis below, in words.
fn scale(frame: &mut Frame, axes: &Axes) {
    let (rule, muted) = (frame.ink.rule, frame.ink.muted);
    let (left, right) = (frame.left(), frame.right());
    frame.scene.line((left, axes.base), (right, axes.base), rule);
    frame.scene.text((left, axes.base + 12.0), "nothing regretted", SMALL, muted, Anchor::Start);
    frame.scene.text((right, axes.base + 12.0), "more regretted", SMALL, muted, Anchor::End);
    frame.y = axes.base + 24.0;
}

fn name(point: &Point) -> String {
    if point.window_days == point.idle_days {
        format!("{} days", point.idle_days)
    } else {
        format!("Idle {}, window {} days", point.idle_days, point.window_days)
    }
}

fn percent(point: &Point) -> String {
    point.regret_percent.map_or_else(|| "–".to_owned(), |percent| percent.normalize().to_string())
}

/// For places only.
fn pixels(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or(0.0)
}
