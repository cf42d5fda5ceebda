//! Small pages as documents that stand alone: no network, no script, nothing outside the file.

pub mod small;

use maud::{Markup, PreEscaped, html};

/// Only the style in the page, and data images; everything else, scripts above all, is refused by the browser.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (title) }
            style { (PreEscaped(include_str!("page.css"))) }
        }
    }
}
