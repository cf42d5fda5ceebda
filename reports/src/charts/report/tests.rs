//! Every drawing on papers of every width: nothing leaves the paper, no text stands on another.

use std::sync::OnceLock;

use super::scene;
use crate::charts::scene::{Anchor, Scene, Shape, measure};
use crate::charts::{Look, Theme};
use crate::locale::{Locale, Notation};
use crate::report::{Chart, Report};

#[allow(dead_code, reason = "the tests of formats use more of it")]
#[path = "../../../tests/fixture"]
mod fixture {
    pub(crate) mod drawings;
    pub(crate) mod report;
    pub(crate) mod usual;
}

/// Narrow, phone, page, A4, wide.
const WIDTHS: [u32; 5] = [0, 350, 600, 900, 1_200];

fn all() -> (Report, Vec<Chart>) {
    let report = fixture::report::report();
    let charts =
        report.charts().cloned().chain(fixture::usual::charts()).chain(fixture::drawings::extremes()).collect();
    (report, charts)
}

/// A text with its letters' box: left, top, right, bottom.
fn boxes(scene: &Scene) -> Vec<(String, [f64; 4])> {
    let text = |shape: &Shape| {
        let Shape::Text { x, y, text, style, anchor, .. } = shape else { return None };
        let wide = measure(text, *style);
        let left = match anchor {
            Anchor::Start => *x,
            Anchor::Middle => x - wide / 2.0,
            Anchor::End => x - wide,
        };
        // Letters without ascenders and descenders fill less than their em.
        let high = style.size * 0.4;
        Some((text.clone(), [left, y - high, left + wide, y + high]))
    };
    scene.shapes.iter().filter_map(text).collect()
}

/// Every chart on every paper; in a currency of long figures on the papers that people use. Drawn once for all tests.
fn scenes() -> &'static [(String, Scene)] {
    static SCENES: OnceLock<Vec<(String, Scene)>> = OnceLock::new();
    SCENES.get_or_init(|| {
        let (report, charts) = all();
        let long = Report { currency: "KWD".to_owned(), minor_units: 3, ..report.clone() };
        let mut scenes = Vec::new();
        for chart in &charts {
            for (report, locale, widths) in [(&report, Locale::EnUs, &WIDTHS[..]), (&long, Locale::Fr, &WIDTHS[1..3])] {
                for width in widths {
                    let look = Look { theme: Theme::Light, width: *width };
                    let name = format!("{} in {} at {width}", chart.id, report.currency);
                    scenes.push((name, scene(chart, report, &Notation::of(report, locale), look)));
                }
            }
        }
        scenes
    })
}

/// Says everything that is wrong, not the first alone.
fn for_all(check: impl Fn(&str, &Scene) -> Vec<String>) {
    let wrong: Vec<String> = scenes().iter().flat_map(|(name, scene)| check(name, scene)).collect();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_text_stands_on_another() {
    for_all(|name, scene| {
        let (boxes, mut wrong) = (boxes(scene), Vec::new());
        for (at, (one, a)) in boxes.iter().enumerate() {
            for (other, b) in &boxes[at + 1..] {
                let apart = a[2] <= b[0] + 0.5 || b[2] <= a[0] + 0.5 || a[3] <= b[1] + 0.5 || b[3] <= a[1] + 0.5;
                if !apart {
                    wrong.push(format!("{name}: `{one}` {a:?} and `{other}` {b:?}"));
                }
            }
        }
        wrong
    });
}

#[test]
fn nothing_leaves_the_paper() {
    for_all(|name, scene| {
        let mut wrong = Vec::new();
        for (text, [left, top, right, bottom]) in boxes(scene) {
            let inside = left >= 0.0 && top >= 0.0 && right <= scene.width + 0.5 && bottom <= scene.height;
            if !inside {
                wrong.push(format!("{name}: `{text}` from {left} to {right}"));
            }
        }
        for shape in &scene.shapes {
            let points = match shape {
                Shape::Box { x, y, w, h, .. } => vec![(*x, *y), (x + w, y + h)],
                Shape::Line { from, to, .. } => vec![*from, *to],
                Shape::Path { points, .. } | Shape::Area { points, .. } => points.clone(),
                Shape::Dot { center, .. } => vec![*center],
                Shape::Text { .. } => Vec::new(),
            };
            for (x, y) in points {
                let inside = (0.0..=scene.width).contains(&x) && (0.0..=scene.height).contains(&y);
                if !inside {
                    wrong.push(format!("{name}: {shape:?}"));
                }
            }
        }
        wrong
    });
}

/// Bug: at the width of a phone `Genesys Cloud Collaborate` and `reclaim-deactivated` were cut, though each has room on a
/// line of its own.
#[test]
fn a_name_that_people_use_is_cut_on_no_paper() {
    let report = fixture::report::report();
    let usual = fixture::usual::charts();
    let usual: Vec<&str> = report.charts().chain(&usual).map(|chart| chart.id).collect();
    for_all(|name, scene| {
        let is_usual = usual.iter().any(|id| name.starts_with(&format!("{id} in ")));
        let cut = boxes(scene).into_iter().filter(|(text, _)| is_usual && text.ends_with('…'));
        cut.map(|(text, _)| format!("{name}: `{text}`")).collect()
    });
}

#[test]
fn every_picture_says_its_finding_and_its_date() {
    for_all(|name, scene| {
        let words: Vec<String> = boxes(scene).into_iter().map(|(text, _)| text).collect();
        let words = words.join(" ");
        let is_whole = words.contains("2026, 06:30 UTC") && words.contains("seatwise 0.1.0") && scene.height < 3_000.0;
        if is_whole { Vec::new() } else { vec![format!("{name}, {} high: {words}", scene.height)] }
    });
}
