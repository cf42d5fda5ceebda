//! Colors of the charts: told apart by color-blind readers and, through their lightness, in grayscale print.
//!
//! Hues after Okabe and Ito (<https://jfly.uni-koeln.de/color/>); neighbors in a stack differ in lightness too.

/// One color, red, green, blue.
pub(crate) type Color = (u8, u8, u8);

/// Which background a chart is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// On white: print, PNG, day.
    #[default]
    Light,
    /// On near-black.
    Dark,
}

/// Every color that a chart uses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink {
    /// Behind everything.
    pub(crate) paper: Color,
    /// Titles and labels.
    pub(crate) text: Color,
    /// Units, foot, labels of less weight. At least 4.5 : 1 on paper.
    pub(crate) muted: Color,
    /// Base lines, grid, frames.
    pub(crate) rule: Color,
    /// What is as it should be.
    pub(crate) calm: Color,
    /// The mark that asks for attention: over-tiered, recoverable.
    pub(crate) alert: Color,
    /// Idle for 30, 60, 90 days and more: one hue, rising weight.
    pub(crate) idle: [Color; 3],
    /// Never activated.
    pub(crate) never: Color,
    /// Deactivated, still licensed.
    pub(crate) gone: Color,
    /// Duplicate or departed, still licensed.
    pub(crate) spare: Color,
    /// Bars without a verdict.
    pub(crate) bar: Color,
    /// Least and most of a color scale.
    pub(crate) scale: (Color, Color),
}

impl Theme {
    pub(crate) fn ink(self) -> Ink {
        match self {
            Self::Light => Ink {
                paper: (255, 255, 255),
                text: (24, 32, 42),
                muted: (88, 99, 112),
                rule: (205, 212, 220),
                calm: (211, 218, 226),
                alert: (213, 94, 0),
                idle: [(158, 202, 233), (74, 144, 200), (11, 79, 138)],
                never: (222, 150, 190),
                gone: (52, 58, 66),
                spare: (0, 158, 115),
                bar: (120, 140, 160),
                scale: ((232, 240, 248), (11, 79, 138)),
            },
            Self::Dark => Ink {
                paper: (22, 27, 34),
                text: (230, 235, 241),
                muted: (160, 171, 184),
                rule: (62, 71, 82),
                calm: (74, 85, 98),
                alert: (240, 140, 60),
                idle: [(60, 110, 150), (95, 165, 215), (175, 218, 245)],
                never: (215, 140, 182),
                gone: (205, 210, 216),
                spare: (60, 180, 140),
                bar: (120, 140, 160),
                scale: ((34, 45, 58), (130, 195, 240)),
            },
        }
    }
}

/// The color `share` (0 to 1) of the way between two.
pub(crate) fn between((from, to): (Color, Color), share: f64) -> Color {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0)).round() as u8;
    (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Black or white, whichever is read better on `ground` (relative luminance of WCAG 2.2).
pub(crate) fn readable_on(ground: Color) -> Color {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(ground.0) + 0.7152 * linear(ground.1) + 0.0722 * linear(ground.2);
    // Contrast with white is 1.05 / (L + 0.05), with black (L + 0.05) / 0.05; they are equal at L = 0.179.
    if luminance > 0.179 { (16, 22, 30) } else { (255, 255, 255) }
}
