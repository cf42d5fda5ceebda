//! The charts of reports and of the backtest: one drawing per chart, painted as SVG and as PNG.
//!
//! Every title says the finding with its figure, every mark is labeled where it stands, and the foot has date and source.
//! Floats are pixels here: each figure that is printed stands in the value. A bar's length may add up counts or amounts.

mod frame;
pub mod frontier;
mod paint;
mod palette;
pub mod report;
mod scene;

pub use palette::Theme;

/// Width of a chart where nothing else is asked for, in pixels.
pub const WIDTH: u32 = 600;

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// For which background.
    pub theme: Theme,
    /// In pixels; less than 320 is drawn as 320. The height follows from the content.
    pub width: u32,
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: Theme::Light, width: WIDTH }
    }
}

/// Why there is no chart.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The drawing backend refused a shape.
    #[error("the chart could not be drawn: {0}")]
    Draw(String),
    /// The pixels could not be packed.
    #[error("the chart could not be packed as PNG: {0}")]
    Encode(String),
}
