//! A picture that was looked into before it is passed on.

use super::{BrandError, svg};

/// Bytes of a logo at most: every page and every PDF carries it.
const BYTES: usize = 512 * 1024;
/// Pixels of a PNG's side at most.
const SIDE: u32 = 4096;

/// A checked logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    format: LogoFormat,
    bytes: Vec<u8>,
}

/// What a logo is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoFormat {
    /// Pixels.
    Png,
    /// Shapes.
    Svg,
}

impl Logo {
    /// From the bytes of a file, whatever its name.
    ///
    /// # Errors
    /// [`BrandError`] where it is too large, broken, neither PNG nor SVG, or an SVG that runs, animates or fetches
    /// something.
    pub fn read(bytes: Vec<u8>) -> Result<Logo, BrandError> {
        if bytes.len() > BYTES {
            return Err(BrandError::TooLarge { bytes: bytes.len(), most: BYTES });
        }
        let format = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            check_png(&bytes)?;
            LogoFormat::Png
        } else {
            svg::check(&bytes)?;
            LogoFormat::Svg
        };
        Ok(Logo { format, bytes })
    }

    /// What it is drawn in.
    #[must_use]
    pub fn format(&self) -> LogoFormat {
        self.format
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self.format {
            LogoFormat::Png => "image/png",
            LogoFormat::Svg => "image/svg+xml",
        }
    }
}

/// Reads it to the last line: a picture that breaks off is no logo.
fn check_png(bytes: &[u8]) -> Result<(), BrandError> {
    let broken = |error: png::DecodingError| BrandError::Broken(error.to_string());
    let mut reader = png::Decoder::new(bytes).read_info().map_err(broken)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > SIDE || height > SIDE {
        return Err(BrandError::Broken(format!("it is {width} × {height} pixels, {SIDE} × {SIDE} are allowed")));
    }
    while reader.next_row().map_err(broken)?.is_some() {}
    Ok(())
}
