//! What a brand may be, and how a page wears it.

use seatwise_reports::brand::{Accent, Brand, BrandError, Logo, LogoFormat, Rgb};
use seatwise_reports::charts::{Look, report::png};
use seatwise_reports::locale::{Locale, Notation};
use seatwise_reports::render::{Style, html};

use crate::report_fixture;

const SVG: &str = r##"<?xml version="1.0"?><!-- plain --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:sodipodi="http://example.com/notes" sodipodi:docname="C:\logo.svg" viewBox="0 0 40 10"><defs><linearGradient id="g"/></defs>
  <style>.a{fill:url(#g)}</style><rect class="a" style="stroke:url('#g')" width="40" height="10"/><use xlink:href="#g"/>
  <image href="data:image/png;base64,AAAA" width="1" height="1"/></svg>"##;

fn within(inside: &str) -> Vec<u8> {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 1\">{inside}</svg>").into_bytes()
}

/// A chart as PNG.
fn picture() -> Vec<u8> {
    let report = report_fixture::report();
    let chart = report.charts().next().unwrap();
    png(chart, &report, &Notation::of(&report, Locale::EnUs), Look::default()).unwrap()
}

#[test]
fn a_plain_svg_and_a_whole_png_are_logos() {
    let svg = Logo::read(SVG.as_bytes().to_vec()).unwrap();
    assert_eq!((svg.format(), svg.media_type()), (LogoFormat::Svg, "image/svg+xml"));
    let bytes = picture();
    let png = Logo::read(bytes.clone()).unwrap();
    assert_eq!((png.format(), png.bytes()), (LogoFormat::Png, bytes.as_slice()));
}

#[test]
fn an_svg_that_could_do_more_than_be_looked_at_is_refused() {
    let cases = [
        ("<script>alert(1)</script>", "an element `script`"),
        ("<g><SCRIPT/></g>", "an element `script`"),
        ("<foreignObject/>", "an element `foreignobject`"),
        ("<a href=\"#x\"/>", "an element `a`"),
        ("<animate attributeName=\"href\"/>", "an element `animate`"),
        ("<rect onclick=\"x()\"/>", "a handler `onclick`"),
        ("<rect OnLoad=\"x()\"/>", "a handler `onload`"),
        ("<image href=\"https://example.com/x.png\"/>", "refers to `https://example.com/x.png`"),
        ("<image href=\"data:image/svg+xml;base64,AAAA\"/>", "refers to `data:"),
        ("<use href=\"other.svg#x\"/>", "refers to `other.svg#x`"),
        ("<use href=\" java&#115;cript:alert(1)\"/>", "refers to `javascript:alert(1)`"),
        ("<rect fill=\"url(https://example.com/#g)\"/>", "refers to `https://example.com/#g)`"),
        ("<rect style=\"fill:URL( 'x.svg#g')\"/>", "refers to `x.svg#g')`"),
        ("<rect fill=\"u\\72l(x)\"/>", "an escape"),
        ("<style>@import 'x.css';</style>", "an import"),
        ("<style><![CDATA[a{background:url(//x)}]]></style>", "refers to `//x)}`"),
        ("<style>&#64;import 'x.css';</style>", "an entity"),
        ("<g xml:base=\"https://example.com\"/>", "xml:base"),
    ];
    for (inside, why) in cases {
        match Logo::read(within(inside)) {
            Err(BrandError::Unsafe(found)) => assert!(found.contains(why), "{inside}: {found}"),
            other => panic!("{inside}: {other:?}"),
        }
    }
    let outside =
        ["<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg/>", "<?xml-stylesheet href=\"x\"?><svg/>"];
    for text in outside {
        assert!(matches!(Logo::read(text.into()), Err(BrandError::Unsafe(_))), "{text}");
    }
}

#[test]
fn what_is_no_picture_or_a_broken_one_is_refused() {
    for text in ["", "hello", "{}", "<html/>", "GIF89a", "\u{feff}"] {
        assert_eq!(Logo::read(text.into()), Err(BrandError::Format), "{text}");
    }
    for text in ["<svg><g></svg>", "<svg><g>", "<svg a=\"1\" a=\"2\"/>", "<svg/><svg/>"] {
        assert!(matches!(Logo::read(text.into()), Err(BrandError::Broken(_))), "{text}: {:?}", Logo::read(text.into()));
    }
    let png = picture();
    assert!(matches!(Logo::read(png[..png.len() / 2].to_vec()), Err(BrandError::Broken(_))));
    assert!(matches!(Logo::read(vec![b' '; 600_000]), Err(BrandError::TooLarge { bytes: 600_000, most: 524_288 })));
}

#[test]
fn an_accent_can_be_read_on_white_and_on_a_dark_screen() {
    let blue: Accent = "#0b4f8a".parse().unwrap();
    assert_eq!(blue.light(), Rgb(11, 79, 138));
    assert_eq!(blue.dark().to_string(), "#5b88b0");
    let short: Accent = "#A00".parse().unwrap();
    assert_eq!(short.light().to_string(), "#aa0000");
    for text in ["red", "#12", "#1234567", "0b4f8a", "#ggg", "", "#ééé"] {
        assert!(matches!(text.parse::<Accent>(), Err(BrandError::Color { .. })), "{text}");
    }
    let error = "#ffcc00".parse::<Accent>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the color `#ffcc00` is too light to be read on white: its contrast is 1.5 : 1, and 4.5 : 1 is needed (WCAG 2.2, \
         1.4.3)\nhint: `#8f7200` is the same hue, dark enough"
    );
    assert!("#8f7200".parse::<Accent>().is_ok(), "the hint is taken");
}

#[test]
fn a_page_wears_its_brand_and_nothing_else_changes() {
    let brand = Brand {
        company: Some("Example & <Partners>".to_owned()),
        logo: Some(Logo::read(SVG.as_bytes().to_vec()).unwrap()),
        accent: Some("#7a1f5c".parse().unwrap()),
    };
    let page = html::page(&report_fixture::report(), &Style { brand, ..Style::default() }).unwrap();
    assert!(
        page.contains(
            "<img class=\"logo\" alt=\"Example &amp; &lt;Partners&gt;\" src=\"data:image/svg+xml;base64,PD94"
        )
    );
    assert!(page.contains("<p class=\"company\">Example &amp; &lt;Partners&gt;</p>"));
    assert!(page.contains(":root{--accent:#7a1f5c}"));
    let plain = html::page(&report_fixture::report(), &Style::default()).unwrap();
    let body = |page: &str| page[page.find("<p class=\"kicker\">").unwrap()..].to_owned();
    assert_eq!(body(&page), body(&plain));
}
