//! The charts of a report: what each says, whole, and what is said where there is nothing to draw.

use seatwise_reports::charts::report::{png, svg, title};
use seatwise_reports::charts::{Look, Theme};
use seatwise_reports::locale::{Locale, Notation};
use seatwise_reports::report::{Chart, Drawing, Report, Stages};

use crate::{drawings, report_fixture};

fn drawn(chart: &Chart, report: &Report, look: Look) -> String {
    svg(chart, report, &Notation::of(report, Locale::EnUs), look).unwrap()
}

/// The texts of an SVG as one line.
fn texts(svg: &str) -> String {
    let texts = svg.split("<text").skip(1).filter_map(|part| part.split_once('>')?.1.split_once("</text>"));
    texts.map(|(text, _)| text.trim()).collect::<Vec<_>>().join(" ")
}

fn extreme(id: &str) -> String {
    let charts = drawings::extremes();
    let chart = charts.iter().find(|chart| chart.id == id).unwrap();
    texts(&drawn(chart, &report_fixture::report(), Look::default()))
}

#[test]
fn one_of_each_drawing() {
    let report = report_fixture::report();
    let mut kinds = std::collections::BTreeSet::new();
    for chart in report.charts() {
        kinds.insert(format!("{:?}", chart.drawing).split(['(', ' ']).next().unwrap().to_owned());
        insta::assert_snapshot!(format!("report-{}.svg", chart.id), drawn(chart, &report, Look::default()));
    }
    assert_eq!(kinds.len(), 13, "{kinds:?}");
}

#[test]
fn extremes_are_drawn_and_no_number_is_none() {
    let report = report_fixture::report();
    for chart in report.charts().cloned().chain(drawings::extremes()) {
        for width in [0, 350, 600, 1_200] {
            for theme in [Theme::Light, Theme::Dark] {
                let svg = drawn(&chart, &report, Look { theme, width });
                let bad = ["NaN", "inf\"", "width=\"-", "height=\"-"].into_iter().find(|bad| svg.contains(bad));
                assert_eq!(bad, None, "{} at {width}", chart.id);
                assert!(svg.ends_with("</svg>\n") && svg.matches("<svg").count() == 1, "{} at {width}", chart.id);
            }
        }
    }
}

#[test]
fn where_there_is_nothing_to_draw_a_sentence_says_so() {
    for (id, said) in [
        ("bridge-zero", "March 2026 and April 2026 are both $0, and nothing changed between them."),
        ("stages-none", "No product has a commitment, a seat or a bill."),
        ("trend-none", "There is no month to show."),
        ("trend-unknown", "What was billed is not known for any month."),
        ("trend-1", "There is one month so far, January 2025: 1,020 billed, 1,000 committed. A trend needs two."),
        ("heat-map-unknown", "There is no presence data, so nobody can say how many people were there at once."),
        ("heat-map-zero", "Nobody was there in any hour with data."),
        ("load-none", "There is no presence data to draw the curve from."),
        ("curve-none", "There is no history of demand to compute the curve from."),
        ("pareto-none", "There is nothing with a known amount to rank."),
        ("states-none", "No CX product has a seat, so there is nothing to split."),
        ("tiers-none", "No cell has people in it."),
        ("idle-none", "Nobody holds a base product, or neither logins nor activity were in the input."),
        ("departments-none", "Nobody holds a license, so no department has a cost."),
        ("tokens-none", "No day of the period has data yet; 30,000 tokens are included."),
        ("tokens-one", "There is one day of data: 950 of 30,000 tokens used up to Apr 1, 2025. A line needs two."),
    ] {
        let texts = extreme(id);
        assert!(texts.contains(said), "{id}: {texts}");
    }
}

#[test]
fn unknown_is_said_and_never_zero() {
    assert_eq!(extreme("stages-unknown").matches("unknown").count(), 4 + 2, "four figures, twice in the title");
    assert!(extreme("trend-13").contains("Unknown: April 2025, November 2025."));
    assert!(extreme("heat-map-gaps").contains("Cells with a dot: no data."));
    assert_eq!(extreme("target-unknown").matches("unknown").count(), 4 + 2 + 1, "four columns, the title, the remark");
    assert!(extreme("tiers-unpriced").contains("unpriced") && !extreme("tiers-unpriced").contains("$0"));
    assert!(extreme("pareto-zero").contains("–"), "a share of nothing");
}

#[test]
fn a_pareto_tells_a_part_of_its_bars_apart() {
    let charts = drawings::extremes();
    let svg = |id: &str| {
        let chart = charts.iter().find(|chart| chart.id == id).unwrap();
        drawn(chart, &report_fixture::report(), Look::default())
    };
    let parts = svg("pareto-parts");
    for said in
        ["nobody would miss it", "used, needed, left alone or unknown", "$90.50, of it $90.50", "$900, of it $0"]
    {
        assert!(parts.contains(said), "{said}: {parts}");
    }
    // One mark of the legend, and a part of each bar that has one.
    let color = "#D55E00";
    assert_eq!(parts.matches(color).count(), 3, "{parts}");
    // 60 × 600 − 59 × 60 ÷ 2; the last thirty come to 16,665, of which 1 each is a part.
    assert!(svg("pareto-parts-60").contains("all others: $16,665, of it $30"), "{}", svg("pareto-parts-60"));
    assert!(!svg("pareto-one").contains("of it") && !svg("pareto-one").contains(color));
}

#[test]
fn figures_follow_the_currency() {
    let report = Report { currency: "JPY".to_owned(), minor_units: 0, ..report_fixture::report() };
    let bridge = report.charts().find(|chart| matches!(chart.drawing, Drawing::Bridge(_))).unwrap();
    let texts = texts(&drawn(bridge, &report, Look::default()));
    assert!(texts.contains("+JPY\u{a0}2,480") && texts.contains("−JPY\u{a0}920"), "{texts}");
    assert_eq!(title(bridge, &Notation::of(&report, Locale::EnUs)), "Volume explains the rise of the bill");
}

#[test]
fn a_mark_explains_itself_and_names_are_text_and_no_markup() {
    let mut report = report_fixture::report();
    let chart = report.charts().find(|chart| matches!(chart.drawing, Drawing::Stages(_))).unwrap();
    let named = |label: &str| Stages {
        label: label.to_owned(),
        committed: Some(3),
        assigned: None,
        billed: Some(1_234),
        active: Some(0),
    };
    let rows = vec![named("<b>&\u{1}\n\"bold\""), named("")];
    let chart = Chart { drawing: Drawing::Stages(rows), ..chart.clone() };
    report.snapshot = "<script>".to_owned();
    let svg = drawn(&chart, &report, Look::default());
    let said = "<title>&lt;b&gt;& \"bold\": committed 3, assigned unknown, billed 1,234, active 0</title>";
    assert!(svg.contains(&said.replace("& ", "&amp; ")), "{svg}");
    assert!(!svg.contains("<b>") && !svg.contains("<script>") && !svg.contains('\u{1}'), "{svg}");
}

#[test]
fn a_png_has_two_pixels_for_one_and_is_the_same_every_time() {
    let report = report_fixture::report();
    let notation = Notation::of(&report, Locale::EnUs);
    for chart in report.charts() {
        let look = Look { theme: Theme::Dark, width: 600 };
        let bytes = png(chart, &report, &notation, look).unwrap();
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(u32::from_be_bytes(bytes[16..20].try_into().unwrap()), 1_200, "width of {}", chart.id);
        assert_eq!(bytes, png(chart, &report, &notation, look).unwrap());
    }
}

/// Bug: on paper and on a phone `Service Desk` was `S…`, because what is said beside the cost took its room.
#[test]
fn a_narrow_chart_of_departments_keeps_their_names() {
    let charts = drawings::extremes();
    let chart = charts.iter().find(|chart| chart.id == "departments-narrow").unwrap();
    let svg = drawn(chart, &report_fixture::report(), Look { theme: Theme::Light, width: 350 });
    for name in ["Service Desk", "Digital Care", "Planning &amp; Quality"] {
        assert!(svg.contains(&format!("\n{name}\n")), "{name} is cut in {svg}");
    }
    assert!(svg.contains("of it $7,177.65, 26 seats unpriced"), "what stands beside the cost is still said");
}

#[test]
fn a_renewal_that_costs_more_rises_and_long_names_end_in_dots() {
    assert!(extreme("target-rises").contains("+$400"), "{}", extreme("target-rises"));
    let long = extreme("departments-long");
    assert!(long.contains("285 others") && long.contains('…') && !long.contains(&"W".repeat(60)));
}
