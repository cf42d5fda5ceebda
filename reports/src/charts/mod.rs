//! The five charts of the overview and those of a report: one drawing per chart, painted as SVG and as PNG.
//!
//! Every title says the finding with its figure, every mark is labeled where it stands, and the foot has date and source.
//! Floats are pixels here: each figure that is printed stands in the value. A bar's length may add up counts or amounts.

mod departments;
mod frame;
pub mod frontier;
mod idle;
mod matrix;
mod paint;
mod palette;
pub mod report;
mod scene;
mod seats;
mod waterfall;

pub use palette::Theme;

use crate::overview::Overview;

/// Width of a chart where nothing else is asked for, in pixels.
pub const WIDTH: u32 = 600;

/// One chart of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Chart {
    /// Seats of each product by what they are.
    Seats,
    /// Tier held against tier needed.
    Matrix,
    /// Days since the last sign, by tier.
    Idle,
    /// Cost by department with its recoverable part.
    Departments,
    /// From today's bill to the target.
    Waterfall,
}

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

impl Chart {
    /// All charts, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Waterfall, Self::Seats, Self::Matrix, Self::Idle, Self::Departments];

    /// File name without extension.
    #[must_use]
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Seats => "seats-by-state",
            Self::Matrix => "tier-held-and-needed",
            Self::Idle => "idle-days",
            Self::Departments => "cost-by-department",
            Self::Waterfall => "bill-to-target",
        }
    }

    /// The finding that the chart shows, in one sentence.
    #[must_use]
    pub fn title(self, overview: &Overview) -> String {
        match self {
            Self::Seats => seats::title(overview),
            Self::Matrix => matrix::title(overview),
            Self::Idle => idle::title(overview),
            Self::Departments => departments::title(overview),
            Self::Waterfall => waterfall::title(overview),
        }
    }

    /// SVG document. Text stays text; its font is the document's `sans-serif`.
    ///
    /// # Errors
    /// [`ChartError::Draw`] where the backend refuses a shape.
    pub fn svg(self, overview: &Overview, look: Look) -> Result<String, ChartError> {
        paint::svg(&self.scene(overview, look), &look.theme.ink())
    }

    /// PNG file with two pixels for each of `look`, in the font of this crate.
    ///
    /// # Errors
    /// [`ChartError`] where the backend refuses a shape or the pixels can't be packed.
    pub fn png(self, overview: &Overview, look: Look) -> Result<Vec<u8>, ChartError> {
        paint::png(&self.scene(overview, look), &look.theme.ink())
    }

    fn scene(self, overview: &Overview, look: Look) -> scene::Scene {
        let mut frame = frame::Frame::new(look.theme.ink(), f64::from(look.width.max(320)));
        frame.head(&self.title(overview), self.units());
        match self {
            Self::Seats => seats::draw(&mut frame, overview),
            Self::Matrix => matrix::draw(&mut frame, overview),
            Self::Idle => idle::draw(&mut frame, overview),
            Self::Departments => departments::draw(&mut frame, overview),
            Self::Waterfall => waterfall::draw(&mut frame, overview),
        }
        frame.foot(overview)
    }

    fn units(self) -> &'static str {
        match self {
            Self::Seats => "Seats of each product by what becomes of them; days since the last sign",
            Self::Matrix => "People, and the contracted price of the difference a month",
            Self::Idle => "People by days since their last sign of use; bars of 7 days",
            Self::Departments => "Contracted price of what is held, a month",
            Self::Waterfall => "Seat bill a month, contracted prices",
        }
    }
}
