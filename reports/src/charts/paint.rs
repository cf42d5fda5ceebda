//! A scene on paper: SVG text or PNG bytes, through one painter for both.

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontStyle, IntoFont, IntoTextStyle, RGBColor};

use super::ChartError;
use super::palette::{Color, Ink};
use super::scene::{Anchor, FAMILY, Hover, Scene, Shape, em, register};

/// Pixels of the PNG per pixel of the scene: sharp in print and on dense screens.
const PNG_SCALE: f64 = 2.0;

/// SVG document of the scene.
pub(super) fn svg(scene: &Scene, ink: &Ink) -> Result<String, ChartError> {
    let mut out = String::new();
    let area = SVGBackend::with_string(&mut out, size(scene, 1.0)).into_drawing_area();
    paint(&area, scene, ink, 1.0)?;
    drop(area);
    add_hovers(&mut out, &scene.hovers);
    Ok(out)
}

/// Rectangles that nobody sees, each with a title, over everything else.
fn add_hovers(svg: &mut String, hovers: &[Hover]) {
    let Some(end) = svg.rfind("</svg>").filter(|_| !hovers.is_empty()) else { return };
    svg.truncate(end);
    for Hover { x, y, w, h, text } in hovers {
        let text = escaped(text);
        svg.push_str(&format!(
            "<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{w:.0}\" height=\"{h:.0}\" fill=\"#000\" fill-opacity=\"0\"><title>{text}</title></rect>\n"
        ));
    }
    svg.push_str("</svg>\n");
}

/// Text as XML holds it; characters that XML forbids become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// PNG file of the scene, two pixels for one.
pub(super) fn png(scene: &Scene, ink: &Ink) -> Result<Vec<u8>, ChartError> {
    let (width, height) = size(scene, PNG_SCALE);
    let mut pixels = vec![0; 3 * width as usize * height as usize];
    let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
    paint(&area, scene, ink, PNG_SCALE)?;
    drop(area);
    encoded(&pixels, width, height).map_err(|error| ChartError::Encode(error.to_string()))
}

fn encoded(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn size(scene: &Scene, scale: f64) -> (u32, u32) {
    ((scene.width * scale).ceil() as u32, (scene.height * scale).ceil() as u32)
}

fn paint<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    scene: &Scene,
    ink: &Ink,
    scale: f64,
) -> Result<(), ChartError> {
    register();
    let failed = |error: plotters::drawing::DrawingAreaErrorKind<B::ErrorType>| ChartError::Draw(error.to_string());
    area.fill(&rgb(ink.paper)).map_err(failed)?;
    for shape in &scene.shapes {
        draw(area, shape, scale).map_err(failed)?;
    }
    area.present().map_err(failed)
}

fn draw<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    shape: &Shape,
    scale: f64,
) -> Result<(), plotters::drawing::DrawingAreaErrorKind<B::ErrorType>> {
    let at = |x: f64, y: f64| ((x * scale).round() as i32, (y * scale).round() as i32);
    match shape {
        Shape::Box { x, y, w, h, fill } => {
            // Both backends draw the far edge as well: one pixel less makes neighbors meet and not overlap.
            let (left, top) = at(*x, *y);
            let (right, bottom) = at(x + w, y + h);
            let corners = [(left, top), ((right - 1).max(left), (bottom - 1).max(top))];
            area.draw(&Rectangle::new(corners, rgb(*fill).filled()))
        }
        Shape::Line { from, to, color } => {
            let stroke = rgb(*color).stroke_width(scale as u32);
            area.draw(&PathElement::new([at(from.0, from.1), at(to.0, to.1)], stroke))
        }
        Shape::Path { points, color, wide } => {
            let points: Vec<_> = points.iter().map(|point| at(point.0, point.1)).collect();
            area.draw(&PathElement::new(points, rgb(*color).stroke_width((wide * scale).round() as u32)))
        }
        Shape::Area { points, fill } => {
            let points: Vec<_> = points.iter().map(|point| at(point.0, point.1)).collect();
            area.draw(&Polygon::new(points, rgb(*fill).filled()))
        }
        Shape::Dot { center, radius, fill } => {
            area.draw(&Circle::new(at(center.0, center.1), (radius * scale).round() as i32, rgb(*fill).filled()))
        }
        Shape::Text { x, y, text, style, color, anchor } => {
            let weight = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
            let across = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let color = rgb(*color);
            let style = (FAMILY, em(*style) * scale, weight)
                .into_font()
                .into_text_style(&(1000, 1000))
                .color(&color)
                .pos(Pos::new(across, VPos::Center));
            area.draw(&Text::new(text.as_str(), at(*x, *y), style))
        }
    }
}

fn rgb((r, g, b): Color) -> RGBColor {
    RGBColor(r, g, b)
}
