//! A color that can be read on white and, in a lighter shade, on a dark screen.

use std::fmt;
use std::str::FromStr;

use super::BrandError;

/// Red, green, blue. As text: `#0b4f8a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

const WHITE: Rgb = Rgb(255, 255, 255);
/// The paper of the page on a dark screen.
const DARK: Rgb = Rgb(22, 27, 34);
/// The contrast that text needs (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;
/// Steps from a color to white or black in the search for a shade that can be read.
const STEPS: u16 = 64;

/// A color of a brand: as given, which can be read on white, and its shade for dark screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    light: Rgb,
    dark: Rgb,
}

impl Accent {
    /// For white paper.
    #[must_use]
    pub fn light(self) -> Rgb {
        self.light
    }

    /// For a dark screen: the color itself where it can be read there, else the nearest lighter shade that can.
    #[must_use]
    pub fn dark(self) -> Rgb {
        self.dark
    }
}

impl FromStr for Accent {
    type Err = BrandError;

    /// A hex color with a contrast of at least 4.5 : 1 on white.
    fn from_str(text: &str) -> Result<Accent, BrandError> {
        let light: Rgb = text.parse()?;
        let ratio = contrast(light, WHITE);
        if ratio < READABLE {
            let nearest = shade(light, Rgb(0, 0, 0), WHITE);
            let ratio = format!("{:.1}", (ratio * 10.0).floor() / 10.0);
            return Err(BrandError::TooLight { given: text.to_owned(), ratio, nearest });
        }
        Ok(Accent { light, dark: shade(light, WHITE, DARK) })
    }
}

impl FromStr for Rgb {
    type Err = BrandError;

    fn from_str(text: &str) -> Result<Rgb, BrandError> {
        let refused = || BrandError::Color { given: text.to_owned() };
        let digits: Option<Vec<u8>> = text
            .strip_prefix('#')
            .and_then(|digits| digits.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect());
        match digits.ok_or_else(refused)?.as_slice() {
            [r, g, b] => Ok(Rgb(r * 17, g * 17, b * 17)),
            [r, s, g, h, b, c] => Ok(Rgb(r * 16 + s, g * 16 + h, b * 16 + c)),
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The first color on the way `towards` another that can be read on `paper`.
fn shade(color: Rgb, towards: Rgb, paper: Rgb) -> Rgb {
    let mix = |from: u8, to: u8, step: u16| {
        ((u16::from(from) * (STEPS - step) + u16::from(to) * step) / STEPS).try_into().unwrap_or(to)
    };
    let at = |step| Rgb(mix(color.0, towards.0, step), mix(color.1, towards.1, step), mix(color.2, towards.2, step));
    (0..=STEPS).map(at).find(|shade| contrast(*shade, paper) >= READABLE).unwrap_or(towards)
}

/// Contrast ratio of WCAG 2.2, 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
}
