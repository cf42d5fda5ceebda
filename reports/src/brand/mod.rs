//! Whose report it is: a name, a logo and a color, checked before anything is written.
//!
//! A page with a brand still reaches for nothing outside itself and runs nothing but its own script, and its text can be
//! read: a logo that could do more is refused, and so is a color that is too light.

mod accent;
mod logo;
mod svg;

pub use accent::{Accent, Rgb};
pub use logo::{Logo, LogoFormat};

/// What a company adds to its reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// Its name, above the title.
    pub company: Option<String>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// The color of lines, links and marks; figures and text stay black on white.
    pub accent: Option<Accent>,
}

/// Why a brand can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrandError {
    /// No hex color.
    #[error("`{given}` is no color\nhint: write it as `#rgb` or `#rrggbb`, as in `#0b4f8a`")]
    Color {
        /// What was given.
        given: String,
    },
    /// Too little contrast with white paper.
    #[error(
        "the color `{given}` is too light to be read on white: its contrast is {ratio} : 1, and 4.5 : 1 is needed (WCAG 2.2, \
         1.4.3)\nhint: `{nearest}` is the same hue, dark enough"
    )]
    TooLight {
        /// What was given.
        given: String,
        /// Its contrast, rounded down to one digit.
        ratio: String,
        /// The lightest shade of it that is dark enough.
        nearest: Rgb,
    },
    /// Neither PNG nor SVG.
    #[error("the logo is neither PNG nor SVG\nhint: give a PNG or SVG file")]
    Format,
    /// Too many bytes.
    #[error("the logo has {bytes} bytes, {most} are allowed: every page carries it\nhint: scale it down")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// A broken picture.
    #[error("the logo can't be read: {0}")]
    Broken(String),
    /// An SVG that could do more than be looked at.
    #[error("the logo is refused: {0}\nhint: save it as plain SVG, text as paths and pictures embedded")]
    Unsafe(String),
}
