//! An SVG that may be looked at and nothing else.
//!
//! Browsers run no script of a picture; a viewer of PDFs or a mail program may be less careful. So what could run, fetch or
//! change is refused here, whatever shows the picture later.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::BrandError;

/// Elements that run, fetch, hold other documents, or change with time.
const REFUSED: [&str; 18] = [
    "script",
    "handler",
    "listener",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "canvas",
    "animate",
    "animatecolor",
    "animatemotion",
    "animatetransform",
    "set",
    "discard",
    "a",
    "link",
];
/// Pictures that may stand inside.
const EMBEDDED: [&str; 3] = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,"];

/// Is it well-formed, an `svg`, and harmless?
pub(super) fn check(bytes: &[u8]) -> Result<(), BrandError> {
    let text = std::str::from_utf8(bytes).map_err(|_| BrandError::Format)?;
    let mut reader = Reader::from_str(text);
    let (mut is_begun, mut depth, mut in_style) = (false, 0_usize, false);
    loop {
        let event = reader.read_event().map_err(|error| doubt(is_begun, &error))?;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let name = local_name(start.local_name().as_ref());
                if !is_begun && name != "svg" {
                    return Err(BrandError::Format);
                }
                if is_begun && depth == 0 {
                    return Err(BrandError::Broken("something stands behind its end".to_owned()));
                }
                element(&name, start)?;
                is_begun = true;
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                    in_style = name == "style";
                }
            }
            Event::End(_) => (depth, in_style) = (depth.saturating_sub(1), false),
            Event::DocType(_) => return Err(refused("it has a document type, which can name other files")),
            Event::PI(_) => return Err(refused("it has a processing instruction")),
            Event::Text(words) if in_style => style(&String::from_utf8_lossy(words))?,
            Event::CData(words) if in_style => style(&String::from_utf8_lossy(words))?,
            Event::GeneralRef(_) if in_style => return Err(refused("its style has an entity")),
            Event::Eof if !is_begun => return Err(BrandError::Format),
            Event::Eof if depth > 0 => return Err(BrandError::Broken("it breaks off".to_owned())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn element(name: &str, start: &BytesStart<'_>) -> Result<(), BrandError> {
    if REFUSED.contains(&name) {
        return Err(refused(&format!("it has an element `{name}`")));
    }
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| BrandError::Broken(error.to_string()))?;
        let name = local_name(attribute.key.local_name().as_ref());
        let value = attribute.unescape_value().map_err(|error| BrandError::Broken(error.to_string()))?;
        let value = value.trim();
        match name.as_str() {
            "href" | "src" => reference(value)?,
            "base" => return Err(refused("it moves its own references (`xml:base`)")),
            // Notes of a drawing program and names of namespaces: nothing reads them.
            _ if attribute.key.prefix().is_some() || name == "xmlns" => {}
            handler if handler.starts_with("on") => return Err(refused(&format!("it has a handler `{handler}`"))),
            _ => style(value)?,
        }
    }
    Ok(())
}

/// A reference may lead to a part of the picture itself, or hold a picture.
fn reference(value: &str) -> Result<(), BrandError> {
    let compact: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_inside = compact.starts_with('#') || EMBEDDED.iter().any(|kind| compact.to_lowercase().starts_with(kind));
    if is_inside { Ok(()) } else { Err(refused(&format!("it refers to `{}`", crate::format::shortened(value, 60)))) }
}

/// Style text, or a value that may be one: no import, no escape that hides something, and `url(…)` only inside.
fn style(text: &str) -> Result<(), BrandError> {
    let text = text.to_lowercase();
    for (mark, what) in [("@import", "an import"), ("expression(", "an expression"), ("javascript:", "a script")] {
        if text.contains(mark) {
            return Err(refused(&format!("its style has {what}")));
        }
    }
    if text.contains('\\') {
        return Err(refused("its style has an escape"));
    }
    for after in text.split("url(").skip(1) {
        reference(after.trim_start().trim_start_matches(['"', '\'']))?;
    }
    match text.contains("image-set(") || text.contains("src(") {
        true => Err(refused("its style fetches a picture")),
        false => Ok(()),
    }
}

fn local_name(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_lowercase()
}

fn refused(why: &str) -> BrandError {
    BrandError::Unsafe(why.to_owned())
}

/// Text that is no XML from its start is no SVG; what breaks later is a broken one.
fn doubt(is_begun: bool, error: &quick_xml::Error) -> BrandError {
    if is_begun { BrandError::Broken(error.to_string()) } else { BrandError::Format }
}
