use seatwise_reports::charts::{Chart, Look, Theme};
use seatwise_reports::csv::Table;
use seatwise_reports::{format, html, text};

use crate::fixture;

#[test]
fn the_page() {
    insta::assert_snapshot!("page.html", html::page(&fixture::overview()).unwrap());
}

#[test]
fn the_csv_tables() {
    for table in Table::ALL {
        let bytes = table.csv(&fixture::overview());
        insta::assert_snapshot!(table.file_name(), String::from_utf8(bytes).unwrap());
    }
}

#[test]
fn the_terminal_summary() {
    let files = ["out/overview.html", "out/seats.csv", "out/charts/a.svg", "out/charts/b.svg"].map(Into::into);
    let screen = text::summary(&fixture::overview(), 100, &files);
    insta::assert_snapshot!("summary.txt", screen);
}

#[test]
fn the_terminal_summary_keeps_to_24_lines_and_the_width_it_is_given() {
    let long: Vec<_> = (0..60).map(|at| format!("/a/very/long/folder/file-{at}.csv").into()).collect();
    for width in [60, 80, 100] {
        let screen = text::summary(&fixture::large(400), width, &long);
        assert!(screen.lines().count() <= 24, "{} lines", screen.lines().count());
        let widest = screen.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{widest} columns of {width}");
    }
}

/// An organization that is billed by the hour: no number of hours is shown as one of seats.
#[test]
fn hours_are_not_called_seats() {
    let mut overview = fixture::overview();
    let row = &mut overview.products[0];
    (row.unit, row.billed, row.committed) = ("hours".to_owned(), Some(12_345), 10_000);
    overview.seats.billed_hours = Some(12_345);
    overview.seats.billed = Some(0);
    let screen = text::summary(&overview, 100, &[]);
    assert!(screen.contains("12,345 hours billed;"), "{screen}");
    let page = html::page(&overview).unwrap();
    for cell in ["12,345 hours billed", "12,345 h", "10,000 h", "prices per hour"] {
        assert!(page.contains(cell), "{cell}");
    }
    overview.seats.billed = Some(7);
    let screen = text::summary(&overview, 100, &[]);
    assert!(screen.contains("12,345 hours and 7 seats billed;"), "{screen}");
}

#[test]
fn products_without_a_price_are_wrapped_and_none_is_lost() {
    let mut overview = fixture::overview();
    overview.costs.unpriced = ["crm-salesforce", "examplePremiumAppUserLicense", "skypePremiumAppIntegration"]
        .map(|product| (product.to_owned(), 11))
        .into();
    insta::assert_snapshot!("summary-of-80-columns.txt", text::summary(&overview, 80, &[]));
}

#[test]
fn products_that_find_no_room_are_counted() {
    let files = ["out/overview.html", "out/seats.csv"].map(Into::into);
    let mut overview = fixture::large(400);
    for unpriced in [1, 2, 10, 1000] {
        overview.costs.unpriced = (0..unpriced).map(|number| (format!("add-on-{number}"), 2)).collect();
        let screen = text::summary(&overview, 80, &files);
        assert!(screen.lines().count() < 24, "the prompt has no line:\n{screen}");
        let named = screen.matches("add-on-").count();
        let left = unpriced - named;
        assert!(named >= unpriced.min(2) && screen.contains("price unknown"), "{screen}");
        assert!(
            left == 0
                || screen.contains(&format!("{left} more products ({}", format::counted(2 * left as u64, "seat"))),
            "{screen}"
        );
    }
}

#[test]
fn the_charts_as_svg() {
    for chart in Chart::ALL {
        let svg = chart.svg(&fixture::overview(), Look::default()).unwrap();
        insta::assert_snapshot!(format!("{}.svg", chart.file_stem()), svg);
    }
}

#[test]
fn a_png_has_two_pixels_for_one_and_is_the_same_every_time() {
    for chart in Chart::ALL {
        for theme in [Theme::Light, Theme::Dark] {
            let png = chart.png(&fixture::overview(), Look { theme, width: 600 }).unwrap();
            assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
            assert_eq!(u32::from_be_bytes(png[16..20].try_into().unwrap()), 1200, "width of {chart:?}");
            assert_eq!(png, chart.png(&fixture::overview(), Look { theme, width: 600 }).unwrap());
        }
    }
}
